"""A country's report for a round: what is said first is kept, and confirming everything offers it."""

from datetime import date, timedelta

import pytest
from django.urls import reverse

from reports import workflow
from reports.models import Activity, Change, CountryReport, Round, User
from reports.snapshots import contents
from reports.summaries import Selection, answers, in_force, round_rates
from tests.base import record, submitted, today, verified
from tests.clocks import at
from tests.test_api import with_token
from tests.test_exports import taken

OPENED, CLOSES = today() - timedelta(30), today() + timedelta(30)


@pytest.fixture
def row(cast):
    days = {"opens_on": OPENED, "closes_on": CLOSES, "as_at": CLOSES}
    return workflow.open_round(by=cast["nadia"], title="Round", **days)


def running(by, **values) -> Activity:
    """Handed in before the round opened, and it may have changed since."""
    values = {"status": "in_progress", "ends_on": None, "claims": []} | values
    activity = submitted(by, **values)
    Activity.objects.filter(pk=activity.pk).update(confirmed_on=OPENED - timedelta(1))
    return activity


def page_of(row, country="MOZ") -> str:
    return reverse("round_report", args=[row.pk, country])


# The first is kept ---------------------------------------------------------------------------------------------------


@pytest.fixture
def said_again(noon, cast, row, monkeypatch):
    """On time, and once more inside the extension."""
    workflow.extend_round(
        by=cast["nadia"], pk=row.pk, country="MOZ", closes_on=CLOSES + timedelta(20), reason="Floods."
    )
    workflow.complete_report(by=cast["amina"], pk=row.pk, country="MOZ", nothing_changed=True)
    at(monkeypatch, f"{CLOSES + timedelta(10)}T12:00Z")
    workflow.complete_report(by=cast["grace"], pk=row.pk, country="MOZ")
    return row


def test_what_was_said_on_time_stays_on_time(noon, said_again):
    (answer,) = [one for one in answers(said_again) if one.report]
    assert (answer.on_time, answer.day, answer.said_again_on) == (True, noon, CLOSES + timedelta(10))
    assert (answer.report.nothing_changed, answer.latest.nothing_changed) == (True, False)
    assert [
        (rate.reported, rate.on_time)
        for rate in round_rates(Selection(as_at=CLOSES), in_force(Selection(as_at=CLOSES)))
    ] == [(1, 1)]


def test_both_are_kept_and_shown(as_person, said_again):
    assert CountryReport.objects.count() == 2
    page = as_person(None).get(said_again.get_absolute_url()).content.decode()
    assert ["on time" in page, "resubmitted on" in page] == [True, True]
    counted = as_person(None).get(reverse("rounds")).content.decode()
    assert "1 of 13 countries has reported." in counted


def test_the_file_of_the_rounds_says_both(as_person, said_again):
    head, *lines = taken(as_person("nadia"), reverse("rounds"))
    (line,) = [dict(zip(head, line, strict=True)) for line in lines if "Mozambique" in line]
    assert (line["On time"], line["Report completed"] < line["Resubmitted"]) == ("yes", True)


def test_the_api_says_both(as_person, said_again):
    reports = as_person(None).get(f"/api/v1/rounds/{said_again.pk}/").json()["reports"]
    (one,) = [one for one in reports if one["completed_at"]]
    assert (one["country"], one["on_time"], one["completed_at"] < one["said_again_at"]) == ("MOZ", True, True)


def test_the_log_has_both(said_again):
    assert Change.objects.filter(verb="round.reported").count() == 2


# The offer -----------------------------------------------------------------------------------------------------------


def test_confirming_everything_offers_the_report(as_person, cast, row):
    running(cast["amina"])
    answer = as_person("amina").post(reverse("activities_confirm"), {"all": "1", "desk": "1"})
    assert answer.url == f"{page_of(row)}?unchanged=1"


@pytest.mark.parametrize("way", ["ticked", "single"])
def test_it_is_offered_from_the_list_and_the_page_too(as_person, cast, row, way):
    rows = [running(cast["amina"]) for _n in range(2 if way == "ticked" else 1)]
    answer = as_person("amina").post(reverse("activities_confirm"), {"activity": [str(one.pk) for one in rows]})
    assert answer.url == f"{page_of(row)}?unchanged=1"


def test_confirming_some_offers_nothing(as_person, cast, row):
    first, _second = running(cast["amina"]), running(cast["amina"])
    answer = as_person("amina").post(reverse("activities_confirm"), {"activity": str(first.pk), "desk": "1"})
    assert answer.url == reverse("desk")


def test_nothing_is_offered_once_it_is_said(as_person, cast, row):
    workflow.complete_report(by=cast["amina"], pk=row.pk, country="MOZ")
    Activity.objects.filter(pk=running(cast["amina"]).pk).update(confirmed_on="2014-01-01")
    answer = as_person("amina").post(reverse("activities_confirm"), {"all": "1", "desk": "1"})
    assert answer.url == reverse("desk")


def test_nothing_is_offered_without_a_round(as_person, cast):
    running(cast["amina"])
    answer = as_person("amina").post(reverse("activities_confirm"), {"all": "1", "desk": "1"})
    assert answer.url == reverse("desk")


def test_an_open_round_wants_all_confirmed_since_it_opened(as_person, cast, row):
    activity = running(cast["amina"])
    assert as_person("amina").get(reverse("desk")).context["desk"].unconfirmed == [activity]


def test_before_the_report_is_complete_the_page_lists_what_is_open(as_person, cast, row):
    draft, left = record(cast["amina"], title="A draft"), running(cast["amina"], title="Not confirmed")
    back = submitted(cast["amina"], title="Sent back")
    workflow.return_activity(by=cast["nadia"], pk=back.pk, remark="Why?")
    asked = verified(cast["amina"], cast["nadia"], title="Asked about")
    remark = workflow.add_remark(by=cast["nadia"], pk=asked.pk, text="Who took part?")
    page = as_person("amina").get(page_of(row))
    open_work = page.context["left"]
    assert (open_work.drafts, open_work.returned, open_work.questions, open_work.unconfirmed) == (
        [draft],
        [back],
        [remark],
        [left],
    )
    text = page.content.decode()
    assert all(words in text for words in ("A draft", "Sent back", "Who took part?", "Not confirmed"))


def test_the_page_makes_it_complete(as_person, cast, row):
    client = as_person("amina")
    assert "checked" in client.get(page_of(row) + "?unchanged=1").content.decode()
    assert client.post(page_of(row), {"nothing_changed": "1"}).url == page_of(row) + "?sent="
    report = CountryReport.objects.get()
    assert (report.country_id, report.completed_by, report.nothing_changed) == ("MOZ", cast["amina"], True)


@pytest.mark.parametrize("country", ["ZZZ", "AGO"])
def test_a_country_that_does_not_take_part_has_no_report(as_person, cast, row, country):
    assert as_person("grace").get(page_of(row, country)).status_code == 404


@pytest.mark.parametrize(
    ("person", "status"), [("juma", 403), ("nadia", 403), ("olga", 403), ("grace", 200), (None, 302)]
)
def test_what_is_open_is_shown_to_those_who_may_report(as_person, cast, row, person, status):
    assert as_person(person).get(page_of(row)).status_code == status


def test_a_round_that_is_over_takes_a_report_as_late(as_person, cast, row, monkeypatch):
    at(monkeypatch, f"{CLOSES + timedelta(2)}T12:00Z")
    client = as_person("amina")
    assert '<form class="actions" method="post">' in client.get(page_of(row)).content.decode()
    client.post(page_of(row))
    assert [answer.on_time for answer in answers(row) if answer.report] == [False]


def test_who_reports_late_reports_once(cast, row, monkeypatch):
    at(monkeypatch, f"{CLOSES + timedelta(2)}T12:00Z")
    workflow.complete_report(by=cast["amina"], pk=row.pk, country="MOZ")
    with pytest.raises(workflow.WrongState, match="already been submitted"):
        workflow.complete_report(by=cast["amina"], pk=row.pk, country="MOZ")


# API -----------------------------------------------------------------------------------------------------------------


@pytest.fixture
def amina(cast):
    _token, secret = workflow.create_token(by=cast["grace"], owner=cast["amina"], name="x", scope="write", days=9)
    return with_token(secret)


def test_confirming_everything_over_the_api_names_the_report(amina, cast, row):
    first, last = running(cast["amina"]), running(cast["amina"])
    reports = [amina.post(f"/api/v1/activities/{one.pk}/confirm/").json()["reports"] for one in (first, last)]
    address = f"/api/v1/rounds/{row.pk}/reports/MOZ/"
    assert reports == [[], [{"round": row.pk, "country": "MOZ", "address": address}]]


def test_the_api_lists_what_is_open_and_takes_the_report(amina, cast, row):
    draft = record(cast["amina"])
    address = f"/api/v1/rounds/{row.pk}/reports/MOZ/"
    listed = amina.get(address).json()
    assert (listed["is_open"], listed["completed_at"]) == (True, None)
    assert listed["open"]["drafts"] == [{"id": str(draft.pk), "title": draft.title}]
    answer = amina.post(address, {"nothing_changed": True}, format="json")
    assert (answer.status_code, answer.json()["on_time"], answer.json()["nothing_changed"]) == (201, True, True)


def test_an_unknown_field_of_the_report_is_refused(amina, row):
    answer = amina.post(f"/api/v1/rounds/{row.pk}/reports/MOZ/", {"nothing": True}, format="json")
    assert (answer.status_code, CountryReport.objects.exists()) == (400, False)


@pytest.mark.parametrize("country", ["TZA", "KEN"])
def test_the_api_takes_no_report_for_another_country(amina, row, country):
    address = f"/api/v1/rounds/{row.pk}/reports/{country}/"
    assert [amina.get(address).status_code, amina.post(address).status_code] == [403, 403]
    assert not CountryReport.objects.exists()


def test_who_reported_is_told_to_participants_only(as_person, cast, row):
    workflow.complete_report(by=cast["amina"], pk=row.pk, country="MOZ")
    reports = [as_person(name).get("/api/v1/rounds/").json()["results"][0]["reports"] for name in (None, "olga")]
    assert ["completed_by" in lines[0] for lines in reports] == [False, True]


def test_the_api_s_rounds_cost_the_same_with_more(as_person, cast, row, django_assert_num_queries):
    client = as_person(None)
    for title in ("Second selection", "Third"):
        with django_assert_num_queries(7):
            assert client.get("/api/v1/rounds/").status_code == 200
        workflow.open_round(by=cast["nadia"], title=title, opens_on=OPENED, closes_on=CLOSES, as_at=CLOSES)


# What the page says of a round that is not open -----------------------------------------------------------------------


def lead(client, row) -> str:
    html = client.get(page_of(row)).content.decode()
    return " ".join(html[html.index("<h1") : html.index("</main>")].split())


def test_of_a_round_that_is_over_for_the_country_the_page_says_who_gives_more_time(as_person, cast, row):
    workflow.choose_language(by=cast["amina"], language="en")
    Round.objects.filter(pk=row.pk).update(opens_on=date(2014, 1, 1), closes_on=date(2014, 6, 30))
    page = lead(as_person("amina"), row)
    assert "The reporting period for Mozambique closed at the end of 30 June 2014 (Maputo, UTC+2)." in page
    assert [str(cast["nadia"]) in page, "The round closes" in page, "Nothing is open" in page] == [True, False, False]


def over(row, cast):
    workflow.choose_language(by=cast["amina"], language="en")
    Round.objects.filter(pk=row.pk).update(
        opens_on=date(2014, 1, 1), closes_on=date(2014, 6, 30), as_at=date(2014, 6, 30)
    )


def test_nobody_is_named_whose_account_is_closed(as_person, cast, row):
    over(row, cast)
    User.objects.filter(username="paul").update(is_active=False)
    page = lead(as_person("amina"), row)
    assert [str(cast[name]) in page for name in ("nadia", "paul")] == [True, False]


def test_who_has_reported_needs_no_more_time(as_person, cast, row):
    workflow.complete_report(by=cast["amina"], pk=row.pk, country="MOZ")
    over(row, cast)
    assert "can give it more time" not in lead(as_person("amina"), row)


def test_of_a_round_that_is_closed_the_page_says_that_its_results_are_frozen(as_person, cast, row):
    over(row, cast)
    workflow.close_round(by=cast["nadia"], pk=row.pk, contents=contents)
    page = lead(as_person("amina"), row)
    assert ["its results are frozen" in page, "The reporting period" in page] == [True, False]


def test_of_a_round_that_is_to_come_the_page_says_when_it_opens(as_person, cast, row):
    workflow.choose_language(by=cast["amina"], language="en")
    Round.objects.filter(pk=row.pk).update(opens_on=date(2999, 1, 1), closes_on=date(2999, 6, 30))
    page = lead(as_person("amina"), row)
    assert ["The round opens on 1 January 2999." in page, "more time" in page] == [True, False]
