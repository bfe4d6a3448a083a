"""One search for everything that a reader may see: what is found, why, and that nothing else is told."""

import json
import re
from importlib import import_module
from pathlib import Path

import pytest
from django.db import DatabaseError, connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import translation

from reports import limits, rules, workflow
from reports.models import Activity, Organisation, User
from reports.search import find, shown
from reports.search.words import alike
from reports.tables.applying import apply_table
from reports.tables.parsing import read_table
from reports.trigrams import index_anew, near
from tests.base import make_cast, record, submitted, verified

DATA = Path(__file__).with_name("data")
REAL = DATA / "real-activities.csv"
SEARCHES = [DATA / f"search_queries{which}.json" for which in ("", "_blind")]


def ways(client, words):
    """What the page, the suggestions and the API say of it, in one."""
    asked = {"q": words}
    paths = ("/search/", "/search/suggest/", "/api/v1/search/")
    return [client.get(path, asked).content.decode() for path in paths]


def urls(person, words, language="en"):
    with translation.override(language):
        return [hit.entry.url for hit in find(rules.standing(person) if person else rules.PUBLIC, words).in_order]


# What is found ---------------------------------------------------------------------------------------------------------


def is_found(search):
    """Is what was wanted, or one of it, by its address, code, key or a name, among the first three as they are shown?"""
    wanted = search["wanted"] if isinstance(search["wanted"], list) else [search["wanted"]]
    public = search["reader"] == "public"
    who = rules.PUBLIC if public else rules.standing(User.objects.get(username=search["reader"]))
    with translation.override(search["language"]):
        first = [hit.entry for hit in find(who, search["q"]).in_order[:3]]
    said = [{one.url, one.key, one.label, one.title.text, *(name.text for name in one.names)} for one in first]
    return any(not names.isdisjoint(wanted) for names in said)


@pytest.fixture
def real(demo):
    """The demonstration, and the real activities as if all were verified."""
    said = {"apply": True, "submit": True, "agreed": "Report of the Conference, 2010"}
    apply_table(read_table(REAL.read_bytes()), by=make_cast()["grace"], **said)
    Activity.objects.filter(review=Activity.Review.SUBMITTED).update(review=Activity.Review.VERIFIED, is_agreed=True)


@pytest.mark.parametrize("path", SEARCHES, ids=lambda path: path.stem)
def test_what_people_look_for_is_among_the_first_three(real, path):
    searches = json.loads(path.read_text(encoding="utf-8"))
    missed = [search["q"] for search in searches if not is_found(search)]
    assert len(missed) <= len(searches) / 10, missed


@pytest.mark.parametrize(
    ("typed", "path"),
    [
        ("VI.T2", "/plan/targets/VI.T2/"),
        ("vi t2", "/plan/targets/VI.T2/"),
        ("vit2", "/plan/targets/VI.T2/"),
        ("the target VI.T2", "/plan/targets/VI.T2/"),
        ("III-v", "/plan/recommendations/III-v/"),
        ("III (v)", "/plan/recommendations/III-v/"),
        ("I (i)", "/plan/recommendations/I-i/"),
        ("theme 3", "/plan/themes/III/"),
        ("moz", "/countries/MOZ/"),
        ("MZ", "/countries/MOZ/"),
        ("moz-tza", "/borders/moz-tza/"),
    ],
)
def test_a_code_comes_first_however_it_is_typed(db, typed, path):
    assert urls(None, typed)[0] == path


@pytest.mark.parametrize(
    ("typed", "path"),
    [
        ("Tanzanie", "/countries/TZA/"),
        ("tanzanya", "/countries/TZA/"),
        ("congo kinshasa", "/countries/COD/"),
        ("RDC", "/countries/COD/"),
        ("Swaziland", "/countries/SWZ/"),
        ("Msumbiji", "/countries/MOZ/"),
    ],
)
@pytest.mark.parametrize("language", ["en", "pt"])
def test_a_country_is_found_by_every_usual_name_in_every_language(db, typed, path, language):
    assert urls(None, typed, language)[0] == path


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("ratifying", "ratification"),
        ("formation", "formacao"),
        ("traficking", "trafficking"),
        ("nairboi", "nairobi"),
        ("movment", "movements"),
        ("traff", "trafficking"),
    ],
)
def test_endings_beginnings_and_a_slip_are_forgiven(typed, meant):
    assert meant in alike(typed, [meant, "unrelated"])


@pytest.mark.parametrize(
    ("typed", "other"), [("2012", "2013"), ("act", "art"), ("protocol", "protection"), ("moz", "mwi")]
)
def test_another_word_is_not_taken_for_it(typed, other):
    assert alike(typed, [other]) == {}


def test_an_activity_is_found_by_all_that_it_says_and_who_has_a_part(cast):
    values = {"title": "Chess for border guards", "summary": "Opening moves.", "place": "Ulongwé"}
    partners = [{"organisation": "Casa Aberta", "role": "implementing"}]
    row = verified(cast["amina"], cast["nadia"], **values, partners=partners)
    for words in ("ches gards", "opening move", "ulongwe", "Casa Abreta", "chess moçambique"):
        assert row.get_absolute_url() in urls(None, words), words


# Why -------------------------------------------------------------------------------------------------------------------


def first(words, language="en"):
    with translation.override(language):
        return shown(find(rules.PUBLIC, words).hits[0])


def test_the_words_are_marked_where_they_stand(db):
    assert (
        first("smuggling protocols").title == "Ratify the <mark>smuggling</mark> and trafficking <mark>Protocols</mark>"
    )
    assert "<mark>Tanzanie</mark>" in first("tanzanie").passage
    assert first("tanzanie").passage_language == "fr"


def test_a_slip_is_named_with_its_right_spelling(as_person):
    assert first("smugling").spelt == ["smuggling"]
    assert "spelt “<bdi>smuggling</bdi>”" in as_person(None).get("/search/?q=smugling").content.decode()


def test_what_was_typed_and_recorded_is_text(as_person, cast):
    title = "<script>alert(1)</script> chess"
    verified(cast["amina"], cast["nadia"], title=title)
    for page in ways(as_person(None), "<script>alert(1)</script> chess")[:2]:
        assert ("<script>alert" in page, "&lt;" in page) == (False, True)


def test_nothing_found_is_said_with_what_may_have_been_meant(as_person, cast):
    page = as_person(None).get("/search/?q=trffcknig").content.decode()
    assert "Nothing that you have access to contains “<bdi>trffcknig</bdi>”." in page
    assert (page.count("Did you mean:"), 'value="trffcknig"' in page) == (1, True)


@pytest.mark.parametrize("words", ["", "   ", "\u00ad\u200b", "?!", "%00"])
def test_nothing_typed_is_no_search(as_person, words):
    answer = as_person(None).get("/search/", {"q": words})
    assert (answer.status_code, list(answer.context["best"])) == (200, [])


@pytest.mark.parametrize("words", ['"', "a OR b", "NEAR(x y)", "x*", "'; DROP TABLE", "(((", "%_%", "\\", "é" * 200])
def test_the_databases_own_signs_mean_nothing(as_person, words):
    assert [as_person(None).get(path, {"q": words}).status_code for path in ("/search/", "/search/suggest/")] == [
        200
    ] * 2


def test_more_than_can_be_searched_for_is_refused_in_words(as_person):
    long = "x" * (limits.SEARCH + 1)
    page = as_person(None).get("/search/", {"q": long})
    refusal = as_person(None).get("/api/v1/search/", {"q": long})
    assert (page.status_code, str(limits.SEARCH) in page.content.decode()) == (400, True)
    assert (refusal.status_code, refusal.json()["errors"][0]["field"]) == (400, "q")


# Rights ----------------------------------------------------------------------------------------------------------------

HIDDEN = {"title": "Ocarina lessons", "summary": "Ocarinas.", "place": "Ocarinaville", "lead": "Ocarina Society"}
MAY_READ = {"draft": {"amina", "grace"}, "submitted": {"amina", "grace", "nadia"}}
READERS = (None, "charlie", "olga", "thabo", "juma", "nadia", "amina", "grace")


@pytest.mark.parametrize("person", READERS)
@pytest.mark.parametrize("state", MAY_READ)
def test_what_one_may_not_see_is_neither_shown_nor_counted(as_person, cast, person, state):
    {"draft": record, "submitted": submitted}[state](cast["amina"], **HIDDEN)
    ways_shown = ["ocarina" in way.replace("ocarin-", "").lower() for way in ways(as_person(person), "ocarin-")]
    assert ways_shown == [person in MAY_READ[state]] * 3


def test_no_count_and_no_spelling_tells_of_what_is_hidden(as_person, cast):
    record(cast["amina"], **HIDDEN)
    answer = as_person("juma").get("/search/?q=ocraina")
    assert (answer.context["results"].hits, "ocarina" in answer.content.decode().lower()) == ([], False)
    hidden = as_person("juma").get("/api/v1/search/?q=ocarina").json()
    assert hidden == {"q": "ocarina", "nearest": hidden["nearest"], "groups": []}
    assert "ocarina" not in hidden["nearest"]


@pytest.mark.parametrize(("person", "sees"), [(None, False), ("charlie", False), ("olga", True), ("nadia", True)])
def test_an_edition_is_found_by_the_participants_and_once_published_by_everybody(as_person, bare, cast, person, sees):
    client, path = as_person(person), bare.get_absolute_url()
    words = str(bare.round)
    assert [path in way for way in ways(client, words)] == [sees] * 3
    workflow.publish_snapshot(by=cast["nadia"], code=bare.pk)
    assert [path in way for way in ways(client, words)] == [True] * 3


def test_a_country_that_has_not_agreed_is_not_told_of(cast):
    both = {"scope": "cross_border", "countries": ["MOZ", "TZA"], "claims": [], "title": "Kazoo days"}
    row = verified(cast["amina"], cast["nadia"], **both)
    hit = next(hit for hit in find(rules.PUBLIC, "kazoo").hits if hit.entry.key == str(row.pk))
    assert "Tanzania" not in {said.text for said in hit.entry.texts}


# Lists, addresses and the API --------------------------------------------------------------------------------------------


def test_the_former_address_leads_to_the_search(as_person):
    answer = as_person(None).get("/plan/?q=traite+des")
    assert (answer.status_code, answer.url) == (302, "/search/?q=traite+des")
    assert as_person(None).get("/plan/?q=traite&format=csv").status_code == 200
    assert "/plan/?q=traite&amp;format=csv" in as_person(None).get("/search/?q=traite").content.decode()


def test_the_lists_are_named_with_how_many_they_have(as_person, cast):
    for number in range(9):
        verified(cast["amina"], cast["nadia"], title=f"Chess {number}")
    page = as_person(None).get("/search/?q=chess").content.decode()
    assert ('href="/activities/?q=chess">Activities: list with exactly these words (9)' in page) is True
    assert 'href="?q=chess&amp;only=activity">Activities: all results (9)' in page
    alone = as_person(None).get("/search/?q=chess&only=activity")
    assert [len(hits) for _group, hits in alone.context["groups"]] == [9]


def test_the_api_answers_what_the_page_shows(as_person, demo):
    page = as_person(None).get("/search/?q=training+border+officers").context["results"]
    answer = as_person(None).get("/api/v1/search/?q=training+border+officers").json()
    assert [row["group"] for row in answer["groups"]] == [group.name for group in page.whole_groups]
    assert sum(row["total"] for row in answer["groups"]) == len(page.hits)
    assert answer["groups"][0]["results"][0]["url"] == page.hits[0].entry.url


@pytest.mark.parametrize("query", ["q=a&x=1", "q=a&q=b", "q=a&only=zebra"])
def test_the_api_refuses_what_it_does_not_know(as_person, query):
    assert as_person(None).get(f"/api/v1/search/?{query}").status_code == 400


def test_every_help_topic_has_the_anchor_to_which_a_hit_leads(as_person):
    page = as_person(None).get(reverse("help")).content.decode()
    assert re.findall(r"<section>|<dt>", page.partition("<main")[2]) == []
    hits = [hit.entry for hit in find(rules.PUBLIC, "who sees drafts").hits if hit.entry.kind == "help"]
    assert hits
    assert [hit.key for hit in hits if f'id="{hit.key}"' not in page] == []


# Upkeep and cost ---------------------------------------------------------------------------------------------------------


def keys_near(model, word):
    return set(model.objects.filter(near(model, [word])).values_list("pk", flat=True))


def test_what_is_written_in_whatever_way_is_found_at_once(cast):
    row = record(cast["amina"], title="Bassoon")
    assert row.pk in keys_near(Activity, "bassoon")
    Activity.objects.filter(pk=row.pk).update(searchable="clarinet")
    assert (row.pk in keys_near(Activity, "bassoon"), row.pk in keys_near(Activity, "clarinet")) == (False, True)
    workflow.discard_draft(by=cast["amina"], pk=row.pk)
    assert keys_near(Activity, "clarinet") == set()


def test_an_organisation_that_is_renamed_or_merged_is_found_as_it_is_called_now(cast):
    iom = Organisation.objects.get(name="IOM")
    added = workflow.add_organisation(by=cast["nadia"], values={"name": "Viola Trust", "kind": "other"})
    assert added.pk in keys_near(Organisation, "viola")
    workflow.merge_organisations(by=cast["nadia"], pk=added.pk, into=iom.pk)
    assert added.pk not in keys_near(Organisation, "viola")
    assert urls(None, "viola trust")[0] == iom.get_absolute_url()


def test_an_index_that_was_lost_stands_again_after_migrating(cast):
    row = record(cast["amina"], title="Oboe")
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            for event in ("insert", "update", "delete"):
                cursor.execute(f"DROP TRIGGER reports_activity_trigrams_{event}")
    Activity.objects.filter(pk=row.pk).update(searchable="harpsichord")
    index_anew()
    assert row.pk in keys_near(Activity, "harpsichord")
    Activity.objects.filter(pk=row.pk).update(searchable="spinet")
    assert row.pk in keys_near(Activity, "spinet")


def test_the_index_of_the_database_is_asked(cast):
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET LOCAL enable_seqscan = off")
    plan = Activity.objects.filter(near(Activity, ["training", "border"])).order_by().explain()
    assert "reports_activity_trigrams" in plan


@pytest.mark.parametrize("name", ["0001_squashed_0023_jobs", "0022_trigrams"])
def test_who_may_not_create_the_extension_is_told_who_may(monkeypatch, name):
    migration = import_module(f"reports.migrations.{name}")

    def refuse(*_given):
        raise DatabaseError("permission denied")

    monkeypatch.setattr(migration.TrigramExtension, "database_forwards", refuse)
    with pytest.raises(DatabaseError, match="superuser of PostgreSQL run CREATE EXTENSION pg_trgm"):
        migration.Trigrams().database_forwards("reports", None, None, None)


@pytest.mark.parametrize(("path", "most"), [("/search/?q=training", 12), ("/search/suggest/?q=training", 10)])
def test_a_search_costs_the_same_with_more_rows(as_person, cast, path, most):
    client, counted = as_person(None), []
    for more in (1, 1, 6):
        for _n in range(more):
            verified(cast["amina"], cast["nadia"], title="Training of trainers", lead="Training Centre")
        with CaptureQueriesContext(connection) as captured:
            assert client.get(path).status_code == 200
        counted.append(len(captured))
    assert counted == [most + (connection.vendor == "postgresql")] * 3


# In a browser ------------------------------------------------------------------------------------------------------------


@pytest.mark.browser
def test_suggestions_come_as_one_types_and_keys_choose_one(site, visitor):
    page = visitor()
    page.goto(site)
    page.fill("#search", "tanzania")
    page.wait_for_selector("#found [role=option]")
    assert page.get_attribute("#search", "aria-expanded") == "true"
    page.keyboard.press("ArrowDown")
    chosen = page.get_attribute("#search", "aria-activedescendant")
    assert page.get_attribute(f"#{chosen}", "aria-selected") == "true"
    page.keyboard.press("Escape")
    assert page.is_hidden("#found")
    page.keyboard.type(" ")
    page.wait_for_selector("#found [role=option]")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.wait_for_url("**/countries/TZA/")


@pytest.mark.browser
def test_without_scripts_the_box_leads_to_the_page(site, visitor):
    page = visitor(scripts=False)
    page.goto(site)
    page.fill("#search", "tanzania")
    page.keyboard.press("Enter")
    page.wait_for_url("**/search/?q=tanzania")
    assert page.input_value("#search") == "tanzania"
    assert page.get_attribute(".found a", "href") == "/countries/TZA/"
