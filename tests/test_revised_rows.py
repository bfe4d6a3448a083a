"""Dated rows of the Plan's norm: from which day they may be, which of them is meant, and what is left as it was."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError

from indicators.models import Indicator, TargetRevision
from reports import workflow
from reports.models import Change, Participation
from reports.snapshots import contents
from tests.rounds import a_round, closed
from themes.dates import CONFERENCE
from themes.models import Recommendation
from themes.translating import find_text

BEFORE = CONFERENCE - timedelta(days=1)
DAY = date(2012, 1, 1)
WHY = {"decided_by": "A meeting", "reason": "Because."}


def revise(cast, **values):
    given = {"target": "VI.T2", "indicator": "VI.T2.1", "required": 5, "in_force_from": DAY, **WHY}
    return workflow.revise_target(by=cast["nadia"], **given | values)


def joins(cast, **values):
    given = {"country": "AGO", "participation": "confirmed", "since": DAY, "source": "A letter."}
    return workflow.change_participation(by=cast["nadia"], **given | values)


def fields_refused(made, cast, **values):
    """Those at which it was refused; none: it was not."""
    try:
        made(cast, **values)
    except ValidationError as refusal:
        return set(refusal.message_dict)
    return set()


@pytest.mark.parametrize(
    ("made", "field", "values"),
    [
        (revise, "in_force_from", {}),
        (revise, "deadline", {"indicator": ""}),
        (joins, "since", {}),
    ],
)
def test_nothing_is_of_before_the_conference_and_all_may_be_of_its_day(cast, made, field, values):
    days = (BEFORE, CONFERENCE)
    assert [fields_refused(made, cast, **values | {field: day}) for day in days] == [{field}, set()]


def test_a_threshold_of_one_is_the_least(cast):
    assert [fields_refused(revise, cast, required=number) for number in (0, 1)] == [{"required"}, set()]


def test_all_countries_are_asked_for_only_where_countries_are_counted(cast):
    borders = Indicator.objects.filter(counts="border_regions").first()
    given = {"target": borders.target_id, "indicator": borders.pk, "required": None}
    assert fields_refused(revise, cast, **given) == {"required"}
    assert (fields_refused(revise, cast, required=None), TargetRevision.objects.get().required) == (set(), None)


def test_a_number_without_an_indicator_is_no_threshold(cast):
    row = revise(cast, indicator="", deadline=date(2030, 1, 1))
    assert (row.indicator, row.required, row.deadline) == (None, None, date(2030, 1, 1))


@pytest.mark.parametrize("field", ["title", "text"])
def test_one_text_alone_may_be_revised_with_its_french(cast, field):
    row = revise(cast, indicator="", **{field: {"fr": "Nouveau", "en": "New"}})
    assert (getattr(row, f"{field}_fr"), getattr(row, f"{field}_en")) == ("Nouveau", "New")


def test_a_revision_is_sent_twice_where_it_is_the_newest(cast):
    second = DAY + timedelta(days=1)
    given = [(5, DAY), (6, second), (6, second), (5, second)]
    rows = [revise(cast, required=number, in_force_from=day) for number, day in given]
    assert [rows[1] == rows[2], TargetRevision.objects.count()] == [True, 3]


def test_a_correction_is_told_against_what_was_in_force_without_the_row_that_it_corrects(cast):
    first = revise(cast)
    second = revise(cast, decided_by="Another meeting", corrects=first.pk)
    logged = Change.objects.filter(verb="target.revised").order_by("id")
    assert (second.replaces, [row.before["required"] for row in logged]) == (first, [3, 3])


def test_what_is_said_of_a_participation_with_another_source_is_another_row(cast):
    first = joins(cast)
    assert joins(cast) == first
    later = joins(cast, since=DAY + timedelta(days=1))
    assert later == first  # it stands already
    other = joins(cast, source="Another letter.")
    assert (other.replaces, other.source, Participation.objects.filter(country="AGO", since=DAY).count()) == (
        first,
        "Another letter.",
        2,
    )


def test_a_participation_is_moved_to_another_day(cast):
    first = joins(cast)
    moved = joins(cast, since=DAY + timedelta(days=1), corrects=first.pk)
    assert (moved.replaces, moved.since) == (first, DAY + timedelta(days=1))
    assert set(Participation.objects.standing().filter(country="AGO", since__gte=DAY)) == {moved}


def test_a_row_that_is_taken_back_says_so_and_all_that_it_said(cast):
    first = joins(cast, decision="A decree")
    back = workflow.take_back_participation(by=cast["nadia"], pk=first.pk, source="Another letter.")
    said = (back.is_withdrawn, back.replaces, back.status, back.since, back.decision, back.source)
    assert said == (True, first, "confirmed", DAY, "A decree", "Another letter.")


# The languages of a reason ------------------------------------------------------------------------------------------


def in_french(field):
    return {field: "So.", "language": "en", "translations": {field: {"fr": "Ainsi."}}}


def revised(cast):
    return revise(cast, **in_french("reason"))


def revision_taken_back(cast):
    return workflow.take_back_revision(by=cast["nadia"], pk=revise(cast).pk, **in_french("reason"))


def participation_taken_back(cast):
    return workflow.take_back_participation(by=cast["nadia"], pk=joins(cast).pk, **in_french("source"))


def more_time(cast):
    row, more = a_round(cast["nadia"]), {"country": "MOZ", "closes_on": date(2999, 1, 1)}
    return workflow.extend_round(by=cast["nadia"], pk=row.pk, **more, **in_french("reason"))


def assessed(cast):
    said = {"target": "VI.T1", "verdict": "on_track", "assessed_on": DAY}
    return workflow.assess_target(by=cast["nadia"], **said, **in_french("reasons"))


def corrected(cast):
    edition = closed(cast)
    return workflow.correct_snapshot(by=cast["nadia"], code=edition.pk, contents=contents, **in_french("why"))


REASONS = {"reasons": (assessed,), "reason": (revised, revision_taken_back, more_time)}
REASONS |= {"source": (participation_taken_back,), "why": (corrected,)}


@pytest.mark.parametrize(("field", "made"), [(field, made) for field, several in REASONS.items() for made in several])
def test_a_reason_is_logged_in_each_language_in_which_it_was_given(cast, field, made):
    row, logged = made(cast), Change.objects.latest("pk")
    assert (row.language, row.translations[field]) == ("en", {"fr": "Ainsi."})
    assert (logged.reason, logged.after["language"]) == ("So.", "en")
    assert logged.after[field] == row.for_log(field) != "So."


# Texts of the Plan ---------------------------------------------------------------------------------------------------


def test_of_a_reading_only_what_is_given_changes(cast):
    row = Indicator.objects.get(pk="VI.T1.1")
    text = {"en": " New ", "xx": "Other"}
    after = workflow.note_reading(by=cast["nadia"], indicator=row.pk, reading=text, reason="Why.")
    assert (after.reading_en, after.reading_fr, after.reading_pt) == ("New", row.reading_fr, row.reading_pt)
    assert Change.objects.get(verb="indicator.reading_noted").after == {"reading": {"en": "New"}}


def test_a_recommendation_may_be_supplied_without_its_french(cast):
    code = Recommendation.objects.filter(text_fr="").first().pk
    row = workflow.supply_recommendation(by=cast["nadia"], code=code, text={"en": "New"}, reason="Page 12.")
    assert (row.text_en, row.text_fr or "") == ("New", "")


def test_a_translation_is_as_long_as_its_field_and_no_longer(cast):
    what = {"model": "themes.action", "key": "VI.1", "field": "title", "language": "pt"}
    longest = type(find_text(**what).row)._meta.get_field("title_pt").max_length
    given = what | {"seen": find_text(**what).seen}
    with pytest.raises(ValidationError):
        workflow.translate(by=cast["grace"], **given, text="x" * (longest + 1))
    assert workflow.translate(by=cast["grace"], **given, text="x" * longest).row.title_pt == "x" * longest
