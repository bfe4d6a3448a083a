"""Which test reaches which line: a plugin of pytest that writes it down while the tests run, for `tests.mutants`.

A line is known by its module, its function and its text, so that a map still fits when lines above it come or go.
"""

import ast
import json
import os
import time
from collections import defaultdict
from pathlib import Path

import pytest
from coverage import Coverage

ROOT = Path(__file__).resolve().parent.parent
MODULES = ("indicators/progress.py", "reports/rules/*.py", "reports/summaries/*.py", "reports/workflow/*.py")
measured = Coverage(data_file=None, config_file=False, include=[str(ROOT / one) for one in MODULES])
seconds: dict[str, float] = defaultdict(float)
failed: set[str] = set()


def paths() -> list[str]:
    """The modules in which mutants are made, from the root."""
    return sorted(str(path.relative_to(ROOT)) for one in MODULES for path in ROOT.glob(one))


def names_of_lines(path: str) -> list[tuple[str, str]]:
    """Of each line of a module, counted from 1: the innermost function that it stands in (empty: none) and its text."""
    text = (ROOT / path).read_text(encoding="utf-8")
    names = [("", line.strip()) for line in ["", *text.splitlines()]]
    for node in ast.walk(ast.parse(text)):  # from the outside inwards
        if isinstance(node, ast.FunctionDef):
            for number in range(node.lineno, node.end_lineno + 1):
                names[number] = (node.name, names[number][1])
    return names


def test_of(item: pytest.Item | pytest.TestReport) -> str:
    """All cases of a test are one."""
    return item.nodeid.partition("[")[0]


def pytest_configure():
    measured.start()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol(item):
    measured.switch_context(test_of(item))
    begun = time.process_time()  # of this process alone: a busy machine makes no test longer
    done = yield
    seconds[test_of(item)] += time.process_time() - begun
    return done


def pytest_runtest_logreport(report):
    if report.failed:
        failed.add(test_of(report))


def pytest_sessionfinish():
    """`{test: {"seconds": 0.2, "reached": {path: [[function, text]]}}}`, of those that passed."""
    measured.stop()
    tests = {test: {"seconds": spent, "reached": {}} for test, spent in seconds.items() if test not in failed}
    for path in paths():
        names = names_of_lines(path)
        by_line = measured.get_data().contexts_by_lineno(str(ROOT / path))
        for number, reaching in by_line.items():
            for test in reaching:
                if test in tests and names[number] not in (known := tests[test]["reached"].setdefault(path, [])):
                    known.append(names[number])
    Path(os.environ["REACHED"]).write_text(json.dumps(tests), encoding="utf-8")
