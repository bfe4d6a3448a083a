"""Who gives and takes roles."""

from django.db.models import Q

from reports.models import Membership, Organisation, OrganisationQuerySet
from reports.rules.seeing import visible_organisations
from reports.rules.standing import Standing, may_keep_contact

INSTITUTIONS = Q(kind=Organisation.Kind.MINISTRY, country__isnull=False)


def may_manage_people(who: Standing) -> bool:
    return who.is_administrator


def may_appoint(who: Standing, membership: Membership) -> bool:
    """Invite a person into a role, invite them again, give it to a successor; end one as `may_end` says.

    A focal point: the contributors of their country's own institutions, for that country alone, and its clearing officer. The
    working group: focal points, and all other contributors. Of a contributor `organisation`, and the ids of `named_countries`.
    """
    if who.is_administrator:
        return True
    role, of_country = membership.role, membership.country_id
    if role == Membership.Role.CLEARING_OFFICER:
        return of_country in who.countries
    if role == Membership.Role.FOCAL_POINT:
        return who.is_working_group and of_country is not None
    if role != Membership.Role.CONTRIBUTOR or membership.organisation is None:
        return False
    if membership.organisation.is_institution:
        home = membership.organisation.country_id
        return home in who.countries and set(membership.named_countries()) <= {home}
    return who.is_working_group


def may_appoint_any(who: Standing) -> bool:
    return bool(who.is_administrator or who.is_working_group or who.countries)


def appointed_roles(who: Standing) -> list[str]:
    """The kinds of roles of which a person may give some, in their usual order."""
    role = Membership.Role
    if who.is_administrator:
        return list(role.values)
    given: set[str] = {role.FOCAL_POINT, role.CONTRIBUTOR} if who.is_working_group else set()
    given |= {role.CONTRIBUTOR, role.CLEARING_OFFICER} if who.countries else set()
    return [value for value in role.values if value in given]


def contributing_organisations(who: Standing) -> OrganisationQuerySet:
    """Those whose contributors a person may appoint."""
    rows = visible_organisations(who)
    if who.is_administrator:
        return rows
    own = INSTITUTIONS & Q(country__in=who.countries)
    return rows.filter(own | ~INSTITUTIONS if who.is_working_group else own)


def may_end(who: Standing, membership: Membership) -> bool:
    """Whoever gives a role of this kind may take it; that of a focal point only an administrator."""
    return may_manage_people(who) or (membership.role != Membership.Role.FOCAL_POINT and may_appoint(who, membership))


def may_see_people_of(who: Standing, country: str) -> bool:
    """Who reports for a country, prepares for it and clears."""
    return may_keep_contact(who) or country in who.countries


def needs_nomination(who: Standing, role: str) -> bool:
    """Others than an administrator appoint a focal point only by the letter in which the country names them."""
    return role == Membership.Role.FOCAL_POINT and not who.is_administrator
