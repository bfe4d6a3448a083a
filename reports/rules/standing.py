"""Who a person is today."""

from dataclasses import dataclass, field
from datetime import date, datetime, tzinfo

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.utils import timezone

from reports.models import Membership, Organisation, User


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


FOR_AN_AGENCY = (Membership.Role.WORKING_GROUP,)


def standing_now(user: User) -> Standing:
    roles = Membership.objects.filter(person=user).in_force()
    named = {role.role for role in roles}
    own = [role.country for role in roles if role.role == Membership.Role.FOCAL_POINT]
    countries = {country.pk: country for country in own if country}
    bodies = [role.body_id for role in roles if role.role == Membership.Role.REGIONAL_BODY]
    agencies = {role.organisation.agency for role in roles if role.organisation and role.role in FOR_AN_AGENCY}
    return Standing(
        person=user,
        countries=frozenset(countries),
        bodies=frozenset(body for body in bodies if body),
        is_working_group=Membership.Role.WORKING_GROUP in named,
        agency=agencies.pop() if len(agencies) == 1 else None,  # who acts for two judges the work of neither
        is_observer=Membership.Role.OBSERVER in named,
        is_administrator=user.is_superuser,
        zone=countries[min(countries)].zone if countries else timezone.get_default_timezone(),
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
