"""French is set as it is printed: thin spaces, no-break spaces, the apostrophe; what is no prose stays as it is typed."""

import re
from gettext import GNUTranslations

import pytest
from django.utils.translation import gettext, override

from actionplan.messages import path_of, read
from indicators.models import Indicator
from reports.forms.plan import TextsForm
from themes.models import Action
from themes.typography import french


@pytest.mark.parametrize(
    ("typed", "printed"),
    [
        ("Vrai ? Oui ; non !", "Vrai\u202f? Oui\u202f; non\u202f!"),
        ("Rapport : complet", "Rapport\u00a0: complet"),
        (" :", "\u00a0:"),
        ("« %(title)s »", "«\u202f%(title)s\u202f»"),
        ("«%(title)s»", "«\u202f%(title)s\u202f»"),
        ("“%(title)s”", "«\u202f%(title)s\u202f»"),
        ("L'État d'{country} et l'« aide »", "L’État d’{country} et l’«\u202faide\u202f»"),
        ("l'%(what)s, l'<b>aide</b>", "l’%(what)s, l’<b>aide</b>"),
        ("Quoi ?!", "Quoi\u202f?!"),
        ("« A » : vrai ?", "«\u202fA\u202f»\u00a0: vrai\u202f?"),
    ],
)
def test_french_prose_is_set_as_it_is_printed(typed, printed):
    assert french(typed) == printed


@pytest.mark.parametrize(
    "text",
    [
        "de 12:30 à 13:00:15",
        "`Idempotency-Key : l'une ; l'autre ?`",
        "Envoyez Authorization: Token et un jeton",
        "https://example.org/l'une?a=1;b=2",
        '<a href="/a ?b" title="l\'une : l\'autre">ici</a>',
        "{when : l'une}",
        "A&nbsp;B &#39;",
        "5' et 'mot'",
        ":?.!",
        "ajoutez ?page=2",
        "50 %% de %(n)d",
    ],
)
def test_what_is_no_prose_stays_as_it_is_typed(text):
    assert french(text) == text


def test_a_text_that_is_set_already_stays_the_same():
    once = french("L'État « A » : vrai ? Oui ; non !")
    assert french(once) == once


# The catalogue -------------------------------------------------------------------------------------------------------

PLAIN = re.compile(r" [;:?!»](?!\w)|« |[^\W\d_]'[^\W\d_]|[“”]")
NO_PROSE = re.compile(r"<[^<>]+>|`[^`]*`|\{[^{}]*\}")


def compiled(language: str) -> list[str]:
    with path_of(language).with_suffix(".mo").open("rb") as file:
        return [text for message, text in GNUTranslations(file)._catalog.items() if message]


def set_by_no_machine(texts: list[str]) -> list[str]:
    return [text for text in texts if PLAIN.search(NO_PROSE.sub("", text))]


def test_no_compiled_french_message_holds_a_plain_space_before_a_mark_or_a_straight_apostrophe():
    assert set_by_no_machine(compiled("fr")) == []


def test_a_plain_space_or_apostrophe_is_noticed():
    typed = ["Vrai ?", "A ; b", "Nom : b", "« A»", "«A »", "l'aide", "“A”"]
    assert set_by_no_machine(typed) == typed


def test_french_is_typed_plainly_in_its_source():
    texts = [str(message.string) for message in read("fr") if message.id]
    assert [text for text in texts if "\u202f" in text or "\u00a0" in text] == []


def test_a_reader_of_french_gets_what_the_machine_set():
    with override("fr"):
        assert gettext("Evidence:") == "Preuves\u00a0:"


def test_what_a_library_says_in_french_is_set_in_print_too():
    with override("fr"):
        assert gettext("Forgot your password?") == "Mot de passe oublié\u202f?"


def test_what_a_library_says_in_poor_french_is_said_otherwise():
    with override("fr"):
        assert gettext("Could not satisfy the request Accept header.") == (
            "Aucun format disponible ne correspond à l’en-tête «\u202fAccept\u202f» de la requête."
        )


# The Plan ------------------------------------------------------------------------------------------------------------


def test_our_texts_about_the_plan_are_set_in_print_and_its_own_stay_to_the_letter(db):
    action = Action.objects.get(pk="I.7")
    reading = Indicator.objects.get(pk="I.T1.1").reading_fr
    assert (action.title_fr, "d'asile" in action.text_fr) == ("Réviser les politiques et procédures d’asile", True)
    assert reading.startswith("Une unité correspond à un pays\u202f; il en faut quatre.")


@pytest.mark.parametrize(("language", "label"), [("en", "Text: French"), ("fr", "Texte\u00a0: Français")])
def test_the_label_of_a_text_in_one_language_has_the_colon_of_the_reader(language, label):
    with override(language):
        assert str(TextsForm().fields["text_fr"].label) == label
