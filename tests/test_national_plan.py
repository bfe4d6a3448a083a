"""A country's own plan: chosen, added to, put in order, printed."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from reports import workflow
from reports.models import Adoption, Change, UnsavedForm
from reports.summaries import Selection, matrix_by_action, matrix_by_theme
from tests.base import verified

OWN = {"theme_id": "VI", "title": "Um balcão único", "language": "pt"}


@pytest.fixture
def plan(cast):
    workflow.adopt_action(by=cast["amina"], country="MOZ", action="VI.1")
    workflow.adopt_action(by=cast["amina"], country="MOZ", action="VI.2")
    return workflow.plan_own_action(by=cast["amina"], country="MOZ", values=OWN)


def names():
    return [row.action_id or row.title for row in Adoption.objects.current().filter(country="MOZ")]


def test_what_is_chosen_stands_in_the_order_of_choosing(plan):
    assert names() == ["VI.1", "VI.2", "Um balcão único"]


def test_an_entry_moves_up(plan, as_person):
    as_person("amina").post(reverse("plan_order", args=["MOZ"]), {"up": plan.pk})
    assert names() == ["VI.1", "Um balcão único", "VI.2"]
    assert Change.objects.get(verb="plan.ordered").after["order"] == names()


@pytest.mark.parametrize("move", [{"up": "0"}, {"down": "x"}, {}])
def test_a_move_of_nothing_moves_nothing(plan, as_person, move):
    as_person("amina").post(reverse("plan_order", args=["MOZ"]), move)
    assert names() == ["VI.1", "VI.2", "Um balcão único"]


@pytest.mark.parametrize(("wrong", "field"), [({"title": " "}, "title"), ({"theme_id": None}, "theme")])
def test_an_action_of_one_s_own_has_a_title_and_a_theme(cast, wrong, field):
    with pytest.raises(ValidationError) as refusal:
        workflow.plan_own_action(by=cast["amina"], country="MOZ", values=OWN | wrong)
    assert list(refusal.value.message_dict) == [field]


def test_it_counts_as_taken_up_in_its_theme_and_under_no_action(plan):
    assert matrix_by_theme(Selection())["MOZ", "VI"].adopted is True
    assert set(matrix_by_action(Selection())) == {("MOZ", "VI.1"), ("MOZ", "VI.2")}


def test_it_is_changed_and_laid_down_on_its_page(plan, as_person):
    page = reverse("own_action", args=["MOZ", plan.pk])
    form = {"title": "Melhor", "theme": "VI", "language": "pt", "priority": "high", "adopted_on": "2012-01-01"}
    assert as_person("amina").post(page, form | {"version": plan.version}).status_code == 302
    plan.refresh_from_db()
    assert (plan.title, plan.priority, plan.version) == ("Melhor", "high", 2)
    refused = as_person("amina").post(page, {"withdraw": "1"})
    assert (refused.status_code, list(refused.context["leaving"].errors)) == (422, ["because"])
    as_person("amina").post(page, {"withdraw": "1", "because": "The project was dropped."})
    assert names() == ["VI.1", "VI.2"]


def test_a_stale_change_is_told_and_keeps_what_was_typed(plan, as_person):
    page = reverse("own_action", args=["MOZ", plan.pk])
    form = {"title": "Mine", "theme": "VI", "language": "pt", "priority": "high", "adopted_on": "2012-01-01"}
    answer = as_person("amina").post(page, form | {"version": 0})
    assert (answer.status_code, answer.context["form"]["title"].value()) == (409, "Mine")


def test_the_plan_is_open_to_all_and_changed_by_its_country_alone(plan, as_person):
    assert as_person(None).get("/countries/MOZ/plan/").status_code == 200
    for path in (reverse("plan_order", args=["MOZ"]), reverse("own_action_new", args=["MOZ"])):
        assert as_person("juma").post(path).status_code == 403


@pytest.mark.parametrize(("language", "word"), [("fr", "Priorité"), ("en", "Priority"), ("pt", "Prioridade")])
def test_it_prints_in_any_language_with_empty_cells(plan, as_person, language, word):
    page = as_person("amina").get(reverse("national_plan_print", args=["MOZ"]), {"language": language, "empty": "1"})
    text = page.content.decode()
    assert (word in text, f'<html lang="{language}"' in text, text.count("<td></td>")) == (True, True, 9)


def test_what_other_countries_do_is_shown_once_it_is_published(cast, as_person):
    verified(cast["juma"], cast["nadia"], countries=["TZA"], claims=[])
    page = as_person("amina").get(reverse("adoption", args=["MOZ", "VI.1"]))
    assert [[country.pk for country in row.countries.all()] for row in page.context["elsewhere"].rows] == [["TZA"]]
    hidden = {"visibility": "participants", "starts_on": date(2013, 1, 1)}
    verified(cast["juma"], cast["nadia"], countries=["TZA"], claims=[], **hidden)
    assert len(as_person("amina").get(reverse("adoption", args=["MOZ", "VI.1"])).context["elsewhere"].rows) == 1


def test_the_api_tells_and_takes_an_action_of_one_s_own(cast, client):
    client.force_login(cast["amina"], backend="allauth.account.auth_backends.AuthenticationBackend")
    body = {"country": "MOZ", "theme": "VI", "title": "Um balcão único", "language": "pt"}
    made = client.post("/api/v1/adoptions/", body, content_type="application/json")
    row = made.json()
    assert (made.status_code, row["action"], row["theme"], row["position"]) == (201, None, "VI", 1)
    changed = client.patch(
        f"/api/v1/adoptions/{row['id']}/", {"title": "Melhor", "version": 1}, content_type="application/json"
    )
    assert (changed.status_code, changed.json()["title"]) == (200, "Melhor")


def test_what_was_typed_is_forgotten_once_it_is_saved(plan, as_person):
    client, page = as_person("amina"), reverse("adoption", args=["MOZ", "VI.1"])
    client.post(reverse("unsaved_keep", args=["adoption-MOZ-VI.1"]), {"typed_path": page, "lead_ministry": "MI"})
    client.post(page, {"priority": "high", "adopted_on": "2012-01-01", "version": 1, "lead_ministry": "MINT"})
    assert (UnsavedForm.objects.count(), Adoption.objects.get(action="VI.1").lead_ministry) == (0, "MINT")


def test_the_ministries_of_the_country_are_offered(plan, as_person, cast):
    values = {"name": "Ministério do Interior", "kind": "ministry", "country_id": "MOZ"}
    workflow.add_organisation(by=cast["amina"], values=values)
    page = as_person("amina").get(reverse("adoption", args=["MOZ", "VI.1"])).content.decode()
    assert '<option value="Ministério do Interior">' in page


@pytest.mark.parametrize(
    ("dates", "words"),
    [
        ({"starts_on": date(2012, 1, 1)}, "from 1 January 2012"),
        ({"ends_on": date(2012, 6, 30)}, "until 30 June 2012"),
        ({"starts_on": date(2012, 1, 1), "ends_on": date(2012, 6, 30)}, "1 January 2012 – 30 June 2012"),
    ],
)
def test_the_plan_says_when_as_far_as_it_is_known(cast, as_person, dates, words):
    workflow.adopt_action(by=cast["juma"], country="TZA", action="VI.1", values=dates)
    assert words in as_person("juma").get("/countries/TZA/plan/").content.decode()
