"""Each text that somebody wrote is shown with its own direction, on every page, in every list and in every field."""

import re
from contextlib import contextmanager
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db.models.signals import pre_save
from django.urls import reverse
from lxml import html

from reports import workflow
from reports.models import (
    Activity,
    Adoption,
    ApiToken,
    Assessment,
    Change,
    Claim,
    Country,
    Evidence,
    FileUpload,
    Finding,
    Narrative,
    Organisation,
    Participation,
    Remark,
    Round,
    SavedView,
    User,
)
from reports.privacy import FREE_TEXTS
from reports.tables.uploads import receive_table
from tests.base import make_cast
from tests.standing import stands
from tests.test_evidence import PDF
from tests.walk import PAGES, addresses, make_rows

MARK = "تدريب"
WRITTEN = {
    Activity: ("title", "summary", "result", "place", "source", "status_reason"),
    Adoption: ("title", "lead_ministry"),
    ApiToken: ("name",),
    Claim: ("decision_reason",),
    Participation: ("decision", "source"),
    Evidence: ("title", "citation", "file_name"),
    FileUpload: ("file_name",),
    Finding: ("reasons",),
    Assessment: ("reasons",),
    Narrative: ("text",),
    Remark: ("text", "reply"),
    Round: ("title",),
    SavedView: ("name",),
    User: ("first_name", "last_name"),
}
FIELDS = "//textarea | //input[not(@type) or @type='text' or @type='search']"


def in_arabic(sender, instance, **_more):
    """Every text that is saved begins with an Arabic word."""
    for name in WRITTEN.get(sender, ()):
        setattr(instance, name, marked(getattr(instance, name)))
    if sender is Change:
        instance.reason = marked(instance.reason)
        for side in (instance.before, instance.after):
            side.update({name: marked(side[name]) for name in (*FREE_TEXTS, "name") if isinstance(side.get(name), str)})


def marked(text):
    return f"{MARK} {text}" if text and not text.startswith(MARK) else text


@contextmanager
def saved_in_arabic():
    pre_save.connect(in_arabic)
    try:
        yield
    finally:
        pre_save.disconnect(in_arabic)


@stands
def all_in_arabic():
    cast = make_cast()
    for person in cast.values():
        person.first_name, person.last_name = f"{MARK} {person.username}", "Al-Amin"
        person.save()
    with saved_in_arabic():
        rows = make_rows(cast)
        more_rows(cast, rows)
        for organisation in Organisation.objects.all():
            organisation.name = marked(organisation.name)
            organisation.save()
    return rows


@pytest.fixture
def written_in_arabic(all_in_arabic, db):
    with saved_in_arabic():
        yield dict(all_in_arabic)


def more_rows(cast, rows):
    """What the walk does not need and a reader may still meet."""
    amina, nadia, grace = cast["amina"], cast["nadia"], cast["grace"]
    pdf = SimpleUploadedFile("report.pdf", PDF)
    workflow.add_evidence(by=amina, pk=rows["draft"], kind="file", file=pdf)
    workflow.add_evidence(by=amina, pk=rows["draft"], kind="link", url="https://example.org/x", title="Report")
    workflow.begin_upload(by=amina, name="waiting.pdf", size=10)
    more = {
        "place": "Maputo",
        "result": "Done",
        "source": "Press",
        "partners": [{"organisation": "Caritas", "role": "funding"}],
    }
    workflow.update_activity(by=amina, pk=rows["draft"], version=1, values=more)
    workflow.update_activity(
        by=amina, pk=rows["submitted"], version=Activity.objects.get(pk=rows["submitted"]).version, values=more
    )
    rows_of_the_working_group(nadia, rows)
    workflow.create_token(by=grace, owner=amina, name="Token", scope="read", days=5)
    table = SimpleUploadedFile("t.csv", f"title;countries;lead;status\n{MARK} x;MOZ;{MARK} y;{MARK}\n".encode())
    rows["table"] = receive_table(by=amina, country=Country.objects.get(pk="MOZ"), file=table).pk


def rows_of_the_working_group(nadia, rows):
    workflow.record_finding(by=nadia, pk=rows["claim_submitted"], verdict="doubt", reasons="Unclear")
    workflow.assess_target(
        by=nadia,
        target="VI.T1",
        verdict=Assessment.Verdict.values[0],
        reasons="Because",
        language="en",
        assessed_on=date(2012, 1, 1),
    )
    for part in ("I", "VI.T1"):
        workflow.write_narrative(by=nadia, pk=rows["round"], part=part, language="en", text="Text")
    for is_shared in (True, False):
        workflow.save_view(by=nadia, name=f"View {is_shared}", path="/activities/", query="q=x", is_shared=is_shared)
    workflow.extend_round(by=nadia, pk=rows["round"], country="MOZ", closes_on=date(2101, 1, 1), reason="Late")
    workflow.change_participation(
        by=nadia, country="MOZ", participation="confirmed", since=date(2012, 1, 1), source="Letter"
    )


ISOLATED = re.compile("\u2068[^\u2069]*\u2069?")  # where no element can say it: in a picture


def without_direction(page: str) -> list[str]:
    """The elements of a page whose text begins in Arabic letters and takes its direction from the page."""
    tree = html.fromstring(page)
    wrong_elements = [
        element
        for element in tree.iter()
        if MARK in ISOLATED.sub("", element.text or "") and not has_direction(element)
    ]
    wrong_elements += [
        element.getparent()
        for element in tree.iter()
        if MARK in (element.tail or "") and not has_direction(element.getparent())
    ]
    wrong_elements += [field for field in tree.xpath(FIELDS) if field.get("dir") != "auto"]
    return [html.tostring(element, encoding="unicode")[:300] for element in wrong_elements]


def has_direction(element) -> bool:
    if element.tag in ("title", "script", "style"):
        return True
    around = [element, *element.iterancestors()]
    return any(one.tag == "bdi" or one.get("dir") == "auto" for one in around)


@pytest.mark.parametrize("person", PAGES)
def test_every_text_on_every_page_has_its_own_direction(as_person, written_in_arabic, person):
    client = as_person(person)
    paths = [*addresses(person, written_in_arabic), "/changes/", reverse("organisations") + "?q=" + MARK]
    wrong = {path: without_direction(client.get(path, follow=True).content.decode()) for path in paths}
    assert {path: elements for path, elements in wrong.items() if elements} == {}


def test_what_is_refused_is_shown_again_with_its_own_direction(as_person, written_in_arabic):
    path = reverse("activity_edit", args=[written_in_arabic["draft"]])
    form = {"title": f"{MARK} 0841234567 x@example.org", "lead": f"{MARK} ;", "starts_on": MARK, "version": 1}
    answer = as_person("amina").post(path, form)
    assert (answer.status_code, without_direction(answer.content.decode())) == (422, [])


def test_both_versions_of_a_stale_save_are_shown_with_their_own_direction(as_person, written_in_arabic):
    organisation = Organisation.objects.get(name=f"{MARK} IOM")
    path = reverse("organisation_edit", args=[organisation.pk])
    form = {"name": f"{MARK} other", "kind": "donor", "aliases": MARK, "version": organisation.version + 1}
    answer = as_person("nadia").post(path, form)
    assert (answer.status_code, without_direction(answer.content.decode())) == (409, [])
