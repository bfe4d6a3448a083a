"""What was merged away: its address leads on, to those who may see where; what is written to it is refused with the way."""

import pytest
from django.test import Client
from django.urls import reverse

from reports import workflow
from reports.models import Activity, Merge
from tests.base import R02, make_cast, record, submitted, verified
from tests.reviewing import reread
from tests.standing import stands
from tests.test_tables import counted, download, messages_of, previewed
from tests.workbooks import edited

IDENTIFIER = {"system": "moz-home", "identifier": "17"}


@stands
def kept_and_gone():
    cast = make_cast()
    for person in cast.values():
        workflow.choose_language(by=person, language="en")
    kept = verified(cast["amina"], cast["nadia"], external_id="A1")
    gone = submitted(cast["amina"], title="Recorded twice", external_id="B1", identifiers=[IDENTIFIER])
    claim = gone.claims.get().pk
    workflow.merge_activities(by=cast["paul"], pk=kept.pk, other=gone.pk)
    return {"kept": kept.pk, "gone": gone.pk, "claim": claim}


@pytest.fixture
def pair(kept_and_gone, db):
    """The one that stays, and the one merged into it, with its claim; in English for everybody."""
    return kept_and_gone | {"kept": Activity.objects.get(pk=kept_and_gone["kept"])}


def hidden(cast):
    """One of which the public sees nothing: it has not been verified."""
    kept, gone = submitted(cast["amina"]), submitted(cast["amina"])
    workflow.merge_activities(by=cast["paul"], pk=kept.pk, other=gone.pk)
    return gone.pk


# Pages --------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["activity", "activity_history", "activity_edit"])
def test_its_pages_lead_to_those_of_what_stays(as_person, pair, name):
    answer = as_person("amina").get(reverse(name, args=[pair["gone"]]) + "?a=1")
    assert (answer.status_code, answer.url) == (301, reverse(name, args=[pair["kept"].pk]) + "?a=1")
    assert "no-store" in answer["Cache-Control"]


def test_everybody_who_sees_what_stays_is_led_there_and_nobody_else(as_person, cast, pair):
    assert Client().get(reverse("activity", args=[pair["gone"]])).status_code == 301
    secret = reverse("activity", args=[hidden(cast)])
    answers = [Client().get(secret), as_person("olga").get(secret), as_person("amina").get(secret)]
    assert [answer.status_code for answer in answers] == [404, 404, 301]


def test_a_form_that_was_open_is_answered_with_the_way_and_what_was_typed(as_person, pair):
    typed = {"title": "Typed with care", "version": "1"}
    answer = as_person("amina").post(reverse("activity_edit", args=[pair["gone"]]), typed)
    page = answer.content.decode()
    assert (answer.status_code, "Typed with care" in page) == (409, True)
    assert pair["kept"].get_absolute_url() in page


def test_what_was_typed_and_never_sent_is_not_lost(as_person, cast, pair):
    path = reverse("activity_edit", args=[pair["gone"]])
    kept = {"key": f"activity-{pair['gone']}", "path": path, "title": "x", "fields": "title=Typed+with+care&submit=1"}
    workflow.keep_unsaved(by=cast["amina"], **kept)
    page = as_person("amina").get(f"{path}?typed={kept['key']}").content.decode()
    assert ("Typed with care" in page, pair["kept"].get_absolute_url() in page) == (True, True)
    assert as_person("grace").get(path).status_code == 301


@pytest.mark.parametrize("name", ["activity_submit", "activity_discard", "activity_verify", "remark_add"])
def test_a_button_that_was_open_is_answered_so_too(as_person, pair, name):
    assert as_person("nadia").post(reverse(name, args=[pair["gone"]])).status_code == 409


def test_a_form_that_is_sent_again_makes_nothing_new(as_person, cast, pair):
    sent = {"key": str(pair["gone"]), "title": "x", "countries": ["MOZ"], "scope": "national", "language": "en"}
    sent |= {"status": "planned", "visibility": "public", "actions": ["VI.1"]}
    answer = as_person("amina").post(reverse("activity_new"), sent)
    assert (answer.status_code, Activity.objects.count()) == (409, 1)


def test_it_stands_on_no_list(as_person, pair):
    pages = ("/activities/", "/review/", "/desk/", "/countries/MOZ/", "/plan/actions/VI.1/")
    seen = [str(pair["gone"]) in as_person("nadia").get(page).content.decode() for page in pages]
    assert seen == [False] * len(pages)


# The page of the merge ----------------------------------------------------------------------------------------------


def test_a_reviewer_merges_on_the_page(as_person, cast):
    kept, gone = verified(cast["amina"], cast["nadia"]), submitted(cast["amina"], title="Recorded twice")
    address = f"{reverse('activity_merge', args=[kept.pk])}?with=https://example.org{gone.get_absolute_url()}"
    client = as_person("paul")
    page = client.get(address)
    names = [row.name for row in page.context["rows"]]
    assert (page.status_code, names) == (200, ["title"])
    sent = {"other": gone.pk, "version": reread(kept).version, "other_version": gone.version, "choose:title": "other"}
    answer = client.post(address, sent)
    assert (answer.status_code, answer.url, reread(kept).title) == (302, kept.get_absolute_url(), "Recorded twice")


@pytest.mark.parametrize(("asked", "words"), [("nonsense", "no activity with this address"), ("itself", "with itself")])
def test_the_page_says_what_cannot_be_merged(as_person, cast, asked, words):
    workflow.choose_language(by=cast["paul"], language="en")
    row = submitted(cast["amina"])
    answer = as_person("paul").get(
        reverse("activity_merge", args=[row.pk]), {"with": row.pk if asked == "itself" else asked}
    )
    assert (answer.status_code, words in answer.content.decode()) == (422, True)


def test_the_page_names_what_stays_of_one_that_was_merged_already(as_person, cast, pair):
    row = submitted(cast["amina"])
    answer = as_person("paul").get(reverse("activity_merge", args=[row.pk]), {"with": str(pair["gone"])})
    assert "has been merged into “National meeting to assess progress”" in answer.content.decode()


def test_what_was_chosen_is_still_there_when_the_days_contradict(as_person, cast):
    workflow.choose_language(by=cast["paul"], language="en")
    day = {"indicator": "VI.T1.1", "unit": "MOZ", "achieved_on": "2014-05-27"}
    kept, gone = submitted(cast["amina"]), submitted(cast["amina"], title="Another", claims=[day])
    answer = as_person("paul").post(
        reverse("activity_merge", args=[kept.pk]), {"other": gone.pk, "choose:title": "other"}
    )
    chosen = {row.name: row.chosen for row in answer.context["rows"]}
    assert (answer.status_code, chosen) == (422, {"title": "other", "VI.T1.1 MOZ": ""})
    assert "give different dates for the same result" in answer.content.decode()


def test_the_merge_is_undone_on_its_page(as_person, pair):
    pk = Merge.objects.get().pk
    page = as_person("nadia").get(reverse("activity_history", args=[pair["kept"].pk])).content.decode()
    assert reverse("merge", args=[pk]) in page
    assert as_person("amina").post(reverse("merge_undo", args=[pk])).status_code == 403
    assert as_person("nadia").post(reverse("merge_undo", args=[pk])).status_code == 302
    assert as_person("amina").get(reverse("activity", args=[pair["gone"]])).status_code == 200


# Programs -----------------------------------------------------------------------------------------------------------


def test_a_program_that_reads_it_is_led_on(api, pair):
    address = f"/api/v1/activities/{pair['gone']}/"
    answer = api("amina").get(address)
    assert (answer.status_code, answer["Location"]) == (301, f"/api/v1/activities/{pair['kept'].pk}/")
    assert answer.json()["merged_into"] == str(pair["kept"].pk)
    shouted = api("amina").get(f"/api/v1/activities/{str(pair['gone']).upper()}/")
    assert shouted["Location"] == f"/api/v1/activities/{pair['kept'].pk}/"


def test_a_program_that_reads_its_claim_is_led_on(api, pair):
    answer = api("amina").get(f"/api/v1/claims/{pair['claim']}/")
    assert (answer.status_code, answer["Location"]) == (301, f"/api/v1/claims/{pair['kept'].claims.get().pk}/")


def test_a_program_that_sees_nothing_of_it_is_told_nothing(api, cast, pair):
    assert api().get(f"/api/v1/activities/{hidden(cast)}/").status_code == 404


@pytest.mark.parametrize(
    ("method", "path", "body"),
    [
        ("patch", "activities/{gone}/", {"title": "x", "version": 1}),
        ("put", "activities/{gone}/", {"title": "x", "version": 1}),
        ("delete", "activities/{gone}/", None),
        ("post", "activities/{gone}/submit/", None),
        ("post", "activities/{gone}/confirm/", None),
        ("post", "activities/{gone}/evidence/", {"citation": "IOM, 2014"}),
        ("post", "activities/", R02 | {"external_id": "B1"}),
        ("post", "activities/", R02 | {"identifiers": [IDENTIFIER]}),
        ("post", "claims/{claim}/evidence/", {"citation": "IOM, 2014"}),
    ],
)
def test_a_program_that_writes_to_it_is_refused_with_the_way(api, pair, method, path, body):
    address = "/api/v1/" + path.format(**pair)
    answer = getattr(api("amina"), method)(address, body, format="json")
    if answer.status_code == 404 and path.startswith("claims"):  # no such route
        return
    assert (answer.status_code, answer.json()["merged_into"]) == (409, str(pair["kept"].pk))
    assert "has been merged into “National meeting to assess progress”" in answer.json()["detail"]


def test_a_program_merges_and_undoes_it(api, cast):
    kept, gone = submitted(cast["amina"]), submitted(cast["amina"], title="Recorded twice")
    sent = {
        "other": str(gone.pk),
        "version": kept.version,
        "other_version": gone.version,
        "choices": {"title": "other"},
    }
    answer = api("paul").post(f"/api/v1/activities/{kept.pk}/merge/", sent, format="json")
    assert (answer.status_code, answer.json()["title"]) == (200, "Recorded twice")
    undone = api("nadia").post(f"/api/v1/activities/{kept.pk}/undo-merge/", {"other": str(gone.pk)}, format="json")
    assert (undone.status_code, undone.json()["title"]) == (200, R02["title"])
    assert api("amina").get(f"/api/v1/activities/{gone.pk}/").status_code == 200


@pytest.mark.parametrize(
    ("who", "other", "status"),
    [("amina", "gone", 403), ("paul", "itself", 400), ("paul", "draft", 404), ("paul", "merged", 409)],
)
def test_a_program_is_told_why_not(api, cast, pair, who, other, status):
    kept = pair["kept"]
    named = {
        "itself": kept.pk,
        "merged": pair["gone"],
        "gone": submitted(cast["amina"]).pk,
        "draft": record(cast["amina"]).pk,
    }
    answer = api(who).post(f"/api/v1/activities/{kept.pk}/merge/", {"other": str(named[other])}, format="json")
    assert (answer.status_code, bool(answer.json()["detail"])) == (status, True)


# Tables -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("column", ["reference", "id", "identifiers"])
def test_a_row_of_a_table_is_refused_with_the_way(cast, pair, column):
    key = {"reference": "B1", "id": pair["gone"], "identifiers": "moz-home: 17"}[column]
    upload = previewed(cast["amina"], f"{column},title\n{key},From the file\n".encode())
    assert "has been merged into “National meeting to assess progress”" in " ".join(messages_of(upload).values())
    assert reread(pair["kept"]).title == R02["title"]


def test_the_same_reference_of_ones_own_is_taken(cast):
    """Juma's A1 was merged into an activity that Amina calls A1 too."""
    shared = {"scope": "cross_border", "countries": ["MOZ", "TZA"], "claims": [], "external_id": "A1"}
    kept, gone = submitted(cast["amina"], **shared), submitted(cast["juma"], **shared)
    workflow.merge_activities(by=cast["paul"], pk=kept.pk, other=gone.pk)
    assert counted(previewed(cast["amina"], b"reference,title\nA1,From the file\n")) == {"changed": 1}


def test_a_workbook_from_before_changes_nothing_where_nobody_typed(cast):
    kept, gone = verified(cast["amina"], cast["nadia"]), submitted(cast["amina"], title="Recorded twice")
    content = download(cast["amina"])
    workflow.merge_activities(by=cast["paul"], pk=kept.pk, other=gone.pk)
    assert counted(previewed(cast["amina"], content)) == {}
    typed = [("activities", line, "place", "Pemba") for line in (3, 4)]
    assert counted(previewed(cast["amina"], edited(content, typed))) == {"changed": 1, "refused": 1}


def test_of_several_that_are_confirmed_the_one_that_is_gone_is_named(as_person, cast, pair):
    sent = {"activity": [str(pair["gone"]), str(pair["kept"].pk)]}
    page = as_person("amina").post(reverse("activities_confirm"), sent, follow=True).content.decode()
    assert ("1 activity confirmed" in page, "has been merged into" in page) == (True, True)


def test_a_row_of_what_stays_is_taken_as_ever(cast, pair):
    assert messages_of(previewed(cast["amina"], b"reference,title\nA1,From the file\n")) == {}
