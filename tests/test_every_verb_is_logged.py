"""Every verb leaves its rows in the log, and no others: what was done, by whom, of which country, and why."""

import ast
import inspect
import sys
from datetime import date

import pytest

from reports import tallies, workflow
from reports.models import Change, Membership, Merge, Organisation
from reports.snapshots import contents
from tests import log_stories_of_later_facts, log_stories_of_preparing, log_stories_of_words
from tests.base import record, submitted, today, verified
from tests.log_codes import codes_shown
from tests.log_says import SAYS
from tests.log_stories import STORIES, logs
from tests.reviewing import claim_of, find, reread
from tests.rounds import a_round
from themes.translating import find_text

# Those that write nobody's record, so that the log does not hear of them; those that end in another verb; and those of a
# person's account, which `tests/test_every_write_is_logged.py` walks page by page.
UNLOGGED = {"keep_unsaved", "open_for_review", "begin_upload", "prove_address"}
BY_ANOTHER = {"change_claims", "stop_mail"}
OF_CONTACT = {"note_call", "write_to_country"}  # `tests/test_who_reports.py`
OF_ACCOUNTS = {"ask_for_address", "change_address", "change_password", "choose_password", "reset_second_factor"}


@logs(("activity.created", "amina", "MOZ", ""))
def create_activity(cast):
    yield
    record(cast["amina"])


@logs(("activity.changed", "amina", "MOZ", "Asked by phone."))
def update_activity(cast):
    row = record(cast["amina"])
    yield
    workflow.update_activity(
        by=cast["amina"], pk=row.pk, version=1, values={"title": "Another"}, reason="Asked by phone."
    )


@logs(("activity.confirmed", "amina", "MOZ", ""), ("activity.confirmed", "amina", None, ""))
def confirm_unchanged(cast):
    rows = [submitted(cast["amina"]), submitted(cast["amina"], countries=["MOZ", "TZA"], scope="cross_border")]
    yield
    for row in rows:
        workflow.confirm_unchanged(by=cast["amina"], pks=[row.pk])


@logs(("activity.discarded", "amina", "MOZ", ""))
def discard_draft(cast):
    row = record(cast["amina"])
    yield
    workflow.discard_draft(by=cast["amina"], pk=row.pk)


@logs(("activity.evidence_added", "amina", "MOZ", ""), ("activity.submitted", "amina", "MOZ", ""))
def submit_activity(cast):
    row = record(cast["amina"])
    yield
    workflow.add_evidence(by=cast["amina"], pk=row.pk, kind="citation", citation="IOM, 2014")
    workflow.submit_activity(by=cast["amina"], pk=row.pk)


@logs(("activity.evidence_removed", "amina", "MOZ", ""))
def remove_evidence(cast):
    row = submitted(cast["amina"])
    yield
    workflow.remove_evidence(by=cast["amina"], pk=row.evidence.get().pk)


@logs(("activity.claim_verified", "nadia", "MOZ", ""), ("activity.verified", "nadia", "MOZ", ""))
def verify_activity(cast):
    row = submitted(cast["amina"])
    yield
    workflow.verify_activity(by=cast["nadia"], pk=row.pk)


@logs(("activity.claim_verified", "nadia", "MOZ", ""), ("activity.verified", "nadia", "MOZ", ""))
def verify_several(cast):
    row = submitted(cast["amina"])
    yield
    workflow.verify_several(by=cast["nadia"], chosen={row.pk: reread(row).version})


@logs(("activity.returned", "nadia", "MOZ", "Which day?"))
def return_activity(cast):
    row = submitted(cast["amina"])
    yield
    workflow.return_activity(by=cast["nadia"], pk=row.pk, remark=" Which day? ")


@logs(("activity.claim_reopened", "paul", "MOZ", "Another"), ("activity.taken_back", "paul", "MOZ", "Another"))
def take_back(cast):
    row = verified(cast["amina"], cast["nadia"])
    yield
    workflow.take_back(by=cast["paul"], pk=row.pk, reason="Another ")


@logs(("activity.claim_refused", "nadia", "MOZ", "No list"), ("activity.claim_reopened", "nadia", "MOZ", "Found"))
def decide_claim(cast):
    pk = claim_of(submitted(cast["amina"])).pk
    yield
    workflow.decide_claim(by=cast["nadia"], pk=pk, verification="refused", finding="No list")
    workflow.decide_claim(by=cast["nadia"], pk=pk, verification="pending", finding="Found")


@logs(("activity.claim_finding", "paul", "MOZ", ""), ("activity.claim_reopened", "paul", "MOZ", "No list"))
def record_finding(cast):
    row = verified(cast["amina"], cast["nadia"])
    yield
    find(cast["paul"], row, "doubt", "No list")


@logs(
    *[
        (f"activity.{verb}", "amina", "MOZ", "")
        for verb in ("told_apart", "told_apart", "not_told_apart", "not_told_apart")
    ]
)
def say_another_event_and_withdraw_another_event(cast):
    pair = [submitted(cast["amina"]).pk for _n in range(2)]
    yield
    for _time in range(2):  # the second time it has been said
        workflow.say_another_event(by=cast["amina"], pk=pair[0], other=pair[1])
    workflow.withdraw_another_event(by=cast["amina"], pk=pair[1], other=pair[0])


@logs(
    *[
        (f"activity.remark_{done}", who, "MOZ", "")
        for done, who in zip(("made", "answered", "resolved"), ("nadia", "amina", "paul"), strict=True)
    ]
)
def add_remark_and_reply_to_remark_and_resolve_remark(cast):
    row = submitted(cast["amina"])
    yield
    remark = workflow.add_remark(by=cast["nadia"], pk=row.pk, text="Why?")
    workflow.reply_to_remark(by=cast["amina"], pk=remark.pk, reply="So.")
    workflow.resolve_remark(by=cast["paul"], pk=remark.pk)


@logs(
    ("adoption.adopted", "amina", "MOZ", ""),
    ("adoption.changed", "amina", "MOZ", ""),
    ("adoption.adopted", "amina", "MOZ", ""),
    ("plan.ordered", "amina", "MOZ", ""),
    ("adoption.withdrawn", "amina", "MOZ", ""),
)
def adopt_action_and_plan_own_action_and_order_plan_and_withdraw_adoption(cast):
    how = {"by": cast["amina"], "country": "MOZ"}
    yield
    first = workflow.adopt_action(**how, action="VI.2")
    workflow.adopt_action(**how, action="VI.2", values={"priority": "high"})
    own = workflow.plan_own_action(**how, values={"theme_id": "VI", "title": "A register", "language": "en"})
    workflow.order_plan(**how, pks=[own.pk, first.pk])
    workflow.order_plan(**how, pks=[own.pk, first.pk])  # as it stands: nothing to tell
    workflow.withdraw_adoption(by=cast["amina"], pk=first.pk)


@logs(
    ("adoption.answered", "amina", "MOZ", ""),
    ("adoption.verified", "nadia", "MOZ", ""),
    ("adoption.reopened", "nadia", "MOZ", "Another law."),
    ("adoption.refused", "nadia", "MOZ", "Never published."),
    ("adoption.adopted", "amina", "MOZ", ""),
    ("adoption.withdrawn", "amina", "MOZ", ""),
)
def answer_action_and_decide_answer_and_withdraw_answer(cast):
    how, nadia = {"by": cast["amina"], "country": "MOZ", "action": "VI.2"}, cast["nadia"]
    yield
    treaty = {"in_place_since": "1995", "proof_citation": "A gazette."}
    row = workflow.answer_action(**how, answer="in_place", values=treaty)
    workflow.decide_answer(by=nadia, pk=row.pk, verification="verified")
    workflow.decide_answer(by=nadia, pk=row.pk, verification="pending", reason="Another law.")
    workflow.decide_answer(by=nadia, pk=row.pk, verification="refused", reason="Never published.")
    workflow.answer_action(**how, answer="adopted", values={})
    workflow.withdraw_answer(**how)


@logs(("organisation.created", "amina", None, ""), ("organisation.changed", "nadia", None, ""))
def add_organisation_and_change_organisation(cast):
    yield
    values = {"name": "A ministry", "kind": "ministry", "country_id": "MOZ"}
    row = workflow.add_organisation(by=cast["amina"], values=values)
    workflow.change_organisation(by=cast["nadia"], pk=row.pk, version=1, values={"name": "The ministry"})


@logs(
    ("activity.merged", "paul", "MOZ", ""),
    ("activity.took_over", "paul", "MOZ", ""),
    ("activity.merge_undone", "nadia", "MOZ", ""),
    ("activity.merge_undone", "nadia", "MOZ", ""),
)
def merge_activities_and_undo_merge(cast):
    kept, gone = submitted(cast["amina"]), submitted(cast["amina"], title="The same")
    yield
    workflow.merge_activities(by=cast["paul"], pk=kept.pk, other=gone.pk, choices={"title": "other"})
    workflow.undo_merge(by=cast["nadia"], pk=Merge.objects.get().pk)


@logs(("system.created", "amina", "MOZ", ""))
def add_system(cast):
    yield
    for _time in range(2):
        workflow.add_system(by=cast["amina"], code="moz-home")


@logs(
    ("activity.organisation_merged", "nadia", "MOZ", ""),
    ("organisation.merged", "nadia", None, ""),
    ("organisation.took_over", "nadia", None, ""),
)
def merge_organisations(cast):
    record(cast["amina"], lead="IOM Maputo")
    gone, kept = (Organisation.objects.get(name=name) for name in ("IOM Maputo", "IOM"))
    yield
    workflow.merge_organisations(by=cast["nadia"], pk=gone.pk, into=kept.pk)


@logs(
    ("round.opened", "nadia", None, ""),
    ("round.extended", "nadia", "MOZ", "Floods."),
    ("round.reported", "amina", "MOZ", ""),
    ("round.reminded", "nadia", None, ""),
    ("round.narrative_written", "nadia", None, ""),
    ("round.translated", "nadia", None, ""),
)
def open_translate_and_extend_round_and_complete_report_and_remind_countries_and_write_narrative(cast):
    yield
    row = a_round(cast["nadia"], closes_on=today())
    later = date(2999, 1, 1)
    workflow.extend_round(by=cast["nadia"], pk=row.pk, country="MOZ", closes_on=later, reason="Floods. ")
    workflow.complete_report(by=cast["amina"], pk=row.pk, country="MOZ")
    workflow.remind_countries(by=cast["nadia"], pk=row.pk)
    workflow.write_narrative(by=cast["nadia"], pk=row.pk, part="VI", language="en", text="It went well.")
    workflow.translate_round(by=cast["nadia"], pk=row.pk, titles={"fr": "Progrès"})


@logs(
    ("round.closed", "nadia", None, ""),
    ("round.corrected", "grace", None, "Checked since."),
    ("snapshot.published", "nadia", None, ""),
    ("round.reported_late", "amina", "MOZ", ""),
)
def close_round_and_correct_snapshot_and_publish_snapshot(cast):
    row = a_round(cast["nadia"])
    yield
    first = workflow.close_round(by=cast["nadia"], pk=row.pk, contents=contents)
    second = workflow.correct_snapshot(by=cast["grace"], code=first.pk, contents=contents, why="Checked since.")
    workflow.publish_snapshot(by=cast["nadia"], code=second.pk)
    workflow.complete_report(by=cast["amina"], pk=row.pk, country="MOZ")


@logs(
    ("target.judged", "nadia", None, "Late."),
    ("target.revised", "nadia", None, "Because."),
    ("target.revision_taken_back", "grace", None, "Wrong."),
)
def assess_target_and_revise_target_and_take_back_revision(cast):
    day = date(2014, 6, 2)
    yield
    said = {"verdict": "on_track", "reasons": "Late.", "language": "en", "assessed_on": day}
    workflow.assess_target(by=cast["nadia"], target="VI.T1", **said)
    why = {"in_force_from": day, "decided_by": "A meeting", "reason": "Because."}
    row = workflow.revise_target(by=cast["nadia"], target="VI.T3", indicator="VI.T3.1", required=2, **why)
    workflow.take_back_revision(by=cast["grace"], pk=row.pk, reason="Wrong.")


@logs(
    ("country.participation_changed", "nadia", "AGO", "A letter."),
    ("country.participation_taken_back", "grace", "AGO", "Another letter."),
)
def change_participation_and_take_back_participation(cast):
    yield
    said = {"participation": "confirmed", "since": date(2012, 1, 2), "source": "A letter."}
    row = workflow.change_participation(by=cast["nadia"], country="AGO", **said)
    workflow.take_back_participation(by=cast["grace"], pk=row.pk, source="Another letter.")


@logs(("indicator.reading_noted", "nadia", None, "Why."), ("recommendation.text_supplied", "nadia", None, "Page 12."))
def note_reading_and_supply_recommendation(cast):
    text = {"fr": "Nouveau", "en": "New", "pt": "Novo"}
    yield
    workflow.note_reading(by=cast["nadia"], indicator="VI.T1.1", reading=text, reason="Why.")
    workflow.supply_recommendation(by=cast["nadia"], code="III (v)", text=text, reason="Page 12. ")


@logs(("action.changed", "grace", None, ""), ("action.translation_checked", "grace", None, ""))
def translate(cast):
    what = {"model": "themes.action", "key": "VI.1", "field": "title", "language": "pt"}
    yield
    for _time in range(2):
        workflow.translate(by=cast["grace"], **what, text="Congregar", seen=find_text(**what).seen)


@logs(
    ("person.invited", "grace", None, ""),
    ("person.changed", "grace", None, ""),
    ("person.invited_again", "grace", None, ""),
)
def invite_person_and_change_role_and_invite_again(cast):
    yield
    role = workflow.invite_person(by=cast["grace"], email="new@example.org", role="observer")
    for _time in range(2):  # the second changes nothing
        workflow.change_role(by=cast["grace"], pk=role.pk, until=date(2999, 1, 1))
    workflow.invite_again(by=cast["grace"], pk=role.pk)


@logs(
    ("person.handed_over", "grace", "MOZ", ""),
    ("person.took_over", "grace", "MOZ", ""),
    ("person.ended", "grace", "MOZ", ""),
)
def hand_over_and_end_role(cast):
    role = cast["amina"].memberships.get()
    yield
    new = workflow.hand_over(by=cast["grace"], pk=role.pk, email="new@example.org")
    workflow.end_role(by=cast["grace"], pk=new.pk)


@logs(
    ("person.ended", "grace", "MOZ", ""),
    ("person.handed_over", "grace", "MOZ", ""),
    ("person.took_over", "grace", "MOZ", ""),
)
def hand_over_to_the_deputy(cast):
    deputy = {"role": "focal_point", "country_id": "MOZ", "is_deputy": True, "since": date(2012, 1, 1)}
    Membership.objects.create(person=cast["charlie"], **deputy)
    yield
    workflow.hand_over(by=cast["grace"], pk=cast["amina"].memberships.get().pk, email="charlie@example.org")


@logs(
    ("person.language_chosen", "amina", None, ""),
    ("person.name_chosen", "amina", None, ""),
    ("person.mail_chosen", "amina", None, ""),
)
def choose_language_and_choose_name_and_choose_mail(cast):
    yield
    for _time in range(2):  # the second changes nothing
        workflow.choose_language(by=cast["amina"], language="fr")
        workflow.choose_name(by=cast["amina"], first_name="Amina", last_name="Machel")
        workflow.choose_mail(by=cast["amina"], off=["verified"], weekly_digest=True)


@logs(("token.created", "grace", None, ""), ("token.revoked", "grace", None, ""))
def create_token_and_revoke_token(cast):
    yield
    how = {"name": "Ministry", "scope": "read", "days": 30}
    token, _secret = workflow.create_token(by=cast["grace"], owner=cast["amina"], **how)
    workflow.revoke_token(by=cast["grace"], pk=token.pk)


@logs(("view.shared", "nadia", None, ""), ("view.deleted", "nadia", None, ""))
def save_view_and_delete_view(cast):
    yield
    for is_shared in (True, False):  # one's own is nobody else's business
        row = workflow.save_view(by=cast["nadia"], name=f"{is_shared}", path="/activities/", is_shared=is_shared)
        workflow.delete_view(by=cast["nadia"], pk=row.pk)


@pytest.mark.parametrize(("story", "rows"), STORIES)
def test_a_verb_leaves_its_rows_in_the_log(cast, kept_words, story, rows):
    steps = story(cast)
    next(steps)
    before = Change.objects.count()
    next(steps, None)
    logged = Change.objects.select_related("by").order_by("id")[before:]
    assert [(row.verb, row.by.username, row.country_id, row.reason) for row in logged] == list(rows)
    assert codes_shown(logged) == []
    said = {row.verb: (set(row.before), set(row.after)) for row in logged if row.verb in SAYS}
    assert said == {verb: tuple(set(names.split()) for names in SAYS[verb]) for verb in said}
    assert list(tallies.differences()) == []


def test_every_verb_has_its_story():
    modules = (
        sys.modules[__name__],
        log_stories_of_later_facts,
        log_stories_of_preparing,
        log_stories_of_words,
    )
    parsed = [ast.parse(inspect.getsource(module)) for module in modules]
    named = {node.attr for part in parsed for node in ast.walk(part) if isinstance(node, ast.Attribute)}
    verbs = {name for name in workflow.__all__ if hasattr(getattr(workflow, name), "__wrapped__")}
    shared = {"create_activity", "open_round", "record_finding"}  # by `record`, `a_round` and `find`
    assert verbs - named - shared == UNLOGGED | BY_ANOTHER | OF_ACCOUNTS | OF_CONTACT
