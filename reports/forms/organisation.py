from django import forms
from django.utils.translation import gettext_lazy as _

from reports import limits, rules
from reports.forms.named import NamedChoiceField
from reports.forms.privacy_checked import CodeField
from reports.forms.versioned import Versioned
from reports.models import Country, Organisation, RegionalBody
from reports.models.organisation import validate_iati_identifier
from reports.privacy import with_care
from reports.rules import Standing


class OrganisationForm(Versioned):
    """`OrganisationForm(data, who=standing, organisation=row or None)`: an entry of the directory."""

    mark_optional = True
    name = forms.CharField(
        label=_("Name"),
        max_length=limits.NAME,
        help_text=with_care(
            _(
                "The name that the organization itself uses; for a ministry, add the country. Enter an organization, "
                "never a person."
            )
        ),
    )
    aliases = forms.CharField(
        max_length=limits.LONG_TEXT,
        label=_("Other names"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=with_care(
            _(
                "One per line: abbreviations, and names in other languages. The organization can be found under "
                "each of them."
            )
        ),
    )
    kind = forms.ChoiceField(label=_("Kind"), choices=Organisation.Kind.choices)
    country = NamedChoiceField(
        label=_("Country"),
        queryset=Country.objects.all(),
        required=False,
        help_text=_("Only if the organization belongs to one country."),
    )
    body = forms.ModelChoiceField(
        label=_("Regional body"),
        queryset=RegionalBody.objects.all(),
        required=False,
        help_text=_(
            "Only if the organization is this regional body itself, for example its secretariat: its activities then "
            "count as activities of the body."
        ),
    )

    office_of = forms.CharField(
        label=_("Office of"),
        max_length=limits.NAME,
        required=False,
        help_text=with_care(
            _(
                "Only if the organization is an office of another one in the directory, for example of UNHCR or IOM: it then "
                "counts as that agency, whose claims the other agency verifies."
            )
        ),
    )

    iati_identifier = CodeField(
        label=_("IATI identifier"),
        max_length=limits.IATI_IDENTIFIER,
        required=False,
        validators=[validate_iati_identifier],
        help_text=_(
            "If the organization publishes under the International Aid Transparency Initiative, for example XM-DAC-41121."
        ),
    )

    def __init__(self, data=None, *, who: Standing, organisation: Organisation | None = None):
        first = {"kind": Organisation.Kind.MINISTRY, "country": min(who.countries, default=None)}
        super().__init__(data, initial=initial_of(organisation) if organisation else first)
        if not rules.may_merge_organisations(who):
            del self.fields["body"], self.fields["office_of"]
            own = Country.objects.filter(pk__in=who.countries)
            self.fields["country"].queryset = own

    def written_about(self):
        country = self.cleaned_data.get("country")
        return [country.pk] if country else []

    def values(self) -> dict:
        """What was typed, as the verbs want it."""
        typed = self.cleaned_data
        values = {"name": typed["name"], "kind": typed["kind"], "aliases": typed["aliases"].splitlines()}
        values["iati_identifier"] = typed["iati_identifier"]
        for name in ("country", "body"):
            if name in self.fields:
                values[f"{name}_id"] = typed[name] and typed[name].pk
        if "office_of" in self.fields:
            values["office_of_name"] = typed["office_of"] or None
        return values

    def as_fields(self, values):
        return {name.removesuffix("_name"): value for name, value in super().as_fields(values).items()}


def initial_of(organisation: Organisation) -> dict:
    names = ("name", "kind", "country", "body", "iati_identifier", "version")
    texts = {"aliases": "\n".join(organisation.aliases), "office_of": organisation.office_of_name}
    return {name: getattr(organisation, name) for name in names} | texts
