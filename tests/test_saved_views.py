"""A narrowed list is kept under a name, shared or not, and gives nobody a right."""

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext

from reports import rules, workflow
from reports.models import Change, SavedView
from tests.base import record
from tests.walk import addresses

PATH = "/views/"


def keep(by, **values):
    asked = {"name": "Mine", "path": "/activities/", "query": "country=MOZ"}
    return workflow.save_view(by=by, **(asked | values))


def test_a_view_is_kept_from_its_list_and_leads_back(as_person, cast):
    client = as_person("amina")
    record(cast["amina"])
    assert 'name="query" value="country=MOZ"' in client.get("/activities/?country=MOZ").content.decode()
    data = {"name": " My  list ", "path": "/activities/", "query": "country=MOZ&status=&after=x&format=csv"}
    assert client.post(PATH, data).url == "/activities/?country=MOZ"
    assert 'href="/activities/?country=MOZ"><bdi>My list</bdi></a>' in client.get(PATH).content.decode()


@pytest.mark.parametrize(
    ("person", "seen"),
    [("amina", {"Mine", "Ours"}), ("juma", {"Ours"}), ("olga", {"Ours"}), ("grace", {"Ours"}), ("charlie", set())],
)
def test_a_view_is_seen_by_its_owner_and_if_shared_by_participants(as_person, cast, person, seen):
    keep(cast["amina"])
    keep(cast["amina"], name="Ours", is_shared=True)
    assert {row.name for row, _may in as_person(person).get(PATH).context["rows"]} == seen


def test_wherever_it_is_offered_a_view_can_be_kept(as_person, page_of, walked):
    client = as_person("nadia")
    pages = {path.partition("?")[0] for path in addresses(None, walked) + addresses("nadia", walked)}
    offered = {path for path in pages if f'action="{PATH}"' in page_of("nadia", path)}
    for path in offered:
        client.post(PATH, {"name": path, "path": path})
    assert (offered - set(SavedView.objects.values_list("path", flat=True)), len(offered) > 15) == (set(), True)


@pytest.mark.parametrize("path", ["/region/?theme=VI", "/region/trend/?body=SADC", "/region/gaps/?gap=actions"])
def test_figures_are_kept_as_they_are_narrowed(as_person, cast, path):
    path, _mark, query = path.partition("?")
    page = as_person("amina").get(f"{path}?{query}").content.decode()
    assert f'name="query" value="{query}"' in page
    assert keep(cast["amina"], path=path, query=query).get_absolute_url() == f"{path}?{query}"


def test_the_public_keeps_none(as_person, cast):
    assert as_person(None).post(PATH, {"name": "x", "path": "/activities/"}).status_code == 302
    assert not SavedView.objects.exists()


def test_who_does_not_take_part_shares_none(cast):
    with pytest.raises(workflow.NotAllowed):
        keep(cast["charlie"], is_shared=True)


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"path": "https://example.com/"}, "path"),
        ({"path": "//example.com/activities/"}, "path"),
        ({"path": "/account/"}, "path"),
        ({"name": " "}, "name"),
        ({"name": "x" * 81}, "name"),
        ({"query": "q=" + "x" * 2000}, "path"),
    ],
)
def test_what_is_no_list_or_has_no_name_is_refused(cast, values, field):
    with pytest.raises(ValidationError) as refusal:
        keep(cast["amina"], **values)
    assert list(refusal.value.message_dict) == [field]


def test_filters_of_the_longest_length_are_kept(cast, monkeypatch):
    monkeypatch.setattr("reports.limits.VIEW_QUERY", len("country=MOZ"))
    assert keep(cast["amina"], query="country=MOZ&status=&after=x").query == "country=MOZ"


def test_a_view_that_cannot_be_kept_says_so_before_it_is_named(as_person, cast):
    page = as_person("amina").get("/countries/", {"q": "x" * 2000}).content.decode()
    assert ("demasiados filtros" in page, 'id="view-name"' in page) == (True, False)


def test_who_keeps_as_many_as_one_may_is_told_before_and_may_replace_one(as_person, cast, monkeypatch):
    monkeypatch.setattr("reports.limits.VIEWS", 1)
    keep(cast["amina"])
    page = as_person("amina").get("/countries/").content.decode()
    assert 'id="view-name"' in page
    assert keep(cast["amina"], query="country=TZA").query == "country=TZA"
    with pytest.raises(ValidationError) as refusal:
        keep(cast["amina"], name="Another")
    assert refusal.value.messages[0].partition(".")[0] in as_person("amina").get("/countries/").content.decode()


def test_the_views_of_others_take_nobody_s_room(cast, monkeypatch):
    monkeypatch.setattr("reports.limits.VIEWS", 1)
    keep(cast["juma"])
    assert keep(cast["amina"]).person == cast["amina"]


def test_a_name_that_another_person_gave_replaces_nothing(cast, monkeypatch):
    monkeypatch.setattr("reports.limits.VIEWS", 1)
    keep(cast["juma"], name="Another")
    keep(cast["amina"])
    with pytest.raises(ValidationError):
        keep(cast["amina"], name="Another")


def test_the_same_name_again_is_the_same_view(cast):
    keep(cast["amina"])
    keep(cast["amina"], query="country=TZA")
    assert SavedView.objects.get().query == "country=TZA"


@pytest.mark.parametrize(
    ("person", "shared", "status"),
    [
        ("amina", False, 302),
        ("juma", False, 404),
        ("grace", False, 404),
        ("juma", True, 403),
        ("grace", True, 302),
        ("charlie", True, 404),
    ],
)
def test_a_view_is_deleted_by_its_owner_or_if_shared_by_an_administrator(as_person, cast, person, shared, status):
    view = keep(cast["amina"], is_shared=shared)
    assert as_person(person).post(f"{PATH}{view.pk}/delete/").status_code == status
    assert SavedView.objects.exists() == (status != 302)


def test_the_log_hears_of_what_is_shared_alone(cast):
    keep(cast["amina"])
    view = keep(cast["amina"], name="Ours", is_shared=True)
    workflow.delete_view(by=cast["amina"], pk=view.pk)
    assert list(Change.objects.values_list("verb", flat=True)) == ["view.deleted", "view.shared"]


def test_the_list_of_views_costs_the_same_for_more(as_person, cast):
    client, made = as_person("amina"), []
    for names in (("a",), ("b", "c")):
        for name in names:
            keep(cast["amina"], name=name)
        with CaptureQueriesContext(connection) as queries:
            client.get(PATH)
        made.append(len(queries))
    assert (made[0], made[0] <= 8) == (made[1], True)


def test_without_a_person_nothing_is_anybodys_own_to_delete():
    assert not rules.may_delete_view(rules.PUBLIC, SavedView(person_id=1, is_shared=True))
