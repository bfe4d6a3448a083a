"""What `verify_log` sees beside the rows of the log: snapshots, guards, and what was noted elsewhere."""

from datetime import date
from pathlib import Path
from unittest.mock import patch

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from reports import workflow
from reports.canonical import sha256_of
from reports.chain import Anchor, anchors_in, breaks, end_of_log
from reports.guards import DATED, EXPECTED, POSTGRESQL, SQLITE, broken_guards
from reports.models import Change, LogEnd, Snapshot
from reports.models.contact import Kept
from reports.snapshots import contents
from reports.workflow.history import record as append
from tests.base import make_cast
from tests.standing import stands
from themes.dated import Entered

TABLES = {name: sql.split(" ON ")[1].split()[0] for name, (sql, _body) in POSTGRESQL.items()}


def run(sql, *values):
    with connection.cursor() as cursor:
        cursor.execute(sql, values)


def lift(name):
    run(f"DROP TRIGGER {name}" + (f" ON {TABLES[name]}" if connection.vendor == "postgresql" else ""))


def lift_all():
    for name in EXPECTED[connection.vendor]:
        lift(name)


def problems():
    """What is wrong, the guards that a test has lifted aside."""
    return [broken.what for broken in breaks() if "no longer prevents" not in broken.what]


@stands
def frozen_of_2012():
    """A round of the past that was closed, and its snapshot."""
    day, by = date(2012, 12, 31), make_cast()["nadia"]
    row = workflow.open_round(by=by, title="2012", opens_on=day, closes_on=day, as_at=day)
    return workflow.close_round(by=by, pk=row.pk, contents=contents).pk


@pytest.fixture
def frozen(frozen_of_2012, db):
    return Snapshot.objects.get(pk=frozen_of_2012)


def test_a_snapshot_that_stands_is_whole(frozen):
    assert (list(breaks()), list(broken_guards())) == ([], [])


def test_a_corrected_edition_stands_beside_the_first(frozen):
    workflow.correct_snapshot(by=frozen.taken_by, code=frozen.code, why="One claim was wrong.", contents=contents)
    assert problems() == []


@pytest.mark.parametrize(("column", "value"), [("content", "{}"), ("public_content", "{}"), ("sha256", "0" * 64)])
def test_an_altered_snapshot_is_named(frozen, column, value):
    lift_all()
    run(f"UPDATE reports_snapshot SET {column} = %s", value)
    assert problems() == [f"snapshot {frozen.code} has been altered: its hash does not match its content"]


def test_a_snapshot_hashed_anew_is_not_the_one_of_the_log(frozen):
    lift_all()
    run("UPDATE reports_snapshot SET public_content = '{}', public_sha256 = %s", sha256_of("{}"))
    assert problems() == [f"snapshot {frozen.code} is not the one recorded in the change log"]


OTHERWISE = {
    "round_id": "(SELECT MAX(id) FROM reports_round)",
    "edition": "2, why = 'x', replaces_id = code",
    "taken_by_id": "(SELECT MIN(id) FROM reports_user)",
}


@pytest.mark.parametrize("column", OTHERWISE)
def test_a_snapshot_given_to_another_round_edition_or_person_is_found(frozen, column):
    day = date(2013, 12, 31)
    workflow.open_round(by=frozen.taken_by, title="2013", opens_on=day, closes_on=day, as_at=day)
    lift_all()
    run(f"UPDATE reports_snapshot SET {column} = {OTHERWISE[column]}")
    assert problems() == [f"snapshot {frozen.code} is not the one recorded in the change log"]


@pytest.mark.parametrize(("column", "value"), [("as_at", "2011-01-01"), ("taken_at", "2013-01-01 00:00:00")])
def test_a_snapshot_with_another_day_is_found(frozen, column, value):
    lift_all()
    run(f"UPDATE reports_snapshot SET {column} = %s", value)
    assert problems() == [f"snapshot {frozen.code} has dates that differ from its content"]


def test_a_snapshot_that_nobody_published_is_found(frozen):
    run(
        "INSERT INTO reports_snapshotpublication (snapshot_id, published_by_id, published_at)"
        " SELECT code, taken_by_id, taken_at FROM reports_snapshot"
    )
    assert problems() == [f"snapshot {frozen.code} was published by someone other than the change log says"]


def test_a_publication_that_was_taken_back_is_found(frozen):
    workflow.publish_snapshot(by=frozen.taken_by, code=frozen.code)
    assert problems() == []
    lift_all()
    run("DELETE FROM reports_snapshotpublication")
    assert problems() == [f"snapshot {frozen.code} was published by someone other than the change log says"]


def test_a_publication_in_the_name_of_another_is_found(frozen, cast):
    workflow.publish_snapshot(by=frozen.taken_by, code=frozen.code)
    lift_all()
    run("UPDATE reports_snapshotpublication SET published_by_id = %s", cast["paul"].pk)
    assert problems() == [f"snapshot {frozen.code} was published by someone other than the change log says"]


def test_a_removed_snapshot_is_missed(frozen):
    lift_all()
    run("DELETE FROM reports_snapshot")
    assert problems() == [f"snapshot {frozen.code} is missing: the change log records that it was taken"]


@pytest.mark.parametrize("number", range(len(SQLITE)))
def test_a_missing_guard_is_named(db, number):
    name = (list(EXPECTED[connection.vendor]) * 2)[number]
    lift(name)
    assert list(broken_guards()) == [f"{name} is missing"]


def test_a_guard_that_refuses_nothing_is_named(db):
    name = next(iter(EXPECTED[connection.vendor]))
    lift(name)
    if connection.vendor == "postgresql":
        run(f"CREATE TRIGGER {name} BEFORE DELETE ON reports_change EXECUTE FUNCTION reports_change_refuse()")
    else:
        run(f"CREATE TRIGGER {name} BEFORE UPDATE ON reports_change WHEN 0 BEGIN SELECT RAISE(ABORT, 'x'); END")
    assert list(broken_guards()) == [f"{name} differs from its original definition"]


def test_guards_that_are_switched_off_are_named(db):
    """On SQLite a trigger can only be dropped."""
    names = [name for name, table in TABLES.items() if table == "reports_snapshot"]
    if connection.vendor == "postgresql":
        run("ALTER TABLE reports_snapshot DISABLE TRIGGER USER")
    else:
        names = [name for name in EXPECTED["sqlite"] if name.startswith("snapshot")]
        for name in names:
            lift(name)
    assert list(broken_guards()) == [f"{name} is missing" for name in names]


@pytest.fixture
def said(frozen):
    """A row of each kind that is said from a day on; countries and bodies are shipped with theirs."""
    by, day = frozen.taken_by, date(2012, 1, 1)
    workflow.publish_snapshot(by=by, code=frozen.code)
    workflow.assess_target(by=by, target="VI.T2", verdict="met", reasons="Two.", language="en", assessed_on=day)
    why = {"decided_by": "Second Conference", "reason": "Too low."}
    workflow.revise_target(by=by, target="VI.T2", in_force_from=day, indicator="VI.T2.1", required=2, **why)
    workflow.note_call(by=by, country="MOZ", on=day, text="It comes.")
    workflow.write_to_country(by=by, country="MOZ", title="Report", text="By Friday.", language="en")


@pytest.mark.parametrize("statement", ["UPDATE {} SET id = id", "DELETE FROM {}"])
@pytest.mark.parametrize("table", DATED)
def test_what_is_said_from_a_day_on_is_never_altered(said, table, statement):
    with pytest.raises(DatabaseError, match="a correction is a new one"), transaction.atomic():
        run(statement.format(table))


@pytest.mark.parametrize("table", DATED)
def test_what_is_said_from_a_day_on_is_never_replaced(said, table):
    emptied, replaced = f"TRUNCATE {table} CASCADE", f"INSERT OR REPLACE INTO {table} SELECT * FROM {table}"
    connection.check_constraints()  # now, for PostgreSQL refuses to empty a table of which something is still to check
    with pytest.raises(DatabaseError, match="a correction is a new one"), transaction.atomic():
        run(emptied if connection.vendor == "postgresql" else replaced)


def test_every_kind_of_row_that_is_corrected_by_another_is_guarded():
    others = {"reports_judgement", "reports_snapshotpublication"}
    kept = [*Entered.__subclasses__(), *Kept.__subclasses__()]
    assert {model._meta.db_table for model in kept} | others == set(DATED)


# Anchors: the end of the log, noted where the owner of the database cannot write ---------------------------------------


@pytest.fixture
def rows(cast):
    for number in range(5):
        append(by=cast["nadia"], via="page", verb="round.opened", subject="round", subject_id=number)
    return list(Change.objects.order_by("id"))


@pytest.fixture
def noted(tmp_path) -> Path:
    return tmp_path / "anchors"


def rewrite(rows):
    """What somebody who owns the database can do: another story, every hash right."""
    lift_all()
    previous = ""
    for row in rows:
        row.reason, row.previous = "another story", previous
        previous = row.hash = row.computed_hash()
        run("UPDATE reports_change SET previous = %s WHERE id = %s", f"{row.pk}", row.pk)
    for row in rows:
        values = (row.reason, row.previous, row.hash, row.pk)
        run("UPDATE reports_change SET reason = %s, previous = %s, hash = %s WHERE id = %s", *values)
    LogEnd.objects.update(hash=previous)


def test_the_end_of_the_log_is_noted_once_a_day(rows, noted, cast):
    call_command("verify_log", anchor=noted)
    append(by=cast["nadia"], via="page", verb="round.opened", subject="round", subject_id=6)
    call_command("verify_log", anchor=noted)
    assert anchors_in(noted) == [Anchor(timezone.localdate(), 5, rows[-1].hash)]


def test_another_day_gets_a_line_of_its_own(rows, noted):
    noted.write_text(f"2026-01-01 3 {rows[2].hash}\n")
    call_command("verify_log", anchor=noted)
    assert noted.read_text() == f"2026-01-01 3 {rows[2].hash}\n{timezone.localdate()} 5 {end_of_log().hash}\n"


def test_a_rewritten_chain_is_whole_in_itself_and_not_what_was_noted(rows, noted):
    noted.write_text(f"2026-01-01 3 {rows[2].hash}\n")
    rewrite(rows)
    assert problems() == []
    message = "rewritten: on 2026-01-01, row 3 had a different hash"
    assert [broken.what for broken in breaks(anchors_in(noted)) if "append-only" not in broken.what] == [message]


def test_two_days_without_a_write_are_both_held_against_the_log(rows, noted):
    noted.write_text(f"2026-01-01 5 {'0' * 64}\n2026-01-02 5 {rows[4].hash}\n")
    assert [broken.what for broken in breaks(anchors_in(noted))] == [
        "rewritten: on 2026-01-01, row 5 had a different hash"
    ]


def test_a_log_cut_short_is_shorter_than_what_was_noted(rows, noted):
    noted.write_text(f"2026-01-01 7 {'0' * 64}\n")
    assert [broken.what for broken in breaks(anchors_in(noted))] == [
        "rows are missing: on 2026-01-01 there were 7, now there are 5"
    ]


def test_nothing_is_noted_of_a_log_that_is_broken(rows, noted):
    lift(next(iter(EXPECTED[connection.vendor])))
    with pytest.raises(CommandError, match=r"1 finding\."):
        call_command("verify_log", anchor=noted)
    assert not noted.exists()


@pytest.mark.parametrize(
    "line", ["nonsense", "2026-01-01 x " + "0" * 64, "2026-13-01 1 " + "0" * 64, "2026-01-01 1 00"]
)
def test_a_line_that_is_no_anchor_is_named(rows, noted, line):
    noted.write_text(f"2026-01-01 1 {rows[0].hash}\n{line}\n")
    with pytest.raises(CommandError, match="line 2 is not"):
        call_command("verify_log", anchor=noted)


def test_anchors_that_cannot_be_written_are_said(rows, tmp_path):
    with pytest.raises(CommandError, match="could not be added"):
        call_command("verify_log", anchor=tmp_path / "nowhere" / "anchors")


def test_a_last_row_that_is_hashed_anew_is_found(rows):
    lift_all()
    row = rows[-1]
    row.reason = "another"
    run("UPDATE reports_change SET reason = %s, hash = %s WHERE id = %s", "another", row.computed_hash(), row.pk)
    assert problems() == ["rewritten: it was the last row, and had a different hash"]


def test_rows_that_are_written_while_it_reads_are_no_finding(rows, cast):
    """The end is asked before and after: here it stands as it did before the last row came."""
    LogEnd.objects.update(rows=4, hash=rows[3].hash)
    with patch("reports.chain.end_of_log", side_effect=[end_of_log(), LogEnd(rows=5, hash=rows[4].hash)]):
        assert problems() == []
