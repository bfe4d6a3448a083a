"""The form of an activity: plain fields that fill the values of a verb. A draft may leave every one of them empty."""

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from reports.models import Activity, BorderRegion, Country, Organisation, Partner
from reports.privacy import personal_data
from reports.rules import Standing
from reports.state import EMPTY, State
from themes.models import Action, Theme, TrainingAudience, TrainingTopic

PARTNERS = {role.value: role.value for role in Partner.Role}  # one text field a role
FREE_TEXTS = ("title", "summary", "result", "status_reason", "place", "source")
STEPS = (
    (
        _("What was done, or is planned"),
        (
            "title",
            "scope",
            "countries",
            "actions",
            "theme",
            "status",
            "status_reason",
            "starts_on",
            "ends_on",
            "place",
        ),
    ),
    (_("With whom"), ("lead", *PARTNERS)),
    (_("In a few words"), ("summary", "result", "language", "source")),
    (_("If it was a training"), ("topics", "audiences", "participants_women", "participants_men")),
    (
        _("Money, borders, visibility"),
        ("amount_needed", "amount_secured", "currency", "border_regions", "visibility"),
    ),
)


FOLDED = 3  # the first step that may stay folded


def filled(field: forms.BoundField) -> bool:
    return field.name != "visibility" and bool(field.value())


class DateInput(forms.DateInput):
    input_type = "date"

    def __init__(self):
        super().__init__(format="%Y-%m-%d")


class Many(forms.CheckboxSelectMultiple):
    """Checkboxes in as many columns as fit."""

    def __init__(self):
        super().__init__(attrs={"class": "many"})


class MenuOfActions(forms.CheckboxSelectMultiple):
    """Checkboxes folded by theme; a theme with a chosen action stands open."""

    template_name = "widgets/menu.html"


class ActivityForm(forms.Form):
    """`ActivityForm(data, who=standing, state=state)`: `state` is what the form shows before anything is typed."""

    mark_optional = False

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    title = forms.CharField(
        label=_("Title"), max_length=200, required=False, help_text=_("One line that others understand.")
    )
    scope = forms.ChoiceField(label=_("Scope"), choices=Activity.Scope.choices, widget=forms.RadioSelect)
    countries = forms.MultipleChoiceField(label=_("Countries"), widget=Many, required=False)
    actions = forms.MultipleChoiceField(
        label=_("Actions of the menu"),
        widget=MenuOfActions,
        required=False,
        help_text=_("Open a theme and tick the actions that this carries out: one, sometimes two or three."),
    )
    theme = forms.ChoiceField(
        label=_("Theme, if no action fits"),
        required=False,
        help_text=_("Only for work outside the menu: the menu is not exhaustive."),
    )
    status = forms.ChoiceField(label=_("Status"), choices=Activity.Status.choices)
    status_reason = forms.CharField(
        label=_("Reason"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Only if it was suspended or cancelled."),
    )
    starts_on = forms.DateField(label=_("Start"), required=False, widget=DateInput())
    ends_on = forms.DateField(label=_("End"), required=False, widget=DateInput())
    place = forms.CharField(label=_("Place"), max_length=160, required=False)
    lead = forms.CharField(
        label=_("Lead organisation"),
        max_length=160,
        required=False,
        widget=forms.TextInput(attrs={"list": "organisations", "autocomplete": "off"}),
    )
    implementing = forms.CharField(
        label=_("Implementing partners"), required=False, help_text=_("Several: separate them with ;")
    )
    funding = forms.CharField(label=_("Funding partners"), required=False)
    technical = forms.CharField(label=_("Technical partners"), required=False)
    summary = forms.CharField(
        label=_("Summary"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("What, for whom, why. No names, addresses or case numbers of refugees or migrants."),
    )
    result = forms.CharField(label=_("Result"), required=False, widget=forms.Textarea(attrs={"rows": 3}))
    language = forms.ChoiceField(label=_("Language of these texts"), choices=settings.LANGUAGES)
    source = forms.CharField(label=_("Source"), required=False, help_text=_("Where this is published, if it is."))
    topics = forms.MultipleChoiceField(label=_("Topics"), widget=Many, required=False)
    audiences = forms.MultipleChoiceField(label=_("Audiences"), widget=Many, required=False)
    participants_women = forms.IntegerField(label=_("Participants, women"), min_value=0, required=False)
    participants_men = forms.IntegerField(label=_("Participants, men"), min_value=0, required=False)
    amount_needed = forms.DecimalField(
        label=_("Money needed"), min_value=0, max_digits=14, decimal_places=2, required=False
    )
    amount_secured = forms.DecimalField(
        label=_("Money secured"), min_value=0, max_digits=14, decimal_places=2, required=False
    )
    currency = forms.RegexField(
        r"^[A-Za-z]{3}$",
        label=_("Currency"),
        required=False,
        max_length=3,
        help_text=_("Three letters, for example USD."),
        error_messages={"invalid": _("Give the three letters of the currency, for example USD.")},
    )
    border_regions = forms.MultipleChoiceField(label=_("Border regions"), widget=Many, required=False)
    visibility = forms.ChoiceField(
        label=_("Who may see it once it is verified"),
        choices=Activity.Visibility.choices,
        widget=forms.RadioSelect,
    )
    anyway = forms.BooleanField(label=_("I have checked: save it anyway."), required=False)

    def __init__(self, data=None, *, who: Standing, state: State | None = None, version: int | None = None, **kwargs):
        super().__init__(data, initial=initial_of(state or first_state(who)) | {"version": version}, **kwargs)
        self.who = who
        self.personal: list[tuple[str, str]] = []
        self.fields["countries"].choices = [(row.pk, row.name) for row in Country.objects.all()]
        self.fields["actions"].choices = menu()
        self.fields["theme"].choices = [("", "—"), *((row.pk, str(row)) for row in Theme.objects.all())]
        self.fields["topics"].choices = [(row.pk, row.name) for row in TrainingTopic.objects.all()]
        self.fields["audiences"].choices = [(row.pk, row.name) for row in TrainingAudience.objects.all()]
        self.fields["border_regions"].choices = [(row.pk, row.name) for row in BorderRegion.objects.all()]
        if not (who.is_administrator or who.is_working_group):
            self.fields["scope"].choices = [row for row in Activity.Scope.choices if row[0] != Activity.Scope.REGIONAL]
        self.organisations = Organisation.objects.values_list("name", flat=True)

    def clean_currency(self) -> str:
        return self.cleaned_data["currency"].upper()

    def clean(self):
        texts = " \n ".join(str(self.cleaned_data.get(name) or "") for name in FREE_TEXTS)
        self.personal = personal_data(texts)
        if self.personal and not self.cleaned_data.get("anyway"):
            kind, passage = self.personal[0]
            message = _("“%(passage)s” looks like %(kind)s. Take it out, or confirm below that it may stand.")
            self.add_error("anyway", forms.ValidationError(message, params={"passage": passage, "kind": kind}))
        return self.cleaned_data

    def values(self) -> State:
        """What was typed, as the verbs want it."""
        typed = dict(self.cleaned_data)
        partners = [
            {"organisation": name.strip(), "role": role}
            for field, role in PARTNERS.items()
            for name in typed.pop(field).split(";")
            if name.strip()
        ]
        for name in ("version", "anyway"):
            typed.pop(name, None)
        return typed | {"partners": partners}

    def steps(self) -> list[tuple[str, list[forms.BoundField], bool]]:
        """`[(title, fields, is it folded away)]`: the later steps stay folded while they hold nothing."""
        return [
            (title, fields, index >= FOLDED and not any(field.errors or filled(field) for field in fields))
            for index, (title, fields) in enumerate((title, [self[name] for name in names]) for title, names in STEPS)
        ]


def menu() -> list[tuple[str, list[tuple[str, str]]]]:
    """The 58 actions by theme, as grouped choices. Two queries."""
    by_theme = {theme.pk: (str(theme), []) for theme in Theme.objects.all()}
    for action in Action.objects.in_printed_order():
        by_theme[action.theme_code][1].append((action.pk, str(action)))
    return list(by_theme.values())


def first_state(who: Standing) -> State:
    """What a new activity begins with: one's own country, or regional work for the working group."""
    state = EMPTY | {"language": who.person.language or settings.LANGUAGE_CODE}
    if who.countries:
        return state | {"countries": sorted(who.countries)[:1]}
    if who.is_working_group:
        return state | {"scope": Activity.Scope.REGIONAL}
    return state


def initial_of(state: State) -> dict[str, Any]:
    partners = {
        field: "; ".join(row["organisation"] for row in state["partners"] if row["role"] == role)
        for field, role in PARTNERS.items()
    }
    return {name: value for name, value in state.items() if name not in ("partners", "claims")} | partners
