"""A country's work as a table: written as a workbook, read back from a workbook or CSV, compared, applied.

`columns` says what stands in each sheet, `cells` (with `amounts`) how a value is written and read, `workbook` writes.
`raw` turns the bytes of a file into plain `grids` (`workbooks` and `texts` know the kinds of files), and needs neither
database nor language; `parsing` makes `lines` of them, `plain` for tables of others, with what `heads` says of columns.
`differences` finds what a table would change and writes nothing: its nouns are `activities`, with `claims` and `links`,
and `adoptions`; `site` is what they are compared with, `rows` what becomes of each row. `applying` does it through the verbs,
all or nothing. `uploads` takes an upload through all of this, slice by slice.
"""
