"""What speaks for one event that was recorded twice, and what tells it from the others of its series."""

from datetime import date, timedelta

import pytest

from reports.activity.state import EMPTY
from reports.duplicates import equivalents
from reports.duplicates.likeness import days as likeness_days
from reports.duplicates.likeness import gap, is_one, likeness
from reports.duplicates.signs import distinguishing, names_in, numbers_in, read, series_in, signs_of, words_in

TETE = EMPTY | {
    "title": "Training of border officers in Tete",
    "summary": "35 officers were trained.",
    "countries": ["MOZ"],
    "actions": ["II.2"],
    "place": "Tete",
    "starts_on": "2012-05-02",
    "ends_on": "2012-05-04",
    "lead": "IOM",
    "partners": [{"organisation": "UNHCR", "role": "technical"}],
}
PORTUGUESE = {
    "title": "Formação de guardas de fronteira",
    "summary": "Trinta e cinco agentes em formação.",
    "lead": "UNHCR",
    "partners": [{"organisation": "IOM", "role": "technical"}],
}


def signs(**values):
    return signs_of(TETE | values)


def alike(**values):
    return bool(likeness(signs(), signs(**values)))


def points(name, **values):
    given_points = [sign.points for sign in likeness(signs(), signs(**PORTUGUESE, **values)) if sign.name == name]
    return given_points[0] if given_points else None


def test_one_event_in_two_languages_is_one():
    assert alike(**PORTUGUESE)


@pytest.mark.parametrize(
    "other",
    [
        {"place": "Chimoio", "title": "Training of border officers in Chimoio"},
        {"place": "Chimoio", "title": "Training of border officers"},
        {"starts_on": "2012-05-19", "ends_on": "2012-05-21"},
        {"starts_on": "2012-05-09", "ends_on": "2012-05-11"},
        {"title": "Training of judges in Tete", "starts_on": "2012-05-05", "ends_on": "2012-05-07"},
        {"title": "Training of border officers in Tete, module 2", "starts_on": "2012-05-05", "ends_on": "2012-05-06"},
        {"title": "Study on return", "summary": "", "actions": ["V.8"], "starts_on": "2012-05-01"},
        {"countries": ["MWI"]},
    ],
)
def test_another_place_month_audience_or_module_is_another_event(other):
    assert not alike(**other)


@pytest.mark.parametrize(("days", "is_near"), [(14, True), (15, False)])
def test_days_lie_fourteen_days_apart_at_most(days, is_near):
    day = date(2012, 5, 4) + timedelta(days=days)
    other = signs(**PORTUGUESE, starts_on=day.isoformat(), ends_on=day.isoformat())
    assert gap(signs(), other) == days
    assert bool(likeness(signs(), other)) == is_near


def test_beginnings_more_than_a_year_apart_are_two_events():
    long = {"ends_on": "2014-01-01"}
    assert likeness(signs(**long), signs(**long, starts_on="2013-05-03"))
    assert not likeness(signs(**long), signs(**long, starts_on="2013-05-04"))


def test_a_border_region_in_common_is_enough():
    region = {"border_regions": ["moz-mwi"]}
    assert likeness(signs(**region), signs(**region, countries=["MWI"]))


def test_regional_work_is_in_the_region_of_all():
    assert alike(scope="regional", countries=[])


def test_what_has_no_day_is_compared_with_nothing():
    assert signs_of(TETE | {"starts_on": None}) is None


@pytest.mark.parametrize(("place", "given"), [("Cidade de Tete", 2), ("Moatize", None), ("", None), ("Teete", None)])
def test_a_place_is_known_by_its_name(place, given):
    assert points("place", place=place) == given


def test_two_spellings_of_a_place_are_one():
    assert likeness(signs(place="Bossaso"), signs(place="Bosaso"))
    assert not likeness(signs(place="Bossaso", title="Training"), signs(place="Burao", title="Training"))


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("Vingt-cinq agents", [25]),
        ("vinte e dois jornalistas", [22]),
        ("twenty-two and 9,412", [22, 9412]),
        ("9.412 pessoas", [9412]),
        ("16\u202f800 réfugiés", [16800]),
        ("dix-huit, soixante-quinze et quatre-vingt-dix", [18, 75, 90]),
        ("quarenta e 5 de Maio", [40, 5]),
        ("9 412 pessoas", [9412]),
        ("1.5 m", [1, 5]),
    ],
)
def test_numbers_are_read_in_figures_and_in_words(text, numbers):
    assert numbers_in(words_in(text)) == numbers


@pytest.mark.parametrize(
    ("title", "places"),
    [
        ("Module 2", [2]),
        ("Module II: asylum", [2]),
        ("2.ª reunião do grupo", [2]),
        ("2nd meeting", [2]),
        ("Deuxième session", [2]),
        ("Segunda fase", [2]),
        ("Training of 25 officers", []),
        ("Meeting in Kyaka II", []),
    ],
)
def test_which_of_a_series_is_read(title, places):
    assert series_in(words_in(title)) == places


def test_a_word_of_the_field_means_the_same_in_three_languages():
    texts = ("Judges on trafficking", "Juges, traite des personnes", "Juízes, tráfico de pessoas")
    read_texts = [read(words_in(text)) for text in texts]
    assert len({(text.of("audiences"), text.of("topics")) for text in read_texts}) == 1


def test_the_words_of_the_field_are_folded_and_each_means_one_thing_of_its_kind():
    kinds = (equivalents.AUDIENCES, equivalents.TOPICS, equivalents.STAGES, equivalents.GENERAL)
    for words in kinds:
        written = [word for row in words.values() for word in row.split()]
        assert [word for word in written if not word.isascii() or word != word.lower()] == []
        assert len(written) == len(set(written))


@pytest.mark.parametrize(
    ("one", "other", "are_one"),
    [
        ("OIM Éthiopie", "IOM Malawi", True),
        ("Ministère de l'Intérieur du Puntland", "Puntland Ministry of Interior", True),
        ("Save the Children", "Save the Children Zimbabwe", True),
        ("Serviços de Imigração da Tanzânia", "Tanzania Immigration Services Department", True),
        ("Department of Immigration of Malawi", "Department of Immigration of Zambia", False),
        ("Ministry of Health", "Ministry of Justice", False),
        ("UNHCR", "IOM", False),
        ("Office", "Service", False),
    ],
)
def test_an_organisation_is_known_by_what_tells_it_from_others(one, other, are_one):
    assert is_one(distinguishing(one), distinguishing(other)) == are_one


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Officers from Karonga and Mbeya met in May.", {"karon", "mbeya"}),
        ("Agents de la DGM formés en Zambie.", {"dgm"}),
        ("Karonga hosted it: UNHCR and IOM came.", set()),
        ("O campo de Maratane, em Nampula", {"marat", "nampu"}),
    ],
)
def test_names_are_read_within_sentences_in_any_language(text, names):
    assert names_in(text) == names


@pytest.mark.parametrize(
    ("days", "sign", "given"),
    [
        ({}, "same_days", 3),
        ({"ends_on": "2012-05-05"}, "overlapping_days", 2),
        ({"starts_on": "2012-05-03", "ends_on": "2012-05-05"}, "overlapping_days", 1.5),
        ({"starts_on": "2012-05-04", "ends_on": "2012-06-30"}, "overlapping_days", 0.5),
        ({"starts_on": "2012-05-03", "ends_on": None}, "overlapping_days", 1.5),
        ({"starts_on": "2012-05-05", "ends_on": "2012-05-06"}, "near_days", 0.5),
        ({"starts_on": "2012-05-07", "ends_on": "2012-05-08"}, "near_days", -0.5),
        ({"starts_on": "2012-05-08", "ends_on": "2012-05-09"}, "near_days", -2.5),
    ],
)
def test_days_count_for_it_as_they_agree(days, sign, given):
    [compared] = likeness_days(signs(), signs(**days))
    assert (compared.name, compared.points) == (sign, given)


def test_the_two_sides_of_a_border_may_each_name_their_own_place():
    both = {"countries": ["MOZ", "ZAF"], "scope": "cross_border", "title": "Meeting on minors"}
    own, other = signs(**both, place="Ressano Garcia"), signs(**both, place="Komatipoort")
    assert [sign.points for sign in likeness(own, other) if sign.name == "place"] == [-2.5]
    assert not likeness(signs(place="Tete"), signs(title="Training of border officers", place="Komatipoort"))
