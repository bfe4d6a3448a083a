"""How much is taken of anything that comes from outside. Each figure stands here, once."""

MEGABYTE = 1024 * 1024

# Tables (workbooks and CSV)
TABLE_BYTES, TABLE_UNPACKED = 10 * MEGABYTE, 100 * MEGABYTE
TABLE_ROWS = 20_000
TABLE_LAST_ROW, TABLE_LAST_COLUMN = 29_999, 103  # a cell beyond line 29,999 or column CZ is no part of a table
TABLE_CELL = 131_072  # characters
