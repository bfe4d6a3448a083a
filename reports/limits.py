"""How much may come from outside at once. Each figure stands here once.

Plain numbers, nothing imported: the processes that read files take them from here too.
"""

MEGABYTE = 1024 * 1024

# Files, each read in a process of its own (reports.files.apart)
READERS = 2  # processes at once, of all workers together
READERS_SECONDS = 10  # until somebody is told that too many files are being read
READING_SECONDS = 10  # of work
READING_PATIENCE = 30  # seconds by the clock, whatever the work
READING_MEMORY = 640 * MEGABYTE  # addresses, of which the largest picture takes nearly all
READING_OUTPUT = 48 * MEGABYTE  # of what was read, on its way back
PICTURE_PIXELS = 50_000_000  # a telephone's largest photo
UNPACKED_BYTES = 200 * MEGABYTE  # of the parts of an Office or OpenDocument file
UNPACKED_PARTS = 10_000
PDF_STREAM_BYTES = 100 * MEGABYTE  # of a part of a PDF that has to be unpacked to find the others
TABLE_BYTES, TABLE_UNPACKED_BYTES = 10 * MEGABYTE, 100 * MEGABYTE
TABLE_ROWS = 20_000
