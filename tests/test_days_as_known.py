"""A date that is known to the month or the year: kept, counted, refused and shown on every surface alike."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone, translation
from rest_framework.test import APIClient

from reports import workflow
from reports.activity.state import activity_state
from reports.documents.report import report
from reports.documents.source import source
from reports.models import Activity, Change, Claim, Merge
from reports.summaries import Selection, target_progress
from tests.base import R02, record, submitted, verified
from tests.rounds import closed, parts
from tests.test_entry import FORM, NEW

YEAR = {"starts_on": "2016", "ends_on": None, "claims": [R02["claims"][0] | {"achieved_on": "2016"}]}


@pytest.fixture
def amina(cast):
    return cast["amina"]


@pytest.fixture
def api(amina):
    client = APIClient()
    client.force_authenticate(amina)
    return client


def days_of(row):
    row.refresh_from_db()
    return row.starts_on, row.starts_on_known, row.ends_on, row.ends_on_known


def counted_at(day):
    (progress,) = (row for row in target_progress(Selection(as_at=day)) if row.code == "VI.T1")
    return progress.indicators[0].reported, progress.indicators[0].expected


# Kept and counted -----------------------------------------------------------------------------------------------------


def test_a_year_is_kept_as_its_last_day_and_as_it_is_known(amina):
    row = record(amina, starts_on="2016", ends_on="2016-05", claims=[])
    assert days_of(row) == (date(2016, 12, 31), "2016", date(2016, 5, 31), "2016-05")
    assert (activity_state(row)["starts_on"], activity_state(row)["ends_on"]) == ("2016", "2016-05")


def test_a_year_counts_from_its_last_day(amina):
    submitted(amina, **YEAR)
    assert (counted_at(date(2016, 12, 30)), counted_at(date(2016, 12, 31))) == ((0, 1), (1, 0))


def test_this_year_counts_from_today_when_it_is_said_to_be_achieved(amina, noon):
    today = noon
    row = record(amina, starts_on="2014", ends_on=None, claims=[R02["claims"][0] | {"achieved_on": str(today.year)}])
    claim = Claim.objects.get(activity=row)
    assert (claim.achieved_on, str(claim.achieved)) == (today, str(today.year))


def test_what_is_said_of_this_year_keeps_its_day_when_it_is_saved_again(amina):
    known = str(timezone.localdate().year)
    row = record(amina, starts_on=known, ends_on=None, claims=[])
    earlier = date(int(known), 1, 2)
    Activity.objects.filter(pk=row.pk).update(starts_on=earlier)
    workflow.update_activity(by=amina, pk=row.pk, version=1, values={"place": "Maputo"})
    assert days_of(row)[:2] == (earlier, known)


def test_what_is_planned_for_this_year_counts_from_its_end(amina):
    year = timezone.localdate().year
    row = record(amina, status="planned", starts_on=str(year), ends_on=None, claims=[])
    assert days_of(row)[:2] == (date(year, 12, 31), str(year))


# Order and refusals ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("start", "end"), [("2016", "2016-05-03"), ("2016-05-03", "2016"), ("2016-05", "2016-05-01")])
def test_an_order_that_is_possible_is_taken(amina, start, end):
    row = record(amina, starts_on=start, ends_on=end, claims=[])
    assert (row.start.known, row.end.known) == (start, end)


@pytest.mark.parametrize(("start", "end"), [("2016", "2015"), ("2016-05", "2016-04-30"), ("2016-05-03", "2016-04")])
def test_an_impossible_order_is_refused(amina, start, end):
    with pytest.raises(ValidationError, match="The end date is before the start date"):
        record(amina, starts_on=start, ends_on=end, claims=[])


@pytest.mark.parametrize(("end", "is_kept"), [("2016-01-01", True), ("2015-12-31", False)])
def test_the_database_holds_the_order_too(amina, end, is_kept):
    row = record(amina, starts_on="2016", ends_on=None, claims=[])
    try:
        with transaction.atomic():
            Activity.objects.filter(pk=row.pk).update(ends_on=end)
    except IntegrityError:
        assert not is_kept
    else:
        assert is_kept


@pytest.mark.parametrize(
    ("language", "words"),
    [("en", "this date is in the future"), ("fr", "cette date est à venir"), ("pt", "a data não pode ser futura")],
)
def test_a_year_to_come_is_not_achieved(amina, language, words):
    claim = R02["claims"][0] | {"achieved_on": str(timezone.localdate().year + 1)}
    with translation.override(language), pytest.raises(ValidationError, match=words):
        record(amina, claims=[claim])


def test_what_is_no_date_says_what_to_do(amina):
    with pytest.raises(ValidationError, match="A month or a year is enough"):
        record(amina, starts_on="about 2016", claims=[])


# The form -------------------------------------------------------------------------------------------------------------


def test_a_form_takes_a_month_as_people_write_it(as_person):
    form = FORM | {"starts_on": "Maio de 2016", "ends_on": "2016", "day:II.T4.1=MOZ": "05/2016"}
    assert as_person("amina").post(NEW, form).status_code == 302
    row, claim = Activity.objects.get(), Claim.objects.get()
    assert (row.start.known, row.end.known, claim.achieved.known) == ("2016-05", "2016", "2016-05")
    assert (row.starts_on, row.ends_on, claim.achieved_on) == (date(2016, 5, 31), date(2016, 12, 31), date(2016, 5, 31))


def test_a_form_shows_what_is_known(as_person, amina):
    row = record(amina, **YEAR)
    page = as_person("amina").get(reverse("activity_edit", args=[row.pk])).content.decode()
    assert 'name="starts_on" value="2016"' in page
    assert 'name="day:VI.T1.1=MOZ" value="2016"' in page


def test_what_cannot_be_read_is_named_at_its_field_and_kept(as_person):
    page = as_person("amina").post(NEW, FORM | {"starts_on": "03/04/2016"})
    text = page.content.decode()
    assert (page.status_code, page.context["form"].errors.keys()) == (422, {"starts_on"})
    assert 'value="03/04/2016"' in text


def test_the_day_of_a_claim_is_changed_to_a_year(as_person, amina):
    row = record(amina)
    claim = row.claims.get()
    page = as_person("amina").post(reverse("claim_edit", args=[row.pk, claim.pk]), {"achieved_on": "2014"})
    claim.refresh_from_db()
    assert (page.status_code, claim.achieved_on, claim.achieved_on_known) == (302, date(2014, 12, 31), "2014")


def test_a_claim_of_a_year_to_come_is_refused_at_its_field(as_person, amina):
    row = record(amina)
    year = str(timezone.localdate().year + 1)
    page = as_person("amina").post(reverse("claim_edit", args=[row.pk, row.claims.get().pk]), {"achieved_on": year})
    assert (page.status_code, list(page.context["form"].errors)) == (422, ["achieved_on"])


# Shown as known -------------------------------------------------------------------------------------------------------


def test_pages_show_what_is_known(as_person, cast):
    claim = R02["claims"][0] | {"achieved_on": "2016-05"}
    row = verified(cast["amina"], cast["nadia"], starts_on="2016", ends_on=None, claims=[claim], lead="")
    type(cast["olga"]).objects.filter(pk=cast["olga"].pk).update(language="pt")
    reader = as_person("olga")
    pages = [reader.get(path).content.decode() for path in (row.get_absolute_url(), "/activities/")]
    assert "Maio de 2016" in pages[0]
    assert not any("31 de Dezembro" in page for page in pages)


def test_a_file_shows_what_is_known(as_person, amina):
    submitted(amina, **YEAR)
    answer = as_person("amina").get("/activities/?format=csv")
    text = b"".join(answer.streaming_content).decode("utf-8-sig")
    assert (",2016," in text, "2016-12-31" in text) == (True, False)


def test_the_log_says_what_was_known(amina):
    row = record(amina)
    workflow.update_activity(by=amina, pk=row.pk, version=1, values={"starts_on": "2014", "ends_on": "2014-05"})
    change = Change.objects.of(row).get(verb="activity.changed")
    days = {name: (change.before[name], change.after[name]) for name in ("starts_on", "ends_on")}
    assert days == {"starts_on": ("2014-05-26", "2014"), "ends_on": ("2014-05-26", "2014-05")}


def test_a_day_that_becomes_less_known_is_another_claim_to_check(cast):
    row = verified(cast["amina"], cast["nadia"], lead="")
    claims = [R02["claims"][0] | {"achieved_on": "2014-05"}]
    workflow.update_activity(by=cast["amina"], pk=row.pk, version=row.version, values={"claims": claims})
    claim = Claim.objects.get(activity=row)
    assert (claim.verification, claim.achieved.known) == ("pending", "2014-05")


# The API --------------------------------------------------------------------------------------------------------------

BODY = R02 | {"lead": "", "ends_on": "2016-05", "starts_on": "2016"}
BODY["claims"] = [R02["claims"][0] | {"achieved_on": "2016"}]


def created(api):
    answer = api.post("/api/v1/activities/", BODY, format="json")
    assert answer.status_code == 201, answer.content
    return answer.json()


def patched(api, row, **values):
    return api.patch(f"/api/v1/activities/{row['id']}/", {"version": row["version"]} | values, format="json")


def test_the_api_answers_whole_dates_and_what_is_known_beside(api):
    row = created(api)
    assert [row[name] for name in ("starts_on", "starts_on_known", "ends_on", "ends_on_known")] == [
        *("2016-12-31", "2016"),
        *("2016-05-31", "2016-05"),
    ]
    assert (row["claims"][0]["achieved_on"], row["claims"][0]["achieved_on_known"]) == ("2016-12-31", "2016")


def test_of_a_whole_day_nothing_stands_beside(api):
    row = api.post("/api/v1/activities/", R02 | {"lead": ""}, format="json").json()
    assert (row["starts_on"], row["starts_on_known"], row["claims"][0]["achieved_on_known"]) == (
        *("2014-05-26", None),
        None,
    )


def test_sending_back_what_was_answered_changes_nothing(api):
    row = created(api)
    days = {name: row[name] for name in ("starts_on", "ends_on")}
    claims = [{name: row["claims"][0][name] for name in ("indicator", "unit", "achieved_on")}]
    assert patched(api, row, **days, claims=claims).json()["version"] == row["version"]
    assert patched(api, row, **row).json()["version"] == row["version"]


@pytest.mark.parametrize(
    ("sent", "known"),
    [
        ({"starts_on": "2015-03-01"}, (("2015-03-01"), None)),
        ({"starts_on": "2015-03-01", "starts_on_known": "2016"}, ("2015-03-01", None)),
        ({"starts_on": "2016-12-31", "starts_on_known": "2015"}, ("2015-12-31", "2015")),
        ({"starts_on_known": "2015-02"}, ("2015-02-28", "2015-02")),
        ({"starts_on": "2016-02-29", "starts_on_known": "2016-02"}, ("2016-02-29", "2016-02")),
        ({"starts_on": "2016-05-31", "starts_on_known": None}, ("2016-05-31", None)),
    ],
)
def test_a_date_and_what_is_known_of_it_are_one(api, sent, known):
    row = patched(api, created(api), **sent).json()
    assert (row["starts_on"], row["starts_on_known"]) == known


def test_the_very_last_day_of_a_year_can_be_said(api):
    row = patched(api, created(api), starts_on="2016-12-31", starts_on_known=None, ends_on="2017").json()
    assert (row["starts_on"], row["starts_on_known"]) == ("2016-12-31", None)


@pytest.mark.parametrize(
    ("sent", "field"),
    [
        ({"starts_on": "2015-03-01", "starts_on_known": "2014"}, "starts_on"),
        ({"starts_on": "03/04/2016"}, "starts_on"),
        ({"starts_on_known": None}, "starts_on"),
        ({"ends_on": "2015"}, "ends_on"),
        ({"claims": [R02["claims"][0] | {"achieved_on": str(timezone.localdate().year + 1)}]}, "claims"),
    ],
)
def test_the_api_refuses_by_field(api, sent, field):
    answer = patched(api, created(api), **sent)
    assert (answer.status_code, [row["field"] for row in answer.json()["errors"]]) == (400, [field])


def test_one_claim_is_dated_to_the_year(api):
    claim = created(api)["claims"][0]
    answer = api.patch(f"/api/v1/claims/{claim['id']}/", {"achieved_on": "2015"}, format="json").json()
    assert (answer["achieved_on"], answer["achieved_on_known"]) == ("2015-12-31", "2015")


def test_the_days_of_a_plan_may_be_years(api):
    sent = {"country": "MOZ", "action": "VI.2", "starts_on": "2016", "ends_on": "2017-06"}
    row = api.post("/api/v1/adoptions/", sent, format="json").json()
    assert [row[name] for name in ("starts_on", "starts_on_known", "ends_on", "ends_on_known")] == [
        *("2016-12-31", "2016"),
        *("2017-06-30", "2017-06"),
    ]


# Likely duplicates ----------------------------------------------------------------------------------------------------


def test_a_year_may_be_the_event_of_a_day_in_it(as_person, cast):
    year = record(cast["amina"], starts_on="2014", ends_on=None, claims=[])
    row = record(cast["amina"], claims=[])
    page = as_person("amina").get(row.get_absolute_url())
    assert [one.activity.pk for one in page.context["alike"].likely] == [year.pk]


# Two people, two records, editions ------------------------------------------------------------------------------------


def test_what_two_people_know_of_a_day_is_brought_together(api, amina):
    row = created(api)
    assert patched(api, row, starts_on="2016-02").status_code == 200
    stale = patched(api, row, ends_on="2016-04").json()
    sides = {name: stale[name] for name in ("yours", "others", "both")}
    assert sides == {"yours": ["ends_on"], "others": ["starts_on"], "both": []}


def test_what_was_answered_and_is_sent_back_late_is_no_change(api):
    row = created(api)
    assert patched(api, row, starts_on="2016-02").status_code == 200
    stale = patched(api, row, starts_on=row["starts_on"], claims=row["claims"], place="Beira").json()
    sides = {name: stale[name] for name in ("yours", "others", "both")}
    assert sides == {"yours": ["place"], "others": ["starts_on"], "both": []}


def recorded_twice_on(cast, *days):
    values = {"countries": [], "scope": "regional", "lead": "SADC", "actions": ["II.3"], "starts_on": "2014"}
    claim = {"indicator": "II.T3.1", "unit": "*"}
    values["ends_on"] = None
    return [submitted(cast["nadia"], **values, claims=[claim | {"achieved_on": day}]) for day in days]


@pytest.mark.parametrize("days", [("2014", "2014-05-26"), ("2014-05-26", "2014-05")])
def test_of_one_event_recorded_twice_the_day_that_is_better_known_stands(cast, days):
    kept, gone = recorded_twice_on(cast, *days)
    workflow.merge_activities(by=cast["paul"], pk=kept.pk, other=gone.pk)
    claim = Claim.objects.get(activity=kept)
    assert (claim.achieved.known, claim.achieved_on) == ("2014-05-26", date(2014, 5, 26))


def test_of_two_other_months_somebody_has_to_say_which_is_right(cast):
    kept, gone = recorded_twice_on(cast, "2014-05", "2014-06")
    with pytest.raises(ValidationError, match="May 2014 and June 2014"):
        workflow.merge_activities(by=cast["paul"], pk=kept.pk, other=gone.pk)


def test_a_merge_that_is_undone_leaves_what_was_known(cast):
    kept, gone = recorded_twice_on(cast, "2014", "2014-05-26")
    workflow.merge_activities(by=cast["paul"], pk=kept.pk, other=gone.pk)
    workflow.undo_merge(by=cast["paul"], pk=Merge.objects.get().pk)
    assert [row.claims.get().achieved.known for row in Activity.objects.order_by("created_at")] == [
        "2014",
        "2014-05-26",
    ]


def test_an_edition_keeps_the_day_that_counts_and_what_is_known(cast):
    row = verified(
        cast["amina"],
        cast["nadia"],
        starts_on="2014",
        ends_on=None,
        claims=[R02["claims"][0] | {"achieved_on": "2014"}],
        lead="",
    )
    whole = verified(cast["amina"], cast["nadia"], lead="", title="Another meeting")
    document, _public = parts(closed(cast))
    frozen = {line["id"]: line for line in document["activities"]}
    first, claim = frozen[str(row.pk)], frozen[str(row.pk)]["claims"][0]
    assert (first["starts_on"], first["starts_on_known"]) == ("2014-12-31", "2014")
    assert (claim["achieved_on"], claim["achieved_on_known"]) == ("2014-12-31", "2014")
    assert [name for name in frozen[str(whole.pk)] if name.endswith("_known")] == []


def test_the_printed_report_says_what_is_known(cast):
    claim = R02["claims"][0] | {"achieved_on": "2014-05"}
    verified(cast["amina"], cast["nadia"], starts_on="2014-05", ends_on=None, lead="", claims=[claim])
    contents = report(source(closed(cast), participants=True, language="pt"))
    (row,) = (row for group in contents["annex"] for row in group["rows"])
    (line,) = (one for row in proof_lines(contents) for one in row)
    assert (row["when"], "Maio de 2014" in line["meta"]) == ("Maio de 2014", True)


def proof_lines(contents):
    targets = [target for theme in contents["themes"] for target in theme["targets"]]
    return [
        unit["proof"] for target in targets for one in target["indicators"] for unit in one["units"] if unit["proof"]
    ]
