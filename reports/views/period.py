"""The period report of a country, a regional body or an organisation: as a page, and as a PDF or Word file."""

from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from reports import invented, period_words, rules
from reports.documents.apart import set_apart
from reports.documents.forms import NAMES, TYPES
from reports.documents.period import values_of
from reports.forms.period import PeriodForm
from reports.models import Country, Organisation, RegionalBody, Snapshot
from reports.period import Place, period_report
from reports.rules import Standing
from reports.summaries.period import PeriodReport
from reports.tokens import open_to_tokens


def period(request: HttpRequest, kind: str, code: str | int) -> HttpResponse:
    """`?from=2012-01-01&to=2012-12-31`; this year so far where no days are given."""
    who = rules.standing(request.user)
    place = asked_place(who, kind, code)
    form = PeriodForm(request.GET)
    asked = form.period()
    report = period_report(who, place, asked) if asked else None
    context = {
        "form": form,
        "kind": kind,
        "place": place,
        "report": report,
        "presets": presets(),
        "documents": documents(kind, code, form) if asked else [],
        "participants": rules.may_see_participants_part(who),
        "home": home_of(place),
        "words": words_of(report) if report else {},
    }
    return render(request, "reports/period/period.html", context)


@open_to_tokens
def period_document(request: HttpRequest, kind: str, code: str, language: str, form: str) -> HttpResponseBase:
    """The same as a file, made now; days that cannot be read are shown on the page, with what is wrong."""
    if language not in settings.COMPLETE_LANGUAGES:
        raise Http404
    who = rules.standing(request.user)
    place = asked_place(who, kind, int(code) if kind == "organisation" else code)
    days = PeriodForm(request.GET)
    asked = days.period()
    if asked is None:
        return redirect(f"{reverse(f'period_{kind}', args=[code])}?{request.GET.urlencode()}")
    with translation.override(language):  # names are read in the language of the file, whoever reads
        report = period_report(who, place, asked)
        values = values_of(report, language)
    content = set_apart("period", values, form)
    answer = HttpResponse(content, content_type=TYPES[form])
    shown = "attachment" if form == "docx" else "inline"
    name = invented.file_name(f"period-{kind}-{code}-{asked.first}-{asked.last}-{language}.{form}")
    answer["Content-Disposition"] = f'{shown}; filename="{name}"'
    answer["Cache-Control"] = "private, no-store"
    return answer


def words_of(report: PeriodReport) -> dict[str, Any]:
    """The lists of activities and of notes with their words, and what else the page says."""
    titles, nothing = period_words.titles(), period_words.nothing()
    notes = (("verified_notes", "verified"), ("reported_notes", "reported"))
    return {
        "titles": titles,
        "nothing": nothing,
        "counts": period_words.counts_words(report.counts),
        "not_final": period_words.not_final(),
        "statuses": period_words.of_statuses(),
        "sight": period_words.of_sight(),
        "parts": period_words.of_parts(),
        "activities": [
            (
                name,
                titles[name],
                nothing[name],
                listed,
                [(row, period_words.step_words(report.steps.get(row.pk, ()))) for row in listed.rows],
            )
            for name, listed in report.lists
        ],
        "notes": [
            (
                name,
                titles[name],
                nothing[name],
                getattr(report, name),
                period_words.sums_words(report.sums.get(review)),
                [(note, note.day, period_words.note_numbers(note)) for note in getattr(report, name).rows],
            )
            for name, review in notes
        ],
    }


def asked_place(who: Standing, kind: str, code: str | int) -> Place:
    """404 for one that is not there or that the reader may not see."""
    if kind == "country":
        return get_object_or_404(Country, pk=code)
    if kind == "body":
        return get_object_or_404(RegionalBody, pk=code)
    rows: Any = rules.visible_organisations(who)
    organisation: Organisation = get_object_or_404(rows, pk=code)
    return organisation


def home_of(place: Place) -> str:
    """The page on it."""
    return f"{reverse('region')}?body={place.pk}" if isinstance(place, RegionalBody) else place.get_absolute_url()


def presets() -> list[tuple[str, str]]:
    """`(words, query)`: last year, this year, and since the figures of the last closed round. One query."""
    today = timezone.localdate()
    offered: list[tuple[str, date, date]] = [
        (_("Last year"), date(today.year - 1, 1, 1), date(today.year - 1, 12, 31)),
        (_("This year"), date(today.year, 1, 1), today),
    ]
    last = Snapshot.objects.filter(as_at__lt=today).order_by("-as_at").values_list("as_at", flat=True).first()
    if last:
        offered.append((_("Since the last round"), date.fromordinal(last.toordinal() + 1), today))
    return [(words, urlencode({"from": first, "to": until})) for words, first, until in offered]


def documents(kind: str, code: str | int, form: PeriodForm) -> list[tuple[str, list[tuple[str, str, str]]]]:
    """By form, its name with the language and address of each."""
    days = urlencode({"from": form.cleaned_data["from"], "to": form.cleaned_data["to"]})
    languages = [(one, str(name)) for one, name in settings.LANGUAGES if one in settings.COMPLETE_LANGUAGES]
    return [
        (
            str(name),
            [
                (one, language, f"{reverse(f'period_{kind}_document', args=[code, one, suffix])}?{days}")
                for one, language in languages
            ],
        )
        for suffix, name in NAMES.items()
    ]
