"""`make bench-scenario`: a person never trained reports a finished training on a phone, on a bad line.

From the sign-in page to "submitted": 360 px and touch, Portuguese, Chromium's own network emulation at 400 kbit/s with
400 ms of delay, and two drops: one of 8 s as the action is chosen, one of 12 s as the form is sent. An interaction is a
tap, or one field filled. The person is a plain model that takes real time: see `Person`.
"""

import io
import json
import os
import shutil
import subprocess
import sys
import time
from urllib.request import urlopen

from django.core.management import call_command
from playwright.sync_api import BrowserContext, Error, Page, expect, sync_playwright
from playwright.sync_api import TimeoutError as TooSlow

from benchmarks.place import PORT, SITE
from reports.models import Activity, UnsavedForm

TITLE = "Formação nacional dos agentes de fronteira"
LINK = "https://www.acnur.org/noticias/formacao-2012"
PACE = float(os.environ.get("PACE", "1"))  # less than 1: a person in a hurry, to try the script out
MOST = {"interactions": 12, "seconds": 180}


class Line:
    """Chromium's network emulation for the page and for its service worker, and the bytes that crossed it."""

    SPEED = {"offline": False, "latency": 400, "downloadThroughput": 50_000, "uploadThroughput": 50_000}

    def __init__(self, context: BrowserContext, page: Page):
        self.context, self.bytes, self.number = context, {"page": 0, "worker": 0}, 0
        self.now, self.answered_requests, self.workers = dict(self.SPEED), set(), []
        self.page = context.new_cdp_session(page)
        self.page.on("Network.responseReceived", self.answered)
        self.page.on("Network.loadingFinished", lambda event: self.count("page", event))
        self.page.send("Network.enable")
        self.browser = context.browser.new_browser_cdp_session()
        self.browser.on("Target.targetCreated", self.attach)
        self.browser.on("Target.receivedMessageFromTarget", self.heard)
        self.browser.send("Target.setDiscoverTargets", {"discover": True})
        self.set()

    def answered(self, event: dict) -> None:
        self.answered_requests.add(event["requestId"] if event["response"]["url"].startswith(SITE) else "")

    def count(self, whose: str, event: dict) -> None:
        """The browser's own error page crosses no line."""
        if whose == "worker" or event["requestId"] in self.answered_requests:
            self.bytes[whose] += int(event["encodedDataLength"])

    def attach(self, event: dict) -> None:
        if event["targetInfo"]["type"] != "service_worker":
            return
        target = {"targetId": event["targetInfo"]["targetId"], "flatten": False}
        self.workers.append(self.browser.send("Target.attachToTarget", target)["sessionId"])
        self.send_to_worker(self.workers[-1], "Network.enable", {})
        self.send_to_worker(self.workers[-1], "Network.emulateNetworkConditions", self.now)

    def send_to_worker(self, session: str, method: str, params: dict) -> None:
        self.number += 1
        message = json.dumps({"id": self.number, "method": method, "params": params})
        self.browser.send("Target.sendMessageToTarget", {"sessionId": session, "message": message})

    def heard(self, event: dict) -> None:
        message = json.loads(event["message"])
        if message.get("method") == "Network.loadingFinished":
            self.count("worker", message["params"])

    def set(self, **conditions) -> None:
        self.now = self.SPEED | conditions
        self.page.send("Network.emulateNetworkConditions", self.now)
        for session in self.workers:
            self.send_to_worker(session, "Network.emulateNetworkConditions", self.now)

    def drop(self) -> None:
        self.set(offline=True)

    def back(self) -> None:
        self.set()


class Person:
    """Reads a new page for 5 s and what it is offered for 8 s; looks 2 s for what comes next; a tap takes 1 s, a letter
    0.4 s (about 30 words a minute, with two thumbs), a day in the picker 6 s."""

    def __init__(self, page: Page):
        self.page, self.done = page, []

    def wait(self, seconds: float) -> None:
        self.page.wait_for_timeout(seconds * 1000 * PACE)

    def reads(self, seconds: float = 5) -> None:
        self.wait(seconds)

    def taps(self, what: str) -> None:
        self.wait(2 + 1)
        self.done.append(f"tap {what}")
        self.page.locator(what).first.tap(no_wait_after=True)

    def types(self, field: str, text: str) -> None:
        self.wait(2)
        self.done.append(f"type {field}")
        self.page.locator(field).first.press_sequentially(text, delay=400 * PACE, timeout=60_000)

    def picks(self, field: str, day: str) -> None:
        self.wait(2 + 6)
        self.done.append(f"pick {field}")
        self.page.locator(field).first.fill(day)

    def chooses(self, field: str, value: str) -> None:
        self.wait(2 + 2)
        self.done.append(f"choose {field}")
        self.page.locator(field).select_option(value)


def report(page: Page, line: Line) -> Person:
    """The whole way; what goes wrong on it costs further interactions, as it would in life."""
    person = Person(page)
    page.goto(f"{SITE}/account/login/")
    person.reads()
    person.types("#id_login", "focal.moz")
    person.types("#id_password", os.environ["DEMO_PASSWORD"])
    person.taps("main form button.button")
    page.wait_for_url("**/desk/", timeout=60_000)
    person.reads()
    person.taps("a[href='/activities/new/'].button")
    page.wait_for_url("**/activities/new/", timeout=60_000)
    person.reads()
    person.types("#id_title", TITLE)
    person.types("input.find >> nth=0", "II.1")
    line.drop()
    person.taps("label:has(input[name=actions][value='II.1'])")
    person.wait(4)
    dates(person, line)
    claim(person)
    person.types("#id_links", LINK)
    send(person, line)
    return person


def dates(person: Person, line: Line) -> None:
    """Start and end; the status only if the form has not understood by itself that the training is over."""
    person.picks("#id_starts_on", "2012-05-14")
    line.back()
    person.picks("#id_ends_on", "2012-05-18")
    if person.page.locator("#id_status").input_value() == "planned":
        person.chooses("#id_status", "completed")


def claim(person: Person) -> None:
    """What the form offers; if the drop has left it empty, choosing the action again asks for it."""
    offer = person.page.locator("input[name=claims][value='II.T4.1=MOZ']")
    try:
        expect(offer).to_have_count(1, timeout=15_000)
    except AssertionError:
        for _n in range(2):
            person.taps("label:has(input[name=actions][value='II.1'])")
        expect(offer).to_have_count(1, timeout=30_000)
    person.reads(8)
    person.taps("label:has(input[name=claims][value='II.T4.1=MOZ'])")
    day = person.page.locator("input[name='day:II.T4.1=MOZ']")
    expect(day).to_have_count(1, timeout=15_000)
    if not day.input_value():
        person.picks("input[name='day:II.T4.1=MOZ']", "2012-05-18")


def send(person: Person, line: Line) -> None:
    """Submit into a line that is dead for 12 s; without help the browser's error page asks for going back and again."""
    page = person.page
    line.drop()
    person.taps("button[name=submit]")
    person.wait(12)
    line.back()
    if not page.locator("main").count():
        person.done.append("tap back")
        page.go_back(wait_until="domcontentloaded", timeout=60_000)
        person.reads()
        if page.url.endswith("/desk/"):
            person.taps("a[href*='typed=']")
            page.wait_for_url("**/activities/new/**", timeout=60_000)
            person.reads()
        elif page.locator("[data-kept] button[value=restore]").is_visible():
            person.taps("[data-kept] button[value=restore]")
        if not page.locator("input[name=claims][value='II.T4.1=MOZ']:checked").count():
            claim(person)
        person.taps("button[name=submit]")
    confirmation = page.locator(".head .chip.submitted").or_(page.locator("#line a[href*='/activities/']"))
    expect(confirmation.first).to_be_visible(timeout=60_000)
    person.reads(2)


def serve() -> subprocess.Popen:
    for name in ("migrate", "createcachetable", "load_plan", "load_demo"):
        call_command(name, verbosity=0, stdout=io.StringIO())
    call_command("collectstatic", interactive=False, verbosity=0)
    command = [sys.executable, "-m", "gunicorn", "actionplan.wsgi", "--bind", f"127.0.0.1:{PORT}"]
    server = subprocess.Popen([*command, "--threads", "4", "--worker-class", "gthread", "--log-level", "error"])
    for _n in range(100):
        try:
            urlopen(f"{SITE}/health/").close()
            return server
        except OSError:
            time.sleep(0.1)
    server.terminate()
    raise SystemExit("The server did not start.")


def lost() -> list[str]:
    """What of the report is not on the server."""
    row = Activity.objects.filter(title=TITLE).first()
    if row is None:
        return ["everything"]
    stands = {
        "one activity": Activity.objects.filter(title=TITLE).count() == 1,
        "submitted": row.review == "submitted",
        "completed": row.status == "completed",
        "the days": (str(row.starts_on), str(row.ends_on)) == ("2012-05-14", "2012-05-18"),
        "the action": [action.pk for action in row.actions.all()] == ["II.1"],
        "the claim": [(c.indicator_id, str(c.achieved_on)) for c in row.claims.all()] == [("II.T4.1", "2012-05-18")],
        "the evidence": [piece.url for piece in row.evidence.all()] == [LINK],
        "the country's word, without a step more": row.agreed_by_codes() == ["MOZ"] and not unagreed(row),
        "nothing left over": not UnsavedForm.objects.exists(),
    }
    return [name for name, true in stands.items() if not true]


def unagreed(row: Activity) -> list[str]:
    """The claims that await somebody's word."""
    return [claim.indicator_id for claim in row.claims.all() if not claim.is_agreed]


def main() -> None:
    server = serve()
    chrome = os.environ.get("CHROME") or shutil.which("chromium") or shutil.which("google-chrome")
    try:
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=chrome, args=["--no-sandbox", "--disable-gpu"])
            phone = {"viewport": {"width": 360, "height": 740}, "has_touch": True, "is_mobile": True}
            context = browser.new_context(locale="pt-PT", **phone)
            page = context.new_page()
            page.on("dialog", lambda dialog: dialog.accept())
            line = Line(context, page)
            begun = time.monotonic()
            person = report(page, line)
            seconds = time.monotonic() - begun
            context.close()
    except (Error, TooSlow, AssertionError) as trouble:
        raise SystemExit(f"The scenario broke off: {trouble}") from trouble
    finally:
        server.terminate()
        server.wait()
    print(*person.done, sep="\n")
    print(f"interactions {len(person.done)}, seconds {seconds:.0f}, kilobytes", end=" ")
    print({name: round(size / 1024, 1) for name, size in line.bytes.items()}, "lost:", lost() or "nothing")
    over = len(person.done) > MOST["interactions"] or seconds > MOST["seconds"]
    sys.exit(1 if over or lost() else 0)


if __name__ == "__main__":
    main()
