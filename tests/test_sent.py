"""What a page says once something was submitted or handed on: what happened, what comes next, and by when."""

from datetime import date

import pytest
from django.urls import reverse

from reports import workflow
from reports.models import Activity, User
from tests.base import record, submitted
from tests.log_stories_of_preparing import prepared
from tests.rounds import a_round


@pytest.fixture(autouse=True)
def amina_reads_english(cast):
    User.objects.filter(username="amina").update(language="en")


def panel(page: str) -> str:
    return " ".join(page.partition('id="sent"')[2].partition("</section>")[0].split())


def submit(client, row) -> str:
    answer = client.post(reverse("activity_submit", args=[row.pk]), follow=True)
    assert answer.redirect_chain[-1][0] == f"{row.get_absolute_url()}?sent"
    return panel(answer.content.decode())


def test_who_submitted_reads_what_comes_next(as_person, cast, on):
    on(date(2014, 11, 3))
    said = submit(as_person("amina"), record(cast["amina"], lead="Ministry of the Interior"))
    assert "submitted to the working group on 3 November 2014" in said
    assert "UNHCR or IOM reviews the activity. No day is set for it." in said
    assert ("agreed to by" in said, "submit the report" in said) == (False, False)


@pytest.mark.parametrize(("lead", "agency", "other"), [("UNHCR", "IOM", "UNHCR"), ("IOM", "UNHCR", "IOM")])
def test_the_other_agency_decides_and_from_a_day_on_may_be_stood_in_for(as_person, cast, on, lead, agency, other):
    on(date(2014, 11, 3))
    said = submit(as_person("amina"), record(cast["amina"], lead=lead))
    assert f"{agency} decides on the claims, since {other} has a part in the activity." in said
    assert f"{other} may decide from 3 December 2014" in said


def test_countries_that_are_asked_are_named_with_the_day_on_which_the_working_group_is_informed(as_person, cast, on):
    on(date(2014, 11, 3))
    said = submit(as_person("amina"), record(cast["amina"], scope="cross_border", countries=["MOZ", "TZA"]))
    assert "once agreed to by: Tanzania." in said
    assert "has not answered by 3 December 2014, the working group will be informed" in said


def test_a_report_that_an_open_round_wants_is_named_with_its_day(as_person, cast, on):
    on(date(2014, 11, 3))
    row = a_round(cast["nadia"], opens_on=date(2014, 10, 1))
    said = submit(as_person("amina"), record(cast["amina"]))
    assert "By the end of 31 December 2014 (Maputo, UTC+2):" in said
    assert reverse("round_report", args=[row.pk, "MOZ"]) in said


def test_who_hands_on_reads_what_the_focal_point_does(client, cast):
    by, row = prepared()
    client.force_login(by, backend="allauth.account.auth_backends.AuthenticationBackend")
    page = client.post(reverse("activity_hand_on", args=[row.pk]), follow=True).content.decode()
    assert "The focal point submits the activity, or hands it back" in panel(page)


@pytest.mark.parametrize("name", [None, "charlie", "juma", "nadia"])
def test_nobody_else_reads_it(as_person, cast, name):
    row = submitted(cast["amina"])
    assert panel(as_person(name).get(f"{row.get_absolute_url()}?sent").content.decode()) == ""


def test_once_it_is_decided_nothing_comes_next(as_person, cast):
    row = submitted(cast["amina"])
    workflow.verify_activity(by=cast["nadia"], pk=row.pk)
    assert Activity.objects.get(pk=row.pk).review == "verified"
    assert panel(as_person("amina").get(f"{row.get_absolute_url()}?sent").content.decode()) == ""


def test_who_reports_reads_until_when_it_may_be_said_again(as_person, cast, on):
    on(date(2014, 11, 3))
    submitted(cast["amina"])
    row = a_round(cast["nadia"], opens_on=date(2014, 10, 1))
    answer = as_person("amina").post(reverse("round_report", args=[row.pk, "MOZ"]), follow=True)
    said = panel(answer.content.decode())
    assert "Mozambique submitted its report on 3 November 2014" in said
    assert "Until the end of 31 December 2014 (Maputo, UTC+2) you can go on recording" in said
    assert "1 activity awaits review by UNHCR or IOM." in said
