"""A country draws up its own plan: actions taken from the menu and actions of its own, in its own order.

What else it answers to the menu, and how an answer ends, is in `reports.workflow.answering`.
"""

from datetime import date
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db.models import Max
from django.utils.translation import gettext as _

from reports import limits, rules
from reports.activity.state import as_known
from reports.models import Adoption, Change, Country, User
from reports.workflow.days import known_values
from reports.workflow.history import record
from reports.workflow.outcomes import NotAllowed, StaleVersion
from reports.workflow.transactions import one_transaction, unused
from themes.dates import date_format
from themes.folding import visible_text
from themes.known_days import unless_whole

FIELDS = ("priority", "adopted_on", "lead_ministry", "starts_on", "ends_on", "needs_funding")
OWN_FIELDS = ("theme_id", "title", "language")  # of an action outside the menu


@one_transaction
def adopt_action(
    *,
    by: User,
    country: str,
    action: str,
    values: dict[str, Any] | None = None,
    version: int | None = None,
    via: str = Change.Via.PAGE,
) -> Adoption:
    """Adopt an action for a country, or change its adoption; another answer to it ends on the day on which this one begins.

    `values` is any of `FIELDS`; what is not named stays as it is; a day may be "2016" or "2016-05". `version`, where given, is
    the one that the person read. Raises NotAllowed, StaleVersion, or ValidationError by field.
    """
    require_writer(by, country)
    current = Adoption.objects.current().filter(country=country, action=action).first()
    adoption = current if current and current.is_adopted else Adoption(country_id=country, action_id=action)
    return save_values(adoption, values or {}, FIELDS, version, by, via, former=current)


@one_transaction
def plan_own_action(
    *,
    by: User,
    country: str,
    values: dict[str, Any],
    pk: UUID | None = None,
    key: UUID | None = None,
    version: int | None = None,
    via: str = Change.Via.PAGE,
) -> Adoption:
    """Put an action outside the menu into a country's plan, or change it (`pk`).

    `values` is any of `FIELDS` and `OWN_FIELDS`. `key` is the id that a new one gets: a form that is sent twice puts
    one in. Raises as `adopt_action` does, and Adoption.DoesNotExist.
    """
    require_writer(by, country)
    own = Adoption.objects.current().filter(country=country, action__isnull=True)
    adoption = own.get(pk=pk) if pk else Adoption(country_id=country)
    adoption.pk = unused(key, Adoption) or adoption.pk
    sent = own.filter(pk=key) if key and not pk else own.none()
    same = known_values(values, adoption.country.today(), sent.first())
    if known := sent.filter(**same).first():
        return known
    return save_values(adoption, values, (*FIELDS, *OWN_FIELDS), version, by, via)


@one_transaction
def order_plan(*, by: User, country: str, pks: list[UUID], via: str = Change.Via.PAGE) -> None:
    """Put a country's plan in this order; what is not named comes after, as it stood. Raises NotAllowed."""
    require_writer(by, country)
    rows = {row.pk: row for row in Adoption.objects.current().adopted().filter(country=country)}
    before = [name_of(row) for row in rows.values()]
    ordered = [rows.pop(pk) for pk in pks if pk in rows] + list(rows.values())
    after = [name_of(row) for row in ordered]
    for position, row in enumerate(ordered, start=1):
        Adoption.objects.filter(pk=row.pk).update(position=position)
    if after != before:
        record(
            by=by,
            via=via,
            verb="plan.ordered",
            subject="plan",
            subject_id=country,
            country=country,
            before={"order": before},
            after={"order": after},
        )


def require_writer(by: User, country: str) -> None:
    """Ask the rule, and hold the country's plan until the transaction ends."""
    if not rules.may_write_for(rules.standing(by), country):
        raise NotAllowed(_("You may adopt actions for your own country only."))
    Country.objects.select_for_update(no_key=True).get(pk=country)


def save_values(
    adoption: Adoption,
    values: dict[str, Any],
    allowed: tuple[str, ...],
    version: int | None,
    by: User,
    via: str,
    former: Adoption | None = None,
) -> Adoption:
    """Save an answer, new or changed, and end the `former` one where it takes its place."""
    known = former or (None if adoption._state.adding else adoption)
    before = described(known) if known else {}
    stood = None if adoption._state.adding else adoption.adopted_on
    if version and known is None:
        raise ValidationError(
            {"answer": [_("This answer has been withdrawn in the meantime. Reload the page and give it again.")]}
        )
    if known and version is not None and version != known.version:
        raise StaleVersion(known, version, values)
    if unknown := values.keys() - set(allowed):
        raise KeyError(*unknown)
    today = adoption.country.today()
    given = known_values(values, today, known)
    for name, value in ({"adopted_on": today} | given if adoption._state.adding else given).items():
        setattr(adoption, name, value)
    require_sense(adoption, stood)
    after = described(adoption)
    if after == before:
        return adoption
    verb = "changed" if adoption is known else "adopted" if adoption.is_adopted else "answered"
    adoption.version = known.version + 1 if known else 1
    if adoption is not known:
        last = Adoption.objects.filter(country=adoption.country_id).aggregate(last=Max("position"))["last"]
        adoption.position = (last or 0) + 1
    adoption.answered_by, adoption.replaced_by = by, None  # what stood again after a refusal is the country's word anew
    take_place(adoption, known, stood)
    log(adoption, by=by, via=via, verb=verb, before=before, after=after)
    return adoption


def take_place(adoption: Adoption, former: Adoption | None, stood: date | None) -> None:
    """Save it; those in whose place it stands end on the day on which it begins, or, where they began later, never were. One
    that it corrected on its own day, `stood`, never comes back."""
    if former and former.pk != adoption.pk:
        end_before(adoption, former)
        former.save()
    adoption.save()
    if former and former.pk != adoption.pk:
        former.replaced_by = adoption
        former.save()
        if former.adopted_on == adoption.adopted_on:
            former.replaced.update(replaced_by=adoption)
    for row in adoption.replaced.exclude(adopted_on=stood) if stood else adoption.replaced.all():
        end_before(adoption, row)
        row.save()


def end_before(adoption: Adoption, former: Adoption) -> None:
    """End an answer in whose place another stands, on a row that is not saved yet: on the day on which that begins, as it is
    known, or, where the former began later, on its own first. What is said to be in place, perhaps for long, takes the place of
    another from the day on which it is said, and nothing from the days before: the plan as at those days stays what it was,
    whatever the working group decides."""
    if adoption.is_in_place:
        day, known = adoption.country.today(adoption.created_at), ""
    else:
        day, known = adoption.adopted_on, adoption.adopted_on_known
    if day < former.adopted_on:
        day, known = former.adopted_on, unless_whole(former.stands_from.known)
    former.withdrawn_on, former.withdrawn_on_known = day, known


def require_sense(adoption: Adoption, stood: date | None = None) -> None:
    """`stood` is the day from which the answer has stood, where it is changed; a day that was given before may stay."""
    problems = wrong_answer(adoption, adoption.country.today(), stood)
    if stood and not problems:
        problems = covering(adoption, stood)
    start, end = adoption.start, adoption.end
    if start and end and end.last < start.first:
        problems["ends_on"] = [_("The end date is before the start date. Correct one of them.")]
    if not adoption.action_id:
        adoption.title = visible_text(adoption.title)
        if not adoption.title:
            problems["title"] = [_("Enter a title for the action.")]
        if not adoption.theme_id:
            problems["theme"] = [_("Choose the theme to which the action belongs.")]
    if problems:
        raise ValidationError(problems)
    adoption.full_clean(validate_constraints=False, validate_unique=False)


def covering(adoption: Adoption, stood: date) -> dict[str, list[Any]]:
    """Why an answer that has stood from `stood` does not begin on its new day, by field: an earlier one, which was in force,
    can have begun only after that. What is in place is a fact with a day of its own."""
    if adoption.is_in_place or not adoption.action_id or adoption.adopted_on >= stood:
        return {}
    others = Adoption.objects.filter(country=adoption.country_id, action=adoption.action_id).stood()
    covered = others.exclude(pk=adoption.pk).filter(adopted_on__gt=adoption.adopted_on, adopted_on__lt=stood)
    latest = covered.order_by("-adopted_on")
    former = next((row for row in latest if row.stands_from.first > adoption.stands_from.last), None)
    if former is None:
        return {}
    message = _(
        "An earlier answer, “%(answer)s”, applies from %(day)s: enter that date or a later one. To correct that answer, give "
        "another one from its own day."
    )
    words = {"answer": former.get_answer_display(), "day": former.stands_from.after_since}
    return {"adopted_on": [message % words]}


def wrong_answer(adoption: Adoption, today: date, stood: date | None = None) -> dict[str, list[Any]]:
    """What is wrong with what a country answers, by field; `today` is the country's, `stood` the day before it was changed."""
    problems = wrong_years(adoption)
    if adoption.is_adopted:
        return problems or yet_to_come(adoption, today, stood)
    if adoption.is_in_place:
        problems = wrong_since(adoption, today) | problems
        if not adoption.proof_url and not adoption.proof_citation:
            message = _("Enter a link to the evidence, or cite it: who published what, and when.")
            problems["proof_citation"] = [message]
        return problems
    if not adoption.because:
        problems["because"] = [_("Explain why the country does not take this action up.")]
    return problems | yet_to_come(adoption, today, stood)


def yet_to_come(adoption: Adoption, today: date, stood: date | None) -> dict[str, list[Any]]:
    """Why an answer is not given from its day, by field: of a month or a year, not even the first day has begun."""
    is_new = adoption.adopted_on != stood
    return {"adopted_on": [later_than(today)]} if is_new and adoption.stands_from.first > today else {}


def wrong_years(adoption: Adoption) -> dict[str, list[Any]]:
    """The days of an answer whose year is none that the site takes, by field."""
    first = "in_place_since" if adoption.is_in_place else "adopted_on"
    days = ((name, getattr(adoption, name)) for name in (first, "starts_on", "ends_on"))
    message = _("Enter a date between the years %(first)d and %(last)d.")
    words = {"first": limits.FIRST_YEAR, "last": limits.LAST_YEAR}
    return {
        name: [message % words] for name, day in days if day and not limits.FIRST_YEAR <= day.year <= limits.LAST_YEAR
    }


def wrong_since(adoption: Adoption, today: date) -> dict[str, list[Any]]:
    if adoption.in_place_since is None:
        message = _(
            "Enter the date from which the action has been in place: a year, a month or a day, for example 1995."
        )
        return {"in_place_since": [message]}
    if adoption.in_place_since <= today:
        return {}
    message = _(
        "The action cannot be in place since a day that is yet to come. Enter a past date, or answer “adopted” to what is "
        "still planned."
    )
    return {"in_place_since": [message]}


def later_than(today: date) -> str:
    return _("This date is in the future. Enter %(today)s or an earlier date.") % {"today": date_format(today)}


def described(adoption: Adoption) -> dict[str, Any]:
    """What the log says of it, by the answer."""
    if adoption.is_adopted:
        names = FIELDS if adoption.action_id else (*OWN_FIELDS, *FIELDS)
        return {name: as_known(adoption, name) for name in names}
    if adoption.is_in_place:
        values = {"in_place_since": as_known(adoption, "in_place_since")}
        values |= {"proof_url": adoption.proof_url, "proof_citation": adoption.proof_citation}
    else:
        values = {name: as_known(adoption, name) for name in ("adopted_on", "because", "is_because_public")}
    return {"answer": str(adoption.answer)} | values


def name_of(adoption: Adoption) -> str:
    """`VI.2`, or the title of a country's own action."""
    return adoption.action_id or adoption.title


def logged_as(country: str, name: str) -> str:
    """What the log calls an entry of a plan, as far as there is room."""
    return f"{country} {name}"[:60]


def log(
    adoption: Adoption,
    *,
    by: User,
    via: str,
    verb: str,
    before: dict[str, Any],
    after: dict[str, Any],
    reason: str = "",
) -> None:
    record(
        by=by,
        via=via,
        verb=f"adoption.{verb}",
        subject="adoption",
        subject_id=logged_as(adoption.country_id, name_of(adoption)),
        country=adoption.country_id,
        reason=reason,
        before=before,
        after=after,
    )
