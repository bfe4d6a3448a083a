"""French spacing and quotes, set by machine: texts are typed with plain spaces and apostrophes.

The rule: *Lexique des règles typographiques en usage à l'Imprimerie nationale*, under "Ponctuation" and "Guillemets": a
thin no-break space before ; ? and !, a no-break space between words before the colon; the apostrophe is ’. Inside « »
stands the thin one, as UNHCR and IOM set it on their pages.
"""

import re

THIN, NO_BREAK = "\u202f", "\u00a0"

# What is no prose, and stays as it is: a value's place, a tag or an entity, an address, code in backquotes, a time.
KEPT = (
    r"%\(\w+\)[-#0 +]*\d*(?:\.\d+)?[a-zA-Z]|%%|\{[^{}\n]*\}|<[^<>\n]+>|&#?\w+;|\b\w+://[^\s«»]+|`[^`\n]*`"
    r"|\b\d{1,2}:\d{2}(?::\d{2})?\b"
)
BLANK = f"[ {THIN}{NO_BREAK}]"
MARKS = re.compile(
    rf"(?P<kept>{KEPT})"
    rf"|{BLANK}+(?P<thin>[;?!]+)(?!\w)"
    rf"|{BLANK}+(?P<colon>:)(?![\w/])"
    rf"|(?P<opens>[«“]){BLANK}*"
    rf"|{BLANK}*(?P<closes>[»”])"
    r"|(?<=[^\W\d_])(?P<apostrophe>')(?=[^\W\d_]|[%{<«“])"
)


def french(text: str) -> str:
    """`"L'État « A » : vrai ?"` with the spaces and the apostrophe that French print has; done twice, it is the same.

    No space is added before a mark that has none, except inside quotes: `12:30`, `Authorization: Token` and the code
    of a program are left alone. English quotes (“ ”) become French ones.
    """
    return MARKS.sub(set_mark, text)


def set_mark(found: re.Match[str]) -> str:
    match found.lastgroup:
        case "thin":
            return THIN + found["thin"]
        case "colon":
            return NO_BREAK + found["colon"]
        case "opens":
            return "«" + THIN
        case "closes":
            return THIN + "»"
        case "apostrophe":
            return "’"
    return found.group()
