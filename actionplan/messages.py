"""The message catalogues: `python -m actionplan.messages extract | check | compile`, with Babel, no other program.

English is written in the code; `actionplan/locale/<language>/LC_MESSAGES/django.po` holds a translation. A catalogue
also holds the messages of libraries that a reader may meet and that no library translates into that language, or not
into the words of those who read it here (`actionplan.overruled`, `locale/<language>/other-words.txt`); that of English
holds nothing else. French is typed with plain spaces and apostrophes, and set as it is printed when it is compiled: see
`themes.typography`.
"""

import io
import os
import re
import sys
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract, extract_python
from babel.messages.mofile import read_mo, write_mo
from babel.messages.pofile import read_po, write_po
from django.conf import settings
from django.utils.translation.template import templatize

from actionplan.overruled import ENGLISH, FRENCH, FRENCH_COUNTED
from themes.typography import french

ROOT = Path(__file__).resolve().parent.parent
LOCALE = ROOT / "actionplan" / "locale"
CODE = ("actionplan", "themes", "indicators", "reports")
KEYWORDS = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "npgettext": ((1, "c"), 2, 3),  # what a template counts in a context
    "npgettext_lazy": ((1, "c"), 2, 3),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
}

# What libraries say to a reader: in forms, at the sign-in, over the API.
LIBRARIES = {
    "allauth": ("account", "mfa", "core", "templates/account", "templates/mfa"),
    "django": ("forms", "core/validators.py", "contrib/auth/forms.py", "contrib/auth/password_validation.py"),
    "django_filters": ("fields.py", "filters.py", "rest_framework"),
    "knox": ("auth.py",),
    "rest_framework": (
        *("authentication.py", "exceptions.py", "fields.py", "filters.py", "pagination.py"),
        *("permissions.py", "relations.py", "serializers.py", "validators.py"),
    ),
}
# The libraries that are heard in a language, where it is not all of them: the others speak the Portuguese of Brazil, or a
# mixture, and we say all of it ourselves.
HEARD = {"pt": ("django",)}
# What a library holds, and we say otherwise: the letters of a day's form are those of the language.
DAYS = (
    "Date has wrong format. Use one of these formats instead: {format}.",
    "Datetime has wrong format. Use one of these formats instead: {format}.",
)
OVERRULED = {"en": ENGLISH, "fr": FRENCH + DAYS}
OVERRULED_LABELS = {"fr": ("Login",)}  # in the context `field label`
OVERRULED_COUNTED = {"fr": FRENCH_COUNTED}
SET_IN_PRINT = {"fr": french}  # how the texts of a language are set when they are compiled
# Words of a language that are written otherwise elsewhere: what a library says with one of them, we say ourselves.
OTHER_WORDS = "other-words.txt"


Text = str | tuple[str, ...] | list[str]  # a message, or its forms for one and for many


def languages() -> list[str]:
    """Every language that has a folder."""
    return sorted(path.name for path in LOCALE.iterdir() if (path / "LC_MESSAGES").is_dir())


def complete_languages() -> list[str]:
    """Those that have to be complete; the others fall back to English where they say nothing."""
    return [language for language in languages() if language in settings.COMPLETE_LANGUAGES]


def extract_template(file, keywords, comment_tags, options) -> Iterator[tuple]:
    """Babel's extraction for a Django template: what `templatize` makes of it reads as Python calls."""
    calls = templatize(file.read().decode("utf-8"))
    for line in calls.splitlines():
        if "gettext" in line or "_(" in line:
            yield from extract_python(io.BytesIO(line.strip().encode("utf-8")), keywords, comment_tags, options)


def texts_in(folder: Path) -> Iterator[Path]:
    paths = [folder] if folder.is_file() else sorted(folder.rglob("*"))
    return (
        path for path in paths if path.suffix in (".py", ".html", ".svg", ".txt") and "migrations" not in path.parts
    )


def messages_in(paths: Iterable[Path]) -> Iterator[tuple[Text, str | None]]:
    """`(message, context)` of each text marked for translation."""
    for path in paths:
        method = "python" if path.suffix == ".py" else extract_template
        with path.open("rb") as file:
            for _line, message, _comments, context in extract(method, file, keywords=KEYWORDS):
                if message:
                    yield message, context


def flags_of(message: Text) -> list[str]:
    return ["python-format"] if "%(" in str(message) else []


def used() -> Catalog:
    """Every message that the code and the templates use now."""
    catalog = Catalog()
    for message, context in messages_of_ours():
        catalog.add(message, context=context, flags=flags_of(message))
    return catalog


@cache
def messages_of_ours() -> tuple[tuple[Text, str | None], ...]:
    return tuple(messages_in(path for folder in (*CODE, "templates") for path in texts_in(ROOT / folder)))


def wanted(language: str) -> Catalog:
    """Every message that the catalogue of this language has to hold: ours, and what libraries leave in English or in other words."""
    catalog = Catalog() if language == settings.LANGUAGE_CODE else used()
    if language in settings.COMPLETE_LANGUAGES:
        for message, context in said_otherwise(language):
            catalog.add(message, context=context, flags=flags_of(message))
    return catalog


def said_otherwise(language: str) -> Iterator[tuple[Text, str | None]]:
    """`(message, context)` of what libraries do not say in this language, or not in the words of those who read it here."""
    yield from ((message, None) for message in (*OVERRULED.get(language, ()), *OVERRULED_COUNTED.get(language, ())))
    yield from ((message, "field label") for message in OVERRULED_LABELS.get(language, ()))
    if language == settings.LANGUAGE_CODE:
        return
    books, others = books_in(language), OtherWords(language)
    for said in (said for book in books for said in book if said.id):
        if any(map(others.stand_in, forms_of(said.string))):
            yield said.id, said.context
    for message, context in messages_of_libraries():
        if not any(says(book, message, context) for book in books):
            yield message, context


@cache
def messages_of_libraries() -> tuple[tuple[Text, str | None], ...]:
    places = [home(library) / place for library, folders in LIBRARIES.items() for place in folders]
    return tuple(messages_in(path for place in places for path in texts_in(place)))


def books_in(language: str) -> list[Catalog]:
    return [opened(path) for library in HEARD.get(language, LIBRARIES) for path in books_of(library, language)]


def home(library: str) -> Path:
    spec = find_spec(library)
    if spec is None or spec.origin is None:
        raise ModuleNotFoundError(library)
    return Path(spec.origin).parent


def books_of(library: str, language: str) -> list[Path]:
    """The files in which a library speaks this language; of Django's own apps those that are installed."""
    paths = sorted(home(library).glob(f"**/locale/{language}/**/django.mo"))
    return [path for path in paths if "contrib" not in path.parts or is_installed(path)]


def is_installed(path: Path) -> bool:
    app = path.parts[path.parts.index("contrib") + 1]
    return f"django.contrib.{app}" in settings.INSTALLED_APPS


def opened(path: Path) -> Catalog:
    """A compiled catalogue, with texts and pairs as our own have them: Babel reads contexts as bytes, pairs as lists."""
    catalog = Catalog()
    with path.open("rb") as file:
        for message in read_mo(file):
            known, said = (
                text if isinstance(text, str) else tuple(text or ()) for text in (message.id, message.string)
            )
            context: Any = message.context
            catalog.add(known, said, context=context and context.decode())
    return catalog


def says(book: Catalog, message: Text, context: str | None) -> bool:
    said = book.get(message, context)
    return said is not None and forms_of(said.string)[-1] != forms_of(message)[-1]


def said_by_libraries(language: str) -> Iterator[tuple[Text, Text, str | None]]:
    """`(message, translation, context)` of what a reader may meet, by the first library that says it."""
    books = books_in(language)
    for message, context in messages_of_libraries():
        said = next((book.get(message, context) for book in books if says(book, message, context)), None)
        if said and said.string:
            yield message, said.string, context


def forms_of(text: Text | None) -> Sequence[str]:
    """A text, or its forms for one and for many."""
    return (text,) if isinstance(text, str) else text or ("",)


class OtherWords:
    """What `OTHER_WORDS` lists for a language: words that are written otherwise where we speak it."""

    def __init__(self, language: str):
        path = LOCALE / language / OTHER_WORDS
        lines = path.read_text(encoding="utf-8").splitlines() if path.exists() else []
        listed = [line for line in lines if line and not line.startswith("#")]
        self.exact = [spaced(line[1:]) for line in listed if line.startswith("=")]
        self.any_case = [spaced(line) for line in listed if not line.startswith("=") and not line.endswith("-")]
        self.begun = [spaced(line).rstrip() for line in listed if line.endswith("-")]

    def stand_in(self, text: str) -> bool:
        """Save in placeholders."""
        words = spaced(PLACEHOLDER.sub(" ", text))
        folded = words.casefold()
        return any(one in words for one in self.exact) or any(one in folded for one in (*self.any_case, *self.begun))


PLACEHOLDER = re.compile(r"%\(\w+\)|\{\w*\}")


def spaced(text: str) -> str:
    """Its words, each with a blank before and behind."""
    words = " ".join(re.findall(r"[^\W_]+(?:-[^\W_]+)*", text))
    return f" {words} "


def translated(message: Message) -> bool:
    return bool(message.string) and all(forms_of(message.string)) and not message.fuzzy


# Of the header, what would change with every run or says nothing.
UNWANTED = (
    b'"POT-',
    b'"PO-Rev',
    b'"Last-',
    b'"Language-T',
    b'"Report-',
    b'"Project-',
    b'"Generated-',
    b"#, fuzzy",
    b"# ",
    b"#\n",
)


def path_of(language: str) -> Path:
    return LOCALE / language / "LC_MESSAGES" / "django.po"


def read(language: str) -> Catalog:
    path = path_of(language)
    if not path.exists():
        return Catalog(locale=language)
    with path.open("rb") as file:
        return read_po(file, locale=language)


def write(catalog: Catalog, language: str) -> None:
    path = path_of(language)
    path.parent.mkdir(parents=True, exist_ok=True)
    text = io.BytesIO()
    write_po(text, catalog, width=110, no_location=True, sort_output=True, ignore_obsolete=True)
    lines = text.getvalue().splitlines(keepends=True)
    path.write_bytes(b"".join(line for line in lines if not line.startswith(UNWANTED)))


def extract_all() -> None:
    """Bring every catalogue up to date: new messages empty, unused ones gone, nothing guessed.

    A language that need not be complete keeps what it has and gets no empty entries.
    """
    for language in languages():
        catalog = read(language)
        fresh = Catalog(locale=language, charset="utf-8")
        messages = [message for message in wanted(language) if message.id]
        for message in messages:
            known = catalog.get(message.id, message.context)
            if known or language in complete_languages():
                fresh.add(message.id, known.string if known else None, context=message.context, flags=message.flags)
        write(fresh, language)
        print(f"{language}: {len(fresh) - len(untranslated(fresh))} of {len(messages)} messages translated")


def untranslated(catalog: Catalog) -> list[str]:
    """Messages with no text, or a plural form missing."""
    return [str(message.id) for message in catalog if message.id and not translated(message)]


def check() -> list[str]:
    """What is wrong with the catalogues, in words; empty when they are complete and up to date."""
    problems = []
    for language in languages():
        catalog = read(language)
        needed = {(message.id, message.context) for message in wanted(language) if message.id}
        known = {(message.id, message.context) for message in catalog if message.id}
        if language in complete_languages():
            problems += [f"{language}: not in the catalogue: {message}" for message, _context in needed - known]
        problems += [f"{language}: no longer used: {message}" for message, _context in known - needed]
        problems += [f"{language}: not translated: {message}" for message in untranslated(catalog)]
        for message in catalog:
            problems += [f"{language}: {message.id}: {error}" for error in message.check(catalog)]
    return problems


def in_print(string: Text, language: str) -> Text:
    """Set as the language is printed: every form of a plural."""
    set_text = SET_IN_PRINT.get(language, str)
    return set_text(string) if isinstance(string, str) else tuple(map(set_text, string))


def compile_all() -> None:
    """Write the catalogues as Django reads them, and set as they are printed; so is what libraries say in such a language."""
    for language in languages():
        catalog = Catalog(locale=language)
        for known, string, context in said_by_libraries(language) if language in SET_IN_PRINT else ():
            catalog.add(known, in_print(string, language), context=context)
        for message in read(language):
            if message.id and message.string and translated(message):
                catalog.delete(message.id, message.context)
                catalog.add(
                    message.id, in_print(message.string, language), context=message.context, flags=message.flags
                )
        with path_of(language).with_suffix(".mo").open("wb") as file:
            write_mo(file, catalog)


def main(verb: str) -> int:
    os.environ.setdefault("DEVELOPMENT", "1")
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "actionplan.settings")
    if verb == "check":
        problems = check()
        print("\n".join(problems) or "The catalogues are complete.")
        for language in set(languages()) - set(complete_languages()):
            print(f"{language}: {len(read(language))} of {len(wanted(language))} messages, the rest in English")
        return bool(problems)
    {"extract": extract_all, "compile": compile_all}[verb]()
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
