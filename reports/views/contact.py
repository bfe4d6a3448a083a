"""How the working group keeps in touch with one country: who reports for it, calls, messages, letters of nomination."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from reports import rules, workflow
from reports.contacts import Contact, contacts, messages_to, notes_on, people_of
from reports.files.kinds import EXTENSIONS
from reports.forms.contact import MessageForm, NoteForm, language_of, offers
from reports.forms.refusals import accepted, http_status
from reports.models import Country, Membership
from reports.views.doors import SignedIn, require
from reports.views.files import guarded

MOST = 50  # notes and messages of a country on its page


def contact_of(request: SignedIn, code: str) -> Contact:
    who, now = require(request, rules.may_keep_contact), timezone.now()
    rows = contacts(who.today(now), now, code)
    if not rows:
        raise Http404
    return rows[0]


@login_required
def country_contact(request: SignedIn, code: str) -> HttpResponse:
    """Who reports, what is awaited and what was said; a call is noted here."""
    contact, country = contact_of(request, code), code
    form = NoteForm(request.POST or None, countries=[code], initial={"on": rules.standing(request.user).today()})
    if accepted(form, lambda: workflow.note_call(by=request.user, country=country, **form.typed())):
        messages.success(request, _("The note has been saved."))
        return redirect("country_contact", code)
    context = {
        "contact": contact,
        "form": form,
        "notes": notes_on(code, MOST),
        "sent": messages_to(code, MOST),
    }
    return render(request, "reports/people/country.html", context, status=http_status(form))


@login_required
def country_people(request: SignedIn, code: str) -> HttpResponse:
    """Who reports for a country, clears and prepares, for its focal points too; each is replaced and taken off here."""
    country = get_object_or_404(Country, pk=code)
    who = require(request, lambda who: rules.may_see_people_of(who, country.pk))
    context = {
        "country": country,
        "people": people_of(who, country),
        "may_appoint_clearing": Membership.Role.CLEARING_OFFICER in rules.appointed_roles(who),
    }
    return render(request, "reports/people/country_people.html", context)


@login_required
def country_write(request: SignedIn, code: str) -> HttpResponse:
    """A subject and a text, offered in the country's language for the usual occasions, mailed to its focal points."""
    contact = contact_of(request, code)
    offered = offers(contact)
    chosen = offered.get(request.GET.get("about", ""))
    first = {"language": language_of(contact.country)} | (chosen.first if chosen else {})
    form = MessageForm(request.POST or None, countries=[code], initial=first)
    if accepted(form, lambda: workflow.write_to_country(by=request.user, country=code, **form.typed())):
        messages.success(request, _("The message has been sent to the focal points of the country."))
        return redirect("country_contact", code)
    context = {"contact": contact, "form": form, "offers": offered.values(), "chosen": chosen}
    return render(request, "reports/people/write.html", context, status=http_status(form))


@login_required
def nomination_letter(request: HttpRequest, pk) -> HttpResponseBase:
    """A letter of nomination as an attachment, named for its country and its date."""
    visible = rules.visible_nominations(rules.standing(request.user)).select_related("membership")
    letter = get_object_or_404(visible, pk=pk)
    name = f"nomination-{letter.membership.country_id}-{letter.dated}.{EXTENSIONS[letter.content_type]}"
    opened = letter.file.open("rb")
    return guarded(FileResponse(opened, as_attachment=True, filename=name, content_type=letter.content_type))
