"""The message catalogues: `python -m actionplan.messages extract | check | compile`, with Babel, no other program.

English is written in the code; `actionplan/locale/<language>/LC_MESSAGES/django.po` holds a translation. A catalogue
also holds the messages of libraries that a reader may meet and that no library translates into that language.
"""

import io
import os
import sys
from collections.abc import Iterable, Iterator
from gettext import GNUTranslations
from importlib.util import find_spec
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract, extract_python
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.conf import settings
from django.utils.translation.template import templatize

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
    "npgettext": ((1, "c"), 2, 3),
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
        *("authentication.py", "exceptions.py", "fields.py", "pagination.py"),
        *("permissions.py", "relations.py", "serializers.py", "validators.py"),
    ),
}
# What a library holds under another name of the language, so that Django finds it under ours.
BORROWED = {"pt": (("allauth", "pt_PT"), ("django_filters", "pt_BR"))}
# What a library holds, and we say otherwise: months have had a small letter in Portuguese since 1990, the letters of a
# day's form are those of the language.
DAYS = (
    "Date has wrong format. Use one of these formats instead: {format}.",
    "Datetime has wrong format. Use one of these formats instead: {format}.",
)
MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
OVERRULED = {
    "fr": (
        "The username and/or password you specified are not correct.",
        "The email address and/or password you specified are not correct.",
        "Invalid username/password.",
        *DAYS,
    ),
    "pt": (
        *MONTHS,
        *DAYS,
        "The username and/or password you specified are not correct.",
        "The email address and/or password you specified are not correct.",
        "Invalid username/password.",
        "You do not have permission to perform this action.",
        "Could not satisfy the request Accept header.",
        'Unsupported media type "{media_type}" in request.',
        "The submitted data was not a file. Check the encoding type on the form.",
        "No filename could be determined.",
        "Ensure this filename has at most {max_length} characters (it has {length}).",
        "Ensure that there are no more than {max_decimal_places} decimal places.",
    ),
}
OVERRULED_LABELS = {"pt": ("Login",)}  # in the context `field label`
OVERRULED_COUNTED = {
    "pt": (
        (
            "Ensure that there are no more than %(max)s decimal place.",
            "Ensure that there are no more than %(max)s decimal places.",
        ),
    )
}


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


def messages_in(paths: Iterable[Path]) -> Iterator[tuple[str | tuple[str, str], str | None]]:
    """`(message, context)` of each text marked for translation."""
    for path in paths:
        method = "python" if path.suffix == ".py" else extract_template
        with path.open("rb") as file:
            for _line, message, _comments, context in extract(method, file, keywords=KEYWORDS):
                if message:
                    yield message, context


def used() -> Catalog:
    """Every message that the code and the templates use now."""
    catalog = Catalog()
    for folder in (*CODE, "templates"):
        for message, context in messages_in(texts_in(ROOT / folder)):
            catalog.add(message, context=context, flags=["python-format"] if "%(" in str(message) else [])
    return catalog


def wanted(language: str) -> Catalog:
    """Every message that the catalogue of this language has to hold: our own, and what libraries leave in English."""
    catalog = used()
    if language not in settings.COMPLETE_LANGUAGES:
        return catalog
    places = [home(library) / place for library, folders in LIBRARIES.items() for place in folders]
    for message in (*OVERRULED.get(language, ()), *OVERRULED_COUNTED.get(language, ())):
        catalog.add(message, flags=["python-format"] if "%(" in str(message) else [])
    for message in OVERRULED_LABELS.get(language, ()):
        catalog.add(message, context="field label")
    books = [opened(path) for library in LIBRARIES for path in catalogs_of(library, language, "mo")]
    for message, context in messages_in(path for place in places for path in texts_in(place)):
        if not any(says(book, message, context) for book in books):
            catalog.add(message, context=context, flags=["python-format"] if "%(" in str(message) else [])
    return catalog


def home(library: str) -> Path:
    return Path(find_spec(library).origin).parent


def catalogs_of(library: str, language: str, suffix: str) -> list[Path]:
    """The files in which a library speaks this language, under its own name or a borrowed one."""
    names = [language, *(name for owner, name in BORROWED.get(language, ()) if owner == library)]
    return [path for name in names for path in sorted(home(library).glob(f"**/locale/{name}/**/django.{suffix}"))]


def opened(path: Path) -> GNUTranslations:
    with path.open("rb") as file:
        return GNUTranslations(file)


def says(book: GNUTranslations, message: str | tuple[str, str], context: str | None) -> bool:
    if isinstance(message, tuple):
        return book.ngettext(*message, 2) != message[1]
    return (book.pgettext(context, message) if context else book.gettext(message)) != message


def translated(message: Message) -> bool:
    strings = message.string if isinstance(message.string, tuple) else (message.string,)
    return all(strings) and not message.fuzzy


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


def compile_all() -> None:
    """Write the catalogues as Django reads them, with what libraries hold under another name of the language."""
    for language in languages():
        catalog = Catalog(locale=language)
        borrowed = [
            path for library, _name in BORROWED.get(language, ()) for path in catalogs_of(library, language, "po")
        ]
        for path in (*borrowed, path_of(language)):
            with path.open("rb") as file:
                for message in read_po(file):
                    if message.id and translated(message):
                        catalog.delete(message.id, message.context)
                        catalog.add(message.id, message.string, context=message.context, flags=message.flags)
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
