"""Who a person is today."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, tzinfo

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.db.models import QuerySet, prefetch_related_objects
from django.utils import timezone

from reports.models import Membership, Organisation, User
from themes.prepared import Prepared


@dataclass(frozen=True)
class Appointment:
    """For which organisation (its id, and the agency of which it is an office) an officer records, and in which `countries`
    (None: in any). `body`: an officer of that regional body. `country`: of its public institution, for which the focal point
    submits."""

    organisation: int
    office_of: int | None = None
    countries: frozenset[str] | None = None
    body: str = ""
    country: str = ""


@dataclass(frozen=True)
class Standing:
    """What a person is today: `countries` whose focal point they are, `clears` whose clearing officer, `bodies` whose officer;
    `agency` for which they act; `appointments` to organisations for which they record; `zone`, in which they read times: their
    country's, else the site's."""

    person: User | None = None
    countries: frozenset[str] = frozenset()
    bodies: frozenset[str] = frozenset()
    is_working_group: bool = False
    agency: Organisation | None = None
    clears: frozenset[str] = frozenset()
    appointments: tuple[Appointment, ...] = ()
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
        reports = self.countries or self.bodies or self.clears or self.appointments
        return bool(reports or self.is_working_group or self.is_observer or self.is_administrator)

    @property
    def organisations(self) -> frozenset[int]:
        """The ids of those for which they record."""
        return frozenset(one.organisation for one in self.appointments)

    @property
    def recording(self) -> frozenset[str]:
        """The countries that they record for by name: as focal point, or for an organisation."""
        return self.countries.union(*(one.countries for one in self.appointments if one.countries))

    @property
    def inside(self) -> frozenset[str]:
        """The countries of whose word they are part: as focal point or clearing officer."""
        return self.countries | self.clears


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


def roles_of(person: int) -> QuerySet[Membership]:
    return Membership.objects.filter(person=person).with_places()


ROLES = Prepared(roles_of, -1)  # asked at every request


def forget_standing(user: User) -> None:
    """It is read anew when it is asked for next."""
    vars(user).pop(KEPT_AS, None)


def standing_now(user: User) -> Standing:
    roles = [row for row in ROLES.rows(user.pk) if row.is_in_force()]
    named = {role.role for role in roles}
    own = [role.country for role in roles if role.role == Membership.Role.FOCAL_POINT]
    countries = {country.pk: country for country in own if country}
    bodies = [role.body_id for role in roles if role.role == Membership.Role.REGIONAL_BODY]
    contributing = [role for role in roles if role.role == Membership.Role.CONTRIBUTOR]
    prefetch_related_objects(contributing, "countries")
    clearing = [role.country for role in roles if role.role == Membership.Role.CLEARING_OFFICER]
    recording = [country for role in contributing for country in role.countries.all()]
    at_home = countries or {row.pk: row for row in clearing if row} or {row.pk: row for row in recording}
    return Standing(
        person=user,
        countries=frozenset(countries),
        bodies=frozenset(body for body in bodies if body),
        is_working_group=Membership.Role.WORKING_GROUP in named,
        agency=agency_of_roles(roles),
        clears=frozenset(row.pk for row in clearing if row),
        appointments=appointments(roles),
        is_observer=Membership.Role.OBSERVER in named,
        is_administrator=user.is_superuser,
        zone=at_home[min(at_home)].zone if at_home else timezone.get_default_timezone(),
    )


def agency_of_roles(roles: Iterable[Membership]) -> Organisation | None:
    """In whose name somebody in the working group, or an officer of an agency's office, acts; who acts for two judges the
    work of neither."""
    group, contributor = Membership.Role.WORKING_GROUP, Membership.Role.CONTRIBUTOR
    agencies = {
        role.organisation.agency
        for role in roles
        if role.organisation and (role.role == group or (role.role == contributor and role.organisation.agency_code))
    }
    return agencies.pop() if len(agencies) == 1 else None


def appointments(roles: Iterable[Membership]) -> tuple[Appointment, ...]:
    """Of roles in force, those of contributors with their `countries` read."""
    return tuple(one for one in map(appointment, roles) if one)


def appointment(role: Membership) -> Appointment | None:
    if role.role == Membership.Role.REGIONAL_BODY and role.body:
        organisation = getattr(role.body, "organisation", None)
        return Appointment(organisation.pk, body=role.body.pk) if organisation else None
    if role.role != Membership.Role.CONTRIBUTOR or role.organisation is None:
        return None
    countries = frozenset(country.pk for country in role.countries.all()) or None
    institution = role.organisation.country_id if role.organisation.is_institution else None
    return Appointment(
        role.organisation.pk, role.organisation.office_of_id, countries=countries, country=institution or ""
    )


def may_keep_contact(who: Standing) -> bool:
    """See who reports for each country and when they were last heard from, note calls and write to countries."""
    return who.is_administrator or who.is_working_group


def needs_second_factor(user: User) -> bool:
    """Administrators and the working group; not the people of a demonstration where the site's setting excuses them."""
    excused = settings.SECOND_FACTOR_EXCUSES
    if excused == "everybody" or (excused == "demonstration" and user.is_demo):
        return False
    return second_factor_is_for(user)


def second_factor_is_for(user: User | AnonymousUser) -> bool:
    """Those who could do the most harm."""
    return user.is_superuser or user.is_staff or standing(user).is_working_group
