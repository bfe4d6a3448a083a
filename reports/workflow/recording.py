"""In whose name an activity is recorded: that of a country, or of an organisation that has a part in it."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from reports import rules
from reports.activity.state import State, day_of
from reports.models import Activity, Country, Organisation
from reports.rules import Appointment, Standing
from reports.workflow.organisations import Names
from reports.workflow.outcomes import NotAllowed


def require_recorder(who: Standing, activity: Activity, state: State, refusal: str, directory: Names) -> None:
    """May this person make the activity say this? What they record for an organisation is signed with its name, on the row,
    not saved yet. `state` names organisations as the directory does.

    Raises NotAllowed (`refusal`), or ValidationError by field, which says what an officer of an organisation has to change.
    No query for who records for a country; else one, and another one if it is refused.
    """
    if rules.may_record_as(who, state["scope"], state["countries"]):
        return
    if not who.appointments:
        raise NotAllowed(refusal)
    names = [row["organisation"] for row in state["partners"]]
    named = ((name, directory.find(name)) for name in (state["lead"], *names))
    known = {name: row for name, row in named if row and row.pk}
    partners = [known[name] for name in names if name in known]
    allowed = [one for one in who.appointments if rules.may_record_in(one, state["scope"], state["countries"])]
    for one in allowed:
        is_theirs = activity._state.adding or activity.recorded_for_id in (None, one.organisation)
        if is_theirs and rules.has_part(one, state["scope"], known.get(state["lead"]), partners):
            activity.recorded_for_id = activity.recorded_for_id or one.organisation
            return
    raise ValidationError(no_part(allowed, state) if allowed else out_of_bounds(who.appointments[0], state))


def require_own_claims(who: Standing, activity: Activity, claims: list[dict[str, str]]) -> None:
    """Nobody who merely shares an activity takes away, or dates anew, what another country agreed to. Raises ValidationError
    (`claims`). No query, of `with_state`."""
    kept = {(row["indicator"], row["unit"], row["achieved_on"] or "") for row in claims}
    for claim in activity.claims.all():
        said = (claim.indicator_id, claim.unit, day_of(claim) or "")
        if said not in kept and not rules.may_change_claim(who, activity, claim):
            message = _(
                "%(claim)s: %(country)s has agreed to this claim. Only %(country)s, or whoever recorded the activity, can change it."
            )
            named = {"claim": claim.indicator_id, "country": Country.objects.get(pk=claim.country_id)}
            raise ValidationError({"claims": [message % named]})


def no_part(allowed: list[Appointment], state: State) -> dict[str, list[str]]:
    """Why none of these may: their organisation has no part in it."""
    names = Organisation.objects.filter(pk__in=[one.organisation for one in allowed]).order_by("name")
    named = {"organisation": " / ".join(str(row) for row in names)}
    if state["scope"] == Activity.Scope.REGIONAL or all(one.body for one in allowed):
        return {"lead": [_("You may record only work that %(organisation)s leads: enter it as the lead.") % named]}
    message = _("You may record only work in which %(organisation)s has a part: enter it as the lead or as a partner.")
    return {"lead": [message % named]}


def out_of_bounds(one: Appointment, state: State) -> dict[str, list[str]]:
    """Why this officer may not record for these countries, or not work of this scope."""
    if one.body:
        message = _(
            "An officer of %(body)s records regional and cross-border activities. Activities in one country are recorded by the country."
        )
        return {"scope": [message % {"body": one.body}]}
    own = one.countries or frozenset()
    countries = {row.pk: str(row) for row in Country.objects.filter(pk__in=own.union(state["countries"]))}
    named = {"own": ", ".join(sorted(countries[code] for code in own))}
    if state["scope"] == Activity.Scope.REGIONAL:
        message = _(
            "Your role is for %(own)s only: regional activities are recorded by whoever leads them or by the working "
            "group. Choose another scope."
        )
        return {"scope": [message % named]}
    named["others"] = ", ".join(sorted(countries[code] for code in set(state["countries"]) - own if code in countries))
    message = _(
        "You may record for %(own)s only. Leave out %(others)s, or ask whoever appointed you to extend your role."
    )
    return {"countries": [message % named]}
