"""The sheet of evidence: links and citations that a table adds to an activity; files are added on the site."""

from collections.abc import Iterable
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from reports.links import checked_link
from reports.models import Activity, Evidence
from reports.tables.columns import columns_of
from reports.tables.findings import Row
from reports.tables.reading import Line
from reports.tables.site import Site

COLUMNS = columns_of("evidence")
CLEANED = {"url": checked_link, "title": lambda title: Evidence._meta.get_field("title").clean(title, None)}
PUBLIC = Evidence.Confidentiality.PUBLIC.value
PARTICIPANTS = Evidence.Confidentiality.PARTICIPANTS.value


def new_links(row: Row, lines: Iterable[Line], activity: Activity | None, site: Site) -> list[dict[str, Any]]:
    """What the activity has not yet, as `workflow.add_evidence` takes it."""
    there = {text for one in (activity.evidence.all() if activity else ()) for text in (one.url, one.citation)}
    found = []
    source = row.line.text("source")
    if source and source not in there:
        row.warn("source", source)
        found.append({"kind": "citation", "citation": source, "confidentiality": PUBLIC})
    for line in lines:
        if not line.text("id"):
            found += read_link(row, line, site)
    return [link for link in found if (link.get("url") or link["citation"]) not in there]


def read_link(row: Row, line: Line, site: Site) -> list[dict[str, Any]]:
    """One link or citation; none when it cannot be used (told)."""
    told = len(row.problems)
    link = row.read(COLUMNS, site.choices, line)
    link.pop("no", None)
    url = link.get("url")
    if not (url or link.get("citation")):
        row.refuse("url", _("Give a link or a citation."), line)
    for name, clean in CLEANED.items():
        try:
            if link.get(name):
                link[name] = clean(link[name])
        except ValidationError as refusal:
            row.refuse(name, refusal.messages[0], line)
    for name in ("citation", "title"):
        row.warn(name, link.get(name) or "", line)
    link |= {"kind": "link" if url else "citation", "confidentiality": link.get("confidentiality") or PARTICIPANTS}
    return [] if len(row.problems) > told else [link]
