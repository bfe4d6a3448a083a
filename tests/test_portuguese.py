"""The Portuguese of the site is that of Mozambique and Angola: acção, projecto, utilizador, correio electrónico."""

import csv
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.utils import dates
from django.utils.translation import gettext, ngettext, override

from actionplan.messages import LOCALE, OTHER_WORDS, OtherWords, forms_of, opened, path_of

FIXTURES = Path(settings.BASE_DIR) / "fixtures"
OTHERS = OtherWords("pt")


def compiled() -> Iterator[str]:
    """What is said on the site: our own texts, and those of libraries that we say ourselves."""
    for message in opened(path_of("pt").with_suffix(".mo")):
        if message.id:
            yield from forms_of(message.string)


def in_portuguese(value: Any) -> Iterator[str]:
    """The texts under `pt` of a fixture, however deep."""
    if isinstance(value, list):
        for one in value:
            yield from in_portuguese(one)
    elif isinstance(value, dict):
        for key, one in value.items():
            if key == "pt":
                yield one
            else:
                yield from in_portuguese(one)


def of_rows(path: Path) -> Iterator[str]:
    """The rows of a table that are written in Portuguese, and its columns of names in Portuguese."""
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            if row.get("language") == "pt":
                yield " ".join(row.values())
            yield row.get("name_pt", "")


def in_fixtures() -> Iterator[str]:
    for path in sorted(FIXTURES.rglob("*.json")):
        yield from in_portuguese(json.loads(path.read_text(encoding="utf-8")))
    for path in sorted(FIXTURES.rglob("*.csv")):
        yield from of_rows(path)


@pytest.mark.parametrize(("texts", "least"), [(compiled, 2500), (in_fixtures, 300)])
def test_no_text_of_ours_is_in_the_portuguese_of_elsewhere(texts, least):
    read = [text for text in texts() if text]
    assert (len(read) > least, [text for text in read if OTHERS.stand_in(text)]) == (True, [])


@pytest.mark.parametrize(
    "text",
    [
        *("Ação", "as ações", "atividades", "um ato", "o projeto", "objetivos", "adotou", "a adoção", "diretor"),
        *("correto", "direção", "eletrónico", "exceto", "setor", "receção", "deteta", "a seleção", "proteção", "ótimo"),
        *("Redação", "atualmente", "inativa", "desatualizada", "intersetorial", "que leem", "em 7 de setembro"),
        *("o usuário", "a equipe", "de fato", "um registro", "o planejamento", "contato", "você", "um caractere"),
        *("um e-mail", "este site", "fazer login", "quarenta links", "(ativo)", "o resumo (hash)"),
    ],
)
def test_what_is_written_elsewhere_is_found(text):
    assert OTHERS.stand_in(text)


@pytest.mark.parametrize(
    "text",
    [
        *("nação", "relação", "tradução", "acção", "actividade", "iniciativa", "negativa", "contrato", "tratado"),
        *("data", "datas", "facto", "contacto", "pacto", "o actor", "Setembro", "registo", "salvo", "sítio", "aspecto"),
        *("electrónico", "caracteres", "equipa", "estrutura", "%(email)s", "{app}", "%(status)s", "diálogo"),
    ],
)
def test_what_is_written_here_is_not(text):
    assert not OTHERS.stand_in(text)


def test_every_word_of_the_list_is_there_once():
    lines = (LOCALE / "pt" / OTHER_WORDS).read_text(encoding="utf-8").splitlines()
    words = [line for line in lines if line and not line.startswith("#")]
    assert [word for word in words if words.count(word) > 1 or word != word.strip().casefold()] == []


def test_what_libraries_say_is_replaced():
    with override("pt"):
        marked = [
            gettext("Select a valid choice. That choice is not one of the available choices."),
            gettext("The two password fields didn’t match."),
            gettext("Email address"),
            gettext("Action"),
            ngettext(
                "Ensure this value has at most %(limit_value)d character (it has %(show_value)d).",
                "Ensure this value has at most %(limit_value)d characters (it has %(show_value)d).",
                1,
            ),
        ]
    assert marked == [
        "Escolha uma opção válida. Essa opção não consta das disponíveis.",
        "As duas palavras-passe não coincidem.",
        "Endereço de correio electrónico",
        "Acção",
        "Este valor pode ter, no máximo, %(limit_value)d carácter (tem %(show_value)d).",
    ]


def test_months_have_a_capital():
    with override("pt"):
        assert [str(month)[0].isupper() for month in dates.MONTHS.values()] == [True] * 12
