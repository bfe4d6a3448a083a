"""What a message has beside its words: what it asks and until when, and the button that opens what it is about."""

from datetime import date, datetime
from operator import itemgetter
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.urls import resolve
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from reports import rules
from reports.models import Country, Mail, Round, User
from themes.dates import date_format
from themes.zones import zone_name

SUBMIT_REPORT = gettext_lazy("Please submit your country’s report.")
# By the templates of the messages that ask something of their reader.
ASKED = {
    "agreement_asked": gettext_lazy("Please agree to this activity for your country, or decline."),
    "asked": gettext_lazy("Please answer this question."),
    "returned": gettext_lazy("Please correct this activity or reply to the remark, then submit it again."),
    "doubted": gettext_lazy("Please respond with evidence or a correction."),
    "activity_prepared": gettext_lazy("Please submit this activity, change it or hand it back."),
    "activity_handed_back": gettext_lazy("Please correct this draft, then hand it on again."),
    "clearance_asked": gettext_lazy("Please clear this activity or hand it back."),
    "report_clearance_asked": gettext_lazy("Please clear your country’s report or hand it back."),
    "round_opened": SUBMIT_REPORT,
    "round_closes": SUBMIT_REPORT,
    "round_extended": SUBMIT_REPORT,
}
# By the names of the routes to which messages lead.
BUTTONS = {
    "account_change_password": gettext_lazy("Change the password"),
    "account_reset_password": gettext_lazy("Choose a new password"),
    "account_reset_password_from_key": gettext_lazy("Choose your password"),
    "activities": gettext_lazy("Open the list of activities"),
    "activity": gettext_lazy("Open the activity"),
    "address_confirm": gettext_lazy("Confirm the e-mail address"),
    "desk": gettext_lazy("Open your desk"),
    "mfa_index": gettext_lazy("Set up a second factor"),
    "profile": gettext_lazy("Open your account"),
    "round": gettext_lazy("Open the reporting round"),
    "rounds": gettext_lazy("Open the reporting rounds"),
}


def asked_of(mail: Mail, about: dict[str, Any], now: datetime) -> str:
    """What a message asks and until when, in the language now active; empty where it asks nothing. `about` may hold
    `closes_on`, the last day, and `closes_at`, its end."""
    if mail.template not in ASKED:
        return ""
    if "closes_on" in about:
        words = _("Deadline: the end of %(day)s (%(where)s).")
        until = words % day_and_place(about["closes_on"], about["closes_at"])
    else:
        until = until_round_closes(mail.person, now)
    return f"{ASKED[mail.template]} {until}"


def until_round_closes(person: User, now: datetime) -> str:
    """Of the rounds that are open for the countries for which this person stands, the one that closes next."""
    who = rules.standing(person)
    countries = Country.objects.filter(pk__in=who.countries | who.clears)
    rows = [(row, country) for row in Round.objects.perhaps_open(now) for country in countries]
    days = [(row.closes_for(country.pk), str(row), country) for row, country in rows if row.is_open_for(country, now)]
    if not days:
        return _("There is no deadline.")
    day, title, country = min(days, key=itemgetter(0))
    words = _("The round “%(round)s” closes for your country at the end of %(day)s (%(where)s).")
    return words % (day_and_place(day, country.end_of(day)) | {"round": title})


def day_and_place(day: date, end: datetime) -> dict[str, str]:
    return {"day": date_format(day), "where": zone_name(end)}


def button(text: str) -> tuple[str, str] | None:
    """The last address of ours that fills a line of a message, and what to write on the button that leads there."""
    lines = (line.removeprefix(settings.SITE_URL) for line in text.splitlines() if line.startswith(settings.SITE_URL))
    links = [line for line in lines if line.startswith("/") and " " not in line]
    if not links:
        return None
    words = BUTTONS.get(resolve(urlsplit(links[-1]).path).view_name, _("Open the page"))
    return settings.SITE_URL + links[-1], str(words)
