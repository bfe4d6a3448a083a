"""A field of an activity is on every surface, or stands here with a reason: what tells whoever adds one what was forgotten."""

from reports import limits
from reports.activity.checks import LONG_TEXTS, TEXTS
from reports.activity.funding import AMOUNTS, KEY
from reports.activity.state import EMPTY, SCALARS, STATE_FIELDS
from reports.api.activity import ActivityInput, ActivityOutput
from reports.forms.activity import BRIEF, ON_REQUEST, PARTNERS, ActivityForm
from reports.models import Activity
from reports.privacy import FREE_TEXTS
from reports.tables.activities import FREE_TEXTS as FREE_CELLS
from reports.tables.columns import PLAIN, ROLES, TYPED, columns_of
from reports.wording import TYPED as IN_ITS_LANGUAGE

NOT_ON_THE_FORM = dict.fromkeys(("external_id", "identifiers"), "other programs' own, over the API and in tables")
# Neither a choice nor what people write in a language.
CODES = {"scope", "language", "status", "visibility", "currency"}


# What verbs write of themselves, and nobody fills in.
BY_VERBS = {
    "begun_on",
    "first_status",
    "first_status_since",
    "first_status_since_known",
    "first_status_reason",
    "first_ends_on",
    "first_ends_on_known",
    "id",
    "review",
    "status_since_known",
    "version",
    "searchable",
    "confirmed_on",
    "counted_at",
    "counted_by",
    "counted_for",
    "created_by",
    "developed_at",
}
BY_VERBS |= {"recorded_for", "ready_at", "handed_back"}
BY_VERBS |= {"starts_on_known", "ends_on_known"}  # written with the day beside which they stand
BY_VERBS |= {"is_agreed", "created_at", "submitted_at", "updated_at", "verified_at"}


def texts(kind):
    """The fields of an activity in which people write."""
    fields = [Activity._meta.get_field(name) for name in SCALARS if name not in CODES]
    return {field.name for field in fields if field.get_internal_type() in kind}


ALL, LONG = texts({"CharField", "TextField"}), texts({"TextField"})


def test_every_column_is_a_plain_value_or_has_a_reason():
    assert {field.name for field in Activity._meta.concrete_fields} - set(SCALARS) == BY_VERBS


def test_every_limit_is_the_same_on_every_surface():
    form, api = ActivityForm.base_fields, ActivityInput().fields
    lengths = {
        name: {
            Activity._meta.get_field(name).max_length or limits.LONG_TEXT,
            form[name].max_length,
            api[name].max_length,
        }
        for name in ALL | LONG
    }
    assert {name: known for name, known in lengths.items() if len(known) > 1} == {}


def test_every_field_is_in_a_step_of_the_form():
    drawn = {name for _title, names in (*BRIEF, *ON_REQUEST) for name in names}
    wanted = {*STATE_FIELDS, *PARTNERS} - {"partners", *NOT_ON_THE_FORM}
    assert (wanted - drawn, drawn - set(ActivityForm.base_fields)) == (set(), set())


def test_every_field_is_in_the_tables():
    in_tables = {*TYPED, *(column.key for column in PLAIN)}
    assert {*STATE_FIELDS, *ROLES} - in_tables - {"partners", "funding_lines"} == set()
    assert {*KEY, *AMOUNTS} - set(columns_of("funding")) == set()


def test_every_field_is_written_and_sent_by_the_api():
    assert set(STATE_FIELDS) - set(ActivityInput().fields) == set()
    assert set(STATE_FIELDS) - set(ActivityOutput().fields) == set()


def test_every_field_has_a_value_where_it_is_empty():
    assert set(EMPTY) == set(STATE_FIELDS)
    nothing = {name for name in SCALARS if Activity._meta.get_field(name).null} - {"lead"}
    assert {name for name in SCALARS if EMPTY[name] is None} == nothing


def test_every_text_has_a_limit_a_care_and_a_language():
    assert (set(LONG_TEXTS), ALL - set(TEXTS)) == (LONG, set())
    assert (ALL - set(FREE_TEXTS), ALL - IN_ITS_LANGUAGE) == (set(), set())


def test_every_text_of_the_tables_is_asked_about():
    assert ALL - {"source"} - set(FREE_CELLS) == set()  # a source becomes a link of the evidence
