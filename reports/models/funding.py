"""Money for an activity, beside what it needs: who gave it, for which year, in which currency."""

from typing import Any

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from reports import limits
from reports.models.activity import Activity
from reports.models.organisation import Organisation

MONEY: dict[str, Any] = {"max_digits": limits.AMOUNT[0], "decimal_places": limits.AMOUNT[1]}


class FundingLine(models.Model):
    """What one funder (or nobody named) committed and spent, for one year (or none said) and in one currency: an activity has
    one line of each. Amounts of two currencies are never added to one another."""

    activity = models.ForeignKey(Activity, models.CASCADE, related_name="funding_lines")
    funder = models.ForeignKey(
        Organisation, models.PROTECT, verbose_name=_("funder"), null=True, blank=True, related_name="funding_lines"
    )
    year = models.PositiveSmallIntegerField(_("year"), null=True, blank=True)
    currency = models.CharField(_("currency"), max_length=3)
    committed = models.DecimalField(_("committed"), null=True, blank=True, **MONEY)
    spent = models.DecimalField(_("spent"), null=True, blank=True, **MONEY)

    class Meta:
        ordering = ("pk",)
        verbose_name = _("funding line")
        verbose_name_plural = _("funding lines")
        constraints = (
            models.UniqueConstraint(
                fields=("activity", "funder", "year", "currency"), name="a_funder_once_a_year_and_currency"
            ),
            models.UniqueConstraint(
                fields=("activity", "year", "currency"),
                condition=Q(funder=None),
                name="no_funder_once_a_year_and_currency",
            ),
            models.UniqueConstraint(
                fields=("activity", "funder", "currency"), condition=Q(year=None), name="a_funder_once_without_a_year"
            ),
            models.UniqueConstraint(
                fields=("activity", "currency"),
                condition=Q(funder=None, year=None),
                name="no_funder_once_without_a_year",
            ),
            models.CheckConstraint(
                condition=Q(committed__isnull=False) | Q(spent__isnull=False), name="a_funding_line_has_an_amount"
            ),
        )

    def __str__(self):
        return " ".join(str(part) for part in (self.funder, self.year, self.currency) if part)
