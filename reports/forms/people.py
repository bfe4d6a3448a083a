from typing import Any

from django import forms
from django.conf import settings
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from reports import limits, rules
from reports.forms.dates import DayField
from reports.forms.named import NamedChoiceField
from reports.forms.numbers import WholeNumberField
from reports.forms.privacy_checked import PrivacyCheckedForm, Shown
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
        if self.errors and self.files.get("letter") and "letter" not in self.errors:
            self.add_error("letter", _("Choose the letter again: it was not saved, because of the other errors."))


class InvitationForm(LetterForm):
    """Whom to invite, into which role, for which country or body: the working group, focal points of countries."""

    email = forms.EmailField(label=_("E-mail address"))
    first_name = PersonName(label=_("First name"))
    last_name = PersonName(label=_("Last name"))
    language = forms.ChoiceField(label=_("Language"), choices=settings.LANGUAGES)
    role = forms.ChoiceField(label=_("Role"), choices=Membership.Role.choices, widget=forms.RadioSelect)
    country = NamedChoiceField(
        label=_("Country"),
        queryset=Country.objects.all(),
        required=False,
        help_text=_("Required for a national focal point only."),
    )
    body = forms.ModelChoiceField(
        label=_("Regional body"),
        queryset=RegionalBody.objects.all(),
        required=False,
        help_text=_("Required for a regional body officer only."),
    )
    is_deputy = forms.BooleanField(label=_("Deputy, with the same rights as the focal point"), required=False)
    organisation = forms.ModelChoiceField(
        label=_("Organization"),
        queryset=Organisation.objects.all(),
        required=False,
        help_text=_("Required for the working group only: UNHCR or IOM."),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if not rules.may_manage_people(self.who):
            del self.fields["role"], self.fields["body"], self.fields["organisation"]
            self.fields["country"].required, self.fields["country"].help_text = True, ""

    def asked(self) -> dict[str, Any]:
        """As `workflow.invite_person` takes it."""
        return {"role": Membership.Role.FOCAL_POINT.value} | self.cleaned_data


class RoleForm(forms.Form):
    """What may be corrected of a role."""

    organisation = forms.ModelChoiceField(label=_("Organization"), queryset=Organisation.objects.all(), required=False)
    is_deputy = forms.BooleanField(label=_("Deputy, with the same rights as the focal point"), required=False)
    until = DayField(
        label=_("Date on which the role ends"),
        required=False,
        help_text=_("Leave empty if no end date is set."),
    )


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
