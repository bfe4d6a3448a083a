"""Days that are known to the month or the year, as the database compares them."""

from django.db import models
from django.db.models import F, Func, Q
from django.db.models.lookups import GreaterThanOrEqual


class Written(Func):
    """A day as text, `2016-05-03`: compared with "2016" or "2016-05" it is later where it is no day before those."""

    output_field = models.CharField()

    def as_sqlite(self, compiler, connection, **more):
        return self.as_sql(compiler, connection, template="CAST(%(expressions)s AS TEXT)", **more)

    def as_postgresql(self, compiler, connection, **more):
        return self.as_sql(compiler, connection, template="TO_CHAR(%(expressions)s, 'YYYY-MM-DD')", **more)


def in_order() -> Q:
    """An end is not before the first day of what is known of the start."""
    begun = Q(GreaterThanOrEqual(Written(F("ends_on")), F("starts_on_known"))) & ~Q(starts_on_known="")
    return Q(starts_on__isnull=True) | Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")) | begun
