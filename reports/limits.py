"""How much may come from outside at once. Each figure stands here once.

Plain numbers, nothing imported: settings and models read them too.
"""

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
MAIL_TAKEN_SECONDS = 600  # after which a message that nobody finished sending is sent by another
MAIL_SILENT_SECONDS = 60  # in which a mail server that did not answer is not asked again
MAIL_TRIES = 5  # of a message that the mail server refuses; one that does not answer counts for none
