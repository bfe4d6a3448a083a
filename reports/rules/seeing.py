"""Which rows a person may see: each `visible_…` cuts a list."""

from collections.abc import Collection, Iterable
from dataclasses import replace

from django.db.models import Exists, OuterRef, Q, QuerySet

from reports.models import (
    Activity,
    ActivityQuerySet,
    Adoption,
    AdoptionQuerySet,
    Agreement,
    AgreementQuerySet,
    BorderRegion,
    Change,
    ChangeQuerySet,
    Claim,
    ClaimQuerySet,
    Evidence,
    FileUpload,
    FundingLine,
    LaterFact,
    LaterFactQuerySet,
    Merge,
    Nomination,
    Organisation,
    OrganisationQuerySet,
    Partner,
    Queued,
    Remark,
    RemarkQuerySet,
    SavedView,
    Snapshot,
    SnapshotQuerySet,
    System,
    TableUpload,
    TableUploadQuerySet,
    Word,
)
from reports.rules.giving import may_read_given, readable_evidence, readable_remarks
from reports.rules.standing import Standing, may_keep_contact

NOTE = "note"  # of a call with a country: what the log says of it is the working group's


def one_of(rows: ActivityQuerySet | ClaimQuerySet, path: str = "activity") -> Exists:
    """Is what the row has at `path` one of these? Asked row by row, by its key: an `IN` that stands beside an `OR` would have
    all of them read for each question."""
    return Exists(rows.order_by().filter(pk=OuterRef(path)))


def in_own_countries(who: Standing) -> Exists:
    """Of activities: those that name one of theirs, whatever it says of that."""
    return Exists(Agreement.objects.filter(activity=OuterRef("pk"), country__in=who.countries))


def stood_for(who: Standing) -> Exists:
    """Those to which one of their countries agreed: as a rule because it was recorded there."""
    return Exists(Agreement.objects.given().filter(activity=OuterRef("pk"), country__in=who.countries))


def asked_alone(who: Standing) -> Q:
    """Those submitted by others that await the word of one of their countries, and of no other."""
    own = Agreement.objects.filter(activity=OuterRef("pk"), country__in=who.countries, word=Word.AWAITED)
    others = (
        Agreement.objects.filter(activity=OuterRef("pk")).exclude(country__in=who.countries).exclude(word=Word.AGREED)
    )
    return Q(Exists(own)) & ~Q(Exists(others)) & ~Q(review=Activity.Review.DRAFT)


def recorded_by(who: Standing) -> Q:
    """Those recorded in the name of an organisation for which they record, in the countries of that role."""
    allowed = Q(pk__in=[])
    for one in who.appointments:
        own = Q(recorded_for=one.organisation)
        if one.countries is not None:
            elsewhere = Agreement.objects.filter(activity=OuterRef("pk")).exclude(country__in=one.countries)
            own &= ~Q(Exists(elsewhere))
        allowed |= own
    return allowed


def gone_up_in(who: Standing) -> Exists:
    """Those in which something that was recorded for one of their organisations has gone up."""
    merges = Merge.objects.standing().filter(kept=OuterRef("pk"), organisations__in=who.organisations)
    return Exists(merges)


def prepared_for(who: Standing) -> Q:
    """Drafts that an institution of one of their countries has ready for them to submit."""
    return Q(ready_at__isnull=False, recorded_for__country__in=who.countries)


def to_be_cleared_by(who: Standing) -> Exists:
    """Those that the clearing officer of a country was asked to clear."""
    asked = Agreement.objects.filter(activity=OuterRef("pk"), country__in=who.clears, clearance_asked_at__isnull=False)
    return Exists(asked)


def visible_activities(who: Standing) -> ActivityQuerySet:
    """What a country agreed to: verified and public for everybody; verified for participants; more for those who write or
    review it, and what awaits a country's word, or was declined, for that country.

    A draft is seen only by those who may edit it, so that a ministry can prepare in peace.
    """
    activities = Activity.objects.all()
    if who.is_administrator:
        return activities
    seen = Q(review=Activity.Review.VERIFIED, is_agreed=True)
    if not who.takes_part:
        seen &= Q(visibility=Activity.Visibility.PUBLIC)
    if who.is_working_group:
        seen |= ~Q(review=Activity.Review.DRAFT) | Q(one_of(editable_activities(who), "pk"))
    if who.countries:
        seen |= Q(in_own_countries(who)) & ~Q(review=Activity.Review.DRAFT)
        seen |= Q(stood_for(who)) & ~Q(scope=Activity.Scope.REGIONAL)
        seen |= prepared_for(who)
    if who.clears:
        named = Agreement.objects.filter(activity=OuterRef("pk"), country__in=who.clears)
        seen |= Q(Exists(named)) & ~Q(review=Activity.Review.DRAFT) | Q(to_be_cleared_by(who))
    if who.appointments:
        seen |= recorded_by(who) | Q(gone_up_in(who))
    return activities.filter(seen)


def visible_queue(who: Standing) -> QuerySet[Queued]:
    """What awaits review: all of it was handed in, which the working group sees; nobody else is shown it."""
    return Queued.objects.all() if who.is_working_group else Queued.objects.none()


def comparable_activities(who: Standing) -> ActivityQuerySet:
    """Those with which an activity is compared for this reader: what they see; of drafts those for which they answer,
    which of an administrator is not every draft."""
    activities = visible_activities(who)
    if not who.is_administrator:
        return activities
    own = editable_activities(replace(who, is_administrator=False))
    return activities.filter(~Q(review=Activity.Review.DRAFT) | Q(created_by=who.person) | Q(one_of(own, "pk")))


def editable_activities(who: Standing) -> ActivityQuerySet:
    """Those that `may_edit` allows, as a list."""
    activities = Activity.objects.all()
    if who.is_administrator:
        return activities
    allowed = Q(pk__in=[])
    if who.is_working_group:
        by_letter = Agreement.objects.filter(activity=OuterRef("pk"), letter__isnull=False)
        regional = Q(scope=Activity.Scope.REGIONAL) & (~Q(review=Activity.Review.DRAFT) | Q(recorded_for=None))
        allowed |= regional | Q(created_by=who.person) | Q(Exists(by_letter))
    if who.countries:
        allowed |= (Q(stood_for(who)) | asked_alone(who) | prepared_for(who)) & ~Q(scope=Activity.Scope.REGIONAL)
    if who.appointments:
        allowed |= recorded_by(who)
    return activities.filter(allowed)


def visible_agreements(who: Standing) -> AgreementQuerySet:
    """Which countries an activity names, for whoever may see it: those that agreed. What a country has not answered, or
    declined, is seen by itself, by those who stand for the activity and by the working group."""
    agreements = Agreement.objects.all()
    if who.is_administrator or who.is_working_group:
        return agreements
    seen = Q(word=Word.AGREED)
    if who.countries:
        theirs = Agreement.objects.given().filter(activity=OuterRef("activity"), country__in=who.countries)
        seen |= Q(Exists(theirs)) & ~Q(activity__scope=Activity.Scope.REGIONAL)
    if who.countries or who.clears:
        seen |= Q(country__in=who.countries | who.clears)
    if who.appointments:
        seen |= Q(one_of(Activity.objects.filter(recorded_by(who) | Q(gone_up_in(who)))))
    return agreements.filter(seen)


def in_country(who: Standing, activities: ActivityQuerySet, country: str) -> ActivityQuerySet:
    """Those that name a country, as far as this reader may know."""
    named = visible_agreements(who).filter(activity=OuterRef("pk"), country=country)
    return activities.filter(Exists(named))


def visible_claims(who: Standing) -> ClaimQuerySet:
    """The claims of the activities that are seen, but those that a country has not agreed to; these, and a refusal, stay
    between the country, those who stand for the activity and the working group."""
    claims = Claim.objects.filter(one_of(visible_activities(who)))
    if who.is_administrator or who.is_working_group:
        return claims
    own = who.countries | who.clears
    inside = Q(one_of(editable_activities(who))) | Q(country__in=own)
    if own:
        named = Agreement.objects.filter(activity=OuterRef("activity"), country__in=own)
        inside |= Q(border_region__in=BorderRegion.objects.filter(countries__in=own)) & Q(Exists(named))
    return claims.filter(inside | Q(word=Word.AGREED) & ~Q(verification=Claim.Verification.REFUSED))


def may_see_claims_whole(who: Standing) -> bool:
    """Is there a country, or everything, of which they see all the evidence?"""
    return bool(who.is_administrator or who.is_working_group or who.countries)


def claims_seen_whole(who: Standing) -> ClaimQuerySet:
    """Those of which one sees all the evidence, and so may be told that there is none: every one for the working group, for
    others those of what they may edit, where no evidence is restricted to somebody else."""
    claims = visible_claims(who)
    if who.is_administrator or who.is_working_group:
        return claims
    if not (who.countries or who.appointments):
        return claims.none()
    hidden = Evidence.objects.filter(activity=OuterRef("activity")).exclude(readable_evidence(who))
    return claims.filter(~Exists(hidden), one_of(editable_activities(who)))


def visible_facts(who: Standing) -> LaterFactQuerySet:
    """What was reported later of what they see: what is verified; for participants also what is reported beside it; all of it,
    with what was refused or withdrawn, for those who edit or review the activity."""
    facts = LaterFact.objects.filter(one_of(visible_activities(who)))
    if who.is_administrator or who.is_working_group:
        return facts
    seen = Q(review=LaterFact.Review.VERIFIED)
    if who.takes_part:
        seen |= Q(review=LaterFact.Review.REPORTED)
    facts = facts.filter(seen | Q(one_of(editable_activities(who))))
    return facts.filter(Q(claim=None) | Q(one_of(visible_claims(who), "claim")))


def visible_evidence(who: Standing) -> QuerySet[Evidence]:
    """What is restricted is seen by those in whose name it was given, and by the working group."""
    return Evidence.objects.filter(readable_evidence(who), one_of(visible_activities(who)))


def visible_uploads(who: Standing) -> QuerySet[FileUpload]:
    """Files on their way in are seen by nobody but their sender, not even by an administrator."""
    return FileUpload.objects.filter(person=who.person)  # the public's: none, each has a person


def visible_tables(who: Standing) -> TableUploadQuerySet:
    """Tables that were sent to be compared: the same."""
    return TableUpload.objects.filter(person=who.person)


def visible_remarks(who: Standing) -> RemarkQuerySet:
    """Between the working group and those whom it asked."""
    if not (who.is_administrator or who.is_working_group or who.inside or who.organisations):
        return Remark.objects.none()
    return Remark.objects.filter(readable_remarks(who), one_of(visible_activities(who)))


def visible_adoptions(who: Standing) -> AdoptionQuerySet:
    """What a country takes up is public: it is its answer to the Plan."""
    return Adoption.objects.all()


def may_read_because(who: Standing, answer: Adoption) -> bool:
    """Why a country does not take an action up: the participants, and everybody where the country publishes it."""
    return who.takes_part or answer.is_because_public


def visible_organisations(who: Standing) -> OrganisationQuerySet:
    """What somebody has put in or described, and who has a part in what one sees: a name that was only typed into a draft is part of the
    draft, and so its country's."""
    organisations = Organisation.objects.all()
    if who.is_administrator:
        return organisations
    seen = visible_activities(who)
    leads = Exists(seen.filter(lead=OuterRef("pk")))
    helps = Exists(Partner.objects.filter(one_of(seen), organisation=OuterRef("pk")))
    funds = Exists(FundingLine.objects.filter(one_of(seen), funder=OuterRef("pk")))
    described = ~Q(kind=Organisation.Kind.OTHER) | Q(country__isnull=False) | Q(body__isnull=False)
    return organisations.filter(Q(is_listed=True) | described | leads | helps | funds)


def visible_snapshots(who: Standing) -> SnapshotQuerySet:
    """For participants from the closing of the round; for everybody once published (see `reports.snapshots`)."""
    return Snapshot.objects.all() if who.takes_part else Snapshot.objects.filter(publication__isnull=False)


def visible_changes(who: Standing) -> ChangeQuerySet:
    """The change log: all of it for the working group, for a focal point what concerns their country, for a contributor what
    was recorded for their organisation."""
    changes = Change.objects.all()
    if who.is_administrator or who.is_working_group:
        return changes
    own = who.countries | who.clears
    if not own and not who.appointments:
        return changes.none()
    changes = changes.exclude(subject=NOTE)
    shared = Q(stood_for(who)) & (Q(scope=Activity.Scope.CROSS_BORDER) | Q(recorded_for__isnull=False))
    rows = Activity.objects.filter(shared | recorded_by(who) | (prepared_for(who) if who.countries else Q(pk__in=[])))
    named = [str(pk) for pk in rows.values_list("pk", flat=True)]
    return changes.filter(Q(country__in=own) | Q(subject="activity", subject_id__in=named))


def known_activities(who: Standing, changes: Iterable[Change]) -> dict[str, Activity]:
    """The activities that these changes are about, by id, as far as the reader may see them; of one that was merged away, the
    one that stays. One query; three where something is not there any more."""
    ids = {change.subject_id for change in changes if change.subject == "activity"}
    known = {str(row.pk): row for row in visible_activities(who).filter(pk__in=ids)}
    stays = Merge.objects.stays_of(ids - known.keys())
    kept = {row.pk: row for row in visible_activities(who).filter(pk__in=stays.values())} if stays else {}
    return known | {pk: kept[stay] for pk, stay in stays.items() if stay in kept}


def hidden_organisations(who: Standing, changes: Iterable[Change]) -> set[str]:
    """Those, by id, that these changes are about and the reader may not see. One query, if there are any."""
    ids = {change.subject_id for change in changes if change.subject == "organisation"}
    if not ids or who.is_administrator:
        return set()
    hidden = Organisation.objects.filter(pk__in=ids).exclude(pk__in=visible_organisations(who).order_by().values("pk"))
    return {str(pk) for pk in hidden.values_list("pk", flat=True)}


def may_read_change(who: Standing, change: Change, known: dict[str, Activity], hidden: Collection[str] = ()) -> bool:
    """What a change says, not only that it happened: a draft's words, and the names in it, are its country's until it
    is submitted; what is said of restricted evidence and of questions stays with those who gave it or were asked."""
    if change.subject == NOTE:
        return may_keep_contact(who)
    if not may_read_given(who, change):
        return False
    if who.is_administrator or change.country_id in who.countries | who.clears:
        return True
    if change.subject == "organisation":
        return change.subject_id not in hidden
    return change.subject != "activity" or change.subject_id in known


def visible_nominations(who: Standing) -> QuerySet[Nomination]:
    """The letters of a country are between it and the working group."""
    nominations = Nomination.objects.all()
    return nominations if may_keep_contact(who) else nominations.filter(membership__country__in=who.countries)


def visible_systems(who: Standing) -> QuerySet[System]:
    """Those that `may_use_system` allows, as a list."""
    systems = System.objects.all()
    if who.is_administrator:
        return systems
    organisations = Q(organisation__in=who.organisations | ({who.agency.pk} if who.agency else set()))
    organisations |= Q(organisation__body__in=who.bodies)
    return systems.filter(organisations | Q(person=who.person, person__isnull=False) | Q(country__in=who.countries))


def visible_views(who: Standing) -> QuerySet[SavedView]:
    """A person's own and, for participants, the shared ones."""
    seen = Q(person=who.person)
    return SavedView.objects.filter(seen | Q(is_shared=True) if who.takes_part else seen)
