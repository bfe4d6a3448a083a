"""Which rows a person may see: each `visible_…` cuts a list."""

from collections.abc import Collection, Iterable

from django.db.models import Exists, OuterRef, Q, QuerySet

from reports.models import (
    Activity,
    ActivityQuerySet,
    Adoption,
    AdoptionQuerySet,
    Agreement,
    Change,
    ChangeQuerySet,
    Claim,
    ClaimQuerySet,
    Evidence,
    FileUpload,
    Organisation,
    OrganisationQuerySet,
    Partner,
    Remark,
    RemarkQuerySet,
    SavedView,
    Snapshot,
    SnapshotQuerySet,
    TableUpload,
    TableUploadQuerySet,
)
from reports.rules.standing import Standing


def in_own_countries(who: Standing) -> Exists:
    links = Agreement.objects.filter(activity=OuterRef("pk"), country__in=who.countries)
    return Exists(links)


def visible_activities(who: Standing) -> ActivityQuerySet:
    """Verified and public for everybody; verified for participants; more for those who write or review it.

    A draft is seen only by those who may edit it, so that a ministry can prepare in peace.
    """
    activities = Activity.objects.all()
    if who.is_administrator:
        return activities
    seen = Q(review=Activity.Review.VERIFIED)
    if not who.takes_part:
        seen &= Q(visibility=Activity.Visibility.PUBLIC)
    if who.is_working_group:
        seen |= ~Q(review=Activity.Review.DRAFT) | Q(scope=Activity.Scope.REGIONAL)
    if who.countries:
        not_yet_shared = Q(scope=Activity.Scope.REGIONAL, review=Activity.Review.DRAFT)
        seen |= Q(in_own_countries(who)) & ~not_yet_shared
    return activities.filter(seen)


def editable_activities(who: Standing) -> ActivityQuerySet:
    """Those that `may_edit` allows, as a list."""
    activities = Activity.objects.all()
    if who.is_administrator:
        return activities
    allowed = Q(pk__in=[])
    if who.is_working_group:
        allowed |= Q(scope=Activity.Scope.REGIONAL)
    if who.countries:
        allowed |= Q(in_own_countries(who)) & ~Q(scope=Activity.Scope.REGIONAL)
    return activities.filter(allowed)


def visible_claims(who: Standing) -> ClaimQuerySet:
    """The claims of the activities that are seen; a refusal stays between the country and the working group."""
    claims = Claim.objects.filter(activity__in=visible_activities(who))
    if who.is_administrator or who.is_working_group:
        return claims
    inside = Q(activity__in=editable_activities(who))
    return claims.filter(inside | ~Q(verification=Claim.Verification.REFUSED))


def may_see_claims_whole(who: Standing) -> bool:
    """Is there a country, or everything, of which they see all the evidence?"""
    return bool(who.is_administrator or who.is_working_group or who.countries)


def claims_seen_whole(who: Standing) -> ClaimQuerySet:
    """Those of which one sees all the evidence, and so may be told that there is none: every one for the working
    group, for a focal point what they may edit."""
    claims = visible_claims(who)
    if who.is_administrator or who.is_working_group:
        return claims
    return claims.filter(activity__in=editable_activities(who))


def visible_evidence(who: Standing) -> QuerySet[Evidence]:
    evidence = Evidence.objects.filter(activity__in=visible_activities(who))
    if who.is_administrator or who.is_working_group:
        return evidence
    levels = [Evidence.Confidentiality.PUBLIC]
    if who.takes_part:
        levels.append(Evidence.Confidentiality.PARTICIPANTS)
    return evidence.filter(Q(confidentiality__in=levels) | Q(activity__in=editable_activities(who)))


def visible_uploads(who: Standing) -> QuerySet[FileUpload]:
    """Files on their way in are seen by nobody but their sender, not even by an administrator."""
    return FileUpload.objects.filter(person=who.person)  # the public's: none, each has a person


def visible_tables(who: Standing) -> TableUploadQuerySet:
    """Tables that were sent to be compared: the same."""
    return TableUpload.objects.filter(person=who.person)


def visible_remarks(who: Standing) -> RemarkQuerySet:
    """Between the working group and those who may edit the activity."""
    remarks = Remark.objects.filter(activity__in=visible_activities(who))
    if who.is_administrator or who.is_working_group:
        return remarks
    return remarks.filter(activity__in=editable_activities(who))


def visible_adoptions(who: Standing) -> AdoptionQuerySet:
    """What a country takes up is public: it is its answer to the Plan."""
    return Adoption.objects.all()


def visible_organisations(who: Standing) -> OrganisationQuerySet:
    """What somebody has put in or described, and who has a part in what one sees: a name that was only typed into a draft is part of the
    draft, and so its country's."""
    organisations = Organisation.objects.all()
    if who.is_administrator:
        return organisations
    seen = visible_activities(who)
    leads = Exists(seen.filter(lead=OuterRef("pk")))
    helps = Exists(Partner.objects.filter(organisation=OuterRef("pk"), activity__in=seen))
    described = ~Q(kind=Organisation.Kind.OTHER) | Q(country__isnull=False) | Q(body__isnull=False)
    return organisations.filter(Q(is_listed=True) | described | leads | helps)


def visible_snapshots(who: Standing) -> SnapshotQuerySet:
    """For participants from the closing of the round; for everybody once published (see `reports.snapshots`)."""
    return Snapshot.objects.all() if who.takes_part else Snapshot.objects.filter(publication__isnull=False)


def visible_changes(who: Standing) -> ChangeQuerySet:
    """The change log: all of it for the working group, for a focal point what concerns their country."""
    changes = Change.objects.all()
    if who.is_administrator or who.is_working_group:
        return changes
    if not who.countries:
        return changes.none()
    shared = Activity.objects.filter(in_own_countries(who), scope=Activity.Scope.CROSS_BORDER)
    named = [str(pk) for pk in shared.values_list("pk", flat=True)]
    return changes.filter(Q(country__in=who.countries) | Q(subject="activity", subject_id__in=named))


def known_activities(who: Standing, changes: Iterable[Change]) -> dict[str, Activity]:
    """The activities that these changes are about, by id, as far as the reader may see them. One query."""
    ids = {change.subject_id for change in changes if change.subject == "activity"}
    return {str(row.pk): row for row in visible_activities(who).filter(pk__in=ids)}


def hidden_organisations(who: Standing, changes: Iterable[Change]) -> set[str]:
    """Those, by id, that these changes are about and the reader may not see. One query, if there are any."""
    ids = {change.subject_id for change in changes if change.subject == "organisation"}
    if not ids or who.is_administrator:
        return set()
    hidden = Organisation.objects.filter(pk__in=ids).exclude(pk__in=visible_organisations(who).order_by().values("pk"))
    return {str(pk) for pk in hidden.values_list("pk", flat=True)}


def may_read_change(who: Standing, change: Change, known: dict[str, Activity], hidden: Collection[str] = ()) -> bool:
    """What a change says, not only that it happened: a draft's words, and the names in it, are its country's until it
    is submitted."""
    if who.is_administrator or change.country_id in who.countries:
        return True
    if change.subject == "organisation":
        return change.subject_id not in hidden
    return change.subject != "activity" or change.subject_id in known


def visible_views(who: Standing) -> QuerySet[SavedView]:
    """A person's own and, for participants, the shared ones."""
    seen = Q(person=who.person)
    return SavedView.objects.filter(seen | Q(is_shared=True) if who.takes_part else seen)
