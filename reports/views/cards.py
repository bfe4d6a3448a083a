"""The card of a page, for messengers: drawn once for what it says, and kept beside the data until it says something else."""

import json
from collections.abc import Callable
from functools import partial
from hashlib import sha256

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone, translation
from django.utils.translation import get_language_bidi
from django.utils.translation import gettext as _

from reports import invented, rules
from reports.attained import border_words, count_words, met_words
from reports.documents import shelf
from reports.documents.apart import card_apart
from reports.models import BorderRegion
from reports.summaries import Selection, activity_totals, border_results, plan_view
from reports.views.charts import carried_out
from themes.dates import date_format

A_DAY = 24 * 3600


def card(request: HttpRequest, language: str, kind: str, code: str = "") -> HttpResponse:
    """`kind` is `home`, or `target`, `country` or `border_region` with its code."""
    if language not in settings.COMPLETE_LANGUAGES:
        raise Http404
    selection = Selection(timezone.localdate())
    with translation.override(language):
        title, answer = SAYS[kind](selection, code)
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


def of_the_plan(selection: Selection, code: str) -> tuple[str, str]:
    figures = plan_view(selection)
    numbers = figures.met_by_deadline, figures.met, len(figures.targets)
    return _("The Plan at a glance"), count_words(*numbers, selection.as_at, figures.deadline)


def of_a_target(selection: Selection, code: str) -> tuple[str, str]:
    target = next((row for row in plan_view(selection).targets if row.code == code), None)
    if target is None:
        raise Http404
    return f"{target.code} {target.title}", met_words(target.attainment)


def of_a_country(selection: Selection, code: str) -> tuple[str, str]:
    line = next((row for row in plan_view(selection).countries if row.country.pk == code), None)
    if line is None:
        raise Http404
    return line.country.name, carried_out(line)


def of_a_border(selection: Selection, code: str) -> tuple[str, str]:
    region = get_object_or_404(BorderRegion, pk=code)
    totals = activity_totals(selection, among=rules.visible_activities(rules.PUBLIC).at_border(code))
    counting = [(row.target.code, row.unit.layer) for row in border_results(code, selection) if row.unit]
    return region.name, border_words(totals, counting, selection.as_at)


SAYS: dict[str, Callable[[Selection, str], tuple[str, str]]] = {
    "home": of_the_plan,
    "target": of_a_target,
    "country": of_a_country,
    "border_region": of_a_border,
}


def drawn(name: str, says: bytes) -> bytes:
    """The picture of what a card says, from the shelf or drawn now; then what it said before is dropped. Raises Busy."""
    path = shelf.place("cards", f"{name}-{sha256(says).hexdigest()[:16]}.png")
    if not path.exists():
        shelf.keep(path, partial(card_apart, says))
        for former in set(path.parent.glob(f"{name}-*.png")) - {path}:
            former.unlink(missing_ok=True)
    return path.read_bytes()
