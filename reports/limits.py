"""How much may come from outside at once. Each figure stands here once.

The pages (`maxlength`, hints), the description of the API, the settings and every refusal take it from here. Plain
numbers, nothing imported: settings and models read them too. Texts are counted in characters, files and bodies in bytes.
"""

MEGABYTE = 1024 * 1024

# One request
BODY_BYTES = 5 * MEGABYTE  # without its files
BODY_DEPTH = 20  # lists and objects inside each other
BODY_FIELDS = 2_000  # fields of a form, or parts that are no files
BODY_FILES = 30  # files of one form
MULTIPART_BYTES = 64 * MEGABYTE  # with its files
QUERY_CHARACTERS = 8_000  # of an address, behind the question mark
PAGE_ROWS, MOST_PAGE_ROWS = 100, 500  # of a list of the API

# Lists
CODES = 100  # countries, actions, topics, ... of one activity
PARTNERS = 100  # of one activity
CLAIMS = 200  # of one activity
EVIDENCE_AT_ONCE = 20  # files, links, citations in one request
EVIDENCE = 200  # of one activity
ALIASES = 50  # other names of an organisation
IDS = 500  # rows chosen at once: to confirm, to verify, to order
REMARKS = 500  # of one activity

# Texts
CODE = 60  # a printed code, or that of a country, a border region, a unit
NAME = 160  # of an organisation, a place, a ministry
SOURCE = 300  # of what is said of a country
TITLE = 200
ROUND_TITLE = 120
PERSON_NAME = 150  # a first or a last one
TOKEN_DAYS = 3 * 366  # for which a token is good at most
LABEL = 80  # of a token, a saved view
EXTERNAL_ID = 80
LINK = 500
SEARCH = 200  # what is looked for in a list
LONG_TEXT = 20_000  # a cell of a workbook holds it
TYPED_CHARACTERS, TYPED_FORMS = 200_000, 50  # kept while it is typed
VIEW_QUERY, VIEWS = 2_000, 100  # of a saved view; of a person

# Numbers and days
THRESHOLD = 999  # of a target
COUNT = 2_147_483_647  # the largest whole number that both databases hold
AMOUNT = (14, 2)  # digits, of which behind the point
FIRST_YEAR, LAST_YEAR = 1900, 2999

# Files
FILE_BYTES = 10 * MEGABYTE
FILE_NAME = 200
CHUNK_BYTES = MEGABYTE  # of a file that comes in chunks
FILES_WAITING = 20  # of one person: on their way, or arrived and not attached
