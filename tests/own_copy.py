"""A fresh clone beside this one, in which commands are typed: with the packages that are installed here, and no more."""

import os
import pty
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
from http.client import HTTPException
from http.cookiejar import CookieJar
from pathlib import Path
from select import select
from urllib.parse import urlencode
from urllib.request import HTTPCookieProcessor, build_opener, urlopen

from tests.printed import ROOT

LEFT = shutil.ignore_patterns(".venv", ".git", "var", "staticfiles", "__pycache__", "*.mo")
LONGEST = 120  # seconds without a word
PLAIN = {name: os.environ[name] for name in ("PATH", "HOME", "LANG", "PG_BIN") if name in os.environ}


def fresh_clone(place: Path) -> Path:
    shutil.copytree(ROOT, place, ignore=LEFT)
    (place / ".venv").mkdir()
    for entry in Path(sys.prefix).iterdir():
        if entry.name not in ("production", "development"):
            (place / ".venv" / entry.name).symlink_to(entry)
    for done in ("production", "development"):  # what `make` would install is installed
        (place / ".venv" / done).touch()
    return place


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def typed(place: Path, command: str, **environment: str) -> str:
    """What is wrong with the command, typed in a shell: its exit and its last words, or nothing."""
    done = subprocess.run(
        command, shell=True, cwd=place, env=PLAIN | environment, capture_output=True, text=True, timeout=300
    )
    return f"{command}: {done.returncode} {done.stdout[-500:]} {done.stderr[-900:]}" if done.returncode else ""


def answered(place: Path, command: str, answers: dict[str, str], **environment: str) -> str:
    """The same of a command that asks: each question, by its first words, gets its answer once."""
    child, terminal = pty.fork()
    if child == 0:
        os.chdir(place)
        os.execve("/bin/sh", ["sh", "-c", command], PLAIN | environment)
    said, waiting = "", dict(answers)
    try:
        while select([terminal], [], [], LONGEST)[0] and (part := os.read(terminal, 4096).decode(errors="replace")):
            said += part
            line = said.rpartition("\n")[2]
            asked = next((question for question in waiting if line.startswith(question)), None)
            if asked and line.endswith(": "):
                os.write(terminal, waiting.pop(asked).encode() + b"\n")
    except OSError:  # the terminal is gone with the program
        pass
    finally:
        os.close(terminal)  # which ends a program that still asks
    code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    return f"{command}: {code} {said[-900:]}" if code else ""


class Serving:
    """`with Serving(place, "make run", port): ...`: a command that goes on, until `/health/` answers and after."""

    def __init__(self, place: Path, command: str, port: int, **environment: str):
        self.place, self.command, self.environment = place, command, PLAIN | environment
        self.port, self.site = port, f"http://127.0.0.1:{port}"

    def __enter__(self) -> str:
        self.log = (self.place / "served.log").open("w+")
        self.process = subprocess.Popen(
            self.command,
            shell=True,
            cwd=self.place,
            env=self.environment,
            stdout=self.log,
            stderr=self.log,
            start_new_session=True,
        )
        until = time.monotonic() + 180
        while time.monotonic() < until and self.process.poll() is None:
            try:
                urlopen(f"{self.site}/health/").close()
                return self.site
            except (OSError, HTTPException):  # nobody listens yet, or not to the end
                time.sleep(0.3)
        self.__exit__()
        raise AssertionError((self.place / "served.log").read_text()[-2000:])

    def __exit__(self, *trouble) -> None:
        if self.process.poll() is None:
            os.killpg(self.process.pid, signal.SIGTERM)
        self.process.wait()
        until = time.monotonic() + 60
        while self.is_answering() and time.monotonic() < until:  # what the shell had started ends a little later
            time.sleep(0.1)
        self.log.close()

    def is_answering(self) -> bool:
        with socket.socket() as line:
            return line.connect_ex(("127.0.0.1", self.port)) == 0


class Browser:
    """Just enough of one: it keeps cookies and sends forms."""

    def __init__(self, site: str):
        self.site, self.cookies = site, CookieJar()
        self.opener = build_opener(HTTPCookieProcessor(self.cookies))

    def get(self, path: str, data: bytes | None = None) -> str:
        with self.opener.open(self.site + path, data) as answer:
            self.address = answer.geturl().removeprefix(self.site)
            return answer.read().decode()

    def send(self, path: str, **fields: str) -> str:
        """Open the page, then send its form."""
        token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', self.get(path))[1]
        return self.get(path, urlencode(fields | {"csrfmiddlewaretoken": token}).encode())
