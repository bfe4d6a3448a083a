"""Saving over what somebody else saved meanwhile: what you changed, what they changed, and what both did."""

from datetime import date

import pytest
from django.urls import reverse

from reports import workflow
from reports.models import Activity, Change, Narrative, Organisation
from reports.workflow.merging import changes_of_adoption, changes_of_organisation, earlier, three_way
from tests.base import R02, fresh, record
from tests.rounds import a_round

CLAIM = {"indicator": "VI.T1.1", "unit": "MOZ", "achieved_on": "2014-05-26"}
OTHER = {"indicator": "VI.T2.1", "unit": "MOZ", "achieved_on": None}
UNDATED = CLAIM | {"achieved_on": None}
BY_EACH, BY_BOTH = (["claims"], ["claims"], []), ([], [], ["claims"])


# The three sides -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("base", "mine", "theirs", "sides", "stands"),
    [
        ("a", "a", "a", ([], [], []), "a"),
        ("a", "b", "a", (["x"], [], []), "b"),
        ("a", "a", "b", ([], ["x"], []), "b"),
        ("a", "b", "b", ([], [], []), "b"),
        ("a", "b", "c", ([], [], ["x"]), "c"),
        ("a", "", "a", (["x"], [], []), ""),
        ("", "", "b", ([], ["x"], []), "b"),
        ("a", "b", "", ([], [], ["x"]), ""),
    ],
)
def test_each_field_was_changed_by_one_by_both_or_by_nobody(base, mine, theirs, sides, stands):
    merge = three_way({"x": base}, {"x": mine}, {"x": theirs})
    assert ((merge.yours, merge.others, merge.both), merge.decided({})) == (sides, {"x": stands})


def test_without_what_was_read_whatever_differs_wants_a_decision():
    merge = three_way(None, {"x": "a", "y": "b"}, {"x": "c", "y": "b"})
    assert (merge.both, merge.decided({"x": "mine"})) == (["x"], {"x": "a", "y": "b"})


@pytest.mark.parametrize(
    ("mine", "theirs", "sides", "stand", "mine_stand"),
    [
        ([CLAIM, OTHER], [], BY_EACH, [OTHER], [OTHER]),
        ([UNDATED], [CLAIM, OTHER], BY_EACH, [UNDATED, OTHER], [UNDATED, OTHER]),
        ([], [UNDATED], BY_BOTH, [UNDATED], []),
        (
            [CLAIM | {"achieved_on": "2014-05-27"}],
            [UNDATED],
            BY_BOTH,
            [UNDATED],
            [CLAIM | {"achieved_on": "2014-05-27"}],
        ),
        (
            [UNDATED],
            [CLAIM | {"achieved_on": "2014-05-27"}, OTHER],
            BY_BOTH,
            [OTHER, CLAIM | {"achieved_on": "2014-05-27"}],
            [UNDATED, OTHER],
        ),
    ],
)
def test_claims_are_brought_together_one_by_one(mine, theirs, sides, stand, mine_stand):
    merge = three_way({"claims": [CLAIM]}, {"claims": mine}, {"claims": theirs})
    assert (merge.yours, merge.others, merge.both) == sides
    assert (merge.decided({})["claims"], merge.decided({"claims": "mine"})["claims"]) == (stand, mine_stand)


def test_what_was_read_is_what_stands_with_the_changes_undone():
    changes = [Change(before={"x": "b"}), Change(before={"x": "a", "y": "p"}), Change(before={"x": "0"})]
    now = {"x": "c", "y": "q", "z": "z"}
    assert [earlier(now, changes, steps) for steps in (0, 1, 2, 3, 4, -1)] == [
        now,
        now | {"x": "b"},
        {"x": "a", "y": "p", "z": "z"},
        {"x": "0", "y": "p", "z": "z"},
        None,
        None,
    ]


# The form of an activity ---------------------------------------------------------------------------------------------


@pytest.fixture
def row(cast):
    cast["amina"].language = "en"
    cast["amina"].save()
    return record(cast["amina"], summary="Held in May.", place="Maputo")


def shown(client, row):
    """The form as a browser would send it back."""
    form = client.get(reverse("activity_edit", args=[row.pk])).context["form"]
    return sent(form)


def sent(form):
    data = {field.name: field.value() for field in form if field.value() not in (None, [], False)}
    days = {f"day:{key}": day for key, day in data["claims"].items()}
    return data | days | {"claims": list(data["claims"]), "claims_shown": "1"}


def on_site(cast, row, **values):
    now = Activity.objects.get(pk=row.pk)
    workflow.update_activity(by=cast["grace"], pk=row.pk, version=now.version, values=values)


def post(client, row, data):
    return client.post(reverse("activity_edit", args=[row.pk]), data)


def of(row, *names):
    now = Activity.objects.get(pk=row.pk)
    return tuple(getattr(now, name) for name in names)


def test_what_two_people_changed_in_different_fields_is_saved_and_said_so(as_person, cast, row):
    client = as_person("amina")
    form = shown(client, row)
    on_site(cast, row, place="Beira", result="A list")
    answer = client.post(reverse("activity_edit", args=[row.pk]), form | {"summary": "Held twice."}, follow=True)
    assert of(row, "summary", "place", "result") == ("Held twice.", "Beira", "A list")
    said = [str(one) for one in answer.context["messages"]]
    assert any("result, place" in one for one in said)


def test_nobody_s_field_is_emptied_by_one_who_did_not_touch_it(as_person, cast):
    row = record(cast["amina"], summary="", place="", lead="", claims=[], ends_on=None)
    client = as_person("amina")
    form = shown(client, row)
    partner = {"organisation": "UNHCR", "role": "funding"}
    on_site(cast, row, summary="Theirs", place="Beira", lead="IOM", partners=[partner])
    on_site(cast, row, claims=[CLAIM], ends_on="2014-05-27")
    post(client, row, form | {"title": "Mine"})
    assert of(row, "title", "summary", "place", "ends_on") == ("Mine", "Theirs", "Beira", date(2014, 5, 27))
    assert (of(row, "lead")[0].name, row.partners.count(), row.claims.count()) == ("IOM", 1, 1)


def test_only_what_both_changed_wants_a_decision(as_person, cast, row):
    client = as_person("amina")
    form = shown(client, row)
    on_site(cast, row, place="Beira", result="A list")
    page = post(client, row, form | {"place": "Tete", "summary": "Held twice."})
    conflict = page.context["conflict"]
    assert (page.status_code, of(row, "place", "summary")) == (409, ("Beira", "Held in May."))
    assert [(one.name, one.saved, one.typed) for one in conflict.differences] == [("place", "Beira", "Tete")]
    assert (conflict.yours, conflict.others) == (["summary"], ["result"])
    assert page.context["form"]["result"].value() == "A list"


@pytest.mark.parametrize(("choice", "place"), [("mine", "Tete"), ("theirs", "Beira")])
def test_a_decision_settles_it(as_person, cast, row, choice, place):
    client = as_person("amina")
    form = shown(client, row)
    on_site(cast, row, place="Beira", result="A list")
    page = post(client, row, form | {"place": "Tete", "summary": "Held twice."})
    assert post(client, row, sent(page.context["form"]) | {"decide-place": choice}).status_code == 302
    assert of(row, "place", "summary", "result") == (place, "Held twice.", "A list")


def test_without_a_decision_it_is_asked_again(as_person, cast, row):
    client = as_person("amina")
    form = shown(client, row)
    on_site(cast, row, place="Beira")
    page = post(client, row, form | {"place": "Tete"})
    assert post(client, row, sent(page.context["form"])).status_code == 409
    assert of(row, "place") == ("Beira",)


def test_a_decision_does_not_hold_for_what_has_changed_since(as_person, cast, row):
    client = as_person("amina")
    form = shown(client, row)
    on_site(cast, row, place="Beira")
    page = post(client, row, form | {"place": "Tete"})
    on_site(cast, row, place="Pemba")
    again = post(client, row, sent(page.context["form"]) | {"decide-place": "mine"})
    assert (again.status_code, of(row, "place")) == (409, ("Pemba",))


def test_ticks_of_two_people_stand_beside_each_other(as_person, cast, row):
    client = as_person("amina")
    form = shown(client, row)
    on_site(cast, row, claims=[CLAIM, OTHER])
    post(client, row, form | {"day:VI.T1.1=MOZ": "2014-05-27"})
    claims = {(one.indicator_id, str(one.achieved_on)) for one in row.claims.all()}
    assert claims == {("VI.T1.1", "2014-05-27"), ("VI.T2.1", "None")}


def test_an_organisation_that_was_renamed_meanwhile_is_no_difference(as_person, cast, row):
    client = as_person("amina")
    form = shown(client, row)
    on_site(cast, row, place="Beira")
    iom = Organisation.objects.get(name="IOM")
    workflow.change_organisation(by=cast["nadia"], pk=iom.pk, version=iom.version, values={"name": "IOM, the UN"})
    assert post(client, row, form | {"summary": "Held twice."}).status_code == 302
    assert (of(row, "place", "summary"), of(row, "lead")[0].name) == (("Beira", "Held twice."), "IOM, the UN")


def test_what_is_wrong_once_brought_together_is_told_with_what_they_wrote(as_person, cast, row):
    client = as_person("amina")
    form = shown(client, row)
    on_site(cast, row, ends_on="2014-05-27", starts_on="2014-05-27", claims=[])
    on_site(cast, row, starts_on=R02["starts_on"])
    page = post(client, row, form | {"starts_on": "2014-05-28", "claims": [], "ends_on": "2014-05-26"})
    assert (page.status_code, of(row, "ends_on")) == (422, (date(2014, 5, 27),))


# The other forms -----------------------------------------------------------------------------------------------------


@pytest.fixture
def adopted(cast):
    cast["amina"].language = "en"
    cast["amina"].save()
    values = {"adopted_on": date(2012, 1, 1), "lead_ministry": "Interior", "priority": "medium"}
    return workflow.adopt_action(by=cast["amina"], country="MOZ", action="VI.1", values=values)


PLAN = {"priority": "medium", "adopted_on": "2012-01-01", "lead_ministry": "Interior", "version": 1}


def adopt(cast, **values):
    return workflow.adopt_action(by=cast["grace"], country="MOZ", action="VI.1", values=values)


def in_plan(client, data):
    return client.post(reverse("adoption", args=["MOZ", "VI.1"]), data)


def test_a_plan_changed_by_two_is_brought_together(as_person, cast, adopted):
    adopt(cast, priority="low", needs_funding=True)
    assert in_plan(as_person("amina"), PLAN | {"starts_on": "2012-06-01"}).status_code == 302
    adopted.refresh_from_db()
    assert (adopted.priority, adopted.needs_funding, str(adopted.starts_on)) == ("low", True, "2012-06-01")


@pytest.mark.parametrize(("choice", "priority"), [("mine", "high"), ("theirs", "low")])
def test_a_plan_changed_twice_in_one_field_is_decided(as_person, cast, adopted, choice, priority):
    adopt(cast, priority="low", needs_funding=True)
    client = as_person("amina")
    page = in_plan(client, PLAN | {"priority": "high"})
    differences = [(one.label, one.saved, one.typed) for one in page.context["conflict"].differences]
    assert (page.status_code, differences) == (409, [("priority", "low", "high")])
    form = PLAN | {"priority": "high", "needs_funding": "on", "base": 1, "version": 2, "decide-priority": choice}
    assert in_plan(client, form).status_code == 302
    adopted.refresh_from_db()
    assert (adopted.priority, adopted.needs_funding) == (priority, True)


def test_an_action_that_somebody_adopted_meanwhile_is_not_written_over(as_person, cast, adopted):
    page = in_plan(as_person("amina"), PLAN | {"version": "", "lead_ministry": "Justice"})
    assert (page.status_code, [one.name for one in page.context["conflict"].differences]) == (409, ["lead_ministry"])


def test_an_organisation_described_by_two_is_brought_together_or_decided(as_person, cast):
    iom = Organisation.objects.get(name="IOM")
    workflow.change_organisation(by=cast["nadia"], pk=iom.pk, version=1, values={"kind": "donor"})
    client, address = as_person("nadia"), reverse("organisation_edit", args=[iom.pk])
    form = {"name": "IOM", "kind": iom.kind, "aliases": "\r\n".join(iom.aliases), "version": 1}
    assert client.post(address, form | {"aliases": form["aliases"] + "\r\nUN Migration"}).status_code == 302
    iom.refresh_from_db()
    assert (iom.kind, "UN Migration" in iom.aliases) == ("donor", True)
    page = client.post(address, form | {"kind": "academia"})
    assert (page.status_code, [one.name for one in page.context["conflict"].differences]) == (409, ["kind"])


@pytest.fixture
def narrated(cast):
    day = {"opens_on": date(2012, 1, 1), "closes_on": date(2100, 1, 1), "as_at": date(2100, 1, 1)}
    opened = workflow.open_round(by=cast["nadia"], title="x", **day)
    workflow.write_narrative(by=cast["nadia"], pk=opened.pk, part="VI", language="fr", text="Deux paragraphes.")
    return opened


def narrate(client, row, **data):
    return client.post(reverse("narrative_write", args=[row.pk, "VI", "fr"]), data)


def test_a_narrative_written_by_two_is_decided(as_person, narrated):
    client = as_person("paul")
    page = narrate(client, narrated, version=0, text="Autre chose.")
    (one,) = page.context["conflict"].differences
    assert (page.status_code, one.saved, one.typed) == (409, "Deux paragraphes.", "Autre chose.")
    assert narrate(client, narrated, version=1, base=0, text="Autre chose.", **{one.input: "mine"}).status_code == 302
    assert Narrative.objects.get().text == "Autre chose."


def test_a_narrative_that_was_not_touched_does_not_bring_an_old_text_back(as_person, cast, narrated):
    workflow.write_narrative(by=cast["nadia"], pk=narrated.pk, part="VI", language="fr", text="Trois.", version=1)
    assert narrate(as_person("paul"), narrated, version=1, text="Deux paragraphes.").status_code == 302
    assert Narrative.objects.get().text == "Trois."


# The API -------------------------------------------------------------------------------------------------------------


def test_the_api_says_who_changed_what(as_person, cast, row):
    on_site(cast, row, place="Beira", result="A list")
    client = as_person("amina")
    body = {"version": 1, "place": "Tete", "summary": "Held twice.", "title": row.title}
    answer = client.patch(f"/api/v1/activities/{row.pk}/", body, content_type="application/json")
    problem = answer.json()
    assert (answer.status_code, problem["yours"], problem["others"], problem["both"]) == (
        409,
        ["summary"],
        ["result"],
        ["place"],
    )
    assert of(row, "place", "summary") == ("Beira", "Held in May.")


def test_the_api_says_so_of_a_plan_too(as_person, cast, adopted):
    adopt(cast, priority="low", lead_ministry="Health")
    body = {"version": 1, "priority": "high", "lead_ministry": "Interior", "starts_on": "2012-06-01"}
    client = as_person("amina")
    answer = client.patch(f"/api/v1/adoptions/{adopted.pk}/", body, content_type="application/json")
    problem = answer.json()
    assert (answer.status_code, problem["yours"], problem["others"], problem["both"]) == (
        409,
        ["starts_on"],
        ["lead_ministry"],
        ["priority"],
    )


def test_an_own_action_is_found_under_its_former_title(cast):
    values = {"theme_id": "II", "title": "Old", "language": "en", "priority": "low"}
    own = workflow.plan_own_action(by=fresh(cast["amina"]), country="MOZ", values=values)
    for title in ("Newer", "Newest"):
        workflow.plan_own_action(by=cast["amina"], country="MOZ", values={"title": title}, pk=own.pk)
    with pytest.raises(workflow.StaleVersion) as stale:
        workflow.plan_own_action(
            by=cast["amina"], country="MOZ", values={"title": "Old", "priority": "high"}, pk=own.pk, version=1
        )
    merge = workflow.merge_of(stale.value)
    assert (merge.yours, merge.others, merge.both) == (["priority"], ["title"], [])


def test_a_long_title_of_an_own_action_is_found_in_the_log(cast):
    values = {"theme_id": "VI", "language": "en", "title": "A register of " * 9}
    row = workflow.plan_own_action(by=cast["amina"], country="MOZ", values=values)
    row = workflow.plan_own_action(by=cast["amina"], country="MOZ", pk=row.pk, values={"priority": "high"})
    assert [change.verb for change in changes_of_adoption(row)] == ["adoption.changed"]


def test_what_was_changed_of_another_organisation_is_no_change_of_this_one(cast):
    one, other = (workflow.add_organisation(by=cast["nadia"], values={"name": name}) for name in ("One", "Other"))
    for row, kind in ((one, "donor"), (other, "ministry")):
        workflow.change_organisation(by=cast["nadia"], pk=row.pk, version=1, values={"kind": kind})
    assert [change.after for change in changes_of_organisation(one)] == [{"kind": "donor"}]


def test_a_narrative_that_is_sent_twice_is_written_once(cast):
    part = {
        "by": cast["nadia"],
        "pk": a_round(cast["nadia"]).pk,
        "part": "VI",
        "language": "en",
        "text": "It went well.",
    }
    first = workflow.write_narrative(**part)
    assert workflow.write_narrative(**part, version=first.version) == first
    assert Change.objects.filter(verb="round.narrative_written").count() == 1
