"""What the README and the documents print for people to type: the fenced blocks, and the commands in their texts.

`DEVELOPERS` are the pages of those who change the tracker: what stands there changes its sources or runs its tests, so it
is held to be there with its options, and not typed.
"""

import re
import shlex
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from textwrap import dedent

ROOT = Path(__file__).resolve().parent.parent
PAGES = (*sorted(ROOT.glob("*.md")), *sorted((ROOT / "docs").rglob("*.md")))
DEVELOPERS = ("CONTRIBUTING.md", "docs/testing.md", "docs/architecture.md", "docs/how-to/")
OPERATIONS = ROOT / "docs" / "operations.md"
FENCE = re.compile(r"^(?P<indent> *)```(?P<language>\S*)\n(?P<text>.*?)^(?P=indent)```$", re.MULTILINE | re.DOTALL)
COMMAND = re.compile(
    r"`((?:[A-Z_]+=\S+ )*(?:make|[\w./]*python3?|[\w./]*manage\.py|[\w./]*pip|[\w./]*gunicorn) [^`]+)`"
)
FOR_REAL = "## Running it for real"


@dataclass(frozen=True)
class Block:
    """`is_for_real`: of the site that faces the world, with an environment of its own."""

    page: str
    language: str
    text: str
    is_for_real: bool
    is_for_developers: bool

    @property
    def commands(self) -> list[str]:
        lines = (line.partition(" #")[0].strip() for line in self.text.splitlines())
        return [line for line in lines if line]


def blocks() -> list[Block]:
    return list(chain.from_iterable(blocks_of(path) for path in PAGES))


def blocks_of(path: Path) -> list[Block]:
    text = path.read_text(encoding="utf-8")
    real = text.find(FOR_REAL) if FOR_REAL in text else len(text)
    theirs = path.relative_to(ROOT).as_posix().startswith(DEVELOPERS)
    return [
        Block(path.name, one["language"], dedent(one["text"]), one.start() > real, theirs)
        for one in FENCE.finditer(text)
    ]


def commands(*, for_real: bool) -> list[str]:
    """Those that run the site."""
    chosen = (block for block in blocks() if block.is_for_real == for_real and not block.is_for_developers)
    return list(chain.from_iterable(block.commands for block in chosen if block.language == "sh"))


def of_developers() -> list[str]:
    chosen = (block for block in blocks() if block.is_for_developers and block.language == "sh")
    return list(chain.from_iterable(block.commands for block in chosen))


def named_in_texts() -> list[str]:
    """The commands in the running text and the tables, as they stand."""
    return [line for path in PAGES for line in COMMAND.findall(FENCE.sub("", path.read_text(encoding="utf-8")))]


def of_the_table() -> list[str]:
    """The first column of the table of commands."""
    text = OPERATIONS.read_text(encoding="utf-8").partition("## Commands\n")[2].partition("\n## ")[0]
    rows = [line.split(" | ")[0] for line in text.splitlines() if line.startswith("| `")]
    return [command for row in rows for command in re.findall(r"`([^`]+)`", row)]


def shortest(command: str) -> list[str]:
    """Without what stands in brackets."""
    return shlex.split(re.sub(r"\[[^]]*\]", "", command))


def options(command: str) -> list[str]:
    return re.findall(r"--[a-z-]+", command)
