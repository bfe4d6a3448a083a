"""An edition that an earlier release closed, before facts ended and money had lines, is read, shown and printed as it was.

`tests/data/edition-of-2014.json.xz` holds what the commit that it names as `made_by` froze by its own verbs (a verified meeting
of Mozambique, a training of two countries, an adopted action, a draft, one report in time, a paragraph), the values that it
handed to print, and the numbers on its pages.
"""

import json
import lzma
import re
from datetime import date, datetime
from functools import cache
from pathlib import Path

import pytest
from django.urls import reverse
from lxml import html

from reports import workflow
from reports.canonical import canonical, sha256_of
from reports.documents.brief import brief
from reports.documents.report import report
from reports.documents.source import source
from reports.models import Round, Snapshot

FILE = Path(__file__).parent / "data" / "edition-of-2014.json.xz"
MET = "Objectifs atteints\u00a0: 0"
REWORDED = {  # what is said in other words since: where, the former ones, and those of today
    (".report.map.legend.5.1", "Aucun rapport"): "Participe, aucun rapport à ce jour",
    (".report.map.legend.5.1", "No report"): "Participating, no report yet",
    (".report.themes.5.targets.0.indicators.0.units.0.proof.0.word", "Vérifié"): "Vérifiée",
    (".report.countries.5.units.0.word", "Vérifié"): "Vérifiée",
    (".brief.country.units.0.word", "Vérifié"): "Vérifiée",
    (".report.tiles.1.label", "objectifs atteints dans le délai"): "objectifs atteints dans les délais",
    **{
        (f".report.themes.{place}.bar.words", f"{MET} sur {n}\u202f; atteints dans le délai\u00a0: 0"): (
            f"{MET} sur {n}\u202f; atteints dans les délais\u00a0: 0"
        )
        for place, n in enumerate((2, 4, 5, 3, 5, 6))
    },
}


@cache
def kept():
    return json.loads(lzma.decompress(FILE.read_bytes()))


@pytest.fixture
def edition(cast):
    days = {"opens_on": date(2014, 10, 1), "closes_on": date(2014, 12, 31), "as_at": date(2014, 12, 31)}
    of = {"round": Round.objects.create(title="Progress in 2014", **days), "as_at": days["as_at"], "edition": 1}
    frozen = {name: kept()[name] for name in ("code", "sha256", "public_sha256", "content", "public_content")}
    taken_at = datetime.fromisoformat(kept()["taken_at"])
    row = Snapshot.objects.create(taken_by=cast["nadia"], taken_at=taken_at, **of, **frozen)
    workflow.publish_snapshot(by=cast["nadia"], code=row.pk)
    return row


def leaves(values, place=""):
    """`{"report.themes.0.title": "..."}`; an empty list or mapping is a value too."""
    if isinstance(values, dict | list) and values:
        pairs = values.items() if isinstance(values, dict) else enumerate(values)
        return {name: leaf for key, one in pairs for name, leaf in leaves(one, f"{place}.{key}").items()}
    return {place: values}


def test_its_bytes_are_those_that_were_signed(edition):
    row = Snapshot.objects.get(pk=edition.pk)
    assert (sha256_of(row.content), sha256_of(row.public_content)) == (row.sha256, row.public_sha256)
    assert [canonical(json.loads(text)) == text for text in (row.content, row.public_content)] == [True, True]


@pytest.mark.parametrize("part", ["participants-fr", "public-en"])
def test_what_is_printed_of_it_is_what_was(edition, part):
    whose, _hyphen, language = part.partition("-")
    of = source(edition, participants=whose == "participants", language=language)
    printed = {"report": report(of), "brief": brief(of, "MOZ")}
    for document in printed.values():
        document.pop("words")  # the headings, as every document has them
    then, now = leaves(kept()["printed"][part]), leaves(json.loads(json.dumps(printed, default=str)))
    then |= {place: today for (place, former), today in REWORDED.items() if then[place] == former}
    assert {place: now.get(place, "gone") for place in then} == then
    assert {place: value for place, value in now.items() if place not in then and value} == {}


@pytest.mark.parametrize("seen", ["public", "public VI.T1", "nadia", "nadia VI.T1"])
def test_the_numbers_on_its_pages_are_what_they_were(edition, as_person, seen):
    who, _space, target = seen.partition(" ")
    path = reverse("snapshot_target", args=[edition.pk, target]) if target else edition.get_absolute_url()
    answer = as_person(None if who == "public" else who).get(path)
    text = " ".join(html.fromstring(answer.content).xpath("//main//text()[not(ancestor::*[@id='cite'])]"))
    assert re.findall(r"[0-9]+", text) == kept()["pages"][seen]
