"""The card of a page, for messengers: drawn once for what it says, and kept beside the data until it says something else."""

import json
from collections.abc import Callable
from functools import partial
from hashlib import sha256

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone, translation
from django.utils.translation import get_language_bidi
from django.utils.translation import gettext as _

from reports import invented
from reports.attained import count_words, met_words
from reports.documents import shelf
from reports.documents.apart import card_apart
from reports.summaries import PlanView, Selection, plan_view
from reports.views.charts import carried_out
from themes.dates import date_format

A_DAY = 24 * 3600


def card(request: HttpRequest, language: str, kind: str, code: str = "") -> HttpResponse:
    """`kind` is `home`, or `target` or `country` with its code."""
    if language not in settings.COMPLETE_LANGUAGES:
        raise Http404
    selection = Selection(timezone.localdate())
    with translation.override(language):
        title, answer = SAYS[kind](plan_view(selection), code)
        values = {
            "title": title,
            "answer": answer,
            "note": _("Figures as at %(day)s") % {"day": date_format(selection.as_at)},
            "site": _("Dar es Salaam Plan of Action"),
            "mark": invented.mark(),
            "language": language,
            "direction": "rtl" if get_language_bidi() else "ltr",
        }
    picture = drawn(f"{kind}-{code}-{language}", json.dumps(values, sort_keys=True).encode())
    return HttpResponse(picture, content_type="image/png", headers={"Cache-Control": f"public, max-age={A_DAY}"})


def of_the_plan(figures: PlanView, code: str) -> tuple[str, str]:
    numbers = figures.met_by_deadline, figures.met, len(figures.targets)
    return _("The Plan at a glance"), count_words(*numbers, timezone.localdate(), figures.deadline)


def of_a_target(figures: PlanView, code: str) -> tuple[str, str]:
    target = next((row for row in figures.targets if row.code == code), None)
    if target is None:
        raise Http404
    return f"{target.code} {target.title}", met_words(target.attainment)


def of_a_country(figures: PlanView, code: str) -> tuple[str, str]:
    line = next((row for row in figures.countries if row.country.pk == code), None)
    if line is None:
        raise Http404
    return line.country.name, carried_out(line)


SAYS: dict[str, Callable[[PlanView, str], tuple[str, str]]] = {
    "home": of_the_plan,
    "target": of_a_target,
    "country": of_a_country,
}


def drawn(name: str, says: bytes) -> bytes:
    """The picture of what a card says, from the shelf or drawn now; then what it said before is dropped. Raises Busy."""
    path = shelf.place("cards", f"{name}-{sha256(says).hexdigest()[:16]}.png")
    if not path.exists():
        shelf.keep(path, partial(card_apart, says))
        for former in set(path.parent.glob(f"{name}-*.png")) - {path}:
            former.unlink(missing_ok=True)
    return path.read_bytes()
