"""What the database itself refuses: the triggers on tables that are only added to, as they have to stand.

Migrations set them up; here is what has to be there now, so that one that is missing, switched off or made harmless
under the same name is noticed (`reports.chain`). A table rebuilt on SQLite loses its triggers.
"""

from collections.abc import Iterator

from django.db import connection

LOG, SNAPSHOT = "the change log is only added to", "a snapshot is never altered"
ROW = "a row of this table is never altered: a correction is a new one"
SAME_ROW = "id = NEW.id OR replaces_id = NEW.replaces_id"
DATED = {  # what is said from a day on, each correction a row of its own, and what was said with or to a country
    "indicators_targetrevision": SAME_ROW,
    "reports_bodymembership": SAME_ROW,
    "reports_countrymessage": "id = NEW.id",
    "reports_countrynote": "id = NEW.id",
    "reports_judgement": "id = NEW.id",
    "reports_participation": SAME_ROW,
    "reports_snapshotpublication": "id = NEW.id OR snapshot_id = NEW.snapshot_id",
}
SAME_CHANGE = "id = NEW.id OR previous = NEW.previous"
SAME_SNAPSHOT = (
    "code = NEW.code OR sha256 = NEW.sha256 OR replaces_id = NEW.replaces_id"
    " OR (round_id, edition) = (NEW.round_id, NEW.edition)"
)


def on_sqlite(name: str, event: str, message: str) -> str:
    return f"CREATE TRIGGER {name} BEFORE {event} BEGIN SELECT RAISE(ABORT, '{message}'); END"


def in_place_of(table: str, same: str) -> str:
    """INSERT OR REPLACE deletes without firing the trigger on deletion."""
    return f"INSERT ON {table} WHEN EXISTS (SELECT 1 FROM {table} WHERE {same})"


SQLITE = {
    name: on_sqlite(name, event, message)
    for name, event, message in (
        ("reports_change_no_update", "UPDATE ON reports_change", LOG),
        ("reports_change_no_delete", "DELETE ON reports_change", LOG),
        ("reports_change_no_replace", in_place_of("reports_change", SAME_CHANGE), LOG),
        ("snapshot_not_changed", "UPDATE ON reports_snapshot", SNAPSHOT),
        ("snapshot_not_deleted", "DELETE ON reports_snapshot", SNAPSHOT),
        ("snapshot_not_replaced", in_place_of("reports_snapshot", SAME_SNAPSHOT), SNAPSHOT),
        *((f"{table}_not_changed", f"UPDATE ON {table}", ROW) for table in DATED),
        *((f"{table}_not_deleted", f"DELETE ON {table}", ROW) for table in DATED),
        *((f"{table}_not_replaced", in_place_of(table, same), ROW) for table, same in DATED.items()),
    )
}
REFUSE_CHANGE = f" BEGIN RAISE EXCEPTION '{LOG}'; END "
REFUSE_SNAPSHOT = (
    " BEGIN IF TG_OP = 'TRUNCATE' AND NOT EXISTS (SELECT 1 FROM reports_snapshot) THEN RETURN NULL; END IF;"
    f" RAISE EXCEPTION '{SNAPSHOT}'; END "
)
REFUSE_ROW = f" BEGIN RAISE EXCEPTION '{ROW}'; END "
POSTGRESQL = {  # the trigger as the database spells it, and the body of its function
    "reports_change_no_rewrite": (
        "BEFORE DELETE OR UPDATE ON reports_change FOR EACH STATEMENT EXECUTE FUNCTION reports_change_refuse()",
        REFUSE_CHANGE,
    ),
    "reports_change_no_truncate": (
        "BEFORE TRUNCATE ON reports_change FOR EACH STATEMENT EXECUTE FUNCTION reports_change_refuse()",
        REFUSE_CHANGE,
    ),
    "snapshot_not_altered": (
        "BEFORE DELETE OR UPDATE ON reports_snapshot FOR EACH ROW EXECUTE FUNCTION snapshot_is_final()",
        REFUSE_SNAPSHOT,
    ),
    "snapshot_not_emptied": (
        "BEFORE TRUNCATE ON reports_snapshot FOR EACH STATEMENT EXECUTE FUNCTION snapshot_is_final()",
        REFUSE_SNAPSHOT,
    ),
} | {
    f"{table}_{name}": (f"BEFORE {event} ON {table} FOR EACH {each} EXECUTE FUNCTION row_is_final()", REFUSE_ROW)
    for table in DATED
    for name, event, each in (("not_altered", "DELETE OR UPDATE", "ROW"), ("not_emptied", "TRUNCATE", "STATEMENT"))
}
EXPECTED = {
    "sqlite": SQLITE,
    "postgresql": {name: f"CREATE TRIGGER {name} {trigger} AS {body}" for name, (trigger, body) in POSTGRESQL.items()},
}
STANDING = {
    "sqlite": "SELECT name, sql FROM sqlite_master WHERE type = 'trigger'",
    "postgresql": (
        "SELECT tgname, pg_get_triggerdef(pg_trigger.oid, true) || ' AS ' || prosrc"
        " FROM pg_trigger JOIN pg_proc ON pg_proc.oid = tgfoid WHERE NOT tgisinternal AND tgenabled IN ('O', 'A')"
    ),
}


def broken_guards() -> Iterator[str]:
    """Of each guard that does not stand as it should: its name and what is wrong with it."""
    with connection.cursor() as cursor:
        cursor.execute(STANDING[connection.vendor])
        standing = dict(cursor.fetchall())
    for name, expected in EXPECTED[connection.vendor].items():
        if name not in standing:
            yield f"{name} is missing"
        elif folded(standing[name]) != folded(expected):
            yield f"{name} differs from its original definition"


def folded(sql: str) -> str:
    """White space means nothing."""
    return " ".join(sql.split())
