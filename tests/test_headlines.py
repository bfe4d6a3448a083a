"""What the pages of a target and of an activity begin with, and that what is said agrees with what it is said of."""

import re
from datetime import date

import pytest
from django.contrib.auth.models import AnonymousUser
from django.utils import timezone, translation

from indicators.attainment import Attainment, Span
from reports import rules, workflow
from reports.attained import met_since_words
from reports.bodies import agency_word, office_word
from reports.headlines import counted_now_words, growth_words, standing_words
from reports.layer_words import layer_word, layers_key
from reports.models import User
from reports.sight import unit_labels
from reports.summaries import Step
from tests.base import record, submitted, verified
from tests.later import accept, end, group
from tests.test_revising import revise
from themes.dates import date_format
from themes.punctuation import unstopped

DEADLINE = date(2012, 12, 31)
MET = date(2012, 2, 28)
ONCE = (Span(date(2011, 2, 28), MET),)
GROUP = "/plan/targets/VI.T2/"


def plain(text):
    return " ".join(re.sub("<[^>]*>", "", text).split())


AGAIN = "Met by the deadline; met again since 3 May 2014"


def counts(page):
    """The lines of the head that say what counts."""
    return [plain(text) for text in re.findall(r'class="counts[^"]*">(.*?)</p>', page.content.decode(), re.DOTALL)]


# A target -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("attainment", "said"),
    [
        (Attainment(DEADLINE, by_deadline=True, since=MET), "Met by the deadline, since 28 February 2012"),
        (Attainment(DEADLINE, by_deadline=True, since=date(2014, 5, 3), earlier=ONCE), AGAIN),
        (Attainment(DEADLINE, by_deadline=False, since=date(2014, 5, 3)), "Met late, since 3 May 2014"),
        (
            Attainment(DEADLINE, by_deadline=False, ended=MET, earlier=ONCE),
            "Was met, but no longer since 28 February 2012",
        ),
        (
            Attainment(
                DEADLINE, by_deadline=False, ended=date(2015, 1, 1), earlier=(Span(date(2014, 5, 3), date(2015, 1, 1)),)
            ),
            "Met late, but no longer met since 1 January 2015",
        ),
        (
            Attainment(DEADLINE, by_deadline=True, ended=MET, earlier=ONCE),
            "Met by the deadline, but no longer met since 28 February 2012",
        ),
        (Attainment(DEADLINE, by_deadline=False), "Not met"),
    ],
)
def test_a_target_is_met_or_not_since_a_day(attainment, said):
    assert met_since_words(attainment) == said


def test_how_the_number_grew_is_said_by_year():
    steps = [Step(date(2010, 9, 7), 0, 0, 4), Step(date(2011, 2, 1), 1, 0, 4), Step(date(2011, 6, 1), 3, 0, 4)]
    steps += [Step(date(2012, 3, 1), 3, 1, 4), Step(date(2014, 3, 1), 2, 0, 4)]
    assert growth_words(steps) == "3 in 2011, 2 in 2014"
    assert [standing_words(step) for step in (steps[2], Step(MET, 4, 0, 3), Step(MET, 4, 0, None))] == [
        "3 of 4",
        "4",
        "4",
    ]


@pytest.mark.parametrize(
    ("of", "said"),
    [
        ("countries", "Vérifié dans 4\u00a0pays (il en faut 3)"),
        ("border_regions", "Vérifié dans 4\u00a0régions frontalières (il en faut 3)"),
        ("regional_bodies", "Vérifié pour 4\u00a0organisations régionales (il en faut 3)"),
        ("activities", "4\u00a0activités vérifiées (il en faut 3)"),
    ],
)
def test_what_is_counted_is_named_and_agrees(of, said):
    with translation.override("fr"):
        assert counted_now_words(of, 4, 3).replace("\u00a0", " ") == said.replace("\u00a0", " ")


def test_the_picture_says_what_is_counted_and_names_each_year_below_its_beginning(cast, client):
    verified(cast["amina"], cast["nadia"])
    chart = client.get("/plan/targets/VI.T1/", {"as_at": "2016-01-01"}).context["rows"][0].chart
    assert chart.title == "Countries counted over the years (VI.T1.1), as at 1 January 2016"
    years = [label for label in chart.labels if label.text.startswith("20")]
    ticks = next(mark.path for mark in chart.marks if mark.path.endswith("v4"))
    assert [label.anchor for label in years] == ["middle"] * ticks.count("v4")


def test_what_was_required_before_a_revision_is_said_beside_what_is(cast, client):
    revise(cast, target="VI.T2", indicator="VI.T2.1", required=1, in_force_from=date(2012, 3, 12))
    group(cast["amina"], cast["nadia"])
    now, then = (counts(client.get(GROUP, {"as_at": day}))[0] for day in ("2012-03-12", "2012-03-11"))
    revised = "Revised on 12 March 2012; number required before: 3."
    assert f"Verified in 1 country (1 required): Mozambique. {revised}" in now
    assert ("(3 required)" in then, "required before" in then) == (True, False)


def test_a_name_in_another_language_says_so_in_the_head(cast, client):
    claim = {"indicator": "IV.T3.1", "unit": "", "achieved_on": "2014-05-26"}
    verified(cast["amina"], cast["nadia"], title="Seminário", language="pt", actions=["IV.4"], claims=[claim])
    page = client.get("/plan/targets/IV.T3/").content.decode()
    assert '<bdi lang="pt">Seminário</bdi>.' in page.partition('class="counts"')[2].partition("</p>")[0]


def test_its_page_begins_with_who_counts_how_many_by_the_deadline_and_how_that_grew(cast, client):
    row = group(cast["amina"], cast["nadia"])
    page = client.get(GROUP)
    assert counts(page) == [
        "Verified in 1 country (3 required): Mozambique. By the deadline, 31 December 2012: 1 of 3. "
        "Cumulative total: 1 in 2011."
    ]
    accept(cast["nadia"], end(cast["amina"], row))
    assert counts(client.get(GROUP))[0].endswith("Cumulative total: 1 in 2011, 0 in 2013.")


def test_it_says_how_far_it_is_as_its_square_does(cast, client):
    group(cast["amina"], cast["nadia"])
    assert '<span class="met verified">Partly met.</span>' in client.get(GROUP).content.decode()
    assert '<span class="met nothing">Not met.</span>' in client.get("/plan/targets/VI.T3/").content.decode()


def test_what_the_reader_may_not_see_leaves_no_empty_name(cast, client, as_person):
    claims = [{"indicator": "II.T2.1", "unit": "*", "achieved_on": "2014-05-26"}]
    submitted(cast["amina"], actions=["II.1"], claims=claims)
    said = [counts(one.get("/plan/targets/II.T2/"))[0] for one in (client, as_person("nadia"))]
    assert ["Reported, not yet verified: 1." in said[0], "Reported, not yet verified: 1 (" in said[1]] == [True, True]


def test_what_is_only_reported_is_named_too(cast, client):
    submitted(cast["amina"])
    assert "Reported, not yet verified: 1 (Mozambique)." in counts(client.get("/plan/targets/VI.T1/"))[0]


def test_a_regional_organization_goes_by_the_name_that_it_has_in_the_readers_language(db):
    for language, name in (("en", "EAC"), ("fr", "CAE"), ("pt", "CAO")):
        with translation.override(language):
            assert unit_labels(rules.standing(AnonymousUser()), {"EAC"}) == {"EAC": (name, "")}


# An activity ----------------------------------------------------------------------------------------------------------


def test_an_activity_begins_with_its_target_and_its_proof(cast, as_person):
    row, today = verified(cast["amina"], cast["nadia"]), date_format(timezone.localdate())
    [said] = counts(as_person("nadia").get(row.get_absolute_url()))
    assert (
        said == "Result: The Plan of Action has been examined and discussed with national stakeholders in the country. "
        f"Contributes to: VI.T1 Plan discussed and measures adopted everywhere: verified by UNHCR on {today} Evidence: "
        "IOM and UNHCR, 27 May 2014 (citation of a public source) Mozambique · 26 May 2014 Action of the Plan: VI.1 Hold a "
        "national meeting on the Plan Organizations: IOM (lead organization)"
    )


def test_what_it_only_reports_is_not_said_to_count_more(cast, as_person):
    row = submitted(cast["amina"])
    [said] = counts(as_person("nadia").get(row.get_absolute_url()))
    assert "VI.T1 Plan discussed and measures adopted everywhere: reported" in said
    draft = record(cast["amina"], title="Another")
    [said] = counts(as_person("grace").get(draft.get_absolute_url()))
    assert said.startswith("No contribution to a target counts yet.")


def test_it_says_that_nothing_is_claimed_and_that_nothing_proves_it(cast, client):
    row = record(cast["amina"], claims=[])
    workflow.submit_activity(by=cast["amina"], pk=row.pk)
    workflow.verify_activity(by=cast["nadia"], pk=row.pk)
    [said] = counts(client.get(row.get_absolute_url()))
    assert said.startswith("No contribution to a target has been claimed. No evidence to show. Mozambique")


def test_the_language_of_its_texts_is_said_where_the_page_has_another(cast, client):
    row = verified(cast["amina"], cast["nadia"], language="pt")
    for path in (row.get_absolute_url(), "/activities/"):
        said = {code: client.get(path, headers={"accept-language": code}).content.decode() for code in ("en", "pt")}
        assert ["<span>In Portuguese</span>" in said["en"], "<span>Em português</span>" in said["pt"]] == [True, False]


def test_each_piece_of_evidence_is_named_with_its_kind_and_the_language_in_which_it_is(cast, as_person):
    row = verified(cast["amina"], cast["nadia"], language="pt")
    link = {"kind": "link", "title": "Programa", "url": "https://example.org/", "confidentiality": "public"}
    workflow.add_evidence(by=cast["amina"], pk=row.pk, **link)
    theirs, own = (counts(as_person(name).get(row.get_absolute_url()))[0] for name in ("nadia", "amina"))
    first = "IOM and UNHCR, 27 May 2014 (citation of a public source)"
    assert f"Evidence: {first}; Programa (link) (in Portuguese) Mozambique" in theirs
    assert ("; Programa (hiperligação) Moçambique" in own, "em português" in own) == (True, False)


def test_an_organization_with_several_parts_is_named_once(cast, client):
    partners = [{"organisation": name, "role": "technical"} for name in ("IOM", "UNHCR")]
    row = verified(cast["amina"], cast["nadia"], partners=[*partners, {"organisation": "UNHCR", "role": "funding"}])
    [said] = counts(client.get(row.get_absolute_url()))
    assert said.endswith("Organizations: IOM (lead organization, technical), UNHCR (funding, technical)")


def test_who_is_asked_reads_of_which_country_and_action_in_which_language_and_what_to_press(cast, as_person):
    row = submitted(cast["juma"], countries=["TZA"], claims=[])
    workflow.return_activity(by=cast["nadia"], pk=row.pk, remark="Quem participou?")
    User.objects.filter(username="nadia").update(language="pt")
    page = as_person("juma").get(row.get_absolute_url())
    assert counts(page)[0].startswith("Tanzania · 26 May 2014 Action of the Plan: VI.1 Hold a national meeting")
    question = plain(page.content.decode().partition('id="remarks"')[2].partition("<form")[0])
    assert ("(in Portuguese)" in question, question.endswith("Submit to the working group")) == (True, True)


@pytest.mark.parametrize(("language", "office"), [("en", "IOM Malawi"), ("fr", "OIM Malawi"), ("pt", "OIM Malawi")])
def test_an_office_of_an_agency_is_called_as_the_agency_is(language, office):
    with translation.override(language):
        assert (agency_word("IOM Malawi"), agency_word("Ministry of IOM")) == (office, "Ministry of IOM")


@pytest.mark.parametrize(("language", "called"), [("fr", "OIM Mozambique"), ("pt", "OIM Moçambique")])
def test_an_office_named_after_its_country_has_that_name_in_the_readers_language(language, called):
    with translation.override(language):
        at_hand = {"Mozambique": called.partition(" ")[2]}
        assert office_word("IOM Mozambique", at_hand) == called
        assert office_word("IOM Maputo", at_hand) == "OIM Maputo"
        assert office_word("Ministry Mozambique", at_hand) == "Ministry Mozambique"


def test_an_activity_says_what_it_achieved_unless_that_is_one_sector_of_more(cast, client):
    sector = {"indicator": "I.T2.1", "unit": "MOZ/I.c", "achieved_on": "2014-05-26"}
    review = {"indicator": "I.T1.1", "unit": "MOZ", "achieved_on": "2014-05-26"}
    both, one = (
        counts(client.get(verified(cast["amina"], cast["nadia"], actions=["I.7"], claims=claims).get_absolute_url()))[0]
        for claims in ([sector, review], [sector])
    )
    achieved = "Result: A complete legislative review has been carried out in the country with the technical assistance"
    assert (both.startswith(achieved), both.count("Result:"), "Result:" in one) == (True, 1, False)


def test_what_is_only_expected_is_not_said_to_be_achieved(cast, client):
    claims = [{"indicator": "VI.T1.2", "unit": "MOZ", "achieved_on": None}]
    [said] = counts(client.get(verified(cast["amina"], cast["nadia"], claims=claims).get_absolute_url()))
    assert said.startswith(
        "Expected result: The measures to be taken at national level have been identified and adopted"
    )


def test_an_activity_says_on_its_first_screen_how_many_took_part(cast, client):
    row = verified(cast["amina"], cast["nadia"], participants_women=13, participants_men=17)
    assert "Participants: 30 (women: 13, men: 17) " in counts(client.get(row.get_absolute_url()))[0]


def test_who_is_asked_reads_whether_whether_a_reply_is_enough(cast, as_person):
    row = submitted(cast["juma"], countries=["TZA"], claims=[])
    workflow.add_remark(by=cast["nadia"], pk=row.pk, text="Who took part?")
    address, enough = row.get_absolute_url(), "Your reply is enough"
    assert enough in as_person("juma").get(address).content.decode()
    workflow.return_activity(by=cast["nadia"], pk=row.pk, remark="And when?")
    page = as_person("juma").get(address).content.decode()
    assert (enough in page, "A reply alone is not enough" in page, 'id="next"' in page) == (False, True, True)


# Words that agree -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("fr", ["Vérifié", "Vérifié", "Vérifiée", "Vérifiée", "Vérifiée", "Vérifiée"]),
        ("pt", ["Verificado", "Verificado", "Verificada", "Verificada", "Verificada", "Verificada"]),
    ],
)
def test_a_badge_agrees_with_what_it_is_said_of(language, said):
    of = ("", "countries", "border_regions", "regional_bodies", "activities", "contribution")
    with translation.override(language):
        assert [layer_word("verified", one) for one in of] == said


def test_a_legend_agrees_with_what_it_is_said_of():
    with translation.override("fr"):
        hatches = [layers_key(of)["hatch"] for of in ("results", "actions", "activities")]
    assert hatches == [
        "Déclaré, pas encore vérifié",
        "Déclarée, pas encore vérifiée",
        "Déclarées, pas encore vérifiées",
    ]


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("Minutes, May 2014.", "Minutes, May 2014"),
        ("Report of Acme S.A.", "Report of Acme S.A."),
        ("And so on...", "And so on..."),
        ("", ""),
    ],
)
def test_a_title_loses_its_full_stop_before_another_mark(written, shown):
    assert unstopped(written) == shown


def test_titles_of_evidence_in_a_line_have_no_stop_before_the_semicolon(cast, client):
    row = record(cast["amina"])
    for title in ("The minutes.", "The report."):
        workflow.add_evidence(by=cast["amina"], pk=row.pk, kind="citation", citation=title, confidentiality="public")
    workflow.submit_activity(by=cast["amina"], pk=row.pk)
    workflow.verify_activity(by=cast["nadia"], pk=row.pk)
    line = plain(
        client.get(row.get_absolute_url()).content.decode().partition('id="claims"')[2].partition("</section>")[0]
    )
    assert "The minutes; The report" in line
    assert "The minutes.;" not in line


def test_of_what_is_only_planned_the_entry_is_verified(cast, client):
    plan = {"status": "planned", "starts_on": "2099-01-01", "ends_on": None, "claims": []}
    address = verified(cast["amina"], cast["nadia"], **plan).get_absolute_url()
    assert '<span class="chip verified">Entry verified</span>' in client.get(address).content.decode()
    address = verified(cast["juma"], cast["nadia"], countries=["TZA"], claims=[]).get_absolute_url()
    assert '<span class="chip verified">Verified</span>' in client.get(address).content.decode()


def test_changes_give_no_number_of_what_a_reader_may_not_open(cast, client, as_person):
    row = submitted(cast["amina"])
    asked = "/region/moved/?since=2014-05-25&as_at=2014-05-26"
    said, table = plain(client.get(asked).content.decode()), client.get(asked + "&format=csv")
    assert ("Mozambique" in said, "not published" in said, "do not have access" in said) == (True, True, False)
    assert "not published" in b"".join(table).decode()
    assert row.get_absolute_url() in as_person("nadia").get(asked).content.decode()
