"""Countries named by activities that a test makes past the verbs, with what each says of that."""

from collections.abc import Iterable

from reports.models import Activity, Agreement
from reports.workflow.words import settle


def name_countries(activity: Activity, countries: Iterable[str], word: str = "agreed") -> Activity:
    """Let the activity name these countries, and no other, each with this word."""
    activity.agreements.all().delete()
    reason = "A reason" if word == "declined" else ""
    Agreement.objects.bulk_create(
        Agreement(activity=activity, country_id=country, word=word, reason=reason) for country in countries
    )
    settle(activity)
    return activity
