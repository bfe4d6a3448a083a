import uuid

from django.core.files.storage import storages
from django.db import models
from django.db.models import BooleanField, Exists, ExpressionWrapper, OuterRef, Q, Subquery
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from reports import limits
from reports.models.activity import Activity, ActivityQuerySet
from reports.models.claim import Claim, ClaimQuerySet
from reports.models.country import Country
from reports.models.organisation import Organisation
from reports.models.people import User


def evidence_storage():
    """Outside the static and media roots: a file is served only by the view that asks the rules."""
    return storages["evidence"]


def stored_name(evidence: "Evidence", filename: str) -> str:
    """A name that tells nothing: the one that people see is kept in `file_name`."""
    return f"{evidence.activity_id}/{evidence.id}"


def preview_name(evidence: "Evidence", filename: str) -> str:
    return f"{stored_name(evidence, filename)}.webp"


class Evidence(models.Model):
    """A file, a link or a citation of a public source that proves an activity or some of its claims."""

    class Kind(models.TextChoices):
        FILE = "file", _("file")
        LINK = "link", _("link")
        CITATION = "citation", _("citation of a public source")

    class Confidentiality(models.TextChoices):
        PUBLIC = "public", _("public")
        PARTICIPANTS = "participants", _("Plan participants only")
        REVIEWERS = "reviewers", _("my country or organization and the working group only")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    activity = models.ForeignKey(Activity, models.CASCADE, related_name="evidence")
    claims = models.ManyToManyField(
        Claim,
        verbose_name=_("claims that the evidence supports"),
        blank=True,
        related_name="named_evidence",
        help_text=_("If no claim is chosen, the evidence supports the whole activity and each of its claims."),
    )
    kind = models.CharField(_("kind"), max_length=10, choices=Kind.choices)
    title = models.CharField(_("title"), max_length=limits.TITLE, blank=True)
    url = models.URLField(_("link"), max_length=limits.LINK, blank=True)
    citation = models.TextField(_("citation"), blank=True)
    file = models.FileField(storage=evidence_storage, upload_to=stored_name, blank=True)
    file_name = models.CharField(max_length=120, blank=True, editable=False)
    content_type = models.CharField(max_length=100, blank=True, editable=False)
    size = models.PositiveIntegerField(_("size in bytes"), null=True, editable=False)
    sha256 = models.CharField(max_length=64, blank=True, editable=False)
    preview = models.FileField(storage=evidence_storage, upload_to=preview_name, blank=True, editable=False)
    dated = models.DateField(_("date of the document"), null=True, blank=True)
    confidentiality = models.CharField(
        _("who may see the evidence"),
        max_length=12,
        choices=Confidentiality.choices,
        default=Confidentiality.PARTICIPANTS,
    )
    is_of_fact = models.BooleanField(  # proves what was reported later, an end or a note, and nothing else
        default=False, editable=False, db_column="is_of_end"
    )
    added_by = models.ForeignKey(User, models.PROTECT, editable=False, related_name="evidence_added")
    # In whose name it was given: what is restricted is read by their people and the working group alone.
    of_country = models.ForeignKey(Country, models.PROTECT, null=True, editable=False, related_name="+")
    of_organisation = models.ForeignKey(Organisation, models.PROTECT, null=True, editable=False, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)

    # Of a piece that was just sent, no columns: told once to whoever sent it.
    is_signed = False
    lost_signature = False
    sent_again_as = ""  # the very same was there already; under which name it came now

    class Meta:
        ordering = ("created_at", "id")
        verbose_name = _("evidence")
        verbose_name_plural = _("evidence")
        constraints = (
            models.CheckConstraint(
                condition=Q(kind="file", url="", citation="") & ~Q(file="")
                | Q(kind="link", file="", citation="") & ~Q(url="")
                | Q(kind="citation", file="", url="") & ~Q(citation=""),
                name="evidence_is_one_thing",
            ),
        )

    def __str__(self):
        return self.title or self.file_name or self.url or self.citation

    def notes(self) -> list[str]:
        """What whoever just sent it should know: sentences in the language in force."""
        name = self.file_name or str(self)
        names = {"name": name, "sent": self.sent_again_as}
        notes = []
        if self.sent_again_as == name:
            notes.append(gettext("“%(name)s” had already been added; it was not added again.") % names)
        elif self.sent_again_as:
            notes.append(gettext("“%(sent)s” had already been added, as “%(name)s”; it was not added again.") % names)
        if self.is_signed:
            notes.append(
                gettext(
                    "“%(name)s” is digitally signed: it is kept as it is, with any location and author details that "
                    "it contains."
                )
                % names
            )
        if self.lost_signature:
            notes.append(
                gettext(
                    "A digital signature in “%(name)s” did not match the file: the signature was removed, and "
                    "location and author details were removed from the file as usual."
                )
                % names
            )
        return notes

    def delete_files(self) -> None:
        for file in (self.file, self.preview):
            if file.name:
                file.storage.delete(file.name)


def awaiting_decision(claims: ClaimQuerySet) -> ClaimQuerySet:
    """Claims of verified activities that have been achieved and proved and that nobody has decided, and those that were
    refused and have been proved anew since."""
    claims = with_new_proof(with_proof(claims.filter(activity__review=Activity.Review.VERIFIED)))
    undecided = Q(verification=Claim.Verification.PENDING, achieved_on__isnull=False, is_proved=True)
    return claims.filter(undecided | Q(is_proved_anew=True))


def awaiting_review(activities: ActivityQuerySet) -> ActivityQuerySet:
    """Those submitted, and those verified of which a claim, or something that was reported later, awaits its decision."""
    undecided = awaiting_decision(Claim.objects.all()).order_by().values("activity")
    later = Activity.objects.filter(review=Activity.Review.VERIFIED, later_facts__review="reported")
    return activities.filter(
        Q(review=Activity.Review.SUBMITTED) | Q(pk__in=undecided) | Q(pk__in=later.order_by().values("pk"))
    )


def proof_of_claim() -> models.QuerySet[Evidence]:
    """The evidence that names the claim of the query around it, or stands for the whole of its activity."""
    of_claim = Q(claims=OuterRef("pk")) | Q(claims__isnull=True)
    return Evidence.objects.filter(of_claim, activity=OuterRef("activity"), is_of_fact=False)


def with_proof(claims: ClaimQuerySet) -> ClaimQuerySet:
    """Claims with `is_proved`: does any evidence name the claim, or stand for its whole activity?"""
    return claims.annotate(is_proved=Exists(proof_of_claim()))


def with_proof_day(claims: ClaimQuerySet) -> ClaimQuerySet:
    """Claims with `first_proof_at`: when did the first evidence for it come?"""
    return claims.annotate(first_proof_at=Subquery(proof_of_claim().order_by("created_at").values("created_at")[:1]))


def with_new_proof(claims: ClaimQuerySet) -> ClaimQuerySet:
    """Claims with `is_proved_anew`: was it refused, and has evidence been added since?"""
    newer = Exists(proof_of_claim().filter(created_at__gt=OuterRef("decided_at")))
    anew = ExpressionWrapper(Q(verification=Claim.Verification.REFUSED) & Q(newer), output_field=BooleanField())
    return claims.annotate(is_proved_anew=anew)
