"""Every write, as a verb: lock, ask the rule, check, save, append the change; one transaction each.

Verbs take `by=` (the person) and `via=` (`page`, `api`, `import` or `command`), and refuse with `NotAllowed`, `NotNow`,
`StaleVersion` or Django's `ValidationError` with messages by field.
"""

from reports.workflow.activities import confirm_unchanged, create_activity, discard_draft, update_activity
from reports.workflow.adoptions import adopt_action, order_plan, plan_own_action, withdraw_adoption
from reports.workflow.evidence import add_evidence, remove_evidence
from reports.workflow.outcomes import NotAllowed, NotNow, StaleVersion
from reports.workflow.people import (
    change_role,
    choose_language,
    choose_mail,
    create_token,
    end_role,
    finish_tour,
    hand_over,
    invite_again,
    invite_person,
    reset_second_factor,
    revoke_token,
    stop_mail,
)
from reports.workflow.review import (
    add_remark,
    decide_claim,
    reply_to_remark,
    resolve_remark,
    return_activity,
    submit_activity,
    verify_activity,
)
from reports.workflow.rounds import complete_report, extend_round, open_round
from reports.workflow.typing import forget_typed, keep_typed
from reports.workflow.views import delete_view, save_view

__all__ = [
    "NotAllowed",
    "NotNow",
    "StaleVersion",
    "add_evidence",
    "add_remark",
    "adopt_action",
    "change_role",
    "choose_language",
    "choose_mail",
    "complete_report",
    "confirm_unchanged",
    "create_activity",
    "create_token",
    "decide_claim",
    "delete_view",
    "discard_draft",
    "end_role",
    "extend_round",
    "finish_tour",
    "forget_typed",
    "hand_over",
    "invite_again",
    "invite_person",
    "keep_typed",
    "open_round",
    "order_plan",
    "plan_own_action",
    "remove_evidence",
    "reply_to_remark",
    "reset_second_factor",
    "resolve_remark",
    "return_activity",
    "revoke_token",
    "save_view",
    "stop_mail",
    "submit_activity",
    "update_activity",
    "verify_activity",
    "withdraw_adoption",
]
