"""How much may come from outside at once. Each figure stands here once.

The pages (`maxlength`, hints), the description of the API, the settings and every refusal take it from here. Plain
numbers, nothing imported: settings, models and the processes that read files take them from here too. Texts are counted
in characters, files and bodies in bytes.
"""

MEGABYTE = 1024 * 1024

# Doors: tries that fail, and the seconds within which they are counted
PASSWORD_TRIES, PASSWORD_SECONDS = 5, 300  # for one account, from wherever its owner has not signed in before
BROWSER_TRIES, BROWSER_SECONDS = 10, 300  # for one account, in a browser in which its owner has
PLACE_TRIES, PLACE_SECONDS = 10, 60  # from one address, for whatever accounts
CODE_TRIES, CODE_SECONDS = 5, 300  # of the second factor, once the password was right
OLD_PASSWORD_TRIES, OLD_PASSWORD_SECONDS = 5, 300  # on the page that changes it
CONFIRMING_TRIES, CONFIRMING_SECONDS = 10, 300  # of who is signed in and has to say once more that it is them
CONFIRMED_SECONDS = 300  # for which a sign-in, or a confirmation, needs no other
RESET_MAILS, RESET_SECONDS = 3, 3600  # to one account; the links of those before stay good
ADDRESS_MAILS, ADDRESS_SECONDS = 5, 3600  # to new addresses, from one account
ADDRESS_DAYS = 7  # in which a new address has to be confirmed
ACCOUNTS_A_BROWSER, BROWSER_KNOWN_DAYS = 5, 400
ERROR_MAIL_SECONDS = 3600  # between two messages to administrators about errors alike
MAIL_SILENT_SECONDS = 60  # in which a mail server that did not answer is not asked again
AGREEMENT_AWAITED_DAYS = 30  # after which a country that stays silent is on the list of the working group

# Jobs, each done in a process of its own (reports.jobs)
JOB_SECONDS, JOB_MEMORY = 600, 1024 * MEGABYTE  # by the clock; addresses
JOB_GAPS = (
    60,
    300,
    1_800,
    7_200,
    21_600,
    43_200,
    86_400,
)  # seconds after each try that failed; after the next none follows
JOB_WAITS_SECONDS, JOB_WAITS_DAYS = 300, 30  # between two looks for what is not there, and until it is given up
JOB_TAKEN_SECONDS = 60  # for which a worker takes a job, and says again that it does while it works
JOB_STOP_SECONDS = 20  # that a job under way is given when its worker is told to stop
JOBS_KEPT_DAYS, JOBS_GIVEN_UP_KEPT_DAYS = 14, 180  # after they are done, given up

TABLE_MEMORY = 2048 * MEGABYTE  # addresses, of a table of many rows
DOCUMENT_MEMORY = 4096 * MEGABYTE  # addresses, of a document of a large edition

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
EMBEDDED_LEVELS = 5  # files inside files, each of which is cleaned; sizes and parts of all count together
PACKED_PICTURE_BYTES = 50 * MEGABYTE  # of a drawing that is packed by itself
PDF_STREAM_BYTES = 100 * MEGABYTE  # of a part of a PDF that has to be unpacked to find the others
TABLE_BYTES, TABLE_UNPACKED_BYTES = 10 * MEGABYTE, 100 * MEGABYTE
TABLE_ROWS = 20_000
TABLE_AT_ONCE = 200  # rows of a table that is compared and applied in a request; longer ones are by jobs
TABLE_LAST_ROW, TABLE_LAST_COLUMN = 29_999, 103  # a cell beyond line 29,999 or column CZ is no part of a table
TABLE_CELL = 131_072  # characters
TABLES_OPEN = 10  # of one person, of which something is left to do
TABLES_DONE = 10  # of one person beside them; older ones give way

# One request
BODY_BYTES = 5 * MEGABYTE  # without its files
BODY_DEPTH = 20  # lists and objects inside each other
BODY_FIELDS = 2_000  # fields of a form, or parts that are no files
BODY_FILES = 30  # files of one form
FILES_BYTES = 60 * MEGABYTE  # its files together
MULTIPART_BYTES = FILES_BYTES + BODY_BYTES + MEGABYTE  # with its files, and what a form writes around each part
DRAINED_BYTES = 4 * MULTIPART_BYTES  # of a request that is refused, read so that who still sends it hears why
QUERY_CHARACTERS = 8_000  # of an address, behind the question mark
REQUEST_LINE = 8_190  # bytes: method, path and that; the most that gunicorn can be told
FILES_SECONDS = 60  # after which no further file of a request is begun to be read
ANSWER_SECONDS = FILES_SECONDS + 2 * (READERS_SECONDS + READING_PATIENCE)  # the last one is read, and its page drawn
PAGE_ROWS, MOST_PAGE_ROWS = 100, 500  # of a list of the API

# Lists
CODES = 100  # countries, actions, topics, ... of one activity
PARTNERS = 100  # of one activity
CLAIMS = 200  # of one activity
FUNDING_LINES = 100  # of one activity
EVIDENCE_AT_ONCE = 20  # files, links, citations in one request
EVIDENCE = 200  # of one activity
ALIASES = 50  # other names of an organisation
IDS = 500  # rows chosen at once: to confirm, to verify, to order
REMARKS = 500  # of one activity
IDENTIFIERS = 50  # of outside systems, of one activity
SYSTEMS = 100  # outside ones, of one organisation, country or person

# Texts
CODE = 60  # a printed code, that of a country, a border region, a unit, a second factor
PLACES = 400  # the codes of the countries and bodies of one activity
TALLY_KEY = PLACES + 120
NAME = 160  # of an organisation, a place, a ministry
SOURCE = 300  # of what is said of a country
TITLE = 200
LATER_FACTS = 500  # of one activity
ROUND_TITLE = 120
PERSON_NAME = 150  # a first or a last one
HANDOVER_DAYS = 366  # from now to the day on which a role passes, at most
TOKEN_DAYS = 3 * 366  # for which a token is good at most
LABEL = 80  # of a token, a saved view
EXTERNAL_ID = 80
IATI_IDENTIFIER = 80  # of an organisation
SYSTEM_CODE, SHORTEST_CODE = 40, 2  # of an outside system
LINK = 500
PASSWORD = 4_096
SEARCH = 200  # what is looked for in a list
LONG_TEXT = 20_000  # a cell of a workbook holds it
UNSAVED_CHARACTERS, UNSAVED_FORMS = 200_000, 50  # kept while it is typed
VIEW_PATH, VIEW_QUERY, VIEWS = 200, 2_000, 100  # of a saved view; of a person

MESSAGE = 10_000  # to a country; with greeting and signature a mail
NOTE = 4_000  # of a call

# Mail to others
MESSAGES_A_DAY = 5  # to one country
INVITATIONS_A_DAY = 50  # by one person, new ones
INVITATIONS_TO_ONE_A_DAY = 4  # person, the first one and what is sent again

# Numbers and days
THRESHOLD = 999  # of a target
COUNT = 2_147_483_647  # the largest whole number that both databases hold
AMOUNT = (14, 2)  # digits, of which behind the point
FIRST_YEAR, LAST_YEAR = 1900, 2999
FIRST_FUNDING_YEAR, LAST_FUNDING_YEAR = 1990, 2099  # for which money is committed or spent
AGENCY_SILENT_DAYS = 30  # without a reviewer who is free to decide, after which the other agency may stand in

# Files
FILE_BYTES = 10 * MEGABYTE
FILE_NAME = 200
CHUNK_BYTES = MEGABYTE  # of a file that comes in chunks
FILES_WAITING = 20  # of one person: on their way, or arrived and not attached

# Likely duplicates
DUPLICATE_DAYS = 14  # between two activities that may be one event recorded twice
DUPLICATE_BEGINNINGS = 366  # days between the beginnings of two that may be one
DUPLICATES_NEAR = 2_000  # activities near in time and place of which the nearest are chosen
DUPLICATES_COMPARED = 200  # of them, for one activity
DUPLICATES_COMPARED_OF_MANY = 25  # for each of the rows of a table
DUPLICATES_SHOWN = 5  # of one activity: the most alike
