"""The form of an activity: plain fields that fill the values of a verb. A draft may leave every one of them empty."""

from decimal import Decimal
from typing import Any
from uuid import UUID

from django import forms
from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise, cached_property
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from reports import limits, rules
from reports.activity.state import DAYS, EMPTY, State
from reports.forms.claiming import CLAIMS_HINT, CLAIMS_LABEL, ClaimsField, offers, ticked_of
from reports.forms.currency import currency_field
from reports.forms.dates import HOW_MUCH, KnownDayField
from reports.forms.funding_lines import (
    LINES_HINT,
    LINES_LABEL,
    FundingLinesField,
    OneAmountField,
    WithFundingLines,
    as_typed_lines,
    funders_in,
)
from reports.forms.named import Many
from reports.forms.numbers import AmountField, WholeNumberField
from reports.forms.proof import FILES_HINT, FilesField, LinksField
from reports.forms.versioned import Versioned
from reports.models import Activity, BorderRegion, Country, Organisation, Partner
from reports.names import listed, names_in
from reports.privacy import NOT_HERE, with_care
from reports.rules import Standing
from reports.workflow import Merge
from themes.known_days import UnreadableDay, last_day, parse
from themes.models import Action, Theme, TrainingAudience, TrainingTopic

LATER, CORRECTED = "later", "corrected"
PARTNERS = {role.value: role.value for role in Partner.Role}  # one text field a role
UNSTATED = Partner.Role.UNSTATED.value  # of which the form asks only where there is one
OF_STATUS = ("status", "status_change", "status_since", "status_reason")
BRIEF = (
    (_("What was done or is planned"), ("title", "actions", "starts_on", "ends_on", *OF_STATUS)),
    (_("Contribution to targets"), ("claims",)),
    (_("Supporting evidence"), ("files", "links")),
)
ON_REQUEST = (
    (_("Location and countries"), ("scope", "countries", "place", "border_regions", "theme")),
    (_("Organizations involved"), ("lead", *PARTNERS)),
    (_("Description"), ("summary", "result", "language", "source")),
    (_("For training activities"), ("topics", "audiences", "participants_women", "participants_men")),
    (_("Funding and visibility"), ("amount_needed", "currency", "funding_lines", "visibility")),
)
ROWS = ("claims", "partners", "funding_lines")  # that have several fields each
USUALLY_FILLED = ("visibility", "language", "scope", "countries")  # what they begin with needs no look


class OrganisationNames(forms.TextInput):
    """Names, completed from the directory while one types."""

    def get_context(self, name, value, attrs):
        asks = {"data-suggest": reverse("organisations_suggested"), "list": "organisations", "autocomplete": "off"}
        return super().get_context(name, value, (attrs or {}) | asks)


class MenuOfActions(forms.CheckboxSelectMultiple):
    """Checkboxes folded by theme; a theme with a chosen action stands open."""

    template_name = "widgets/menu.html"


class ActivityForm(WithFundingLines, Versioned):
    """`ActivityForm(data, files, who=standing, state=state)`: `state` is what it shows before anything is typed.

    `key` is the id of the activity that it records: a form that is sent twice is still one activity.
    """

    mark_optional = False

    key = forms.UUIDField(widget=forms.HiddenInput, required=False)
    title = forms.CharField(
        label=_("Title"),
        max_length=limits.TITLE,
        required=False,
        help_text=with_care(_("A title in one line that readers in other countries will understand.")),
    )
    scope = forms.ChoiceField(label=_("Scope"), choices=Activity.Scope.choices, widget=forms.RadioSelect)
    countries = forms.MultipleChoiceField(label=_("Countries"), widget=Many, required=False)
    actions = forms.MultipleChoiceField(
        label=_("Actions from the menu"),
        widget=MenuOfActions,
        required=False,
        help_text=_(
            "The actions that this activity carries out: usually one, sometimes two or three. Open a theme, or "
            "type a few letters."
        ),
    )
    claims = ClaimsField(label=CLAIMS_LABEL, help_text=CLAIMS_HINT, required=False)
    files: Any = FilesField(label=_("Files"), required=False, help_text=with_care(FILES_HINT))
    links = LinksField(
        label=_("Links"),
        required=False,
        help_text=with_care(
            _(
                "One link per line, for example https://… The links become visible to participants once the activity "
                "is verified."
            )
        ),
    )
    theme = forms.ChoiceField(
        label=_("Theme, if no action fits"),
        required=False,
        help_text=_("Only for activities outside the menu, which is not exhaustive."),
    )
    status = forms.ChoiceField(
        label=_("Status"),
        choices=[("", _("derived from the dates: planned, in progress or completed")), *Activity.Status.choices],
        required=False,
    )
    status_change = forms.ChoiceField(
        label=_("If you change the status"),
        choices=[
            (LATER, _("it has changed since then: what was recorded stays right for the time before")),
            (CORRECTED, _("it was recorded wrongly: correct it for all days")),
        ],
        widget=forms.RadioSelect,
        required=False,
        initial=LATER,
    )
    status_since = KnownDayField(
        label=_("Since"),
        required=False,
        help_text=format_lazy(
            "{} {}", _("The date from which this status applies, if it does not follow from the dates."), HOW_MUCH
        ),
    )
    status_reason = forms.CharField(
        max_length=limits.LONG_TEXT,
        label=_("Reason"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=with_care(_("Only if the activity was suspended or cancelled.")),
    )
    starts_on = KnownDayField(label=_("Start"), required=False)
    ends_on = KnownDayField(label=_("End"), required=False)
    place = forms.CharField(label=_("Place"), max_length=limits.NAME, required=False, help_text=NOT_HERE)
    lead = forms.CharField(
        label=_("Lead organization"),
        max_length=limits.NAME,
        required=False,
        widget=OrganisationNames(),
        help_text=with_care(_("Type a few letters; a name that is not in the directory is added to it.")),
    )
    implementing = forms.CharField(
        max_length=limits.LONG_TEXT,
        label=_("Implementing partners"),
        required=False,
        widget=OrganisationNames(),
        help_text=with_care(
            _("Separate names with a semicolon (;), and put any name that contains a semicolon in quotation marks.")
        ),
    )
    funding = forms.CharField(
        max_length=limits.LONG_TEXT,
        label=_("Funding partners"),
        required=False,
        widget=OrganisationNames(),
        help_text=NOT_HERE,
    )
    technical = forms.CharField(
        max_length=limits.LONG_TEXT,
        label=_("Technical partners"),
        required=False,
        widget=OrganisationNames(),
        help_text=NOT_HERE,
    )
    unstated = forms.CharField(
        max_length=limits.LONG_TEXT,
        label=_("Partners whose role is not stated"),
        required=False,
        widget=OrganisationNames(),
        help_text=with_care(_("They are shown without a role. Enter each under its role as soon as it is known.")),
    )
    summary = forms.CharField(
        max_length=limits.LONG_TEXT,
        label=_("Summary"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=with_care(_("What is done, for whom and why.")),
    )
    result = forms.CharField(
        max_length=limits.LONG_TEXT,
        label=_("Result"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=NOT_HERE,
    )
    language = forms.ChoiceField(label=_("Language of these texts"), choices=settings.LANGUAGES)
    source = forms.CharField(
        max_length=limits.LONG_TEXT,
        label=_("Source"),
        required=False,
        help_text=with_care(_("Where information on this activity has been published, if at all.")),
    )
    topics = forms.MultipleChoiceField(label=_("Topics"), widget=Many, required=False)
    audiences = forms.MultipleChoiceField(label=_("Audiences"), widget=Many, required=False)
    participants_women = WholeNumberField(
        label=_("Participants, women"), min_value=0, max_value=limits.COUNT, required=False
    )
    participants_men = WholeNumberField(
        label=_("Participants, men"), min_value=0, max_value=limits.COUNT, required=False
    )
    amount_needed = AmountField(
        label=_("Funding required"),
        min_value=0,
        max_digits=limits.AMOUNT[0],
        decimal_places=limits.AMOUNT[1],
        required=False,
    )
    currency = currency_field()
    funding_lines = FundingLinesField(label=LINES_LABEL, help_text=LINES_HINT, required=False)
    amount_secured = OneAmountField(required=False)
    border_regions = forms.MultipleChoiceField(label=_("Border regions"), widget=Many, required=False)
    visibility = forms.ChoiceField(
        label=_("Visibility once verified"),
        choices=Activity.Visibility.choices,
        widget=forms.RadioSelect,
    )

    def __init__(
        self,
        data=None,
        files=None,
        *,
        who: Standing,
        state: State | None = None,
        version: int | None = None,
        key: UUID | None = None,
        is_draft: bool = True,
        **kwargs,
    ):
        state = state or first_state(who)
        first = initial_of(state) | {"version": version, "key": key}
        if version is None:
            first["status"] = ""
        super().__init__(data, files, initial=first, **kwargs)
        self.who = who
        self.state = state
        if not (first[UNSTATED] or (data and UNSTATED in data)):
            del self.fields[UNSTATED]
        if is_draft:
            del self.fields["status_change"]
        self.fields["files"].widget.waiting = rules.visible_uploads(who)
        self.fields["countries"].choices = [(row.pk, row.name) for row in Country.objects.all().by_name()]
        self.fields["actions"].choices = menu()
        self.fields["theme"].choices = [("", "—"), *((row.pk, str(row)) for row in Theme.objects.all())]
        self.fields["topics"].choices = [(row.pk, row.name) for row in TrainingTopic.objects.all()]
        self.fields["audiences"].choices = [(row.pk, row.name) for row in TrainingAudience.objects.all()]
        self.fields["border_regions"].choices = [(row.pk, row.name) for row in BorderRegion.objects.all().by_name()]
        scopes = rules.scopes_of(who)
        self.fields["scope"].choices = [row for row in Activity.Scope.choices if row[0] in scopes]

    def offer_claims(self, fill_days: bool = False) -> None:
        """Offer the claims that fit what the form shows now (see `offers`)."""
        shown = self.as_typed()
        widget = self.fields["claims"].widget
        widget.dated = shown["status"] != Activity.Status.PLANNED
        widget.offers, widget.others = offers(shown, self["claims"].value() or {}, self["key"].value() or "", fill_days)

    def as_typed(self) -> State:
        """The state that the form shows, as far as claims depend on it; what cannot be read counts as empty."""
        names = ("scope", "theme", "starts_on", "ends_on", "countries", "actions", "border_regions")
        shown = {name: self[name].value() or EMPTY[name] for name in names}
        shown |= {name: known_or_none(shown[name]) for name in DAYS}
        shown["status"] = self["status"].value() or status_of(shown["starts_on"], shown["ends_on"])
        return self.state | shown

    def written_about(self):
        return self.cleaned_data.get("countries") or self.state["countries"]

    def texts(self):
        sent = self.cleaned_data.get("files")
        funders = funders_in(self.cleaned_data.get("funding_lines"))
        return [*super().texts(), *funders, *(self.fields["files"].names_of(sent) if sent else ())]

    def values(self) -> State:
        """What was typed, as the verbs want it."""
        typed = dict(self.cleaned_data)
        partners = [
            {"organisation": name, "role": role}
            for field, role in PARTNERS.items()
            for name in names_in(typed.pop(field, ""))
        ]
        for name in ("version", "base", "key", "anyway", "files", "links", "status_change"):
            typed.pop(name, None)
        for name in ("claims", "funding_lines", "amount_secured"):
            if typed[name] is None:
                del typed[name]
        typed["status"] = typed["status"] or status_of(typed["starts_on"], typed["ends_on"])
        return typed | {"partners": partners}

    def corrects_status(self) -> bool:
        """Was the status that stands recorded wrongly, and has not changed since?"""
        return self.cleaned_data.get("status_change") == CORRECTED

    def fill_in(self, values: State) -> None:
        super().fill_in(values)
        if "claims" in values:
            ticked = ticked_of(values)
            self.data.setlist("claims", list(ticked))
            self.data.update({f"day:{key}": day for key, day in ticked.items()})
        if "funding_lines" in values:
            self.data.update(as_typed_lines(values["funding_lines"]))

    def show_merged(self, merge: Merge, base: int, version: int) -> None:
        super().show_merged(merge, base, version)
        if self.cleaned_data["claims"] is not None:  # theirs are ticked beside what was ticked here
            self.fill_in({"claims": merge.mine_first["claims"]})
        if self.cleaned_data["funding_lines"] is not None:  # the same
            self.fill_in({"funding_lines": merge.mine_first["funding_lines"]})

    def as_fields(self, values: State) -> dict[str, Any]:
        partners = listed_partners(values["partners"]) if "partners" in values else {}
        return {name: value for name, value in values.items() if name not in ROWS} | partners

    def brief(self) -> list[tuple[str | Promise, list[forms.BoundField]]]:
        """The steps that everybody fills: `[(title, fields)]`."""
        return [(title, [self[name] for name in names if name in self.fields]) for title, names in BRIEF]

    def on_request(self) -> list[tuple[str | Promise, list[forms.BoundField], bool]]:
        """The steps that may be left out: `[(title, fields, is it folded away)]`; folded while they say nothing new."""
        steps = [(title, [self[name] for name in names if name in self.fields]) for title, names in ON_REQUEST]
        return [(title, fields, not any(map(self.wants_a_look, fields))) for title, fields in steps]

    def wants_a_look(self, field: forms.BoundField) -> bool:
        if field.name == "countries" and len(rules.countries_of(self.who)) != 1:
            return True
        if field.name in USUALLY_FILLED:
            return bool(field.errors) or field.value() != self.usual[field.name]
        return bool(field.errors or field.value())

    @cached_property
    def usual(self) -> dict[str, Any]:
        return initial_of(first_state(self.who))


def menu() -> list[tuple[str, list[tuple[str, str]]]]:
    """The 58 actions by theme, as grouped choices. Two queries."""
    by_theme: dict[str, tuple[str, list[tuple[str, str]]]] = {
        theme.pk: (str(theme), []) for theme in Theme.objects.all()
    }
    for action in Action.objects.in_printed_order():
        by_theme[action.theme_code][1].append((action.pk, str(action)))
    return list(by_theme.values())


def first_state(who: Standing) -> State:
    """What a new activity begins with: one's own country, or regional work for the working group and a regional body; led by
    the organisation for which a contributor records. One query, for a contributor."""
    state = EMPTY | {"language": (who.person and who.person.language) or settings.LANGUAGE_CODE}
    if organisation := rules.first_organisation(who):
        state["lead"] = Organisation.objects.get(pk=organisation).name
    return state | {"scope": rules.first_scope(who), "countries": rules.countries_of(who)[:1]}


def known_or_none(typed: str | None) -> str | None:
    """What can be read of a day that is still being typed."""
    try:
        return parse(typed or "").known
    except UnreadableDay:
        return None


def status_of(starts_on: str | None, ends_on: str | None) -> str:
    """What the days say: over, begun, or still to come; a month or a year counts from its last day."""
    today = timezone.localdate()
    if ends_on and last_day(ends_on) <= today:
        return Activity.Status.COMPLETED
    return Activity.Status.IN_PROGRESS if starts_on and last_day(starts_on) <= today else Activity.Status.PLANNED


def initial_of(state: State) -> dict[str, Any]:
    amounts = {"amount_needed": state["amount_needed"] and Decimal(state["amount_needed"])}
    return state | amounts | listed_partners(state["partners"]) | {"claims": ticked_of(state)}


def listed_partners(partners: list[dict[str, str]]) -> dict[str, str]:
    return {
        field: listed(row["organisation"] for row in partners if row["role"] == role)
        for field, role in PARTNERS.items()
    }
