"""A table is written together: in few queries, as if row by row, all or nothing, and never over what others wrote meanwhile."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from reports import tallies, workflow
from reports.activity.state import activity_state, with_state
from reports.chain import breaks
from reports.models import Activity, Change, Membership, Organisation, User
from reports.tables import applying
from reports.tables.applying import apply_table
from reports.tables.parsing import read_table
from reports.workflow import pen
from tests.base import R02, fresh, record
from tests.test_import import FILE

HEADINGS = "reference,title,actions,status,starts_on,countries,lead,partners,claims,source"
ROW = "{mark}{n},Meeting {n},VI.1;VI.2,completed,2012-01-0{day},{where},IOM,Partner {other};HCR,VI.T1.1=MOZ@2012-01-0{day},Report {n}"


def table(rows: int, mark: str = "A", where: str = "MOZ"):
    lines = (ROW.format(mark=mark, n=n, day=1 + n % 9, other=n % 7, where=where) for n in range(rows))
    return read_table("\n".join((HEADINGS, *lines)).encode())


def imported(by: User, rows, **options):
    return apply_table(rows, by=fresh(by), country="MOZ", **options)


def counted(work) -> int:
    """The queries that it takes."""
    with CaptureQueriesContext(connection) as captured:
        work()
    return len(captured)


def everything() -> Iterator[object]:
    """Of all activities and of the log, without keys and moments."""
    yield from standing()
    yield from logged()


def standing() -> Iterator[object]:
    """What stands of all activities, with their words, spans and evidence."""
    for row in with_state(Activity.objects.order_by("title", "created_at")):
        words = [(one.country_id, one.word, one.by_id, one.decision) for one in row.agreements.all()]
        claims = [
            (one.indicator_id, one.country_id, one.body_id, one.word, one.word_by_id, one.verification, one.ended_on)
            for one in row.claims.all()
        ]
        spans = list(row.status_spans.values_list("status", "since", "until"))
        proof = list(row.evidence.values_list("kind", "url", "citation", "of_country", "confidentiality"))
        heard = sorted(row.confirmations.values_list("on", "country"), key=str)
        own = (
            row.review,
            row.version,
            row.is_agreed,
            row.begun_on,
            row.searchable,
            row.counted_by_id,
            row.counted_for_id,
        )
        yield activity_state(row), own, words, claims, spans, proof, heard


def logged() -> Iterator[object]:
    titles = {str(row.pk): row.title for row in Activity.objects.all()}
    names = {str(row.pk): row.name for row in Organisation.objects.all()}
    for change in Change.objects.order_by("pk"):
        about = titles.get(change.subject_id) or names.get(change.subject_id) or change.subject_id
        said = [{name: row[name] for name in row if name != "evidence"} for row in (change.before, change.after)]
        yield change.verb, about, change.by_id, change.via, change.country_id, change.reason, *said


def undone(work) -> list[object]:
    """Everything as it stands after this work, of which nothing stays."""
    with transaction.atomic():
        work()
        result = [*everything(), *tallies.differences(), *breaks()]
        transaction.set_rollback(True)
    return result


def row_by_row(by: User, rows, **options) -> None:
    """By the verbs that a page calls, one after the other."""
    decision = options.get("agreed", "")
    for row in applying.TableComparison(rows, applying.Site(by=by, country="MOZ")).rows():
        said = {"by": by, "via": "import"}
        activity = workflow.create_activity(**said, values=row.values, decision=decision)
        for link in row.links:
            workflow.add_evidence(**said, pk=activity.pk, **link)
        if options.get("submit"):
            workflow.submit_activity(**said, pk=activity.pk, decision=decision)


@pytest.mark.parametrize(
    ("by", "options"),
    [("amina", {}), ("grace", {"submit": True}), ("grace", {"submit": True, "agreed": "Report of 2012"})],
)
def test_rows_are_written_as_if_one_by_one(cast, by, options):
    person = fresh(cast[by])
    together = undone(lambda: apply_table(table(12), by=person, country="MOZ", **options))
    assert together == undone(lambda: row_by_row(fresh(person), table(12), **options))


def test_the_real_rows_are_written_as_if_one_by_one(cast):
    person, rows, options = fresh(cast["grace"]), read_table(FILE.read_bytes()), {"submit": True, "agreed": "Report"}
    together = undone(lambda: apply_table(rows, by=person, country="MOZ", **options))
    assert together == undone(lambda: row_by_row(fresh(person), rows, **options))


def renamed(mark: str):
    return read_table(
        "\n".join(
            (HEADINGS, *(ROW.format(mark=mark, n=n, day=1 + n % 9, other=9, where="MOZ") for n in range(12)))
        ).encode()
    )


@pytest.mark.parametrize("submit", [False, True])
def test_changes_are_written_as_if_one_by_one(cast, submit):
    amina = cast["amina"]
    imported(amina, table(12), submit=submit)

    def one_by_one():
        for row in applying.TableComparison(renamed("A"), applying.Site(by=amina, country="MOZ")).rows():
            said = {"by": fresh(amina), "via": "import", "version": row.version}
            workflow.update_activity(**said, pk=Activity.objects.get(pk=row.pk).pk, values=row.values)

    together = undone(lambda: imported(amina, renamed("A")))
    assert (together == undone(one_by_one), Activity.objects.count()) == (True, 12)


def test_a_row_more_costs_less_than_a_query(cast):
    imported(cast["amina"], table(1, "W"))
    few = counted(lambda: imported(cast["amina"], table(10, "A")))
    many = counted(lambda: imported(cast["amina"], table(60, "B")))
    assert (few <= 55, many - few <= 10) == (True, True)


def test_a_changed_row_costs_a_query(cast):
    for mark, rows in (("A", 10), ("B", 60)):
        imported(cast["amina"], table(rows, mark), submit=True)
    few, many = (
        counted(lambda mark=mark, n=n: imported(cast["amina"], changed(mark, n))) for mark, n in (("A", 10), ("B", 60))
    )
    assert many - few == 50


def test_one_write_costs_few_queries(cast):
    amina, values = fresh(cast["amina"]), R02 | {"partners": [{"organisation": "UNHCR", "role": "funding"}]}
    workflow.create_activity(by=amina, values=values)
    made: list[Activity] = []
    create = counted(lambda: made.append(workflow.create_activity(by=amina, values=values)))
    said = {"by": amina, "pk": made[0].pk}
    submit = counted(lambda: workflow.submit_activity(**said))
    change = counted(
        lambda: workflow.update_activity(**said, version=2, values={"ends_on": "2014-05-27", "lead": "HCR"})
    )
    assert (create <= 19, submit <= 31, change <= 31) == (True, True, True)


def changed(mark: str, rows: int):
    text = "\n".join(
        (HEADINGS, *(ROW.format(mark=mark, n=n, day=1 + n % 9, other=3, where="MOZ") for n in range(rows)))
    )
    return read_table(text.replace("Meeting", "Assembly").encode())


def test_a_dry_run_locks_and_writes_nothing(cast):
    with CaptureQueriesContext(connection) as captured:
        outcome = imported(cast["amina"], table(10), apply=False)
    asked = {query["sql"].split()[0] for query in captured}
    assert (asked, len(outcome.of("created")), Activity.objects.count()) == ({"SELECT"}, 10, 0)


def test_many_rows_leave_the_sums_and_the_log_right(cast):
    imported(cast["grace"], table(600, where="MOZ;TZA"), submit=True)
    assert (Activity.objects.count(), list(tallies.differences()), list(breaks())) == (0, [], [])
    imported(cast["grace"], table(600), submit=True)
    assert (Activity.objects.count(), list(tallies.differences()), list(breaks())) == (600, [], [])


# Meanwhile ------------------------------------------------------------------------------------------------------------


@pytest.fixture
def meanwhile(monkeypatch):
    """`meanwhile(work)`: others do this once, after a table was worked out and before it is written."""
    write, todo = applying.workflow.whole, []

    def after_others(*args, **kwargs):
        while todo:
            todo.pop()()
        return write(*args, **kwargs)

    monkeypatch.setattr(applying.workflow, "whole", after_others)
    return todo.append


def test_what_somebody_else_has_changed_meanwhile_is_a_conflict(cast, meanwhile):
    amina = cast["amina"]
    imported(amina, table(3))
    row = Activity.objects.get(title="Meeting 1")
    said = {"by": fresh(amina), "version": row.version, "values": {"summary": "Theirs"}}
    meanwhile(lambda: workflow.update_activity(pk=row.pk, **said))
    outcome = imported(amina, changed("A", 3))
    row.refresh_from_db()
    assert ([one.what for one in outcome.rows], row.title) == (["changed", "conflict", "changed"], "Meeting 1")
    assert (row.summary, outcome.applied, list(tallies.differences())) == ("Theirs", True, [])


def test_what_is_left_as_a_conflict_is_not_said_to_be_submitted(cast, meanwhile):
    amina = cast["amina"]
    imported(amina, table(3))
    row = Activity.objects.get(title="Meeting 1")
    said = {"by": fresh(amina), "pk": row.pk, "version": row.version, "values": {"summary": "Theirs"}}
    meanwhile(lambda: workflow.update_activity(**said))
    outcome = imported(amina, changed("A", 3), submit=True)
    row.refresh_from_db()
    assert (outcome.submitted, row.review) == (["A0", "A2"], "draft")


def test_what_was_returned_is_changed_and_submitted_again(cast):
    amina = cast["amina"]
    imported(amina, table(1), submit=True)
    row = Activity.objects.get()
    workflow.return_activity(by=cast["nadia"], pk=row.pk, remark="When?")
    row.confirmations.update(on=timezone.localdate() - timedelta(1))
    outcome = imported(amina, changed("A", 1), submit=True)
    row.refresh_from_db()
    assert (outcome.submitted, row.review, list(breaks())) == (["A0"], "submitted", [])


def test_an_identifier_that_is_taken_meanwhile_is_a_conflict(cast, meanwhile):
    imported(cast["amina"], table(1, "Z"))
    meanwhile(lambda: workflow.create_activity(by=fresh(cast["amina"]), values=R02 | {"external_id": "A1"}))
    outcome = imported(cast["amina"], table(3))
    assert ([row.what for row in outcome.rows], outcome.applied) == (["created", "conflict", "created"], True)
    assert (Activity.objects.count(), list(breaks())) == (4, [])


def test_an_organisation_that_is_added_meanwhile_is_the_one_that_is_named(cast, meanwhile):
    meanwhile(lambda: workflow.add_organisation(by=cast["nadia"], values={"name": "PARTNER 1", "kind": "donor"}))
    outcome = imported(cast["amina"], table(3))
    named = Activity.objects.get(title="Meeting 1").partners.values_list("organisation__name", flat=True)
    assert (outcome.applied, "PARTNER 1" in named) == (True, True)
    assert Organisation.objects.filter(searchable="partner 1").count() == 1


def test_who_has_lost_their_role_meanwhile_writes_nothing(cast, meanwhile):
    today = timezone.localdate()
    meanwhile(lambda: Membership.objects.filter(person=cast["amina"]).update(until=today))
    outcome = imported(cast["amina"], table(3))
    assert (outcome.applied, {row.what for row in outcome.rows}) == (False, {"refused"})
    assert Activity.objects.count() == 0


def test_what_breaks_off_in_the_middle_leaves_nothing(cast, monkeypatch):
    def broken(_changes):
        raise MemoryError

    monkeypatch.setattr(pen, "append", broken)
    before = (Change.objects.count(), Organisation.objects.count())
    with pytest.raises(MemoryError):
        imported(cast["amina"], table(5))
    assert (Activity.objects.count(), Change.objects.count(), Organisation.objects.count()) == (0, *before)


def test_what_is_begun_anew_saves_what_was_undone(cast, monkeypatch):
    """Somebody else wrote the same in the meantime: evidence that was taken back with its transaction is there after the second try."""
    row, tries = record(cast["amina"]), []

    def first_fails():
        tries.append(1)
        if len(tries) == 1:
            raise IntegrityError

    monkeypatch.setattr("reports.workflow.transactions.catch_up", first_fails)
    made = workflow.add_evidence(by=cast["amina"], pk=row.pk, kind="citation", citation="Minutes")
    assert (len(tries), list(row.evidence.values_list("pk", flat=True))) == (2, [made.pk])
