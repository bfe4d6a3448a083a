"""Mail about activities: what was decided of them, whose word is awaited, who declined, what others changed."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils import timezone

from reports import decisions, rules
from reports.activity.state import State, changed_fields
from reports.holders import clearing_officers, contributors, focal_points
from reports.models import Activity, Agreement, CountryReport, Mail, Membership, Remark, User
from reports.notices import queue


def those_who_stand_for(activity: Activity) -> list[User]:
    """The focal points of the countries that agreed to it and who recorded it for an organisation; where there is neither, and
    of regional work, whoever recorded it. Prefetch `agreements`."""
    agreed = activity.agreed_by_codes()
    is_regional = activity.scope == Activity.Scope.REGIONAL
    people = focal_points(agreed) if agreed and not is_regional else []
    return list(dict.fromkeys([*people, *those_who_record(activity)])) or [activity.created_by]


def those_who_record(activity: Activity) -> list[User]:
    """For the organisation in whose name it was recorded. Prefetch `agreements`."""
    return contributors(activity.recorded_for_id, activity.country_codes()) if activity.recorded_for_id else []


def those_asked(activity: Activity, remark: Remark) -> list[User]:
    """Those whom a question asks; where nobody holds the role, whoever recorded the activity, if they may read it. Prefetch
    `agreements`."""
    people = focal_points([row.pk for row in remark.countries.all()])
    if remark.organisation_id:
        people += contributors(remark.organisation_id, activity.country_codes())
    if people:
        return list(dict.fromkeys(people))
    readable = rules.visible_remarks(rules.standing(activity.created_by))
    return [activity.created_by] if readable.filter(pk=remark.pk).exists() else []


def about_activity(
    activity: Activity,
    *,
    template: str,
    kind: str,
    occasion: Any,
    by: User,
    about: dict[str, Any],
    people: list[User] | None = None,
) -> None:
    """Tell `people`, else those who stand for an activity, but not who did it."""
    people = those_who_stand_for(activity) if people is None else people
    key = f"{template} {activity.pk} {occasion}"
    queue([row for row in people if row.pk != by.pk], kind, template, key, about | naming(activity, by))


def about_verified(activities: list[Activity], *, by: User) -> None:
    """Tell each of those who stand for them of all those of theirs that were verified at once."""
    countries = {country for activity in activities for country in activity.agreed_by_codes()}
    held = Membership.objects.filter(role=Membership.Role.FOCAL_POINT, country__in=countries)
    theirs: dict[User, list[Activity]] = defaultdict(list)
    for role in held.select_related("person").in_force():
        theirs[role.person] += [row for row in activities if concerns(row, role)]
    for activity in activities:
        if activity.scope == Activity.Scope.REGIONAL or not activity.agreed_by_codes():
            theirs[activity.created_by].append(activity)
    for person, rows in theirs.items():
        distinct = {row.pk: row for row in rows}.values()
        verified = [{"title": str(row), "claims": decisions.plain(row.claims_to_decide)} for row in distinct]
        about = {"activities": verified, "url": reverse("activities")} | named(by)
        key = f"verified_several {rows[0].pk} {rows[0].version} {len(rows)}" if rows else ""
        queue([person] if rows and person.pk != by.pk else [], Mail.Kind.VERIFIED, "verified_several", key, about)


def concerns(activity: Activity, role: Membership) -> bool:
    if activity.scope == Activity.Scope.REGIONAL:
        return False
    return role.country_id in activity.agreed_by_codes()


def about_asked(activity: Activity, countries: Iterable[str], *, by: User, now: datetime) -> None:
    """Ask the focal points of these countries for their word. The link only opens the page."""
    for country in countries:
        about = naming(activity, by) | {"country": country}
        key = f"agreement {activity.pk} {country} {now.isoformat()}"
        queue(focal_points([country]), Mail.Kind.AGREEMENT, "agreement_asked", key, about)


def about_prepared(activity: Activity, countries: Iterable[str], *, by: User) -> None:
    """Tell the focal points that an institution of their country has prepared something for them to submit."""
    key = f"prepared {activity.pk} {activity.ready_at}"
    queue(focal_points(countries), Mail.Kind.AGREEMENT, "activity_prepared", key, naming(activity, by))


def about_handed_back(activity: Activity, countries: list[str], *, by: User, missing: str) -> None:
    """By the clearing officer of these `countries` to their focal points; by a focal point to the institution."""
    people = focal_points(countries) if countries else those_who_record(activity)
    key = f"handed_back {activity.pk} {timezone.now().isoformat()}"
    queue(people, Mail.Kind.RETURNED, "activity_handed_back", key, naming(activity, by) | {"text": missing})


def about_clearance_asked(activity: Activity, countries: Iterable[str], *, by: User) -> None:
    for country, people in clearing_officers(countries).items():
        key = f"clearance_asked {activity.pk} {country} {timezone.now().isoformat()}"
        queue(people, Mail.Kind.AGREEMENT, "clearance_asked", key, naming(activity, by))


def about_cleared(activity: Activity, countries: Iterable[str], *, by: User) -> None:
    key = f"cleared {activity.pk} {timezone.now().isoformat()}"
    people = [person for person in focal_points(countries) if person != by]
    queue(people, Mail.Kind.AGREEMENT, "activity_cleared", key, naming(activity, by))


def about_letter(activity: Activity, agreement: Agreement, *, by: User) -> None:
    """Tell the focal points of a country that a letter was taken for its word."""
    about = naming(activity, by) | {"country": agreement.country_id, "letter_on": str(agreement.letter_on)}
    key = f"letter {activity.pk} {agreement.country_id} {agreement.at}"
    queue(focal_points([agreement.country_id]), Mail.Kind.AGREEMENT, "agreement_by_letter", key, about)


def about_declined(activity: Activity, *, country: str, reason: str, by: User, occasion: Any, undone: bool) -> None:
    """Tell those who stand for it, who recorded it and, where a verification no longer counts (`undone`), the working group."""
    people = {*those_who_stand_for(activity), activity.created_by} | ({*working_group()} if undone else set())
    about = naming(activity, by) | {"country": country, "text": reason}
    key = f"declined {activity.pk} {country} {occasion}"
    queue(sorted(people - {by}, key=lambda one: one.pk), Mail.Kind.RETURNED, "agreement_declined", key, about)


def about_changed(activity: Activity, before: State, after: State, *, by: User, own: Iterable[str]) -> None:
    """Send both versions of what was changed to the other countries that agreed to it and to who recorded it for an
    organisation; `own`: those of who changed it. An institution hears also of what the focal point changes in its draft."""
    others = set(after["countries"]) - set(own)
    if others or activity.recorded_for_id:
        changed = {name: [before[name], after[name]] for name in changed_fields(before, after)}
        agreed = focal_points(others.intersection(activity.agreed_by_codes())) if others else []
        people = [one for one in dict.fromkeys([*agreed, *those_who_record(activity)]) if one != by]
        key = f"changed {activity.pk} {activity.version}"
        queue(people, Mail.Kind.AGREEMENT, "activity_changed", key, naming(activity, by) | {"changed": changed})


def naming(activity: Activity, by: User) -> dict[str, Any]:
    return {"title": str(activity), "url": activity.get_absolute_url()} | named(by)


def named(by: User) -> dict[str, str]:
    """Who did it and, where a person acts for one, in the name of which agency."""
    return {"by": str(by), "agency": getattr(rules.agency_of(rules.standing(by)), "name", "")}


def about_late_report(report: CountryReport, *, by: User) -> None:
    """Tell the working group and the country that it has reported for a round that was over, or had been closed."""
    about = {
        "written": {"round": report.round.beside("title")},
        "country": report.country_id,
        "by": str(by),
        "reported_on": report.on.isoformat(),
        "after_closing": report.after_closing,
        "url": report.round.get_absolute_url(),
    }
    people = dict.fromkeys([*working_group(), *focal_points([report.country_id])])
    others = [person for person in people if person != by]
    key = f"late {report.round_id} {report.country_id}"
    queue(others, Mail.Kind.ROUND, "round_reported_late", key, about)


def working_group() -> list[User]:
    held = Membership.objects.filter(role=Membership.Role.WORKING_GROUP)
    return list(dict.fromkeys(role.person for role in held.select_related("person").in_force()))
