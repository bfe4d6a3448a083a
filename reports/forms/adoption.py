from uuid import uuid4

from django import forms
from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from reports import limits
from reports.forms.dates import KnownDayField
from reports.forms.privacy_checked import PrivacyCheckedForm
from reports.forms.versioned import Versioned
from reports.models import Adoption
from reports.privacy import with_care
from themes.models import Theme


class AdoptionForm(Versioned):
    """How a country takes an action up."""

    priority = forms.ChoiceField(
        label=_("Priority"),
        choices=Adoption.Priority.choices,
        initial=Adoption.Priority.MEDIUM,
        widget=forms.RadioSelect,
    )
    adopted_on = KnownDayField(label=_("Adopted on"), initial=timezone.localdate)
    lead_ministry = forms.CharField(
        label=_("Lead ministry"),
        max_length=limits.NAME,
        required=False,
        widget=forms.TextInput(attrs={"list": "ministries"}),
        help_text=with_care(_("Type a few letters to find a ministry in the directory.")),
    )
    starts_on = KnownDayField(label=_("Planned start"), required=False)
    ends_on = KnownDayField(label=_("Planned end"), required=False)
    needs_funding = forms.BooleanField(label=_("This action requires external funding"), required=False)

    def values(self) -> dict:
        return {name: value for name, value in self.typed().items() if name != "key"}


class WithdrawalForm(PrivacyCheckedForm):
    """Why an action leaves the plan."""

    because = forms.CharField(
        label=_("Reason for withdrawing"),
        max_length=limits.LONG_TEXT,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=with_care(_("Participants read it.")),
        error_messages={"required": _("Explain why the answer is withdrawn: participants read it.")},
    )
    use_required_attribute = False


class OwnActionForm(AdoptionForm):
    """An action of the country's own: the menu is not exhaustive."""

    key = forms.UUIDField(widget=forms.HiddenInput, required=False, initial=uuid4)  # sent twice, it is one action
    title = forms.CharField(
        label=_("Title"),
        max_length=limits.TITLE,
        required=False,
        help_text=with_care(_("A title in one line that readers in other countries will understand.")),
    )
    theme = forms.ModelChoiceField(label=_("Theme"), queryset=Theme.objects.all(), required=False)
    language = forms.ChoiceField(label=_("Language of the title"), choices=settings.LANGUAGES)
    field_order = ("version", "base", "key", "title", "theme", "language")

    def values(self) -> dict:
        values = super().values()
        theme = values.pop("theme")
        return values | {"theme_id": theme.pk if theme else None}
