"""`manage.py verify_log`: the change log and the snapshots are whole, or what is not."""

import os
from argparse import ArgumentParser
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from reports.chain import Anchor, NotAnAnchor, anchors_in, breaks, end_of_log


class Command(BaseCommand):
    help = (
        "Check the chain of the change log, the snapshots and the database guards; fail and list anything "
        "altered, removed or added by hand."
    )

    def add_arguments(self, parser: ArgumentParser):
        parser.add_argument(
            "--anchor",
            type=Path,
            metavar="FILE",
            help=(
                "also compare the log with this file, and add today's last row to it; keep the file where the owner "
                "of the database cannot write"
            ),
        )

    def handle(self, *, anchor: Path | None, **options):
        anchors = self.anchors(anchor) if anchor else []
        # The end is read first: rows that are written meanwhile belong to tomorrow's anchor.
        end = end_of_log()
        count = 0
        for broken in breaks(anchors):
            count += 1
            self.stderr.write(f"row {broken.row}: {broken.what}" if broken.row else broken.what)
        if count:
            raise CommandError(f"The record has been altered: {count} {'finding' if count == 1 else 'findings'}.")
        if anchor and end.rows:
            self.note(anchor, anchors, Anchor(timezone.localdate(), end.rows, end.hash))
        self.stdout.write(f"The change log is intact: {end.rows} rows, the last with the hash {end.hash or '(none)'}.")

    def anchors(self, path: Path) -> list[Anchor]:
        try:
            return anchors_in(path)
        except (NotAnAnchor, OSError) as error:
            raise CommandError(f"The anchors in {path} cannot be read: {error}") from error

    def note(self, path: Path, anchors: list[Anchor], new: Anchor) -> None:
        """One line a day."""
        if anchors and anchors[-1].on == new.on:
            return
        try:
            with path.open("a", encoding="utf-8") as file:
                file.write(f"{new}\n")
                file.flush()
                os.fsync(file.fileno())
        except OSError as error:
            raise CommandError(f"The log is intact, but its last row could not be added to {path}: {error}") from error
