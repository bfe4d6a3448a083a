"""The directory of organisations that lead, fund or carry out activities, shared by all countries."""

import re
from collections import defaultdict
from collections.abc import Iterable
from typing import Self

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from reports import limits
from reports.bodies import AGENCIES, agency_word
from reports.models.country import Country, RegionalBody
from themes.folding import fold

BETWEEN_NAMES = "; "  # in the folded column; folding leaves no semicolon in a name


# The code of a register, with that of its country or of none, and the number there: `XM-DAC-41121`, `GB-COH-1234`.
IATI_FORM = re.compile(r"^[A-Z]{2,3}-[A-Z0-9_]+-[^\s/&|?]+\Z")
WRONG_IATI = _("Enter the IATI identifier as register, hyphen, number, for example XM-DAC-41121.")


def validate_iati_identifier(written: str) -> None:
    if not IATI_FORM.match(written):
        raise ValidationError(str(WRONG_IATI))


def words_of(text: str) -> str:
    """The words of a folded text, a space before and behind each: one of them, or several, stands in it as it is."""
    return " ".join(["", *filter(None, re.split(r"\W+", text)), ""])


class Directory:
    """Organisations by every name that they go by, whatever its accents, case, quotes or kind of apostrophe.

    Of several that look alike the one that is written just so is meant, else the one that was there first.
    """

    def __init__(self, organisations: Iterable["Organisation"]):
        self._written: dict[str, Organisation] = {}
        self._alike: dict[str, Organisation] = {}
        for organisation in organisations:
            self.add(organisation)

    def add(self, organisation: "Organisation") -> None:
        self._written.setdefault(organisation.name, organisation)
        for key in organisation.folded_names():
            self._alike.setdefault(key, organisation)

    def find(self, name: str) -> "Organisation | None":
        return self._written.get(" ".join(name.split())) or self._alike.get(fold(name))


class OrganisationQuerySet(models.QuerySet["Organisation"]):
    def directory(self) -> Directory:
        return Directory(self.order_by("pk"))

    def likely_duplicates(self) -> list[list["Organisation"]]:
        """Those that share a name as it is compared, by that name: `[[<Office de l'Immigration>, <the other>]]`."""
        alike: dict[str, list[int]] = defaultdict(list)
        for pk, searchable in self.order_by("pk").values_list("pk", "searchable"):
            for key in dict.fromkeys(searchable.split(BETWEEN_NAMES)):
                alike[key].append(pk)
        groups = list(dict.fromkeys(tuple(pks) for _key, pks in sorted(alike.items()) if len(pks) > 1))
        rows = self.select_related("country", "office_of").in_bulk({pk for pks in groups for pk in pks})
        return [[rows[pk] for pk in pks] for pks in groups]

    def likely_offices(self) -> list["Organisation"]:
        """Those that have a name of UNHCR or IOM as a word in their own, of which nobody has said whose office they are. Two
        queries."""
        of_agencies = Q()
        for code in AGENCIES:
            of_agencies |= Q(searchable__contains=fold(code))
        agencies = [row for row in Organisation.objects.filter(of_agencies, office_of=None) if row.agency_itself]
        names = sorted({name for row in agencies for name in row.folded_names()})
        holding = Q(pk__in=[])
        for name in names:
            holding |= Q(searchable__contains=name)
        rows = self.filter(holding, office_of=None).exclude(pk__in=[row.pk for row in agencies]).order_by("name", "pk")
        sought = [words_of(name) for name in names]
        return [
            row
            for row in rows.select_related("country", "office_of")
            if any(name in words_of(row.searchable) for name in sought)
        ]

    def mentioning(self, words: str) -> Self:
        """Those whose name, or one of whose other names, holds every word."""
        rows = self
        for word in dict.fromkeys(fold(words).split()):
            rows = rows.filter(searchable__contains=word)
        return rows


class Organisation(models.Model):
    class Kind(models.TextChoices):
        MINISTRY = "ministry", _("ministry or public body")
        UN_AGENCY = "un_agency", _("UN agency")
        REC = "rec", _("regional organization")
        CIVIL_SOCIETY = "civil_society", _("civil society")
        ACADEMIA = "academia", _("university or research")
        DONOR = "donor", _("donor")
        OTHER = "other", _("other")

    name = models.CharField(_("name"), max_length=limits.NAME, unique=True)
    aliases = models.JSONField(
        _("other names"), default=list, blank=True, help_text=_("Names in other languages, for example HCR, ACNUR.")
    )
    kind = models.CharField(_("kind"), max_length=16, choices=Kind.choices, default=Kind.OTHER)
    country = models.ForeignKey(
        Country, models.PROTECT, verbose_name=_("country"), null=True, blank=True, related_name="organisations"
    )
    body = models.OneToOneField(
        RegionalBody,
        models.PROTECT,
        verbose_name=_("regional body"),
        null=True,
        blank=True,
        related_name="organisation",
    )
    office_of = models.ForeignKey(  # counts as that agency; never an office of an office
        "self", models.PROTECT, verbose_name=_("office of"), null=True, blank=True, related_name="offices"
    )
    iati_identifier = models.CharField(
        _("IATI identifier"), max_length=limits.IATI_IDENTIFIER, blank=True, validators=[validate_iati_identifier]
    )
    # Put into the directory by somebody; otherwise only named by activities, and seen by those who see one of them.
    is_listed = models.BooleanField(default=False, editable=False)
    searchable = models.TextField(editable=False, default="")
    version = models.PositiveIntegerField(default=1, editable=False)

    objects = OrganisationQuerySet.as_manager()

    class Meta:
        ordering = ("name",)
        verbose_name = _("organization")
        verbose_name_plural = _("organizations")

    def __str__(self):
        """As the reader's language calls it; records, tables and the API keep the name."""
        return agency_word(self.name)

    def save(self, **kwargs):
        self.searchable = BETWEEN_NAMES.join(self.folded_names())
        super().save(**kwargs)

    def get_absolute_url(self):
        return reverse("organisation", args=[self.pk])

    @property
    def is_described(self) -> bool:
        """Somebody has said what it is; a name that was only typed into an activity is not described yet."""
        return self.kind != self.Kind.OTHER or self.country_id is not None or self.body_id is not None

    @property
    def is_institution(self) -> bool:
        """A public institution of a country: its focal point submits what it prepares."""
        return self.kind == self.Kind.MINISTRY and self.country_id is not None

    @property
    def may_record_anywhere(self) -> bool:
        """An agency or a regional body: its contributors may be appointed for any country."""
        return self.kind in (self.Kind.UN_AGENCY, self.Kind.REC)

    @property
    def agency(self) -> "Organisation":
        """Itself, or the one of which it is an office. Select `office_of`."""
        return self.office_of or self

    @property
    def office_of_name(self) -> str | None:
        """The name of the one of which it is an office."""
        return self.office_of.name if self.office_of else None

    @property
    def agency_itself(self) -> str:
        """`UNHCR` or `IOM`, if it is that agency; else empty."""
        names = set(self.folded_names())
        return next((code for code in AGENCIES if fold(code) in names), "")

    @property
    def agency_code(self) -> str:
        """`UNHCR` or `IOM`, if it is that agency or an office of it; else empty. Select `office_of`."""
        return self.agency.agency_itself

    def names(self) -> list[str]:
        return [self.name, *self.aliases]

    def folded_names(self) -> list[str]:
        return [fold(name) for name in self.names()]
