"""What cannot be done with a row a verb says by itself, whoever calls it, at the field or by the state that it wants; and
writes nothing."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError

from reports import limits, workflow
from reports.models import Change, Membership, Organisation
from reports.workflow.addresses import address_token
from tests.base import make_cast, participate, record, submitted, verified
from tests.reviewing import claim_of
from tests.rounds import DAY, closed
from tests.standing import stands

EXPECTED = {"claims": [{"indicator": "VI.T1.1", "unit": "MOZ", "achieved_on": None}]}
LATE = date(2999, 1, 1)
REVISED = {"target": "VI.T2", "indicator": "VI.T2.1", "required": 6, "in_force_from": LATE, "decided_by": "A meeting"}
REVISED |= {"reason": "Because."}
MESSAGE = {"country": "MOZ", "title": "x", "text": "x", "language": "en"}
JOINING = {"country": "AGO", "participation": "confirmed", "since": LATE, "source": "A letter."}


@stands
def rows_of_each_kind():
    """Their keys by name; `claim_of_x` is the claim of the activity `x`."""
    cast = make_cast()
    amina, nadia = cast["amina"], cast["nadia"]
    rows = {"draft": record(amina), "handed_in": submitted(amina), "done": verified(amina, nadia)}
    claims = {f"claim_of_{name}": claim_of(row) for name, row in rows.items()}
    claims["claim_of_expected"] = claim_of(submitted(amina, **EXPECTED))
    asked = [workflow.add_remark(by=nadia, pk=rows["handed_in"].pk, text=text) for text in ("Why?", "When?")]
    rows |= {"asked": asked[0], "resolved": workflow.resolve_remark(by=nadia, pk=asked[1].pk)}
    rows["published"] = workflow.publish_snapshot(by=nadia, code=closed(cast).pk).snapshot
    workflow.complete_report(by=amina, pk=rows["published"].round_id, country="MOZ")  # late, once
    later = {"opens_on": LATE, "closes_on": LATE, "as_at": DAY}
    rows["ahead"] = workflow.open_round(by=nadia, title="Next", **later)
    why = {"in_force_from": DAY, "decided_by": "A meeting", "reason": "Because."}
    rows["revised"] = workflow.revise_target(by=nadia, target="VI.T2", indicator="VI.T2.1", required=5, **why)
    rows["taking_part"] = participate("AGO", since=DAY)
    rows["ended"] = Membership.objects.create(person=cast["charlie"], role="observer", since=DAY, until=DAY)
    rows["role"], rows["closed"] = amina.memberships.get(), rows["published"].round
    rows |= {name.lower(): Organisation.objects.get(name=name) for name in ("IOM", "SADC", "EAC")}
    return {name: row.pk for name, row in (rows | claims).items()}


@pytest.fixture
def rows(rows_of_each_kind, db):
    return rows_of_each_kind


# Of `{"pk": "claim_of_draft"}` the name stands for the key; other values are as they are.

AT_A_FIELD = [
    ("add_evidence", "amina", {"pk": "draft", "kind": "x"}, "kind"),
    ("add_evidence", "amina", {"pk": "draft", "kind": "citation"}, "citation"),
    ("add_evidence", "amina", {"pk": "draft", "kind": "link"}, "url"),
    ("add_evidence", "amina", {"pk": "draft", "kind": "file"}, "file"),
    (
        "add_evidence",
        "amina",
        {"pk": "draft", "kind": "citation", "citation": "x", "claims": ["claim_of_done"]},
        "claims",
    ),
    ("attach_upload", "amina", {"pk": "draft", "upload": "handed_in"}, "file"),
    ("record_finding", "nadia", {"pk": "claim_of_handed_in", "verdict": "x"}, "verdict"),
    ("record_finding", "nadia", {"pk": "claim_of_handed_in", "verdict": "doubt", "reasons": " "}, "reasons"),
    ("decide_claim", "nadia", {"pk": "claim_of_handed_in", "verification": "x"}, "verification"),
    ("decide_claim", "nadia", {"pk": "claim_of_expected", "verification": "verified"}, "verification"),
    ("decide_claim", "nadia", {"pk": "claim_of_handed_in", "verification": "refused", "finding": " "}, "finding"),
    ("decide_claim", "nadia", {"pk": "claim_of_done", "verification": "pending", "finding": " "}, "finding"),
    ("return_activity", "nadia", {"pk": "handed_in", "remark": " "}, "remark"),
    ("take_back", "nadia", {"pk": "done", "reason": " "}, "reason"),
    ("add_remark", "nadia", {"pk": "handed_in", "text": " "}, "text"),
    ("add_remark", "nadia", {"pk": "handed_in", "text": "x", "field": "x"}, "field"),
    ("add_remark", "nadia", {"pk": "done", "text": "x", "field": "title", "claim": "claim_of_done"}, "field"),
    ("add_remark", "nadia", {"pk": "done", "text": "x", "claim": "claim_of_draft"}, "claim"),
    ("reply_to_remark", "amina", {"pk": "asked", "reply": " "}, "reply"),
    ("extend_round", "nadia", {"pk": "ahead", "country": "MOZ", "closes_on": date.max, "reason": " "}, "reason"),
    ("extend_round", "nadia", {"pk": "ahead", "country": "MOZ", "closes_on": LATE, "reason": "x"}, "closes_on"),
    ("correct_snapshot", "nadia", {"code": "published", "why": " ", "contents": None}, "why"),
    ("take_back_revision", "nadia", {"pk": "revised", "reason": " "}, "reason"),
    ("take_back_participation", "nadia", {"pk": "taking_part", "source": " "}, "source"),
    ("merge_organisations", "nadia", {"pk": "iom", "into": "iom"}, "into"),
    ("merge_organisations", "nadia", {"pk": "sadc", "into": "eac"}, "into"),
    ("choose_language", "amina", {"language": "x"}, "language"),
    ("choose_mail", "amina", {"off": ["x"], "weekly_digest": False}, "off"),
    ("create_token", "grace", {"owner": None, "name": "x", "scope": "x", "days": 1}, "scope"),
    ("invite_person", "grace", {"email": "x@y", "role": "observer"}, "email"),
    ("hand_over", "grace", {"pk": "role", "email": "x@y"}, "email"),
    ("hand_over", "grace", {"pk": "role", "email": "Amina@example.org "}, "email"),
    ("hand_over", "grace", {"pk": "role", "email": "x@example.org", "on": date(2010, 9, 6)}, "on"),
    ("hand_over", "grace", {"pk": "role", "email": "x@example.org", "dated": DAY}, "letter"),
    ("hand_over", "nadia", {"pk": "role", "email": "x@example.org", "dated": DAY}, "letter"),
    ("invite_person", "grace", {"email": "x@example.org", "role": "observer", "dated": DAY}, "letter"),
    ("note_call", "nadia", {"country": "MOZ", "on": LATE, "text": "x"}, "on"),
    ("note_call", "nadia", {"country": "MOZ", "on": DAY, "text": " \u200b"}, "text"),
    ("note_call", "nadia", {"country": "MOZ", "on": DAY, "text": "x" * (limits.NOTE + 1)}, "text"),
    ("write_to_country", "nadia", MESSAGE | {"title": " "}, "title"),
    ("write_to_country", "nadia", MESSAGE | {"text": "\u200b"}, "text"),
    ("write_to_country", "nadia", MESSAGE | {"text": "x" * (limits.MESSAGE + 1)}, "text"),
    ("write_to_country", "nadia", MESSAGE | {"language": "x"}, "language"),
    ("save_view", "amina", {"name": " ", "path": "/activities/"}, "name"),
    ("save_view", "amina", {"name": "x", "path": "/nowhere/"}, "path"),
    ("save_view", "amina", {"name": "x", "path": "/organisations/new/"}, "path"),
    ("write_narrative", "nadia", {"pk": "ahead", "part": "VI", "language": "x", "text": "x"}, "language"),
    # what is new in an activity
    ("update_activity", "amina", {"pk": "draft", "version": 1, "values": {"topics": ["x"]}}, "topics"),
    ("update_activity", "amina", {"pk": "draft", "version": 1, "values": {"title": "Lost \ufffd"}}, "title"),
    (
        "update_activity",
        "amina",
        {"pk": "draft", "version": 1, "values": {"partners": [{"organisation": "\ufffd", "role": "funding"}]}},
        "partners",
    ),
    # what the fields themselves do not take
    ("open_round", "nadia", {"title": " ", "opens_on": DAY, "closes_on": DAY, "as_at": DAY}, "title"),
    ("adopt_action", "amina", {"country": "MOZ", "action": "VI.1", "values": {"priority": "x"}}, "priority"),
    ("add_organisation", "nadia", {"values": {"name": "x", "kind": "x"}}, "kind"),
    ("add_evidence", "amina", {"pk": "draft", "kind": "link", "url": "javascript:alert(1)"}, "url"),
    (
        "add_evidence",
        "amina",
        {"pk": "draft", "kind": "citation", "citation": "x", "confidentiality": "x"},
        "confidentiality",
    ),
    ("change_participation", "nadia", JOINING | {"participation": "x"}, "participation"),
    ("change_participation", "nadia", JOINING | {"since": date(2010, 9, 6)}, "since"),
    ("change_participation", "nadia", JOINING | {"source": " "}, "source"),
    ("change_participation", "nadia", JOINING | {"corrects": 0}, "corrects"),
    ("change_participation", "nadia", JOINING | {"country": "MOZ", "corrects": "taking_part"}, "corrects"),
    ("revise_target", "nadia", REVISED | {"target": "VI.T3", "indicator": "", "corrects": "revised"}, "corrects"),
    ("revise_target", "nadia", REVISED | {"indicator": "VI.T1.1"}, "indicator"),
    ("revise_target", "nadia", REVISED | {"required": 0}, "required"),
    ("revise_target", "nadia", REVISED | {"required": 5}, "required"),
    ("revise_target", "nadia", REVISED | {"indicator": "", "title": {"en": "x"}}, "title_fr"),
    ("revise_target", "nadia", REVISED | {"indicator": "", "text": {"pt": "x"}}, "text_fr"),
    ("revise_target", "nadia", REVISED | {"indicator": ""}, "text_fr"),
    ("revise_target", "nadia", REVISED | {"indicator": "", "deadline": date(2010, 9, 6)}, "deadline"),
    ("revise_target", "nadia", REVISED | {"decided_by": " "}, "decided_by"),
    ("revise_target", "nadia", REVISED | {"reason": " "}, "reason"),
    ("take_back_participation", "nadia", {"pk": 0, "source": "x"}, "corrects"),
    ("take_back_revision", "nadia", {"pk": 0, "reason": "x"}, "corrects"),
]


def called(cast, rows, verb, name, asked):
    keys = {
        key: [rows[one] for one in given]
        if key == "claims"
        else rows.get(given, given)
        if type(given) is str
        else given
        for key, given in asked.items()
    }
    return getattr(workflow, verb)(by=cast[name], **keys)


@pytest.mark.parametrize(("verb", "name", "asked", "field"), AT_A_FIELD)
def test_what_is_wrong_is_said_at_its_field(cast, rows, verb, name, asked, field):
    before = Change.objects.count()
    with pytest.raises(ValidationError) as refusal:
        called(cast, rows, verb, name, asked)
    assert (set(refusal.value.message_dict), Change.objects.count()) == ({field}, before)


BY_ITS_STATE = [
    ("submit_activity", "amina", {"pk": "handed_in"}),
    ("discard_draft", "amina", {"pk": "handed_in"}),
    ("verify_activity", "nadia", {"pk": "draft"}),
    ("verify_activity", "paul", {"pk": "done"}),
    ("return_activity", "nadia", {"pk": "draft", "remark": "x"}),
    ("return_activity", "nadia", {"pk": "done", "remark": "x"}),
    ("take_back", "nadia", {"pk": "handed_in", "reason": "x"}),
    ("record_finding", "nadia", {"pk": "claim_of_draft", "verdict": "agree"}),
    ("decide_claim", "nadia", {"pk": "claim_of_draft", "verification": "refused", "finding": "x"}),
    ("reply_to_remark", "amina", {"pk": "resolved", "reply": "x"}),
    ("resolve_remark", "nadia", {"pk": "resolved"}),
    ("complete_report", "amina", {"pk": "ahead", "country": "MOZ"}),
    ("complete_report", "amina", {"pk": "closed", "country": "MOZ"}),
    ("remind_countries", "nadia", {"pk": "ahead"}),
    ("remind_countries", "nadia", {"pk": "closed"}),
    ("extend_round", "nadia", {"pk": "closed", "country": "MOZ", "closes_on": LATE, "reason": "x"}),
    ("close_round", "nadia", {"pk": "closed", "contents": None}),
    ("close_round", "nadia", {"pk": "ahead", "contents": None}),
    ("publish_snapshot", "nadia", {"code": "published"}),
    ("hand_over", "grace", {"pk": "ended", "email": "x@example.org"}),
    ("write_to_country", "nadia", {"country": "MWI", "title": "x", "text": "x", "language": "en"}),
    ("change_role", "grace", {"pk": "ended"}),
]


@pytest.mark.parametrize(("verb", "name", "asked"), BY_ITS_STATE)
def test_what_its_state_forbids_is_not_done(cast, rows, verb, name, asked):
    before = Change.objects.count()
    with pytest.raises(workflow.WrongState):
        called(cast, rows, verb, name, asked)
    assert Change.objects.count() == before


@pytest.mark.parametrize(("pk", "into"), [("iom", 0), (0, "iom")])
def test_nothing_is_merged_with_what_is_not_there(cast, rows, pk, into):
    with pytest.raises(Organisation.DoesNotExist):
        called(cast, rows, "merge_organisations", "nadia", {"pk": pk, "into": into})


@pytest.mark.parametrize(
    ("verb", "asked"),
    [
        ("adopt_action", {"country": "MOZ", "action": "VI.1", "values": {"nonsense": 1}}),
        ("add_organisation", {"values": {"name": "x", "version": 1}}),
    ],
)
def test_a_programme_names_only_fields_that_there_are(cast, verb, asked):
    with pytest.raises((KeyError, TypeError)):
        getattr(workflow, verb)(by=cast["amina"], **asked)


def test_a_link_that_is_used_changes_no_address(cast):
    token = address_token(cast["amina"], "new@example.org")
    workflow.change_address(token=token)
    with pytest.raises(workflow.WrongState):
        workflow.change_address(token=token)


def test_of_two_who_confirm_one_address_at_once_one_has_it(cast, monkeypatch):
    monkeypatch.setattr("reports.workflow.addresses.require_free", lambda email, person: None)
    with pytest.raises(ValidationError) as refusal:
        workflow.change_address(token=address_token(cast["amina"], "juma@example.org"))
    assert set(refusal.value.message_dict) == {"email"}
