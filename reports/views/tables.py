"""The work of a country, or of an organisation, as a workbook: downloaded, edited offline, uploaded, looked at, applied."""

from dataclasses import replace
from itertools import chain, groupby

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from reports import invented, rules
from reports.asked import number_of
from reports.exports import xlsx
from reports.forms.refusals import add_refusal, http_status
from reports.forms.tables import TableForm
from reports.models import Country, Organisation, TableUpload
from reports.pages import First, Page, first_of
from reports.tables.by_job import ask_applying, ask_reading, is_asked, is_given_up, is_long, resume_reading
from reports.tables.rows import CHANGED, CONFLICT, CREATED, EMPTIED, REFUSED, UNCHANGED
from reports.tables.uploads import WHATS, Preview, apply_upload, decide, discard_upload, read_on, receive_table
from reports.tables.workbook import workbook_of
from reports.views.doors import SignedIn, place_of_tables
from reports.workflow import MINE, THEIRS

SIZE = 50  # rows on a page
AGAIN = 2  # seconds until the page of a table that a job works on asks again
MOST_WARNINGS = 50  # passages that look like personal data, listed


@login_required
def tables(request: SignedIn, code: str | None = None) -> HttpResponse:
    """Download what was recorded there, upload it again, and what was uploaded before."""
    country = place_of_tables(request, code)
    form = TableForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            upload = receive_table(by=request.user, country=country, file=form.cleaned_data["file"])
        except ValidationError as refusal:
            add_refusal(form, ValidationError({"file": refusal.messages}))
        else:
            if is_long(upload):
                ask_reading(upload, get_language())
            return redirect("table", upload.pk)
    uploads = rules.visible_tables(rules.standing(request.user)).filter(country=country).defer("preview")
    context = place_context(request, country) | {"form": form, "uploads": uploads}
    return render(request, "reports/tables/tables.html", context, status=http_status(form))


@login_required
def workbook(request: SignedIn, code: str | None = None) -> HttpResponse:
    country = place_of_tables(request, code)
    content = workbook_of(country, by=request.user, language=get_language())
    response = HttpResponse(content, content_type=xlsx.TYPE)
    name = invented.file_name(f"{code or 'activities'}-{timezone.localdate().isoformat()}.xlsx")
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["Cache-Control"] = "private, no-store"
    return response


@login_required
def table(request: SignedIn, pk) -> HttpResponse:
    """What an uploaded table would change. Each time it is asked for, it is read on for about a second."""
    mine = rules.visible_tables(rules.standing(request.user))
    upload = get_object_or_404(mine.select_related("country", "person"), pk=pk)
    place_of_tables(request, upload.country_id)
    upload.person = request.user
    if request.method == "POST":
        return posted(request, upload)
    if is_long(upload):
        resume_reading(upload, get_language())
    else:
        read_on(upload)
    return render(request, "reports/tables/table.html", table_context(upload, request))


def posted(request: HttpRequest, upload: TableUpload) -> HttpResponse:
    """Delete the upload, keep what was decided, or write; where a tick is missing, say which."""
    if "discard" in request.POST:
        discard_upload(upload)
        messages.success(request, _("The upload has been deleted. Rows already saved from it remain on the site."))
        return redirect(addresses(upload.country_id)["address"])
    if is_asked(upload):
        return redirect("table", upload.pk)
    decide(upload, chosen(request))
    if "only" in request.POST:
        messages.success(request, _("Your choices have been saved. Nothing has been applied yet."))
        return redirect(request.get_full_path())
    is_ready = may_apply(upload)
    missing = unticked(request, upload.preview) if is_ready else {}
    if missing or not is_ready:
        context = table_context(upload, request) | {"unticked": missing}
        return render(request, "reports/tables/table.html", context, status=422 if missing else 200)
    keeps_filled = "empty" not in request.POST
    if is_long(upload):
        ask_applying(upload, get_language(), keeps_filled=keeps_filled)
    elif apply_upload(upload, keeps_filled=keeps_filled).applied:
        messages.success(
            request, _("The table has been saved. New activities are drafts: submit them when they are complete.")
        )
    else:
        messages.error(
            request, _("Nothing was saved: the rows below are refused. Correct them and upload the file again.")
        )
    return redirect("table", upload.pk)


def addresses(code: str | None) -> dict[str, str]:
    """Of the page and of the workbook."""
    if code is None:
        return {"address": reverse("own_tables"), "workbook": reverse("own_workbook")}
    return {"address": reverse("tables", args=[code]), "workbook": reverse("workbook", args=[code])}


def place_context(request: HttpRequest, country: Country | None) -> dict:
    """Of which country or organisations the tables are, and whether they hold the country's plan too."""
    who = rules.standing(request.user)
    is_of_country = country is not None and rules.may_write_for(who, country.pk)
    theirs = Organisation.objects.filter(pk__in=() if is_of_country else who.organisations)
    organisations = " / ".join(sorted(map(str, theirs)))
    named = {"country": country, "organisations": organisations, "place": str(country or organisations)}
    return named | addresses(country.pk if country else None) | {"is_of_country": is_of_country}


def may_apply(upload: TableUpload) -> bool:
    """Read to its end, and nothing refused. What was applied may be applied again for the conflicts that were left."""
    counts = upload.preview["counts"]
    is_ready = upload.state == TableUpload.State.READ or (
        upload.state == TableUpload.State.APPLIED and counts[CONFLICT] > 0
    )
    return is_ready and not counts[REFUSED]


def unticked(request: HttpRequest, preview: Preview) -> dict[str, str]:
    """`{name of the box: what to do}`: what looks like personal data, and what is to be emptied, wants a tick."""
    sent, missing = request.POST, {}
    if warned_rows(preview) and "anyway" not in sent:
        missing["anyway"] = _(
            "Confirm that you have checked what looks like personal data, or remove it from the table."
        )
    if preview.get("emptied") and not {"empty", "keep"} & sent.keys():
        missing["empty"] = _("Confirm that these fields are to be cleared, or save the rest and keep these fields.")
    return missing


def chosen(request: HttpRequest) -> dict[str, dict[str, str]]:
    """What was decided about conflicts: fields named `decide <field> <place of the row>`."""
    decisions: dict[str, dict[str, str]] = {}
    for name, value in request.POST.items():
        word, _blank, rest = name.partition(" ")
        field, _blank, place = rest.partition(" ")
        if word == "decide" and value in (MINE, THEIRS):
            decisions.setdefault(place, {})[field] = value
    return decisions


def warned_rows(preview: Preview) -> int:
    """How many rows look like personal data; of a table that was read before they were counted, those that are told."""
    return preview.get("warned") or sum(bool(row["warnings"]) for row in preview["rows"])


def first_warnings(preview: Preview) -> First:
    """There are `more` also in rows beyond those that are listed."""
    rows = [row["warnings"] for row in preview["rows"] if row["warnings"]]
    warnings = first_of(list(chain.from_iterable(rows)), MOST_WARNINGS)
    return replace(warnings, more=warnings.more or warned_rows(preview) > len(rows))


def table_context(upload: TableUpload, request: HttpRequest) -> dict:
    """How many rows become what, and one page of those that are listed, the refused first."""
    counts, rows = dict.fromkeys(WHATS, 0) | upload.preview["counts"], upload.preview["rows"]
    rows = sorted(rows, key=lambda row: WHATS.index(row["what"]))
    page = page_at(rows, request.GET.get("page", ""))
    for row in page.rows:
        decided = upload.preview.get("decisions", {}).get(row.get("key"), {}).get("fields", {})
        for one in row.get("conflicts", ()):
            one["decided"] = decided.get(one["name"], "")
    return {
        **place_context(request, upload.country),
        "upload": upload,
        "counts": [(what, counts[what]) for what in WHATS],
        "groups": [(what, counts[what], list(rows)) for what, rows in groupby(page.rows, key=lambda row: row["what"])],
        "page": page,
        "unlisted": sum(counts[what] for what in WHATS if what != UNCHANGED) - len(rows),
        "warnings": first_warnings(upload.preview),
        "warned": warned_rows(upload.preview),
        "alike": upload.preview.get("alike", 0),
        **progress(upload),
        "is_applied": upload.state == TableUpload.State.APPLIED,
        "conflicts": counts[CONFLICT],
        "saved": counts[CREATED] + counts[CHANGED] + counts[EMPTIED],
        "notes": upload.preview.get("notes", []),
        "changes": counts[CREATED] + counts[CHANGED] + counts[EMPTIED] + counts[CONFLICT],
        "emptied": upload.preview.get("emptied", 0),
        "emptied_rows": counts[EMPTIED],
        "refused": counts[REFUSED],
    }


def progress(upload: TableUpload) -> dict:
    """How far a table has come: in seconds its page asks again (`again`), unless that has failed for good."""
    is_saving = is_asked(upload)
    is_read = upload.state != TableUpload.State.READING and not is_saving
    is_failed = is_long(upload) and not is_read and is_given_up(upload)
    again = AGAIN if is_long(upload) else 0
    return {"is_read": is_read, "is_saving": is_saving, "is_failed": is_failed, "again": again}


def page_at(rows: list[dict], written: str) -> Page:
    """The page that `?page=` asks for, counted from 1; a broken number means the first."""
    number = number_of(written) or 1
    start = max(number - 1, 0) * SIZE
    following = f"?page={number + 1}" if start + SIZE < len(rows) else ""
    return Page(rows[start : start + SIZE], following, f"?page={number - 1}" if number > 1 else "")
