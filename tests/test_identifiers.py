"""What other programs call an activity: each system has a code, which only those use to whom it belongs."""

import pytest
from django.core.exceptions import ValidationError

from reports import limits, workflow
from reports.activity.state import activity_state
from reports.models import Activity, Change, Country, Identifier, Membership, Organisation, System, own_code
from tests.base import R02, fresh, record
from tests.reviewing import change, reread
from tests.test_api import send
from tests.test_tables import counted, messages_of, previewed, written

HOME = {"system": "moz-home", "identifier": "A-17"}
PIPELINE = {"system": "iom-pipeline", "identifier": "44"}


def called(activity):
    state = activity_state(reread(activity))
    return state["external_id"], state["identifiers"]


def owner_of(code):
    return System.objects.get(pk=code).owner


def refusal_of(write):
    with pytest.raises(ValidationError) as refusal:
        write()
    return refusal.value.message_dict


# Whose a code is ----------------------------------------------------------------------------------------------------


def test_a_code_used_for_the_first_time_belongs_to_the_country_agency_or_body_of_its_user(cast):
    record(cast["amina"], identifiers=[HOME])
    record(cast["paul"], scope="regional", countries=[], claims=[], identifiers=[PIPELINE])
    sadc, _made = Organisation.objects.get_or_create(body_id="SADC", defaults={"name": "SADC"})
    workflow.add_system(by=cast["thabo"], code="sadc-plans")
    assert owner_of("moz-home") == Country.objects.get(pk="MOZ")
    assert owner_of("iom-pipeline") == Organisation.objects.get(name="IOM")
    assert owner_of("sadc-plans") == sadc


def test_a_new_code_stands_in_the_log_once(cast):
    for value in ("A-17", "A-18"):
        record(cast["amina"], identifiers=[HOME | {"identifier": value}])
    (change,) = Change.objects.filter(subject="system")
    assert (change.verb, change.country_id, change.after) == (
        "system.created",
        "MOZ",
        {"code": "moz-home"},
    )


def test_who_acts_for_several_is_asked_for_which(cast):
    Membership.objects.create(person=cast["amina"], role="focal_point", country_id="TZA", since="2011-01-01")
    amina = fresh(cast["amina"])
    assert "You act for several: " in refusal_of(lambda: record(amina, identifiers=[HOME]))["identifiers"][0]
    workflow.add_system(by=amina, code="moz-home", owner=Country.objects.get(pk="TZA"))
    assert called(record(amina, identifiers=[HOME])) == ("", [HOME])


def test_nobody_else_uses_a_code(cast):
    workflow.add_system(by=cast["amina"], code="moz-home")
    tanzania = R02 | {"countries": ["TZA"], "claims": [], "identifiers": [HOME]}
    message = refusal_of(lambda: workflow.create_activity(by=cast["juma"], values=tanzania))
    assert message == {"identifiers": ["The code “moz-home” belongs to Mozambique. Use a code of your own."]}


def test_a_code_is_not_given_to_two(cast):
    workflow.add_system(by=cast["amina"], code="home")
    message = refusal_of(lambda: workflow.add_system(by=cast["juma"], code="HOME"))
    assert message == {"code": ["The code “home” belongs to Mozambique. Use a code of your own."]}
    assert workflow.add_system(by=cast["amina"], code=" Home ").pk == "home"


@pytest.mark.parametrize("code", ["a", "moz home", "-home", "móz", "x" * (limits.SYSTEM_CODE + 1), "a/b", "a:b"])
def test_a_code_that_cannot_be_one_is_refused_in_words(cast, code):
    assert (
        "cannot be the code of a system"
        in refusal_of(lambda: workflow.add_system(by=cast["amina"], code=code))["code"][0]
    )
    message = refusal_of(lambda: record(cast["amina"], identifiers=[{"system": code, "identifier": "1"}]))
    assert "cannot be the code of a system" in message["identifiers"][0]


@pytest.mark.parametrize(("whose", "words"), [("juma", "belongs to another person"), ("", "are given by the site")])
def test_the_own_system_of_another_person_is_theirs(cast, whose, words):
    record(cast["juma"], countries=["TZA"], claims=[], external_id="T1")
    named = {"system": own_code(cast[whose].pk if whose else 10**6), "identifier": "9"}
    assert words in refusal_of(lambda: record(cast["amina"], identifiers=[named]))["identifiers"][0]


def test_an_organisation_that_goes_up_in_another_leaves_its_codes_to_it(cast):
    gone, kept = (Organisation.objects.create(name=name) for name in ("Kituo", "Kituo cha Sheria"))
    System.objects.create(code="kituo-cases", organisation=gone)
    workflow.merge_organisations(by=cast["nadia"], pk=gone.pk, into=kept.pk)
    assert owner_of("kituo-cases") == kept


# What an activity carries -------------------------------------------------------------------------------------------


def test_capitals_of_a_code_and_spaces_do_not_matter_but_an_identifier_stays_as_written(cast):
    row = record(cast["amina"], identifiers=[{"system": " MOZ-Home ", "identifier": "  A-17   b "}])
    assert called(row) == ("", [{"system": "moz-home", "identifier": "A-17 b"}])
    assert called(record(cast["amina"], identifiers=[HOME | {"identifier": "a-17 B"}]))[1][0]["identifier"] == "a-17 B"


def test_a_system_gives_an_identifier_once(cast):
    record(cast["amina"], identifiers=[HOME])
    message = refusal_of(lambda: record(cast["amina"], identifiers=[HOME]))
    assert message["identifiers"] == ["Another activity already has the identifier “A-17” of the system “moz-home”."]


def test_two_systems_may_give_the_same(cast):
    row = record(cast["amina"], external_id="A-17", identifiers=[HOME])
    assert called(row) == ("A-17", [HOME])


def test_the_own_system_may_be_named_by_its_code(cast):
    own = own_code(cast["amina"].pk)
    row = record(cast["amina"], identifiers=[HOME, {"system": own, "identifier": "A1"}])
    assert called(row) == ("A1", [HOME])
    change(cast["amina"], row, external_id="A2")
    assert called(row) == ("A2", [HOME])
    change(cast["amina"], row, external_id="")
    assert (called(row), Identifier.objects.count()) == (("", [HOME]), 1)


def test_what_the_systems_of_others_call_it_stays_when_a_list_without_it_is_sent(cast):
    row = record(cast["paul"], scope="regional", countries=[], claims=[], identifiers=[PIPELINE])
    change(cast["nadia"], row, identifiers=[{"system": "unhcr-focus", "identifier": "7"}])
    assert called(row) == ("", [PIPELINE, {"system": "unhcr-focus", "identifier": "7"}])
    change(cast["nadia"], row, identifiers=[])
    assert called(row) == ("", [PIPELINE])


def test_what_the_system_of_others_calls_it_is_not_changed(cast):
    row = record(cast["paul"], scope="regional", countries=[], claims=[], identifiers=[PIPELINE])
    message = refusal_of(lambda: change(cast["nadia"], row, identifiers=[PIPELINE | {"identifier": "45"}]))
    assert message == {"identifiers": ["The code “iom-pipeline” belongs to IOM. Use a code of your own."]}


def test_the_log_says_what_changed(cast):
    row = record(cast["amina"], identifiers=[HOME])
    change(cast["amina"], row, identifiers=[])
    last = Change.objects.of(row).first()
    assert (last.before, last.after["identifiers"]) == ({"identifiers": [HOME]}, [])


# Over the API -------------------------------------------------------------------------------------------------------


def test_a_program_sends_and_reads_them_and_finds_an_activity_by_them(api, cast):
    sent = send(api("amina"), "activities/", R02 | {"external_id": "R02", "identifiers": [HOME]})
    row = sent.json()
    assert (sent.status_code, row["external_id"], row["identifiers"]) == (201, "R02", [HOME])
    listed = [
        [one["id"] for one in api("amina").get(f"/api/v1/activities/?{query}").json()["results"]]
        for query in (
            "system=MOZ-home&identifier=A-17",
            "identifier=R02",
            "system=moz-home&identifier=R02",
            "identifier=a-17",
        )
    ]
    assert listed == [[row["id"]], [row["id"]], [], []]


def test_a_program_that_knows_external_id_alone_changes_nothing_else(api, cast):
    row = send(api("amina"), "activities/", R02 | {"external_id": "R02", "identifiers": [HOME]}).json()
    old = {name: value for name, value in row.items() if name != "identifiers"} | {"external_id": "R03"}
    answer = send(api("amina"), f"activities/{row['id']}/", old, "put").json()
    assert (answer["external_id"], answer["identifiers"]) == ("R03", [HOME])


def test_a_program_adds_a_system_and_says_for_whom(api, cast):
    made = send(api("amina"), "systems/", {"code": "MOZ-home", "owner": "MOZ"})
    expected = {"code": "moz-home", "organisation": None, "country": "MOZ", "person": None}
    assert (made.status_code, made.json()) == (201, expected)
    assert api("amina").get("/api/v1/systems/").json()["results"] == [expected]
    assert api("juma").get("/api/v1/systems/").json()["results"] == []
    refused = send(api("amina"), "systems/", {"code": "other", "owner": "TZA"})
    assert (refused.status_code, refused.json()["errors"]) == (
        400,
        [{"field": "owner", "detail": "Choose one of these: MOZ, me."}],
    )
    assert send(api("charlie"), "systems/", {"code": "other"}).status_code == 403


# In a table ---------------------------------------------------------------------------------------------------------


def test_a_row_of_a_table_is_known_by_the_identifier_of_its_system(cast):
    amina = cast["amina"]
    row = record(amina, title="Course", claims=[], identifiers=[HOME])
    written(amina, b'identifiers,title\n"moz-home: A-17; moz-pay: 9",Another\n')
    assert (reread(row).title, called(row)[1], Activity.objects.count()) == (
        "Another",
        [{"system": "moz-pay", "identifier": "9"}, HOME],
        1,
    )


@pytest.mark.parametrize(
    ("cell", "words"),
    [
        ("A-17", "is not in the form SYSTEM: IDENTIFIER"),
        ("moz home: 1", "cannot be the code of a system"),
        ("iom-pipeline: 45", "belongs to IOM"),
        ("moz-home: 1", "appears twice in the table"),
    ],
)
def test_a_cell_that_cannot_be_taken_is_refused_at_its_place(cast, cell, words):
    workflow.add_system(by=cast["paul"], code="iom-pipeline")
    upload = previewed(cast["amina"], f"reference,title,identifiers\nX1,x,moz-home: 1\nX2,y,{cell}\n".encode())
    ((place, message),) = messages_of(upload).items()
    assert (place.split()[-1], words in message) == ("C3", True)


def test_the_same_identifier_of_anothers_system_is_another_activity(cast):
    """An agency's 44 is not the ministry's 44."""
    row = record(cast["paul"], scope="regional", countries=["MOZ"], claims=[], identifiers=[PIPELINE])
    upload = previewed(cast["amina"], b"reference,title\n44,Ours\n")
    assert (counted(upload), called(row)[1]) == ({"created": 1}, [PIPELINE])
