"""Those who do the work bring tables of it: of each country that they record for, or of what their body did in none."""

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from reports import workflow
from reports.models import Activity, Country, Membership, TableUpload, User
from reports.tables.uploads import apply_upload, read_on, receive_table
from reports.tables.workbook import workbook_of
from tests.base import fresh, record
from tests.recording import contributor, institution, office
from tests.workbooks import edited, grids_of, sheet_of

FIRST = 3  # the line of the first row of a sheet
ROW = {
    "title": "Training in Tete",
    "actions": "II.2",
    "status": "completed",
    "starts_on": date(2014, 3, 3),
    "countries": "MOZ",
    "lead": "IOM Mozambique",
}
MEETING = ROW | {"title": "Meeting of SADC", "actions": "VI.8", "countries": "", "lead": "SADC"}
pytestmark = pytest.mark.django_db


@pytest.fixture
def maputo(cast) -> User:
    """Of IOM's office in Maputo."""
    return contributor(office("MOZ"), ["MOZ"])


def download(person, country="MOZ") -> bytes:
    return workbook_of(Country.objects.filter(pk=country).first(), by=fresh(person), language="en")


def with_row(content, values, line=FIRST) -> bytes:
    return edited(content, [("activities", line, key, value) for key, value in values.items()])


def previewed(person, content, country="MOZ") -> TableUpload:
    place = Country.objects.filter(pk=country).first()
    upload = receive_table(by=fresh(person), country=place, file=SimpleUploadedFile("work.xlsx", content))
    while upload.state == "reading":
        read_on(upload)
    return upload


def refused(upload) -> dict[str, str]:
    """`{cell: what is wrong}`."""
    return {one["cell"]: one["message"] for row in upload.preview["rows"] for one in row["problems"]}


def test_an_office_records_by_table(maputo):
    upload = previewed(maputo, with_row(download(maputo), ROW))
    done, row = apply_upload(upload).applied, Activity.objects.get()
    words = list(row.agreements.values_list("country", "word"))
    assert (done, row.recorded_for.name, words) == (True, "IOM Mozambique", [("MOZ", "awaited")])


def test_what_it_downloads_comes_back_unchanged(maputo):
    apply_upload(previewed(maputo, with_row(download(maputo), ROW)))
    counts = previewed(maputo, download(maputo)).preview["counts"]
    assert {what: n for what, n in counts.items() if n} == {"unchanged": 1}


def test_its_workbook_holds_its_own_work_and_no_plan(cast, maputo):
    record(cast["amina"])
    apply_upload(previewed(maputo, with_row(download(maputo), ROW)))
    grids = grids_of(download(maputo))
    rows = sheet_of(grids, "activities")
    titles = [row[rows[0].index("activities.title")] for row in rows[2:] if row[1]]
    sheets = ["Instructions", "Activities", "Claims", "Funding", "Evidence", "Progress notes", "Lists"]
    assert (list(grids), titles) == (sheets, [ROW["title"]])


@pytest.mark.parametrize(
    ("values", "column", "part"),
    [
        ({"countries": "MOZ; TZA", "scope": "cross-border"}, "countries", "Leave out Tanzania"),
        ({"lead": "Police of Tete"}, "lead", "in which IOM Mozambique has a part"),
        ({"scope": "regional"}, "scope", "Choose another scope"),
    ],
)
def test_what_it_may_not_is_refused_at_its_cell(maputo, values, column, part):
    upload = previewed(maputo, with_row(download(maputo), ROW | values))
    ((cell, message),) = refused(upload).items()
    heads = sheet_of(grids_of(download(maputo)), "activities")[0]
    letter = chr(ord("A") + heads.index(f"activities.{column}"))
    assert (cell, part in message, apply_upload(upload).applied) == (f"{letter}{FIRST}", True, False)
    assert not Activity.objects.exists()


def test_one_row_that_is_refused_holds_up_the_others_until_it_is_corrected(maputo):
    content = with_row(with_row(download(maputo), ROW), ROW | {"title": "Police", "lead": "Police"}, FIRST + 1)
    upload = previewed(maputo, content)
    assert (upload.preview["counts"]["created"], len(refused(upload)), apply_upload(upload).applied) == (1, 1, False)


def test_a_row_of_the_country_itself_is_not_changed(cast, maputo):
    row = record(cast["amina"])
    content = with_row(download(cast["amina"]), {"place": "Tete"})
    assert [*refused(previewed(maputo, content))] != []
    assert Activity.objects.get(pk=row.pk).place == ""


def test_the_codes_of_two_countries_are_known_to_whoever_records_for_both(cast):
    person = contributor(office("MOZ"), ["MOZ", "TZA"])
    content = with_row(download(person), ROW | {"countries": "MOZ; TZA", "scope": "cross-border"})
    assert refused(previewed(person, content)) == {}


def test_a_ministry_s_table_makes_drafts_that_it_hands_on(cast):
    person = contributor(institution("MOZ"), ["MOZ"])
    apply_upload(previewed(person, with_row(download(person), ROW | {"lead": "Ministry of Health"})))
    draft = Activity.objects.get()
    workflow.hand_on(by=fresh(person), pk=draft.pk)
    assert workflow.submit_activity(by=fresh(cast["amina"]), pk=draft.pk).review == "submitted"


def test_a_body_s_officer_brings_regional_work(cast):
    upload = previewed(cast["thabo"], with_row(download(cast["thabo"], None), MEETING), None)
    done, row = apply_upload(upload).applied, Activity.objects.get()
    assert (done, row.scope, row.recorded_for.name) == (True, "regional", "SADC")


@pytest.mark.parametrize(
    ("values", "part"),
    [({"lead": "IOM"}, "that SADC leads"), ({"scope": "national", "countries": "MOZ"}, "Activities in one country")],
)
def test_of_others_work_and_of_one_country_s_it_brings_none(cast, values, part):
    upload = previewed(cast["thabo"], with_row(download(cast["thabo"], None), MEETING | values), None)
    assert [part in message for message in refused(upload).values()] == [True]


def test_the_workbook_of_a_country_is_not_uploaded_without_one(cast, client):
    content = with_row(download(cast["amina"]), {"place": "Tete"})
    client.force_login(fresh(cast["thabo"]), backend="allauth.account.auth_backends.AuthenticationBackend")
    answer = client.post("/tables/", {"file": SimpleUploadedFile("work.xlsx", content)})
    assert (answer.status_code, "downloaded for MOZ" in answer.content.decode()) == (422, True)


@pytest.mark.parametrize(
    ("name", "codes"),
    [("maputo", [200, 403, 403]), ("anywhere", [200, 200, 200]), ("thabo", [403, 403, 200]), ("olga", [403] * 3)],
)
def test_each_brings_tables_of_where_they_record(cast, client, maputo, name, codes):
    people = cast | {"maputo": maputo, "anywhere": contributor(office("MOZ"))}
    client.force_login(fresh(people[name]), backend="allauth.account.auth_backends.AuthenticationBackend")
    for page in ("tables/", "workbook/"):
        paths = [f"/countries/MOZ/{page}", f"/countries/TZA/{page}", "/tables/workbook/" if "w" in page else "/tables/"]
        assert [client.get(path).status_code for path in paths] == codes


@pytest.mark.parametrize(("name", "address"), [("maputo", "/countries/MOZ/tables/"), ("thabo", "/tables/")])
def test_the_desk_leads_there(cast, client, maputo, name, address):
    person = (cast | {"maputo": maputo})[name]
    place = None if name == "thabo" else "MOZ"
    previewed(person, with_row(download(person, place), MEETING if name == "thabo" else ROW), place)
    client.force_login(fresh(person), backend="allauth.account.auth_backends.AuthenticationBackend")
    assert f'href="{address}"' in client.get("/desk/").content.decode()


def test_the_page_reads_previews_and_saves_the_table(client, maputo):
    client.force_login(fresh(maputo), backend="allauth.account.auth_backends.AuthenticationBackend")
    content = with_row(client.get("/countries/MOZ/workbook/").content, ROW)
    where = client.post("/countries/MOZ/tables/", {"file": SimpleUploadedFile("work.xlsx", content)})["Location"]
    client.get(where)
    client.post(where)
    assert Activity.objects.get().recorded_for.name == "IOM Mozambique"


def test_so_does_the_page_without_a_country(cast, client):
    client.force_login(fresh(cast["thabo"]), backend="allauth.account.auth_backends.AuthenticationBackend")
    content = with_row(client.get("/tables/workbook/").content, MEETING)
    where = client.post("/tables/", {"file": SimpleUploadedFile("work.xlsx", content)})["Location"]
    shown = client.get(where).content.decode()
    client.post(where)
    assert ("/tables/" in shown, Activity.objects.get().recorded_for.name) == (True, "SADC")
    assert client.post(where, {"discard": "1"})["Location"] == "/tables/"


def test_tables_that_wait_pass_to_the_successor(cast, maputo):
    previewed(maputo, with_row(download(maputo), ROW))
    role = Membership.objects.get(person=maputo)
    workflow.hand_over(by=fresh(cast["nadia"]), pk=role.pk, email="next@example.org")
    assert TableUpload.objects.get().person.email == "next@example.org"
