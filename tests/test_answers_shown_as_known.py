"""An answer from, or withdrawn in, a year or a month is typed, and shown, as far as that is known: on pages and in files."""

from datetime import date

import pytest
from django.utils import translation

from reports import rules
from reports.documents.countries import other_answers
from reports.documents.period import values_of
from reports.models import Adoption
from reports.snapshots import practice
from tests.test_answers import UNAVAILABLE, adopt, answer, refusal, withdraw
from tests.test_answers_as_known import TODAY, begun
from tests.test_menu_page import PAGE, row
from tests.test_period import ASKED, PATH, of_country


def test_the_form_of_an_adoption_takes_a_month_and_shows_it(cast, as_person):
    client, page = as_person("amina"), "/countries/MOZ/adoptions/VI.2/"
    assert client.post(page, {"priority": "high", "adopted_on": "Maio de 2012"}).status_code == 302
    assert begun(Adoption.objects.get()) == (date(2012, 5, 31), "2012-05")
    assert client.get(page).context["form"]["adopted_on"].value() == "2012-05"


def test_the_page_of_the_menu_takes_years(cast, as_person):
    client = as_person("amina")
    assert client.post(PAGE, row("VI.2", answer="adopted", when="2011") | {"save": "VI.2"}).status_code == 302
    assert client.get(PAGE).context["rows"]["VI.2"]["when"].value() == "2011"
    form = row("VI.2", answer="not_taken_up", when="2012-03", reason="No.", version="1")
    assert client.post(PAGE, form | {"save": "VI.2"}).status_code == 302
    form = row("VI.2", when="2013", reason="Closed.", version="2")
    assert client.post(PAGE, form | {"save": "VI.2"}).status_code == 302
    rows = Adoption.objects.order_by("created_at")
    assert [(one.stands_from.known, one.withdrawn.known) for one in rows] == [("2011", "2012-03"), ("2012-03", "2013")]


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", "not taken up, from May 2012, until 2013"),
        ("fr", "non retenue, dès mai 2012, jusqu’en 2013"),
        ("pt", "não adoptada, a partir de Maio de 2012, até 2013"),
    ],
)
def test_the_menu_shows_what_is_known(cast, client, language, words):
    answer(cast, "not_taken_up", UNAVAILABLE | {"adopted_on": "2012-05"})
    withdraw(cast, on="2013")
    client.cookies["django_language"] = language
    shown = [client.get(PAGE, asked).content.decode() for asked in ({}, {"as_at": "2013-01-01"})]
    assert (words in shown[0], words.partition(", ")[2] in shown[1]) == (True, True)


def test_files_say_what_is_known(cast, as_person):
    adopt(cast, adopted_on="2012-05")
    plan = as_person(None).get("/countries/MOZ/plan/", {"format": "csv"}).getvalue().decode()
    withdraw(cast, on="2013")
    menu = as_person(None).get(PAGE, {"format": "csv"}).getvalue().decode()
    assert (",2012-05," in plan, "2012-05-31" in plan) == (True, False)
    assert (",adopted,May 2012,2013," in menu, "2013-12-31" in menu) == (True, False)


def test_the_period_report_says_what_is_known(cast, client):
    adopt(cast, adopted_on="2014-03", action="VI.1")
    adopt(cast, adopted_on="2012")
    withdraw(cast, on="2014")
    page = client.get(PATH, ASKED).content.decode()
    assert ["March 2014" in page, "until 2014)" in page, "31 March" in page] == [True, True, False]
    tables = {one["title"].partition(" (")[0]: one["rows"] for one in values_of(of_country(), "en")["sections"]}
    assert tables["Answers to the menu of actions"][0][3]["text"] == "March 2014"
    assert tables["Answers that were withdrawn"][0][3]["text"] == "2014"


def test_an_edition_says_what_is_known_only_where_it_is_not_the_day(cast):
    adopt(cast, adopted_on="2012", action="VI.1")
    answer(cast, "not_taken_up", UNAVAILABLE | {"adopted_on": "2012-05"}, "VI.2")
    answer(cast, "not_taken_up", UNAVAILABLE, "VI.3")
    adopted = practice.adoptions(rules.PUBLIC, TODAY)
    assert [(one["adopted_on"], one["adopted_on_known"]) for one in adopted] == [("2012-12-31", "2012")]
    others = practice.other_answers(rules.PUBLIC, TODAY)
    assert [(one["from"], one.get("from_known", "none")) for one in others] == [
        ("2012-05-31", "2012-05"),
        ("2012-03-01", "none"),
    ]


def test_the_printed_report_says_what_is_known(cast):
    answer(cast, "not_taken_up", UNAVAILABLE | {"adopted_on": "2012-05"})

    class Source:
        frozen = {"plan": {"actions": [{"code": "VI.2", "title": "Title"}]}}
        document = {"answers": practice.other_answers(rules.PUBLIC, TODAY)}
        text = staticmethod(str)

    assert [one["since"] for one in other_answers({"code": "MOZ"}, Source)] == ["May 2012"]


def test_french_and_portuguese_refuse_in_good_grammar(cast):
    adopt(cast, adopted_on="2012-05-03")
    said = {}
    for language in ("fr", "pt"):
        with translation.override(language):
            [said[language]] = refusal(lambda: withdraw(cast, on="2011"))["withdrawn_on"]
    assert said["fr"].startswith("La réponse vaut depuis le 3 mai 2012\u00a0:")
    assert said["pt"].startswith("A resposta vale desde 3 de Maio de 2012:")


# The table ------------------------------------------------------------------------------------------------------------
