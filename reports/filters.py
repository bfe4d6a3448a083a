"""Narrowing a list: at once the form of the page, the query and the parameters of the API."""

from datetime import datetime, time, timedelta

import django_filters as filters
from allauth.mfa.models import Authenticator
from django import forms
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema_field

from indicators.models import Target
from indicators.progress import EXPECTED, REPORTED, VERIFIED
from reports import limits, rules
from reports.forms.dates import DayField
from reports.forms.named import NamedChoiceFilter
from reports.forms.numbers import YearField
from reports.models import (
    Activity,
    BorderRegion,
    Change,
    Country,
    Membership,
    Organisation,
    RegionalBody,
    User,
    Word,
    awaited,
)
from reports.summaries import (
    SEVERAL,
    Selection,
    counted_activities,
    had_status,
    heard_of,
    standing_in,
    trainings,
    unnumbered,
    with_last_confirmed,
)
from reports.verbs import SUBJECTS, verb_choices
from themes.models import Action, Recommendation, Theme, TrainingAudience, TrainingTopic

UNNUMBERED = "unnumbered"
CARRIED_OUT = "carried_out"  # verified or reported
STANDINGS = {VERIFIED: (VERIFIED,), REPORTED: (REPORTED,), EXPECTED: (EXPECTED,), CARRIED_OUT: (VERIFIED, REPORTED)}
OF_THE_FIGURES = (
    "country",
    "theme",
    "action",
    "recommendation",
    "status",
    "scope",
    "counted",
    "heard_of",
    "layer",
    "body",
    "as_at",
    "training",
    "together",
    "year",
    "topic",
    "audience",
)
OF_TRAININGS = ("training", "together", "year")
OF_THE_MENU = ("theme", "action", "recommendation")  # asked together, one action is all of them


class YesNo(forms.Field):
    """`true` or `false`; nothing else is taken for either."""

    def to_python(self, value):
        meanings = {"true": True, "false": False, "": None, None: None}
        try:
            return meanings[value]
        except (KeyError, TypeError):
            raise forms.ValidationError(_("Enter true or false.")) from None


@extend_schema_field(bool)
class YesNoFilter(filters.Filter):
    field_class = YesNo


class DayFilter(filters.DateFilter):
    field_class = DayField


def words_filter(label: Promise, method: str) -> filters.CharFilter:
    return filters.CharFilter(label=label, method=method, max_length=limits.SEARCH)


@extend_schema_field(str)
class CodeFilter(filters.ModelChoiceFilter):
    """A row named by its printed code."""


@extend_schema_field(str)
class CountryFilter(NamedChoiceFilter):
    """The same, in the order of the reader's alphabet."""


@extend_schema_field(str)
class OrNoneFilter(filters.ModelChoiceFilter):
    """A row of theme II's two lists, or `none`: what names no row of it."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, null_label=_("none"), null_value="none", **kwargs)


@extend_schema_field(int)
class YearFilter(filters.Filter):
    field_class = YearField


class ActivityFilter(filters.FilterSet):
    q = words_filter(_("Keywords"), "mentioning")
    country = CountryFilter(label=_("Country"), queryset=Country.objects.all(), method="in_country")
    theme = CodeFilter(label=_("Theme"), queryset=Theme.objects.all(), method="cut_below")
    action = CodeFilter(label=_("Action"), queryset=Action.objects.in_printed_order(), method="cut_below")
    recommendation = CodeFilter(label=_("Recommendation"), queryset=Recommendation.objects.all(), method="cut_below")
    target = CodeFilter(label=_("Target"), queryset=Target.objects.all(), method="claiming")
    border_region = CountryFilter(label=_("Border region"), queryset=BorderRegion.objects.all(), method="at_border")
    status = filters.ChoiceFilter(label=_("Status"), choices=Activity.Status.choices, method="cut_below")
    review = filters.ChoiceFilter(label=_("Review"), choices=Activity.Review.choices)
    scope = filters.ChoiceFilter(label=_("Scope"), choices=Activity.Scope.choices)
    agreement = filters.ChoiceFilter(
        label=_("Agreement of the country"),
        choices=[(Word.AWAITED.value, _("agreement awaited"))],
        method="awaiting_agreement",
    )
    starts_after = DayFilter(label=_("Started on or after"), field_name="starts_on", lookup_expr="gte")
    starts_before = DayFilter(label=_("Started on or before"), field_name="starts_on", lookup_expr="lte")

    counted = filters.ChoiceFilter(
        label=_("Figures"), choices=[("1", _("only activities counted in the figures"))], method="cut_below"
    )
    heard_of = filters.ChoiceFilter(
        label=_("Started or submitted by the “as at” date"),
        choices=[("1", _("only activities that had started or been submitted"))],
        method="cut_below",
    )
    layer = filters.ChoiceFilter(
        label=_("Counted as"),
        choices=[
            (VERIFIED, _("verified")),
            (REPORTED, _("reported, not yet verified")),
            (EXPECTED, _("expected")),
            (CARRIED_OUT, _("verified or reported")),
        ],
        method="cut_below",
    )
    body = CodeFilter(label=_("Regional body"), queryset=RegionalBody.objects.all(), method="cut_below")
    training = filters.ChoiceFilter(
        label=_("Training"),
        choices=[("1", _("only training held")), (UNNUMBERED, _("only training with no number of participants"))],
        method="cut_below",
    )
    together = filters.ChoiceFilter(
        label=_("Training of several countries"),
        choices=[("1", _("only training of several countries together"))],
        method="cut_below",
    )
    year = YearFilter(label=_("Year of the training"), method="cut_below")
    topic = OrNoneFilter(label=_("Training topic"), queryset=TrainingTopic.objects.all(), field_name="topics")
    audience = OrNoneFilter(
        label=_("Training audience"), queryset=TrainingAudience.objects.all(), field_name="audiences"
    )
    system = filters.CharFilter(label=_("Outside system"), method="cut_below", max_length=limits.SYSTEM_CODE)
    identifier = filters.CharFilter(label=_("Identifier"), method="cut_below", max_length=limits.EXTERNAL_ID)
    recorded_for = words_filter(_("Recorded for"), "recorded_in_the_name_of")
    as_at = DayFilter(label=_("As at"), method="cut_below")

    class Meta:
        model = Activity
        fields = ()

    def __init__(self, *args, **kwargs):
        """A border region is on the form where it was asked for: a hit of the search leads to its activities."""
        super().__init__(*args, **kwargs)
        if not self.data.get("border_region"):
            del self.filters["border_region"]

    def filter_queryset(self, queryset):
        """With `counted`, `heard_of`, `layer` or `body`: exactly the activities behind a figure, the body's and the
        layer's as at the day; a country's own then, for regional work stands in a row of its own."""
        activities, chosen = super().filter_queryset(queryset), self.form.cleaned_data
        activities = activities.called(system=chosen["system"].lower(), identifier=chosen["identifier"])
        activities = activities.doing(**{name: chosen[name].pk if chosen[name] else "" for name in OF_THE_MENU})
        activities = with_last_confirmed(activities, chosen["as_at"]) if chosen["as_at"] else activities
        selection = Selection(
            as_at=chosen["as_at"] or timezone.localdate(),
            body=chosen["body"].pk if chosen["body"] else "",
            status=chosen["status"],
        )
        if not any(chosen[name] for name in ("counted", "heard_of", "layer", "body", *OF_TRAININGS)):
            return self.of_status(activities, selection)
        activities = counted_activities(selection, activities)
        if any(chosen[name] for name in OF_TRAININGS):
            return self.of_trainings(activities, selection)
        if chosen["heard_of"]:
            activities = activities.filter(heard_of(selection))
        if chosen["country"] and chosen["scope"] != Activity.Scope.REGIONAL:
            activities = activities.agreed_by(chosen["country"].pk).exclude(scope=Activity.Scope.REGIONAL)
        return standing_in(activities, STANDINGS[chosen["layer"]], selection.as_at) if chosen["layer"] else activities

    def of_status(self, activities, selection):
        """Of a day, by their status on it; else by the one that they have."""
        if not selection.status:
            return activities
        had = self.form.cleaned_data["as_at"]
        return activities.filter(had_status(selection, "pk") if had else Q(status=selection.status))

    def of_trainings(self, activities, selection):
        """The trainings behind a figure of participants, a country's own alone; each stands in one place and year."""
        chosen = self.form.cleaned_data
        country = chosen["country"].pk if chosen["country"] else ""
        if chosen["together"] and country:
            activities = activities.agreed_by(country)
        place = SEVERAL if chosen["together"] else country
        held = trainings(selection, activities, place=place, year=chosen["year"] or 0)
        held = held.filter(unnumbered()) if chosen["training"] == UNNUMBERED else held
        held = standing_in(held, STANDINGS[chosen["layer"]], selection.as_at) if chosen["layer"] else held
        return activities.filter(pk__in=held.order_by().values("pk"))  # in the order of the list

    @property
    def is_of_figures(self) -> bool:
        """Nothing is asked but what the figures are cut by too: their number of activities may be told to everybody."""
        named = {name for name, value in self.form.cleaned_data.items() if value}
        of_training = named.isdisjoint(("topic", "audience")) or not named.isdisjoint(OF_TRAININGS)
        return "counted" in named and named <= set(OF_THE_FIGURES) and of_training

    def cut_below(self, activities, name, value):
        return activities

    def mentioning(self, activities, name, value):
        return activities.mentioning(value)

    def in_country(self, activities, name, value):
        who = rules.standing(self.request.user) if self.request else rules.PUBLIC
        return rules.in_country(who, activities, value.pk)

    def at_border(self, activities, name, value):
        return activities.at_border(value.pk)

    def recorded_in_the_name_of(self, activities, name, value):
        """Of organisations that are called so."""
        return activities.filter(recorded_for__in=Organisation.objects.mentioning(value))

    def awaiting_agreement(self, activities, name, value):
        """Those that this reader may know to await the word of the country asked for, or of any."""
        who, country = (
            rules.standing(self.request.user) if self.request else rules.PUBLIC,
            self.form.cleaned_data["country"],
        )
        asked = rules.visible_agreements(who)
        asked = awaited(asked.filter(country=country.pk) if country else asked)
        return activities.filter(pk__in=asked.order_by().values("activity"))

    def claiming(self, activities, name, value):
        return activities.claiming(value.pk)


class OrganisationFilter(filters.FilterSet):
    q = words_filter(_("Name"), "mentioning")
    kind = filters.ChoiceFilter(label=_("Kind"), choices=Organisation.Kind.choices)
    country = CountryFilter(label=_("Country"), queryset=Country.objects.all())

    class Meta:
        model = Organisation
        fields = ()

    def mentioning(self, organisations, name, value):
        return organisations.mentioning(value)


class ChangeFilter(filters.FilterSet):
    """Narrowing the change log."""

    person = words_filter(_("Person (name or e-mail address)"), "done_by")
    country = CountryFilter(label=_("Country"), queryset=Country.objects.all())
    subject = filters.ChoiceFilter(label=_("Subject"), choices=SUBJECTS.items)
    verb = filters.ChoiceFilter(label=_("Change made"), choices=verb_choices)
    subject_id = filters.CharFilter(label=_("Subject identifier"), max_length=limits.CODE)
    via = filters.ChoiceFilter(label=_("Channel"), choices=Change.Via.choices)
    since = DayFilter(label=_("On or after"), method="done_since")
    until = DayFilter(label=_("On or before"), method="done_until")

    class Meta:
        model = Change
        fields = ()

    def done_by(self, changes, name, value):
        named = Q(by__username__icontains=value) | Q(by__email__icontains=value)
        for word in value.split():
            changes = changes.filter(named | Q(by__first_name__icontains=word) | Q(by__last_name__icontains=word))
        return changes

    def done_since(self, changes, name, value):
        return changes.filter(at__gte=beginning_of(value))

    def done_until(self, changes, name, value):
        return changes.filter(at__lt=beginning_of(value + timedelta(days=1)))


class PersonFilter(filters.FilterSet):
    """Narrowing the list of people."""

    q = words_filter(_("Name or e-mail address"), "named")
    role = filters.ChoiceFilter(label=_("Role"), choices=Membership.Role.choices, method="holding")
    country = CountryFilter(label=_("Country"), queryset=Country.objects.all(), method="of_country")
    state = filters.ChoiceFilter(
        label=_("Sign-in"),
        choices=(
            ("never", _("has not signed in yet")),
            ("roleless", _("has no role")),
            ("factor", _("has a second factor")),
            ("no_factor", _("has no second factor")),
        ),
        method="in_state",
    )

    class Meta:
        model = User
        fields = ()

    def named(self, people, name, value):
        for word in value.split():
            people = people.filter(
                Q(username__icontains=word)
                | Q(email__icontains=word)
                | Q(first_name__icontains=word)
                | Q(last_name__icontains=word)
            )
        return people

    def holding(self, people, name, value):
        return people.filter(Exists(roles_today().filter(role=value)))

    def of_country(self, people, name, value):
        return people.filter(Exists(roles_today().filter(country=value)))

    def in_state(self, people, name, value):
        factor = Exists(Authenticator.objects.filter(user=OuterRef("pk")))
        conditions = {
            "never": Q(last_login__isnull=True),
            "roleless": ~Exists(roles_today()) & Q(is_superuser=False),
            "factor": factor,
            "no_factor": ~factor,
        }
        return people.filter(conditions[value])


def roles_today():
    """The roles in force of the person of an outer query."""
    in_force = [role.pk for role in Membership.objects.in_force()]
    return Membership.objects.filter(person=OuterRef("pk"), pk__in=in_force)


def beginning_of(day):
    return timezone.make_aware(datetime.combine(day, time.min))
