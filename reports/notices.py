"""Mail: queued by the verb that gives the occasion, worded when it goes, in its reader's language, once.

A person may do without a kind of mail, or take one mail a week instead of single ones.
"""

import smtplib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from django.conf import settings
from django.core import signing
from django.core.cache import cache
from django.core.mail import EmailMultiAlternatives
from django.db import transaction
from django.db.models import CharField, Exists, Max, OuterRef, Q, Value
from django.db.models.functions import Cast, Concat
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation

from reports import decisions, jobs, rules
from reports.bodies import agency_word
from reports.holders import focal_points
from reports.limits import MAIL_SILENT_SECONDS
from reports.mail_parts import asked_of, button
from reports.models import (
    ALWAYS,
    Country,
    CountryReport,
    Job,
    Mail,
    Membership,
    ReportClearance,
    Round,
    RoundExtension,
    User,
)
from reports.wording import difference_words
from themes.multilingual import written

STEPS = (14, 3)  # days before a round closes on which those are reminded who have not reported
GAP = timedelta(days=2)  # between two reminders to one person
DIGEST = timedelta(days=7)
SILENT = "mail-server-silent"  # in the cache, while a server that did not answer is let alone
UNUSABLE = (
    *(smtplib.SMTPServerDisconnected, smtplib.SMTPConnectError),
    *(smtplib.SMTPHeloError, smtplib.SMTPAuthenticationError),
)
SALT = "mail-off"


# Queueing ------------------------------------------------------------------------------------------------------------


def queue(people: Iterable[User], kind: str, template: str, key: str, about: dict[str, Any]) -> list[Mail]:
    """Queue one message for each who wants such mail and has not had it; it goes by a job, when the transaction is through.

    `about` is plain values for the template. For those with a weekly digest it waits for the next one.
    """
    queued = []
    for person in people:
        if kind in person.mail_off or not person.is_active:
            continue
        mail, is_new = Mail.objects.get_or_create(
            person=person, key=key, defaults={"kind": kind, "template": template, "about": about}
        )
        if is_new:
            queued.append(mail)
            send_later(mail)
    return queued


def send_later(mail: Mail) -> None:
    if not waits_for_digest(mail):
        jobs.queue("mail", key=f"mail {mail.pk}", mail=mail.pk)


def waits_for_digest(mail: Mail) -> bool:
    return mail.person.weekly_digest and mail.kind not in ALWAYS


def about_extension(extension: RoundExtension) -> None:
    about = {
        "written": {"round": extension.round.beside("title"), "text": extension.beside("reason")},
        "country": extension.country_id,
        "closes_on": extension.closes_on.isoformat(),
        "url": reverse("rounds"),
    }
    key = f"extended {extension.round_id} {extension.country_id} {extension.closes_on}"
    queue(focal_points([extension.country_id]), Mail.Kind.ROUND, "round_extended", key, about)


def about_report_clearance(clearance: ReportClearance, people: Iterable[User], *, by: User) -> None:
    """Ask the clearing officers for it, or tell who asked that it was given, or what is missing."""
    about: dict[str, Any] = {
        "written": {"round": clearance.round.beside("title")},
        "country": clearance.country_id,
        "by": str(by),
        "url": reverse("rounds"),
    }
    template = "report_cleared" if clearance.cleared_at else "report_clearance_asked"
    if clearance.handed_back:
        template, about["text"] = "report_handed_back", clearance.handed_back
    key = f"{template} {clearance.round_id} {clearance.country_id} {timezone.now().isoformat()}"
    queue([person for person in people if person != by], Mail.Kind.ROUND, template, key, about)


def about_role(membership: Membership, *, by: User, template: str, successor: Membership | None = None) -> None:
    """Invite a person into a role; once more, once more. The link to choose a password is made when it goes."""
    about = {"membership": membership.pk, "by": str(by)} | ({"successor": str(successor.person)} if successor else {})
    key = f"{template} {membership.pk} {timezone.now().isoformat()}"
    queue([membership.person], Mail.Kind.INVITED, template, key, about)


# Going out -----------------------------------------------------------------------------------------------------------


def send(mail: int) -> None:
    """A job: word a message that has not gone yet, and send it. What was killed after sending and before saying so sends
    it twice."""
    row = Mail.objects.unsent().select_related("person").filter(pk=mail).first()
    if row is None or waits_for_digest(row):
        return
    with as_reader(row.person), by_the_mail_server():
        subject, text = worded(row)
        post(row.person, subject, text, row.kind, row.about)
    Mail.objects.filter(pk=mail).update(sent_at=timezone.now())


@contextmanager
def by_the_mail_server() -> Iterator[None]:
    """Raises Hopeless for what it refuses for good, and Unavailable where it does not answer, nor has in the last minute."""
    if cache.get(SILENT):
        raise jobs.Unavailable("The mail server did not answer a moment ago.")
    try:
        yield
    except (smtplib.SMTPException, OSError) as failure:
        if did_not_answer(failure):
            cache.set(SILENT, True, MAIL_SILENT_SECONDS)
            raise jobs.Unavailable(str(failure)) from failure
        if is_refused_for_good(failure):
            raise jobs.Hopeless(str(failure)) from failure
        raise


def did_not_answer(failure: Exception) -> bool:
    """No mail server, or none that lets us in: the next message would fare no better."""
    if isinstance(failure, smtplib.SMTPException):
        return isinstance(failure, UNUSABLE)
    return isinstance(failure, OSError)


def is_refused_for_good(failure: Exception) -> bool:
    """The server takes mail, and never this one."""
    if isinstance(failure, smtplib.SMTPRecipientsRefused):
        return all(code >= 500 for code, _reason in failure.recipients.values())
    return isinstance(failure, smtplib.SMTPDataError) and failure.smtp_code >= 500


@contextmanager
def as_reader(person: User) -> Iterator[None]:
    """In the language of this person, with times as their country's clocks tell them."""
    language = person.language or settings.LANGUAGE_CODE
    with translation.override(language), timezone.override(rules.standing(person).zone):
        yield


def worded(mail: Mail) -> tuple[str, str]:
    """Subject and text, in the language and the zone now active."""
    about, *activities = decisions.in_words([mail.about, *mail.about.get("activities", [])])
    about |= {"person": mail.person, "activities": activities}
    about |= {name: written(**text) for name, text in about.get("written", {}).items()}
    if about.get("agency"):
        about["by"] = f"{about['by']} ({agency_word(about['agency'])})"
    if "url" in about:
        about["link"] = settings.SITE_URL + about["url"]
    country = Country.objects.get(pk=about["country"]) if "country" in about else None
    about["country_named"] = country
    if country and "closes_on" in about:
        about["closes_on"] = date.fromisoformat(about["closes_on"])
        about["closes_at"] = country.end_of(about["closes_on"])
        about["left"] = max(0, (about["closes_on"] - country.today()).days)
    if "reported_on" in about:
        about["reported_on"] = date.fromisoformat(about["reported_on"])
    if "membership" in about:
        about |= about_membership(about["membership"])
    if "letter_on" in about:
        about["letter_on"] = date.fromisoformat(about["letter_on"])
    if "changed" in about:
        before, after = ({name: pair[side] for name, pair in about["changed"].items()} for side in (0, 1))
        about["changed"] = difference_words(before, after, list(before))
    if about.get("chooses_password"):
        about |= password_link(mail.person)
    subject = render_to_string(f"emails/{mail.template}_subject.txt", about)
    text = render_to_string(f"emails/{mail.template}.txt", about).strip()
    asked = asked_of(mail, about, timezone.now())
    return " ".join(subject.split()), f"{asked}\n\n{text}" if asked else text


def about_membership(pk: int) -> dict[str, Any]:
    membership = Membership.objects.select_related("person", "country", "body", "organisation").get(pk=pk)
    desk = {"link": settings.SITE_URL + reverse("desk")}
    chosen = membership.person.has_usable_password()
    begins = membership.since if membership.since > membership.today() else None  # a role that is handed over on a day
    return {"membership": membership, "begins": begins} | (desk if chosen else password_link(membership.person))


def password_link(person: User) -> dict[str, Any]:
    """Where the person chooses a password, and for how many days they can."""
    path = reverse(
        "account_reset_password_from_key",
        args=[user_pk_to_url_str(person), default_token_generator.make_token(person)],
    )
    return {"link": settings.SITE_URL + path, "days": settings.PASSWORD_RESET_TIMEOUT // 86400}


def post(person: User, subject: str, text: str, kind: str, about: dict[str, Any] | None = None) -> None:
    """One message, as plain text and as HTML, with a link by which this kind of mail ends; to the `address` and with
    answers to the `reply_to` that `about` may name."""
    to, answers = (about or {}).get("address") or person.email, (about or {}).get("reply_to")
    off = settings.SITE_URL + reverse("mail_off", args=[off_token(person, kind)]) if kind not in ALWAYS else ""
    context: dict[str, Any] = {"subject": subject, "text": text, "button": button(text), "off": off}
    context |= {"account": settings.SITE_URL + reverse("profile"), "kind": str(dict(Mail.Kind.choices)[kind])}
    headers = {"List-Unsubscribe": f"<{off}>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"} if off else {}
    plain, reply_to = render_to_string("emails/message.txt", context), [answers] if answers else None
    message = EmailMultiAlternatives(subject, plain, None, [to], headers=headers, reply_to=reply_to)
    message.attach_alternative(render_to_string("emails/message.html", context), "text/html")
    message.send()


def off_token(person: User, kind: str) -> str:
    return signing.dumps([person.pk, kind], salt=SALT)


def read_off_token(token: str) -> tuple[User, str] | None:
    """Whose mail of which kind is to end; None for a token that is not ours."""
    try:
        pk, kind = signing.loads(token, salt=SALT)
    except signing.BadSignature:
        return None
    person = User.objects.filter(pk=pk).first()
    return (person, kind) if person else None


# What is due ---------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Due:
    """One message that is due: to whom, and what it is, in words for the console."""

    person: User
    what: str


def send_due_today() -> None:
    """A job, once a day."""
    send_due(timezone.now())


def send_due(now: datetime, *, dry_run: bool = False) -> list[Due]:
    """Queue what is due: reminders of rounds, the weekly digests, and what waited for a digest that its reader has put off."""
    return [
        *remind_of_rounds(now, dry_run=dry_run),
        *send_waiting(dry_run=dry_run),
        *send_digests(now, dry_run=dry_run),
    ]


def send_waiting(*, dry_run: bool) -> list[Due]:
    due = []
    tried = Job.objects.filter(key=Concat(Value("mail "), Cast(OuterRef("pk"), CharField())))
    for mail in Mail.objects.unsent().exclude(Exists(tried)).select_related("person"):
        if not waits_for_digest(mail):
            due.append(Due(mail.person, mail.key))
            if not dry_run:
                send_later(mail)
    return due


def remind_of_rounds(now: datetime, *, dry_run: bool) -> list[Due]:
    """Rounds that have opened or close soon, to the focal points of the countries that have not reported."""
    due = []
    for row in Round.objects.perhaps_open(now):
        for membership, left in late_reporters(row, now):
            step = next((step for step in reversed(STEPS) if left <= step), None)
            closes_on = row.closes_for(membership.country_id or "")  # an extension is reminded of anew
            key = f"round {row.pk} {membership.country_id} " + (f"closes {closes_on} {step}" if step else "opened")
            if wants(membership.person, row, key, now):
                due.append(Due(membership.person, key))
                if not dry_run:
                    remind(row, membership, left, "round_closes" if step else "round_opened", key)
    return due


def remind_now(row: Round, now: datetime) -> list[User]:
    """The same at once, because the working group asked for it; answers who is written to."""
    notified = []
    for membership, left in late_reporters(row, now):
        key = f"round {row.pk} {membership.country_id} asked {membership.today(now)}"
        if wants(membership.person, row, key, now):
            remind(row, membership, left, "round_closes", key)
            notified.append(membership.person)
    return notified


def late_reporters(row: Round, now: datetime) -> list[tuple[Membership, int]]:
    """The focal points of participating countries that have not reported and may still, with the days left there."""
    reported = set(CountryReport.objects.filter(round=row).values_list("country", flat=True))
    held = Membership.objects.filter(role=Membership.Role.FOCAL_POINT).select_related("person")
    return [
        (role, (row.closes_for(role.country.pk) - role.today(now)).days)
        for role in held.filter(country__in=row.participants()).in_force(now)
        if role.country and role.country.pk not in reported and row.is_open_for(role.country, now)
    ]


@transaction.atomic
def remind(row: Round, membership: Membership, left: int, template: str, key: str) -> None:
    about = {
        "written": {"round": row.beside("title")},
        "country": membership.country_id,
        "closes_on": row.closes_for(membership.country_id or "").isoformat(),
        "left": left,
        "url": reverse("desk"),
    }
    queue([membership.person], Mail.Kind.ROUND, template, key, about)


def wants(person: User, row: Round, key: str, now: datetime) -> bool:
    """They take such mail and either hear of this round for the first time, or have not had this one and within the
    last days had none about this round and no reminder of another."""
    if Mail.Kind.ROUND in person.mail_off or not person.is_active:
        return False
    had = Mail.objects.filter(person=person, kind=Mail.Kind.ROUND)
    of_this = Q(key__startswith=f"round {row.pk} ") | Q(key__startswith=f"extended {row.pk} ")
    lately = had.filter(of_this | Q(template="round_closes"), created_at__gt=now - GAP)
    return not had.filter(of_this).exists() or not (had.filter(key=key).exists() or lately.exists())


def send_digests(now: datetime, *, dry_run: bool) -> list[Due]:
    """One mail for all that waits, to each who chose so, a week after the last."""
    due = []
    for person in User.objects.filter(weekly_digest=True, is_active=True, mail__sent_at__isnull=True).distinct():
        waiting = waiting_for_digest(person)
        last: datetime | None = person.mail.filter(template="digest").aggregate(last=Max("sent_at"))["last"]
        if not waiting or (last and is_too_early(last, waiting, now)):
            continue
        due.append(Due(person, f"digest of {len(waiting)}"))
        if not dry_run:
            jobs.queue("digest", key=f"digest {person.pk} {now.date()}", person=person.pk)
    return due


def is_too_early(last: datetime, waiting: list[Mail], now: datetime) -> bool:
    """A week by the calendar has not passed since the last one, and nothing in it would come too late with the next."""
    is_early = timezone.localdate(last) > timezone.localdate(now - DIGEST)
    return is_early and not any(would_be_late(mail, last + DIGEST) for mail in waiting)


def waiting_for_digest(person: User) -> list[Mail]:
    return [mail for mail in person.mail.unsent().select_related("person") if waits_for_digest(mail)]


def would_be_late(mail: Mail, then: datetime) -> bool:
    """A reminder of a round that will have closed by the next digest: the digest goes with it at once."""
    if mail.template != "round_closes":
        return False
    country = Country.objects.get(pk=mail.about["country"])
    return country.end_of(date.fromisoformat(mail.about["closes_on"])) <= then


def send_digest(person: int) -> None:
    """A job: one message of all that waits for this person's digest."""
    reader = User.objects.get(pk=person)
    waiting = waiting_for_digest(reader)
    if not waiting:
        return
    with as_reader(reader), by_the_mail_server():
        parts = [worded(mail) for mail in waiting]
        subject = render_to_string("emails/digest_subject.txt", {"parts": parts})
        text = render_to_string("emails/digest.txt", {"parts": parts, "link": settings.SITE_URL + reverse("desk")})
        post(reader, " ".join(subject.split()), text.strip(), Mail.Kind.DIGEST)
    now = timezone.now()
    with transaction.atomic():
        Mail.objects.filter(pk__in=[mail.pk for mail in waiting]).update(sent_at=now)
        key = f"digest {now.isoformat()}"
        Mail.objects.create(person=reader, kind=Mail.Kind.DIGEST, template="digest", key=key, sent_at=now)
