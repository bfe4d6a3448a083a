"""The page of a country's answers to the whole menu: one row saved, several at once, and nothing typed lost."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from reports import workflow
from reports.models import Adoption
from tests.test_answers import TREATY, UNAVAILABLE, adopt, answer

PAGE = "/countries/MOZ/menu/"
ROW = ("answer", "when", "reason", "proof_url", "proof_citation", "version")


def row(action, **values):
    return {f"{action}-{name}": values.get(name, "") for name in ROW} | {
        f"{action}-{name}": value for name, value in values.items()
    }


DECLINED = row("VI.2", answer="not_taken_up", when="2012-03-01", reason="No sea border.")
IN_PLACE = row("I.1", answer="in_place", when="1995", proof_citation="Lei 3/95")


def test_all_58_actions_stand_on_one_page(cast, as_person):
    page = as_person(None).get(PAGE)
    assert sum(len(actions) for _theme, groups in page.context["menu"] for _group, actions in groups) == 58
    assert (page.context["may_write"], page.context["counts"]) == (False, [("nothing", 58)])


def test_a_row_is_saved_and_the_others_stay_as_typed(cast, as_person):
    page = as_person("amina").post(PAGE, DECLINED | IN_PLACE | {"save": "VI.2"})
    assert (page.status_code, [one.action_id for one in Adoption.objects.all()]) == (200, ["VI.2"])
    typed = page.context["rows"]["I.1"]
    assert (typed.initial["when"], typed.initial["proof_citation"]) == ("1995", "Lei 3/95")
    assert page.context["unsaved"] is True


def test_several_are_answered_at_once(cast, as_person):
    page = as_person("amina").post(PAGE, DECLINED | IN_PLACE | row("VI.3") | {"save": "all"})
    assert page.status_code == 302
    assert sorted((one.action_id, one.answer) for one in Adoption.objects.all()) == [
        ("I.1", "in_place"),
        ("VI.2", "not_taken_up"),
    ]


def test_an_error_stands_at_its_row_and_what_is_right_is_saved(cast, as_person):
    wrong = row("I.1", answer="in_place", when="2999", proof_citation="Lei")
    page = as_person("amina").post(PAGE, DECLINED | wrong | {"save": "all"})
    form = page.context["rows"]["I.1"]
    assert (page.status_code, list(form.errors), form["when"].value()) == (422, ["when"], "2999")
    assert [one.action_id for one in Adoption.objects.all()] == ["VI.2"]


def test_sent_twice_it_is_saved_once(cast, as_person):
    for _time in range(2):
        assert as_person("amina").post(PAGE, DECLINED | {"save": "VI.2"}).status_code == 302
    assert Adoption.objects.count() == 1


def test_an_answer_is_withdrawn_with_its_day_and_reason(cast, as_person):
    adopt(cast, adopted_on=date(2011, 5, 1))
    form = row("VI.2", answer="", when="2013-06-30", reason="Closed.", version="1")
    assert as_person("amina").post(PAGE, form | {"save": "VI.2"}).status_code == 302
    one = Adoption.objects.get()
    assert (one.withdrawn_on, one.withdrawn_because) == (date(2013, 6, 30), "Closed.")


@pytest.mark.parametrize(("when", "kind"), [("2011-05-01", "not_taken_up"), ("", ""), ("2011-04-30", ""), ("2010", "")])
def test_another_answer_says_from_when(cast, as_person, when, kind):
    adopt(cast, adopted_on=date(2011, 5, 1))
    page = as_person("amina").post(PAGE, row("VI.2", answer=kind, when=when, reason="x", version="1"))
    assert (page.status_code, list(page.context["rows"]["VI.2"].errors)) == (422, ["when"])
    assert Adoption.objects.get().withdrawn_on is None


def test_what_somebody_else_answered_meanwhile_is_not_written_over(cast, as_person):
    adopt(cast)
    client = as_person("amina")
    page = client.post(PAGE, DECLINED | {"save": "VI.2"})
    assert (page.status_code, page.context["rows"]["VI.2"]["reason"].value()) == (422, "No sea border.")
    again = DECLINED | {"VI.2-version": page.context["rows"]["VI.2"]["version"].value(), "save": "VI.2"}
    assert (client.post(PAGE, again).status_code, Adoption.objects.current().get().answer) == (302, "not_taken_up")


def test_the_public_reads_an_answer_and_no_reason_that_is_not_published(cast, as_person):
    answer(cast, "not_taken_up", UNAVAILABLE)
    pages = [as_person(who).get(PAGE).content.decode() for who in (None, "juma", "nadia")]
    assert [UNAVAILABLE["because"] in page for page in pages] == [False, True, True]
    answer(cast, "not_taken_up", {"is_because_public": True})
    assert UNAVAILABLE["because"] in as_person(None).get(PAGE).content.decode()


def test_as_at_a_day_the_answer_in_force_then_is_shown(cast, as_person):
    adopt(cast, adopted_on=date(2011, 5, 1))
    workflow.withdraw_answer(by=cast["amina"], country="MOZ", action="VI.2", on=date(2013, 6, 30))
    counts = [as_person(None).get(PAGE, {"as_at": day}).context["counts"] for day in ("2012-12-31", "2014-01-01")]
    assert counts == [[("adopted", 1), ("nothing", 57)], [("nothing", 58)]]


def test_a_year_is_shown_as_it_is_known(cast, as_person):
    answer(cast, "in_place", TREATY)
    page = as_person(None).get(PAGE).content.decode()
    assert ("since 1995" in page, "31 December" in page) == (True, False)


def test_the_file_says_what_the_page_says(cast, as_person):
    answer(cast, "in_place", TREATY)
    answer(cast, "not_taken_up", UNAVAILABLE, "VI.3")
    text = as_person(None).get(PAGE, {"format": "csv"}).getvalue().decode()
    assert (text.count("no answer yet"), UNAVAILABLE["because"] in text, "Lei 3/95" in text) == (56, False, True)


@pytest.mark.parametrize("who", [None, "juma", "nadia"])
def test_only_the_country_answers(cast, as_person, who):
    assert as_person(who).post(PAGE, DECLINED).status_code == 403
    assert Adoption.objects.count() == 0


def queries(client):
    with CaptureQueriesContext(connection) as captured:
        assert client.get(PAGE).status_code == 200
    return len(captured)


@pytest.mark.parametrize(("who", "number"), [(None, 7), ("amina", 13)])
def test_the_page_takes_as_many_queries_however_many_are_answered(cast, as_person, who, number):
    client = as_person(who)
    client.get(PAGE)
    answer(cast, "in_place", TREATY)
    at_one = queries(client)
    answer(cast, "not_taken_up", UNAVAILABLE, "VI.3")
    adopt(cast, "VI.1")
    assert (at_one, queries(client)) == (number, number)


def test_what_was_withdrawn_meanwhile_is_said_and_then_answered_anew(cast, as_person):
    adopt(cast, action="VI.2")
    workflow.withdraw_answer(by=cast["amina"], country="MOZ", action="VI.2")
    stale = DECLINED | {"VI.2-version": "1", "save": "VI.2"}
    page = as_person("amina").post(PAGE, stale)
    form = page.context["rows"]["VI.2"]
    assert (page.status_code, form["reason"].value(), form["version"].value()) == (422, "No sea border.", "")
    assert "Outra pessoa alterou entretanto esta resposta" in str(form.non_field_errors())
    assert as_person("amina").post(PAGE, stale | {"VI.2-version": ""}).status_code == 302
