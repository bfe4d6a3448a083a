"""Who reports for each country, what is awaited from it, and how the working group keeps in touch with it."""

from datetime import date, timedelta
from uuid import UUID

import pytest
from django.contrib.auth import get_user
from django.core import mail
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from reports import limits, notices, workflow
from reports.contacts import contacts
from reports.models import Agreement, Change, CountryMessage, CountryNote, Mail, Membership, User
from tests.base import record, submitted, today, verified
from tests.letters import appointed
from tests.log_codes import codes_shown
from tests.test_access import ROLES
from themes.dated import NeverChanged

MESSAGE = {"country": "MOZ", "title": "Relatório", "text": "Bom dia.\n\nAguardamos o relatório.", "language": "pt"}
NOTE = {"country": "MOZ", "on": date(2026, 5, 3), "text": "The report comes in June."}


def line(code="MOZ"):
    return contacts(today(), timezone.now(), code)[0]


def opened(cast, title="2026", closes_on=date(2999, 1, 1)):
    return workflow.open_round(by=cast["nadia"], title=title, opens_on=today(), closes_on=closes_on, as_at=today())


def page_of(client, name="people", *args, **asked):
    return client.get(reverse(name, args=args), asked).content.decode()


# The page ------------------------------------------------------------------------------------------------------------


def test_the_page_says_first_who_has_nobody_and_who_is_silent(as_person, cast):
    verified(cast["amina"], cast["nadia"])
    context = as_person("nadia").get(reverse("people")).context
    without, silent = ([row.country.pk for row in context[name]] for name in ("without", "silent"))
    assert (len(without), {"MOZ", "TZA"} & set(without)) == (11, set())
    assert ("MOZ" in silent, "TZA" in silent, len(silent)) == (False, True, 12)
    assert "11 of the 13 participating countries have no focal point:" in page_of(as_person("nadia"))


def test_countries_without_a_focal_point_come_first_and_among_them_the_silent_ones(as_person, cast):
    verified(cast["amina"], cast["nadia"])
    record(cast["grace"], countries=["KEN"], claims=[])
    rows = as_person("nadia").get(reverse("people")).context["lines"]
    assert [row.country.pk for row in rows[-2:]] == ["TZA", "MOZ"]
    assert [row.has_nobody for row in rows] == [True] * 11 + [False] * 2


def test_a_country_is_silent_after_a_year_without_a_report(cast, monkeypatch):
    verified(cast["amina"], cast["nadia"])
    later = timezone.now() + timedelta(days=367)
    assert (line().is_silent, contacts(later.date(), later, "MOZ")[0].is_silent) == (False, True)


def test_a_focal_point_whose_account_is_closed_reaches_nobody(cast):
    User.objects.filter(username="amina").update(is_active=False)
    assert (len(line().reporters), line().has_nobody) == (1, True)


def test_a_country_that_does_not_take_part_is_listed_if_somebody_reports_for_it(as_person, cast):
    before = page_of(as_person("nadia"))
    appointed(cast["nadia"], "AGO")
    after = page_of(as_person("nadia"))
    assert ["/people/countries/AGO/" in page for page in (before, after)] == [False, True]
    assert "11 of the 13 participating countries" in after


def test_late_reports_are_awaited_and_those_that_came_are_not(cast, noon):
    late, done = (opened(cast, title, today()) for title in ("Late", "Done"))
    workflow.complete_report(by=cast["amina"], pk=done.pk, country="MOZ")
    later = timezone.now() + timedelta(days=3)
    (moz,) = contacts(later.date(), later, "MOZ")
    assert ([due.round for due in moz.late], moz.in_time) == ([late], [])
    assert ([due.round for due in line().in_time], line().late) == ([late], [])


def test_a_country_that_was_given_more_time_is_not_late(cast):
    row = opened(cast, closes_on=today())
    workflow.extend_round(by=cast["nadia"], pk=row.pk, country="MOZ", closes_on=date(2999, 1, 1), reason="Floods.")
    later = timezone.now() + timedelta(days=3)
    assert [bool(contacts(later.date(), later, code)[0].late) for code in ("MOZ", "TZA")] == [False, True]


def test_returned_activities_questions_and_agreements_are_counted(cast):
    rows = [submitted(cast["amina"], title=title) for title in ("One", "Two", "Three")]
    workflow.return_activity(by=cast["nadia"], pk=rows[0].pk, remark="Which day?")
    workflow.add_remark(by=cast["nadia"], pk=rows[1].pk, text="Who came?")
    Agreement.objects.filter(activity=rows[2]).update(word="awaited")
    draft = record(cast["amina"])
    Agreement.objects.filter(activity=draft).update(word="awaited")
    assert (line().returned, line().questions, line().awaited, line("TZA").awaits_nothing) == (1, 1, 1, True)


def test_the_last_reminder_is_that_of_the_person_for_the_country(cast, as_person):
    row = opened(cast)
    Membership.objects.create(person=cast["amina"], role="focal_point", country_id="MWI", since="2010-09-07")
    Mail.objects.create(
        person=cast["amina"], kind="round", template="round_closes", key="other", about={"country": "MWI"}
    )
    notices.remind(row, Membership.objects.get(person=cast["amina"], country="MOZ"), 3, "round_closes", "now")
    sent = timezone.now()
    Mail.objects.filter(key="now").update(sent_at=sent)
    reminded = [line(code).reporters[0].reminded_at for code in ("MOZ", "MWI", "TZA")]
    assert reminded == [sent, None, None]
    assert "last reminder on" in page_of(as_person("nadia"))


@pytest.mark.parametrize("name", ["nadia", "grace"])
def test_the_page_costs_the_same_for_more(as_person, cast, name):
    client, made = as_person(name), []
    for n in range(2):
        with CaptureQueriesContext(connection) as queries:
            client.get(reverse("people"))
        made.append(len(queries))
        appointed(cast["nadia"], ("MWI", "KEN")[n])
        opened(cast, f"{n}")
        workflow.note_call(by=cast["nadia"], **NOTE)
    assert made == [{"nadia": 9, "grace": 13}[name]] * 2


def test_the_page_of_a_country_costs_the_same_for_more(as_person, cast):
    client, made = as_person("nadia"), []
    for n in range(2):
        workflow.note_call(by=cast["nadia"], **NOTE)
        workflow.write_to_country(by=cast["nadia"], **MESSAGE)
        with CaptureQueriesContext(connection) as queries:
            client.get(reverse("country_contact", args=["MOZ"]))
        made.append(len(queries))
        appointed(cast["nadia"], "MOZ", email=f"{n}@example.org")
    assert made == [12, 12]


@pytest.mark.parametrize("person", ROLES)
@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize("name", ["country_contact", "country_write"])
@pytest.mark.parametrize("country", ["MOZ", "TZA"])
def test_the_pages_of_a_country_are_the_working_group_s(as_person, cast, name, method, country, person):
    status = getattr(as_person(person), method)(reverse(name, args=[country]), {"text": ""}).status_code
    answered = 200 if method == "get" else 422
    assert status == (302 if person is None else answered if person in ("nadia", "grace") else 403)


@pytest.mark.parametrize("person", ROLES)
def test_people_are_shown_to_the_working_group_and_accounts_to_administrators(as_person, cast, person):
    answer = as_person(person).get(reverse("people"))
    assert answer.status_code == (302 if person is None else 200 if person in ("nadia", "grace") else 403)
    assert ('id="accounts"' in answer.content.decode()) == (person == "grace")
    assert (f'href="{reverse("people")}"' in page_of(as_person(person), "help")) == (person in ("nadia", "grace"))


def test_a_country_that_is_none_is_not_found(as_person, cast):
    for name in ("country_contact", "country_write"):
        assert as_person("nadia").get(reverse(name, args=["ZZZ"])).status_code == 404


# Calls ---------------------------------------------------------------------------------------------------------------


def test_a_call_is_noted_on_the_page_and_shown_as_the_last_contact(as_person, cast):
    client, address = as_person("nadia"), reverse("country_contact", args=["MOZ"])
    assert client.post(address, {"on": "2026-05-03", "text": "The report comes in June."}).url == address
    assert "The report comes in June." in client.get(address).content.decode()
    assert "call on 3 May 2026" in page_of(client)


def test_a_note_that_looks_like_personal_data_waits_until_it_is_confirmed(as_person, cast):
    client, address = as_person("nadia"), reverse("country_contact", args=["MOZ"])
    typed = {"on": "2026-05-03", "text": "Ask ana@example.org"}
    refused = client.post(address, typed)
    assert (refused.status_code, "Ask ana@example.org" in refused.content.decode()) == (422, True)
    assert client.post(address, typed | {"anyway": "on"}).status_code == 302
    assert Change.objects.get(verb="note.made").after["kept_anyway"] == ["email"]


def test_a_note_that_is_too_long_is_refused_in_words_and_comes_back(as_person, cast):
    typed = {"on": "2026-05-03", "text": "x" * (limits.NOTE + 1)}
    answer = as_person("nadia").post(reverse("country_contact", args=["MOZ"]), typed)
    assert (answer.status_code, f"{limits.NOTE}" in str(answer.context["form"].errors)) == (422, True)
    assert typed["text"] in answer.content.decode()


def test_notes_are_never_altered(cast):
    note = workflow.note_call(by=cast["nadia"], **NOTE)
    for alter in (note.save, note.delete, CountryNote.objects.all().delete):
        with pytest.raises(NeverChanged):
            alter()
    for statement in ("UPDATE reports_countrynote SET text = ''", "DELETE FROM reports_countrynote"):
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)


@pytest.mark.parametrize("person", ROLES)
@pytest.mark.parametrize("asked", [{}, {"country": "MOZ"}, {"verb": "note.made"}, {"format": "csv"}])
def test_what_was_noted_stands_in_the_log_for_the_working_group_alone(as_person, cast, person, asked):
    workflow.note_call(by=cast["nadia"], **NOTE)
    answer = as_person(person).get(reverse("changes"), asked)
    text = b"".join(answer.streaming_content) if answer.streaming else answer.content
    assert ("The report comes in June." in text.decode()) == (person in ("nadia", "grace"))


# Messages ------------------------------------------------------------------------------------------------------------


@pytest.fixture
def sent(cast, django_capture_on_commit_callbacks):
    """`sent(MESSAGE)`: the mails that went out."""

    def send(values):
        mail.outbox.clear()
        with django_capture_on_commit_callbacks(execute=True):
            workflow.write_to_country(by=cast["nadia"], **values)
        return mail.outbox

    return send


def test_a_message_goes_to_each_focal_point_in_their_language_with_its_text_as_typed(cast, sent):
    Membership.objects.create(
        person=cast["charlie"], role="focal_point", country_id="MOZ", since="2010-09-07", is_deputy=True
    )
    User.objects.filter(username="amina").update(mail_off=["round"], weekly_digest=True)
    to_amina, to_charlie = sorted(sent(MESSAGE), key=lambda message: message.to)
    assert (to_amina.to, to_charlie.to) == (["amina@example.org"], ["charlie@example.org"])
    assert {to_amina.subject, to_charlie.subject} == {"Relatório"}
    assert "\n\nBom dia.\n\nAguardamos o relatório.\n\n" in to_amina.body
    assert ("Hello charlie@example.org," in to_charlie.body, "Hello" in to_amina.body) == (True, False)
    assert (to_amina.reply_to, "List-Unsubscribe" in to_amina.extra_headers) == (["nadia@example.org"], False)


def test_a_message_with_marks_of_html_is_no_html(cast, sent):
    (message,) = sent(MESSAGE | {"text": "<b>Bom</b> & dia", "title": "A < B\nBcc: x@example.org"})
    assert (message.subject, message.to) == ("A < B Bcc: x@example.org", ["amina@example.org"])
    assert "&lt;b&gt;Bom&lt;/b&gt; &amp; dia" in message.alternatives[0][0]


def test_a_message_stands_in_the_log_and_on_the_page(as_person, cast, sent, kept_words):
    sent(MESSAGE)
    row = Change.objects.get(verb="country.written_to")
    assert (row.by, row.country_id, row.after["title"], row.after["people"]) == (
        cast["nadia"],
        "MOZ",
        "Relatório",
        [cast["amina"].pk],
    )
    assert codes_shown([row]) == []
    assert "message of" in page_of(as_person("nadia"))
    assert "Aguardamos o relatório." in page_of(as_person("grace"), "country_contact", "MOZ")


@pytest.mark.parametrize("person", ROLES)
def test_what_was_written_to_a_country_is_read_by_no_other(as_person, cast, person):
    workflow.write_to_country(by=cast["nadia"], **MESSAGE)
    page = page_of(as_person(person), "changes")
    assert ("Aguardamos o relatório." in page) == (person in ("amina", "nadia", "grace"))


def test_a_country_without_a_focal_point_is_not_written_to_and_nothing_typed_is_lost(as_person, cast):
    typed = {"title": "Report", "text": "By Friday, please.", "language": "en"}
    answer = as_person("nadia").post(reverse("country_write", args=["MWI"]), typed)
    page = answer.content.decode()
    assert (answer.status_code, "By Friday, please." in page) == (422, True)
    assert "Malawi has no focal point to receive the message." in page
    assert not CountryMessage.objects.exists()


def test_a_country_is_written_to_only_so_often(as_person, cast):
    for n in range(limits.MESSAGES_A_DAY):
        workflow.write_to_country(by=cast["nadia"], **MESSAGE | {"text": f"{n}"})
    typed = {"title": "Report", "text": "Again", "language": "en"}
    answer = as_person("nadia").post(reverse("country_write", args=["MOZ"]), typed)
    assert (answer.status_code, f"{limits.MESSAGES_A_DAY} messages were sent to" in answer.content.decode()) == (
        422,
        True,
    )
    assert as_person("nadia").post(reverse("country_write", args=["TZA"]), typed).status_code == 302


def test_the_form_sent_twice_is_one_message_and_one_note_and_changed_it_is_another(cast, sent):
    key = {"key": UUID(int=7)}
    assert [len(sent(MESSAGE | key)), len(sent(MESSAGE | key)), len(sent(MESSAGE | key | {"title": "x"}))] == [1, 0, 1]
    for _time in range(2):
        workflow.note_call(by=cast["nadia"], **NOTE, **key)
    verbs = [row.verb for row in Change.objects.all()]
    assert sorted(verbs) == ["country.written_to", "country.written_to", "note.made"]


def test_a_reminder_of_the_round_is_offered_in_the_country_s_language(as_person, cast, noon):
    client, address = as_person("nadia"), reverse("country_write", args=["MOZ"])
    assert "about=" not in client.get(address).content.decode()
    opened(cast)
    assert "?about=round" in client.get(address).content.decode()
    form = client.get(address, {"about": "round"}).context["form"]
    assert (form.initial["language"], form.initial["title"]) == ("pt", "Moçambique: relatório do ciclo «2026»")
    assert "1 de Janeiro de 2999" in form.initial["text"]


def test_a_reminder_of_awaited_agreements_is_offered(as_person, cast):
    Agreement.objects.filter(activity=submitted(cast["juma"], countries=["TZA"], claims=[])).update(word="awaited")
    page = page_of(as_person("nadia"), "country_write", "TZA", about="agreements")
    assert "1 activity that others have recorded names your country and awaits your agreement." in page


def test_who_writes_has_the_second_factor_of_the_working_group(settings, cast, client):
    settings.SECOND_FACTOR_EXCUSES = "nobody"
    client.force_login(cast["nadia"], backend="allauth.account.auth_backends.AuthenticationBackend")
    answers = [client.post(reverse("country_write", args=["MOZ"]), MESSAGE), client.get(reverse("people"))]
    assert (get_user(client).is_authenticated, [answer.status_code for answer in answers]) == (True, [403, 302])
    assert not CountryMessage.objects.exists()
