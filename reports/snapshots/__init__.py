"""Snapshots of rounds: what is frozen, how it reads back, and what changed between two.

Who may open one. A snapshot is made in two parts from the same rows, each with its own hash:

* the *participants'* part holds what any participant may see on the site, an observer included, and no more: every
  figure, the texts of verified activities, evidence that is public or for participants;
* the *public* part leaves out besides: the texts of activities for participants only, evidence that is not public, and
  who reported, by their id.

A figure may rest on an activity whose text the reader may not see (not verified yet, or for participants only). It then
stands among the activities bare: its id, its scope and which indicator and unit it counts for in which layer, which
the figures say anyway; no title, country, date, text or evidence. Drafts, cancelled activities, refused claims,
findings, remarks, reasons for an extension and people's addresses are in neither part.

The participants' part is open to participants from the day of closing; the public part is open to everybody once the
working group has published the snapshot, and not before. The rules that cut both are those of `reports.rules`.
"""

from reports.snapshots.document import contents

__all__ = ["contents"]
