"""The printed report and the country briefs, as PDF and as Word files, each from one part of a snapshot and nothing else.

`report` and `brief` say what is in them, in one language, as plain values; `pdf` and `word` set these on paper, so
that both forms say the same. The part that is read is the reader's own (see `reports.snapshots`): what stands bare
there has neither title nor text here.

The same part in the same language gives the same bytes: no clock is read and no font of the machine is used.
"""
