"""What is kept on a person's machine for use offline."""

from datetime import datetime

from django.db.models import Max
from django.urls import reverse
from django.utils import timezone

from reports import rules
from reports.models import Activity
from reports.rules import Standing
from themes.models import Theme

MOST_ACTIVITIES, MOST_FORMS = 30, 10


def pages_to_keep(who: Standing) -> list[tuple[str, datetime]]:
    """`[(address, since)]`: the pages that this person may need offline, the most needed first.

    A copy older than `since` is to be fetched again: what a page tells may have changed then. The form and the desk,
    the menu, one's own countries, and of their newest activities the pages and, while unfinished, the forms. Three
    queries.
    """
    pages = [reverse("line")]
    if rules.may_record(who):
        pages += [reverse("activity_new"), reverse("plan"), reverse("help")]
        pages += [reverse("theme", args=[code]) for code in Theme.objects.values_list("pk", flat=True)]
    if not who.countries:
        return [(page, today()) for page in pages]
    mine = rules.editable_activities(who).newest_first()
    changed = max(today(), mine.order_by().aggregate(newest=Max("updated_at"))["newest"] or today())
    pages += [reverse("desk"), *(f"{reverse('activities')}?country={code}" for code in sorted(who.countries))]
    pages += [reverse("country", args=[code]) for code in sorted(who.countries)]
    newest = list(mine.values_list("pk", "review", "updated_at")[:MOST_ACTIVITIES])
    forms = [(pk, since) for pk, review, since in newest if review in Activity.UNFINISHED][:MOST_FORMS]
    return [
        *((page, changed) for page in pages),
        *((reverse("activity_edit", args=[pk]), since) for pk, since in forms),
        *((reverse("activity", args=[pk]), since) for pk, _review, since in newest),
    ]


def today() -> datetime:
    """When this day began, where the site's clock stands."""
    return timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0)
