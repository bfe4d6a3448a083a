from django import forms
from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from reports.forms.activity import DateInput
from reports.forms.versioned import Versioned
from reports.models import Adoption
from reports.privacy import with_care
from themes.models import Theme


class AdoptionForm(Versioned):
    """How a country takes an action up."""

    free_texts = ("lead_ministry",)
    priority = forms.ChoiceField(
        label=_("Priority"),
        choices=Adoption.Priority.choices,
        initial=Adoption.Priority.MEDIUM,
        widget=forms.RadioSelect,
    )
    adopted_on = forms.DateField(label=_("Adopted on"), widget=DateInput(), initial=timezone.localdate)
    lead_ministry = forms.CharField(
        label=_("Lead ministry"),
        max_length=160,
        required=False,
        widget=forms.TextInput(attrs={"list": "ministries"}),
        help_text=with_care(_("Type a few letters: the ministries of the directory are offered.")),
    )
    starts_on = forms.DateField(label=_("Planned start"), required=False, widget=DateInput())
    ends_on = forms.DateField(label=_("Planned end"), required=False, widget=DateInput())
    needs_funding = forms.BooleanField(label=_("It needs outside funding"), required=False)

    def values(self) -> dict:
        return self.typed()


class OwnActionForm(AdoptionForm):
    """An action of the country's own: the menu is not exhaustive."""

    free_texts = ("title", "lead_ministry")
    title = forms.CharField(
        label=_("Title"), max_length=200, required=False, help_text=with_care(_("One line that others understand."))
    )
    theme = forms.ModelChoiceField(label=_("Theme"), queryset=Theme.objects.all(), required=False)
    language = forms.ChoiceField(label=_("Language of the title"), choices=settings.LANGUAGES)
    field_order = ("version", "base", "title", "theme", "language")

    def values(self) -> dict:
        values = super().values()
        theme = values.pop("theme")
        return values | {"theme_id": theme.pk if theme else None}
