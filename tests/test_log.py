"""The change log: nobody alters it unnoticed, and everybody sees of it what concerns them."""

from datetime import date
from threading import Thread

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.db import DatabaseError, OperationalError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import translation

from reports import workflow
from reports.activity.state import activity_state, with_state
from reports.chain import breaks
from reports.models import Activity, Change, HistoryIsAppendOnly
from reports.wording import FOR_PROGRAMS, change_words, field_name
from reports.workflow.history import record as append
from tests.base import R02, record, submitted, today, verified
from tests.test_every_verb_is_logged import SAYS

PATH = "/changes/"


def broken_rows():
    return [(broken.row, broken.what.partition(":")[0]) for broken in breaks()]


def run(sql, *values):
    with connection.cursor() as cursor:
        cursor.execute(sql, values)


def test_a_field_is_named_in_words_whatever_its_name_ends_in():
    assert [field_name(name) for name in ("external_id", "country_id", "lead", "nonsense_id")] == [
        "partner's own identifier",
        "country",
        "lead organization",
        "nonsense_id",
    ]


@pytest.fixture
def unguarded(cast):
    """A log of five rows whose guards somebody with the database's password has taken away."""
    if connection.vendor == "postgresql":
        run("ALTER TABLE reports_change DISABLE TRIGGER USER")
    else:
        for name in ("no_update", "no_delete", "no_replace"):
            run(f"DROP TRIGGER reports_change_{name}")
    for number in range(5):
        append(by=cast["nadia"], via="page", verb="round.opened", subject="round", subject_id=number, reason="why")
    return list(Change.objects.order_by("id"))


LOST = "the database no longer prevents changes to append-only tables"


def missing():
    return [(None, LOST)] * (2 if connection.vendor == "postgresql" else 3)


def test_the_log_of_a_whole_story_is_whole(cast, capsys):
    activity = verified(cast["amina"], cast["nadia"])
    workflow.confirm_unchanged(by=cast["amina"], pks=[activity.pk])
    assert broken_rows() == []
    call_command("verify_log")
    assert f"{Change.objects.count()} rows" in capsys.readouterr().out


def test_each_row_carries_the_hash_of_the_one_before(cast):
    verified(cast["amina"], cast["nadia"])
    rows = list(Change.objects.order_by("id"))
    assert [row.previous for row in rows] == ["", *(row.hash for row in rows[:-1])]


def test_what_is_taken_back_leaves_no_gap(cast):
    record(cast["amina"])
    with transaction.atomic():
        record(cast["amina"], title="Withdrawn")
        transaction.set_rollback(True)
    record(cast["amina"])
    assert broken_rows() == []


@pytest.mark.parametrize(
    ("column", "value"),
    [("reason", "another"), ("verb", "round.closed"), ("at", "2001-01-01 00:00:00+00:00"), ("after", '{"x": 1}')],
)
def test_an_altered_row_is_named(unguarded, column, value):
    run(f"UPDATE reports_change SET {column} = %s WHERE id = %s", value, unguarded[2].pk)
    assert broken_rows() == [(unguarded[2].pk, "altered"), *missing()]


def test_a_row_hashed_anew_is_found_at_the_next_one(unguarded):
    row = Change.objects.get(pk=unguarded[2].pk)
    row.reason = "another"
    run("UPDATE reports_change SET reason = %s, hash = %s WHERE id = %s", "another", row.computed_hash(), row.pk)
    assert broken_rows() == [(unguarded[3].pk, "gap"), *missing()]


def test_a_removed_row_is_found_at_the_next_one(unguarded):
    run("DELETE FROM reports_change WHERE id = %s", unguarded[1].pk)
    assert (unguarded[2].pk, "gap") in broken_rows()


def test_a_removed_last_row_is_found_at_the_end(unguarded, cast):
    run("DELETE FROM reports_change WHERE id = %s", unguarded[-1].pk)
    assert broken_rows() == [(None, "the log ends after 4 rows, but 5 were written"), *missing()]


def test_the_command_fails_and_names_the_row(unguarded, capsys):
    run("UPDATE reports_change SET reason = 'x' WHERE id = %s", unguarded[0].pk)
    with pytest.raises(CommandError, match=f"{1 + len(missing())} findings"):
        call_command("verify_log")
    assert f"row {unguarded[0].pk}: altered" in capsys.readouterr().err


@pytest.mark.parametrize("sql", ["UPDATE reports_change SET reason = 'x'", "DELETE FROM reports_change"])
def test_the_database_refuses(cast, sql):
    record(cast["amina"])
    with pytest.raises(DatabaseError, match="the change log is only added to"), transaction.atomic():
        run(sql)


def test_the_database_refuses_to_replace_or_empty(cast):
    record(cast["amina"])
    sql = "INSERT OR REPLACE INTO reports_change SELECT * FROM reports_change"
    if connection.vendor == "postgresql":
        run("SET CONSTRAINTS ALL IMMEDIATE")
        sql = "TRUNCATE reports_change"
    with pytest.raises(DatabaseError, match="the change log is only added to"), transaction.atomic():
        run(sql)


def test_the_database_refuses_a_second_row_after_the_same_one(cast):
    """Two writers who both read the same end could not both write."""
    record(cast["amina"])
    columns = [field.column for field in Change._meta.concrete_fields if field.name != "id"]
    names = ", ".join(f'"{name}"' for name in columns)
    with pytest.raises(DatabaseError), transaction.atomic():
        run(f"INSERT INTO reports_change ({names}) SELECT {names} FROM reports_change")


@pytest.mark.django_db(transaction=True, available_apps=settings.INSTALLED_APPS)  # emptied with all that hangs on it
def test_writers_at_once_make_one_chain(committed_cast):
    writer = committed_cast["grace"]

    def write():
        for number in range(10):
            append_patiently(by=writer, via="page", verb="round.opened", subject="round", subject_id=number)
        connection.close()

    threads = [Thread(target=write) for _n in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (Change.objects.count(), broken_rows()) == (40, [])


def append_patiently(**row):
    """A database in memory says at once that it is locked, where a file would wait."""
    while True:
        try:
            return append(**row)
        except OperationalError as busy:
            if "locked" not in str(busy):
                raise


@pytest.mark.parametrize(
    "alter",
    [
        lambda row: row.save(),
        lambda row: row.delete(),
        lambda row: Change.objects.update(reason="x"),
        lambda row: Change.objects.all().delete(),
        lambda row: Change.objects.bulk_create([Change()]),
        lambda row: Change.objects.bulk_update([row], ["reason"]),
    ],
)
def test_no_code_alters_it(cast, alter):
    record(cast["amina"])
    with pytest.raises(HistoryIsAppendOnly):
        alter(Change.objects.first())


@pytest.mark.parametrize("name", ["change", "delete"])
def test_the_admin_alters_nothing(as_person, cast, name):
    record(cast["amina"])
    row = Change.objects.get()
    address = reverse(f"admin:reports_change_{name}", args=[row.pk])
    assert as_person("grace").post(address, {"reason": "x", "post": "yes"}).status_code == 403


def test_an_append_costs_three_queries(cast):
    record(cast["amina"])
    with CaptureQueriesContext(connection) as queries:
        append(by=cast["nadia"], via="page", verb="round.opened", subject="round", subject_id=1)
    assert len(queries) == 3


# Reading it ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("person", "status"),
    [(None, 302), ("charlie", 403), ("olga", 403), ("thabo", 200), ("amina", 200), ("nadia", 200), ("grace", 200)],
)
def test_it_is_open_to_those_who_write_and_review(as_person, person, status):
    assert as_person(person).get(PATH).status_code == status


def seen(client, **asked):
    return [(row.change.verb, row.change.country_id) for row in client.get(PATH, asked).context["changes"]]


def test_a_focal_point_sees_what_concerns_their_country(as_person, cast):
    submitted(cast["amina"])
    record(cast["juma"], countries=["TZA"], claims=[])
    assert {country for _verb, country in seen(as_person("amina"))} == {"MOZ"}
    assert {country for _verb, country in seen(as_person("nadia"))} == {"MOZ", "TZA"}


def test_a_focal_point_sees_what_is_shared_with_a_neighbour_once_the_country_agreed(as_person, cast):
    row = submitted(cast["juma"], scope="cross_border", countries=["MOZ", "TZA"], claims=[])
    before = seen(as_person("amina"))
    workflow.agree(by=cast["amina"], pk=row.pk, country="MOZ")
    shared = [("activity.submitted", None), ("activity.evidence_added", None), ("activity.created", None)]
    assert (before, seen(as_person("amina"))) == ([], [("activity.agreed", "MOZ"), *shared])


@pytest.mark.parametrize(("person", "is_open"), [("amina", True), ("grace", True), ("nadia", False)])
def test_a_draft_says_nothing_to_the_working_group(as_person, cast, person, is_open):
    record(cast["amina"], title="Not yet")
    page = as_person(person).get(PATH)
    assert ("Not yet" in page.content.decode()) == is_open
    assert page.context["changes"][0].is_closed != is_open


@pytest.mark.parametrize(
    ("asked", "number"),
    [
        ({"person": "amina"}, 3),
        ({"person": "nadia"}, 0),
        ({"country": "TZA"}, 1),
        ({"subject": "activity"}, 4),
        ({"verb": "activity.submitted"}, 1),
        ({"via": "api"}, 1),
        ({"since": "2100-01-01"}, 0),
        ({"until": "2100-01-01"}, 4),
        ({"until": "2001-01-01"}, 0),
        ({"since": "nonsense"}, 0),
    ],
)
def test_it_is_filtered(as_person, cast, asked, number):
    submitted(cast["amina"])
    workflow.create_activity(by=cast["juma"], values=R02 | {"countries": ["TZA"], "claims": []}, via="api")
    assert len(seen(as_person("grace"), **asked)) == number


def test_it_is_filtered_by_its_subject(as_person, cast):
    first, _second = record(cast["amina"]), record(cast["amina"])
    assert len(seen(as_person("grace"), subject_id=str(first.pk))) == 1


def test_it_is_read_page_by_page_without_loss(as_person, cast):
    for number in range(60):
        append(by=cast["nadia"], via="page", verb="round.opened", subject="round", subject_id=number)
    client, path, read = as_person("nadia"), PATH, []
    while path:
        page = client.get(path).context["page"]
        read += [row.subject_id for row in page.rows]
        path = page.next_url and PATH + page.next_url
    assert read == [str(number) for number in reversed(range(60))]
    assert client.get(PATH + page.previous_url).context["page"].rows[0].subject_id == "34"


def queries(client):
    with CaptureQueriesContext(connection) as made:
        client.get(PATH)
    return len(made)


@pytest.mark.parametrize("person", ["amina", "nadia"])
def test_it_costs_the_same_however_many_rows(as_person, cast, person):
    submitted(cast["amina"])
    client = as_person(person)
    at_first = queries(client)
    submitted(cast["amina"])
    submitted(cast["amina"])
    assert (queries(client), at_first <= 12) == (at_first, True)


def test_a_change_tells_before_and_after(as_person, cast):
    activity = record(cast["amina"])
    values = {"title": "Second title"}
    workflow.update_activity(by=cast["amina"], pk=activity.pk, version=activity.version, values=values)
    change = as_person("grace").get(PATH).context["changes"][0]
    assert ("title", R02["title"], "Second title", True) in change.rows
    assert (change.name, change.url) == ("Second title", Activity.objects.get().get_absolute_url())


def test_the_footer_leads_to_it_only_for_those_who_may(as_person, cast):
    leads = [f'href="{PATH}"' in as_person(name).get("/").content.decode() for name in (None, "olga", "amina")]
    assert leads == [False, False, True]


# People --------------------------------------------------------------------------------------------------------------


def test_no_name_and_no_address_of_a_person_is_written_into_the_log(as_person, cast):
    as_person("amina").post(reverse("profile"), {"first_name": "Amina", "last_name": "Cossa"})
    workflow.create_token(by=cast["grace"], owner=cast["amina"], name="ministry", scope="read", days=9)
    written = str(list(Change.objects.values_list("before", "after", "reason", "subject_id")))
    assert [word for word in ("Cossa", "amina", "Amina", "@") if word in written] == []


def test_a_person_who_stands_in_the_log_by_their_id_is_named_as_they_are_called_today(as_person, cast):
    workflow.create_token(by=cast["grace"], owner=cast["amina"], name="ministry", scope="read", days=9)
    workflow.choose_name(by=cast["amina"], first_name="Amina", last_name="Cossa")
    assert "Amina Cossa" in as_person("grace").get(reverse("changes")).content.decode()


def test_an_older_row_keeps_the_user_name_that_it_held(cast):
    change = Change(verb="token.created", subject="token", before={}, after={"owner": "amina"})
    assert change_words(change, {1: "Somebody"})["rows"] == [("owner", "", "amina", False)]


def test_a_remark_is_named_in_the_log_with_what_it_is_on(cast):
    remark = workflow.add_remark(by=cast["nadia"], pk=submitted(cast["amina"]).pk, text="Why?", field="summary")
    workflow.reply_to_remark(by=cast["amina"], pk=remark.pk, reply="So.")
    made, answered = Change.objects.filter(verb__startswith="activity.remark").order_by("id")
    named = {"remark": str(remark.pk), "field": "summary"}
    assert (made.before, made.after) == (named, named | {"text": "Why?", "of": ["MOZ"]})
    assert (answered.before, answered.after) == (named | {"reply": ""}, named | {"reply": "So.", "of": ["MOZ"]})


def test_a_discarded_draft_is_kept_whole_in_the_log(cast):
    draft = record(cast["amina"])
    state = activity_state(with_state(Activity.objects).get(pk=draft.pk))
    workflow.discard_draft(by=cast["amina"], pk=draft.pk)
    row = Change.objects.get(verb="activity.discarded")
    assert (row.before, row.after) == (state, {})


def test_whatever_a_row_names_is_named_in_words():
    names = {name for sides in SAYS.values() for side in sides for name in side.split()} - FOR_PROGRAMS
    alike = {"action", "organisation", "participation", "source"}  # the same word in French
    with translation.override("fr"):
        assert {name for name in names if field_name(name) == name} <= alike


def test_a_reason_is_read_in_the_reader_s_language_or_marked(as_person, cast):
    said = {"verdict": "at_risk", "reasons": "Few answers.", "language": "en", "assessed_on": date(2012, 6, 1)}
    workflow.assess_target(
        by=cast["nadia"], target="VI.T1", **said, translations={"reasons": {"fr": "Peu de réponses."}}
    )
    assert "<p><bdi>Peu de réponses.</bdi></p>" in as_person("paul").get("/changes/").content.decode()
    workflow.choose_language(by=cast["paul"], language="pt")
    marked = '<p><bdi lang="en">Few answers.</bdi> <span class="small muted">(em inglês)</span></p>'
    assert marked in as_person("paul").get("/changes/").content.decode()


def test_those_who_were_reminded_are_named(as_person, cast, noon):
    row = workflow.open_round(by=cast["nadia"], title="Now", opens_on=today(), closes_on=today(), as_at=today())
    workflow.remind_countries(by=cast["nadia"], pk=row.pk)
    page = as_person("nadia").get("/changes/").content.decode()
    assert [str(cast[name]) in page for name in ("amina", "juma", "olga")] == [True, True, False]
