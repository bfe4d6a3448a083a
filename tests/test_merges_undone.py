"""A merge is undone to the last row, as long as nobody has built on it; and nothing of either side is forgotten."""

import pytest
from django.urls import reverse

from reports import workflow
from reports.activity.joining import ROWS
from reports.activity.state import SCALARS, activity_state
from reports.models import (
    Activity,
    Agreement,
    Claim,
    Confirmation,
    Evidence,
    Finding,
    Mail,
    Merge,
    OpenReview,
    Partner,
    Remark,
)
from reports.workflow import merge_rows
from tests.base import prove, submitted
from tests.merging import merge, recorded_twice
from tests.reviewing import change, find, reread


@pytest.fixture
def both(cast):
    return recorded_twice(cast)


def all_rows():
    """Everything that is said of activities, as it stands in the database, but for what tells when and how often."""
    kinds = (Activity, Agreement, Partner, Claim, Evidence, Finding, Remark, Confirmation)
    rows = {kind: sorted(map(str, kind.objects.values_list())) for kind in kinds[1:]}
    left_out = ("version", "updated_at")
    names = [field.attname for field in Activity._meta.concrete_fields if field.name not in left_out]
    states = sorted(str(activity_state(reread(row))) for row in Activity.objects.all())
    return rows | {Activity: sorted(map(str, Activity.objects.values_list(*names))), "states": states}


# The way back -------------------------------------------------------------------------------------------------------


def test_a_merge_is_undone_to_the_last_row(cast, both):
    kept, gone = both
    find(cast["paul"], gone, "doubt", "No list.")
    workflow.add_remark(by=cast["paul"], pk=gone.pk, text="Who took part?", claim=gone.claims.get().pk)
    prove(cast["amina"], gone).claims.add(gone.claims.get())
    before, versions = all_rows(), [reread(row).version for row in both]
    merge(cast["paul"], kept, gone)
    assert all_rows() != before
    workflow.undo_merge(by=cast["nadia"], pk=Merge.objects.get().pk)
    assert all_rows() == before
    assert [reread(row).version > version for row, version in zip(both, versions, strict=True)] == [True, True]


def test_what_was_undone_can_be_merged_the_other_way_round(cast, both):
    kept, gone = both
    merge(cast["paul"], kept, gone)
    workflow.undo_merge(by=cast["nadia"], pk=Merge.objects.get().pk)
    merge(cast["paul"], gone, kept)
    assert list(Activity.objects.values_list("pk", flat=True)) == [gone.pk]
    assert workflow.stays_of(kept.pk) == gone


def test_not_once_somebody_has_built_on_it(cast, both):
    merge(cast["paul"], *both)
    change(cast["amina"], both[0], title="Another")
    with pytest.raises(workflow.WrongState, match="amina has changed the activity since"):
        workflow.undo_merge(by=cast["nadia"], pk=Merge.objects.get().pk)


def test_the_last_of_two_merges_is_undone_first(cast, both):
    third = submitted(cast["amina"])
    merge(cast["paul"], *both)
    merge(cast["paul"], third, both[0])
    first, last = Merge.objects.order_by("pk")
    with pytest.raises(workflow.WrongState, match="Undo that merge first"):
        workflow.undo_merge(by=cast["nadia"], pk=first.pk)
    assert workflow.stays_of(both[1].pk) == third
    workflow.undo_merge(by=cast["nadia"], pk=last.pk)
    assert workflow.stays_of(both[1].pk) == both[0]


def test_a_merge_is_undone_once_and_by_the_working_group(cast, both):
    merge(cast["paul"], *both)
    pk = Merge.objects.get().pk
    with pytest.raises(workflow.NotAllowed):
        workflow.undo_merge(by=cast["amina"], pk=pk)
    workflow.undo_merge(by=cast["nadia"], pk=pk)
    with pytest.raises(workflow.WrongState, match="already been undone"):
        workflow.undo_merge(by=cast["nadia"], pk=pk)


# Nothing is forgotten -----------------------------------------------------------------------------------------------


def related(model):
    return {row.get_accessor_name() or row.name for row in model._meta.related_objects}


def test_whatever_names_an_activity_or_a_claim_has_its_place_in_a_merge():
    kept_with_every_write = {"queued"}
    assert related(Activity) - kept_with_every_write == {*merge_rows.MOVED, *merge_rows.FORGOTTEN}
    assert related(Claim) == set(merge_rows.OF_CLAIMS)


def test_every_field_is_chosen_or_united():
    chosen = {name for fields in ROWS.values() for name in fields}
    assert chosen == {*SCALARS, "funding_lines"}


def test_who_had_it_open_is_forgotten(cast, both):
    workflow.open_for_review(by=cast["paul"], pk=both[1].pk)
    merge(cast["paul"], *both)
    assert not OpenReview.objects.exists()


def test_those_whom_it_concerns_are_told_once(cast, both):
    merge(cast["paul"], *both)
    mail = Mail.objects.get(template="merged")
    assert (mail.person, mail.about["gone"], mail.about["url"]) == (
        cast["amina"],
        "Réunion nationale",
        both[0].get_absolute_url(),
    )


# Who gets in --------------------------------------------------------------------------------------------------------

RECORD = {"amina": 200, "nadia": 200, "paul": 200, "grace": 200}
UNDONE = {None: 302, "nadia": 302, "paul": 302}


@pytest.mark.parametrize("person", [None, "charlie", "olga", "thabo", "amina", "juma", "nadia", "paul", "grace"])
def test_the_record_is_read_by_those_inside_and_undone_by_the_working_group(as_person, cast, both, person):
    merge(cast["paul"], *both)
    row = Merge.objects.get()
    client = as_person(person)
    assert client.get(reverse("merge", args=[row.pk])).status_code == RECORD.get(person, 403)
    assert client.post(reverse("merge_undo", args=[row.pk])).status_code == UNDONE.get(person, 403)
    assert Activity.objects.count() == (2 if person in ("nadia", "paul") else 1)
