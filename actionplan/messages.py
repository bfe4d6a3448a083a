"""The message catalogues: `python -m actionplan.messages extract | check | compile`, with Babel, no other program.

English is written in the code; `actionplan/locale/{fr,pt}/LC_MESSAGES/django.po` hold the translations.
"""

import io
import sys
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract, extract_python
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.conf import settings
from django.utils.translation.template import templatize

ROOT = Path(__file__).resolve().parent.parent
LOCALE = ROOT / "actionplan" / "locale"
LANGUAGES = ("fr", "pt")
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


def extract_template(file, keywords, comment_tags, options) -> Iterator[tuple]:
    """Babel's extraction for a Django template: what `templatize` makes of it reads as Python calls."""
    calls = templatize(file.read().decode("utf-8"))
    for line in calls.splitlines():
        if "gettext" in line or "_(" in line:
            yield from extract_python(io.BytesIO(line.strip().encode("utf-8")), keywords, comment_tags, options)


def sources() -> Iterator[tuple[Path, str]]:
    for folder in CODE:
        for path in sorted((ROOT / folder).rglob("*.py")):
            if "migrations" not in path.parts:
                yield path, "python"
    for path in sorted((ROOT / "templates").rglob("*")):
        if path.suffix in (".html", ".txt"):
            yield path, "template"


def used() -> Catalog:
    """Every message that the code and the templates use now."""
    catalog = Catalog()
    for path, kind in sources():
        method = "python" if kind == "python" else extract_template
        with path.open("rb") as file:
            for _line, message, _comments, context in extract(method, file, keywords=KEYWORDS):
                flags = ["python-format"] if "%(" in str(message) else []
                catalog.add(message, context=context, flags=flags)
    return catalog


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
    """Bring both catalogues up to date: new messages empty, unused ones gone, nothing guessed."""
    wanted = used()
    for language in LANGUAGES:
        catalog = read(language)
        fresh = Catalog(locale=language, charset="utf-8")
        for message in wanted:
            if message.id:
                known = catalog.get(message.id, message.context)
                fresh.add(message.id, known.string if known else None, context=message.context, flags=message.flags)
        write(fresh, language)
        print(f"{language}: {len(fresh)} messages, {len(untranslated(fresh))} without a translation")


def untranslated(catalog: Catalog) -> list[str]:
    """Messages with no text, or a plural form missing."""
    return [
        str(message.id)
        for message in catalog
        if message.id
        and (message.fuzzy or not all(message.string if isinstance(message.string, tuple) else [message.string]))
    ]


def check() -> list[str]:
    """What is wrong with the catalogues, in words; empty when they are complete and up to date."""
    wanted = {(message.id, message.context) for message in used() if message.id}
    problems = []
    for language in LANGUAGES:
        catalog = read(language)
        known = {(message.id, message.context) for message in catalog if message.id}
        problems += [f"{language}: not in the catalogue: {message}" for message, _context in wanted - known]
        problems += [f"{language}: no longer used: {message}" for message, _context in known - wanted]
        problems += [f"{language}: not translated: {message}" for message in untranslated(catalog)]
        for message in catalog:
            problems += [f"{language}: {message.id}: {error}" for error in message.check(catalog)]
    return problems


def borrowed(language: str) -> Catalog:
    """What libraries translate under another name of the language (`pt_PT`), so that Django finds it under ours."""
    catalog = Catalog(locale=language)
    for library, name in BORROWED.get(language, ()):
        path = Path(find_spec(library).origin).parent / "locale" / name / "LC_MESSAGES" / "django.po"
        with path.open("rb") as file:
            for message in read_po(file, locale=language):
                if message.id and not message.fuzzy:
                    catalog.add(message.id, message.string, context=message.context, flags=message.flags)
    return catalog


BORROWED = {"pt": (("allauth", "pt_PT"), ("django_filters", "pt_BR"))}


def compile_all() -> None:
    for language in LANGUAGES:
        catalog = borrowed(language)
        for message in read(language):
            catalog.delete(message.id, message.context)
            catalog.add(message.id, message.string, context=message.context, flags=message.flags)
        with path_of(language).with_suffix(".mo").open("wb") as file:
            write_mo(file, catalog)


def main(verb: str) -> int:
    settings.configure(USE_I18N=False) if not settings.configured else None
    if verb == "check":
        problems = check()
        print("\n".join(problems) or "The catalogues are complete.")
        return bool(problems)
    {"extract": extract_all, "compile": compile_all}[verb]()
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
