"""A table and the site changed the same thing: what only one of them changed stands, what both did is decided."""

from datetime import date

import pytest

from reports import workflow
from reports.models import Activity, Adoption
from reports.tables.activities import Activities
from reports.tables.uploads import apply_upload
from tests.base import R02, record
from tests.test_tables import FIRST, NEW_ROW, SECOND, counted, download, fresh_row, previewed, received, written
from tests.test_tables import moz as moz
from tests.test_tables import recorded_by_mozambique as recorded_by_mozambique
from tests.workbooks import edited


def change_on_the_site(moz, activity, **values):
    row = fresh_row(activity)
    workflow.update_activity(by=moz["amina"], pk=row.pk, version=row.version, values=values)


BOTH = [
    ("activities", FIRST, "place", "Beira"),
    ("activities", FIRST, "result", "A list of measures"),
    ("activities", SECOND, "place", "Tete"),
]


def test_what_was_changed_on_both_sides_is_a_conflict_and_the_rest_is_written(moz):
    content = edited(download(moz["amina"]), BOTH)
    change_on_the_site(moz, moz["first"], place="Nampula", summary="Told anew")
    upload = written(moz["amina"], content)
    first = fresh_row(moz["first"])
    assert counted(upload) == {"conflict": 1, "changed": 1}
    assert (first.place, first.summary, first.result) == ("Nampula", "Told anew", "A list of measures")
    assert fresh_row(moz["second"]).place == "Tete"


def test_what_different_people_changed_is_brought_together(moz):
    content = edited(download(moz["amina"]), [("activities", FIRST, "place", "Beira")])
    change_on_the_site(moz, moz["first"], summary="Told anew")
    assert counted(written(moz["amina"], content)) == {"changed": 1}
    assert (fresh_row(moz["first"]).place, fresh_row(moz["first"]).summary) == ("Beira", "Told anew")


def test_an_old_cell_puts_back_nothing_that_was_changed_on_the_site(moz):
    content = edited(download(moz["amina"]), [("activities", SECOND, "place", "Tete")])
    change_on_the_site(moz, moz["second"], summary="", lead="UNHCR", ends_on="2014-05-27")
    written(moz["amina"], content)
    second = fresh_row(moz["second"])
    assert (second.place, second.summary, second.lead.name, str(second.ends_on)) == ("Tete", "", "UNHCR", "2014-05-27")


def decided(client, address, page, value):
    """The conflicts of a page decided in one way, and the table written."""
    rows = [row for _what, _n, rows in page.context["groups"] for row in rows]
    choices = {f"decide {one['name']} {row['key']}": value for row in rows for one in row["conflicts"]}
    return client.post(address, choices)


@pytest.mark.parametrize(("value", "place"), [("mine", "Beira"), ("theirs", "Nampula"), ("", "Nampula")])
def test_a_conflict_is_decided_on_its_page(moz, client, value, place):
    content = edited(download(moz["amina"]), BOTH[:1])
    change_on_the_site(moz, moz["first"], place="Nampula")
    client.force_login(moz["amina"])
    address = f"/tables/{previewed(moz['amina'], content).pk}/"
    decided(client, address, client.get(address), value)
    assert fresh_row(moz["first"]).place == place


def test_a_conflict_that_was_left_open_is_decided_afterwards(moz, client):
    content = edited(download(moz["amina"]), BOTH)
    change_on_the_site(moz, moz["first"], place="Nampula")
    client.force_login(moz["amina"])
    address = f"/tables/{written(moz['amina'], content).pk}/"
    decided(client, address, client.get(address), "mine")
    assert (fresh_row(moz["first"]).place, fresh_row(moz["first"]).result) == ("Beira", "A list of measures")


def test_a_decision_about_what_has_changed_again_does_not_hold(moz, client):
    content = edited(download(moz["amina"]), BOTH[:1])
    change_on_the_site(moz, moz["first"], place="Nampula")
    client.force_login(moz["amina"])
    address = f"/tables/{previewed(moz['amina'], content).pk}/"
    page = client.get(address)
    change_on_the_site(moz, moz["first"], place="Pemba")
    decided(client, address, page, "mine")
    assert fresh_row(moz["first"]).place == "Pemba"


def test_choices_are_kept_without_writing(moz, client):
    content = edited(download(moz["amina"]), BOTH[:1])
    change_on_the_site(moz, moz["first"], place="Nampula")
    client.force_login(moz["amina"])
    upload = previewed(moz["amina"], content)
    client.post(f"/tables/{upload.pk}/", {"decide place Activities!3": "mine", "only": "1"})
    assert (
        fresh_row(moz["first"]).place,
        'value="mine" checked' in client.get(f"/tables/{upload.pk}/").content.decode(),
    ) == (
        "Nampula",
        True,
    )


CLAIM = {"indicator": "VI.T2.1", "unit": "MOZ", "achieved_on": "2014-05-26"}


def test_claims_of_both_sides_stand_beside_each_other(moz):
    content = edited(download(moz["amina"]), [("claims", 3, "achieved_on", date(2014, 5, 27))])
    change_on_the_site(moz, moz["first"], claims=[R02["claims"][0], CLAIM])
    assert counted(written(moz["amina"], content)) == {"changed": 1}
    claims = {(one.indicator_id, str(one.achieved_on)) for one in fresh_row(moz["first"]).claims.all()}
    assert claims == {("VI.T1.1", "2014-05-27"), ("VI.T2.1", "2014-05-26")}


def test_a_claim_that_both_sides_moved_is_a_conflict(moz):
    content = edited(download(moz["amina"]), [("claims", 3, "achieved_on", date(2014, 5, 27))])
    change_on_the_site(moz, moz["first"], claims=[R02["claims"][0] | {"achieved_on": "2014-05-01"}])
    upload = written(moz["amina"], content)
    assert (counted(upload), [one["name"] for one in upload.preview["rows"][0]["conflicts"]]) == (
        {"conflict": 1},
        ["claims"],
    )


def test_what_was_changed_on_the_site_alone_stays_and_takes_a_new_link(moz):
    link = [("evidence", 9, "no", 1), ("evidence", 9, "url", "https://example.org/minutes")]
    content = edited(download(moz["amina"]), link)
    change_on_the_site(moz, moz["first"], place="Nampula")
    assert counted(written(moz["amina"], content)) == {"changed": 1}
    assert (fresh_row(moz["first"]).place, moz["first"].evidence.count()) == ("Nampula", 2)


def test_a_plan_changed_on_the_site_is_not_overwritten(moz):
    changes = [("adoptions", 3, "lead_ministry", "Justice"), ("adoptions", 3, "starts_on", date(2012, 6, 1))]
    content = edited(download(moz["amina"]), changes)
    workflow.adopt_action(
        by=moz["amina"], country="MOZ", action="VI.1", values={"priority": "high", "lead_ministry": "Health"}
    )
    workflow.adopt_action(by=moz["amina"], country="MOZ", action="I.2")
    assert counted(written(moz["amina"], content)) == {"conflict": 1}
    adoption = Adoption.objects.get(country="MOZ", action="VI.1")
    assert (adoption.priority, adoption.lead_ministry, str(adoption.starts_on)) == ("high", "Health", "2012-06-01")
    assert Adoption.objects.filter(country="MOZ").count() == 3


def test_a_plan_changed_in_both_places_is_brought_together(moz):
    content = edited(download(moz["amina"]), [("adoptions", 3, "lead_ministry", "Justice")])
    workflow.adopt_action(by=moz["amina"], country="MOZ", action="VI.1", values={"priority": "high"})
    assert counted(written(moz["amina"], content)) == {"changed": 1}
    adoption = Adoption.objects.get(country="MOZ", action="VI.1")
    assert (adoption.priority, adoption.lead_ministry) == ("high", "Justice")


@pytest.mark.parametrize(("value", "rows"), [("mine", 1), ("theirs", 2)])
def test_an_action_that_the_table_lays_down_and_the_site_changed_is_decided(moz, client, value, rows):
    content = edited(download(moz["amina"]), [("adoptions", 3, "adopted", "no")])
    workflow.adopt_action(by=moz["amina"], country="MOZ", action="VI.1", values={"priority": "high"})
    client.force_login(moz["amina"])
    address = f"/tables/{previewed(moz['amina'], content).pk}/"
    decided(client, address, client.get(address), value)
    assert Adoption.objects.current().filter(country="MOZ").count() == rows


@pytest.mark.parametrize(("value", "rows"), [("mine", 2), ("theirs", 1)])
def test_an_action_that_was_laid_down_on_the_site_meanwhile_is_decided(moz, client, value, rows):
    content = edited(download(moz["amina"]), [("adoptions", 3, "lead_ministry", "Justice")])
    workflow.withdraw_adoption(by=moz["amina"], pk=Adoption.objects.get(action="VI.1").pk)
    client.force_login(moz["amina"])
    address = f"/tables/{previewed(moz['amina'], content).pk}/"
    decided(client, address, client.get(address), value)
    assert Adoption.objects.current().filter(country="MOZ").count() == rows


def test_what_is_changed_between_looking_and_writing_is_a_conflict_too(moz):
    record(moz["amina"], title="By reference", external_id="A1", claims=[])
    upload = previewed(moz["amina"], b"reference,title\nA1,Said by the file\n")
    change_on_the_site(moz, Activity.objects.get(identifiers__value="A1"), title="Said on the site")
    assert (counted(upload), apply_upload(upload).applied) == ({"changed": 1}, True)
    assert (counted(upload), Activity.objects.get(identifiers__value="A1").title) == (
        {"conflict": 1},
        "Said on the site",
    )


def test_what_somebody_wrote_a_moment_ago_is_a_conflict_too(moz, monkeypatch):
    content = edited(download(moz["amina"]), NEW_ROW[:1])
    written(moz["amina"], content)
    former = {str(moz[name].pk): moz[name] for name in ("first", "second")}
    for row in former.values():
        row.seen_evidence, row.standing_facts = list(row.evidence.all()), []
    monkeypatch.setattr(Activities, "known", lambda *_: former)
    upload = received(moz["amina"], content)
    assert (apply_upload(upload).applied, counted(upload)) == (True, {"conflict": 1})


# What the page and the desk say ---------------------------------------------------------------------------------------


def test_the_page_of_a_partial_save_says_what_was_saved_and_what_waits(moz, client):
    content = edited(download(moz["amina"]), BOTH)
    change_on_the_site(moz, moz["first"], place="Nampula")
    workflow.choose_language(by=moz["amina"], language="en")
    client.force_login(moz["amina"])
    page = " ".join(client.get(f"/tables/{written(moz['amina'], content).pk}/").content.decode().split())
    assert "1 row of this table has been saved. 1 row still awaits your decision" in page
    assert "This table has been applied." not in page


def test_a_table_with_undecided_conflicts_stays_on_the_desk_until_they_are_decided(moz, client):
    content = edited(download(moz["amina"]), BOTH[:1])
    change_on_the_site(moz, moz["first"], place="Nampula")
    client.force_login(moz["amina"])
    upload = written(moz["amina"], content)
    assert client.get("/desk/").context["desk"].tables == [upload]
    decided(client, f"/tables/{upload.pk}/", client.get(f"/tables/{upload.pk}/"), "theirs")
    assert client.get("/desk/").context["desk"].tables == []
