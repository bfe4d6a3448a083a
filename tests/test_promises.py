"""Sentences that say "all" or "only" of something that can be counted: here they are counted."""

import re

import pytest
from django.template import engines
from django.utils.html import strip_tags

from actionplan.api import SchemaGenerator
from reports.workflow.saved_views import LISTS
from tests.printed import ROOT
from tests.walk import OPEN, addresses

# What each part of the API is called in the help page's sentences about it.
READ = {
    **dict.fromkeys(("themes", "groups", "actions", "recommendations", "targets", "topics", "audiences"), "the Plan"),
    "countries": "countries",
    "bodies": "regional bodies",
    "organisations": "organizations",
    "systems": "outside systems",
    "claims": "claims",
    "later-facts": "progress notes and other later developments",
    "activities": "activities",
    "adoptions": "national plans",
    "remarks": "questions",
    "rounds": "reporting rounds",
    "judgements": "assessments",
    "snapshots": "editions",
    "progress": "figures",
    "search": "the search",
}
WRITTEN = {
    "activities": "activities",
    "evidence": "evidence",
    "systems": "outside systems",
    "merge": "merges",
    "claims": "claims",
    "later-facts": "progress notes and other later developments",
    "finding": "findings",
    "rounds": "reports",
    "decide": "decisions",
    "adoptions": "national plans",
    "remarks": "questions",
    "reply": "answers",
}
ON_PAGES_ONLY = (
    "people",
    "contacts",
    "tokens",
    "changes",
    "views",
    "narrative",
    "border_regions",
    "trend",
    "moved",
    "compare",
)

# What each list is called in the sentence about files of `docs/features.md`.
LISTED = {
    "activities": "activities",
    "organisations": "organisations",
    "people": "people",
    "tokens": "tokens",
    "changes": "changes",
    "review": "waits for review",
    "plan": "menu of actions",
    "target": "targets",
    "recommendations": "recommendations",
    "scorecard": "scorecard",
    "gaps": "gaps",
    "countries": "countries",
    **dict.fromkeys(("matrix", "moved", "participants", "compare", "region", "trend"), "the region's tables"),
    "national_plan": "plans",
    "rounds": "rounds",
    "round": "their countries",
    "organisation": "activities",
    **dict.fromkeys(("funding", "funding_sources"), "funding"),
    **dict.fromkeys(("snapshot", "snapshot_target", "snapshots_compare"), "snapshots"),
}


@pytest.fixture(scope="module")
def paths():
    """`{path below /api/v1/: its methods}`."""
    operations = SchemaGenerator().get_schema(request=None, public=True)["paths"]
    return {path.removeprefix("/api/v1/"): set(methods) for path, methods in operations.items()}


@pytest.fixture
def sentences(as_person):
    """The help page's sentences on what is read, on what is written and on what is neither."""
    page = " ".join(strip_tags(as_person(None).get("/help/").content.decode()).split())
    return re.search(
        r"Software can read the following over the API, subject to access: (.*?)\. "
        r"With a token it can write: (.*?)\. (Available only .*?)\.",
        page,
    )


def test_the_help_page_names_what_can_be_read_over_the_api(paths, sentences):
    assert {path.partition("/")[0] for path in paths} == set(READ)
    assert [words for words in READ.values() if words not in sentences[1]] == []


def test_the_help_page_names_what_can_be_written_over_the_api(paths, sentences):
    writing = [path for path, methods in paths.items() if methods & {"post", "put", "patch"}]
    assert {path.partition("/")[0] for path in writing} == {
        *("activities", "systems", "claims", "later-facts", "adoptions", "remarks", "rounds")
    }
    parts = {part for path in writing for part in path.split("/")}
    assert [(part, words) for part, words in WRITTEN.items() if part not in parts or words not in sentences[2]] == []


def test_what_it_says_is_on_the_pages_only_is_not_in_the_api(paths, sentences):
    parts = {part for path in paths for part in path.split("/")}
    assert (parts & set(ON_PAGES_ONLY), sentences[3].count(",")) == (set(), len(ON_PAGES_ONLY) - 3)


def test_the_features_name_the_lists_that_come_as_files():
    text = " ".join((ROOT / "docs" / "features.md").read_text(encoding="utf-8").split())
    sentence = text.partition("these lists come as Excel or streamed CSV:")[2].partition(". ")[0]
    assert (set(LISTED), [words for words in LISTED.values() if words not in sentence]) == (LISTS, [])


def test_the_language_is_chosen_at_the_top_of_a_page(page_of, walked):
    pages = {path: page_of(None, path) for path in addresses(None, walked)}
    assert [path for path, page in pages.items() if 'action="/language/"' not in page.partition("<main")[0]] == []
    assert len(pages) > len(OPEN)


def test_an_administrator_sees_all_that_a_country_and_the_working_group_see(as_person, walked):
    client = as_person("grace")
    for name in ("draft", "submitted"):
        assert client.get(f"/activities/{walked[name]}/").context["inside"]
        assert client.get(f"/activities/{walked[name]}/history/").status_code == 200


def test_each_fragment_that_a_document_names_is_there():
    text = (ROOT / "docs" / "design-system.md").read_text(encoding="utf-8")
    named = set(re.findall(r'"([\w/]*_?\w+\.html)"', text)) | set(re.findall(r"`([\w/]*_\w+\.html)`", text))
    assert len(named) > 10
    for name in named:
        engines["django"].get_template(name)
