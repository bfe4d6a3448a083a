"""What a reader meets, in our own texts and in those of libraries, is one language."""

import re
from datetime import date

import pytest
from django.template.loader import render_to_string
from django.test import Client
from django.urls import reverse
from django.utils.translation import gettext, ngettext, override
from rest_framework.exceptions import NotAcceptable, PermissionDenied, UnsupportedMediaType
from rest_framework.serializers import DateField, ValidationError

from indicators.attainment import Attainment
from reports.attained import all_met_words, met_words, since_words
from reports.bodies import body_word, member_of
from reports.documents.words import state
from reports.exports.figures import country_columns
from reports.exports.frozen import counted_as
from reports.layer_words import CONTRIBUTION, layer_word
from reports.models import Activity, Organisation, RegionalBody
from reports.tables.heads import in_sheet
from reports.templatetags.plan_charts import layers_bar
from tests.base import submitted
from themes.dates import date_format

DEADLINE, LATER = date(2012, 12, 31), date(2013, 6, 1)
NOT_MET = Attainment(DEADLINE, by_deadline=False)
ENDED = Attainment(DEADLINE, by_deadline=True, ended=LATER)
EXTENDED = Attainment(DEADLINE, by_deadline=False, revised=LATER, by_revised=False)


def test_a_target_is_feminine_in_portuguese():
    with override("pt"):
        words = [gettext("Target"), gettext("Target met"), gettext("Met"), gettext("Not met"), gettext("met")]
        sentences = met_words(NOT_MET), since_words(ENDED)
    assert words == ["Meta", "Meta alcançada", "Alcançada", "Não alcançada", "alcançada"]
    assert sentences == ("Não alcançada", f"Deixou de estar alcançada em {portuguese_day()}")


def portuguese_day():
    with override("pt"):
        return date_format(LATER)


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", "Not met; deadline extended to 1 June 2013: not met by that date"),
        ("fr", "Non atteint ; échéance reportée au 1er juin 2013 : non atteint à cette nouvelle échéance"),
    ],
)
def test_a_deadline_that_was_extended(language, words):
    with override(language):
        assert re.sub(r"\s", " ", all_met_words(EXTENDED)) == words


def test_french_marks_have_their_space_between_two_texts():
    with override("fr"):
        assert (in_sheet("Activités", "La ligne"), all_met_words(EXTENDED)[:13]) == (
            "Activités\u00a0: La ligne",
            "Non atteint\u202f;",
        )


@pytest.mark.parametrize(
    ("language", "words"),
    [("fr", ["Vérifié", "Déclaré", "Attendu"]), ("pt", ["Verificado", "Comunicado", "Previsto"])],
)
def test_the_layers_of_a_unit_agree(language, words):
    with override(language):
        assert [layer_word(name) for name in ("verified", "reported", "expected")] == words


def test_what_an_edition_counts_agrees_with_what_it_is_said_of():
    with override("fr"):
        kinds = ("countries", "border_regions", "activities", CONTRIBUTION)
        assert [counted_as("verified", of) for of in kinds] == ["vérifié", "vérifiée", "vérifiée", "vérifiée"]
        assert [counted_as(layer, "activities") for layer in ("lapsed", "")] == [
            "n’est plus le cas",
            "rien d’enregistré",
        ]


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("fr", ["Vérifiée", "Déclarée", "Attendue", "Retenue"]),
        ("pt", ["Verificada", "Comunicada", "Prevista", "Adoptada"]),
    ],
)
def test_the_states_of_an_action_agree_on_paper_and_below_the_matrix(language, words):
    with override(language):
        printed = [state(name) for name in ("verified", "reported", "expected", "adopted")]
        legend = render_to_string("_matrix_legend.html")
    assert (printed, [f">{word}" in legend for word in words]) == (words, [True] * 4)


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", ["Actions verified", "Actions reported", "Actions expected", "Actions adopted"]),
        ("fr", ["Actions vérifiées", "Actions déclarées", "Actions attendues", "Actions retenues"]),
        ("pt", ["Acções verificadas", "Acções comunicadas", "Acções previstas", "Acções adoptadas"]),
    ],
)
def test_the_columns_of_the_countries(language, words):
    with override(language):
        assert [column.title for column in country_columns()][3:7] == words


@pytest.mark.parametrize(
    ("language", "words", "member"),
    [
        ("en", ["AU", "EAC", "SADC"], "member of AU, EAC, XYZ"),
        ("fr", ["UA", "CAE", "SADC"], "membre de l’UA, de la CAE, de XYZ"),
        ("pt", ["UA", "CAO", "SADC"], "membro da UA, da CAO, da organização XYZ"),
    ],
)
def test_regional_bodies_have_the_names_of_the_language(language, words, member):
    with override(language):
        assert [body_word(code) for code in ("AU", "EAC", "SADC")] == words
        assert [str(RegionalBody(code=code)) for code in ("AU", "EAC", "SADC")] == words
        assert member_of(["AU", "EAC", "XYZ"]) == member


@pytest.mark.parametrize(("language", "words"), [("en", "UNHCR, IOM"), ("fr", "HCR, OIM"), ("pt", "ACNUR, OIM")])
def test_a_target_names_the_agencies_as_its_reader_does(as_person, db, language, words):
    browser = as_person(None)
    browser.cookies["django_language"] = language
    assert f"<dd>{words}</dd>" in browser.get("/plan/targets/II.T2/").content.decode()


def test_the_api_keeps_their_codes(client, db):
    rows = client.get("/api/v1/bodies/", headers={"accept-language": "fr"}).json()["results"]
    assert [row["code"] for row in rows] == ["AU", "COMESA", "EAC", "IGAD", "SADC"]


@pytest.mark.parametrize(
    ("language", "label", "refusal"),
    [
        ("en", "User name or e-mail address", "The user name or the password is not correct."),
        (
            "fr",
            "Nom d’utilisateur ou adresse électronique",
            "Le nom d’utilisateur ou le mot de passe est incorrect.",
        ),
        (
            "pt",
            "Nome de utilizador ou correio electrónico",
            "O nome de utilizador ou a palavra-passe não estão correctos.",
        ),
    ],
)
def test_the_sign_in(client, db, language, label, refusal):
    asked = {"login": "nobody", "password": "wrong-pass-phrase"}
    page = client.post(reverse("account_login"), asked, headers={"accept-language": language}).content.decode()
    assert (refusal in page, re.search(r'<label for="id_login">\s*([^<]*?)\s*<', page)[1]) == (True, label)


@pytest.mark.parametrize(
    ("language", "words"),
    [("fr", "La date doit avoir la forme AAAA-MM-JJ."), ("pt", "A data deve ter a forma AAAA-MM-DD.")],
)
def test_the_form_of_a_day_over_the_api(language, words):
    with override(language), pytest.raises(ValidationError) as refused:
        DateField().run_validation("soon")
    assert refused.value.detail == [words]


def test_what_libraries_say_in_english():
    assert [gettext("Email address"), gettext("Enter a valid email address.")] == [
        "E-mail address",
        "Enter a valid e-mail address.",
    ]


def test_what_libraries_say_in_portuguese():
    with override("pt"):
        details = [str(one.detail) for one in (PermissionDenied(), NotAcceptable(), UnsupportedMediaType("text/x"))]
        counted = ngettext(
            "Ensure that there are no more than %(max)s decimal place.",
            "Ensure that there are no more than %(max)s decimal places.",
            2,
        )
    assert details == [
        "Não tem permissão para executar esta acção.",
        "Não foi possível satisfazer o cabeçalho Accept do pedido.",
        "O tipo de conteúdo «text/x» do pedido não é aceite.",
    ]
    assert counted % {"max": 2} == "Este valor pode ter, no máximo, 2 casas decimais."


@pytest.mark.parametrize(
    ("language", "words"),
    [
        (
            "en",
            "1 activity is counted in the figure that you selected. You do not have access to any of these activities",
        ),
        ("fr", "1 activité est prise en compte dans le chiffre que vous avez choisi. Vous n’avez accès à aucune"),
        ("pt", "O valor que seleccionou abrange 1 actividade. Não tem acesso a nenhuma destas actividades"),
    ],
)
def test_a_figure_of_which_nothing_is_open_to_the_reader(cast, language, words):
    submitted(cast["amina"])
    page = Client().get(reverse("activities"), {"counted": "1"}, headers={"accept-language": language}).content.decode()
    assert (Activity.objects.count(), words in re.sub(r"\s+", " ", page)) == (1, True)


@pytest.mark.parametrize("language", ["en", "fr"])
def test_the_day_of_a_target_is_a_sentence_of_its_own(client, db, language):
    page = client.get(reverse("target", args=["VI.T2"]), headers={"accept-language": language}).content.decode()
    lead = " ".join(re.sub("<[^>]*>", "", page.partition('class="lead"')[2].partition("</p>")[0]).split())
    assert re.search(r"(Non atteint|Not met)\. (Situation au|As at) .*\.", lead)


def test_the_sign_in_asks_for_a_user_name_or_an_address_and_offers_one_way_out(client, db):
    page = client.get(reverse("account_login")).content.decode()
    assert ("User name or e-mail address" in page, page.count(reverse("account_reset_password"))) == (True, 1)


def test_a_claim_is_named_by_its_unit_in_words(cast):
    claim = submitted(cast["amina"]).claims.get()
    assert claim.named == f"{claim.indicator_id} Mozambique"


@pytest.mark.parametrize(
    ("language", "names"), [("en", ["UNHCR", "IOM"]), ("fr", ["HCR", "OIM"]), ("pt", ["ACNUR", "OIM"])]
)
def test_the_agencies_are_called_as_the_reader_s_language_does(cast, language, names):
    with override(language):
        shown = [str(Organisation.objects.get(name=name)) for name in ("UNHCR", "IOM")]
    assert shown == names


@pytest.mark.parametrize(
    ("language", "units", "actions"),
    [
        ("en", "6 verified, 4 more reported", "6 verified, 4 more reported"),
        ("fr", "6 vérifiés, 4 autres déclarés", "6 vérifiées, 4 autres déclarées"),
        ("pt", "6 verificados, mais 4 comunicados", "6 verificadas, mais 4 comunicadas"),
    ],
)
def test_a_bar_of_actions_speaks_of_actions(language, units, actions):
    figures = {"verified": 6, "reported": 4, "expected": 0}
    with override(language):
        bars = [layers_bar(**figures)["bar"]["words"], layers_bar(**figures, total=58)["bar"]["words"]]
    assert bars == [units, actions]


def test_the_gaps_of_one_country_are_not_said_to_be_those_of_all(client, demo):
    titles = [
        [title for kind, title, _n in client.get(path).context["tiles"] if kind == "actions"]
        for path in ("/region/gaps/", "/region/gaps/?country=MOZ")
    ]
    assert titles == [["Actions not carried out by any country"], ["Actions not carried out"]]


def test_on_a_page_too_an_action_is_of_one_gender_and_a_unit_of_another():
    with override("fr"):
        action = render_to_string("reports/plan/_state.html", {"state": "reported"})
        unit = render_to_string("reports/plan/_layer.html", {"layer": "reported", "of": "countries"})
    assert ("Déclarée" in action, "Déclaré<" in unit) == (True, True)
