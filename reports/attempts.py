"""How often somebody may try: counted in the database, one row a bucket, so that all workers keep one limit.

A bucket is counted from its first try; when its time is over, it begins anew. A try is taken before it is made and given
back when it succeeds, so that those who try at the same moment cannot be more than the limit allows.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from reports.models import Attempt


@dataclass(frozen=True)
class Limit:
    """So many tries within so many seconds."""

    most: int
    seconds: int


LONGEST = timedelta(hours=1)  # no limit reaches further back; older rows are removed as new ones come


@transaction.atomic
def take(bucket: str, limit: Limit, *, now: datetime | None = None) -> bool:
    """Count one try; False, and nothing counted, where the limit is reached."""
    now = now or timezone.now()
    row, is_new = Attempt.objects.select_for_update(no_key=True).get_or_create(
        pk=name_of(bucket), defaults={"begun": now}
    )
    if is_new:
        Attempt.objects.filter(begun__lte=now - LONGEST).delete()
    if row.begun <= now - timedelta(seconds=limit.seconds):
        row.begun, row.tries = now, 0
    if row.tries >= limit.most:
        return False
    row.tries += 1
    row.save()
    return True


def give_back(bucket: str) -> None:
    """The try was a good one: it does not count."""
    Attempt.objects.filter(pk=name_of(bucket), tries__gt=0).update(tries=F("tries") - 1)


def name_of(bucket: str) -> str:
    return sha256(bucket.encode()).hexdigest()
