"""What other programs call an activity: whose codes they are, and that each names one activity.

A code that nobody has used yet belongs to whom its first user acts for: their country, agency or organisation; where
they act for nobody, to themselves. Who acts for several says for which, once, on their account's page or over the API.
"""

import re
from collections.abc import Collection, Iterable
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from reports import limits, rules
from reports.activity.checks import Messages
from reports.activity.state import IDENTIFYING, State, in_order
from reports.models import (
    OF_A_PERSON,
    Activity,
    Change,
    Country,
    Identifier,
    Organisation,
    System,
    User,
    own_code,
)
from reports.rules import Standing
from reports.workflow.history import change_of, lock_log
from reports.workflow.outcomes import NotAllowed
from reports.workflow.pen import Pen, hold, parts
from reports.workflow.successors import refuse_identifiers_merged_away
from reports.workflow.transactions import one_transaction
from themes.folding import visible_text

Owner = Organisation | Country | User
Named = tuple[str, str]  # a system, and what it calls an activity
WRITTEN = re.compile(r"[a-z0-9][a-z0-9-]*", re.ASCII)
KINDS: dict[type, str] = {Organisation: "organisation", Country: "country", User: "person"}


@one_transaction
def add_system(*, by: User, code: str, owner: Owner | None = None, via: str = Change.Via.PAGE) -> System:
    """Make a code for an outside system. It belongs to `owner`, one of `owners_open_to`; where that is not said, to the
    only one for whom the person acts. A code that is theirs already is answered as it stands.

    Raises NotAllowed, or ValidationError (`code`, `owner`).
    """
    who = rules.standing(by)
    if not rules.may_keep_systems(who):
        raise NotAllowed(_("Only those who record activities can add outside systems."))
    code = visible_text(code).lower()
    lock_log()  # two at once do not make one code for two owners
    standing = systems_named([code]).get(code)
    if problem := wrong_code(code) or (standing and foreign(who, standing)):
        raise ValidationError({"code": [problem]})
    if owner is not None and owner not in owners_open_to(who):
        raise ValidationError({"owner": [_("Choose one for whom you act, or yourself.")]})
    if standing:
        if owner is not None and owner != standing.owner:
            message = _("The code “%(code)s” already belongs to %(owner)s. Choose another code.")
            raise ValidationError({"code": [message % {"code": code, "owner": standing.owner}]})
        return standing
    owner = owner or first_owner(who, code)
    if System.objects.filter(**{KINDS[type(owner)]: owner}).count() >= limits.SYSTEMS:
        raise ValidationError({"code": [_("Add at most %(most)d systems.") % {"most": limits.SYSTEMS}]})
    pen = Pen()
    system = make(code, owner, by=by, via=via, pen=pen)
    pen.write()
    return system


def make(code: str, owner: Owner, *, by: User, via: str, pen: Pen) -> System:
    """A person stands in the log by their id, as `owner`."""
    kind = KINDS[type(owner)]
    system = System(code=code, **{kind: owner})
    country = owner.pk if isinstance(owner, Country) else None
    whose = {"organisation": owner.name} if isinstance(owner, Organisation) else {}
    after = {"code": code} | ({"owner": owner.pk} if kind == "person" else whose)
    about: dict[str, Any] = {"verb": "system.created", "subject": "system", "subject_id": code, "country": country}
    pen.add(system)
    pen.log.append(change_of(by=by, via=via, after=after, **about))
    return system


def owners_open_to(who: Standing) -> list[Owner]:
    """Those to whom a new code of this person's may belong: whom they act for, and themselves at last. Two queries."""
    return [*acting_for(who), *([who.person] if who.person else [])]


def acting_for(who: Standing) -> list[Owner]:
    owners: list[Owner] = list(Country.objects.filter(pk__in=who.countries)) if who.countries else []
    owners += [who.agency] if who.agency else []
    if who.organisations:  # an office's codes are its agency's
        theirs = Organisation.objects.filter(pk__in=who.organisations).order_by("name")
        owners += [row for row in theirs if who.agency is None or who.agency.pk not in (row.pk, row.office_of_id)]
    return owners


def first_owner(who: Standing, code: str) -> Owner:
    """Raises ValidationError (`owner`) where the person acts for several."""
    owners = acting_for(who) or owners_open_to(who)
    if len(owners) != 1:
        message = _(
            "You act for several: %(owners)s. Say to which of them the code “%(code)s” belongs, under “Outside "
            "systems” in your account, or as `owner` of POST /api/v1/systems/."
        )
        raise ValidationError({"owner": [message % {"owners": ", ".join(map(str, owners)), "code": code}]})
    return owners[0]


ME = "me"


def owner_word(owner: Owner) -> str:
    """How a form or a program says to whom a code belongs: a country's code, an organisation's name, or `me`."""
    if isinstance(owner, Country):
        return owner.pk
    return owner.name if isinstance(owner, Organisation) else ME


def wrong_code(code: str) -> str:
    """What is wrong with a new code, in words; empty where it can stand."""
    if not (limits.SHORTEST_CODE <= len(code) <= limits.SYSTEM_CODE and WRITTEN.fullmatch(code)):
        message = _(
            "“%(code)s” cannot be the code of a system. Use %(least)d to %(most)d letters from a to z, digits and "
            "hyphens, without spaces; capitals and small letters are the same."
        )
        return message % {
            "code": code[: limits.SYSTEM_CODE],
            "least": limits.SHORTEST_CODE,
            "most": limits.SYSTEM_CODE,
        }
    return ""


def foreign(who: Standing, system: System) -> str:
    """That the code belongs to others, in words; empty for those who may use it."""
    if rules.may_use_system(who, system):
        return ""
    if system.person:  # whose it is, is nobody else's business
        return _("The code “%(code)s” belongs to another person. Use a code of your own.") % {"code": system.code}
    message = _("The code “%(code)s” belongs to %(owner)s. Use a code of your own.")
    return message % {"code": system.code, "owner": system.owner}


def systems_named(codes: Collection[str]) -> dict[str, System]:
    return System.objects.select_related("organisation", "country", "person").in_bulk(codes) if codes else {}


# With an activity ----------------------------------------------------------------------------------------------------


class SystemCodes:
    """What one person may do with the codes of systems; each is read once. Share one between the rows of a table."""

    def __init__(self, who: Standing):
        self.who = who
        self._systems: dict[str, System | None] = {}
        self._problems: dict[str, str] = {}
        self.made: dict[str, Pen] = {}

    def find(self, code: str) -> System | None:
        if code not in self._systems:
            self.read([code])
        return self._systems[code]

    def read(self, codes: Iterable[str]) -> None:
        """One query, if one of them has not been read yet."""
        new = set(codes) - self._systems.keys()
        if new:
            self._systems |= dict.fromkeys(new) | systems_named(new)

    def problem(self, code: str) -> str:
        """Why this person cannot use the code, in words; empty where they can."""
        if code not in self._problems:
            self._problems[code] = self._problem(code)
        return self._problems[code]

    def make_unknown(self, codes: Collection[str], *, by: User, via: str, pen: Pen) -> None:
        """Those that nobody has used yet. Raises ValidationError (`owner`)."""
        self.read(codes)
        for code in dict.fromkeys(codes):
            if self.find(code) is None:
                owner = by if code.startswith(OF_A_PERSON) else first_owner(self.who, code)
                self.made[code] = Pen()
                self._systems[code] = make(code, owner, by=by, via=via, pen=self.made[code])
            if code in self.made:
                pen.include(self.made[code])

    def make_own(self, person: int, pen: Pen) -> None:
        """The own system of a person, unless it is there; the log does not hear of it."""
        code = own_code(person)
        if self.find(code) is None:
            system = self._systems[code] = System(code=code, person_id=person)
            self.made[code] = Pen(added=[system])
        if code in self.made:
            pen.include(self.made[code])

    def _problem(self, code: str) -> str:
        if system := self.find(code):
            return foreign(self.who, system)
        if code.startswith(OF_A_PERSON):
            mine = self.who.person is not None and code == own_code(self.who.person.pk)
            return "" if mine else reserved(code)
        return wrong_code(code) or unclear_owner(self.who, code)


def with_others_identifiers(before: State, after: State, *, recorder: int, codes: SystemCodes) -> State:
    """The state with what others' systems call the activity, whoever sends a list without it; and what stands alone in the
    own system of whoever recorded it as its `external_id`. One query where identifiers are left out."""
    if all(after[name] == before[name] for name in IDENTIFYING):
        return after
    own = own_code(recorder)
    left_out = [row for row in before["identifiers"] if row not in after["identifiers"]]
    codes.read(row["system"] for row in left_out)
    others = [row for row in left_out if codes.problem(row["system"])]
    external_id, identifiers = after["external_id"], in_order([*after["identifiers"], *others])
    external_id = external_id or next((row["identifier"] for row in identifiers if row["system"] == own), "")
    identifiers = [row for row in identifiers if row != {"system": own, "identifier": external_id}]
    return after | {"external_id": external_id, "identifiers": identifiers}


def new_identifiers(before: State, after: State) -> list[dict[str, str]]:
    return [row for row in after["identifiers"] if row not in before["identifiers"]]


def wrong_identifiers(before: State, after: State, codes: SystemCodes) -> Messages:
    """Codes that cannot be, that are others', or whose owner is not clear. At most three queries, none where no
    identifier is new."""
    new = list(dict.fromkeys(row["system"] for row in new_identifiers(before, after)))
    codes.read(new)
    messages = [message for message in map(codes.problem, new) if message]
    return {"identifiers": messages} if messages else {}


def reserved(code: str) -> str:
    message = _("There is no system with the code “%(code)s”. Codes that begin with “%(start)s” are given by the site.")
    return message % {"code": code, "start": OF_A_PERSON}


def unclear_owner(who: Standing, code: str) -> str:
    try:
        first_owner(who, code)
    except ValidationError as refusal:
        return " ".join(refusal.messages)
    return ""


class Taken:
    """Which activity each identifier names, `(system, value)`; each is looked for once. Share one between the rows of a table."""

    def __init__(self) -> None:
        self._activities: dict[Named, UUID | None] = {}
        self._new: dict[Named, UUID] = {}

    def read(self, identifiers: Iterable[Named]) -> None:
        """One query for those that have not been looked for yet."""
        new = set(identifiers) - self._activities.keys()
        if new:
            self._activities |= dict.fromkeys(new)
            rows = Identifier.objects.filter(value__in={value for _system, value in new})
            for system, value, activity in rows.values_list("system", "value", "activity"):
                self._activities[system, value] = activity

    def others(self, identifiers: Collection[Named], activity: UUID) -> dict[Named, UUID]:
        """Those of these that name another activity."""
        self.read(identifiers)
        named = {one: self._activities[one] for one in identifiers}
        return {one: other for one, other in named.items() if other and other != activity}

    def take(self, identifiers: Iterable[Named], activity: UUID) -> None:
        """What is going to name an activity, and is not written yet."""
        new = dict.fromkeys(identifiers, activity)
        self._activities |= new
        self._new |= new

    def moved(self) -> set[UUID]:
        """The activities of which somebody else has taken an identifier in the meantime. A query for every hundreds of them."""
        moved = set()
        for some in parts(list(self._new)):
            now = Taken()
            now.read(some)
            moved |= {self._new[one] for one in some if now.others([one], self._new[one])}
        return moved


def asked_for(activity: Activity, before: State, after: State) -> list[tuple[str, Named]]:
    """The identifiers that are new, each with its field."""
    asked = [("identifiers", (row["system"], row["identifier"])) for row in new_identifiers(before, after)]
    if after["external_id"] and after["external_id"] != before["external_id"]:
        asked.append(("external_id", (own_code(activity.created_by_id), after["external_id"])))
    return asked


def taken_identifiers(activity: Activity, before: State, after: State, by: User, known: Taken) -> Messages:
    """A system's identifier names one activity. One query if one is new. Raises MergedAway where it named one that has gone
    up in another."""
    asked = asked_for(activity, before, after)
    if not asked:
        return {}
    taken = known.others([named for _field, named in asked], activity.pk)
    if taken:
        refuse_identifiers_merged_away(by, set(taken.values()), set(taken))
    problems: Messages = {}
    for name, (system, value) in asked:
        if (system, value) in taken:
            problems.setdefault(name, []).append(already(system, value, is_named=name == "identifiers"))
    return problems


def already(system: str, value: str, *, is_named: bool) -> str:
    if not is_named:
        return _("Another activity already has this identifier.")
    message = _("Another activity already has the identifier “%(value)s” of the system “%(system)s”.")
    return message % {"value": value, "system": system}


def write_identifiers(
    activity: Activity, before: State, after: State, *, by: User, via: str, pen: Pen, codes: SystemCodes
) -> None:
    """Make its identifiers these, each in its system; a system that is new belongs to whom the writer acts for."""
    own = own_code(activity.created_by_id)
    codes.make_unknown([row["system"] for row in new_identifiers(before, after)], by=by, via=via, pen=pen)
    standing = [] if activity._state.adding else activity.identifiers.all()
    rows = {(row.system_id, row.value): row for row in standing}
    wanted = {(row["system"], row["identifier"]) for row in after["identifiers"]}
    if external_id := after["external_id"]:
        first = rows.get((own, before["external_id"]))
        if first and (own, external_id) not in rows:  # in its place, for the first of its system is the `external_id`
            first.value = external_id
            pen.change(first, "value")
            rows[own, external_id] = rows.pop((own, before["external_id"]))
        wanted.add((own, external_id))
        if not first:
            codes.make_own(activity.created_by_id, pen)
    for row in (row for key, row in rows.items() if key not in wanted):
        pen.clear(Identifier, "pk", row.pk)
    new = [Identifier(activity=activity, system_id=code, value=value) for code, value in sorted(wanted - rows.keys())]
    pen.add(*new)
    if not activity._state.adding:
        hold(activity, "identifiers", [*(row for key, row in rows.items() if key in wanted), *new])
