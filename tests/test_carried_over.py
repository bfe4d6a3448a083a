"""What was recorded before statuses had days and money had lines: every figure stays what it was."""

import importlib
from datetime import date, timedelta
from pathlib import Path
from types import SimpleNamespace

import pytest
from django.apps import apps
from django.db import connection
from django.db.models import F

from reports import tallies, workflow
from reports.activity.funding import one_line
from reports.activity.state import activity_state
from reports.models import Activity, Claim, FundingLine, LaterFact, Merge, Remark, StatusSpan
from reports.summaries import Selection, activity_totals, matrix_by_action, matrix_by_recommendation, target_progress
from reports.tables.applying import apply_table
from reports.tables.parsing import read_table
from reports.workflow.statuses import settle_facts
from tests.base import record, submitted
from tests.merging import merge
from tests.recount import Recount
from tests.reviewing import reread

REAL = Path(__file__).parent / "data" / "real-activities.csv"
SPAN = ("activity", "status", "since", "until")


def migration(name):
    return importlib.import_module(f"reports.migrations.{name}")


# Statuses ----------------------------------------------------------------------------------------------------------------


def carried_over():
    """As until statuses had days: one for all of them, and nothing reported later; then with what is filled in."""
    LaterFact.objects.all().delete()
    StatusSpan.objects.all().delete()
    Claim.objects.update(ended_on=None, ended_on_known="")
    nothing = {"begun_on": None, "status_since": None, "first_status": "planned", "first_status_since": None}
    Activity.objects.update(**nothing, first_status_reason="")
    with connection.cursor() as cursor:
        migration("0015_statuses_of_the_past").fill(apps, cursor)
    tallies.build()
    return recount_of_before()


def recount_of_before():
    """By the rule of then: what was said to be under way or completed had begun on its start."""
    recount = Recount()
    for activity in recount.activities:
        row, stood = activity["row"], activity["row"].status
        has_begun = stood in ("in_progress", "completed") and row.starts_on
        activity["statuses"] = [(date.min, "planned"), (row.starts_on, stood)] if has_begun else [(date.min, stood)]
    return recount


def days_of(recount):
    """Every day on which something begins or is achieved, the one before each, and one after all."""
    named = {row["row"].starts_on for row in recount.activities} | {row["row"].ends_on for row in recount.activities}
    named = (named | {row["achieved_on"] for row in recount.claims}) - {None}
    return sorted(named | {day - timedelta(1) for day in named} | {date(2022, 1, 1)})


def figures_are(before):
    for day in days_of(before):
        asked = Selection(as_at=day)
        assert (day, activity_totals(asked)) == (day, before.totals(asked))
        rows = {row.code: row for target in target_progress(asked) for row in target.indicators}
        counts = {code: (row.verified, row.reported, row.expected) for code, row in rows.items()}
        assert (day, counts) == (day, {code: numbers[:3] for code, numbers in before.figures(asked).items()})


def cells_are(before):
    for asked in (Selection(as_at=date(year, 12, 31)) for year in range(2010, 2016)):
        for matrix, by in ((matrix_by_action, "action"), (matrix_by_recommendation, "recommendation")):
            cells = {key: (cell.state, cell.activities, cell.adopted) for key, cell in matrix(asked).items()}
            assert (asked.as_at, cells) == (asked.as_at, before.cells(asked, by))


def nothing_changes_when_it_is_written_anew(_before):
    stood = list(StatusSpan.objects.order_by("activity", "pk").values_list(*SPAN))
    begun = list(Activity.objects.order_by("pk").values_list("pk", "begun_on", "status"))
    for row in Activity.objects.all():
        settle_facts(row)
    assert list(Activity.objects.order_by("pk").values_list("pk", "begun_on", "status")) == begun
    assert list(StatusSpan.objects.order_by("activity", "pk").values_list(*SPAN)) == stood


KEPT = [figures_are, cells_are, nothing_changes_when_it_is_written_anew]


@pytest.mark.parametrize("what_it_was", KEPT)
def test_every_figure_of_the_demonstration_is_what_it_was(demo, what_it_was):
    Activity.objects.update(ends_on=F("first_ends_on"), ends_on_known=F("first_ends_on_known"))  # as it was recorded
    what_it_was(carried_over())


def test_every_figure_of_the_real_activities_is_what_it_was(cast):
    said = {"apply": True, "submit": True, "agreed": "Report of the Conference, 2010"}
    apply_table(read_table(REAL.read_bytes()), by=cast["grace"], **said)
    before = carried_over()
    for what_it_was in KEPT:
        what_it_was(before)


START, END = date(2012, 3, 1), date(2012, 5, 31)
STOOD = [
    ("planned", START, None, [("planned", None, None)], None),
    ("in_progress", START, END, [("planned", None, START), ("in_progress", START, None)], START),
    ("completed", START, None, [("planned", None, START), ("completed", START, None)], START),
    ("completed", START, START, [("planned", None, START), ("completed", START, None)], START),
    ("suspended", START, END, [("suspended", None, None)], None),
    ("cancelled", START, END, [("cancelled", None, None)], None),
]
STOOD.append(
    ("completed", START, END, [("planned", None, START), ("in_progress", START, END), ("completed", END, None)], START)
)


@pytest.mark.parametrize(("status", "starts_on", "ends_on", "spans", "begun_on"), STOOD)
def test_a_status_stands_on_the_days_that_its_dates_say(cast, status, starts_on, ends_on, spans, begun_on):
    row = record(cast["amina"], claims=[])
    stood = {"status": status, "status_reason": "A reason", "starts_on": starts_on, "ends_on": ends_on}
    Activity.objects.filter(pk=row.pk).update(**stood)
    carried_over()
    row.refresh_from_db()
    assert list(row.status_spans.order_by("pk").values_list("status", "since", "until")) == spans
    assert (row.begun_on, row.first_status, row.first_status_reason) == (begun_on, status, "A reason")


# Money -------------------------------------------------------------------------------------------------------------------


@pytest.fixture
def with_one_amount(db):
    """`with_one_amount({activity: "200.00"})`: the column of before, filled with these, and then laid in lines."""

    def lay_in(amounts):
        connection.check_constraints()  # no table is altered while constraints of its rows are still to be checked
        with connection.cursor() as cursor:
            cursor.execute("ALTER TABLE reports_activity ADD COLUMN amount_secured numeric(14, 2)")
        for activity, amount in amounts.items():
            pk = activity.pk if connection.vendor == "postgresql" else activity.pk.hex
            with connection.cursor() as cursor:
                cursor.execute("UPDATE reports_activity SET amount_secured = %s WHERE id = %s", [amount, pk])
        migration("0017_funding_lines").lay_in_lines(apps, SimpleNamespace(connection=connection))

    return lay_in


def lines_of(row):
    return activity_state(reread(row))["funding_lines"]


def plain(cast, **values):
    return record(cast["amina"], amount_needed="900", currency="USD", **values)


def test_each_amount_becomes_a_line_without_a_funder_and_nought_too(cast, with_one_amount):
    some, nought, unsaid = (plain(cast, title=title) for title in ("Some", "Nought", "Unsaid"))
    with_one_amount({some: "200.50", nought: "0"})
    assert [lines_of(row) for row in (some, nought, unsaid)] == [
        [one_line("200.50", "USD")],
        [one_line("0.00", "USD")],
        [],
    ]
    assert FundingLine.objects.count() == 2


def test_a_question_about_the_amount_is_one_about_the_lines(cast, with_one_amount):
    row = submitted(cast["amina"])
    asked = [
        workflow.add_remark(by=cast["nadia"], pk=row.pk, text="Why?", field=field) for field in ("title", "currency")
    ]
    Remark.objects.filter(pk=asked[1].pk).update(field="amount_secured")
    with_one_amount({})
    assert [Remark.objects.get(pk=one.pk).field for one in asked] == ["title", "funding_lines"]


def as_before(side, amount):
    """A side of a merge as it was kept until there were lines."""
    side["state"].pop("funding_lines")
    side["state"]["amount_secured"] = amount
    side["rows"] = [row for row in side["rows"] if row["model"] != "reports.fundingline"]
    (activity,) = (row for row in side["rows"] if row["model"] == "reports.activity")
    activity["fields"]["amount_secured"] = amount


def test_a_merge_of_before_is_undone_with_the_amounts_of_both_sides(cast, with_one_amount):
    rows = {name: submitted(cast["amina"], title=name, currency="USD", amount_needed="9") for name in ("kept", "gone")}
    merge(cast["paul"], rows["kept"], rows["gone"])
    one = Merge.objects.get()
    for name, amount in (("kept", "40.00"), ("gone", "200.50")):
        as_before(one.before[name], amount)
    one.save()
    with_one_amount({rows["kept"]: "240.50"})
    workflow.undo_merge(by=cast["paul"], pk=one.pk)
    lines = {name: lines_of(row) for name, row in rows.items()}
    assert lines == {"kept": [one_line("40.00", "USD")], "gone": [one_line("200.50", "USD")]}
