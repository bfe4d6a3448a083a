"""Sums that are kept with every write, so that no figure has to be counted: written by `reports.tallies` alone."""

from django.db import models

from indicators.models import Indicator
from reports import limits
from reports.models.activity import Activity
from reports.models.country import Country


class Tally(models.Model):
    """Of the activities in a place and under a column, how many more (or fewer) stand in each layer, and have been heard of, from
    the days of a year or a month on, or ever. The sum over all spans up to a day is how many do on it.

    `place` is a country, `regional`, or empty for all of them, each once; `together`: it is instead the countries that agreed and
    the regional bodies that have a part (`MOZ+TZA|SADC`, regional work `*MOZ+TZA|SADC`), where each activity stands once; or a body
    by its members of each day (`SADC`, and its regional work `*SADC`), which is made of those."""

    class Kind(models.TextChoices):
        ALL = "all"
        THEME = "theme"
        ACTION = "action"
        RECOMMENDATION = "recommendation"
        OF_THEME = "of_theme"  # a recommendation by the actions of one theme: `II:III (v)`
        RESULT = "result"  # an indicator of which each activity is a unit
        CLAIM = "claim"  # a theme: not activities, but verified claims by the day on which they were achieved

    class Grain(models.IntegerChoices):
        EVER = 0
        YEAR = 1
        MONTH = 2

    key = models.CharField(max_length=limits.TALLY_KEY, primary_key=True)  # all of the next six
    kind = models.CharField(max_length=14, choices=Kind.choices)
    together = models.BooleanField(default=False)
    grain = models.PositiveSmallIntegerField(choices=Grain.choices)
    first = (
        models.DateField()
    )  # the first day of the span; `date.min` of `EVER`, and as a year of what holds on all days
    place = models.CharField(max_length=limits.PLACES, blank=True)
    under = models.CharField(max_length=limits.CODE, blank=True)
    verified = models.IntegerField(default=0)
    reported = models.IntegerField(default=0)
    expected = models.IntegerField(default=0)
    heard = models.IntegerField(default=0)
    # Of a month, the same four by day, as JSON: `{"14": [1, 0, -1, 0]}`; the last day is 0 where there is none.
    days = models.TextField(blank=True)
    last_day = models.PositiveSmallIntegerField(default=0)

    class Meta:
        indexes = (
            models.Index(fields=("grain", "together", "kind", "first"), name="tally_by_span"),
            models.Index(fields=("place", "under"), condition=models.Q(kind="result"), name="tally_of_results"),
        )

    def __str__(self):
        return self.key


class UnitTally(models.Model):
    """A unit of an indicator that has a name of its own, for the whole region or, of a border region, also for each country
    (`place`) whose activities claim it: the days on which it stands in each layer (`spans`), and how many claims more (or fewer)
    there are from a day on (`claims`), both as JSON, as `reports.tallies.units` writes them."""

    indicator = models.ForeignKey(Indicator, models.CASCADE, related_name="+")
    unit = models.CharField(max_length=limits.CODE)
    place = models.CharField(max_length=limits.CODE, blank=True)
    country = models.ForeignKey(
        Country, models.CASCADE, null=True, related_name="+"
    )  # of a country, or a sector of one
    spans = models.TextField()
    claims = models.TextField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("indicator", "place", "unit"), name="a_unit_is_kept_once_a_place"),
        )

    def __str__(self):
        return f"{self.indicator_id} {self.unit} {self.place}".strip()


class Counted(models.Model):
    """What an activity, which may be gone by now, was last added to the tallies as; without a row it adds nothing."""

    activity = models.UUIDField(primary_key=True)
    line = models.TextField()

    def __str__(self):
        return str(self.activity)


class Queued(models.Model):
    """An activity that awaits review, or of which something does (`awaiting_review`), and since when: since it was submitted or,
    verified already, since a claim of it was proved that is undecided or was refused, or something was reported later."""

    activity = models.OneToOneField(Activity, models.CASCADE, primary_key=True, related_name="queued")
    since = models.DateTimeField()

    class Meta:
        indexes = (models.Index(fields=("since", "activity"), name="queue_by_age"),)

    def __str__(self):
        return f"{self.activity_id} {self.since}"


class TallyEnd(models.Model):
    """One row: up to which row of the change log the tallies are kept, and whether what stood before is in them."""

    ONLY = 1

    change = models.PositiveBigIntegerField(default=0)
    is_built = models.BooleanField(default=False)

    def __str__(self):
        return str(self.change)
