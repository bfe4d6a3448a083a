"""A report after a round has closed: accepted, said to be late everywhere, and listed in the edition of the next round."""

import json
import re
from datetime import date

import pytest
from django.urls import reverse
from django.utils import timezone

from reports import notices, workflow
from reports.desk import desk
from reports.documents.report import report
from reports.documents.source import source
from reports.documents.word import docx
from reports.models import Change, CountryReport, Mail, Membership, ReportClearance, Round, Snapshot
from reports.rules import standing
from reports.snapshots import contents
from reports.summaries import Selection, answers, in_force, round_rates
from tests.base import fresh, make_cast
from tests.clocks import turned_by
from tests.paper import parts_of
from tests.rounds import a_round
from tests.standing import stands
from tests.test_exports import taken

LATE = date(2015, 2, 3)
NEXT = {"opens_on": date(2015, 1, 1), "closes_on": date(2015, 12, 31), "as_at": date(2015, 12, 31)}


@stands
def reported_late():
    """Tanzania reported for 2014 in time; the round closed on 10 January 2015; Mozambique reported on 3 February. The round,
    and its edition as it was when it closed."""
    cast = make_cast()
    with pytest.MonkeyPatch.context() as patched:
        on = turned_by(patched)
        on(date(2014, 12, 1))
        row = a_round(cast["nadia"])
        workflow.complete_report(by=cast["juma"], pk=row.pk, country="TZA")
        on(date(2015, 1, 10))
        first = workflow.close_round(by=cast["nadia"], pk=row.pk, contents=contents)
        on(LATE)
        workflow.complete_report(by=cast["amina"], pk=row.pk, country="MOZ")
    return row.pk, (first.pk, first.content, first.public_content)


@pytest.fixture
def late(reported_late, db, on):
    """The round, with its `first` edition, on the day of the late report; the cast is there too."""
    on(LATE)
    pk, (code, *_contents) = reported_late
    row = Round.objects.get(pk=pk)
    row.first = Snapshot.objects.get(pk=code)
    return row


def next_edition(cast, on, closes=date(2016, 1, 10)) -> Snapshot:
    row = workflow.open_round(by=cast["nadia"], title="Progress in 2015", **NEXT)
    on(closes)
    return workflow.close_round(by=cast["nadia"], pk=row.pk, contents=contents)


def read(client, path) -> str:
    return " ".join(client.get(path, headers={"accept-language": "en"}).content.decode().split())


def test_it_is_late_never_on_time(late):
    by_country = {answer.country.pk: answer for answer in answers(late)}
    moz, tza = by_country["MOZ"], by_country["TZA"]
    assert (moz.day, moz.on_time, moz.is_after_closing) == (LATE, False, True)
    assert (tza.day, tza.on_time, tza.is_after_closing) == (date(2014, 12, 1), True, False)


@pytest.mark.parametrize(("day", "expected"), [(date(2015, 2, 2), (1, 1, 0, 12)), (LATE, (2, 1, 1, 11))])
def test_response_rates_count_it_as_late_from_its_day(late, day, expected):
    selection = Selection(as_at=day)
    (rate,) = round_rates(selection, in_force(selection))
    assert (rate.reported, rate.on_time, rate.late, rate.silent) == expected


def test_the_closed_edition_stays_byte_for_byte(reported_late, late):
    now = late.first
    assert (now.pk, now.content, now.public_content) == reported_late[1]
    said = {row["country"]: row["complete"] for row in json.loads(now.content)["reports"]}
    assert (said["MOZ"], said["TZA"]) == (False, True)


def test_the_edition_of_the_next_round_lists_it(cast, on, late):
    document = json.loads(next_edition(cast, on).public_content)
    (row,) = document["late_reports"]
    assert (row["country"], row["round"], row["on"]) == ("MOZ", "Progress in 2014", "2015-02-03")


def test_the_edition_after_the_next_lists_it_no_more(cast, on, late):
    next_edition(cast, on)
    days = {"opens_on": date(2016, 1, 1), "closes_on": date(2016, 12, 31), "as_at": date(2016, 12, 31)}
    row = workflow.open_round(by=cast["nadia"], title="Progress in 2016", **days)
    on(date(2017, 1, 10))
    edition = workflow.close_round(by=cast["nadia"], pk=row.pk, contents=contents)
    assert json.loads(edition.content)["late_reports"] == []


def test_a_corrected_edition_lists_what_the_first_one_did(cast, on, late):
    first = next_edition(cast, on)
    on(date(2016, 3, 1))
    workflow.complete_report(by=cast["amina"], pk=first.round_id, country="MOZ")
    second = workflow.correct_snapshot(by=cast["nadia"], code=first.pk, why="A figure.", contents=contents)
    listed = [[row["round"] for row in json.loads(one.content)["late_reports"]] for one in (first, second)]
    assert listed == [["Progress in 2014"]] * 2
    own = {row["country"]: row for row in json.loads(second.content)["reports"]}["MOZ"]
    assert (own["complete"], own["on_time"], own["after_closing"]) == (True, False, True)


def test_the_page_and_the_documents_of_the_next_edition_say_so(cast, on, as_person, late):
    edition = next_edition(cast, on)
    assert "Reported late for the round before" in read(as_person("olga"), edition.get_absolute_url())
    values = report(source(edition, participants=True, language="en"))
    assert [(row["country"], row["when"]) for row in values["late"]] == [("Mozambique", "3 February 2015")]
    printed = parts_of(docx("report", values))["document"]
    section = printed.rpartition("Reported late for the round before")[2][:400]
    assert re.search(r"Mozambique\b[^.]{0,60}\b3 February 2015", section), section


def test_an_edition_frozen_before_has_none(late):
    assert report(source(late.first, participants=True, language="en"))["late"] == []


@pytest.mark.parametrize("person", [None, "olga", "amina"])
def test_the_round_and_the_country_say_it_to_everybody(as_person, late, person):
    client = as_person(person)
    pages = [client.get(path).context for path in (late.get_absolute_url(), "/countries/MOZ/")]
    assert (pages[0]["late_reports"], pages[0]["on_time"], pages[0]["complete"]) == (1, 1, 2)
    assert (pages[1]["answer"].day, pages[1]["answer"].is_after_closing) == (LATE, True)


def test_in_words(client, late):
    assert "late: after the round had closed" in read(client, late.get_absolute_url())
    assert "reported late, on 3 February 2015, after the round had closed." in read(client, "/countries/MOZ/")
    assert "no report." in read(client, "/countries/KEN/")


def test_the_file_of_the_round_says_so(client, late):
    head, *rows = taken(client, late.get_absolute_url())
    column, country = head.index("After the round had closed"), head.index("Country")
    assert {row[country]: row[column] for row in rows if row[column]} == {"Mozambique": "yes", "Tanzania": "no"}


def test_the_desk_offers_it_until_it_is_given(cast, on):
    on(date(2014, 12, 1))
    row = a_round(cast["nadia"])
    on(date(2015, 1, 10))
    lines = []
    for step in (
        lambda: None,
        lambda: workflow.close_round(by=cast["nadia"], pk=row.pk, contents=contents),
        lambda: workflow.complete_report(by=cast["amina"], pk=row.pk, country="MOZ"),
    ):
        step()
        lines.append([(due.country.pk, due.is_closed) for due in desk(standing(cast["amina"]), timezone.now()).late])
    assert lines == [[("MOZ", False)], [("MOZ", True)], []]


def test_an_open_round_takes_the_place_of_the_one_before_on_the_desk(cast, on, late):
    Membership.objects.filter(person=cast["juma"]).update(country="KEN")
    assert [due.country.pk for due in desk(standing(fresh(cast["juma"])), timezone.now()).late] == ["KEN"]
    workflow.open_round(by=cast["nadia"], title="Progress in 2015", **NEXT)
    now = desk(standing(fresh(cast["juma"])), timezone.now())
    assert ([due.country.pk for due in now.due], now.late) == (["KEN"], [])


def test_the_log_and_the_mails_say_that_it_is_late(cast, late):
    change = Change.objects.get(verb="round.reported_late")
    assert (change.country_id, change.after) == ("MOZ", {"nothing_changed": False, "after_closing": True})
    mails = Mail.objects.filter(template="round_reported_late")
    assert {mail.person.username for mail in mails} == {"nadia", "paul"}


def test_the_mail_reads_well(cast, late):
    mail = Mail.objects.get(template="round_reported_late", person=cast["nadia"])
    with notices.as_reader(cast["nadia"]):
        subject, text = notices.worded(mail)
    assert subject == "Mozambique: late report for “Progress in 2014”"
    assert (
        "has submitted the report of Mozambique for the round “Progress in 2014” on 3 February 2015. It is late."
        in text
    )
    assert "its editions stay as they are" in text


def test_said_twice_is_refused(cast, late):
    with pytest.raises(workflow.WrongState) as refused:
        workflow.complete_report(by=cast["amina"], pk=late.pk, country="MOZ")
    assert "has already been submitted" in str(refused.value)
    assert CountryReport.objects.filter(country="MOZ").count() == 1


def test_what_was_on_time_is_not_said_again_after_the_closing(cast, late):
    with pytest.raises(workflow.WrongState):
        workflow.complete_report(by=cast["juma"], pk=late.pk, country="TZA")


@pytest.mark.parametrize("person", ["juma", "olga", "thabo", "charlie"])
def test_nobody_else_reports_late_for_a_country(cast, on, late, person):
    with pytest.raises(workflow.NotAllowed):
        workflow.complete_report(by=cast[person], pk=late.pk, country="MOZ")


def test_a_late_report_is_cleared_too(cast, on, late):
    Membership.objects.create(person=cast["charlie"], role="clearing_officer", country_id="KEN", since=date(2010, 9, 7))
    Membership.objects.filter(person=cast["juma"]).update(country="KEN")
    reporter, juma = fresh(cast["juma"]), {"pk": late.pk, "country": "KEN"}
    with pytest.raises(workflow.WrongState) as refused:
        workflow.complete_report(by=reporter, **juma)
    assert "has to be cleared before it is submitted" in str(refused.value)
    workflow.ask_report_clearance(by=reporter, **juma)
    assert len(desk(standing(fresh(cast["charlie"])), timezone.now()).reports_to_clear) == 1
    workflow.clear_report(by=fresh(cast["charlie"]), **juma)
    assert workflow.complete_report(by=reporter, **juma).after_closing
    assert ReportClearance.objects.get().cleared_by == cast["charlie"]


@pytest.mark.parametrize(("person", "status"), [(None, 302), ("juma", 403), ("olga", 403)])
def test_the_page_that_reports_late_is_its_countrys(as_person, late, person, status):
    path = reverse("round_report", args=[late.pk, "MOZ"])
    assert (as_person(person).get(path).status_code, as_person(person).post(path).status_code) == (status, status)


def test_it_is_reported_on_its_page(cast, on, as_person):
    row = a_round(cast["nadia"])
    workflow.close_round(by=cast["nadia"], pk=row.pk, contents=contents)
    path = reverse("round_report", args=[row.pk, "TZA"])
    page = read(as_person("juma"), path)
    assert "Submit the late report of Tanzania" in page
    as_person("juma").post(path, {"nothing_changed": "1"})
    (report,) = CountryReport.objects.all()
    assert (report.country_id, report.after_closing, report.nothing_changed) == ("TZA", True, True)


def test_it_is_reported_over_the_api(cast, as_person):
    row = a_round(cast["nadia"])
    workflow.close_round(by=cast["nadia"], pk=row.pk, contents=contents)
    client, path = as_person("amina"), f"/api/v1/rounds/{row.pk}/reports/MOZ/"
    before = client.get(path).json()
    assert (before["is_open"], before["is_accepted_as_late"], before["after_closing"]) == (False, True, None)
    answer = client.post(path, {}, content_type="application/json")
    after = answer.json()
    assert (answer.status_code, after["on_time"], after["after_closing"]) == (201, False, True)
    assert after["is_accepted_as_late"] is False


def test_the_api_lists_it_for_everybody(client, late):
    row = client.get(f"/api/v1/rounds/{late.pk}/").json()
    said = {one["country"]: (one["on_time"], one["after_closing"]) for one in row["reports"]}
    assert (said["MOZ"], said["TZA"], said["KEN"]) == ((False, True), (True, False), (None, None))
