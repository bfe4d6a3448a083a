"""Those who do the work: contributors of an organisation, officers of a country's institution, and who clears for it."""

from collections.abc import Iterable
from typing import Any

from reports import workflow
from reports.models import Country, Organisation, User

Kind = Organisation.Kind


def office(country: str = "MOZ", agency: str = "IOM") -> Organisation:
    """The agency's office in a country: `IOM Mozambique`."""
    return organisation(
        f"{agency} {Country.objects.get(pk=country).name}",
        Kind.UN_AGENCY,
        country_id=country,
        office_of=Organisation.objects.get(name=agency),
    )


def institution(country: str = "MOZ", name: str = "Ministry of Health") -> Organisation:
    """A public institution of a country beside its focal point's."""
    return organisation(name, Kind.MINISTRY, country_id=country)


def organisation(name: str, kind: str = Kind.CIVIL_SOCIETY, **values: Any) -> Organisation:
    known = Organisation.objects.filter(name=name).first()
    return known or Organisation.objects.create(name=name, kind=kind, is_listed=True, **values)


def contributor(of: Organisation, countries: Iterable[str] = ()) -> User:
    """Somebody who records for an organisation from today, in these countries; in none: of an agency or a body, in any."""
    named = list(Country.objects.filter(pk__in=list(countries)))
    return appointed("contributor", of.name, organisation=of, countries=named)


def clearing_officer(country: str = "MOZ") -> User:
    return appointed("clearing_officer", country, country=Country.objects.get(pk=country))


def appointed(role: str, name: str, **place: Any) -> User:
    """By an administrator; a second one of the same place has an address of their own."""
    address = f"{name.lower().replace(' ', '.')}.{User.objects.count()}@example.org"
    by = User.objects.get(username="grace")
    return workflow.invite_person(by=by, email=address, role=role, language="en", **place).person
