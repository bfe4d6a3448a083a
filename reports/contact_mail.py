"""Mail of the working group to a country: typed by one of its members, in a frame in the language of whoever reads it."""

from collections.abc import Iterable

from django.urls import reverse

from reports import notices
from reports.models import CountryMessage, Mail, User

REMINDERS = ("round_opened", "round_closes")  # templates by which a round is reminded of


def about_message(message: CountryMessage, people: Iterable[User]) -> list[Mail]:
    """Queue it for these people; it goes at once, whatever mail they do without."""
    about = {
        "title": message.title,
        "text": message.text,
        "by": str(message.by),
        "reply_to": message.by.email,
        "url": reverse("desk"),
    }
    return notices.queue(people, Mail.Kind.MESSAGE, "country_message", key_of(message), about)


def key_of(message: CountryMessage) -> str:
    """The occasion: by it the page finds to whom a message went, and when."""
    return f"message {message.pk}"
