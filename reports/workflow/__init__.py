"""Every write, as a verb: lock, ask the rule, check, save, append the change; one transaction each.

Verbs take `by=` (the person) and `via=` (`page`, `api`, `import` or `command`), and refuse with `NotAllowed`, `NotNow`,
`StaleVersion` or Django's `ValidationError` with messages by field.
"""

from reports.workflow.activities import confirm_unchanged, create_activity, discard_draft, update_activity
from reports.workflow.adoptions import adopt_action, order_plan, plan_own_action, withdraw_adoption
from reports.workflow.claims import decide_claim, record_finding
from reports.workflow.directory import add_organisation, change_organisation, merge_organisations
from reports.workflow.evidence import add_evidence, remove_evidence
from reports.workflow.outcomes import NotAllowed, NotNow, StaleVersion
from reports.workflow.people import (
    choose_language,
    choose_mail,
    choose_name,
    create_token,
    end_role,
    finish_tour,
    hand_over,
    invite_again,
    invite_person,
    revoke_token,
    stop_mail,
)
from reports.workflow.remarks import add_remark, reply_to_remark, resolve_remark
from reports.workflow.review import (
    Several,
    open_for_review,
    return_activity,
    submit_activity,
    take_back,
    verify_activity,
    verify_several,
)
from reports.workflow.rounds import complete_report, extend_round, open_round
from reports.workflow.translations import translate
from reports.workflow.typing import forget_typed, keep_typed

__all__ = [
    "NotAllowed",
    "NotNow",
    "Several",
    "StaleVersion",
    "add_evidence",
    "add_organisation",
    "add_remark",
    "adopt_action",
    "change_organisation",
    "choose_language",
    "choose_mail",
    "choose_name",
    "complete_report",
    "confirm_unchanged",
    "create_activity",
    "create_token",
    "decide_claim",
    "discard_draft",
    "end_role",
    "extend_round",
    "finish_tour",
    "forget_typed",
    "hand_over",
    "invite_again",
    "invite_person",
    "keep_typed",
    "merge_organisations",
    "open_for_review",
    "open_round",
    "order_plan",
    "plan_own_action",
    "record_finding",
    "remove_evidence",
    "reply_to_remark",
    "resolve_remark",
    "return_activity",
    "revoke_token",
    "stop_mail",
    "submit_activity",
    "take_back",
    "translate",
    "update_activity",
    "verify_activity",
    "verify_several",
    "withdraw_adoption",
]
