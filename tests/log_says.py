"""The names of what a row of the log says of before and after: `tests/test_every_verb_is_logged.py`.

What a person is called stands in none: `personal` says what changed.
"""

from tests import log_stories_of_later_facts, log_stories_of_preparing, log_stories_of_words

DECISION = "claim indicator unit verification finding"
ROLE = "role body organisation countries deputy since until"
PLAN = "priority adopted_on lead_ministry starts_on ends_on needs_funding"
IN_PLACE = "answer in_place_since proof_url proof_citation"
ANSWER_DECISION = "verification finding"
OF_THEIR_OWN = log_stories_of_words.SAYS | log_stories_of_preparing.SAYS | log_stories_of_later_facts.SAYS
SAYS = OF_THEIR_OWN | {
    "action.changed": ("title_pt", "title_pt"),
    "action.translation_checked": ("title_pt", "title_pt"),
    "activity.changed": ("title", "title review"),
    "activity.claim_finding": ("claim indicator unit agency", "claim indicator unit agency verdict reasons"),
    "activity.claim_refused": (DECISION, f"{DECISION} agency"),
    "activity.claim_reopened": (f"{DECISION} agency", DECISION),
    "activity.claim_verified": (DECISION, f"{DECISION} agency"),
    "activity.confirmed": ("confirmed_on", "confirmed_on"),
    "activity.evidence_added": ("evidence", "evidence kind citation confidentiality of"),
    "activity.evidence_removed": ("evidence kind citation confidentiality of", "evidence"),
    "activity.took_over": ("title review", "title review duplicate duplicate_id"),
    "activity.organisation_merged": ("lead", "lead review"),
    "activity.remark_answered": ("remark reply", "remark reply of"),
    "activity.remark_made": ("remark", "remark text of"),
    "activity.remark_resolved": ("remark", "remark text of"),
    "activity.returned": ("review", "review of"),
    "activity.not_told_apart": ("", "another_event"),
    "activity.submitted": ("review", "review"),
    "activity.taken_back": ("review", "review"),
    "activity.told_apart": ("", "another_event"),
    "activity.verified": ("review", "review"),
    "adoption.changed": (PLAN, PLAN),
    "adoption.answered": ("", IN_PLACE),
    "adoption.refused": (ANSWER_DECISION, f"{ANSWER_DECISION} agency"),
    "adoption.reopened": (f"{ANSWER_DECISION} agency", ANSWER_DECISION),
    "adoption.verified": (ANSWER_DECISION, f"{ANSWER_DECISION} agency"),
    "adoption.withdrawn": (PLAN, "withdrawn_on withdrawn_because"),
    "country.participation_changed": ("participation", "participation since decision participation_source"),
    "country.participation_taken_back": ("participation since decision participation_source", ""),
    "indicator.reading_noted": ("reading", "reading"),
    "organisation.changed": ("name aliases", "name aliases"),
    "organisation.created": ("", "name aliases kind country_id iati_identifier"),
    "organisation.merged": (
        "name aliases kind iati_identifier",
        "name into activities roles findings decisions offices plans systems",
    ),
    "organisation.took_over": ("aliases", "aliases"),
    "person.changed": (ROLE, ROLE),
    "person.ended": ("", ROLE),
    "person.handed_over": ("", ROLE),
    "person.invited": ("", ROLE),
    "person.invited_again": ("", ROLE),
    "person.language_chosen": ("language", "language"),
    "person.mail_chosen": ("mail_off weekly_digest", "mail_off weekly_digest"),
    "person.name_chosen": ("", "personal"),
    "person.took_over": ("", ROLE),
    "plan.ordered": ("order", "order"),
    "recommendation.text_supplied": ("text", "text"),
    "round.closed": ("", "snapshot edition sha256 public_sha256"),
    "round.corrected": ("", "snapshot edition sha256 public_sha256 replaces"),
    "round.extended": ("", "closes_on"),
    "round.narrative_written": ("part language text", "part language text"),
    "round.opened": ("", "title opens_on closes_on as_at"),
    "round.reminded": ("", "people"),
    "round.reported": ("", "nothing_changed"),
    "round.reported_late": ("", "nothing_changed after_closing"),
    "snapshot.published": ("", "snapshot public_sha256"),
    "system.created": ("", "code"),
    "target.judged": ("", "verdict judged_on language"),
    "target.revised": ("indicator required", "in_force_from decided_by indicator required"),
    "target.revision_taken_back": ("in_force_from decided_by indicator required", ""),
    "token.created": ("", "name owner scope until"),
    "token.revoked": ("", "name owner scope until"),
    "view.deleted": ("", "name address"),
    "view.shared": ("", "name address"),
}
