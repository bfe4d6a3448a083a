"""Where a file lay on its maker's machine, written by programs beside its name: the folders go, its own name stays."""

import hashlib
import re

ELSEWHERE = re.compile(
    r"//|(?!file:)[A-Za-z][\w+.-]{1,30}:", re.IGNORECASE
)  # a link that leads to no file of a machine
OF_A_MACHINE = re.compile(r"file:|[A-Za-z](?::|%3A)(?:[\\/]|%5C|%2F)|\\\\|/", re.IGNORECASE)
AT_HOME = re.compile(r"(?:Users|home|Documents and Settings)[\\/]", re.IGNORECASE)
SEPARATORS = re.compile(r"[\\/]|%5C|%2F", re.IGNORECASE)
MARKS = (b"file:", b":\\", b"\\\\", b"/Users/", b"/home/")  # one of them is in every such path
# What stands before it, whether it is an address, and its folders; on a drive, of a server, at home.
IN_A_VALUE = re.compile(
    rb"(=[\"'])(?:(file:)/*|(?:(?:\.\./)+|/)?[A-Za-z]:(?=[\\/])|\\\\(?=[\w.$-]+\\)|(?:\.\./)*(?:\.\.)?/(?:Users|home)/)"
    rb"(?:[^\"'<>&\\/;]*[\\/]+)*"
)
IN_A_FIELD = re.compile(  # INCLUDEPICTURE "C:\\..."
    rb"((?:<w:instrText\b[^<>]*>|\bw:instr=\")[^<\"]*(?:\"|&quot;))"
    rb"(?:(file:)/*|[A-Za-z]:(?=[\\/])|\\\\|/(?:Users|home)/)(?:[^\"'<>&\\/;]*[\\/]+)*"
)
OF_A_DATABASE = re.compile(
    rb"((?:Data Source|DBQ|DefaultDir|Location)=)"
    rb"(?:(file:)/*|[A-Za-z]:(?=[\\/])|\\\\|/(?:Users|home)/)(?:[^\"'<>&\\/;]*[\\/]+)*"
)
OTHER_TABLE = re.compile(  # that a formula reads, of which figures are kept
    rb"([\[\"](?:'|&apos;))file:/*((?:[^\"'<>&\\/;]*[\\/]+)*)"
)
STANDING_IN = re.compile(rb"[0-9a-f]{8}/")


def own_name(path: str, *, is_table: bool = False) -> str:
    """The name of a file without the folders of a machine; what is no such path stays as it is.

    Of a table whose figures are kept, letters stand for its folders, so that others of its name are still others.
    """
    if ELSEWHERE.match(path) or not (OF_A_MACHINE.match(path) or AT_HOME.search(path)):
        return path
    before, mark, behind = path.partition("#")
    name = SEPARATORS.split(before)[-1]
    folders = before.removesuffix(name).encode() if is_table else b""
    return standing_in(folders).decode() + (name or "file") + mark + behind


def without_folders(content: bytes) -> bytes:
    """XML in which the values, formulas and fields that are paths of a machine say names of files alone."""
    if any(mark in content for mark in MARKS):
        for place in (IN_A_VALUE, IN_A_FIELD, OF_A_DATABASE):
            content = place.sub(lambda match: match[1] + (b"file:///" if match[2] else b""), content)
        content = OTHER_TABLE.sub(lambda match: match[1] + b"file:///" + standing_in(match[2]), content)
    return content


def standing_in(folders: bytes) -> bytes:
    """Letters that are the same for the same folders, and stay as they are."""
    if not folders or STANDING_IN.fullmatch(folders):
        return folders
    return hashlib.sha256(folders).hexdigest()[:8].encode() + b"/"
