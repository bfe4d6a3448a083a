"""Likely duplicates on every surface: told, and in nobody's way; "another event" is said once and not asked again."""

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from reports import workflow
from reports.models import Activity, AnotherEvent, Change, Country
from reports.tables.uploads import apply_upload, read_on, receive_table
from tests.base import R02, fresh, make_cast, prove, record, submitted, verified
from tests.reviewing import reread
from tests.standing import stands

SHARED = {"scope": "cross_border", "countries": ["MOZ", "TZA"], "claims": []}
TABLE = "reference;title;countries;actions;starts_on;ends_on;lead\nA1;National meeting to assess progress;MOZ;VI.1;2014-05-26;2014-05-26;IOM\n"


@stands
def sent_twice():
    amina = make_cast()["amina"]
    return submitted(amina).pk, submitted(amina).pk


@pytest.fixture
def two(sent_twice, db):
    """The meeting twice, recorded and sent by Mozambique."""
    return tuple(Activity.objects.get(pk=pk) for pk in sent_twice)


def post(client, path, body=None):
    return client.post(f"/api/v1/activities/{path}", body or {}, format="json")


def named_by(answer):
    """The other activities that an answer of the API warns of."""
    return {row["activity"] for row in answer.json().get("warnings", []) if row["kind"] == "duplicate"}


def shown(client, activity, name="activity"):
    """The other activities that a page shows as likely duplicates."""
    alike = client.get(reverse(name, args=[activity.pk])).context["alike"]
    return {one.activity.pk for one in alike.likely}


def previewed(person, content=TABLE):
    file = SimpleUploadedFile("work.csv", content.encode())
    upload = receive_table(by=fresh(person), country=Country.objects.get(pk="MOZ"), file=file)
    read_on(upload)
    return upload


def pairs():
    return AnotherEvent.objects.count()


def test_the_page_after_submitting_shows_them(as_person, cast, two):
    third, client = record(cast["amina"]), as_person("amina")
    answer = client.post(reverse("activity_submit", args=[third.pk]), follow=True)
    assert [row.activity.pk for row in answer.context["alike"].likely] == sorted(row.pk for row in two)
    assert Activity.objects.get(pk=third.pk).review == "submitted"


@pytest.mark.parametrize(("name", "page"), [("nadia", "activity_verify"), ("nadia", "activity"), ("amina", "activity")])
def test_reviewers_and_authors_read_them_on_the_page(as_person, two, name, page):
    assert shown(as_person(name), two[0], page) == {two[1].pk}


@pytest.mark.parametrize("name", [None, "olga", "juma", "thabo"])
def test_the_page_tells_nobody_else(as_person, cast, name):
    first, _second = verified(cast["amina"], cast["nadia"]), verified(cast["amina"], cast["nadia"])
    answer = as_person(name).get(reverse("activity", args=[first.pk]))
    assert (answer.context["alike"], b'id="duplicates"' in answer.content) == (None, False)


def test_the_queue_names_them(as_person, two):
    lines = as_person("nadia").get(reverse("review")).context["lines"]
    assert {(line.activity.pk, one.activity.pk) for line in lines for one in line.duplicates} == {
        (two[0].pk, two[1].pk),
        (two[1].pk, two[0].pk),
    }


def test_a_reviewer_verifies_all_the_same(as_person, two):
    as_person("nadia").post(reverse("review_verify"), {"activity": f"{two[0].pk}.{reread(two[0]).version}"})
    assert reread(two[0]).review == "verified"


@pytest.mark.parametrize("name", ["amina", "nadia"])
def test_another_event_is_said_on_the_page_and_taken_back(as_person, two, name):
    client, other = as_person(name), {"other": str(two[1].pk)}
    assert client.post(reverse("another_event", args=[two[0].pk]), other).url == two[0].get_absolute_url()
    assert [shown(as_person(who), two[0]) for who in ("amina", "nadia")] == [set(), set()]
    page = client.get(two[0].get_absolute_url()).context["alike"]
    assert [(row.pk, said.by.username) for row, said in page.apart] == [(two[1].pk, name)]
    client.post(reverse("another_event_withdraw", args=[two[0].pk]), other)
    assert (shown(client, two[0]), pairs()) == ({two[1].pk}, 0)


def test_it_leads_back_to_the_decision(as_person, two):
    body = {"other": str(two[1].pk), "review": "1"}
    answer = as_person("nadia").post(reverse("another_event", args=[two[0].pk]), body)
    assert answer.url == reverse("activity_verify", args=[two[0].pk])


@pytest.mark.parametrize("other", ["", "x", "self", "00000000-0000-4000-8000-000000000000", "hidden"])
def test_what_is_no_other_activity_changes_nothing(as_person, cast, two, other):
    hidden = record(cast["juma"], countries=["TZA"], claims=[])
    named = {"self": str(two[0].pk), "hidden": str(hidden.pk)}.get(other, other)
    for name in ("another_event", "another_event_withdraw"):
        answer = as_person("amina").post(reverse(name, args=[two[0].pk]), {"other": named}, follow=True)
        assert (answer.status_code, pairs()) == (200, 0)
        assert [message.level_tag for message in answer.context["messages"]] == ["error"]


def test_one_who_only_sees_both_may_not_say_it(as_person, cast):
    first, second = verified(cast["amina"], cast["nadia"]), verified(cast["amina"], cast["nadia"])
    answer = as_person("olga").post(reverse("another_event", args=[first.pk]), {"other": str(second.pk)})
    assert (answer.status_code, pairs()) == (403, 0)


def test_an_activity_is_no_other_than_itself(cast, two):
    with pytest.raises(ValidationError, match="Choose an activity other"):
        workflow.say_another_event(by=cast["amina"], pk=two[0].pk, other=two[0].pk)


def test_the_history_of_what_was_handed_in_says_nothing_of_a_draft(cast):
    draft, sent = record(cast["amina"], **SHARED), submitted(cast["amina"], **SHARED)
    workflow.say_another_event(by=cast["amina"], pk=sent.pk, other=draft.pk)
    assert [row.subject_id for row in Change.objects.filter(verb="activity.told_apart")] == [str(draft.pk)]


def test_a_discarded_draft_leaves_no_pair(cast):
    draft, sent = record(cast["amina"]), submitted(cast["amina"])
    workflow.say_another_event(by=cast["amina"], pk=sent.pk, other=draft.pk)
    workflow.discard_draft(by=cast["amina"], pk=draft.pk)
    assert pairs() == 0


def test_the_api_names_them_at_each_step(cast, api, two):
    client, both = api("amina"), {str(row.pk) for row in two}
    made = post(client, "", R02)
    body = {"version": made.json()["version"], "place": "Maputo"}
    changed = client.patch(f"/api/v1/activities/{made.json()['id']}/", body, format="json")
    prove(cast["amina"], Activity.objects.get(pk=made.json()["id"]))
    sent = post(client, f"{made.json()['id']}/submit/")
    done = post(api("nadia"), f"{made.json()['id']}/verify/")
    assert [named_by(answer) for answer in (made, changed, sent, done)] == [both] * 4
    assert [answer.status_code for answer in (made, changed, sent, done)] == [201, 200, 200, 200]


def test_the_api_tells_personal_data_and_duplicates_in_one_list(api, two):
    kinds = {
        row["kind"] for row in post(api("amina"), "", R02 | {"summary": "Call +258 84 123 4567."}).json()["warnings"]
    }
    assert kinds == {"telephone", "duplicate"}


def test_a_warning_of_the_api_says_why(api, two):
    [first, _second] = post(api("amina"), "", R02).json()["warnings"]
    assert first.keys() == {"field", "kind", "passage", "activity", "reasons"}
    assert (first["field"], first["passage"]) == ("activity", R02["title"])
    assert {"sign": "same_days", "text": "same dates"} in first["reasons"]


def test_the_api_lists_them_for_authors_and_reviewers(api, cast):
    first, second = verified(cast["amina"], cast["nadia"]), verified(cast["amina"], cast["nadia"])
    answers = [api(name).get(f"/api/v1/activities/{first.pk}/duplicates/") for name in ("amina", "nadia", "olga")]
    assert [answer.status_code for answer in answers] == [200, 200, 403]
    assert [(row["activity"], row["review"]) for row in answers[0].json()] == [(str(second.pk), "verified")]


def test_another_event_is_said_by_the_api_and_taken_back(api, two):
    client, other = api("amina"), {"activity": str(two[1].pk)}
    address = f"/api/v1/activities/{two[0].pk}/another-event/"
    said = [client.post(address, other, format="json").status_code for _time in range(2)]
    assert (said, client.get(f"/api/v1/activities/{two[0].pk}/duplicates/").json()) == ([204, 204], [])
    withdrawn = [client.delete(f"{address}?activity={two[1].pk}").status_code for _time in range(2)]
    assert (withdrawn, pairs()) == ([204, 404], 0)


@pytest.mark.parametrize(
    ("body", "status"), [({}, 400), ({"activity": "x"}, 400), ({"activity": "self"}, 400), ({"activity": "gone"}, 404)]
)
def test_the_api_refuses_what_is_no_other_activity(api, two, body, status):
    named = {"self": str(two[0].pk), "gone": "00000000-0000-4000-8000-000000000000"}
    body = {name: named.get(value, value) for name, value in body.items()}
    assert post(api("amina"), f"{two[0].pk}/another-event/", body).status_code == status


def test_a_table_names_them_and_is_saved_all_the_same(as_person, cast, two):
    upload = previewed(cast["amina"])
    [row] = upload.preview["rows"]
    assert {one["activity"] for one in row["duplicates"]} == {str(activity.pk) for activity in two}
    page = as_person("amina").get(reverse("table", args=[upload.pk])).content.decode()
    assert all(activity.get_absolute_url() in page for activity in two)
    assert (upload.preview["alike"], upload.preview["warned"], 'name="anyway"' in page) == (1, 0, False)
    assert apply_upload(upload).applied


def test_a_table_costs_as_many_queries_for_one_row_as_for_three(cast, two):
    more = TABLE + "".join(TABLE.splitlines()[1].replace("A1", name) + "\n" for name in ("A2", "A3"))
    costs = []
    for content in (TABLE, more):
        with CaptureQueriesContext(connection) as queries:
            previewed(cast["amina"], content)
        costs.append(len(queries))
    assert costs[0] == costs[1]


def test_a_row_that_was_told_apart_is_not_named_again(cast, two):
    upload = previewed(cast["amina"])
    apply_upload(upload)
    third = Activity.objects.get(identifiers__value="A1")
    for one in two:
        workflow.say_another_event(by=cast["amina"], pk=third.pk, other=one.pk)
    [row] = previewed(cast["amina"], TABLE.replace("to assess progress", "on progress")).preview["rows"]
    assert (row["what"], row["duplicates"]) == ("changed", [])


def test_the_command_names_them(cast, two, tmp_path, capsys):
    (tmp_path / "t.csv").write_text(TABLE, encoding="utf-8")
    call_command("import_activities", tmp_path / "t.csv", by="amina")
    written = capsys.readouterr().err
    assert all(f"likely duplicate of {activity.pk}, {activity.title} (same dates; " in written for activity in two)
