"""What the working group writes for everybody is read in the reader's language, or in the original with its language named."""

from datetime import date

import pytest
from django.core import mail
from django.core.exceptions import ValidationError
from django.utils import translation

from reports import workflow
from reports.documents.report import report
from reports.documents.source import source
from reports.forms.rounds import RoundForm
from reports.models import Assessment, Change, Participation, Round
from reports.snapshots import contents
from tests.base import fresh, today
from themes.multilingual import written

DAYS = {"opens_on": "2012-01-01", "closes_on": "2012-03-31", "as_at": "2012-03-31"}
FRENCH = {"title": {"fr": "Bilan à mi-parcours", "en": "", "pt": ""}}


@pytest.fixture
def announced(cast):
    """`announced(**values)`: a round that Nadia announced in English."""

    def announce(**values) -> Round:
        days = {name: date.fromisoformat(day) for name, day in DAYS.items()}
        titled = {"title": "Mid-term review", "language": "en", "translations": FRENCH}
        return workflow.open_round(by=cast["nadia"], **(days | titled | values))

    return announce


def page(as_person, path, language):
    browser = as_person(None)
    browser.cookies["django_language"] = language
    return browser.get(path).content.decode()


def test_a_reader_gets_the_title_of_a_round_in_their_language(announced, as_person):
    row = announced()
    assert "<bdi>Bilan à mi-parcours</bdi>" in page(as_person, row.get_absolute_url(), "fr")
    assert "<bdi>Mid-term review</bdi>" in page(as_person, row.get_absolute_url(), "en")


def test_else_the_original_with_its_language_marked_and_named(announced, as_person):
    shown = page(as_person, announced().get_absolute_url(), "pt")
    assert '<bdi lang="en">Mid-term review</bdi> <span class="small muted">(em inglês)</span>' in shown


def test_a_text_whose_language_nobody_said_is_neither_marked_nor_named(announced, as_person):
    row = announced(language="", translations=None)
    assert "<bdi>Mid-term review</bdi>" in page(as_person, row.get_absolute_url(), "pt")


@pytest.mark.parametrize(
    ("reader", "text", "language"),
    [("en", "One", "en"), ("fr", "Un", "fr"), ("pt", "One", "en"), ("sw", "One", "en")],
)
def test_the_language_of_a_text(reader, text, language):
    with translation.override(reader):
        one = written("One", "en", {"fr": "Un"})
    assert (one.text, one.language) == (text, language)


def test_a_reader_whose_language_has_only_begun_gets_the_english_before_the_original():
    with translation.override("sw"):
        assert written("Un", "fr", {"en": "One"}).text == "One"


def test_what_is_written_in_no_other_language_leaves_nothing_behind(announced):
    row = announced(translations={"title": {"fr": " \u200b", "pt": ""}})
    assert (row.language, row.translations) == ("en", None)


def test_the_original_is_not_written_twice(announced):
    with pytest.raises(ValidationError) as refused:
        announced(translations={"title": {"en": "The mid-term review"}})
    assert list(refused.value.message_dict) == ["title_en"]


def test_a_translation_is_held_to_the_length_of_the_original(announced):
    with pytest.raises(ValidationError) as refused:
        announced(translations={"title": {"fr": "x" * 500}})
    assert list(refused.value.message_dict) == ["title_fr"]


def test_two_rounds_have_no_title_in_common_in_any_language(announced):
    announced()
    with pytest.raises(ValidationError) as refused:
        announced(title="bilan A MI-PARCOURS", language="fr", translations=None)
    assert list(refused.value.message_dict) == ["title"]


def test_translations_without_the_language_of_the_original_are_refused(announced):
    with pytest.raises(ValidationError) as refused:
        announced(language="")
    assert list(refused.value.message_dict) == ["language"]


def test_the_form_sends_them_and_opens_its_fold_where_something_is_wrong(as_person, cast):
    sent = DAYS | {"title": "Review", "language": "en", "title_en": "Review again", "title_fr": "Bilan"}
    answer = as_person("nadia").post("/rounds/new/", sent)
    assert (answer.status_code, "<details open>" in answer.content.decode()) == (422, True)
    as_person("nadia").post("/rounds/new/", sent | {"title_en": ""})
    assert Round.objects.get().translations == {"title": {"fr": "Bilan"}}


def test_the_fold_is_closed_at_first(as_person, cast):
    assert "<details>" in as_person("nadia").get("/rounds/new/").content.decode()


def test_the_language_is_that_of_the_page_at_first(cast):
    with translation.override("fr"):
        form = RoundForm(DAYS | {"title": "Bilan"})
        assert (form["language"].initial, form.is_valid(), form.typed()["language"]) == ("fr", True, "fr")


def test_a_title_is_translated_later_even_of_a_closed_round(announced, as_person, cast):
    row = announced(language="", translations=None)
    workflow.close_round(by=cast["nadia"], pk=row.pk, contents=contents)
    sent = {"language": "en", "title_pt": "Balanço intercalar"}
    assert as_person("nadia").post(f"/rounds/{row.pk}/title/", sent).status_code == 302
    assert "<bdi>Balanço intercalar</bdi>" in page(as_person, row.get_absolute_url(), "pt")
    logged = Change.objects.get(verb="round.translated")
    assert logged.after["title"] == {"en": "Mid-term review", "pt": "Balanço intercalar"}


def test_two_who_translate_a_title_at_once_lose_nothing_of_each_other(announced, as_person, cast):
    row = announced(language="", translations=None)
    shown = {"language": "en", "initial-language": "en", "initial-title_fr": "", "initial-title_pt": ""}
    for text in ({"title_fr": "Bilan", "title_pt": ""}, {"title_fr": "", "title_pt": "Balanço"}):
        as_person("nadia").post(f"/rounds/{row.pk}/title/", shown | text)
    row.refresh_from_db()
    assert row.translations == {"title": {"fr": "Bilan", "pt": "Balanço"}}


def test_nor_does_the_second_in_one_language_replace_the_first_unasked(announced, as_person, cast):
    row = announced(language="", translations=None)
    shown = {"language": "en", "initial-language": "en", "initial-title_fr": ""}
    answers = [
        as_person("nadia").post(f"/rounds/{row.pk}/title/", shown | {"title_fr": text}) for text in ("Un", "Deux")
    ]
    page = answers[1].content.decode()
    assert ([answer.status_code for answer in answers], "has saved “Un” here" in page) == ([302, 422], True)
    assert 'name="initial-title_fr" value="Un"' in page
    as_person("nadia").post(f"/rounds/{row.pk}/title/", shown | {"title_fr": "Deux", "initial-title_fr": "Un"})
    row.refresh_from_db()
    assert row.translations == {"title": {"fr": "Deux"}}


def test_a_title_that_is_emptied_is_taken_away(announced, cast):
    row = announced()
    row = workflow.translate_round(by=cast["nadia"], pk=row.pk, titles={"fr": ""})
    assert (row.language, row.translations) == ("en", None)


def test_only_the_working_group_translates_a_title(announced, cast):
    with pytest.raises(workflow.NotAllowed):
        workflow.translate_round(by=cast["amina"], pk=announced().pk, titles={})


def test_a_printed_report_has_its_title_in_its_own_language(announced, cast):
    row = announced()
    snapshot = workflow.close_round(by=cast["nadia"], pk=row.pk, contents=contents)
    titles = {}
    for language in ("fr", "pt"):
        titles[language] = report(source(snapshot, participants=True, language=language))["round"]
    assert titles["fr"] == {"text": "Bilan à mi-parcours", "language": "fr", "note": ""}
    assert titles["pt"] == {"text": "Mid-term review", "language": "en", "note": "em inglês"}


def test_a_country_is_told_in_its_own_language_why_it_has_more_time(
    announced, cast, django_capture_on_commit_callbacks
):
    late = {"closes_on": date(2012, 6, 30), "reason": "Floods.", "language": "en"}
    with django_capture_on_commit_callbacks(execute=True):
        workflow.extend_round(
            by=cast["nadia"], pk=announced().pk, country="MOZ", translations={"reason": {"pt": "Cheias."}}, **late
        )
    (sent,) = [one for one in mail.outbox if one.to == [fresh(cast["amina"]).email]]
    assert ("Cheias." in sent.body, "Floods." in sent.body, "(em inglês)" in sent.body) == (True, False, False)


def test_an_assessment_says_its_reasons_in_each_language(as_person, cast):
    said = {"verdict": "at_risk", "reasons": "Few answers.", "language": "en", "reasons_fr": "Peu de réponses."}
    as_person("nadia").post("/plan/targets/VI.T1/judge/", said | {"assessed_on": "2012-06-01"})
    assert Assessment.objects.get().translations == {"reasons": {"fr": "Peu de réponses."}}
    assert "<bdi>Peu de réponses.</bdi>" in page(as_person, "/plan/targets/VI.T1/", "fr")


def test_a_revision_says_in_each_language_who_decided_and_why(as_person, cast):
    workflow.revise_target(
        by=cast["nadia"],
        target="VI.T1",
        in_force_from=today(),
        deadline=today(),
        decided_by="Conference",
        reason="Late start.",
        language="en",
        translations={"decided_by": {"pt": "Conferência"}, "reason": {"pt": "Início tardio."}},
    )
    shown = page(as_person, "/plan/targets/VI.T1/", "pt")
    assert ("<bdi>Conferência</bdi>" in shown, "<bdi>Início tardio.</bdi>" in shown) == (True, True)


def test_a_participation_names_its_source_in_each_language(as_person, cast):
    said = {"participation": "confirmed", "since": "2012-01-01", "source": "A letter.", "language": "en"}
    as_person("nadia").post("/countries/COM/participation/", said | {"source_fr": "Une lettre."})
    assert Participation.objects.standing().filter(country="COM").latest("pk").language == "en"
    assert "<bdi>Une lettre.</bdi>" in page(as_person, "/countries/COM/", "fr")


def test_a_corrected_edition_says_why_in_each_language(announced, as_person, cast):
    first = workflow.close_round(by=cast["nadia"], pk=announced().pk, contents=contents)
    said = {"why": "A date was wrong.", "language": "en", "why_fr": "Une date était fausse."}
    as_person("nadia").post(f"/snapshots/{first.pk}/correct/", said)
    second = first.round.snapshots.get(edition=2)
    values = report(source(second, participants=True, language="fr"))
    assert values["why"]["paragraphs"] == ["Une date était fausse."]


def test_who_decided_is_marked_where_the_reason_alone_is_in_the_reader_s_language(as_person, cast):
    said = {"target": "VI.T1", "in_force_from": today(), "deadline": today(), "decided_by": "Conference"}
    late = {"reason": "Late start.", "language": "en", "translations": {"reason": {"pt": "Início tardio."}}}
    workflow.revise_target(by=cast["nadia"], **said, **late)
    shown = page(as_person, "/plan/targets/VI.T1/", "pt")
    assert '<bdi lang="en">Conference</bdi> <span class="small muted">(em inglês)</span>' in shown


def test_what_is_withdrawn_says_why_in_the_language_of_who_withdraws(cast):
    said = {"participation": "confirmed", "since": today(), "source": "A letter.", "language": "en"}
    row = workflow.change_participation(by=cast["nadia"], country="COM", **said)
    back = workflow.take_back_participation(by=cast["paul"], pk=row.pk, source="Une erreur.", language="fr")
    assert (back.source, back.language, back.translations) == ("Une erreur.", "fr", None)


def test_the_api_gives_the_original_and_what_stands_beside_it(announced, as_person):
    announced()
    (row,) = as_person(None).get("/api/v1/rounds/").json()["results"]
    assert (row["title"], row["language"]) == ("Mid-term review", "en")
    assert row["translations"] == {"title": {"fr": "Bilan à mi-parcours"}}


def test_the_log_tells_every_language_in_words(announced, as_person):
    announced()
    shown = as_person("nadia").get("/changes/").content.decode()
    assert "English: Mid-term review<br>French: Bilan à mi-parcours" in shown
