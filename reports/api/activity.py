"""An activity as JSON: the shape of what the API sends (see `reports.api.representing`), and of what it takes."""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from reports import limits
from reports.activity.units import ITSELF
from reports.api.days import HOW_KNOWN, KnownDayField, known_input
from reports.api.funding_lines import ONE_AMOUNT, FundingLineInput
from reports.api.history import EndReportedOutput, LaterFactOutput, StatusSpanOutput
from reports.api.personal_data import WithWarnings
from reports.api.strict import Strict
from reports.files.kinds import EXTENSIONS
from reports.forms.dates import validate_day
from reports.links import checked_link
from reports.models import Activity, Claim, Evidence, Finding, Partner, Word


def long_text(**more) -> serializers.CharField:
    return serializers.CharField(max_length=limits.LONG_TEXT, **more)


class Day(serializers.DateField):
    """A day that somebody may mean: no calendar is asked beyond."""

    def to_internal_value(self, value):
        day = super().to_internal_value(value)
        validate_day(day)
        return day


@extend_schema_field({"type": "string", "format": "uri", "maxLength": limits.LINK})
class Link(serializers.CharField):
    """Read as on the page: see `reports.links`."""

    def to_internal_value(self, data):
        written = super().to_internal_value(data)
        return checked_link(written) if written else ""


class Number(serializers.IntegerField):
    """A whole number that both databases hold."""

    def __init__(self, **more):
        super().__init__(**({"min_value": 0, "max_value": limits.COUNT} | more))


def up_to(most: int, of: Callable[..., serializers.BaseSerializer], **more: Any) -> serializers.BaseSerializer:
    """A list of these, which need not be sent."""
    return of(many=True, required=False, max_length=most, **more)


class PartnerInput(Strict):
    organisation = serializers.CharField(max_length=limits.NAME)
    role = serializers.ChoiceField(choices=Partner.Role.choices, default=Partner.Role.UNSTATED)


class IdentifierInput(Strict):
    """What an outside system calls the activity. A code that is new belongs to whom you act for (see `systems/`)."""

    system = serializers.CharField(
        max_length=limits.SYSTEM_CODE,
        help_text="The code of the system: letters from a to z, digits and hyphens. Capitals and small letters are the same.",
    )
    identifier = serializers.CharField(
        max_length=limits.EXTERNAL_ID, help_text="Kept as it is written: “A-17” and “a-17” are two identifiers."
    )


class Unit(serializers.CharField):
    """What a claim counts; `*`, an empty text, null or nothing at all mean the activity itself."""

    def __init__(self, **more):
        may: dict[str, Any] = {"required": False, "allow_blank": True, "allow_null": True, "default": ITSELF}
        super().__init__(max_length=limits.CODE, **(may | more))

    def run_validation(self, data=serializers.empty):
        return super().run_validation(data) or ITSELF


class ClaimInput(Strict):
    """`unit`: `MOZ`, `MOZ/I.c`, a border region's or a body's code; `*`, `""`, null or no unit for the activity itself."""

    ignored = frozenset(("id", "activity", "country", "sector", "border_region", "body", "agreement", "verification"))
    ignored |= frozenset(("finding", "findings", "is_disputed", "verified", "awaits", "objections", "warnings"))
    ignored |= frozenset(("ended_on", "ended_on_known", "end_reported"))
    indicator = serializers.CharField(max_length=limits.CODE)
    unit = Unit()
    achieved_on = KnownDayField()
    achieved_on_known = known_input()


class EvidenceInput(Strict):
    """A link or a citation; with an `id`, an existing piece of evidence that is left as it is."""

    ignored = frozenset(("file_name", "content_type", "size", "claims", "download", "preview", "warnings", "notes"))
    id = serializers.UUIDField(required=False)
    kind = serializers.ChoiceField(choices=Evidence.Kind.choices, required=False)
    title = serializers.CharField(max_length=limits.TITLE, required=False, allow_blank=True)
    url = Link(required=False, allow_blank=True)
    citation = long_text(required=False, allow_blank=True)
    dated = Day(required=False, allow_null=True)
    confidentiality = serializers.ChoiceField(choices=Evidence.Confidentiality.choices, required=False)


class UploadInput(EvidenceInput):
    """One new piece of evidence, as JSON or, with a file, as a multipart form."""

    file = serializers.FileField(
        required=False,
        help_text=f"One file per request, of at most {limits.FILE_BYTES // limits.MEGABYTE} MB, identified by its content: "
        f"{', '.join(f'.{ending}' for ending in EXTENSIONS.values())}. Location and author details are "
        "removed from it and from anything embedded in it, unless it is signed; a file that cannot be cleaned is refused.",
    )
    claims = serializers.ListField(child=serializers.UUIDField(), required=False, max_length=limits.CLAIMS)


def codes():
    code = serializers.CharField(max_length=limits.CODE)
    return serializers.ListField(child=code, required=False, max_length=limits.CODES)


class ActivityInput(Strict):
    """What can be written; what only the site sets (`id`, `review`, `created_at`, ...) is ignored."""

    ignored = frozenset(("id", "review", "confirmed_on", "created_at", "updated_at", "open_reviews", "warnings"))
    ignored |= frozenset(("agreements", "recorded_for", "ready_at", "handed_back"))
    ignored |= frozenset(("begun_on", "status_history", "later_facts"))
    scope = serializers.ChoiceField(choices=Activity.Scope.choices, required=False)
    countries = codes()
    lead = serializers.CharField(max_length=limits.NAME, required=False, allow_blank=True, allow_null=True)
    partners = up_to(limits.PARTNERS, PartnerInput)
    actions = codes()
    theme = serializers.CharField(max_length=limits.CODE, required=False, allow_null=True, allow_blank=True)
    title = serializers.CharField(max_length=limits.TITLE, required=False, allow_blank=True)
    summary = long_text(required=False, allow_blank=True)
    result = long_text(required=False, allow_blank=True)
    language = serializers.ChoiceField(choices=settings.LANGUAGES, required=False)
    status = serializers.ChoiceField(choices=Activity.Status.choices, required=False)
    status_reason = long_text(required=False, allow_blank=True)
    status_since: serializers.Field = KnownDayField()
    status_since_known: serializers.Field = known_input()
    starts_on: serializers.Field = KnownDayField()
    starts_on_known: serializers.Field = known_input()
    ends_on: serializers.Field = KnownDayField()
    ends_on_known: serializers.Field = known_input()
    place = serializers.CharField(max_length=limits.NAME, required=False, allow_blank=True)
    border_regions = codes()
    topics = codes()
    audiences = codes()
    participants_women = Number(required=False, allow_null=True)
    participants_men = Number(required=False, allow_null=True)
    amount_needed = serializers.DecimalField(*limits.AMOUNT, min_value=0, required=False, allow_null=True)
    amount_secured = serializers.DecimalField(*limits.AMOUNT, required=False, allow_null=True, **ONE_AMOUNT)
    funding_lines = up_to(
        limits.FUNDING_LINES,
        FundingLineInput,
        help_text="What was committed and spent, one line for each funder, year and currency. A list that is sent replaces all "
        "lines.",
    )
    currency = serializers.CharField(
        max_length=3, required=False, allow_blank=True, help_text="ISO 4217 code, for example USD."
    )
    visibility = serializers.ChoiceField(choices=Activity.Visibility.choices, required=False)
    source: Any = long_text(required=False, allow_blank=True)
    external_id = serializers.CharField(
        max_length=limits.EXTERNAL_ID,
        required=False,
        allow_blank=True,
        help_text="The identifier in the own system of whoever recorded the activity. Each person can use one only once.",
    )
    identifiers = up_to(
        limits.IDENTIFIERS,
        IdentifierInput,
        help_text="What every other system calls the activity. A list that is sent replaces the identifiers of your own "
        "systems; those of other people's systems stay. Each identifier can be used only once in its system.",
    )
    claims = up_to(limits.CLAIMS, ClaimInput)
    evidence = up_to(limits.EVIDENCE, EvidenceInput)
    version: serializers.IntegerField = Number(required=False, help_text="Required when changing an activity.")


class VerifiedOutput(serializers.Serializer):
    """By which agency a unit or a claim was verified, when, and on what evidence that the caller may see."""

    agencies = serializers.ListField(
        child=serializers.CharField(),
        help_text="One agency, or both where both lead or implement the activity; empty if the role named none.",
    )
    on = serializers.DateField()
    in_place_of = serializers.CharField(
        allow_blank=True,
        help_text=(
            f"The agency that had had no reviewer free for {limits.AGENCY_SILENT_DAYS} days, so that a second person of "
            "the other verified; else empty."
        ),
    )
    evidence = serializers.ListField(child=serializers.UUIDField())


class FindingOutput(serializers.Serializer):
    agency = serializers.CharField()
    verdict = serializers.ChoiceField(choices=Finding.Verdict.choices)
    reasons = serializers.CharField(allow_blank=True)
    by = serializers.CharField()
    at = serializers.DateTimeField()


class ObjectionOutput(serializers.Serializer):
    country = serializers.CharField()
    reasons = serializers.CharField()
    at = serializers.DateTimeField()


class ClaimOutput(WithWarnings):
    id = serializers.UUIDField()
    activity = serializers.UUIDField()
    indicator = serializers.CharField()
    unit = serializers.CharField()
    country = serializers.CharField(allow_null=True)
    sector = serializers.CharField(allow_null=True)
    border_region = serializers.CharField(allow_null=True)
    body = serializers.CharField(allow_null=True)
    achieved_on = serializers.DateField(allow_null=True, help_text="The day that counts.")
    achieved_on_known = serializers.CharField(allow_null=True, help_text=HOW_KNOWN)
    agreement = serializers.ChoiceField(
        choices=Word.choices,
        help_text="The word of the country for which the result is claimed; until it agrees, nothing of it counts there.",
    )
    ended_on = serializers.DateField(allow_null=True, help_text="The day since when the result is no longer so.")
    ended_on_known = serializers.CharField(allow_null=True, help_text=HOW_KNOWN)
    end_reported = EndReportedOutput(allow_null=True, help_text="For participants only.")
    verification = serializers.ChoiceField(choices=Claim.Verification.choices)
    verified = VerifiedOutput(allow_null=True, help_text="Null unless the claim is verified.")
    awaits = serializers.ListField(
        child=serializers.CharField(),
        required=False,
        help_text=(
            "The agencies (`UNHCR`, `IOM`) whose decision the claim awaits: the other one where one leads or implements, "
            "both where both do; empty if any reviewer may decide. For the country and the working group only."
        ),
    )
    objections = ObjectionOutput(
        many=True,
        required=False,
        help_text="Of countries on the border region: the claim stays “reported” until they are withdrawn or both agencies have "
        "answered. Only under `claims/`, for the country and the working group only.",
    )
    finding = serializers.CharField(
        required=False, help_text="The reason for the decision. For the country and the working group only."
    )
    findings = FindingOutput(
        many=True, required=False, help_text="The finding of each agency. For the country and the working group only."
    )
    is_disputed = serializers.BooleanField(
        required=False,
        help_text="The agencies differ, so the claim keeps the status “reported”. For the country and the working group only.",
    )


class EvidenceOutput(WithWarnings, EvidenceInput):
    id = serializers.UUIDField()
    file_name = serializers.CharField()
    content_type = serializers.CharField()
    size = serializers.IntegerField(allow_null=True)
    claims = serializers.ListField(child=serializers.UUIDField())
    download = serializers.CharField(allow_null=True)
    preview = serializers.CharField(
        allow_null=True, help_text="A small image (WebP) of the first page of a PDF, or of a picture."
    )
    notes = serializers.ListField(
        child=serializers.CharField(),
        required=False,
        help_text=(
            "Only in the response to an upload: that the file is signed and is therefore kept as it is, with any "
            "location and author details; that a signature did not match the file and was removed; or that an "
            "identical piece of evidence already existed, so that nothing was added."
        ),
    )


class AgreementOutput(serializers.Serializer):
    country = serializers.CharField()
    agreement = serializers.ChoiceField(choices=Word.choices)
    reason = serializers.CharField(allow_blank=True, help_text="Why the country declined.")
    at = serializers.DateTimeField(allow_null=True)
    asked_at = serializers.DateTimeField(allow_null=True)
    letter_on = serializers.DateField(allow_null=True, help_text="The date of the letter by which the country agreed.")
    clearance_asked_at = serializers.DateTimeField(
        required=False,
        allow_null=True,
        help_text="When the clearing officer of the country was asked. For that country and the working group only.",
    )
    cleared_at = serializers.DateTimeField(
        required=False,
        allow_null=True,
        help_text="It holds until what counts in the activity changes. For that country and the working group only.",
    )
    cleared_by = serializers.CharField(
        required=False, allow_null=True, help_text="A user name. For that country and the working group only."
    )


class OpenReviewOutput(serializers.Serializer):
    by = serializers.CharField()
    agency = serializers.CharField(allow_null=True)
    since = serializers.DateTimeField()


class ActivityOutput(WithWarnings, ActivityInput):
    """An activity as returned by the API (amounts as text with two decimal places)."""

    id = serializers.UUIDField()
    status_since = serializers.DateField(allow_null=True, help_text="The day that counts.")
    status_since_known = serializers.CharField(allow_null=True, help_text=HOW_KNOWN)
    begun_on = serializers.DateField(
        allow_null=True, help_text="The first day on which it was in progress or completed."
    )
    status_history = StatusSpanOutput(many=True, help_text="As far as what was reported later is verified; in order.")
    later_facts = LaterFactOutput(
        many=True, help_text="What was reported later that the caller may see, the newest first."
    )
    starts_on = serializers.DateField(allow_null=True, help_text="The day that counts.")
    starts_on_known = serializers.CharField(allow_null=True, help_text=HOW_KNOWN)
    ends_on = serializers.DateField(allow_null=True, help_text="The day that counts.")
    ends_on_known = serializers.CharField(allow_null=True, help_text=HOW_KNOWN)
    review = serializers.ChoiceField(choices=Activity.Review.choices)
    confirmed_on = serializers.DateField(allow_null=True)
    recorded_for = serializers.CharField(
        allow_null=True,
        help_text="The organization in whose name its contributor, or a regional body's officer, recorded the activity.",
    )
    ready_at = serializers.DateTimeField(
        required=False,
        allow_null=True,
        help_text="When a country's institution handed its draft on to the focal point. For those who may edit the activity and "
        "the working group only.",
    )
    handed_back = serializers.CharField(
        required=False,
        help_text="What is missing, by whoever handed the draft back. For those who may edit the activity and the working group "
        "only.",
    )
    agreements = AgreementOutput(
        many=True,
        help_text="The word of each country named. What a country has not answered, or declined, is shown to itself, to those "
        "who stand for the activity and to the working group only.",
    )
    claims = ClaimOutput(many=True)
    evidence = EvidenceOutput(many=True)
    open_reviews = OpenReviewOutput(
        many=True,
        required=False,
        help_text="Who else has had the activity open for review in the last hour. For the country and the working group only.",
    )
    version = serializers.IntegerField()
    created_at = serializers.DateTimeField()
    updated_at = serializers.DateTimeField()
