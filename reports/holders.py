"""Who holds a role today: whom a message about a country or an organisation goes to."""

from collections import defaultdict
from collections.abc import Iterable

from django.db.models import Q

from reports.models import Membership, User


def focal_points(countries: Iterable[str]) -> list[User]:
    """Those who hold the role today, deputies too."""
    held = Membership.objects.filter(role=Membership.Role.FOCAL_POINT, country__in=list(countries))
    return list(dict.fromkeys(role.person for role in held.select_related("person").in_force()))


def clearing_officers(countries: Iterable[str]) -> dict[str, list[User]]:
    """Those who hold the role today, by the code of their country; a country without one is not among them. One query."""
    held = Membership.objects.filter(role=Membership.Role.CLEARING_OFFICER, country__in=list(countries))
    people: dict[str, list[User]] = defaultdict(list)
    for role in held.select_related("person").in_force():
        people[str(role.country_id)].append(role.person)
    return people


def contributors(organisation: int, countries: Iterable[str]) -> list[User]:
    """Those who record today for an organisation, or for the regional body that it is, in these countries."""
    held = Membership.objects.filter(
        Q(role=Membership.Role.CONTRIBUTOR, organisation=organisation)
        | Q(role=Membership.Role.REGIONAL_BODY, body__organisation=organisation)
    )
    named = set(countries)
    roles = held.select_related("person").prefetch_related("countries").in_force()
    bound = [(role.person, {country.pk for country in role.countries.all()}) for role in roles]
    return list(dict.fromkeys(person for person, own in bound if not own or own >= named))
