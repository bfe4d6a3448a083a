"""The words of plain values: what a reader sees of two versions, or of a row of the change log."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from itertools import pairwise
from typing import Any

from django.conf import settings
from django.utils import timezone
from django.utils.formats import number_format
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from reports.activity.state import State
from reports.models import (
    Activity,
    Adoption,
    ApiToken,
    Assessment,
    Change,
    Claim,
    Evidence,
    Finding,
    LaterFact,
    Mail,
    Membership,
    Organisation,
    Participation,
    Partner,
    Remark,
    Round,
    User,
    Word,
)
from reports.verbs import verb_name
from themes.dates import date_format
from themes.known_days import WHOLE, KnownDay, shown
from themes.punctuation import introduced

LANGUAGES = dict(settings.LANGUAGES)
GAPS_OF_ALL = {
    "recommendations": gettext_lazy("Recommendations not carried out by any country"),
    "actions": gettext_lazy("Actions not carried out by any country"),
}
GAPS = {
    "recommendations": gettext_lazy("Recommendations not carried out"),
    "actions": gettext_lazy("Actions not carried out"),
    "targets": gettext_lazy("Targets with no claim"),
    "claims": gettext_lazy("Claims without evidence"),
    "money": gettext_lazy("Activities with a funding gap"),
}
FIELDS = {
    "claims": gettext_lazy("claims"),
    "partners": gettext_lazy("partners"),
    "funding_lines": gettext_lazy("funding"),
    "amount_secured": gettext_lazy("funding committed"),
    "claim": gettext_lazy("claim"),
    "indicator": gettext_lazy("indicator"),
    "unit": gettext_lazy("unit"),
    "finding": gettext_lazy("reason for the decision"),
    "agency": gettext_lazy("agency"),
    "verdict": gettext_lazy("finding"),
    "reasons": gettext_lazy("reasons"),
    "field": gettext_lazy("field"),
    "agreement": gettext_lazy("agreement"),
    "letter_on": gettext_lazy("date of the letter"),
    "evidence": gettext_lazy("evidence"),
    "remark": gettext_lazy("question"),
    "text": gettext_lazy("text"),
    "reply": gettext_lazy("reply"),
    "fact_review": gettext_lazy("review of the later development"),
    "amount_spent": gettext_lazy("amount spent"),
    "file_name": gettext_lazy("file"),
    "sha256": gettext_lazy("hash (SHA-256)"),
    "snapshot": gettext_lazy("identifier of the edition"),
    "edition": gettext_lazy("edition"),
    "participation": gettext_lazy("participation"),
    "participation_source": gettext_lazy("source confirming the participation status"),
    "decision": gettext_lazy("decision"),
    "since": gettext_lazy("from"),
    "in_force_from": gettext_lazy("in force from"),
    "decided_by": gettext_lazy("decided by"),
    "deadline": gettext_lazy("deadline"),
    "required": gettext_lazy("number required"),
    "personal": gettext_lazy("personal details"),
    "owner": gettext_lazy("owner"),
    "people": gettext_lazy("people"),
    "deputy": gettext_lazy("deputy"),
    "nominated_on": gettext_lazy("date of the letter of nomination"),
    "called_on": gettext_lazy("date of the call"),
    "body": gettext_lazy("regional body"),
    "organisation": gettext_lazy("organization"),
    "office_of_name": gettext_lazy("office of"),
    "in_place_of": gettext_lazy("in place of"),
    "decisions": gettext_lazy("decisions"),
    "offices": gettext_lazy("offices"),
    "into": gettext_lazy("merged into"),
    "duplicate": gettext_lazy("merged duplicate"),
    "activities": gettext_lazy("activities"),
    "external_id": gettext_lazy("partner's own identifier"),
    "identifiers": gettext_lazy("identifiers of outside systems"),
    "code": gettext_lazy("code of the system"),
    "roles": gettext_lazy("roles"),
    "findings": gettext_lazy("findings"),
    "plans": gettext_lazy("national plans"),
    "systems": gettext_lazy("outside systems"),
    "order": gettext_lazy("order"),
    "part": gettext_lazy("theme or target"),
    "reading": gettext_lazy("how the indicator is counted"),
    "reason": gettext_lazy("reason"),
    "why": gettext_lazy("reason for replacing the previous edition"),
    "judged_on": gettext_lazy("date of the assessment"),
    "nothing_changed": gettext_lazy("reported as unchanged"),
    "after_closing": gettext_lazy("after the round had closed"),
    "address": gettext_lazy("web address"),
    "address_proved": gettext_lazy("e-mail address confirmed"),
    "kept_anyway": gettext_lazy("possible personal data; saved after the user confirmed"),
    "second_factor": gettext_lazy("second factor"),
}
FIELDS_OF = {  # of one subject of the log
    ("target", "verdict"): gettext_lazy("assessment"),
    ("adoption.not_taken_up", "adopted_on"): gettext_lazy("not taken up from"),
}
CHOICES = {
    "scope": [*Activity.Scope.choices, *ApiToken.Scope.choices],
    "status": Activity.Status.choices,
    "review": Activity.Review.choices,
    "visibility": Activity.Visibility.choices,
    "verification": Claim.Verification.choices,
    "verdict": [*Finding.Verdict.choices, *Assessment.Verdict.choices],
    "kind": [*Evidence.Kind.choices, *Organisation.Kind.choices, *LaterFact.Kind.choices],
    "fact_review": LaterFact.Review.choices,
    "confidentiality": Evidence.Confidentiality.choices,
    "agreement": Word.choices,
    "priority": Adoption.Priority.choices,
    "answer": Adoption.Answer.choices,
    "participation": Participation.Status.choices,
    "role": Membership.Role.choices,
    "mail_off": Mail.Kind.choices,
    "second_factor": [("recovery_codes", gettext_lazy("recovery codes")), ("totp", gettext_lazy("authenticator app"))],
}
DATES = {"starts_on", "ends_on", "achieved_on", "confirmed_on", "dated", "since", "until", "in_force_from", "deadline"}
DATES |= {"status_since", "ended_on"}
DATES |= {"nominated_on", "called_on", "letter_on", "opens_on", "closes_on", "as_at", "judged_on", "adopted_on"}
DATES |= {"withdrawn_on", "in_place_since"}
NUMBERS = {"amount_spent", "amount_needed", "amount_secured", "participants", "participants_women", "participants_men"}
TYPED = {"title", "summary", "result", "place", "status_reason", "source"}  # in the language of the activity
PEOPLE = {"owner", "person", "people"}  # a person, or several, by their id
FOR_PROGRAMS = {
    "fact",
    "another_event",
    "claim",
    "evidence",
    "remark",
    "sha256",
    "public_sha256",
    "replaces",
}  # ids and hashes
FOR_PROGRAMS |= {"into_id", "duplicate_id", "of"}
SHOWN_WHERE_REPLACED = {"sha256"}  # all the same, where one file stands in place of another
ALWAYS_SHOWN = {"file_name"}  # of what the change is about, and shown though it stays


def field_name(name: str, subject: str = "") -> str:
    if words := FIELDS_OF.get((subject, name)) or FIELDS.get(name):
        return str(words)
    stem, _line, code = name.rpartition("_")
    if stem and code in LANGUAGES:
        return introduced(field_name(stem), LANGUAGES[code])
    for model in (Activity, Claim, Evidence, Adoption, Organisation, Round, Assessment, Membership, User):
        for field in (*model._meta.fields, *model._meta.many_to_many):
            if name in (field.name, field.attname):
                return str(field.verbose_name)
    return name


def value_words(name: str, value: Any) -> str:
    """One value in words: codes as they are written, choices, dates and numbers as they read, lists on one line."""
    if value in (None, "", []):
        return ""
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if name in CHOICES:
        words = dict(CHOICES[name])
        return "; ".join(str(words.get(one, one)) for one in (value if isinstance(value, list) else [value]))
    if name == "language":
        return str(LANGUAGES.get(value, value))
    if name == "field":
        return field_name(value)
    if name == "personal":
        return ", ".join(map(field_name, value))
    if name in DATES:
        return day_words(value)
    if name in NUMBERS:
        return number_format(Decimal(value), force_grouping=True)
    if isinstance(value, dict):
        return "\n".join(introduced(LANGUAGES.get(code, code), text) for code, text in value.items() if text)
    if isinstance(value, list):
        return "; ".join(row_words(row) if isinstance(row, dict) else str(row) for row in value)
    return str(value)


def day_words(value: str) -> str:
    """A day as far as it is known, or a moment by the reader's clock."""
    if len(value) <= WHOLE:
        return shown(value)
    return date_format(timezone.localtime(datetime.fromisoformat(value)), "DATETIME_FORMAT")


def row_words(row: dict[str, Any]) -> str:
    if "system" in row:
        return introduced(row["system"], row["identifier"])
    if "committed" in row:
        return funding_words(row)
    if "organisation" in row:
        return f"{row['organisation']} ({dict(Partner.Role.choices).get(row['role'], row['role'])})"
    return f"{row['indicator']} {row['unit']} ({value_words('achieved_on', row['achieved_on']) or _('expected')})"


def funding_words(line: dict[str, Any]) -> str:
    """`UNHCR, 2012: committed 1,000.00 USD, spent 200.00 USD`."""
    words = {"committed": _("committed %(amount)s"), "spent": _("spent %(amount)s")}
    amounts = [
        text % {"amount": f"{number_format(Decimal(line[name]), force_grouping=True)} {line['currency']}"}
        for name, text in words.items()
        if line[name] is not None
    ]
    called = ", ".join(str(line[name]) for name in ("funder", "year") if line[name])
    return introduced(called, ", ".join(amounts)) if called else ", ".join(amounts)


def difference_words(saved: State, typed: State, names: list[str]) -> list[tuple[str, str, str]]:
    """`[(field, as saved, as typed)]` for the fields that differ."""
    return [(field_name(name), value_words(name, saved[name]), value_words(name, typed[name])) for name in names]


def remark_subject(remark: Remark) -> str:
    """What a remark is about, in words; empty for the whole activity. Select `claim` beforehand."""
    return field_name(remark.field) if remark.field else str(remark.claim or "")


def change_words(change: Change, people: Mapping[int, str] | None = None) -> dict[str, Any]:
    """A row of the log: `verb` in words and `rows` as `[(field, before, after, is in the activity's language)]`; `people`
    are the names of those who stand in it by their id."""
    replaced = SHOWN_WHERE_REPLACED & set(change.before) & set(change.after)
    names = [name for name in {**change.before, **change.after} if name in replaced or name not in FOR_PROGRAMS]
    rows: list[tuple[str, tuple[str, str, str, bool]]] = []
    for name in names:
        sides = [named(name, side.get(name), people or {}) for side in (change.before, change.after)]
        before, after = (value_words(name, value) for value in sides)
        called = [field_name(name, subject_of(change, side)) for side in (change.before, change.after)]
        if before and after and called[0] != called[1]:  # of another answer, which has a word of its own
            rows.append((name, (called[0], before, "", name in TYPED)))
            rows.append((name, (called[1], "", after, name in TYPED)))
        else:
            rows.append((name, (called[1] if after else called[0], before, after, name in TYPED)))
    kept = [row for name, row in rows if name in ALWAYS_SHOWN or row[1] != row[2]]
    return {"verb": verb_name(change.verb), "rows": kept}


def subject_of(change: Change, side: State) -> str:
    """What the fields on a side of a change are named for: of an answer to the menu, which one it is."""
    return f"adoption.{side['answer']}" if change.subject == "adoption" and side.get("answer") else change.subject


def named(field: str, value: Any, people: Mapping[int, str]) -> Any:
    """A person by their name: older rows hold their user name, the newer ones their id."""
    if field in PEOPLE and isinstance(value, list):
        return [named(field, one, people) for one in value]
    return people.get(value, value) if field in PEOPLE and isinstance(value, int) else value


def state_word(state: str) -> str:
    """A layer, `lapsed`, an answer, `nothing` or `no_report`, in words."""
    return {
        "verified": _("verified"),
        "reported": _("reported"),
        "expected": _("expected"),
        "in_place_verified": _("in place, verified"),
        "in_place": _("in place, as reported"),
        "adopted": _("adopted"),
        "not_taken_up": _("not taken up"),
        "lapsed": _("no longer so"),
        "nothing": _("nothing recorded"),
        "no_report": _("no report"),
    }[state]


def states_words(by_state: dict[str, list[str]], names: dict[str, str]) -> list[str]:
    """`["In place, as reported: Mozambique, Tanzania", "Adopted: Malawi"]`: each country under its own state."""
    return [
        introduced(capfirst(state_word(state)), ", ".join(sorted(names.get(place, place) for place in places)))
        for state, places in by_state.items()
    ]


def answer_word(state: str) -> str:
    """What a country answers to an action of the menu, in words."""
    return _("no answer yet") if state == "nothing" else state_word(state)


def answer_since(answer: Adoption) -> str:
    """Since when something is in place, or from when another answer stands, as it is known."""
    return str(answer.stands_from)


def answer_from(answer: Adoption) -> str:
    """`since 1995`, `from 3 May 2012`."""
    day = answer.stands_from
    if answer.is_in_place:
        return since_day(day)
    words = _("from %(day)s") if day.is_whole else pgettext("a year or a month", "from %(when)s")
    return words % {"day": day, "when": day}


def since_day(day: KnownDay) -> str:
    words = _("since %(day)s") if day.is_whole else pgettext("a year or a month", "since %(when)s")
    return words % {"day": day, "when": day}


def answer_until(answer: Adoption) -> str:
    """`until 2013`, `until 30 June 2013`; empty of one that was not withdrawn."""
    day = answer.withdrawn
    if day is None:
        return ""
    words = _("until %(day)s") if day.is_whole else pgettext("a year or a month", "until %(when)s")
    return words % {"day": day, "when": day}


def gap_word(kind: str) -> str:
    """A kind of gap, in words."""
    return str(GAPS[kind])


def map_words(steps: Sequence[int]) -> list[str]:
    """What each level of the map means, of which `steps` are the least figures, then its dots, and at last other land."""
    ends = [f"{least}–{after - 1}" if after - 1 > least else f"{least}" for least, after in pairwise(steps)]
    return [
        *ends,
        _("%(least)d or more") % {"least": steps[-1]},
        _("Participating, no report yet"),
        _("Not participating"),
    ]


def map_note() -> str:
    return _(
        "The boundaries and names shown on this map do not imply official endorsement or acceptance. "
        "Outlines: Natural Earth."
    )
