"""Scripts where they decide something: each module alone, in a blank page without a server or a database behind it."""

import re
from urllib.parse import urlsplit

import pytest
from django.contrib.staticfiles import finders
from django.contrib.staticfiles.storage import StaticFilesStorage

from actionplan.modules import FOLDER, imported
from actionplan.static_files import ModuleStorage

SITE, PERSON = "http://localhost", 7  # where browsers allow what is else for HTTPS alone
WAITING = """
  const waiting = async (key, title) => {
    const body = new FormData();
    body.set("title", title);
    const headers = { "x-path": "/send/" + key + "/", date: "Tue, 01 May 2012 00:00:00 GMT" };
    await (await caches.open("waiting7")).put("/line/" + key, new Response(body, { headers }));
    localStorage.setItem("kept:7:activity-" + key, "{}");
  };
"""


@pytest.fixture
def run(visitor):
    """`run(modules, script, body, path, answers)`: what `script` returns where the names of the modules are known."""
    page = visitor(worker=False)

    def ran(modules, script, body="", path="/activities/new/", answers=None):
        def answer(route):
            asked = urlsplit(route.request.url).path
            if asked.startswith("/static/"):
                route.fulfill(path=finders.find(asked.removeprefix("/static/")), content_type="text/javascript")
            elif route.request.method == "POST":
                route.fulfill(status=answers[asked])
            else:
                route.fulfill(
                    body=f"<!doctype html><html lang=en data-person={PERSON}>{body}",
                    content_type="text/html;charset=utf-8",
                )

        page.route(SITE + "/**", answer)
        page.context.add_cookies([{"name": "csrftoken", "value": "abc", "url": SITE}])
        page.goto(SITE + path)
        imports = "".join(f"Object.assign(known, await import('/static/js/{name}.js'));" for name in modules)
        return page.evaluate(f"async () => {{ const known = {{}}; {imports} {WAITING} {script} }}")

    return ran


# Files ---------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("path", sorted(FOLDER.glob("*.js")), ids=lambda path: path.stem)
def test_a_page_names_whatever_its_scripts_import(path):
    assert set(re.findall(r'"\./(.+)\.js"', path.read_text(encoding="utf-8"))) <= set(imported(path.stem))


def test_scripts_import_one_another_under_the_names_that_change(tmp_path):
    source, storage = StaticFilesStorage(location=FOLDER.parent), ModuleStorage(location=tmp_path)
    names = [f"js/{path.name}" for path in FOLDER.glob("*.js")]
    for name in names:
        with source.open(name) as file:
            storage.save(name, file)
    list(storage.post_process({name: (source, name) for name in names}))
    for name in names:
        for other in re.findall(r'"\./(.+)"', (tmp_path / storage.stored_name(name)).read_text(encoding="utf-8")):
            assert (len(other.split(".")), (tmp_path / "js" / other).exists()) == (3, True), (name, other)


# What is kept --------------------------------------------------------------------------------------------------------


@pytest.mark.browser
def test_what_another_person_keeps_is_not_read(run):
    script = """
      known.write(localStorage, "kept:7:remark-1", { fields: "text=a", at: "/" });
      known.write(localStorage, "kept:77:remark-2", { fields: "text=b", at: "/" });
      return known.entries(known.store);
    """
    assert run(["kept"], script) == [{"name": "kept:7:remark-1", "key": "remark-1", "fields": "text=a", "at": "/"}]


@pytest.mark.browser
@pytest.mark.parametrize(
    ("key", "at", "expected"),
    [
        ("activity-new", "/elsewhere/", True),
        ("activity-old", "/activities/new/", True),
        ("activity-old", "/activities/old/edit/", False),
        ("remark-1", "/activities/new/", False),
    ],
)
def test_a_new_form_takes_up_what_was_typed_on_its_page_alone(run, key, at, expected):
    form = "<form data-keep=activity-new data-kin=activity->"
    assert run(["keeping"], f"return known.isOf(document.forms[0], {{ key: '{key}', at: '{at}' }})", form) is expected


@pytest.mark.browser
@pytest.mark.parametrize(("query", "expected"), [("", "here"), ("?typed=activity-2", "server")])
def test_this_machine_comes_before_the_server_unless_the_server_s_is_asked_for(run, query, expected):
    script = """
      known.write(localStorage, "kept:7:activity-1", { fields: "here", at: "/activities/new/" });
      return known.keptEarlier(document.forms[0], [{ key: "activity-2", fields: "server" }]).fields;
    """
    form = "<form data-keep=activity-new data-kin=activity->"
    assert run(["kept", "keeping"], script, form, path="/activities/new/" + query) == expected


FORM = """<form><input type=hidden name=csrfmiddlewaretoken value=new><input name=title value=now><input name=place value=now>
  <input type=checkbox name=actions value=I.1 checked><input type=checkbox name=actions value=I.2>
  <select name=partners multiple><option selected>IOM<option>UNHCR</select><input type=password name=secret value=now></form>"""


@pytest.mark.browser
def test_what_is_put_back_replaces_ticks_and_leaves_what_was_not_typed(run):
    script = """
      const text = "title=then&actions=I.2&partners=UNHCR&secret=then&csrfmiddlewaretoken=old";
      known.putBack(document.forms[0], new URLSearchParams(text));
      return [String(known.typed(document.forms[0])), document.forms[0].elements.csrfmiddlewaretoken.value];
    """
    assert run(["fields"], script, FORM) == ["title=then&place=now&actions=I.2&partners=UNHCR&secret=now", "new"]


# What waits ----------------------------------------------------------------------------------------------------------

LEFT = "return (await known.rows()).map(({ key, code }) => [key.url.split('/').pop(), code])"


@pytest.mark.browser
def test_what_waits_is_sent_in_turn_and_what_is_refused_stays(run):
    script = f"await waiting('a', 'A'); await waiting('b', 'B'); await known.sendWaiting(() => {{}}); {LEFT}"
    answers = {"/send/a/": 422, "/send/b/": 200}
    assert run(["queue", "sending"], script, answers=answers) == [["a", "422"]]


@pytest.mark.browser
@pytest.mark.parametrize("status", [403, 503])
def test_all_goes_on_waiting_where_the_server_is_away_or_its_person_signed_out(run, status):
    script = f"await waiting('a', 'A'); await waiting('b', 'B'); await known.sendWaiting(() => {{}}); {LEFT}"
    answers = {"/send/a/": status, "/send/b/": 200}
    assert run(["queue", "sending"], script, answers=answers) == [["a", None], ["b", None]]


@pytest.mark.browser
def test_what_was_sent_is_told_with_its_title_and_kept_nowhere(run):
    script = """
      await waiting("a", "A");
      await known.sendWaiting(() => {});
      return [known.outcome.sent, (await known.rows()).length, Object.keys(localStorage)];
    """
    expected = [[{"address": SITE + "/send/a/", "title": "A"}], 0, []]
    assert run(["queue", "sending"], script, answers={"/send/a/": 200}) == expected


# Finding -------------------------------------------------------------------------------------------------------------

LIST = "".join(
    f"<label><input type=checkbox>{text}</label>" for text in ("Formação de polícias", "Balcão", *"ABCDEFGHIJ")
)


@pytest.mark.browser
def test_a_few_letters_find_an_entry_whatever_its_accents(run):
    script = """
      known.findInList(document.querySelector("div"));
      const box = document.querySelector("input.find");
      box.value = "POLIC formaca";
      box.dispatchEvent(new Event("input"));
      return [...document.querySelectorAll("label:not([hidden])")].map((label) => label.textContent);
    """
    assert run(["finding"], script, f"<div data-find=x>{LIST}</div>") == ["Formação de polícias"]
