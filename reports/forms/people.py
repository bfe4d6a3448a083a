from typing import Any

from django import forms
from django.conf import settings
from django.utils.text import format_lazy
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from reports import limits, rules
from reports.forms.dates import DayField
from reports.forms.named import NamedChoiceField, NamedChoicesField
from reports.forms.numbers import WholeNumberField
from reports.forms.privacy_checked import NotAsked, PrivacyCheckedForm, Shown
from reports.forms.proof import ACCEPTED
from reports.models import (
    UNSUBSCRIBABLE,
    ApiToken,
    Country,
    Mail,
    Membership,
    Organisation,
    RegionalBody,
    User,
    refuse_no_name,
)
from reports.privacy import NOT_HERE
from reports.rules import Standing
from reports.workflow.nominating import wrong_with_letter
from reports.workflow.people import wrong_with_place

ONLY_FOCAL_POINT = _("For a national focal point only.")
ANY_COUNTRY = _(
    "Leave empty for any country, which is possible only for a UN agency or a regional organization. The contributor of a "
    "public institution records for its country alone."
)


class PersonName(forms.CharField):
    def __init__(self, **options):
        super().__init__(max_length=limits.PERSON_NAME, required=False, validators=[refuse_no_name], **options)


class LetterForm(Shown, forms.Form):
    """Somebody is appointed: by a letter of the country, without which only administrators do."""

    fields: dict[str, Any]
    letter = forms.FileField(
        label=_("Letter of nomination"),
        required=False,
        widget=forms.FileInput(attrs={"accept": ACCEPTED}),
        help_text=format_lazy(
            _(
                "PDF, picture, Word, Excel, PowerPoint or OpenDocument, up to {size} MB. The working group, administrators "
                "and the country's focal points can read the letter. Location and author details are removed from it."
            ),
            size=limits.FILE_BYTES // limits.MEGABYTE,
        ),
    )
    dated = DayField(label=_("Date of the letter"), required=False)

    def __init__(self, *args, who: Standing, **kwargs):
        super().__init__(*args, **kwargs)
        self.who = who
        is_needed = rules.needs_nomination(who, Membership.Role.FOCAL_POINT)
        self.fields["letter"].required = self.fields["dated"].required = is_needed
        self.order_fields([name for name in self.fields if name not in LetterForm.base_fields])  # the letter comes last

    def ask_for_letter_again(self) -> None:
        """No browser sends a file twice by itself: beside other errors it is said that it has to be chosen once more."""
        if self.errors and "letter" in self.fields and self.files.get("letter") and "letter" not in self.errors:
            self.add_error("letter", _("Choose the letter again: it was not saved, because of the other errors."))


class InvitationForm(LetterForm):
    """Whom to invite, into which of the roles that this person may give, for which country, body or organisation."""

    email = forms.EmailField(label=_("E-mail address"))
    first_name = PersonName(label=_("First name"))
    last_name = PersonName(label=_("Last name"))
    language = forms.ChoiceField(label=_("Language"), choices=settings.LANGUAGES)
    role = forms.ChoiceField(label=_("Role"), choices=(), widget=forms.RadioSelect)
    country = NamedChoiceField(label=_("Country"), queryset=Country.objects.all(), required=False)
    is_deputy = forms.BooleanField(label=_("Deputy, with the same rights as the focal point"), required=False)
    body = forms.ModelChoiceField(
        label=_("Regional body"),
        queryset=RegionalBody.objects.all(),
        required=False,
        help_text=_("Required for a regional body officer only."),
    )
    organisation = forms.ModelChoiceField(label=_("Organization"), queryset=Organisation.objects.none(), required=False)
    countries = NamedChoicesField(
        label=_("Countries for which a contributor may record"),
        queryset=Country.objects.all(),
        required=False,
        help_text=ANY_COUNTRY,
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        given = rules.appointed_roles(self.who)
        self.fields["role"].choices = [row for row in Membership.Role.choices if row[0] in given]
        self.fields["organisation"].queryset = rules.contributing_organisations(self.who)
        self.gives_all = rules.may_manage_people(self.who)
        if not self.gives_all:
            del self.fields["body"]
        if rules.may_keep_contact(self.who):
            self.explain()
        else:
            self.keep_to_own_countries()

    def keep_to_own_countries(self) -> None:
        """A focal point gives no role by a letter; for which country is asked only of one who reports for several."""
        for name in ("is_deputy", "countries", "letter", "dated"):
            del self.fields[name]
        self.fields["organisation"].help_text = _(
            "Required for a contributor, and for no other role: a ministry or public body of your country. The contributor "
            "records for that country alone. If the institution is missing, first add it to the organizations."
        )
        self.fields["country"].queryset = Country.objects.filter(pk__in=self.who.countries)
        self.fields["country"].help_text = _("Required for a clearing officer, and for no other role.")
        if len(self.who.countries) == 1:
            self.fields["country"].widget = NotAsked()

    def explain(self) -> None:
        """Which role uses which field."""
        self.fields["letter"].required = self.fields["dated"].required = False  # but see `wrong_with_letter`
        needed = rules.needs_nomination(self.who, Membership.Role.FOCAL_POINT)
        by_letter = _("Required for a national focal point, and for no other role.") if needed else ONLY_FOCAL_POINT
        letter = self.fields["letter"]
        letter.help_text = format_lazy("{} {}", by_letter, letter.help_text)
        self.fields["dated"].help_text = by_letter
        self.fields["is_deputy"].help_text = ONLY_FOCAL_POINT
        if self.gives_all:
            self.fields["country"].help_text = _("Required for a national focal point and a clearing officer only.")
            self.fields["organisation"].help_text = _(
                "Required for a member of the working group (UNHCR or IOM) and for a contributor; optional for other roles."
            )
        else:
            self.fields["country"].help_text = _("Required for a national focal point, and for no other role.")
            self.fields["organisation"].help_text = _(
                "Required for a contributor, and for no other role. The contributors of a country's public institutions are "
                "appointed by its focal point."
            )

    def clean(self) -> dict[str, Any]:
        super().clean()
        if "role" in self.cleaned_data:
            for name, problems in self.wrong_with_role().items():
                if name not in self.errors:
                    self.add_error(name if name in self.fields else None, problems)
        return self.cleaned_data

    def wrong_with_role(self) -> dict[str, list[str]]:
        asked = self.asked()
        role, organisation = asked["role"], asked.get("organisation")
        named = {name: asked.get(name) for name in ("country", "body", "organisation")}
        membership = Membership(role=role, is_deputy=bool(asked.get("is_deputy")), **named)
        membership.chosen_countries = list(asked.get("countries", ()))
        problems = wrong_with_place(membership) | self.wrong_with_letter()
        if organisation and role != Membership.Role.CONTRIBUTOR and not self.gives_all:
            problems["organisation"] = [
                gettext("Only a contributor's role names an organization. Leave this field empty.")
            ]
        if not problems and not rules.may_appoint(self.who, membership):
            problems["role"] = [gettext("You cannot give this role for this country or organization.")]
        return problems

    def wrong_with_letter(self) -> dict[str, list[str]]:
        """None is asked for where the role is no focal point's, or the country is missing."""
        role, country = self.cleaned_data["role"], self.cleaned_data.get("country")
        given = {name: self.cleaned_data.get(name) for name in LetterForm.base_fields}
        if role != Membership.Role.FOCAL_POINT:
            problem = wrong_with_letter(given["letter"], given["dated"], role, None).get("letter", [])
            return {name: problem for name, value in given.items() if value}
        if country is None or not (rules.needs_nomination(self.who, role) or any(given.values())):
            return {}
        return wrong_with_letter(given["letter"], given["dated"], role, country)

    def asked(self) -> dict[str, Any]:
        """As `workflow.invite_person` takes it: what has one answer alone need not be given."""
        asked = dict(self.cleaned_data)
        role, organisation = asked["role"], asked.get("organisation")
        if role == Membership.Role.CONTRIBUTOR and organisation and organisation.is_institution:
            asked["countries"] = list(asked.get("countries", ())) or [organisation.country]
        if role == Membership.Role.CLEARING_OFFICER and isinstance(self.fields["country"].widget, NotAsked):
            asked["country"] = asked.get("country") or self.fields["country"].queryset.get()
        return asked


class RoleForm(forms.Form):
    """What may be corrected of a role."""

    fields: dict[str, Any]
    organisation = forms.ModelChoiceField(label=_("Organization"), queryset=Organisation.objects.all(), required=False)
    countries = NamedChoicesField(
        label=_("Countries for which a contributor may record"),
        queryset=Country.objects.all(),
        required=False,
        help_text=ANY_COUNTRY,
    )
    is_deputy = forms.BooleanField(label=_("Deputy, with the same rights as the focal point"), required=False)
    until = DayField(
        label=_("Date on which the role ends"),
        required=False,
        help_text=_("Leave empty if no end date is set."),
    )

    def __init__(self, data: Any = None, *, role: Membership):
        first = {name: getattr(role, name) for name in RoleForm.base_fields} | {"countries": role.named_countries()}
        super().__init__(data, initial=first)
        if role.role != Membership.Role.CONTRIBUTOR:
            del self.fields["countries"]


class HandoverForm(LetterForm):
    """The successor in a role."""

    email = forms.EmailField(label=_("E-mail address of the successor"))
    first_name = PersonName(label=_("First name"))
    last_name = PersonName(label=_("Last name"))
    language = forms.ChoiceField(label=_("Language"), choices=settings.LANGUAGES)
    on = DayField(
        label=_("Date on which the role passes"),
        help_text=_("The role of the former holder ends and that of the successor begins on this day."),
    )

    def __init__(self, *args, role: Membership, **kwargs):
        first = {"language": role.person.language, "on": max(role.today(), role.since)}
        super().__init__(*args, initial=first, **kwargs)
        if role.role != Membership.Role.FOCAL_POINT:
            del self.fields["letter"], self.fields["dated"]


class MailForm(forms.Form):
    """Which mail a person wants."""

    fields: dict[str, Any]
    wanted = forms.MultipleChoiceField(
        label=_("Receive e-mails about"), required=False, widget=forms.CheckboxSelectMultiple, choices=()
    )
    weekly_digest = forms.BooleanField(label=_("One weekly e-mail instead of individual ones"), required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["wanted"].choices = [row for row in Mail.Kind.choices if row[0] in UNSUBSCRIBABLE]


class ProfileForm(Shown, forms.ModelForm):
    class Meta:
        model = User
        fields = ("first_name", "last_name")


class TokenForm(PrivacyCheckedForm):
    owner = forms.ModelChoiceField(
        label=_("Owner"),
        queryset=User.objects.filter(is_active=True),
        help_text=_("The token gives the same access as its owner has, and no more."),
    )
    name = forms.CharField(label=_("What is the token for?"), max_length=limits.LABEL, help_text=NOT_HERE)
    scope = forms.ChoiceField(label=_("Scope"), choices=ApiToken.Scope.choices, widget=forms.RadioSelect)
    days = WholeNumberField(
        label=_("Number of days for which the token is valid"), min_value=1, max_value=limits.TOKEN_DAYS, initial=365
    )
