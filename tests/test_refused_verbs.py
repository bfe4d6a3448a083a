"""A verb asks its rule by itself, whoever calls it: to Charlie, who has an account and no role, each of them refuses."""

from datetime import date

import pytest

from reports import workflow
from reports.models import Adoption, ApiToken, Change, Organisation
from reports.snapshots import contents
from tests.base import R02, participate, prove, record, submitted, verified
from tests.later import group, suspend
from tests.log_stories_of_words import AT_THE_BORDER
from tests.reviewing import claim_of
from tests.rounds import DAY, a_round, closed
from tests.walk import merged_twice

OPEN_TO_ALL = {
    *("ask_for_address", "change_address", "change_password", "choose_password", "prove_address", "stop_mail"),
    *("choose_language", "choose_mail", "choose_name", "keep_unsaved"),
}
ANSWERING_OTHERWISE = {"agree_several", "open_for_review", "verify_several"}  # by what they give back
TEXT = {"fr": "Nouveau", "en": "New", "pt": "Novo"}


# `{verb: what it is asked}`, each of which somebody else may do at that moment.


def about_activities(cast):
    amina, nadia = cast["amina"], cast["nadia"]
    draft, done, shown = record(amina), verified(amina, nadia), verified(amina, nadia)
    piece = prove(amina, draft)
    return {
        "create_activity": {"values": R02},
        "update_activity": {"pk": draft.pk, "version": 1, "values": {"title": "x"}},
        "change_claims": {"pk": draft.pk, "change": lambda _claims: []},
        "confirm_unchanged": {"pks": [draft.pk]},
        "discard_draft": {"pk": draft.pk},
        "say_another_event": {"pk": done.pk, "other": shown.pk},
        "withdraw_another_event": {"pk": done.pk, "other": shown.pk},
        "submit_activity": {"pk": draft.pk},
        "hand_on": {"pk": draft.pk},
        "hand_back": {"pk": draft.pk, "missing": "Why?"},
        "ask_clearance": {"pk": draft.pk},
        "clear_activity": {"pk": draft.pk},
        "add_evidence": {"pk": draft.pk, "kind": "citation", "citation": "IOM, 2014"},
        "remove_evidence": {"pk": piece.pk},
        "begin_upload": {"name": "a.pdf", "size": 5},
    }


def about_reviews(cast):
    amina, nadia = cast["amina"], cast["nadia"]
    row, done = submitted(amina), verified(amina, nadia)
    remark = workflow.add_remark(by=nadia, pk=row.pk, text="Why?")
    return {
        "verify_activity": {"pk": row.pk},
        "return_activity": {"pk": row.pk, "remark": "Why?"},
        "merge_activities": {"pk": row.pk, "other": done.pk},
        "undo_merge": {"pk": merged_twice(cast)},
        "take_back": {"pk": done.pk, "reason": "Wrong."},
        "decide_claim": {"pk": claim_of(row).pk, "verification": "verified"},
        "record_finding": {"pk": claim_of(row).pk, "verdict": "agree"},
        "add_remark": {"pk": row.pk, "text": "Why?"},
        "reply_to_remark": {"pk": remark.pk, "reply": "So."},
        "resolve_remark": {"pk": remark.pk},
    }


def about_later_facts(cast):
    row = group(cast["amina"], cast["nadia"])
    fact = suspend(cast["amina"], row)
    return {
        "report_status": {"pk": row.pk, "status": "cancelled", "since": "2014", "reason": "x"},
        "report_end": {"pk": row.claims.get().pk, "since": "2013", "reason": "x"},
        "add_note": {"pk": row.pk, "on": "2012", "text": "x"},
        "decide_fact": {"pk": fact.pk, "review": "verified"},
        "withdraw_fact": {"pk": fact.pk},
    }


def about_words(cast):
    row = submitted(cast["amina"], scope="cross_border", countries=["MOZ", "TZA"], claims=[])
    asked = {"pk": row.pk, "country": "TZA"}
    border = submitted(cast["amina"], **AT_THE_BORDER).claims.get()
    by_letter = record(cast["nadia"])
    letter = workflow.add_evidence(
        by=cast["nadia"], pk=by_letter.pk, kind="link", url="https://example.org/x", dated=DAY
    )
    recorded = {"pk": by_letter.pk, "country": "MOZ"}
    workflow.record_letter(by=cast["nadia"], **recorded, evidence=letter.pk)
    return {
        "agree": asked,
        "object_to_claim": {"pk": border.pk, "country": "TZA", "reasons": "No."},
        "withdraw_objection": {"pk": border.pk, "country": "TZA"},
        "decline": asked | {"reason": "No."},
        "record_letter": recorded | {"evidence": letter.pk},
        "compare_letter": recorded,
    }


def about_plans_and_organisations(cast):
    plan = workflow.adopt_action(by=cast["amina"], country="MOZ", action="VI.2")
    iom, unhcr = (Organisation.objects.get(name=name) for name in ("IOM", "UNHCR"))
    return {
        "adopt_action": {"country": "MOZ", "action": "VI.1"},
        "plan_own_action": {"country": "MOZ", "values": {"theme_id": "VI", "title": "x", "language": "en"}},
        "order_plan": {"country": "MOZ", "pks": [plan.pk]},
        "withdraw_adoption": {"pk": plan.pk},
        "add_organisation": {"values": {"name": "x"}},
        "change_organisation": {"pk": iom.pk, "version": iom.version, "values": {"name": "x"}},
        "add_system": {"code": "moz-home"},
        "merge_organisations": {"pk": iom.pk, "into": unhcr.pk},
    }


def about_rounds(cast):
    nadia, edition = cast["nadia"], closed(cast)
    opened = workflow.open_round(by=nadia, title="Now", opens_on=DAY, closes_on=date(2999, 1, 1), as_at=DAY)
    return {
        "open_round": {"title": "Next", "opens_on": DAY, "closes_on": DAY, "as_at": DAY},
        "translate_round": {"pk": opened.pk, "titles": {}},
        "extend_round": {"pk": opened.pk, "country": "MOZ", "closes_on": date(2999, 1, 2), "reason": "Floods."},
        "complete_report": {"pk": opened.pk, "country": "MOZ"},
        "ask_report_clearance": {"pk": opened.pk, "country": "MOZ"},
        "clear_report": {"pk": opened.pk, "country": "MOZ"},
        "hand_report_back": {"pk": opened.pk, "country": "MOZ", "missing": "Why?"},
        "remind_countries": {"pk": opened.pk},
        "write_narrative": {"pk": opened.pk, "part": "VI", "language": "en", "text": "x"},
        "close_round": {"pk": a_round(nadia, opens_on=date(2014, 10, 1)).pk, "contents": contents},
        "correct_snapshot": {"code": edition.pk, "why": "Checked.", "contents": contents},
        "publish_snapshot": {"code": edition.pk},
    }


def about_the_plan(cast):
    why = {"in_force_from": DAY, "decided_by": "A meeting", "reason": "Because."}
    revision = {"target": "VI.T2", "indicator": "VI.T2.1", "required": 5, **why}
    revised = workflow.revise_target(by=cast["nadia"], **revision)
    text = {"model": "themes.action", "key": "VI.1", "field": "title", "language": "pt", "text": "x", "seen": "x"}
    assessed = {"target": "VI.T1", "verdict": "on_track", "reasons": "So.", "language": "en", "assessed_on": DAY}
    joins = {"country": "AGO", "participation": "confirmed", "since": DAY, "source": "A letter."}
    return {
        "assess_target": assessed,
        "revise_target": revision | {"required": 6},
        "take_back_revision": {"pk": revised.pk, "reason": "Wrong."},
        "change_participation": joins,
        "take_back_participation": {"pk": participate("AGO", since=DAY).pk, "source": "A letter."},
        "note_reading": {"indicator": "VI.T1.1", "reading": TEXT, "reason": "Why."},
        "supply_recommendation": {"code": "III (v)", "text": TEXT, "reason": "Page 12."},
        "translate": text,
    }


def about_people(cast):
    amina, role = cast["amina"], cast["amina"].memberships.get()
    token, _secret = workflow.create_token(by=cast["grace"], owner=amina, name="x", scope="read", days=1)
    return {
        "invite_person": {"email": "x@example.org", "role": "observer"},
        "change_role": {"pk": role.pk, "until": date(2999, 1, 1)},
        "invite_again": {"pk": role.pk},
        "end_role": {"pk": role.pk},
        "hand_over": {"pk": role.pk, "email": "x@example.org"},
        "note_call": {"country": "MOZ", "on": DAY, "text": "It comes."},
        "write_to_country": {"country": "MOZ", "title": "x", "text": "x", "language": "en"},
        "reset_second_factor": {"pk": amina.pk},
        "create_token": {"owner": amina, "name": "x", "scope": "read", "days": 1},
        "revoke_token": {"pk": token.pk},
        "save_view": {"name": "x", "path": "/activities/", "is_shared": True},
        "delete_view": {"pk": workflow.save_view(by=amina, name="x", path="/activities/").pk},
    }


@pytest.fixture
def given(cast):
    parts = (
        about_activities,
        about_reviews,
        about_later_facts,
        about_words,
        about_plans_and_organisations,
        about_rounds,
        about_the_plan,
        about_people,
    )
    return {verb: asked for part in parts for verb, asked in part(cast).items()}


def test_each_verb_refuses_who_has_no_role(cast, given):
    before, allowing = Change.objects.count(), []
    for verb, asked in given.items():
        try:
            getattr(workflow, verb)(by=cast["charlie"], **asked)
            allowing.append(verb)
        except workflow.NotAllowed:
            pass
    assert (allowing, Change.objects.count(), Adoption.objects.count()) == ([], before, 1)
    assert ApiToken.objects.count() == 1


def test_every_verb_is_asked(given):
    verbs = {name for name in workflow.__all__ if hasattr(getattr(workflow, name), "__wrapped__")}
    assert verbs - given.keys() == OPEN_TO_ALL | ANSWERING_OTHERWISE


def test_those_that_answer_otherwise_do_nothing_for_who_has_no_role(cast):
    row = submitted(cast["amina"])
    several = workflow.verify_several(by=cast["charlie"], chosen={row.pk: row.version})
    assert (several.verified, [one for one, _why in several.refused]) == ([], [row])
    assert workflow.open_for_review(by=cast["charlie"], pk=row.pk) is None
