"""The sheet of evidence: links and citations that a table adds to an activity; files are added on the site."""

from collections.abc import Iterable
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from reports.activity.state import plain
from reports.links import checked_link
from reports.models import Activity, Evidence
from reports.tables.columns import columns_of
from reports.tables.lines import Line
from reports.tables.rows import Row
from reports.tables.site import Site

COLUMNS = columns_of("evidence")
TYPED = tuple(name for name, column in COLUMNS.items() if name != "no" and not column.is_locked)
CLEANED = {"url": checked_link, "title": lambda title: Evidence._meta.get_field("title").clean(title, None)}
PUBLIC = Evidence.Confidentiality.PUBLIC.value
PARTICIPANTS = Evidence.Confidentiality.PARTICIPANTS.value


def new_links(row: Row, lines: Iterable[Line], activity: Activity | None, site: Site) -> list[dict[str, Any]]:
    """What the activity has not yet, as `workflow.add_evidence` takes it."""
    seen = activity.seen_evidence if activity else []
    there = {text for one in seen if not one.is_of_fact for text in (one.url, one.citation)}
    links = []
    source = row.line.text("source")
    if source and source not in there:
        row.warn("source", source)
        links.append({"kind": "citation", "citation": source, "confidentiality": PUBLIC})
    known = {str(one.pk): one for one in seen}
    for line in lines:
        if not line.text("id"):
            links += read_link(row, line, site)
        elif line.text("id") in known:
            refuse_edited(row, line, known[line.text("id")], site)
        else:
            row.refuse_changed_grey(line)
    new = {link.get("url") or link["citation"]: link for link in links}
    return [link for text, link in new.items() if text not in there]


def refuse_edited(row: Row, line: Line, evidence: Evidence, site: Site) -> None:
    """What is there already is changed on the site: an edit here is refused, not lost."""
    current = {name: plain(getattr(evidence, name)) for name in TYPED}
    for name, value in row.read(COLUMNS, site.choices, line, current).items():
        if name in TYPED and (value or "") != (current[name] or ""):
            row.refuse(name, _("Existing evidence can be changed only on the site. Restore this cell."), line)


def read_link(row: Row, line: Line, site: Site) -> list[dict[str, Any]]:
    """One link or citation; none when it cannot be used (refused)."""
    problems_before = len(row.problems)
    link = row.read(COLUMNS, site.choices, line)
    link.pop("no", None)
    url = link.get("url")
    if not (url or link.get("citation")):
        row.refuse("url", _("Enter a link or a citation."), line)
    for name, clean in CLEANED.items():
        try:
            if link.get(name):
                link[name] = clean(link[name])
        except ValidationError as refusal:
            row.refuse(name, refusal.messages[0], line)
    for name in ("url", "citation", "title"):
        row.warn(name, link.get(name) or "", line)
    link |= {"kind": "link" if url else "citation", "confidentiality": link.get("confidentiality") or PARTICIPANTS}
    return [] if len(row.problems) > problems_before else [link]
