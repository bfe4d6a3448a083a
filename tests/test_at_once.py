"""The same request at the same moment: one row where it says that it is the same, never a 500, on both databases."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from functools import partial
from threading import Barrier
from uuid import uuid4

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from rest_framework.test import APIClient

from reports import tallies, workflow
from reports.models import (
    Activity,
    Adoption,
    Assessment,
    Change,
    Claim,
    Country,
    CountryMessage,
    CountryNote,
    CountryReport,
    Evidence,
    FileUpload,
    LaterFact,
    Membership,
    Nomination,
    Organisation,
    Remark,
    Round,
    SavedView,
    TableUpload,
    User,
)
from reports.summaries import Selection, activity_totals
from reports.workflow import activities, contact
from tests.base import R02, record, submitted, today
from tests.later import group, suspend
from tests.letters import appointed, replaced
from tests.rounds import closed
from tests.test_evidence import PDF
from tests.test_menu_page import row as menu_row

pytestmark = pytest.mark.django_db(transaction=True, available_apps=settings.INSTALLED_APPS)
AT_ONCE = 4
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


def at_once(*requests: Callable[[], int]) -> list[int]:
    """The status of each, sent at the same moment by connections of their own, in order of size."""
    together = Barrier(len(requests))

    def sent(request):
        try:
            together.wait(timeout=30)
            return request()
        finally:
            connection.close()

    with ThreadPoolExecutor(len(requests)) as pool:
        return sorted(pool.map(sent, requests))


@pytest.fixture
def cast(committed_cast):
    return committed_cast


@pytest.fixture
def pages(cast):
    """`pages("amina", "/activities/new/", {...})`: what she sends from browsers of her own, in each the same form."""

    def requests(name: str, path: str, form: dict, times: int = AT_ONCE):
        def one():
            client = Client(raise_request_exception=False)
            client.force_login(cast[name], backend=BACKEND)
            return lambda: client.post(path, form).status_code

        return [one() for _time in range(times)]

    return requests


@pytest.fixture
def api(cast):
    def requests(name: str, path: str, body: dict, method: str = "post", times: int = AT_ONCE):
        def one():
            client = APIClient(raise_request_exception=False)
            client.force_authenticate(User.objects.get(username=name))
            return lambda: getattr(client, method)(f"/api/v1/{path}", body, format="json").status_code

        return [one() for _time in range(times)]

    return requests


def test_one_form_of_an_activity_makes_one(pages):
    form = {"title": "Meeting", "scope": "national", "countries": ["MOZ"], "language": "en", "visibility": "public"}
    form |= {"key": str(uuid4()), "implementing": "A new institute"}
    assert at_once(*pages("amina", "/activities/new/", form)) == [302] * AT_ONCE
    assert (Activity.objects.count(), Organisation.objects.filter(name="A new institute").count()) == (1, 1)


def saved_in_between(monkeypatch, asking, save):
    """Just before it is asked whether the key of a form is free, another request saves the same form."""
    module, name = asking
    ask = getattr(module, name)

    def asked(*args):
        monkeypatch.setattr(module, name, ask)
        save()
        return ask(*args)

    monkeypatch.setattr(module, name, asked)


def test_a_form_that_is_saved_in_between_makes_no_second_activity(cast, monkeypatch):
    given = {"by": cast["amina"], "values": R02, "pk": uuid4()}
    saved_in_between(monkeypatch, (activities, "unused_key"), lambda: workflow.create_activity(**given))
    with pytest.raises(workflow.SentBefore) as before:
        workflow.create_activity(**given)
    assert before.value.row.pk == given["pk"]


def test_a_form_that_is_saved_in_between_notes_no_second_call(cast, monkeypatch):
    given = {"by": cast["nadia"], "country": "MOZ", "on": today(), "text": "In June.", "key": uuid4()}
    saved_in_between(monkeypatch, (contact, "unused"), lambda: workflow.note_call(**given))
    assert workflow.note_call(**given) == CountryNote.objects.get()


def test_one_identifier_of_an_owner_is_one_activity(api):
    assert at_once(*api("amina", "activities/", R02 | {"external_id": "R02"})) == [201] + [400] * (AT_ONCE - 1)
    assert Activity.objects.count() == 1


def test_equal_posts_without_one_are_activities_of_their_own(api):
    assert at_once(*api("amina", "activities/", R02)) == [201] * AT_ONCE
    assert Activity.objects.count() == AT_ONCE


def test_new_names_in_any_order_and_spelling_are_one_organisation_each(api):
    names = ["Institut Alpha", "Institut Bêta", "Institut Gamma"]
    bodies = [
        R02 | {"partners": [{"organisation": name} for name in some]}
        for some in (names, names[::-1], [name.upper() for name in names], [name.lower() for name in names[::-1]])
    ]
    assert at_once(*(api("amina", "activities/", body, times=1)[0] for body in bodies)) == [201] * 4
    assert Organisation.objects.filter(searchable__contains="institut ").count() == 3


def test_an_organisation_is_put_in_once(pages):
    form = {"name": "Institut Alpha", "kind": "academia", "aliases": ""}
    assert at_once(*pages("amina", "/organisations/new/", form)) == [302] * AT_ONCE
    assert Organisation.objects.filter(name="Institut Alpha").count() == 1


def test_two_spellings_put_in_at_once_are_not_two(pages):
    forms = [{"name": name, "kind": "academia", "aliases": ""} for name in ("Institut Bêta", "INSTITUT BETA")]
    sent = [pages("amina", "/organisations/new/", form, times=1)[0] for form in forms]
    assert at_once(*sent) == [302, 422]


def test_a_claim_is_made_once(api, cast):
    body = {"activity": str(record(cast["amina"], claims=[]).pk), "indicator": "VI.T1.1", "unit": "MOZ"}
    assert at_once(*api("amina", "claims/", body)) == [201] + [400] * (AT_ONCE - 1)
    assert Claim.objects.count() == 1


def test_different_claims_at_once_are_all_made(api, cast):
    activity = record(cast["amina"], claims=[], countries=["MOZ", "TZA"], scope="cross_border")
    bodies = [{"activity": str(activity.pk), "indicator": "VI.T1.1", "unit": unit} for unit in ("MOZ", "TZA")]
    assert at_once(*(api("amina", "claims/", body, times=1)[0] for body in bodies)) == [201, 201]
    assert sorted(Claim.objects.values_list("unit", flat=True)) == ["MOZ", "TZA"]


def test_a_claim_is_removed_once(api, cast):
    claim = record(cast["amina"]).claims.get()
    assert at_once(*api("amina", f"claims/{claim.pk}/", {}, "delete")) == [204] + [404] * (AT_ONCE - 1)


@pytest.mark.parametrize("evidence", [{"url": "https://example.org/report"}, {"citation": "APO, 27 May 2014"}])
def test_the_same_evidence_is_one(api, cast, evidence):
    path = f"activities/{record(cast['amina']).pk}/evidence/"
    assert sorted(at_once(*api("amina", path, evidence))) == [200] * (AT_ONCE - 1) + [201]  # the others: there already
    assert Evidence.objects.count() == 1


def test_evidence_is_removed_once(pages, cast):
    activity = record(cast["amina"])
    piece = workflow.add_evidence(by=cast["amina"], pk=activity.pk, kind="citation", citation="x")
    assert at_once(*pages("amina", f"/evidence/{piece.pk}/remove/", {})) == [302] + [404] * (AT_ONCE - 1)


def test_one_file_on_its_way_is_one(pages, cast):
    form = {"name": "report.pdf", "size": len(PDF), "sha256": "a" * 64}
    assert at_once(*pages("amina", "/uploads/", form)) == [201] * AT_ONCE
    assert FileUpload.objects.count() == 1


def test_a_file_that_arrived_is_attached_once(pages, cast):
    activity = record(cast["amina"])
    upload = workflow.begin_upload(by=cast["amina"], name="report.pdf", size=len(PDF))
    workflow.add_chunk(by=cast["amina"], pk=upload.pk, offset=0, content=PDF)
    form = {"uploads": [str(upload.pk)], "confidentiality": "participants"}
    assert at_once(*pages("amina", f"/activities/{activity.pk}/evidence/new/", form)) == [302] * AT_ONCE
    assert (Evidence.objects.count(), FileUpload.objects.count()) == (1, 0)


def test_one_form_of_a_remark_asks_once_and_equal_posts_each(pages, api, cast):
    activity = submitted(cast["amina"])
    form = {"text": "Who came?", "key": str(uuid4())}
    assert at_once(*pages("nadia", f"/activities/{activity.pk}/remarks/", form)) == [302] * AT_ONCE
    assert Remark.objects.count() == 1
    assert at_once(*api("nadia", "remarks/", {"activity": str(activity.pk), "text": "Who came?"})) == [201] * AT_ONCE
    assert Remark.objects.count() == 1 + AT_ONCE


def test_an_action_is_adopted_once(pages, api, cast):
    assert at_once(*api("amina", "adoptions/", {"country": "MOZ", "action": "VI.2"})) == [201] + [409] * (AT_ONCE - 1)
    form = {"priority": "high", "adopted_on": "2012-01-01"}
    assert at_once(*pages("amina", "/countries/MOZ/adoptions/VI.3/", form)) == [302] * AT_ONCE
    assert Adoption.objects.count() == 2


def test_one_form_of_an_own_action_puts_in_one(pages, api):
    form = {"priority": "high", "adopted_on": "2012-01-01", "title": "x", "theme": "I", "language": "en"}
    assert at_once(*pages("amina", "/countries/MOZ/plan/own/", form | {"key": str(uuid4())})) == [302] * AT_ONCE
    assert Adoption.objects.count() == 1
    body = {"country": "MOZ", "theme": "I", "title": "x", "language": "en", "adopted_on": "2012-01-01"}
    assert at_once(*api("amina", "adoptions/", body)) == [201] * AT_ONCE
    assert Adoption.objects.count() == 1 + AT_ONCE


def test_a_round_is_announced_once(pages):
    form = {"title": "2026", "opens_on": "2026-01-01", "closes_on": "2026-12-31", "as_at": "2026-12-31"}
    assert at_once(*pages("nadia", "/rounds/new/", form)) == [302] * AT_ONCE
    assert Round.objects.count() == 1


def test_a_view_is_kept_once(pages):
    form = {"name": "Mine", "path": "/activities/", "query": "status=completed"}
    assert at_once(*pages("olga", "/views/", form)) == [302] * AT_ONCE
    assert SavedView.objects.count() == 1


def test_a_person_is_invited_once(pages, mailoutbox):
    form = {"email": "new@example.org", "language": "en", "role": "focal_point", "country": "MOZ"}
    assert at_once(*pages("grace", "/people/invite/", form)) == [302] * AT_ONCE
    assert Membership.objects.filter(person__email="new@example.org").count() == 1
    assert len(mailoutbox) == 1


def test_a_focal_point_is_appointed_once_by_one_letter(cast):
    appointing = [lambda: appointed(User.objects.get(username="nadia")).pk for _time in range(AT_ONCE)]
    assert len(set(at_once(*appointing))) == Nomination.objects.count() == 1


def test_a_role_passes_once(cast):
    role, day = cast["amina"].memberships.get(), today() + timedelta(days=9)
    passing = [lambda: replaced(User.objects.get(username="nadia"), role, on=day).pk for _time in range(AT_ONCE)]
    assert len(set(at_once(*passing))) == Membership.objects.filter(country="MOZ", since=day).count() == 1


def test_one_form_of_a_message_is_one_message_and_one_of_a_note_one_note(pages, mailoutbox):
    message = {"title": "Report", "text": "By Friday.", "language": "en", "key": str(uuid4())}
    assert at_once(*pages("nadia", "/people/countries/MOZ/write/", message)) == [302] * AT_ONCE
    note = {"on": "2014-01-01", "text": "It comes.", "key": str(uuid4())}
    assert at_once(*pages("nadia", "/people/countries/MOZ/", note)) == [302] * AT_ONCE
    assert (CountryMessage.objects.count(), CountryNote.objects.count(), len(mailoutbox)) == (1, 1, 1)


def test_a_target_is_assessed_once(pages):
    form = {"verdict": "at_risk", "reasons": "Slow.", "language": "en", "assessed_on": "2026-01-01"}
    assert at_once(*pages("nadia", "/plan/targets/VI.T1/judge/", form)) == [302] * AT_ONCE
    assert Assessment.objects.count() == 1


def test_a_table_is_applied_once(pages, cast):
    client = Client()
    client.force_login(cast["amina"], backend=BACKEND)
    table = "reference,title,countries,actions,starts_on\nA1,Meeting,MOZ,VI.1,2014-05-26\n"
    address = client.post("/countries/MOZ/tables/", {"file": SimpleUploadedFile("work.csv", table.encode())}).url
    client.get(address)
    assert at_once(*pages("amina", address, {})) == [302] * AT_ONCE
    assert (Activity.objects.count(), TableUpload.objects.get().state) == (1, "applied")


# What happened later -----------------------------------------------------------------------------------------------------


def test_one_form_of_a_progress_note_adds_one(pages, cast):
    path = f"/activities/{submitted(cast['amina']).pk}/notes/new/"
    form = {"since": "2014-06", "text": "Met again.", "language": "en", "key": str(uuid4())}
    assert at_once(*pages("amina", path, form)) == [302] * AT_ONCE
    assert (LaterFact.objects.count(), Change.objects.filter(verb="activity.later_reported").count()) == (1, 1)


def test_one_answer_to_the_menu_is_given_once(pages):
    form = menu_row("VI.2", answer="not_taken_up", when="2012-03-01", reason="No sea border.") | {"save": "VI.2"}
    assert at_once(*pages("amina", "/countries/MOZ/menu/", form)) == [302] * AT_ONCE
    assert [(one.answer, one.action_id) for one in Adoption.objects.all()] == [("not_taken_up", "VI.2")]


def test_a_report_after_the_closing_is_taken_once(pages, cast):
    row = closed(cast).round
    assert at_once(*pages("juma", f"/rounds/{row.pk}/report/TZA/", {})) == [302] * AT_ONCE
    assert [(one.country_id, one.after_closing) for one in CountryReport.objects.all()] == [("TZA", True)]


def test_of_two_decisions_on_a_fact_the_last_one_stands_and_both_are_told(pages, cast):
    fact = suspend(cast["amina"], group(cast["amina"], cast["nadia"]))
    path = f"/later-facts/{fact.pk}/decide/"
    decisions = [{"review": "verified"}, {"review": "refused", "reason": "No budget line."}]
    assert at_once(*(pages("nadia", path, form, times=1)[0] for form in decisions)) == [302, 302]
    verbs = Change.objects.filter(verb__startswith="activity.later_").order_by("pk").values_list("verb", flat=True)
    fact.refresh_from_db()
    assert (len(verbs), verbs[2]) == (3, f"activity.later_{fact.review}")
    stood = "suspended" if fact.review == "verified" else "in_progress"
    assert Activity.objects.get().status == stood


def test_those_who_write_for_one_country_do_not_wait_for_each_other_for_ever(api, pages, cast):
    """Who holds the country and wants the log, and who holds the log and names the country."""
    draft = record(cast["amina"])
    change = {"version": 1, "title": "Meeting", "partners": [{"organisation": "A new institute"}]}
    several = [
        *api("amina", f"activities/{draft.pk}/", change, "patch", times=1),
        *api("amina", "adoptions/", {"country": "MOZ", "action": "VI.2"}, times=1),
        *pages("amina", "/account/", {"first_name": "Amina", "last_name": "M."}, times=1),
        *api("amina", "activities/", R02 | {"lead": "Another institute"}, times=1),
    ]
    assert at_once(*several) == [200, 201, 201, 302]
    assert Country.objects.get(pk="MOZ").adoptions.count() == 1


def test_what_many_write_at_once_is_added_up_once_each(cast):
    rows = [submitted(cast["amina"]) for _n in range(AT_ONCE)]

    def write(row, number):
        workflow.verify_activity(by=cast["nadia"], pk=row.pk)
        if number > 1:
            workflow.take_back(by=cast["nadia"], pk=row.pk, reason="By mistake")
        return number

    at_once(*(partial(write, row, number) for number, row in enumerate(rows)))
    assert list(tallies.differences()) == []
    assert activity_totals(Selection()) == {"verified": 2, "reported": 2, "expected": 0}
