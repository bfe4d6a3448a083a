"""Proof: added and taken away."""

from collections.abc import Collection, Iterable
from copy import copy
from datetime import date
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile, File
from django.db import transaction
from django.db.models import prefetch_related_objects
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from reports import limits, rules
from reports.activity.state import plain, with_words
from reports.files.accepted import CheckedFile, checked_file, preview_of, refusal
from reports.models import Activity, Change, Claim, Evidence, User
from reports.workflow.activities import locked
from reports.workflow.batches import Batch
from reports.workflow.history import append, step_of
from reports.workflow.laying import reopen
from reports.workflow.outcomes import NotAllowed, WrongState
from reports.workflow.pen import Pen, hold
from reports.workflow.statuses import take_effect
from reports.workflow.transactions import one_transaction
from reports.workflow.uploads import remove
from themes.folding import visible_text

CONTENT = {"file": "file", "link": "url", "citation": "citation"}


def add_evidence(
    *,
    by: User,
    pk: UUID,
    kind: str,
    title: str = "",
    url: str = "",
    citation: str = "",
    file: "File[bytes] | None" = None,
    dated: date | None = None,
    confidentiality: str = Evidence.Confidentiality.PARTICIPANTS,
    claims: Iterable[UUID] = (),
    key: UUID | None = None,
    is_of_fact: bool = False,
    via: str = Change.Via.PAGE,
) -> Evidence:
    """Add one piece of evidence to the activity `pk`, for some of its claims or (none named) for all of it.

    The very same piece once more, under whatever name, is the one that is there already: a repeated sending adds
    nothing, and `notes()` of what is returned says so. `key` is the id
    that it gets; `is_of_fact`: it proves what was reported later, an end or a note, and no claim. Adding proof changes
    nothing that counts, so the review stays. Raises NotAllowed, or ValidationError by field.
    """
    require_editor(by, Activity.objects.get(pk=pk))
    about: dict[str, Any] = {
        "title": title,
        "url": url,
        "citation": citation,
        "dated": dated,
        "confidentiality": confidentiality,
    }
    evidence = piece_of(by, kind=kind, file=file, is_of_fact=is_of_fact, **about)
    evidence.pk = key or evidence.pk
    checked = checked_file(file) if file and kind == Evidence.Kind.FILE else None
    picture = preview_of(checked) if checked else b""
    return keep(evidence, pk, claims, checked, picture, by=by, via=via)


def piece_of(
    by: User,
    *,
    kind: str,
    title: str = "",
    url: str = "",
    citation: str = "",
    file: "File[bytes] | None" = None,
    dated: date | None = None,
    confidentiality: str = Evidence.Confidentiality.PARTICIPANTS,
    is_of_fact: bool = False,
) -> Evidence:
    """As it is given, not saved yet. Raises ValidationError by field."""
    given: dict[str, Any] = {"file": file, "url": url.strip(), "citation": visible_text(citation)}
    require_content(kind, given)
    return Evidence(
        kind=kind,
        title=visible_text(title),
        url=given["url"] if kind == Evidence.Kind.LINK else "",
        citation=given["citation"] if kind == Evidence.Kind.CITATION else "",
        dated=dated,
        confidentiality=confidentiality,
        added_by=by,
        is_of_fact=is_of_fact,
    )


def require_content(kind: str, given: dict[str, Any]) -> None:
    if kind not in CONTENT:
        raise ValidationError({"kind": [_("Choose a file, a link or a citation.")]})
    if not given[CONTENT[kind]]:
        raise ValidationError({CONTENT[kind]: [NOTHING_GIVEN[kind]]})


@one_transaction
def keep(
    evidence: Evidence,
    pk: UUID,
    claims: Iterable[UUID],
    checked: CheckedFile | None,
    picture: bytes,
    *,
    by: User,
    via: str,
) -> Evidence:
    """Save it with its file and its picture; both are made before, so that nobody waits for them. What is saved is a copy: where
    all of it is begun anew, nothing of what was undone stands in the way."""
    evidence = copy(evidence)
    batch, activity = Batch(by=by, via=via), locked(pk, with_words)
    if checked:
        describe_file(evidence, checked)
    kept = attach(batch, activity, evidence, claims)
    if kept is evidence and checked:
        evidence.file.save(checked.name, ContentFile(checked.content), save=False)
    if kept is evidence and checked and picture:
        evidence.preview.save(checked.name, ContentFile(picture), save=False)
    batch.write()
    return kept


def attach(batch: Batch, activity: Activity, evidence: Evidence, claims: Iterable[UUID] = ()) -> Evidence:
    """A piece of evidence in a batch, of a row `with_words`, or one that is begun in it: nothing is saved yet. Answers the very
    same that is there already. Two queries, unless its evidence is at hand."""
    require_editor(batch.by, activity)
    evidence.activity, proved = activity, chosen_claims(activity, claims)
    given = rules.giver(batch.who, activity)
    evidence.of_country_id, evidence.of_organisation_id = given.country, given.organisation
    prefetch_related_objects([activity], "evidence__claims")
    pieces = list(activity.evidence.all())
    if known := same_piece(pieces, evidence, proved):
        known.is_signed, known.lost_signature = evidence.is_signed, evidence.lost_signature
        known.sent_again_as = evidence.file_name or str(evidence)
        return known
    require_room(pieces)
    evidence.full_clean(validate_unique=False, validate_constraints=False, exclude=["file", *RELATIONS])
    pen, link = batch.pen_of(activity), Evidence.claims.through
    pen.add(evidence, *(link(evidence=evidence, claim=claim) for claim in proved))
    hold(evidence, "claims", proved)
    hold(activity, "evidence", [*pieces, evidence])
    pen.log.append(
        step_of_piece(evidence, verb="evidence_added", after=described(evidence), by=batch.by, via=batch.via)
    )
    return evidence


RELATIONS = [row.name for row in Evidence._meta.fields if row.is_relation]
SAME = ("kind", "title", "url", "citation", "sha256", "dated", "confidentiality")


def same_piece(pieces: Iterable[Evidence], evidence: Evidence, proved: list[Claim]) -> Evidence | None:
    """The very same, if it is there already and proves as much; of what is restricted, given in the same name: nobody is told
    of another's."""
    same = list(SAME)
    if evidence.confidentiality == Evidence.Confidentiality.REVIEWERS:
        same += ["of_country_id", "of_organisation_id"]
    alike = (one for one in pieces if all(getattr(one, name) == getattr(evidence, name) for name in same))
    return next((piece for piece in alike if proves_as_much(piece, evidence, {claim.pk for claim in proved})), None)


def proves_as_much(known: Evidence, evidence: Evidence, proved: set[UUID]) -> bool:
    """Anything that is there proves what was reported later; a claim only what names it, or stands for the whole activity."""
    if evidence.is_of_fact or known.is_of_fact:
        return evidence.is_of_fact
    named = {claim.pk for claim in known.claims.all()}
    return not named or (bool(proved) and proved <= named)


def require_room(pieces: Collection[Evidence]) -> None:
    if len(pieces) >= limits.EVIDENCE:
        message = _("An activity can have at most %(most)d pieces of evidence. Remove some first.")
        raise ValidationError({"kind": [message % {"most": limits.EVIDENCE}]})


def attach_upload(*, by: User, pk: UUID, upload: UUID, via: str = Change.Via.PAGE, **about: Any) -> Evidence:
    """Make evidence of a file that arrived in chunks, of the same id: attached already, it is what is there.

    `about` is what `add_evidence` takes of a file. Raises as that does, and ValidationError (`file`) for what is not
    the person's, has not arrived whole, or is not kept any more.
    """
    sent = rules.visible_uploads(rules.standing(by)).filter(pk=upload).first()
    attached = Evidence.objects.filter(pk=upload, activity=pk, added_by=by)
    evidence = attached.first()
    if evidence is None and sent and sent.is_whole:
        try:
            with sent.file.open("rb") as opened:
                file = File(opened, name=sent.file_name)
                evidence = add_evidence(by=by, pk=pk, kind=Evidence.Kind.FILE, file=file, key=upload, via=via, **about)
        except FileNotFoundError:  # the same request, at the same moment, has attached it and removed this
            evidence = attached.first()
    if evidence is None:
        raise refusal(_("The file was not received or is no longer stored. Choose it again."))
    if sent:
        remove(sent)
    return evidence


def require_editor(by: User, activity: Activity) -> None:
    if not rules.may_edit(rules.standing(by), activity):
        raise NotAllowed(_("You may add evidence to activities of your own country only."))


NOTHING_GIVEN = {
    "file": gettext_lazy("Choose the file."),
    "link": gettext_lazy("Enter the link, beginning with https://."),
    "citation": gettext_lazy("Enter the citation: who published what, and when."),
}


@one_transaction
def remove_evidence(*, by: User, pk: UUID, via: str = Change.Via.PAGE) -> Activity:
    """Take a piece of evidence away; the claims that were verified on its strength are to be checked again. Raises NotAllowed
    or WrongState."""
    activity = locked(Evidence.objects.values_list("activity_id", flat=True).get(pk=pk))
    evidence = Evidence.objects.get(pk=pk)  # unless somebody was quicker
    who = rules.standing(by)
    if not rules.may_edit(who, activity):
        raise NotAllowed(_("You may remove evidence from activities of your own country only."))
    if not rules.visible_evidence(who).filter(pk=pk).exists():
        raise NotAllowed(
            _("This evidence is restricted: only the country or organization that added it can remove it. Ask them to.")
        )
    if evidence.later_facts.standing().exists():
        raise WrongState(
            _(
                "This evidence supports something that was reported later. Withdraw that entry, or have it withdrawn, first."
            )
        )
    before = described(evidence)
    named = {claim.pk for claim in evidence.claims.all()}
    proved = named or {claim.pk for claim in activity.claims.all()}
    evidence.later_facts.update(evidence=None)
    transaction.on_commit(evidence.delete_files)
    Evidence.objects.filter(pk=pk).delete()  # the row in hand keeps its id, for the log
    if not evidence.is_of_fact:  # else it proved no claim
        pen = Pen()
        reopen(activity, proved, pen)
        pen.write()
    append([step_of_piece(evidence, by=by, via=via, verb="evidence_removed", before=before)])
    take_effect(activity, by=by, via=via)
    return activity


def chosen_claims(activity: Activity, claims: Iterable[UUID]) -> list[Claim]:
    ids = {str(claim) for claim in claims}
    chosen = [claim for claim in activity.claims.all() if str(claim.pk) in ids]
    if len(chosen) != len(ids):
        raise ValidationError({"claims": [_("Choose from the claims of this activity.")]})
    return chosen


def describe_file(evidence: Evidence, checked: CheckedFile) -> None:
    evidence.file_name, evidence.content_type = checked.name, checked.content_type
    evidence.size, evidence.sha256 = len(checked.content), checked.sha256
    evidence.is_signed, evidence.lost_signature = checked.is_signed, checked.lost_signature


def described(evidence: Evidence) -> dict[str, Any]:
    names = ("kind", "title", "url", "citation", "file_name", "sha256", "dated", "confidentiality")
    said = {name: plain(getattr(evidence, name)) for name in names if getattr(evidence, name)}
    return said | {"of": given_by(evidence)}


def given_by(evidence: Evidence) -> list[str | int]:
    """As the log keeps it (`rules.may_read_change`)."""
    return [one for one in (evidence.of_country_id, evidence.of_organisation_id) if one]


def step_of_piece(
    evidence: Evidence,
    *,
    by: User,
    via: str,
    verb: str,
    before: dict[str, Any] | None = None,
    after: dict[str, Any] | None = None,
) -> Change:
    named = {"evidence": str(evidence.pk)}
    before, after = named | (before or {}), named | (after or {})
    return step_of(evidence.activity, by=by, via=via, verb=verb, before=before, after=after)
