"""Who may see and do what: asked by every page, button, fragment, file, API route, import and command.

A `Standing` is a person with the roles in force today. Predicates take it and a row; `visible_*` cut a list.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, tzinfo

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

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
    Membership,
    Organisation,
    OrganisationQuerySet,
    Partner,
    Remark,
    RemarkQuerySet,
    SavedView,
    Snapshot,
    SnapshotQuerySet,
    System,
    TableUpload,
    TableUploadQuerySet,
    User,
)


@dataclass(frozen=True)
class Standing:
    """What a person is today: `countries` whose focal point they are, `bodies` whose officer they are,
    `agency` for which they are in the working group; `zone`, in which they read times: their country's, else the site's."""

    person: User | None = None
    countries: frozenset[str] = frozenset()
    bodies: frozenset[str] = frozenset()
    is_working_group: bool = False
    agency: Organisation | None = None
    is_observer: bool = False
    is_administrator: bool = False
    zone: tzinfo = field(default_factory=timezone.get_default_timezone)

    def today(self, now: datetime | None = None) -> date:
        """The day where the person is."""
        return timezone.localdate(now, self.zone)

    @property
    def is_signed_in(self) -> bool:
        return self.person is not None

    @property
    def takes_part(self) -> bool:
        """One of the participants to whom "participants only" is open."""
        return bool(self.countries or self.bodies or self.is_working_group or self.is_observer or self.is_administrator)


PUBLIC = Standing()
PARTICIPANT = Standing(is_observer=True)  # what every participant may see, and no more
KEPT_AS = "known_standing"


def standing(user: User | AnonymousUser) -> Standing:
    """The person's standing today, read once a request (it is kept on the user object)."""
    if not user.is_authenticated or not user.is_active:
        return PUBLIC
    known: Standing | None = getattr(user, KEPT_AS, None)
    if known is None:
        known = standing_now(user)
        setattr(user, KEPT_AS, known)
    return known


def standing_now(user: User) -> Standing:
    roles = Membership.objects.filter(person=user).in_force()
    named = {role.role for role in roles}
    own = [role.country for role in roles if role.role == Membership.Role.FOCAL_POINT]
    countries = {country.pk: country for country in own if country}
    bodies = [role.body_id for role in roles if role.role == Membership.Role.REGIONAL_BODY]
    return Standing(
        person=user,
        countries=frozenset(countries),
        bodies=frozenset(body for body in bodies if body),
        is_working_group=Membership.Role.WORKING_GROUP in named,
        agency=next((role.organisation for role in roles if role.role == Membership.Role.WORKING_GROUP), None),
        is_observer=Membership.Role.OBSERVER in named,
        is_administrator=user.is_superuser,
        zone=countries[min(countries)].zone if countries else timezone.get_default_timezone(),
    )


def needs_second_factor(user: User) -> bool:
    """Administrators and the working group; not the people of a demonstration where the site's setting excuses them."""
    excused = settings.SECOND_FACTOR_EXCUSES
    if excused == "everybody" or (excused == "demonstration" and user.is_demo):
        return False
    return second_factor_is_for(user)


def second_factor_is_for(user: User | AnonymousUser) -> bool:
    """Those who could do the most harm."""
    return user.is_superuser or user.is_staff or standing(user).is_working_group


# Lists ---------------------------------------------------------------------------------------------------------------


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


# Single rows ---------------------------------------------------------------------------------------------------------


def may_write_for(who: Standing, country: str) -> bool:
    """Adopt actions, report and confirm in the name of a country."""
    return who.is_administrator or country in who.countries


def may_speak_for(who: Standing, country: str) -> bool:
    """Agree, or decline, in the name of a country: its focal point alone."""
    return country in who.countries


def may_speak_for_body(who: Standing, body: str) -> bool:
    """The same of a regional body: its officer, or the working group."""
    return body in who.bodies or who.is_working_group


def may_keep_systems(who: Standing) -> bool:
    """Give an outside system its code."""
    return may_record(who) or bool(who.bodies)


def may_use_system(who: Standing, system: System) -> bool:
    """Give, change and take away identifiers under a system's code: those who belong to whom it belongs. Select its
    `organisation`."""
    if who.is_administrator:
        return True
    owner = system.organisation
    acts_for = owner is not None and (owner == who.agency or owner.body_id in who.bodies)
    is_own = who.person is not None and system.person_id == who.person.pk
    return acts_for or is_own or system.country_id in who.countries


def visible_systems(who: Standing) -> QuerySet[System]:
    """Those that `may_use_system` allows, as a list."""
    systems = System.objects.all()
    if who.is_administrator:
        return systems
    organisations = Q(organisation=who.agency) if who.agency else Q(pk__in=[])
    organisations |= Q(organisation__body__in=who.bodies)
    return systems.filter(organisations | Q(person=who.person, person__isnull=False) | Q(country__in=who.countries))


def may_record(who: Standing) -> bool:
    """Begin an activity of some kind."""
    return bool(who.is_administrator or who.is_working_group or who.countries)


def may_record_as(who: Standing, scope: str, countries: list[str]) -> bool:
    """Regional work is the working group's; national and cross-border work a focal point's of one of its countries."""
    if who.is_administrator:
        return True
    if scope == Activity.Scope.REGIONAL:
        return who.is_working_group
    return bool(who.countries.intersection(countries))


def may_edit(who: Standing, activity: Activity) -> bool:
    """One query: the activity's countries."""
    return may_record_as(who, activity.scope, [country.pk for country in activity.countries.all()])


def may_review(who: Standing, activity: Activity) -> bool:
    """The working group; but nobody verifies what they entered themselves, or in which they last changed what counts."""
    if who.person is None or not who.is_working_group:
        return False
    return who.person.pk not in (activity.created_by_id, activity.counted_by_id)


def may_read_queue(who: Standing) -> bool:
    """See what awaits review, and decide on it."""
    return who.is_working_group


def may_remark(who: Standing) -> bool:
    """Ask about an activity, and settle the question."""
    return who.is_working_group


def may_merge(who: Standing, kept: Activity, gone: Activity) -> bool:
    """Say that two activities are one event: a reviewer who had no hand in either."""
    return may_review(who, kept) and may_review(who, gone)


def may_undo_merge(who: Standing) -> bool:
    """Make two activities again of two that were merged."""
    return who.is_working_group


def may_find(who: Standing, activity: Activity) -> bool:
    """Record what an agency finds of a claim: a reviewer whose role names the agency."""
    return who.agency is not None and may_review(who, activity)


def first_scope(who: Standing) -> str:
    """What a person records first of all: their country's work; the working group, which has none, regional work."""
    return Activity.Scope.REGIONAL if who.is_working_group and not who.countries else Activity.Scope.NATIONAL


def may_see_inside(who: Standing, activity: Activity) -> bool:
    """Remarks, history and findings."""
    return who.is_working_group or may_edit(who, activity)


def may_translate(who: Standing) -> bool:
    """Better a translation of the Plan; its French is nobody's to change here."""
    return who.is_administrator


def may_describe(who: Standing, organisation: Organisation) -> bool:
    """Change an entry of the directory: the working group any; others their country's or body's own, and a focal
    point one that nobody has described yet."""
    if may_merge_organisations(who):
        return True
    if organisation.country_id in who.countries or organisation.body_id in who.bodies:
        return True
    return bool(who.countries) and not organisation.is_described


def may_describe_as(who: Standing, country: str | None, body: str | None) -> bool:
    """Say of an organisation that it belongs to this country, or stands for this regional body."""
    if may_merge_organisations(who):
        return True
    return (country is None or country in who.countries) and (body is None or body in who.bodies)


def may_merge_organisations(who: Standing) -> bool:
    return who.is_administrator or who.is_working_group


def may_read_log(who: Standing) -> bool:
    return bool(who.is_administrator or who.is_working_group or who.countries)


def may_manage_people(who: Standing) -> bool:
    return who.is_administrator


def may_delete_view(who: Standing, view: SavedView) -> bool:
    is_own = who.person is not None and view.person_id == who.person.pk
    return is_own or (view.is_shared and who.is_administrator)


def may_share_views(who: Standing) -> bool:
    """With all participants."""
    return who.takes_part


def may_run_rounds(who: Standing) -> bool:
    return who.is_administrator or who.is_working_group


def may_assess(who: Standing) -> bool:
    """Assessments are the working group's alone."""
    return who.is_working_group


def may_revise_plan(who: Standing) -> bool:
    return who.is_administrator or who.is_working_group


def may_see_participants_part(who: Standing) -> bool:
    """The longer part of a snapshot, with what is for participants only and who reported."""
    return who.takes_part
