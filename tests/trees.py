"""The modules of the product as Python reads them."""

import ast
from functools import cache
from pathlib import Path


@cache
def tree_of(path: Path) -> ast.Module:
    """Parsed once a process, however many tests ask."""
    return ast.parse(path.read_text(encoding="utf-8"))
