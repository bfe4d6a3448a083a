"""What a verb decides by is held until it has decided, and read after that: whoever writes at the same moment comes before or
after it. Two connections at once are in `test_at_once.py`; here somebody else writes just before the row is held."""

import pytest
from django.core.exceptions import ValidationError
from django.db.models import QuerySet

from reports import workflow
from reports.models import Evidence, Organisation
from reports.snapshots import contents
from reports.workflow import transactions
from reports.workflow.outcomes import Moved
from tests.agreeing import name_countries
from tests.base import R02, record
from tests.rounds import closed
from tests.test_evidence import PDF, upload


@pytest.fixture
def held(monkeypatch):
    """The names of the models of which rows have been held, as it goes."""
    names, hold = set(), QuerySet.select_for_update

    def holding(rows, **how):
        names.add(rows.model.__name__)
        return hold(rows, **how)

    monkeypatch.setattr(QuerySet, "select_for_update", holding)
    return names


ASKED = {
    "begin_upload": ("amina", {"name": "a.pdf", "size": 5}, "User"),
    "change_password": ("amina", {"password": "another-long-pass-phrase"}, "User"),
    "invite_person": ("grace", {"email": "x@example.org", "role": "observer"}, "User"),
    "adopt_action": ("amina", {"country": "MOZ", "action": "VI.1"}, "Country"),
    "order_plan": ("amina", {"country": "MOZ", "pks": []}, "Country"),
}


@pytest.mark.parametrize("verb", ASKED)
def test_a_verb_holds_whose_rows_it_counts(cast, held, verb):
    name, asked, model = ASKED[verb]
    getattr(workflow, verb)(by=cast[name], **asked)
    assert model in held


@pytest.mark.parametrize(
    ("verb", "asked"), [("publish_snapshot", {}), ("correct_snapshot", {"why": "Wrong.", "contents": contents})]
)
def test_one_edition_of_a_round_is_decided_on_at_a_time(cast, held, verb, asked):
    edition = closed(cast)
    held.clear()
    getattr(workflow, verb)(by=cast["nadia"], code=edition.pk, **asked)
    assert "Round" in held


def test_nothing_is_written_while_an_edition_is_drawn_up(cast, held):
    row = closed(cast)
    held.clear()
    seen = []

    def drawn_up(snapshot):
        seen.extend(held)
        return contents(snapshot)

    workflow.correct_snapshot(by=cast["nadia"], code=row.pk, why="Wrong.", contents=drawn_up)
    assert "LogEnd" in seen


@pytest.fixture
def named_meanwhile(monkeypatch):
    """Somebody else puts "A ministry" into the directory while one waits for them."""

    def waited():
        Organisation.objects.create(name="A ministry", kind="ministry", is_listed=True)

    for module in ("directory", "organisations"):
        monkeypatch.setattr(f"reports.workflow.{module}.lock_log", waited)


@pytest.fixture
def still_named(monkeypatch, named_meanwhile):
    """What somebody else has put in stays when the verb is begun anew."""
    whole = transactions.whole

    def tried(write, *args, **kwargs):
        try:
            return whole(write, *args, **kwargs)
        except Moved:
            Organisation.objects.create(name="A ministry", kind="ministry", is_listed=True)
            raise

    monkeypatch.setattr(transactions, "whole", tried)


def test_a_name_that_is_taken_meanwhile_is_found_beside_one_known_before(cast, still_named):
    activity = workflow.create_activity(by=cast["amina"], values=R02 | {"lead": "a Ministry"})
    assert (activity.lead.name, activity.lead.is_listed) == ("A ministry", True)


def test_a_name_that_is_taken_meanwhile_is_not_added(cast, named_meanwhile):
    with pytest.raises(ValidationError) as refusal:
        workflow.add_organisation(by=cast["amina"], values={"name": "a Ministry", "kind": "academia"})
    assert set(refusal.value.message_dict) == {"name"}


def test_nothing_is_renamed_to_a_name_that_is_taken_meanwhile(cast, named_meanwhile):
    row = Organisation.objects.get(name="IOM")
    with pytest.raises(ValidationError) as refusal:
        workflow.change_organisation(by=cast["nadia"], pk=row.pk, version=row.version, values={"name": "a Ministry"})
    assert set(refusal.value.message_dict) == {"name"}


def test_a_file_is_attached_to_what_is_still_one_s_own_once_it_is_read(cast, monkeypatch):
    activity = record(cast["amina"])

    def read(_checked):
        name_countries(activity, ["TZA"])
        return b""

    monkeypatch.setattr("reports.workflow.evidence.preview_of", read)
    with pytest.raises(workflow.NotAllowed):
        workflow.add_evidence(by=cast["amina"], pk=activity.pk, kind="file", file=upload("a.pdf", PDF))
    assert Evidence.objects.count() == 0


def test_of_who_may_add_no_evidence_nothing_is_read(cast):
    with pytest.raises(workflow.NotAllowed):
        workflow.add_evidence(by=cast["juma"], pk=record(cast["amina"]).pk, kind="nonsense")
