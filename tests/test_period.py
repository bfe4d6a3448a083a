"""The period report: what began, went on, ended and was counted between two days, on its page, over the API, in its files."""

import json
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone, translation

from reports import rules, workflow
from reports.documents.forms import NAMES, TYPES
from reports.documents.pdf import files
from reports.documents.period import values_of
from reports.models import Activity, Country, Organisation, RegionalBody
from reports.period import period_report
from reports.period_words import sums_words
from reports.summaries import Selection, movements
from reports.summaries.period import Period, Sums
from tests.base import make_cast, participate, prove, record, submitted, verified
from tests.paper import pages_of, parts_of
from tests.standing import stands

YEAR = Period(date(2014, 1, 1), date(2014, 12, 31))
ASKED = {"from": "2014-01-01", "to": "2014-12-31"}
PATH = "/countries/MOZ/period/"
OPEN = {"status": "in_progress", "ends_on": None, "claims": []}
NOT_FINAL = {"en": "Not final", "fr": "Non définitif", "pt": "Não definitivo"}
BEGUN = {"en": "Begun in the period (1)", "fr": "Commencées pendant la période (1)", "pt": "Iniciadas no período (1)"}


def of_country(person=None, code="MOZ", period=YEAR):
    who = rules.standing(person) if person else rules.PUBLIC
    return period_report(who, Country.objects.get(pk=code), period)


def titles(listed) -> list[str]:
    return [row.title for row in listed.rows]


@stands
def five_of_mozambique():
    """One held in May 2014; one that began in 2013 and goes on; one begun in 2013 and completed in August 2014; one from
    before; one after. All are verified."""
    cast = make_cast()
    amina, nadia = cast["amina"], cast["nadia"]
    verified(amina, nadia, title="Held in May")
    went_on = verified(amina, nadia, title="Went on", starts_on="2013-03-01", **OPEN)
    ended = {"starts_on": "2013-02-01", "ends_on": "2014-08-31", "claims": []}
    verified(amina, nadia, title="Ended", **ended)
    verified(amina, nadia, title="Before", starts_on="2012-01-01", ends_on="2012-02-01", claims=[])
    verified(amina, nadia, title="After", starts_on="2015-01-01", ends_on="2015-02-01", claims=[])
    return went_on.pk


@pytest.fixture
def year(five_of_mozambique, db):
    """The one that goes on; the others and the cast are there too."""
    return Activity.objects.get(pk=five_of_mozambique)


def test_the_lists_of_a_year(year):
    report = of_country()
    assert [titles(listed) for _name, listed in report.lists] == [
        ["Held in May"],
        ["Went on"],
        ["Held in May", "Ended"],
    ]


@pytest.mark.parametrize(
    ("first", "last", "begun", "ended"),
    [
        (date(2014, 5, 26), date(2014, 5, 26), 1, 1),
        (date(2014, 5, 27), date(2014, 12, 31), 0, 1),
        (date(2014, 1, 1), date(2014, 5, 25), 0, 0),
    ],
)
def test_both_days_are_in_it(year, first, last, begun, ended):
    report = of_country(period=Period(first, last))
    assert (report.begun.total, report.ended.total, report.counted.total) == (begun, ended, begun)


def test_the_days_of_its_statuses_are_said_as_far_as_they_are_known(cast, year):
    for status, since in (("suspended", "2014-03-03"), ("in_progress", "2014-06")):
        fact = workflow.report_status(by=cast["amina"], pk=year.pk, status=status, since=since, reason="Rain.")
        workflow.decide_fact(by=cast["nadia"], pk=fact.pk, review="verified")
    report = of_country()
    said = [(step.status, step.day.known, step.is_resumed) for step in report.steps[year.pk]]
    assert said == [("suspended", "2014-03-03", False), ("in_progress", "2014-06", True)]
    assert titles(report.went_on) == ["Went on"]


def test_what_stays_suspended_has_ended(cast, year):
    fact = workflow.report_status(by=cast["amina"], pk=year.pk, status="suspended", since="2014-03-03", reason="Rain.")
    assert "Went on" in titles(of_country().went_on)  # as long as nobody has verified it
    workflow.decide_fact(by=cast["nadia"], pk=fact.pk, review="verified")
    assert (titles(of_country().went_on), "Went on" in titles(of_country().ended)) == ([], True)


def test_what_was_counted_is_what_the_page_of_changes_says(cast, year):
    submitted(
        cast["juma"], countries=["TZA"], claims=[{"indicator": "VI.T1.1", "unit": "TZA", "achieved_on": "2014-07-01"}]
    )
    moved = {
        (row.indicator.pk, move.unit, move.before, move.after)
        for row in movements(Selection(as_at=YEAR.last), date(2013, 12, 31))
        for move in row.moves
    }
    assert moved == {("VI.T1.1", "MOZ", "expected", "verified"), ("VI.T1.1", "TZA", "expected", "reported")}
    both = [of_country(code=code) for code in ("MOZ", "TZA")]
    own = {(u.movement.indicator.pk, u.unit, u.before, u.after) for one in both for u in one.counted.rows}
    assert (own, [one.counts for one in both]) == (moved, [{"verified": 1}, {"reported": 1}])


def test_of_a_body_it_is_what_the_page_of_changes_of_the_body_says(cast, year):
    body = RegionalBody.objects.get(pk="SADC")
    report = period_report(rules.PUBLIC, body, YEAR)
    assert [(u.unit, u.before, u.after) for u in report.counted.rows] == [("MOZ", "expected", "verified")]
    assert (titles(report.begun), report.counted.total) == (["Held in May"], 1)


def test_a_result_that_ended_in_it_is_said(cast):
    claim = {"indicator": "VI.T2.1", "unit": "MOZ", "achieved_on": "2013-05-26"}
    row = verified(cast["amina"], cast["nadia"], actions=["VI.2"], claims=[claim], starts_on="2013-05-01")
    proof = prove(cast["amina"], row)
    said = {"since": "2014-06-01", "reason": "Dissolved.", "evidence": proof.pk}
    fact = workflow.report_end(by=cast["amina"], pk=row.claims.get().pk, **said)
    workflow.decide_fact(by=cast["nadia"], pk=fact.pk, review="verified")
    report = of_country()
    assert (report.counts, [(u.before, u.after) for u in report.counted.rows]) == (
        {"lapsed": 1},
        [("verified", "lapsed")],
    )


def notes(cast, activity):
    """Two, of which one is verified, and one of the year after."""
    said = {"text": "A first group.", "numbers": {"participants_women": 9, "participants_men": 15}}
    first = workflow.add_note(by=cast["amina"], pk=activity.pk, on="2014-03", **said)
    workflow.decide_fact(by=cast["nadia"], pk=first.pk, review="verified")
    spent = {"amount_spent": "4200.00", "currency": "USD", "participants_women": 4}
    workflow.add_note(by=cast["amina"], pk=activity.pk, on="2014-10-02", text="A second group.", numbers=spent)
    workflow.add_note(by=cast["amina"], pk=activity.pk, on="2015-01-02", text="Later.")


def test_progress_notes_stand_apart_with_their_numbers(cast, year):
    notes(cast, year)
    report = of_country(cast["amina"])
    assert [note.text for note in report.verified_notes.rows] == ["A first group."]
    assert [note.text for note in report.reported_notes.rows] == ["A second group."]
    sums = {review: (one.women, one.men, one.spent) for review, one in report.sums.items()}
    assert sums == {"verified": (9, 15, {}), "reported": (4, 0, {"USD": 4200})}
    assert Activity.objects.get(pk=year.pk).participants_women is None


@pytest.mark.parametrize(
    ("person", "reported"), [(None, 0), ("charlie", 0), ("olga", 1), ("juma", 1), ("amina", 1), ("nadia", 1)]
)
def test_a_note_that_nobody_has_verified_is_for_participants(cast, year, person, reported):
    notes(cast, year)
    report = of_country(cast[person] if person else None)
    assert (report.verified_notes.total, report.reported_notes.total) == (1, reported)


@pytest.mark.parametrize(("person", "seen"), [(None, 0), ("olga", 0), ("juma", 0), ("amina", 1), ("nadia", 1)])
def test_who_sees_what_is_not_verified(cast, person, seen):
    submitted(cast["amina"], title="Handed in")
    record(cast["amina"], title="A draft")
    report = of_country(cast[person] if person else None)
    assert titles(report.begun) == ["Handed in"] * seen
    (unit,) = report.counted.rows
    assert (unit.after, len(unit.activities), unit.hidden) == ("reported", seen, 1 - seen)


def test_what_is_for_participants_is_not_for_visitors(cast):
    verified(cast["amina"], cast["nadia"], visibility="participants")
    assert [of_country(person).begun.total for person in (None, cast["olga"])] == [0, 1]


def test_of_an_organisation_it_is_what_it_has_a_part_in_and_the_reader_sees(cast):
    verified(cast["amina"], cast["nadia"], title="By IOM")
    submitted(cast["juma"], countries=["TZA"], title="Not verified", claims=[])
    verified(cast["amina"], cast["nadia"], title="By others", lead="UNHCR", claims=[])
    report = period_report(rules.PUBLIC, Organisation.objects.get(name="IOM"), YEAR)
    assert (titles(report.begun), report.counts, report.answers) == (["By IOM"], {"verified": 1}, None)


def test_answers_to_the_menu_are_those_of_the_period(cast):
    for action, day in (("VI.1", "2014-02-03"), ("VI.2", "2015-02-03")):
        workflow.adopt_action(
            by=cast["amina"], country="MOZ", action=action, values={"adopted_on": date.fromisoformat(day)}
        )
    assert [row.action_id for row in of_country().answers.rows] == ["VI.1"]


def test_a_long_list_shows_twenty_and_its_total(cast):
    for number in range(22):
        verified(cast["amina"], cast["nadia"], title=f"Meeting {number}", claims=[])
    report = of_country()
    assert (len(report.begun.rows), report.begun.total, report.begun.more) == (20, 22, 2)


def test_it_costs_the_same_with_more_rows(cast, client):
    counts = []
    for _n in range(2):
        verified(cast["amina"], cast["nadia"])
        with CaptureQueriesContext(connection) as captured:
            client.get(PATH, ASKED)
        counts.append(len(captured))
    assert counts == [22, 22]


# The page and its files ----------------------------------------------------------------------------------------------


def page(client, path=PATH, **asked) -> str:
    return " ".join(client.get(path, asked or ASKED, headers={"accept-language": "en"}).content.decode().split())


def test_the_page_says_it(client, year):
    text = page(client)
    assert "Period report (not final)" in text
    assert "From 1 January 2014 to 31 December 2014, both included." in text
    assert "Begun in the period (1)" in text
    assert "completed: 26 May 2014" in text
    assert "1 result verified" in text


@pytest.mark.parametrize(
    ("first", "last", "said"),
    [
        ("2014-12-31", "2014-01-01", "The period would end before it begins."),
        ("2014-01-01", "2099-12-31", "This date is in the future."),
        ("2014-01-01", "", "This field is required."),
        ("yesterday", "2014-01-01", "Enter the date as year-month-day"),
    ],
)
def test_days_that_are_no_period_are_refused_in_words(client, db, first, last, said):
    asked = {"from": first, "to": last}
    assert said in page(client, **asked)
    answer = client.get("/api/v1/countries/MOZ/period/", asked)
    assert (answer.status_code, said[:20] in answer.content.decode()) == (400, True)
    assert client.get("/countries/MOZ/period/en.pdf", asked).status_code == 302


def test_without_days_it_is_this_year(client, db):
    context = client.get(PATH).context
    assert (context["report"].period.first.month, context["report"].period.last) == (1, context["report"].made_on)


@pytest.mark.parametrize("path", ["/countries/ZZZ/period/", "/bodies/ZZZ/period/", "/organisations/999999/period/"])
def test_of_nothing_there_is_none(client, db, path):
    assert (client.get(path).status_code, client.get(f"/api/v1{path}").status_code) == (404, 404)


@pytest.mark.parametrize("path", ["/countries/MOZ/", "/region/?body=SADC"])
def test_it_is_linked(client, db, path):
    assert "/period/" in client.get(path).content.decode()


def test_its_documents_are_set_from_these_values(year):
    values = values_of(of_country(), "en")
    assert (values["as_at"], values["edition"][:18]) == ("1 January 2014 – 31 December 2014", "Not final; made on")
    begun = values["sections"][0]
    assert (begun["title"], begun["rows"][0][0]["text"]) == ("Begun in the period (1)", "Held in May")
    assert begun["rows"][0][2]["text"] == "completed: 26 May 2014"
    assert b"Held in May" in files("period", values)["data.json"]


def test_its_documents_say_on_every_page_that_it_is_not_final(as_person, cast, year):
    for _note in range(9):
        workflow.add_note(by=cast["amina"], pk=year.pk, on="2014-05", text="A group was trained. " * 40)
    client = as_person("amina")
    pdf = client.get("/countries/MOZ/period/pt.pdf", ASKED)
    assert (pdf.status_code, pdf["Content-Type"]) == (200, "application/pdf")
    pages = pages_of(pdf.content)
    assert ([page for page in pages if "Não definitivo" not in page], len(pages) > 1) == ([], True)
    word = parts_of(client.get("/countries/MOZ/period/pt.docx", ASKED).content)
    assert ["Não definitivo" in word[part] for part in ("document", "footer1")] == [True, True]
    assert ["Held in May" in text for text in (" ".join(pages), word["document"])] == [True, True]


@pytest.mark.parametrize("kind", ["countries/MOZ", "bodies/SADC", "organisations/{iom}"])
@pytest.mark.parametrize("language", NOT_FINAL)
def test_it_is_had_in_each_form_and_language(plainly, client, year, kind, language):
    path = f"/{kind.format(iom=Organisation.objects.get(name='IOM').pk)}/period/{language}"
    for form in NAMES:
        answer = client.get(f"{path}.{form}", ASKED)
        values = json.loads(answer.content)
        assert (answer["Content-Type"], values["edition"].startswith(NOT_FINAL[language])) == (TYPES[form], True)
        section = values["sections"][0]
        assert (section["title"], section["rows"][0][0]["text"]) == (BEGUN[language], "Held in May")


def test_a_document_is_the_readers_own(plainly, as_person, cast):
    submitted(cast["amina"], title="Handed in")
    texts = [
        as_person(name).get("/countries/MOZ/period/en.docx", ASKED).content.decode() for name in (None, "juma", "amina")
    ]
    assert [("Handed in" in text) for text in texts] == [False, False, True]


# API -----------------------------------------------------------------------------------------------------------------


def test_the_api_says_the_same(as_person, cast, year):
    notes(cast, year)
    body = as_person("amina").get("/api/v1/countries/MOZ/period/", ASKED).json()
    assert (body["first"], body["last"], body["final"]) == ("2014-01-01", "2014-12-31", False)
    assert [body[name]["total"] for name in ("begun", "went_on", "ended", "counted")] == [1, 1, 2, 1]
    (row,) = body["begun"]["results"]
    assert row["statuses"] == [{"status": "completed", "since": "2014-05-26", "resumed": False}]
    (unit,) = body["counted"]["results"]
    assert (unit["indicator"], unit["unit"], unit["before"], unit["after"]) == (
        "VI.T1.1",
        "MOZ",
        "expected",
        "verified",
    )
    assert (body["notes_verified"]["participants_men"], body["notes_reported"]["spent"]) == (15, {"USD": "4200.00"})
    assert [note["on"] for note in body["notes_verified"]["results"]] == ["2014-03"]


def test_of_a_body_its_members_on_the_last_day_are_meant(client, cast):
    participate("TZA")
    verified(cast["juma"], cast["nadia"], countries=["TZA"], title="Of Tanzania", claims=[])
    totals = [client.get(f"/api/v1/bodies/{body}/period/", ASKED).json()["begun"]["total"] for body in ("EAC", "IGAD")]
    assert totals == [1, 0]


@pytest.fixture
def answered(cast):
    """Of Mozambique in 2014: one in place, one not taken up, and one that was refused."""
    how = {"by": cast["amina"], "country": "MOZ"}
    treaty = {"in_place_since": "2014", "proof_citation": "A gazette."}
    declined = {"adopted_on": date(2014, 3, 1), "because": "No sea border."}
    workflow.answer_action(**how, action="VI.1", answer="in_place", values=treaty)
    workflow.answer_action(**how, action="VI.2", answer="not_taken_up", values=declined)
    refused = workflow.answer_action(**how, action="VI.3", answer="in_place", values=treaty)
    workflow.decide_answer(by=cast["nadia"], pk=refused.pk, verification="refused", reason="Never published.")


def test_what_was_answered_is_said(answered, client):
    rows = client.get("/api/v1/countries/MOZ/period/", ASKED).json()["answers"]["results"]
    said = [(row["action"], row["answer"], row["in_place_since"], row["in_place_since_known"]) for row in rows]
    assert said == [("VI.2", "not_taken_up", None, None), ("VI.1", "in_place", "2014-12-31", "2014")]
    page = client.get(PATH, ASKED).content.decode().partition('id="answers"')[2]
    on_page = [text in page for text in ("Not taken up", "In place, as reported", "31 December 2014")]
    assert on_page == [True, True, False]


def test_the_document_says_what_was_answered(answered):
    table = next(one for one in values_of(of_country(), "en")["sections"] if "Answers to the menu" in one["title"])[
        "rows"
    ]
    assert [[one["text"] for one in row[2:]] for row in table] == [
        ["Not taken up", "1 March 2014"],
        ["In place, as reported", "2014"],
    ]


def test_a_start_in_a_year_that_is_not_over_is_said_as_it_is_known(cast):
    year = timezone.localdate().year
    row = verified(cast["amina"], cast["nadia"], starts_on=str(year), **OPEN)
    report = of_country(period=Period(date(year, 1, 1), date(year, 12, 31)))
    assert [step.day.known for step in report.steps[row.pk]] == [str(year)]


@pytest.mark.parametrize(("language", "name"), [("en", "Mozambique"), ("fr", "Mozambique"), ("pt", "Moçambique")])
def test_a_document_speaks_its_own_language_whoever_reads(plainly, as_person, cast, year, language, name):
    notes(cast, year)
    text = as_person("amina").get(f"/countries/MOZ/period/{language}.docx", ASKED).content.decode()
    values = json.loads(text)
    assert (name in values["title"], "Moçambique" in text) == (True, language == "pt")
    assert values["sections"][0]["title"] == BEGUN[language]


def test_two_numbers_of_a_note_are_parted_as_in_french():
    with translation.override("fr"):
        assert sums_words(Sums(2, 3, {"USD": 5})).count("\N{NARROW NO-BREAK SPACE};") == 1


def test_long_lists_of_notes_say_how_many_there_are(cast, year):
    for number in range(22):
        workflow.add_note(by=cast["amina"], pk=year.pk, on="2014-05", text=f"Note {number}")
    listed = of_country(cast["amina"]).reported_notes
    assert (len(listed.rows), listed.total, listed.more) == (20, 22, 2)


@pytest.mark.parametrize(
    ("path", "most"), [(PATH, 24), ("/bodies/SADC/period/", 30), ("/organisations/{iom}/period/", 22)]
)
def test_no_report_costs_more_than_this(cast, year, client, path, most):
    notes(cast, year)
    path = path.format(iom=Organisation.objects.get(name="IOM").pk)
    with CaptureQueriesContext(connection) as captured:
        assert client.get(path, ASKED).status_code == 200
    assert len(captured) == most
