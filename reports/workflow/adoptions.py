"""A country takes actions from the menu, and may lay them down again."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from reports import rules
from reports.models import Adoption, Change, Country, User
from reports.state import plain
from reports.workflow.history import record
from reports.workflow.outcomes import NotAllowed, StaleVersion

FIELDS = ("priority", "adopted_on", "lead_ministry", "starts_on", "ends_on", "needs_funding")


@transaction.atomic
def adopt_action(
    *,
    by: User,
    country: str,
    action: str,
    values: dict[str, Any] | None = None,
    version: int | None = None,
    via: str = Change.Via.PAGE,
) -> Adoption:
    """Take an action up for a country, or change how it is taken up.

    `values` is any of `FIELDS`; what is not named stays as it is. `version`, where given, is the one that the person
    read. Raises NotAllowed, StaleVersion, or ValidationError by field.
    """
    if not rules.may_write_for(rules.standing(by), country):
        raise NotAllowed(_("You may adopt actions for your own country only."))
    Country.objects.select_for_update().get(pk=country)
    adoption = Adoption.objects.filter(country=country, action=action).first()
    before = described(adoption) if adoption else {}
    adoption = adoption or Adoption(country_id=country, action_id=action)
    if before and version is not None and version != adoption.version:
        raise StaleVersion(adoption)
    for name, value in (values or {}).items():
        if name not in FIELDS:
            raise KeyError(name)
        setattr(adoption, name, value)
    return save(adoption, before, by=by, via=via)


@transaction.atomic
def withdraw_adoption(*, by: User, pk: int, via: str = Change.Via.PAGE) -> None:
    """Lay an adopted action down; the change log keeps it. Raises NotAllowed or Adoption.DoesNotExist."""
    adoption = Adoption.objects.select_for_update().get(pk=pk)
    if not rules.may_write_for(rules.standing(by), adoption.country_id):
        raise NotAllowed(_("You may withdraw adoptions of your own country only."))
    log(adoption, by=by, via=via, verb="withdrawn", before=described(adoption), after={})
    adoption.delete()


def save(adoption: Adoption, before: dict[str, Any], *, by: User, via: str) -> Adoption:
    if adoption.starts_on and adoption.ends_on and adoption.ends_on < adoption.starts_on:
        raise ValidationError({"ends_on": [_("The end is before the start. Correct one of the two dates.")]})
    adoption.full_clean(validate_constraints=False, validate_unique=False)
    after = described(adoption)
    if after == before:
        return adoption
    if before:
        adoption.version += 1
    adoption.save()
    log(adoption, by=by, via=via, verb="changed" if before else "adopted", before=before, after=after)
    return adoption


def described(adoption: Adoption) -> dict[str, Any]:
    return {name: plain(getattr(adoption, name)) for name in FIELDS}


def log(adoption: Adoption, *, by: User, via: str, verb: str, before: dict, after: dict) -> None:
    record(
        by=by,
        via=via,
        verb=f"adoption.{verb}",
        subject="adoption",
        subject_id=f"{adoption.country_id} {adoption.action_id}",
        country=adoption.country_id,
        before=before,
        after=after,
    )
