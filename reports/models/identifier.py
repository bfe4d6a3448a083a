"""What other programs call an activity: a system by its short code, and the identifier that it gives."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from reports import limits
from reports.models.activity import Activity
from reports.models.country import Country
from reports.models.organisation import Organisation
from reports.models.people import User

OF_A_PERSON = "person-"  # begins the code of each person's own system, which is the site's to give


class System(models.Model):
    """An outside system, by the code that stands beside each of its identifiers (`moz-home`). It belongs to an
    organisation, a country or a person: those who belong there may use the code, and nobody else."""

    code = models.CharField(_("code of the system"), max_length=limits.SYSTEM_CODE, primary_key=True)
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, verbose_name=_("organization"), null=True, blank=True, related_name="systems"
    )
    country = models.ForeignKey(
        Country, models.PROTECT, verbose_name=_("country"), null=True, blank=True, related_name="systems"
    )
    person = models.ForeignKey(
        User, models.PROTECT, verbose_name=_("person"), null=True, blank=True, related_name="systems"
    )
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ("code",)
        verbose_name = _("outside system")
        verbose_name_plural = _("outside systems")
        constraints = (
            models.CheckConstraint(
                condition=Q(organisation__isnull=False, country__isnull=True, person__isnull=True)
                | Q(organisation__isnull=True, country__isnull=False, person__isnull=True)
                | Q(organisation__isnull=True, country__isnull=True, person__isnull=False),
                name="a_system_has_one_owner",
            ),
        )

    def __str__(self):
        return self.code

    @property
    def owner(self) -> Organisation | Country | User | None:
        """Select `organisation`, `country` and `person` beforehand."""
        return self.organisation or self.country or self.person


def own_code(person: int) -> str:
    """The code of a person's own system, in which the `external_id` of what they record stands."""
    return f"{OF_A_PERSON}{person}"


class Identifier(models.Model):
    """What one outside system calls an activity. A system names it once; where two activities were merged, each under a
    name of its own, it may have both."""

    activity = models.ForeignKey(Activity, models.CASCADE, related_name="identifiers")
    system = models.ForeignKey(System, models.PROTECT, related_name="identifiers")
    value = models.CharField(_("identifier"), max_length=limits.EXTERNAL_ID)

    class Meta:
        ordering = ("pk",)
        verbose_name = _("identifier of an outside system")
        verbose_name_plural = _("identifiers of outside systems")
        constraints = (
            models.UniqueConstraint(fields=("system", "value"), name="an_identifier_once_a_system"),
            models.CheckConstraint(condition=~Q(value=""), name="an_identifier_says_something"),
        )

    def __str__(self):
        return f"{self.system_id}: {self.value}"
