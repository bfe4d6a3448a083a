"""The administrator sees which texts of the Plan lack a translation, or were translated from another French."""

import pytest
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from reports import workflow
from reports.models import Change
from themes.loading import load_rows
from themes.models import Action, LoadedRow, Theme, TranslatedRow
from themes.translating import all_texts, find_text

TITLE = {"model": "themes.action", "key": "VI.1", "field": "title", "language": "pt"}


def states(language):
    texts = {}
    for text in all_texts():
        if text.language == language:
            texts[text.state] = texts.get(text.state, 0) + 1
    return texts


def loaded_again(**values):
    """The Plan of another day: theme II as loaded, changed by `values`."""
    row = LoadedRow.objects.get(model="themes.theme", key="II").values
    load_rows(Theme, [row | values], "code")
    return find_text("themes.theme", "II", "title", "en").state


@pytest.mark.parametrize(
    ("language", "expected"),
    [("en", {"translated": 306}), ("pt", {"translated": 306}), ("sw", {"translated": 64, "missing": 242})],
)
def test_the_plan_is_translated_from_the_french_that_stands(db, language, expected):
    assert states(language) == expected


def test_a_french_that_changes_alone_leaves_its_translation_behind(db):
    assert loaded_again(title_fr="Renforcer les capacités") == "changed"
    assert loaded_again() == "changed"


def test_a_french_that_changes_with_its_translation_is_translated(db):
    assert loaded_again(title_fr="Renforcer les capacités", title_en="Building capacity") == "translated"


def test_a_translation_that_follows_later_is_of_the_new_french(db):
    loaded_again(title_fr="Renforcer les capacités")
    assert loaded_again(title_en="Building capacity") == "translated"


def test_a_plan_loaded_before_such_notes_were_kept_is_noted_as_it_was(db):
    TranslatedRow.objects.all().delete()
    assert loaded_again(title_fr="Renforcer les capacités") == "changed"


def test_loading_the_same_again_changes_no_note(db):
    before = list(TranslatedRow.objects.order_by("pk").values())
    call_command("load_plan", verbosity=0)
    assert list(TranslatedRow.objects.order_by("pk").values()) == before


@pytest.fixture
def changed(cast):
    """The French of an action's title changed after it was translated."""
    Action.objects.filter(pk="VI.1").update(title_fr="Réunir le pays autour du Plan")
    return find_text(**TITLE)


def test_a_new_translation_is_of_the_french_that_its_writer_saw(cast, changed):
    workflow.translate(by=cast["grace"], **TITLE, text="Congregar o país", seen=changed.seen)
    assert (find_text(**TITLE).state, find_text(**TITLE).translation) == ("translated", "Congregar o país")
    assert Change.objects.get(verb="action.changed").after == {"title_pt": "Congregar o país"}
    assert list(Action.objects.mentioning("congregar pais").values_list("pk", flat=True)) == ["VI.1"]


def test_a_translation_that_still_holds_is_checked_off(cast, changed):
    workflow.translate(by=cast["grace"], **TITLE, text=changed.translation, seen=changed.seen)
    assert find_text(**TITLE).state == "translated"
    assert Change.objects.get(verb="action.translation_checked").subject_id == "VI.1"


def test_the_other_languages_stay_as_they_were(cast, changed):
    workflow.translate(by=cast["grace"], **TITLE, text="Reunir o país", seen=changed.seen)
    assert find_text(**(TITLE | {"language": "en"})).state == "changed"


@pytest.mark.parametrize("text", ["", "  ", "x" * 201])
def test_an_empty_or_too_long_translation_is_refused(cast, text):
    with pytest.raises(ValidationError):
        workflow.translate(by=cast["grace"], **TITLE, text=text, seen=find_text(**TITLE).seen)


def test_who_read_another_version_is_told_and_sees_it(as_person, changed):
    address = reverse("translation", args=TITLE.values())
    first = as_person("grace").get(address).context["form"]["seen"].value()
    as_person("grace").post(address, {"text": "Reunir o país", "seen": first})
    response = as_person("grace").post(address, {"text": "Outra coisa", "seen": first})
    assert response.status_code == 422
    page = response.content.decode()
    assert ("Reunir o país" in page, "Outra coisa" in page) == (True, True)
    again = response.context["form"]["seen"].value()
    assert as_person("grace").post(address, {"text": "Outra coisa", "seen": again}).status_code == 302
    assert find_text(**TITLE).translation == "Outra coisa"


def test_what_was_typed_comes_back_as_it_was_typed(as_person, changed):
    address = reverse("translation", args=TITLE.values())
    response = as_person("grace").post(address, {"text": "Outra coisa", "seen": "of another day"})
    assert response.context["form"]["text"].value() == "Outra coisa"


@pytest.mark.parametrize("path", ["/translations/", "/translations/themes.action/VI.1/title/pt/"])
@pytest.mark.parametrize("person", [None, "charlie", "olga", "thabo", "amina", "nadia", "grace"])
def test_the_administrator_alone_translates(as_person, cast, person, path):
    client = as_person(person)
    expected = {None: 302, "grace": 200}.get(person, 403)
    assert client.get(path).status_code == expected
    assert client.post(path, {"text": "x", "seen": "x"}).status_code == (
        422 if "VI.1" in path and person == "grace" else expected
    )
    assert find_text(**TITLE).translation != "x"


def test_a_verb_asks_for_itself(cast):
    with pytest.raises(workflow.NotAllowed):
        workflow.translate(by=cast["nadia"], **TITLE, text="x", seen=find_text(**TITLE).seen)


@pytest.mark.parametrize(
    "path",
    [
        "themes.action/VI.99/title/pt",
        "themes.action/VI.1/title/fr",
        "themes.action/VI.1/code/pt",
        "reports.user/1/x/pt",
    ],
)
def test_what_is_no_text_of_the_plan_is_not_found(as_person, cast, path):
    assert as_person("grace").get(f"/translations/{path}/").status_code == 404


def test_the_list_names_what_waits_at_a_constant_cost(as_person, changed):
    client = as_person("grace")
    with CaptureQueriesContext(connection) as few:
        page = client.get("/translations/?language=pt").content.decode()
    assert reverse("translation", args=TITLE.values()) in page
    Action.objects.update(title_fr="Autre")
    with CaptureQueriesContext(connection) as many:
        client.get("/translations/?language=pt")
    assert len(many) == len(few)


def test_an_edit_in_the_admin_is_of_the_french_that_stands_there(as_person, changed):
    client = as_person("grace")
    address = reverse("admin:themes_action_change", args=["VI.1"])
    form = client.get(address).context["adminform"].form
    data = {name: form.get_initial_for_field(field, name) or "" for name, field in form.fields.items()}
    assert client.post(address, data | {"title_pt": "Reunir o país"}).status_code == 302
    assert find_text(**TITLE).state == "translated"
