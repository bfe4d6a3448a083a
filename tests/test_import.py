"""A partner's table, through the same verbs as a page."""

from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from reports.models import Activity, Change, Country, Evidence, Organisation
from reports.summaries import Selection, target_progress
from reports.tables.applying import apply_table
from reports.tables.parsing import read_table
from reports.tables.workbook import workbook_of
from tests.base import fresh

FILE = Path(__file__).parent / "data" / "real-activities.csv"
MOVED = {
    "VI.T1.1": (0, 2, 0),
    "VI.T2.1": (0, 0, 1),
    "VI.T3.1": (0, 1, 0),
    "VI.T4.1": (0, 2, 0),
    "VI.T6.1": (0, 1, 0),
    "II.T2.1": (0, 1, 0),
    "II.T4.1": (0, 1, 0),
}


def layers():
    rows = {}
    for target in target_progress(Selection()):
        for row in target.indicators:
            if row.is_claimed:
                rows[row.code] = (row.verified, row.reported, row.expected)
    return rows


def run(by, **options):
    return apply_table(read_table(FILE.read_bytes()), by=by, **({"apply": False} | options))


def changed_file(old, new):
    return read_table(FILE.read_text(encoding="utf-8").replace(old, new, 1).encode())


def test_a_dry_run_tells_all_and_writes_nothing(cast):
    result = run(cast["grace"], submit=True)
    assert (len(result.of("created")), len(result.submitted), result.problems, result.applied) == (10, 10, [], False)
    assert "Government of Malawi" in result.organisations
    assert (Activity.objects.count(), Organisation.objects.filter(name="Government of Malawi").exists()) == (0, False)


def test_the_real_rows_move_the_figures_as_their_claims_say(cast):
    result = run(cast["grace"], apply=True, submit=True, agreed="Report of the Conference, 2010")
    assert (len(result.of("created")), result.problems) == (10, [])
    assert layers() == MOVED
    assert Evidence.objects.filter(kind="citation", confidentiality="public").count() == 10


def test_without_submit_they_are_drafts_and_move_nothing(cast):
    run(cast["grace"], apply=True)
    assert (set(Activity.objects.values_list("review", flat=True)), layers()) == ({"draft"}, {})


def test_the_same_file_twice_changes_nothing(cast):
    run(cast["grace"], apply=True, submit=True)
    before = (Change.objects.count(), Evidence.objects.count(), Organisation.objects.count())
    result = run(fresh(cast["grace"]), apply=True, submit=True)
    assert (len(result.of("unchanged")), result.of("created"), result.of("changed"), result.submitted) == (
        10,
        [],
        [],
        [],
    )
    assert (Change.objects.count(), Evidence.objects.count(), Organisation.objects.count()) == before


def test_a_focal_point_imports_for_their_own_country_only(cast):
    result = run(cast["amina"], apply=True)
    refused = {problem.line for problem in result.problems}
    assert (result.applied, refused) == (False, {2, 4, 5, 6, 7, 9, 11})


@pytest.mark.parametrize(
    ("old", "new", "line", "column"),
    [
        ("2014-05-26,2014-05-26", "26 May 2014,2014-05-26", 3, "starts_on"),
        ("2014-05-26,2014-05-26", "2014-05-26,2014-05-25", 3, "ends_on"),
        ("VI.T1.1=MOZ@2014-05-26", "VI.T1.1=TZA@2014-05-26", 3, "claims"),
        ("VI.T1.1=MOZ@2014-05-26", "VI.T1.1 MOZ", 3, "claims"),
        ("national,MOZ,IOM", "national,ZZZ,IOM", 3, "countries"),
        ("R03,en", "R02,en", 4, "reference"),
        ("R05,en,regional", "R05,en,continental", 6, "scope"),
        ("VI.9;VI.10", "VI.9;VI.99", 5, "actions"),
    ],
)
def test_an_error_is_told_with_its_line_and_column(cast, old, new, line, column):
    result = apply_table(changed_file(old, new), by=cast["grace"], apply=True)
    assert (line, column) in {(problem.line, problem.column) for problem in result.problems}
    assert (result.applied, Activity.objects.count()) == (False, 0)


def test_a_changed_row_changes_its_activity(cast):
    run(cast["grace"], apply=True)
    rows = changed_file("National meeting to assess", "National meeting to review")
    result = apply_table(rows, by=fresh(cast["grace"]), apply=True)
    assert (result.names("changed"), len(result.of("unchanged"))) == (["R02"], 9)


def test_the_command_says_what_it_did_not_do(cast, capsys):
    call_command("import_activities", str(FILE), by="grace")
    assert "Dry run: nothing was saved" in capsys.readouterr().out


@pytest.mark.parametrize("by", ["nobody", "charlie"])
def test_the_command_refuses_who_may_not(cast, by):
    with pytest.raises(CommandError):
        call_command("import_activities", str(FILE), by=by, apply=True)


def test_a_table_with_other_columns_is_refused(cast, tmp_path):
    path = tmp_path / "rows.csv"
    path.write_text("reference,titel\n1,x\n", encoding="utf-8")
    with pytest.raises(CommandError):
        call_command("import_activities", str(path), by="grace")


def test_the_command_reads_a_workbook(cast, tmp_path, capsys):
    country = Country.objects.get(pk="MOZ")
    (tmp_path / "work.xlsx").write_bytes(workbook_of(country, by=cast["amina"], language="fr"))
    call_command("import_activities", str(tmp_path / "work.xlsx"), by="amina", apply=True)
    assert "unchanged: 58 " in capsys.readouterr().out
