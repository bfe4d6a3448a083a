"""French spacing and quotes, set by machine: texts are typed with plain spaces and apostrophes.

The rule: *Lexique des règles typographiques en usage à l'Imprimerie nationale*, under "Ponctuation" and "Guillemets": a
thin no-break space before ; ? and !, a no-break space between words before the colon; the apostrophe is ’. Inside « »
stands the thin one, as UNHCR and IOM set it on their pages.
"""

import re

THIN, NO_BREAK = "\u202f", "\u00a0"

# First what is no prose, and stays as it is: a value's place, a tag or an entity, an address, code in backquotes, a time.
# A run of blanks is tried once, from its beginning.
MARKS = re.compile(
    r"(?P<kept>%\(\w+\)[-#0 +]*\d*(?:\.\d+)?[a-zA-Z]|%%|\{[^{}\n]*\}|<[^<>\n]+>|&#?\w+;|\b\w+://[^\s«»]+|`[^`\n]*`"
    r"|\b\d{1,2}:\d{2}(?::\d{2})?\b)"
    r"|(?<![ \u202f\u00a0])[ \u202f\u00a0]+(?P<thin>[;?!]+)(?!\w)"
    r"|(?<![ \u202f\u00a0])[ \u202f\u00a0]+(?P<colon>:)(?![\w/])"
    r"|(?P<opens>[«“])[ \u202f\u00a0]*"
    r"|(?<![ \u202f\u00a0])[ \u202f\u00a0]*(?P<closes>[»”])"
    r"|(?<=[^\W\d_])(?P<apostrophe>')(?=[^\W\d_]|[%{<«“])"
)


def french(text: str) -> str:
    """`"L'État « A » : vrai ?"` with the spaces and the apostrophe that French print has; done twice, it is the same.

    No space is added before a mark that has none, except inside quotes: `12:30`, `Authorization: Token` and the code
    of a program are left alone. English quotes (“ ”) become French ones.
    """
    return MARKS.sub(set_mark, text)


def set_mark(mark: re.Match[str]) -> str:
    match mark.lastgroup:
        case "thin":
            return THIN + mark["thin"]
        case "colon":
            return NO_BREAK + mark["colon"]
        case "opens":
            return "«" + THIN
        case "closes":
            return THIN + "»"
        case "apostrophe":
            return "’"
    return mark.group()
