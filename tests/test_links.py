"""Links as people paste them: each is one, with its blanks encoded, or is refused for what is wrong with it."""

import pytest
from django import forms

from reports import workflow
from reports.forms.proof import LinksField
from reports.limits import LINK
from reports.links import checked_link
from reports.models import Country, Evidence
from reports.tables.workbook import workbook_of
from tests.base import fresh, record
from tests.test_tables import messages_of, previewed, written
from tests.workbooks import edited

LONG = "https://example.org/" + "x" * (LINK - 20)


@pytest.mark.parametrize(
    ("typed", "links"),
    [
        ("https://example.org/docs/My file.pdf", ["https://example.org/docs/My%20file.pdf"]),
        (
            "https://example.org/a  b\n https://example.org/c ",
            ["https://example.org/a%20%20b", "https://example.org/c"],
        ),
        ("https://example.org/a https://example.org/b c", ["https://example.org/a", "https://example.org/b%20c"]),
        ("www.example.org/a WWW.example.org/b", ["https://www.example.org/a", "https://WWW.example.org/b"]),
        ("example.org/a\u00a0b", ["https://example.org/a%C2%A0b"]),
        ("https://exam\u200bple.org/\u00ada", ["https://example.org/a"]),
        ("https://example.org/رابط", ["https://example.org/رابط"]),
        (LONG, [LONG]),
    ],
)
def test_each_link_is_one(typed, links):
    assert LinksField().clean(typed) == links


@pytest.mark.parametrize(
    ("typed", "word"),
    [(LONG + "x", f"{LINK}"), ("nonsense here", "not a web address"), ("ftp://example.org/", "not a web address")],
)
def test_a_refused_link_is_told_why(typed, word):
    with pytest.raises(forms.ValidationError) as refusal:
        LinksField().clean(typed)
    (message,) = refusal.value.messages
    assert (word in message, len(message) < 250) == (True, True)


def test_more_links_than_one_form_takes_are_counted_before_they_are_looked_at():
    with pytest.raises(forms.ValidationError) as refusal:
        LinksField().clean("x " * 3 + "\nhttps://example.org/" * 30)
    assert len(refusal.value.messages) == 1


def test_a_link_of_the_api_has_its_blanks_encoded(as_person, cast):
    row = record(cast["amina"])
    sent = {"kind": "link", "url": "https://example.org/My file.pdf"}
    answer = as_person("amina").post(f"/api/v1/activities/{row.pk}/evidence/", sent, content_type="application/json")
    assert (answer.status_code, answer.json()["url"]) == (201, "https://example.org/My%20file.pdf")


def test_a_link_of_the_api_that_is_too_long_is_refused_for_its_length(as_person, cast):
    row = record(cast["amina"])
    sent = {"kind": "link", "url": LONG + "x"}
    answer = as_person("amina").post(f"/api/v1/activities/{row.pk}/evidence/", sent, content_type="application/json")
    assert (answer.status_code, str(LINK) in answer.content.decode()) == (400, True)


def test_a_link_that_was_saved_can_be_given_again(cast):
    row = record(cast["amina"])
    for typed in ("https://example.org/My file.pdf", "https://example.org/My%20file.pdf"):
        workflow.add_evidence(by=cast["amina"], pk=row.pk, kind="link", url=checked_link(typed))
    assert Evidence.objects.count() == 1


def with_link(cast, url):
    book = workbook_of(Country.objects.get(pk="MOZ"), by=fresh(cast["amina"]), language="en")
    return edited(book, [("evidence", 9, "no", 1), ("evidence", 9, "url", url)])


def test_a_link_of_a_workbook_has_its_blanks_encoded(cast):
    row = record(cast["amina"], claims=[])
    written(cast["amina"], with_link(cast, "https://example.org/My file.pdf"))
    assert row.evidence.get().url == "https://example.org/My%20file.pdf"


def test_a_link_of_a_workbook_that_is_too_long_is_refused_for_its_length(cast):
    record(cast["amina"], claims=[])
    (message,) = messages_of(previewed(cast["amina"], with_link(cast, LONG + "x"))).values()
    assert f"{LINK}" in message
