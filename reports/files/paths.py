"""Where a file lay on its maker's machine, told by programs beside its name: the folders go, its own name stays."""

import re

ELSEWHERE = re.compile(r"(?!file:)[A-Za-z][\w+.-]+:", re.IGNORECASE)  # a link that leads to no file of a machine
OF_A_MACHINE = re.compile(
    r"file:|[A-Za-z](?::|%3A)(?:[\\/]|%5C|%2F)|\\\\|/(?!/)|.*(?:Users|home|Documents and Settings)[\\/]",
    re.IGNORECASE | re.DOTALL,
)
SEPARATORS = re.compile(r"[\\/]|%5C|%2F", re.IGNORECASE)
MARKS = (b"file:", b":\\", b"\\\\", b"/Users/", b"/home/")  # one of them is in every such path
BEGINNING = rb"(?:file:/*(?:[A-Za-z]:)?|[A-Za-z]:(?=[\\/])|\\\\(?=[\w.$-]+\\)|/(?:Users|home)/)"
FOLDERS = BEGINNING + rb"(?:[^\"'<>&\\/;]*[\\/]+)*"
PLACES = tuple(
    re.compile(before + FOLDERS)
    for before in (
        rb"(=[\"'])",  # a value of XML
        rb"([\[\"](?:'|&apos;))(?=file:)",  # a formula that reads another table
        rb"((?:<w:instrText\b[^>]*>|\bw:instr=\")[^<\"]*(?:\"|&quot;))",  # INCLUDEPICTURE "C:\\..."
        rb"((?:Data Source|DBQ|DefaultDir|Location)=)",  # where a database is
    )
)


def own_name(path: str) -> str:
    """The name of a file without the folders of a machine; what is no such path stays as it is."""
    if ELSEWHERE.match(path) or not OF_A_MACHINE.match(path):
        return path
    before, mark, behind = path.partition("#")
    return (SEPARATORS.split(before)[-1] or "file") + mark + behind


def without_folders(content: bytes) -> bytes:
    """XML in which the values, formulas and fields that are paths of a machine say names of files alone."""
    if any(mark in content for mark in MARKS):
        for place in PLACES:
            content = place.sub(rb"\1", content)
    return content
