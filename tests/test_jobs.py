"""Jobs: taken by one worker alone, done apart with limits, tried again, left to another by a worker that was killed."""

import os
import signal
import subprocess
import sys
from datetime import timedelta
from pathlib import Path
from time import monotonic, sleep

import pytest
from django.conf import settings as configured
from django.db import connections
from django.utils import timezone

from reports import jobs, limits
from reports.jobs.kinds import KINDS, Kind
from reports.jobs.taking import close, fail, give_up, hand_back, keep, run_again, take, wait
from reports.jobs.worker import Worker
from reports.models import Job

commits = pytest.mark.django_db(transaction=True, available_apps=configured.INSTALLED_APPS)  # what other processes see
PATIENCE = 30  # seconds for what takes a moment


def say(path: str, text: str) -> None:
    with Path(path).open("a") as file:
        file.write(text)


def linger(path: str) -> None:
    """Begin, and end much later, unless the file says that somebody has begun before."""
    is_first = not Path(path).exists()
    say(path, "begun ")
    if is_first:
        sleep(PATIENCE * 2)
    say(path, "done ")


def break_down(path: str) -> None:
    say(path, "x")
    raise ValueError("It cannot be done.")


def give_in(path: str) -> None:
    raise jobs.Hopeless("Never.")


def lack(path: str) -> None:
    raise jobs.Unavailable("Nobody is there.")


def end_the_process(path: str) -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def take_all_memory(path: str) -> None:
    bytearray(limits.JOB_MEMORY * 2)


@pytest.fixture(autouse=True)
def kinds(monkeypatch, settings):
    settings.JOBS_AT_ONCE = False
    ours = (say, linger, break_down, give_in, lack, end_the_process, take_all_memory)
    for function in ours:
        monkeypatch.setitem(KINDS, function.__name__, Kind(f"tests.test_jobs.{function.__name__}", gaps=(60, 300)))


@pytest.fixture
def path(tmp_path):
    return str(tmp_path / "said")


def queued(kind: str, key: str = "one", **arguments) -> Job:
    jobs.queue(kind, key, **arguments)
    return Job.objects.get(key=key)


def due(row: Job) -> Job:
    Job.objects.filter(pk=row.pk).update(due_at=timezone.now(), taken_until=timezone.now() - timedelta(1))
    return Job.objects.get(pk=row.pk)


def work() -> None:
    Worker.queue_daily, former = lambda *_nothing: None, Worker.queue_daily
    try:
        Worker().run(until_empty=True)
    finally:
        Worker.queue_daily = former


# Taking --------------------------------------------------------------------------------------------------------------


def test_a_key_is_queued_once_and_an_unknown_kind_never(db, path):
    queued("say", path=path, text="a")
    queued("say", path=path, text="b")
    assert [row.arguments["text"] for row in Job.objects.all()] == ["a"]
    with pytest.raises(LookupError):
        jobs.queue("no_such_kind", "two")


def test_a_job_is_taken_by_one_alone_until_it_is_silent(db, path):
    row = queued("say", path=path, text="a")
    first = take()
    assert (first, take()) == (row, None)
    due(row)
    second = take()
    assert (second, second.tries, keep(first), keep(second)) == (row, 2, False, True)


def test_a_worker_that_was_thought_dead_closes_nothing_of_its_successor_s(db, path):
    row = queued("say", path=path, text="a")
    first, _freed = take(), due(row)
    second = take()
    close(first)
    fail(first, "x")
    assert Job.objects.open().get() == row
    close(second)
    assert (Job.objects.open().count(), take()) == (0, None)


def test_gaps_grow_and_then_it_is_given_up_until_somebody_has_it_run_again(db, path):
    row, gaps = queued("break_down", path=path), []
    for _try in range(3):
        fail(take(), "It cannot be done.")
        kept = Job.objects.get()
        gaps.append(None if kept.given_up_at else round((kept.due_at - timezone.now()).total_seconds()))
        due(row)
    assert gaps == [60, 300, None]
    assert (take(), Job.objects.given_up().get().problem) == (None, "It cannot be done.")
    assert (run_again(Job.objects.all()), take().tries) == (1, 1)


def test_what_ends_every_worker_is_given_up(db, path):
    row = queued("say", path=path, text="a")
    for _try in range(3):
        assert take() == row
        due(row)
    assert (take(), Job.objects.get().given_up_at is None) == (None, False)


def test_what_is_handed_back_was_no_try(db, path):
    queued("say", path=path, text="a")
    hand_back(take())
    assert take().tries == 1


def test_what_waits_for_another_is_given_up_after_weeks(db, path):
    row = queued("lack", path=path)
    wait(take(), "Nobody is there.")
    assert Job.objects.open().get().tries == 0
    Job.objects.update(created_at=timezone.now() - timedelta(days=31))
    due(row)
    wait(take(), "Nobody is there.")
    assert Job.objects.given_up().count() == 1


def test_what_was_given_up_is_not_given_up_again_by_another(db, path):
    row = queued("say", path=path, text="a")
    first, _freed = take(), due(row)
    take()
    give_up(first, "x")
    assert Job.objects.given_up().count() == 0


# Doing, in processes of their own ------------------------------------------------------------------------------------


@commits
def test_what_is_due_is_done_in_order_and_once(transactional_db, path):
    for letter in "abc":
        jobs.queue("say", letter, path=path, text=letter)
    work()
    work()
    assert (Path(path).read_text(), Job.objects.open().count()) == ("abc", 0)


@commits
@pytest.mark.parametrize(
    ("kind", "problem", "is_given_up", "tries"),
    [
        ("break_down", "ValueError: It cannot be done.", False, 1),
        ("give_in", "Never.", True, 1),
        ("lack", "Nobody is there.", False, 0),
        ("end_the_process", "It ended with -9.", False, 1),
        ("take_all_memory", "MemoryError", False, 1),
    ],
)
def test_what_goes_wrong_is_kept_with_the_job_and_ends_no_worker(
    transactional_db, path, kind, problem, is_given_up, tries
):
    queued(kind, path=path)
    queued("say", "two", path=path, text="after")
    work()
    row = Job.objects.get(kind=kind)
    assert (problem in row.problem, bool(row.given_up_at), row.tries) == (True, is_given_up, tries)
    assert Path(path).read_text().endswith("after")


@commits
def test_what_takes_too_long_is_ended(transactional_db, path, monkeypatch):
    monkeypatch.setitem(KINDS, "linger", Kind("tests.test_jobs.linger", seconds=1))
    queued("linger", path=path)
    work()
    assert Job.objects.get().problem == "It took longer than 1 seconds."


def forked(run) -> int:
    """A worker as a process of its own."""
    connections.close_all()
    process = os.fork()
    if process:
        return process
    try:
        run()
    finally:
        os._exit(0)


def wait_for(path: str, text: str) -> None:
    until = monotonic() + PATIENCE
    while not (Path(path).exists() and Path(path).read_text() == text):
        assert monotonic() < until, f"It never said {text!r}."
        sleep(0.01)


@commits
def test_what_a_killed_worker_left_is_done_by_another(transactional_db, path):
    row = queued("linger", path=path)
    killed = forked(work)
    wait_for(path, "begun ")
    os.kill(killed, signal.SIGKILL)
    os.waitpid(killed, 0)
    work()
    assert Path(path).read_text() == "begun "  # taken, as far as anybody can tell
    due(row)
    work()
    assert Path(path).read_text() == "begun begun done "
    assert (Job.objects.get().done_at is None, Job.objects.get().tries) == (False, 2)


@commits
def test_a_worker_that_is_told_to_stop_hands_back_what_takes_longer(transactional_db, path, monkeypatch):
    monkeypatch.setattr(limits, "JOB_STOP_SECONDS", 0)
    queued("linger", path=path)
    worker = Worker()

    def run():
        worker.listen()
        worker.run()

    process = forked(run)
    wait_for(path, "begun ")
    os.kill(process, signal.SIGTERM)
    os.waitpid(process, 0)
    row = Job.objects.get(kind="linger")
    assert (row.tries, row.taken_until, Path(path).read_text()) == (0, None, "begun ")


@commits
def test_two_workers_share_the_work_and_do_nothing_twice(transactional_db, path):
    for number in range(40):
        jobs.queue("say", str(number), path=path, text="x")
    workers = [forked(work) for _worker in range(2)]
    for process in workers:
        os.waitpid(process, 0)
    assert (Path(path).read_text(), Job.objects.open().count()) == ("x" * 40, 0)


def test_what_is_due_each_day_is_queued_once_a_day(db):
    at = timezone.now().replace(hour=12)
    for _worker in range(2):
        worker = Worker()
        worker.queue_daily(at)
        worker.queue_daily(at + timedelta(days=1))
    assert sorted(Job.objects.values_list("kind", flat=True)) == ["mail_due", "mail_due", "tidy", "tidy"]


def test_the_site_itself_loads_no_library_that_makes_documents_or_reads_files():
    """They stand in processes of their own, and a worker's children: what serves pages stays light."""
    loads = "from actionplan.wsgi import application; from django.urls import get_resolver; get_resolver().url_patterns"
    command = [sys.executable, "-W", "ignore", "-c", f"{loads}; import sys; print(*sys.modules)"]
    loaded = subprocess.run(command, cwd=configured.BASE_DIR, check=True, capture_output=True, text=True).stdout.split()
    assert {"typst", "docx", "pikepdf", "PIL", "python_calamine"} & {*loaded} == set()
    assert "django.urls" in loaded
