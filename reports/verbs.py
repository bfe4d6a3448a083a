"""What the log calls a verb and what it was done to, in the reader's language."""

from django.apps import apps
from django.utils.translation import gettext_lazy, pgettext_lazy

VERBS = {
    "activity.created": gettext_lazy("Recorded"),
    "activity.changed": gettext_lazy("Changed"),
    "activity.confirmed": gettext_lazy("Confirmed as unchanged"),
    "activity.submitted": gettext_lazy("Submitted"),
    "activity.verified": pgettext_lazy("an activity", "Verified"),
    "activity.returned": gettext_lazy("Returned"),
    "activity.taken_back": gettext_lazy("Verification withdrawn"),
    "activity.discarded": gettext_lazy("Discarded"),
    "activity.claim_verified": gettext_lazy("Claim verified"),
    "activity.claim_refused": gettext_lazy("Claim refused"),
    "activity.claim_reopened": gettext_lazy("Claim reopened for review"),
    "activity.claim_finding": gettext_lazy("Agency finding recorded"),
    "activity.evidence_added": gettext_lazy("Evidence added"),
    "activity.evidence_cleaned": gettext_lazy("Location and author details removed from a file"),
    "activity.evidence_removed": gettext_lazy("Evidence removed"),
    "activity.status_changed": gettext_lazy("Status changed"),
    "activity.later_reported": gettext_lazy("Later development reported"),
    "activity.later_verified": gettext_lazy("Later development verified"),
    "activity.later_refused": gettext_lazy("Later development refused"),
    "activity.later_reopened": gettext_lazy("Decision on a later development withdrawn"),
    "activity.later_withdrawn": gettext_lazy("Later development withdrawn"),
    "activity.claim_objected": gettext_lazy("Objection of a neighbouring country"),
    "activity.objection_withdrawn": gettext_lazy("Objection withdrawn"),
    "activity.agreed": gettext_lazy("Agreed for a country"),
    "activity.declined": gettext_lazy("Declined for a country"),
    "activity.handed_on": gettext_lazy("Handed to the focal point to submit"),
    "activity.handed_back": gettext_lazy("Draft handed back"),
    "activity.clearance_asked": gettext_lazy("Clearance asked for"),
    "activity.cleared": gettext_lazy("Cleared for a country"),
    "activity.letter_recorded": gettext_lazy("Letter of a country recorded"),
    "activity.remark_made": gettext_lazy("Question asked"),
    "activity.remark_answered": gettext_lazy("Question answered"),
    "activity.remark_resolved": gettext_lazy("Question resolved"),
    "activity.told_apart": gettext_lazy("Marked as another event, not a duplicate"),
    "activity.not_told_apart": gettext_lazy("Mark as another event withdrawn"),
    "activity.merged": gettext_lazy("Merged into another activity"),
    "activity.took_over": gettext_lazy("Duplicate merged into this activity"),
    "activity.merge_undone": gettext_lazy("Merge undone"),
    "system.created": gettext_lazy("Outside system added"),
    "activity.organisation_merged": gettext_lazy("Organization merged with its duplicate"),
    "organisation.created": gettext_lazy("Added to the directory"),
    "organisation.changed": gettext_lazy("Changed"),
    "organisation.merged": gettext_lazy("Merged into another organization"),
    "organisation.took_over": gettext_lazy("Duplicate merged into this organization"),
    "adoption.adopted": gettext_lazy("Action adopted"),
    "adoption.changed": gettext_lazy("Changed"),
    "adoption.answered": gettext_lazy("Action of the menu answered"),
    "adoption.verified": gettext_lazy("Action in place verified"),
    "adoption.refused": gettext_lazy("Action in place not accepted"),
    "adoption.reopened": gettext_lazy("Decision on an action in place withdrawn"),
    "adoption.withdrawn": gettext_lazy("Action withdrawn"),
    "plan.ordered": gettext_lazy("Reordered"),
    "round.opened": gettext_lazy("Announced"),
    "round.extended": gettext_lazy("Round extended for a country"),
    "round.translated": gettext_lazy("Title of a round translated"),
    "round.reminded": gettext_lazy("Countries reminded"),
    "round.closed": gettext_lazy("Closed"),
    "round.corrected": gettext_lazy("Corrected edition created"),
    "round.clearance_asked": gettext_lazy("Clearance of the report asked for"),
    "round.handed_back": gettext_lazy("Report handed back before it was submitted"),
    "round.cleared": gettext_lazy("Report cleared"),
    "round.reported": gettext_lazy("Report completed"),
    "round.reported_late": gettext_lazy("Report completed late"),
    "person.invited": gettext_lazy("Invited to take on a role"),
    "person.invited_again": gettext_lazy("Invited again"),
    "person.changed": gettext_lazy("Role changed"),
    "person.letter_cleaned": gettext_lazy("Location and author details removed from a letter of nomination"),
    "person.second_factor_reset": gettext_lazy("Second factor reset"),
    "person.second_factor_set_up": gettext_lazy("Second factor set up"),
    "person.second_factor_removed": gettext_lazy("Second factor removed"),
    "person.second_factor_codes_made": gettext_lazy("New recovery codes generated"),
    "person.second_factor_code_used": gettext_lazy("Recovery code used"),
    "person.administrator_made": gettext_lazy("Made an administrator, from the command line"),
    "person.password_chosen": gettext_lazy("Password chosen through the invitation"),
    "person.password_reset": gettext_lazy("Password reset by e-mail"),
    "person.password_changed": gettext_lazy("Password changed"),
    "person.address_asked": gettext_lazy("Change of e-mail address requested"),
    "person.address_changed": gettext_lazy("E-mail address changed"),
    "person.ended": gettext_lazy("Role ended"),
    "person.handed_over": gettext_lazy("Role handed over"),
    "person.took_over": gettext_lazy("Role taken over"),
    "person.language_chosen": gettext_lazy("Language chosen"),
    "person.name_chosen": gettext_lazy("Name corrected"),
    "person.mail_chosen": gettext_lazy("E-mail preferences changed"),
    "snapshot.published": gettext_lazy("Published"),
    "round.narrative_written": gettext_lazy("Narrative written"),
    "target.judged": gettext_lazy("Assessed"),
    "target.revised": gettext_lazy("Revised"),
    "indicator.reading_noted": gettext_lazy("Note on how the indicator is counted: amended"),
    "recommendation.text_supplied": gettext_lazy("Text added"),
    "target.revision_taken_back": gettext_lazy("Revision withdrawn"),
    "country.participation_changed": gettext_lazy("Participation changed"),
    "country.participation_taken_back": gettext_lazy("Participation entry withdrawn"),
    "country.written_to": gettext_lazy("Message sent to the country"),
    "note.made": gettext_lazy("Call noted"),
    "token.created": gettext_lazy("Created"),
    "token.revoked": gettext_lazy("Revoked"),
    "view.shared": gettext_lazy("View shared"),
    "view.deleted": gettext_lazy("View deleted"),
}
STEPS = {  # what the admin does to any of its rows
    "created": gettext_lazy("Added"),
    "changed": gettext_lazy("Changed"),
    "deleted": gettext_lazy("Deleted"),
    "corrected": gettext_lazy("Corrected by another entry"),
    "taken_back": gettext_lazy("Withdrawn"),
    "translation_checked": gettext_lazy("Translation checked"),
}
SUBJECTS = {
    "activity": gettext_lazy("activity"),
    "adoption": gettext_lazy("action"),
    "plan": gettext_lazy("national plan"),
    "round": gettext_lazy("reporting round"),
    "person": gettext_lazy("person"),
    "snapshot": gettext_lazy("edition of a round"),
    "target": gettext_lazy("target"),
    "token": gettext_lazy("API token"),
    "organisation": gettext_lazy("organization"),
    "view": gettext_lazy("saved view"),
    "system": gettext_lazy("outside system"),
    "country": gettext_lazy("country"),
    "note": gettext_lazy("note of a call"),
    "membership": gettext_lazy("role"),
    "user": gettext_lazy("account"),
}


def verb_name(verb: str) -> str:
    """`activity.verified` in words; a verb that has none stays as it is."""
    return str(VERBS.get(verb) or STEPS.get(verb.partition(".")[2]) or verb)


def verb_choices() -> list[tuple[str, list[tuple[str, str]]]]:
    """The verbs in words, under their subjects: `[("activity", [("activity.created", "Recorded"), ...]), ...]`."""
    groups: dict[str, list[tuple[str, str]]] = {}
    for verb, words in VERBS.items():
        groups.setdefault(subject_name(verb.partition(".")[0]), []).append((verb, str(words)))
    return list(groups.items())


def subject_name(subject: str) -> str:
    """`activity` or, of the admin's, the model's name in words."""
    if subject in SUBJECTS:
        return str(SUBJECTS[subject])
    models = {model._meta.model_name: model for model in apps.get_models()}
    return str(models[subject]._meta.verbose_name) if subject in models else subject
