"""The focal point's desk, without a browser: forms keep what was typed, say what is wrong, and warn of personal data."""

import pytest
from django.urls import reverse

from reports import workflow
from reports.models import Activity, Change
from reports.pages import SIZE
from reports.privacy import personal_data
from reports.search.entries import ACTION, TARGET
from tests.base import fresh, record, submitted, verified

EMPTY = {"scope": "national", "status": "planned", "language": "pt", "visibility": "public", "countries": ["MOZ"]}


@pytest.mark.parametrize(
    ("text", "passages"),
    [
        ("Write to ana.silva@example.org", ["ana.silva@example.org"]),
        ("Call +258 84 123 4567 now", ["+258 84 123 4567"]),
        ("Case 123-45C67890 was heard", ["123-45C67890"]),
        ("Passport AB1234567", ["AB1234567"]),
        ("40 officers, 26 May 2014, USD 120000.50, 2012-06-30", []),
        ("Recommendation III (v) and action VI.11", []),
    ],
)
def test_personal_data_is_noticed(text, passages):
    assert [row.passage for row in personal_data(text)] == passages


def test_a_text_with_personal_data_is_held_until_it_is_confirmed(as_person, cast):
    client, data = as_person("amina"), EMPTY | {"title": "Call +258 84 123 4567"}
    held = client.post(reverse("activity_new"), data)
    assert (held.status_code, Activity.objects.count()) == (422, 0)
    assert "+258 84 123 4567" in held.content.decode()
    assert client.post(reverse("activity_new"), data | {"anyway": "on"}).status_code == 302


def test_a_draft_is_saved_with_nothing_but_its_country(as_person, cast):
    assert as_person("amina").post(reverse("activity_new"), EMPTY).status_code == 302
    assert Activity.objects.get().title == ""


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"starts_on": "2012-13-45"}, "starts_on"),
        ({"starts_on": "2012-12-31", "ends_on": "2012-01-01"}, "ends_on"),
        ({"amount_needed": "5"}, "currency"),
        ({"currency": "dollars"}, "currency"),
        ({"actions": ["VI.99"]}, "actions"),
        ({"title": "x" * 201}, "title"),
        ({"countries": ["MOZ", "TZA"]}, "countries"),
    ],
)
def test_an_error_stands_at_its_field_and_nothing_is_lost(as_person, cast, wrong, field):
    page = as_person("amina").post(reverse("activity_new"), EMPTY | {"summary": "Typed with care"} | wrong)
    assert (page.status_code, field in page.context["form"].errors) == (422, True)
    assert "Typed with care" in page.content.decode()


def test_a_focal_point_is_not_offered_what_is_not_theirs(as_person, cast):
    scopes = [
        value
        for value, _label in as_person("amina").get(reverse("activity_new")).context["form"].fields["scope"].choices
    ]
    assert scopes == ["national", "cross_border"]
    refused = as_person("amina").post(reverse("activity_new"), EMPTY | {"countries": ["TZA"]})
    assert (refused.status_code, Activity.objects.count()) == (422, 0)


def test_what_is_missing_is_listed_with_its_field(as_person, cast):
    draft = workflow.create_activity(by=cast["amina"], values={"countries": ["MOZ"]})
    page = as_person("amina").post(reverse("activity_submit", args=[draft.pk]))
    assert page.status_code == 422
    assert [url.partition("#")[2] for _message, url in page.context["missing"]] == [
        "id_title",
        "id_actions_0",
        "id_starts_on",
    ]


def test_several_are_confirmed_at_once_but_only_ones_own(as_person, cast):
    mine = verified(cast["amina"], cast["nadia"])
    theirs = verified(cast["juma"], cast["nadia"], countries=["TZA"], claims=[])
    Activity.objects.update(confirmed_on="2014-06-01")
    client = as_person("amina")
    client.post(reverse("activities_confirm"), {"activity": [str(mine.pk)]})
    assert Activity.objects.get(pk=mine.pk).confirmed_on != Activity.objects.get(pk=theirs.pk).confirmed_on
    assert client.post(reverse("activities_confirm"), {"activity": [str(theirs.pk)]}).status_code == 403


def test_pages_lead_forth_and_back(as_person, cast):
    for number in range(30):
        record(cast["amina"], title=f"Activity {number:02}")
    client, address = as_person("amina"), reverse("activities")
    first = client.get(address).context["page"]
    second = client.get(address + first.next_url).context["page"]
    back = client.get(address + second.previous_url).context["page"]
    assert (len(first.rows), len(second.rows), second.next_url) == (25, 5, "")
    assert [row.pk for row in back.rows] == [row.pk for row in first.rows]


@pytest.mark.parametrize(
    "query",
    [
        "?country=MOZ",
        "?theme=VI",
        "?action=VI.1",
        "?recommendation=VIII (iii)",
        "?status=completed",
        "?review=draft",
        "?q=PROGRÈSS",
        "?starts_after=2014-01-01",
        "?scope=national",
    ],
)
def test_each_filter_finds_it(as_person, cast, query):
    record(cast["amina"])
    assert len(as_person("amina").get(reverse("activities") + query).context["page"].rows) == 1


@pytest.mark.parametrize(
    "query",
    [
        "?country=TZA",
        "?theme=I",
        "?action=VI.2",
        "?status=planned",
        "?review=verified",
        "?q=nothing",
        "?starts_before=2014-01-01",
        "?country=ZZZ",
        "?after=nonsense&theme=V",
    ],
)
def test_each_filter_leaves_it_out(as_person, cast, query):
    record(cast["amina"])
    assert as_person("amina").get(reverse("activities") + query).context["page"].rows == []


def test_a_reviewer_decides_claim_by_claim(as_person, cast):
    activity = submitted(cast["amina"])
    claim, client = activity.claims.get(), as_person("nadia")
    address = reverse("activity_verify", args=[activity.pk])
    data = {"version": activity.version, f"decision_{claim.pk}": "refused", f"finding_{claim.pk}": ""}
    assert client.post(address, data).status_code == 422
    assert client.post(address, data | {f"finding_{claim.pk}": "Another meeting"}).status_code == 302
    assert activity.claims.get().verification == "refused"


def test_a_reviewer_who_read_an_old_version_is_told(as_person, cast):
    activity = submitted(cast["amina"])
    claim = activity.claims.get()
    workflow.update_activity(by=cast["amina"], pk=activity.pk, version=activity.version, values={"title": "Other"})
    data = {"version": activity.version, f"decision_{claim.pk}": "verified"}
    assert as_person("nadia").post(reverse("activity_verify", args=[activity.pk]), data).status_code == 422
    assert Activity.objects.get().review == "submitted"


def test_a_return_is_seen_by_the_country(as_person, cast):
    activity = submitted(cast["amina"])
    as_person("nadia").post(reverse("activity_return", args=[activity.pk]), {"remark": "Who took part?"})
    assert "Who took part?" in as_person("amina").get(activity.get_absolute_url()).content.decode()


def test_the_history_tells_who_did_what(as_person, cast):
    activity = submitted(cast["amina"])
    workflow.update_activity(
        by=fresh(cast["amina"]), pk=activity.pk, version=activity.version, values={"place": "Beira"}
    )
    page = as_person("nadia").get(reverse("activity_history", args=[activity.pk])).content.decode()
    assert ("Beira" in page, "amina" in page) == (True, True)


def test_a_long_history_has_pages(as_person, cast):
    activity = submitted(cast["amina"])
    for n in range(SIZE):
        version = Activity.objects.get(pk=activity.pk).version
        workflow.update_activity(by=cast["amina"], pk=activity.pk, version=version, values={"place": f"Beira {n}"})
    address = reverse("activity_history", args=[activity.pk])
    newest = as_person("nadia").get(address)
    oldest = as_person("nadia").get(address + newest.context["page"].next_url)
    listed = [change.pk for page in (newest, oldest) for change, _words in page.context["changes"]]
    assert listed == list(Change.objects.of(activity).order_by("-id").values_list("pk", flat=True))
    assert len(listed) > SIZE


@pytest.mark.parametrize("words", ["ETAT", "étàt", "traite", "réfugiés", "Trafficking", "tráfico"])
def test_the_plan_is_searched_without_accents_or_case(as_person, db, words):
    page = as_person(None).get(reverse("plan"), {"q": words}, follow=True)
    assert {hit.entry.kind for hit in page.context["results"].hits} & {ACTION, TARGET}


def test_after_confirming_on_the_desk_one_is_back_there(as_person, cast):
    row = submitted(cast["amina"])
    answer = as_person("amina").post(reverse("activities_confirm"), {"activity": str(row.pk), "desk": "1"})
    assert (answer.status_code, answer.url) == (302, reverse("desk"))


def test_a_desk_with_an_expected_claim_to_settle_is_not_clear(as_person, cast):
    claims = [{"indicator": "VI.T1.1", "unit": "MOZ", "achieved_on": None}]
    submitted(cast["amina"], claims=claims)
    desk = as_person("amina").get(reverse("desk")).context["desk"]
    assert (len(desk.expected), desk.is_clear) == (1, False)
