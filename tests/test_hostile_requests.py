"""Every route and method with what nobody should send: an answer in its own form, never an error of ours."""

import re
from urllib.parse import quote
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from reports import limits
from tests.walk import PAGES
from tests.walk import addresses as addresses_of

HOSTILE = {
    "huge number": "9" * 5000,
    "number beyond the database": "9" * 25,
    "first day of all": "0001-01-01",
    "last day of all": "9999-12-31",
    "no id": "x" * 36,
    "signs": "'\";--%_\\<>&{}\u202e\u200b👩‍⚖️\ufffd",
    "many words": " ".join("ab" for _n in range(1200)),
    "a mark": "2012-05-26 00:00:00+00:00_" + "9" * 30,
}
CONVERTERS = {"str": "\u202ex", "int": "9" * 25, "uuid": str(uuid4()), "slug": "x", "path": "x"}
NAMES = (
    *("as_at", "since", "until", "body", "theme", "status", "q", "page", "page_size", "after", "before", "country"),
    *("action", "recommendation", "target", "review", "scope", "starts_after", "starts_before", "counted", "layer"),
    *("like", "indicator", "format", "chart", "language", "part", "a", "b", "a_as_at", "b_as_at", "chapter", "gap"),
    *("kind", "person", "subject", "verb", "subject_id", "via", "role", "state", "order", "offset", "into", "query"),
    *("lead", "implementing", "name", "path", "title", "key", "version", "activity", "claims", "claims_shown", "links"),
    *("uploads", "starts_on", "ends_on", "participants_women", "amount_needed", "about", "text", "reply", "remark"),
    *("size", "sha256", "typed_key", "typed_path", "email", "organisation", "days", "owner", "countries", "actions"),
    *("up", "down", "row", "line", "sheet", "id", "next", "login", "password", "closes_on", "opens_on", "reason"),
    *("from", "to", "year", "funder", "topic", "audience", "training", "together", "on", "status_since", "when"),
    *("in_place_since", "because", "spent", "committed", "currency", "answer"),
)
API = "/api/"


def addresses(resolver=None, before="/"):
    """Every address of ours, with hostile values in its places."""
    for entry in (resolver or get_resolver()).url_patterns:
        route = before + str(entry.pattern)
        if isinstance(entry, URLResolver):
            if not route.startswith(("/admin/", "/account/")):
                yield from addresses(entry, route)
        elif isinstance(entry, URLPattern):
            yield written(route)


def written(route):
    """`activities/<uuid:pk>/` or `^claims/(?P<pk>...)/$` with values in its places."""
    route = re.sub(r"<(\w+):\w+>", lambda match: quote(CONVERTERS[match[1]]), route)
    while "(?P<" in route:
        route = re.sub(
            r"\(\?P<(\w+)>(?:[^()]|\((?:[^()]|\([^()]*\))*\))*\)", lambda match: OF_PATTERNS[match[1]], route
        )
    return route.replace("^", "").replace("$", "").replace("\\", "").replace("/?", "/")


OF_PATTERNS = {
    "pk": str(uuid4()),
    "code": "0" * 16,
    "part": "public",
    "country": "MOZ",
    "language": "en",
    "form": "pdf",
    "kind": "target",
}
OF_PATTERNS |= {"rest": "x", "document": "en.pdf"}
ADDRESSES = sorted(set(addresses()))


@pytest.fixture
def administrator(cast):
    return client_of(cast["grace"])


def client_of(person) -> Client:
    client = Client(raise_request_exception=False)
    client.force_login(person, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


def wrong(response, path) -> str:
    """What is wrong with the form of an answer; empty if nothing is."""
    kind = response.headers.get("Content-Type", "")
    if response.status_code >= 500:
        return str(response.status_code)
    if path.startswith(API) and response.status_code >= 400 and not kind.startswith("application/problem+json"):
        return f"{response.status_code} {kind}"
    return "" if response.status_code < 400 or response.streaming or response.content else "says nothing"


def problems(answers) -> dict[str, str]:
    faults = {path: wrong(answer, path) for path, answer in answers.items()}
    return {path: problem for path, problem in faults.items() if problem}


@pytest.mark.parametrize("value", HOSTILE)
def test_no_address_fails_at_what_is_asked_of_it(administrator, value):
    asked = dict.fromkeys(NAMES, HOSTILE[value][: limits.QUERY_CHARACTERS // len(NAMES) // 4])
    assert problems({path: administrator.get(path, asked) for path in ADDRESSES}) == {}


@pytest.mark.parametrize("value", HOSTILE)
def test_no_form_fails_at_what_is_typed(administrator, value):
    typed = dict.fromkeys(NAMES, HOSTILE[value])
    assert problems({path: administrator.post(path, typed) for path in ADDRESSES}) == {}


@pytest.mark.parametrize("value", ["huge number", "last day of all", "signs"])
@pytest.mark.parametrize("person", [name for name in PAGES if name])
def test_no_page_of_a_person_fails_at_either(walked, cast, person, value):
    client = client_of(cast[person])
    typed = dict.fromkeys(NAMES, HOSTILE[value])
    asked = {name: text[:20] for name, text in typed.items()}
    pages = [path for path in addresses_of(person, walked) if "logout" not in path]
    assert problems({path: client.get(path, asked) for path in pages}) == {}
    assert problems({path: client.post(path, typed) for path in pages}) == {}


@pytest.mark.parametrize("method", ["put", "patch", "delete", "options", "trace"])
def test_every_method_is_answered(administrator, method):
    bodied = {"data": "{", "content_type": "application/json"} if method in ("put", "patch", "delete") else {}
    assert problems({path: getattr(administrator, method)(path, **bodied) for path in ADDRESSES}) == {}
