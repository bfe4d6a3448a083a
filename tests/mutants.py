"""Mutants: does a test fail when a line is wrong? `python -m tests.mutants --sample 100 --seed 7`.

A sample, by the seed, of all small faults (`tests.faults`) in the modules of the figures, the rules and the verbs
(`tests.reach`). Each is written into a throw-away copy of the sources, never here, and the tests that reach its line run
there until the first one fails. Which tests reach a line is measured once, and again for the test modules that changed.
"""

import argparse
import ast
import hashlib
import json
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain, zip_longest
from pathlib import Path

from tests.faults import faulty, places
from tests.reach import ROOT, names_of_lines, paths

MAP = ROOT / "var" / "reached.json"
LEFT = shutil.ignore_patterns(".venv", ".git", "var", "staticfiles", "__pycache__")
WITHOUT_PROGRAMS = ("-m", "not browser and not office and not writer", "-k", "not test_printed_commands")
PYTEST = [sys.executable, "-m", "pytest", "-n", "0", "-q", "--tb=line", "--reuse-db"]
CALM = 60  # seconds beside those that the tests take


@dataclass(frozen=True)
class Mutant:
    """`path` with one fault: `fault` says which, `names` are the lines that it stands on, as `names_of_lines` has them."""

    path: str
    line: int
    function: str
    fault: str
    names: tuple[tuple[str, str], ...]
    source: str

    def __str__(self) -> str:
        return f"{self.path}:{self.line} {self.function}: {self.fault}"[:300]


def mutants_of(path: str) -> Iterator[Mutant]:
    tree = ast.parse((ROOT / path).read_text(encoding="utf-8"))
    names = names_of_lines(path)
    for place, node in list(places(tree)):
        spot = node if hasattr(node, "lineno") else getattr(place.parent, "ifs", [place.parent])[0]
        before = place.parent if isinstance(node, (ast.operator, ast.boolop, ast.cmpop)) else node
        for fault in faulty(node):
            was = ast.unparse(before)
            place.put(fault)
            became = ast.unparse(before if before is place.parent else fault)
            lines = tuple(names[spot.lineno : spot.end_lineno + 1])
            yield Mutant(path, spot.lineno, place.function, f"{was}  ->  {became}", lines, ast.unparse(tree))
            place.put(node)


def reached(anew: bool) -> dict[str, dict]:
    """The tests that pass, with the seconds that they take and the lines that they reach; measured where it is not
    known, or where a test module has changed since."""
    known = json.loads(MAP.read_text(encoding="utf-8")) if MAP.exists() and not anew else {"modules": {}, "tests": {}}
    files = {f"tests/{path.name}": path.read_bytes() for path in (ROOT / "tests").glob("test_*.py")}
    modules = {name: hashlib.sha256(text).hexdigest() for name, text in files.items()}
    changed = [name for name in modules if known["modules"].get(name) != modules[name]]
    tests = {test: row for test, row in known["tests"].items() if test.partition("::")[0] in modules.keys() - changed}
    if changed:
        print(f"Measuring which lines the tests of {len(changed)} modules reach …", flush=True)
        with Copy() as copy:
            result = copy.kept / "reached.json"
            how = {"REACHED": str(result), "COVERAGE_CORE": "ctrace"}
            copy.run([*PYTEST, "-p", "tests.reach", *WITHOUT_PROGRAMS, *changed], None, **how)
            tests |= json.loads(result.read_text(encoding="utf-8"))
        MAP.parent.mkdir(exist_ok=True)
        MAP.write_text(json.dumps({"modules": modules, "tests": tests}), encoding="utf-8")
    return tests


def chosen(mutant: Mutant, tests: dict[str, dict], longest: float) -> list[str]:
    """Of the tests that reach it, as many as the seconds suffice for: by turns the nearest of all, which reaches the most
    of the function and the least beside it, and the nearest of another test module; those that take long come last."""

    def nearness(test: str) -> tuple[int, int]:
        lines = tests[test]["reached"]
        own = sum(function == mutant.function for function, _text in lines[mutant.path])
        return own, -sum(map(len, lines.values()))

    nearest, by_module = sorted(reaching(mutant, tests), key=nearness, reverse=True), defaultdict(list)
    for test in nearest:
        by_module[test.partition("::")[0]].append(test)
    of_modules = filter(None, chain.from_iterable(zip_longest(*by_module.values())))
    by_turns = dict.fromkeys(chain.from_iterable(zip(nearest, of_modules, strict=True)))
    picked, spent = [], 0.0
    for test in sorted(by_turns, key=lambda test: tests[test]["seconds"] > longest / 10):
        if spent < longest:
            picked.append(test)
            spent += tests[test]["seconds"]
    return picked


def reaching(mutant: Mutant, tests: dict[str, dict]) -> list[str]:
    """The tests that reach the line, else the function, else the module."""
    at_line, at_function, at_module = [], [], []
    for test, row in tests.items():
        names = {(function, text) for function, text in row["reached"].get(mutant.path, ())}
        if names:
            at_module.append(test)
        if mutant.function and any(function == mutant.function for function, _text in names):
            at_function.append(test)
            if names.intersection(mutant.names):
                at_line.append(test)
    return at_line or at_function or at_module


class Copy:
    """The sources in a throw-away folder, with a database that each run gets fresh."""

    def __enter__(self) -> "Copy":
        self.folder = tempfile.TemporaryDirectory(prefix="tracker-mutants-")
        self.place, self.kept = Path(self.folder.name) / "sources", Path(self.folder.name) / "kept"
        shutil.copytree(ROOT, self.place, ignore=LEFT)
        self.kept.mkdir()
        # This run makes the database and compiles everything, so that the others begin at once.
        first = [*PYTEST, "--create-db", "-k", "test_last_days", "--ignore-glob=*_browser.py"]
        said, code = self.run(first, None, PYTHONDONTWRITEBYTECODE="")
        if code:
            raise SystemExit(said)
        self.database = (self.kept / "tests.sqlite3").read_bytes()
        return self

    def __exit__(self, *trouble) -> None:
        self.folder.cleanup()

    def run(self, command: list[str], longest: float | None, **environment: str) -> tuple[str, int | None]:
        """What it said, and its exit: None where it had to be ended."""
        given = os.environ | {"TESTS_KEPT_IN": str(self.kept), "PYTHONDONTWRITEBYTECODE": "1"} | environment
        process = subprocess.Popen(
            command,
            cwd=self.place,
            env=given,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            start_new_session=True,
        )
        try:
            return process.communicate(timeout=longest)[0], process.returncode
        except subprocess.TimeoutExpired:
            return "", None
        finally:
            if process.poll() is None:  # it goes on too long, or somebody pressed Ctrl-C
                os.killpg(process.pid, signal.SIGKILL)
                process.wait()

    def try_out(self, mutant: Mutant, tests: list[str], longest: float) -> str:
        """`killed by …`, `timed out`, or `survived`."""
        (self.kept / "tests.sqlite3").write_bytes(self.database)
        path = self.place / mutant.path
        whole = path.read_text(encoding="utf-8")
        path.write_text(mutant.source, encoding="utf-8")
        try:
            said, code = self.run([*PYTEST, "-x", *tests], longest) if tests else ("", 0)
        finally:
            path.write_text(whole, encoding="utf-8")
        if code is None:
            return "timed out"
        failed = [line.split(" ")[1] for line in said.splitlines() if line.startswith(("FAILED ", "ERROR "))]
        return "survived" if code == 0 else f"killed by {', '.join(failed) or said[-300:]}"


def main() -> int:
    asked = argparse.ArgumentParser(prog="python -m tests.mutants", description=__doc__)
    asked.add_argument("--sample", type=int, default=100, help="how many mutants")
    asked.add_argument("--seed", type=int, required=True)
    asked.add_argument("--only", default="", help="those whose path, line, function or fault contains this")
    asked.add_argument("--longest", type=float, default=60, help="seconds of tests for each mutant")
    asked.add_argument("--anew", action="store_true", help="measure again which tests reach which line")
    given = asked.parse_args()
    every = [one for path in paths() for one in mutants_of(path) if given.only in str(one)]
    sample = random.Random(given.seed).sample(every, min(given.sample, len(every)))
    tests, begun, results = reached(given.anew), time.monotonic(), []
    with Copy() as copy:
        for mutant in sample:
            picked = chosen(mutant, tests, given.longest)
            limit = 4 * sum(tests[test]["seconds"] for test in picked) + CALM
            results.append(copy.try_out(mutant, picked, limit))
            print(f"{mutant}\n    {results[-1]} ({len(picked)} tests chosen)", flush=True)
    counts = {word: sum(row.startswith(word) for row in results) for word in ("killed", "timed out", "survived")}
    print(f"{len(every)} faults, {len(sample)} tried in {time.monotonic() - begun:.0f} seconds: {counts}")
    return 1 if counts["survived"] else 0


if __name__ == "__main__":
    sys.exit(main())
