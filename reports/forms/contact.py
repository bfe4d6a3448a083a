"""Forms by which the working group keeps in touch with a country."""

from dataclasses import dataclass
from uuid import uuid4

from django import forms
from django.conf import settings
from django.utils.translation import gettext, ngettext, override
from django.utils.translation import gettext_lazy as _

from reports import limits
from reports.contacts import Contact
from reports.desk import DueReport
from reports.forms.dates import DayField
from reports.forms.privacy_checked import PrivacyCheckedForm
from reports.models import Country
from reports.privacy import NOT_HERE, with_care
from themes.dates import date_format


class NoteForm(PrivacyCheckedForm):
    """What was said in a call."""

    key = forms.UUIDField(widget=forms.HiddenInput, required=False, initial=uuid4)  # sent twice, it is one note
    on = DayField(label=_("Date of the call"))
    text = forms.CharField(
        max_length=limits.NOTE,
        label=_("What was said"),
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=with_care(
            _("Only the working group and administrators can read notes. A note cannot be changed afterwards.")
        ),
    )


class MessageForm(PrivacyCheckedForm):
    """What is written to a country."""

    key = forms.UUIDField(widget=forms.HiddenInput, required=False, initial=uuid4)  # sent twice, it is one message
    language = forms.ChoiceField(label=_("Language of the message"), choices=settings.LANGUAGES)
    title = forms.CharField(label=_("Subject"), max_length=limits.TITLE, help_text=NOT_HERE)
    text = forms.CharField(
        max_length=limits.MESSAGE,
        label=_("Text"),
        widget=forms.Textarea(attrs={"rows": 10}),
        help_text=with_care(
            _(
                "The greeting, your name and the link to the desk are added in the language of each reader; the text is "
                "sent as you write it."
            )
        ),
    )


# What is offered for the usual occasions -----------------------------------------------------------------------------


@dataclass(frozen=True)
class Offer:
    """A message to begin with: `label` in the reader's language, subject and text in the country's."""

    name: str
    label: str
    title: str
    text: str

    @property
    def first(self) -> dict[str, str]:
        """As the form begins."""
        return {"title": self.title, "text": self.text}


def language_of(country: Country) -> str:
    """In which one writes to a country: its own, if the interface speaks it."""
    own = country.working_language
    return own if own in settings.COMPLETE_LANGUAGES else settings.LANGUAGE_CODE


def offers(contact: Contact) -> dict[str, Offer]:
    """By name, a reminder of each thing that is awaited from the country: its report, its agreements."""
    made = []
    for due in contact.due[:1]:
        label = gettext("Reminder of the report")
        with override(language_of(contact.country)):
            made.append(Offer("round", label, *about_report(due, is_late=due in contact.late)))
    if contact.awaited:
        label = gettext("Reminder of awaited agreements")
        with override(language_of(contact.country)):
            made.append(Offer("agreements", label, *about_agreements(contact.country, contact.awaited)))
    return {offer.name: offer for offer in made}


def about_report(due: DueReport, *, is_late: bool) -> tuple[str, str]:
    """Subject and text, in the language now active."""
    names = {"country": due.country, "round": due.round, "day": date_format(due.closes_on)}
    if is_late:
        text = gettext(
            "The report of your country for the reporting round “%(round)s” was due by the end of %(day)s, and we have not "
            "received it. The reporting period has ended for your country: please tell us how much time you need, so that "
            "we can extend it.\n\nYour desk lists what remains to be done. If nothing has changed, confirm this for all "
            "your activities."
        )
    else:
        text = gettext(
            "The report of your country for the reporting round “%(round)s” is awaited by the end of %(day)s.\n\n"
            "Your desk lists what remains to be done. If nothing has changed, confirm this for all your activities: you can "
            "then submit the report immediately. If you need more time, please tell us before then."
        )
    return gettext("%(country)s: report for the round “%(round)s”") % names, text % names


def about_agreements(country: Country, n: int) -> tuple[str, str]:
    """The same."""
    text = ngettext(
        "%(n)d activity that others have recorded names your country and awaits your agreement. Until you agree, it does "
        "not count for your country.\n\nYour desk lists it: please agree, or decline with a reason.",
        "%(n)d activities that others have recorded name your country and await your agreement. Until you agree, they do "
        "not count for your country.\n\nYour desk lists them: please agree, or decline with a reason.",
        n,
    )
    return gettext("%(country)s: agreements awaited") % {"country": country}, text % {"n": n}
