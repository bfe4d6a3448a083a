"""Rows of another table beside each row, in the query of the row itself."""

from django.db.models import Aggregate, JSONField


class JSONRows(Aggregate):
    """What stands in a group as one list, in no order; of JSON arrays, a list of lists. Days are written as in ISO 8601."""

    output_field = JSONField()

    def as_sqlite(self, compiler, connection, **context):
        return self.as_sql(compiler, connection, function="JSON_GROUP_ARRAY", **context)

    def as_postgresql(self, compiler, connection, **context):
        return self.as_sql(compiler, connection, function="JSONB_AGG", **context)
