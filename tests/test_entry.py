"""One form records an activity, what it counts for and what proves it; nothing typed is lost on the way."""

from datetime import date
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from reports import workflow
from reports.models import Activity, Change, Claim, UnsavedForm
from reports.summaries import answers
from tests.base import R02, record, submitted, verified
from tests.planted import plain_pdf

PDF = plain_pdf()
FORM = {
    "title": "Formação nacional",
    "scope": "national",
    "countries": ["MOZ"],
    "actions": ["II.1"],
    "status": "completed",
    "starts_on": "2012-05-14",
    "ends_on": "2012-05-18",
    "language": "pt",
    "visibility": "public",
    "claims_shown": "1",
    "claims": ["II.T4.1=MOZ"],
    "day:II.T4.1=MOZ": "2012-05-18",
    "links": "https://example.org/relatorio",
    "submit": "1",
}
NEW = "/activities/new/"


@pytest.fixture
def amina(as_person):
    return as_person("amina")


def test_one_sending_records_claims_proves_and_submits(amina):
    page = amina.post(NEW, FORM | {"files": SimpleUploadedFile("relatório.pdf", PDF)})
    row = Activity.objects.get()
    assert (page.status_code, page.url, row.review) == (302, f"{row.get_absolute_url()}?sent", "submitted")
    assert [(claim.indicator_id, claim.unit, claim.achieved_on) for claim in row.claims.all()] == [
        ("II.T4.1", "MOZ", date(2012, 5, 18))
    ]
    assert sorted(row.evidence.values_list("kind", flat=True)) == ["file", "link"]


def test_a_form_sent_twice_is_one_activity(amina):
    form = FORM | {"key": str(uuid4())}
    for _n in range(2):
        assert amina.post(NEW, form).status_code == 302
    row = Activity.objects.get()
    assert (str(row.pk), row.evidence.count(), row.claims.count()) == (form["key"], 1, 1)


def test_a_form_sent_twice_takes_what_was_typed_in_between(amina):
    form = {name: value for name, value in FORM.items() if name != "submit"} | {"key": str(uuid4())}
    amina.post(NEW, form)
    amina.post(NEW, form | {"title": "Better"})
    assert Activity.objects.get().title == "Better"


def test_a_form_opened_before_signing_in_again_is_shown_to_be_sent_once_more(cast):
    client = Client(enforce_csrf_checks=True)
    client.force_login(cast["amina"], backend="allauth.account.auth_backends.AuthenticationBackend")
    own = {"person": str(cast["amina"].pk), "csrfmiddlewaretoken": "x" * 32}
    page = client.post(NEW, FORM | own)
    assert (page.status_code, Activity.objects.count(), page.context["submit"]) == (403, 0, True)
    again = dict(page.context["fields"]) | {"csrfmiddlewaretoken": page.context["csrf_token"], "submit": "1"}
    assert (client.post(NEW, again).status_code, Activity.objects.get().review) == (302, "submitted")


def test_somebody_else_s_form_is_not_shown_to_be_sent(cast):
    client = Client(enforce_csrf_checks=True)
    client.force_login(cast["juma"], backend="allauth.account.auth_backends.AuthenticationBackend")
    page = client.post(NEW, FORM | {"person": str(cast["amina"].pk), "csrfmiddlewaretoken": "x" * 32})
    assert (page.status_code, page.context["fields"], FORM["title"] in page.content.decode()) == (403, [], False)


@pytest.mark.parametrize(
    ("days", "status"),
    [
        ({}, "planned"),
        ({"starts_on": "2012-05-14"}, "in_progress"),
        ({"starts_on": "2012-05-14", "ends_on": "2012-05-18"}, "completed"),
        ({"starts_on": "2012-05-14", "ends_on": "2999-01-01"}, "in_progress"),
        ({"starts_on": "2999-01-01"}, "planned"),
    ],
)
def test_where_nobody_chose_a_status_the_days_say_it(amina, days, status):
    amina.post(NEW, {"scope": "national", "countries": ["MOZ"], "language": "pt", "visibility": "public"} | days)
    assert Activity.objects.get().status == status


def test_an_old_form_does_not_go_over_what_was_saved_since(amina, cast):
    form = {name: value for name, value in FORM.items() if name != "submit"} | {"key": str(uuid4())}
    amina.post(NEW, form)
    workflow.update_activity(by=cast["grace"], pk=form["key"], version=1, values={"title": "Grace's"})
    page = amina.post(NEW, form | {"title": "Mine"})
    assert (page.status_code, Activity.objects.get().title) == (409, "Grace's")
    assert "Mine" in page.content.decode()


def test_the_key_of_another_country_s_activity_opens_nothing(as_person, cast):
    theirs = record(cast["amina"])
    page = as_person("juma").post(NEW, FORM | {"key": str(theirs.pk), "countries": ["TZA"], "claims": []})
    assert page.status_code == 302
    theirs.refresh_from_db()
    assert (theirs.title, Activity.objects.count()) == (R02["title"], 2)


def test_what_is_missing_is_told_at_the_field_and_the_draft_is_kept(amina):
    page = amina.post(NEW, FORM | {"starts_on": "", "ends_on": "", "day:II.T4.1=MOZ": "2012-05-18"})
    row = Activity.objects.get()
    assert (page.status_code, row.review, row.title) == (422, "draft", FORM["title"])
    assert "starts_on" in page.context["form"].errors
    assert page.context["form"]["version"].value() == 1


def test_a_file_that_is_refused_costs_nothing_else(amina):
    page = amina.post(NEW, FORM | {"files": SimpleUploadedFile("macro.exe", b"MZ")}, follow=True)
    row = Activity.objects.get()
    assert [piece.kind for piece in row.evidence.all()] == ["link"]
    assert any("macro.exe" in str(message) for message in page.context["messages"])


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"day:II.T4.1=MOZ": "2012-05-99"}, "claims"),
        ({"day:II.T4.1=MOZ": "2999-01-01"}, "claims"),
        ({"claims": ["VI.T1.1=MOZ"], "day:VI.T1.1=MOZ": ""}, "claims"),
        ({"claims": ["II.T4.1=TZA"]}, "claims"),
        ({"claims": ["nonsense=MOZ"]}, "claims"),
        ({"links": "not an address"}, "links"),
    ],
)
def test_a_wrong_claim_or_link_is_told_at_its_field(amina, wrong, field):
    page = amina.post(NEW, FORM | wrong)
    assert (page.status_code, list(page.context["form"].errors), Activity.objects.count()) == (422, [field], 0)


def test_claims_stay_as_they_are_where_the_form_did_not_show_them(amina, cast):
    row = record(cast["amina"])
    form = {name: value for name, value in FORM.items() if not name.startswith(("claims", "day:", "submit"))}
    amina.post(reverse("activity_edit", args=[row.pk]), form | {"actions": ["VI.1"], "version": row.version})
    assert [claim.indicator_id for claim in row.claims.all()] == ["VI.T1.1"]


def offers(client, **form):
    """`(the usual units, the unusual ones, the page)`."""
    page = client.post(reverse("claims_offered"), FORM | {"claims": []} | form).content.decode()
    usual, unusual = (
        [key.split('"')[0] for key in part.split(TICK)[1:]] for part in f"{page}<details>".split("<details>")[:2]
    )
    return usual, unusual, page


TICK = 'name="claims" value="'


def test_the_claims_that_fit_are_offered_with_the_day_and_what_they_would_change(amina):
    usual, unusual, page = offers(amina)
    assert (usual, unusual) == (["II.T1.1=MOZ", "II.T2.1=*", "II.T3.1=*", "II.T4.1=MOZ"], [])
    assert 'name="day:II.T4.1=MOZ" value="2012-05-18"' in page
    assert "13" in page


SECTORS = [f"I.T2.1=MOZ/I.{sector}" for sector in "abdefg"]


@pytest.mark.parametrize(
    ("typed", "usual", "unusual"),
    [
        ({"actions": ["I.7"]}, ["I.T1.1=MOZ", "I.T2.1=MOZ/I.c"], SECTORS),
        ({"actions": []}, [], []),
        ({"actions": [], "theme": "IV"}, ["IV.T1.1=MOZ", "IV.T2.1=MOZ", "IV.T3.1=*"], []),
        ({"actions": ["V.1"], "countries": []}, ["V.T1.1=*"], []),
    ],
)
def test_offers_follow_the_actions_and_the_countries(amina, typed, usual, unusual):
    offered = offers(amina, **typed)
    assert (offered[0][: len(usual)], offered[1]) == (usual, unusual)


def test_what_is_only_planned_gets_no_day(amina):
    *_keys, page = offers(amina, status="planned")
    assert "day:" not in page


def test_a_claim_says_when_it_counts_already(amina, cast):
    verified(cast["amina"], cast["nadia"])
    workflow.choose_language(by=cast["amina"], language="en")
    *_keys, page = offers(amina, actions=["VI.1"])
    assert "Already included in the verified figure: 1 of 13 verified." in page


def test_same_again_begins_with_the_same_work_undated_and_unproved(amina, cast):
    past = verified(cast["amina"], cast["nadia"])
    state = amina.get(f"{NEW}?like={past.pk}").context["form"].state
    assert (state["title"], state["actions"], state["lead"]) == (R02["title"], ["VI.1"], "IOM")
    assert (state["starts_on"], state["claims"], state["status"]) == (None, [], "planned")


def test_same_again_begins_without_the_day_of_the_status(amina, cast):
    stop = {"status": "suspended", "status_since": "2014-06", "status_reason": "No budget."}
    past = record(cast["amina"], ends_on=None, **stop)
    assert amina.get(f"{NEW}?like={past.pk}").context["form"].state["status_since"] is None


def test_same_again_of_another_country_begins_in_one_s_own(as_person, cast):
    past = verified(cast["amina"], cast["nadia"])
    assert as_person("juma").get(f"{NEW}?like={past.pk}").context["form"].state["countries"] == ["TZA"]


def test_same_again_of_what_one_may_not_see_is_not_found(as_person, cast):
    assert as_person("juma").get(f"{NEW}?like={record(cast['amina']).pk}").status_code == 404


# What is typed -------------------------------------------------------------------------------------------------------


def keep(client, key="activity-1", **fields):
    return client.post(reverse("unsaved_keep", args=[key]), {"title": "Half", "typed_path": NEW} | fields)


def test_what_is_typed_is_kept_and_offered_on_the_same_page(amina):
    assert keep(amina, status="planned").status_code == 204
    keep(amina, title="Half a title", status="planned")
    kept = UnsavedForm.objects.get()
    assert (kept.title, kept.path) == ("Half a title", NEW)
    assert "title=Half+a+title" in amina.get(NEW).content.decode()


def test_nobody_else_sees_what_is_typed(amina, as_person):
    keep(amina)
    assert "title=Half" not in as_person("grace").get(NEW).content.decode()


def test_saving_forgets_what_was_typed(amina):
    form = FORM | {"key": str(uuid4())}
    keep(amina, key=f"activity-{form['key']}")
    amina.post(NEW, form)
    assert not UnsavedForm.objects.exists()


def test_somebody_signed_out_is_told_so(as_person, db):
    page = keep(as_person(None))
    assert (page.status_code, page.json(), UnsavedForm.objects.count()) == (401, {"reason": "signed-out"}, 0)


def test_what_is_too_long_is_refused_with_a_reason(amina):
    page = keep(amina, summary="x" * 200_001)
    assert (page.status_code, bool(page.json()["reason"])) == (413, True)


def test_only_the_newest_fifty_forms_are_kept(amina):
    for n in range(52):
        keep(amina, key=f"activity-{n}")
    assert (UnsavedForm.objects.count(), UnsavedForm.objects.filter(key="activity-0").exists()) == (50, False)


def test_the_change_log_does_not_hear_of_typing(amina):
    before = Change.objects.count()
    keep(amina)
    assert Change.objects.count() == before


def test_personal_data_that_is_kept_is_recorded_by_kind_never_by_word(amina):
    amina.post(NEW, FORM | {"summary": "Write to ana@example.org", "anyway": "on"})
    change = Change.objects.get(verb="activity.created")
    assert change.after["kept_anyway"] == ["email"]


def test_personal_data_in_a_file_name_is_noticed(amina):
    page = amina.post(NEW, FORM | {"files": SimpleUploadedFile("passport A1234567.pdf", PDF)})
    assert (page.status_code, page.context["form"].personal[0].code) == (422, "passport")


def test_names_are_suggested_by_their_last_part(amina):
    page = amina.get(reverse("organisations_suggested"), {"implementing": "IOM; acn"}).content.decode()
    assert 'value="IOM; UNHCR"' in page


# The desk ------------------------------------------------------------------------------------------------------------


@pytest.fixture
def desk(as_person):
    def of(name):
        return as_person(name).get(reverse("desk")).context["desk"]

    return of


def test_a_returned_activity_stands_there_with_its_remark(cast, desk):
    row = submitted(cast["amina"])
    workflow.return_activity(by=cast["nadia"], pk=row.pk, remark="Which services took part?")
    (activity,) = desk("amina").returned
    assert [remark.text for remark in activity.open_remarks] == ["Which services took part?"]
    assert desk("juma").returned == []


def test_an_open_round_wants_the_report_until_it_is_complete(cast, desk):
    day = {"opens_on": date(2020, 1, 1), "closes_on": date(2100, 1, 1), "as_at": date(2100, 1, 1)}
    row = workflow.open_round(by=cast["nadia"], title="x", **day)
    assert [due.country.pk for due in desk("amina").due] == ["MOZ"]
    workflow.complete_report(by=cast["amina"], pk=row.pk, country="MOZ")
    assert desk("amina").due == []


def test_an_extension_keeps_the_round_open_for_one_country(cast, desk):
    day = {"opens_on": date(2020, 1, 1), "closes_on": date(2020, 2, 1), "as_at": date(2020, 2, 1)}
    row = workflow.open_round(by=cast["nadia"], title="x", **day)
    workflow.extend_round(by=cast["nadia"], pk=row.pk, country="MOZ", closes_on=date(2100, 1, 1), reason="Floods")
    assert [due.closes_on for due in desk("amina").due] == [date(2100, 1, 1)]
    assert desk("juma").due == []
    workflow.complete_report(by=cast["amina"], pk=row.pk, country="MOZ")
    late = workflow.complete_report(by=cast["juma"], pk=row.pk, country="TZA")
    assert ([answer.on_time for answer in answers(row) if answer.report], late.after_closing) == ([False, False], False)


def test_what_was_not_confirmed_for_three_months_is_there_unless_it_is_over(cast, desk):
    running = submitted(cast["amina"], status="in_progress", ends_on=None)
    over = submitted(cast["amina"], actions=["VI.1"])
    Activity.objects.filter(pk__in=[running.pk, over.pk]).update(confirmed_on="2020-01-01")
    assert desk("amina").unconfirmed == [running]


def test_all_that_stands_unchanged_is_confirmed_with_one_button(as_person, cast):
    running = submitted(cast["amina"], status="in_progress", ends_on=None)
    Activity.objects.filter(pk=running.pk).update(confirmed_on="2020-01-01")
    as_person("amina").post(reverse("activities_confirm"), {"all": "1"})
    running.refresh_from_db()
    assert running.confirmed_on > date(2020, 1, 1)


def test_a_dated_claim_without_evidence_is_there(cast, desk):
    row = record(cast["amina"])
    assert [claim.activity_id for claim in desk("amina").unproved] == [row.pk]


def test_a_target_for_which_the_country_stands_nowhere_is_next(cast, desk):
    submitted(cast["amina"])
    codes = {row.indicator.pk for row in desk("amina").next}
    assert ("VI.T1.1" in codes, "VI.T2.1" in codes) == (False, True)


def test_of_what_is_next_the_layers_are_told_apart(as_person, cast):
    for unit, by, make in (
        ("TZA", "juma", lambda *a, **k: verified(a[0], cast["nadia"], **k)),
        ("KEN", "grace", submitted),
    ):
        claims = [{"indicator": "VI.T1.1", "unit": unit, "achieved_on": "2014-05-26"}]
        make(cast[by], countries=[unit], claims=claims)
    workflow.choose_language(by=cast["amina"], language="en")
    page = as_person("amina").get(reverse("desk")).content.decode()
    assert "1 of 13 verified, 1 more reported" in page


def test_a_target_that_enough_others_report_wants_nobody_next(cast, desk):
    claim = {"indicator": "III.T2.1", "unit": "TZA", "achieved_on": "2014-05-26"}
    before = {row.indicator.pk for row in desk("amina").next}
    submitted(cast["juma"], countries=["TZA"], actions=["III.3"], claims=[claim])
    assert before - {row.indicator.pk for row in desk("amina").next} == {"III.T2.1"}


def test_the_desk_costs_the_same_with_more_rows(as_person, cast, django_assert_num_queries):
    client = as_person("amina")
    for rows in (1, 3):
        while Claim.objects.count() < rows:
            record(cast["amina"])
        with django_assert_num_queries(32):
            client.get(reverse("desk"))


def test_the_tour_is_shown_until_it_is_read(as_person):
    client = as_person("amina")
    assert client.get(reverse("desk")).context["tour"] is True
    client.post(reverse("desk_toured"))
    assert client.get(reverse("desk")).context["tour"] is False


@pytest.mark.parametrize(("name", "target"), [("nadia", "review"), ("olga", "home"), ("charlie", "home")])
def test_the_desk_of_others_is_elsewhere_while_nothing_waits_for_them(as_person, name, target):
    assert as_person(name).get(reverse("desk")).url == reverse(target)


def test_what_is_recorded_for_another_country_is_refused_at_the_field_and_stays_on_the_form(as_person, cast):
    page = as_person("juma").post(NEW, FORM)
    assert (page.status_code, page.context["form"]["title"].value(), Activity.objects.count()) == (
        422,
        FORM["title"],
        0,
    )
    assert page.context["form"].errors["countries"] == ["You may record activities for your own country only."]
