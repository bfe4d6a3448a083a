"""A country's work as a table: written as a workbook, read back from a workbook or CSV, compared, applied.

`columns` says what stands in each sheet, `cells` how a value is written and read, `workbook` writes, `reading` reads,
`comparing` finds what a table would change (and writes nothing), `applying` does it through the verbs, all or nothing.
"""
