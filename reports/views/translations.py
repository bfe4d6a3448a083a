"""What of the Plan is still to be translated, for the administrator."""

from collections import defaultdict

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ObjectDoesNotExist
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from reports import rules, workflow
from reports.forms.refusals import accepted, http_status
from reports.forms.translation import TranslationForm
from reports.views.doors import SignedIn, require
from themes.translating import LANGUAGES, Text, all_texts, find_text

SHOWN = 50  # of the texts that wait; the next ones follow


@login_required
def translations(request: HttpRequest) -> HttpResponse:
    """Every language with what it lacks, and of one of them (`?language=pt`) the texts that wait."""
    require(request, rules.may_translate)
    texts: dict[str, dict[str, list[Text]]] = {language: defaultdict(list) for language in LANGUAGES}
    for text in all_texts():
        texts[text.language][text.state].append(text)
    names = dict(settings.LANGUAGES)
    asked = request.GET.get("language")
    chosen = asked if asked in texts else max(texts, key=lambda language: len(waiting(texts[language])))
    context = {
        "languages": [
            (language, names[language], len(groups["missing"]), len(groups["changed"]), len(groups["translated"]))
            for language, groups in texts.items()
        ],
        "chosen": chosen,
        "chosen_name": names[chosen],
        "texts": waiting(texts[chosen])[:SHOWN],
        "count": len(waiting(texts[chosen])),
        "shown": SHOWN,
    }
    return render(request, "reports/translations/translations.html", context)


def waiting(states: dict[str, list[Text]]) -> list[Text]:
    return states["changed"] + states["missing"]


@login_required
def translation(request: SignedIn, model: str, key: str, field: str, language: str) -> HttpResponse:
    require(request, rules.may_translate)
    named = {"model": model, "key": key, "field": field, "language": language}
    try:
        text = find_text(model, key, field, language)
    except ObjectDoesNotExist:
        raise Http404 from None
    form = TranslationForm(
        request.POST or None, language=language, initial={"text": text.translation, "seen": text.seen}
    )
    if accepted(form, lambda: workflow.translate(by=request.user, **named, **form.typed())):
        messages.success(request, _("The translation of %(key)s has been saved.") % {"key": key})
        return redirect(f"{reverse('translations')}?language={language}")
    if form.errors:
        form.data = request.POST.copy()
        form.data["seen"] = text.seen
    context = {"form": form, "text": text, "language_name": dict(settings.LANGUAGES)[language]}
    return render(request, "reports/translations/translation.html", context, status=http_status(form))
