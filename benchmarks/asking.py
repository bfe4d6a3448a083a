"""Requests to the site as its web server would hand them on, in this process, with all its middleware."""

import json
import time
from dataclasses import dataclass, field
from io import BytesIO
from typing import Any
from urllib.parse import urlencode

from django.core.wsgi import get_wsgi_application
from django.test import Client

from benchmarks.place import PORT
from reports.models import User

SECRET = "b" * 32  # of the forms: a cookie and a header that agree
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


@dataclass(frozen=True)
class Request:
    """`person` is a user name, or empty; a body goes as JSON."""

    path: str
    person: str = ""
    method: str = "GET"
    body: dict[str, Any] | None = None
    headers: dict[str, str] = field(default_factory=dict)

    @property
    def name(self) -> str:
        return f"{self.method} {self.path} {self.person}".strip()


@dataclass(frozen=True)
class Answer:
    status: int
    headers: dict[str, str]
    content: bytes
    size: int
    first: float  # seconds until its first bytes

    def json(self) -> Any:
        return json.loads(self.content)


class Site:
    """The site, and its people signed in."""

    def __init__(self):
        self.application = get_wsgi_application()
        self.sessions: dict[str, str] = {}

    def cookie(self, person: str) -> str:
        if person and person not in self.sessions:
            client = Client()
            client.force_login(User.objects.get(username=person), backend=BACKEND)
            self.sessions[person] = client.cookies["sessionid"].value
        own = {"sessionid": self.sessions[person]} if person else {}
        return "; ".join(f"{name}={value}" for name, value in (own | {"csrftoken": SECRET}).items())

    def environ(self, request: Request) -> dict[str, Any]:
        path, _mark, query = request.path.partition("?")
        content = b"" if request.body is None else json.dumps(request.body).encode()
        headers = {"cookie": self.cookie(request.person), "x-csrftoken": SECRET, "host": f"127.0.0.1:{PORT}"}
        headers |= {"accept-language": "en"} | request.headers
        return {
            "REQUEST_METHOD": request.method,
            "PATH_INFO": path,
            "QUERY_STRING": query,
            "CONTENT_TYPE": "application/json" if content else "",
            "CONTENT_LENGTH": str(len(content)),
            "REMOTE_ADDR": "127.0.0.1",
            "SERVER_NAME": "127.0.0.1",
            "SERVER_PORT": str(PORT),
            "SERVER_PROTOCOL": "HTTP/1.1",
            "SCRIPT_NAME": "",
            "wsgi.version": (1, 0),
            "wsgi.url_scheme": "http",
            "wsgi.input": BytesIO(content),
            "wsgi.errors": BytesIO(),
            **{f"HTTP_{name.upper().replace('-', '_')}": value for name, value in headers.items()},
        }

    def ask(self, request: Request, keep: bool = True) -> Answer:
        """Raises AssertionError for what is refused."""
        answer = answer_of(self.application, self.environ(request), keep)
        assert answer.status < 400, f"{request.name}: {answer.status} {answer.content[:500]!r}"
        return answer


def answer_of(application: Any, environ: dict[str, Any], keep: bool = True) -> Answer:
    """Read to its end, as a web server would; without `keep` nothing of it stays."""
    begun, first, parts, size, said = time.perf_counter(), 0.0, [], 0, {}

    def start(status: str, headers: list[tuple[str, str]], _problem: Any = None) -> None:
        said.update(status=int(status[:3]), headers=dict(headers))

    answer = application(environ, start)
    try:
        for part in answer:
            first = first or time.perf_counter() - begun
            size += len(part)
            parts += [part] if keep else []
    finally:
        if hasattr(answer, "close"):
            answer.close()
    return Answer(said["status"], said["headers"], b"".join(parts), size, first)


def query(path: str, **asked: str) -> str:
    return f"{path}?{urlencode(asked)}"
