"""Every write, as a verb: lock, ask the rule, check, save, append the change; one transaction each.

Verbs take `by=` (the person) and `via=` (`page`, `api`, `import` or `command`), and refuse with `NotAllowed`, `WrongState`,
`StaleVersion` or Django's `ValidationError` with messages by field.
"""

from reports.workflow.accounts import (
    change_password,
    choose_password,
    log_administrator,
    log_password_set,
    log_second_factor,
    reset_second_factor,
)
from reports.workflow.activities import (
    alter,
    begin,
    change_claims,
    confirm_unchanged,
    create_activity,
    discard_draft,
    forget_rows,
    update_activity,
)
from reports.workflow.addresses import (
    ask_for_address,
    change_address,
    forget_addresses,
    prove_address,
    read_address_token,
)
from reports.workflow.adoptions import adopt_action, order_plan, plan_own_action
from reports.workflow.agreements import agree, agree_several, decline
from reports.workflow.answering import answer_action, decide_answer, withdraw_adoption, withdraw_answer
from reports.workflow.assessing import assess_target, write_narrative
from reports.workflow.batches import Ahead
from reports.workflow.claims import Decision, decide_claim, record_finding
from reports.workflow.cleaning import clean_evidence, clean_letter
from reports.workflow.contact import note_call, write_to_country
from reports.workflow.directory import add_organisation, change_organisation, merge_organisations
from reports.workflow.evidence import add_evidence, attach, attach_upload, piece_of, remove_evidence
from reports.workflow.handing_over import hand_over
from reports.workflow.identifiers import add_system, owners_open_to
from reports.workflow.later_facts import add_note, decide_fact, report_end, report_status, withdraw_fact
from reports.workflow.letters import compare_letter, record_letter
from reports.workflow.merges import built_on, merge_activities, merge_problem, undo_merge
from reports.workflow.merging import MINE, THEIRS, Merge, merge_of
from reports.workflow.objections import object_to_claim, withdraw_objection
from reports.workflow.outcomes import MergedAway, Moved, NotAllowed, SentBefore, StaleVersion, WrongState
from reports.workflow.people import (
    change_role,
    choose_language,
    choose_mail,
    choose_name,
    create_token,
    end_role,
    finish_tour,
    invite_again,
    invite_person,
    revoke_token,
    stop_mail,
)
from reports.workflow.plan import note_reading, supply_recommendation
from reports.workflow.preparing import ask_clearance, clear_activity, hand_back, hand_on
from reports.workflow.remarks import add_remark, reply_to_remark, resolve_remark
from reports.workflow.report_clearing import (
    ask_report_clearance,
    awaited_clearance,
    clear_report,
    hand_report_back,
    is_report_cleared,
)
from reports.workflow.review import (
    Several,
    hand_in,
    open_for_review,
    return_activity,
    submit_activity,
    take_back,
    verify_activity,
    verify_several,
)
from reports.workflow.revisions import (
    change_participation,
    revise_target,
    take_back_participation,
    take_back_revision,
)
from reports.workflow.rounds import complete_report, extend_round, open_round, remind_countries, translate_round
from reports.workflow.saved_views import delete_view, save_view
from reports.workflow.snapshots import close_round, correct_snapshot, not_to_be_closed, publish_snapshot
from reports.workflow.successors import stays_of, successor
from reports.workflow.telling_apart import say_another_event, withdraw_another_event
from reports.workflow.transactions import one_transaction, until_through, whole
from reports.workflow.translations import translate
from reports.workflow.unsaved import forget_unsaved, keep_unsaved
from reports.workflow.uploads import add_chunk, begin_upload, drop_upload, remove_old_uploads

__all__ = [
    "MINE",
    "THEIRS",
    "Ahead",
    "Decision",
    "Merge",
    "MergedAway",
    "Moved",
    "NotAllowed",
    "SentBefore",
    "Several",
    "StaleVersion",
    "WrongState",
    "add_chunk",
    "add_evidence",
    "add_note",
    "add_organisation",
    "add_remark",
    "add_system",
    "adopt_action",
    "agree",
    "agree_several",
    "alter",
    "answer_action",
    "ask_clearance",
    "ask_for_address",
    "ask_report_clearance",
    "assess_target",
    "attach",
    "attach_upload",
    "awaited_clearance",
    "begin",
    "begin_upload",
    "built_on",
    "change_address",
    "change_claims",
    "change_organisation",
    "change_participation",
    "change_password",
    "change_role",
    "choose_language",
    "choose_mail",
    "choose_name",
    "choose_password",
    "clean_evidence",
    "clean_letter",
    "clear_activity",
    "clear_report",
    "close_round",
    "compare_letter",
    "complete_report",
    "confirm_unchanged",
    "correct_snapshot",
    "create_activity",
    "create_token",
    "decide_answer",
    "decide_claim",
    "decide_fact",
    "decline",
    "delete_view",
    "discard_draft",
    "drop_upload",
    "end_role",
    "extend_round",
    "finish_tour",
    "forget_addresses",
    "forget_rows",
    "forget_unsaved",
    "hand_back",
    "hand_in",
    "hand_on",
    "hand_over",
    "hand_report_back",
    "invite_again",
    "invite_person",
    "is_report_cleared",
    "keep_unsaved",
    "log_administrator",
    "log_password_set",
    "log_second_factor",
    "merge_activities",
    "merge_of",
    "merge_organisations",
    "merge_problem",
    "not_to_be_closed",
    "note_call",
    "note_reading",
    "object_to_claim",
    "one_transaction",
    "open_for_review",
    "open_round",
    "order_plan",
    "owners_open_to",
    "piece_of",
    "plan_own_action",
    "prove_address",
    "publish_snapshot",
    "read_address_token",
    "record_finding",
    "record_letter",
    "remind_countries",
    "remove_evidence",
    "remove_old_uploads",
    "reply_to_remark",
    "report_end",
    "report_status",
    "reset_second_factor",
    "resolve_remark",
    "return_activity",
    "revise_target",
    "revoke_token",
    "save_view",
    "say_another_event",
    "stays_of",
    "stop_mail",
    "submit_activity",
    "successor",
    "supply_recommendation",
    "take_back",
    "take_back_participation",
    "take_back_revision",
    "translate",
    "translate_round",
    "undo_merge",
    "until_through",
    "update_activity",
    "verify_activity",
    "verify_several",
    "whole",
    "withdraw_adoption",
    "withdraw_another_event",
    "withdraw_answer",
    "withdraw_fact",
    "withdraw_objection",
    "write_narrative",
    "write_to_country",
]
