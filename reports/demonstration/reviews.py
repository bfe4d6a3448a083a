"""What became of the activities of the demonstration: verified, asked about, disputed, declined, merged."""

from collections.abc import Callable, Iterable

from reports import workflow
from reports.demonstration.activities import author_of, known
from reports.demonstration.people import People
from reports.demonstration.rows import Row
from reports.models import Activity, Country, User
from reports.tables.cells import several

ASK = {"en": "unhcr", "fr": "iom", "pt": "unhcr.maputo"}  # who asks in which language

Step = Callable[[Row, Activity, People], None]


def reviewer_of(row: Row, people: People) -> User:
    """Of the agency that neither leads nor recorded it."""
    is_unhcr = row["lead"] == "UNHCR" or author_of(row, people) == people["unhcr"]
    return people["iom" if is_unhcr else "unhcr"]


def review(recorded: Iterable[tuple[Row, Activity]], people: People) -> None:
    """Each goes as far as the column `review` says; those that are verified, in one go for each reviewer."""
    verified: dict[User, list[Activity]] = {people["unhcr"]: [], people["iom"]: []}
    for row, activity in recorded:
        if row["review"] == "verified":
            verified[reviewer_of(row, people)].append(activity)
        elif row["review"] in STEPS:
            STEPS[row["review"]](row, activity, people)
    for by, activities in verified.items():
        rows = Activity.objects.filter(pk__in=[activity.pk for activity in activities])
        workflow.verify_several(by=by, chosen=dict(rows.values_list("pk", "version")), via="command")


def verify(row: Row, activity: Activity, people: People) -> None:
    workflow.verify_activity(by=reviewer_of(row, people), pk=activity.pk, via="command")


def ask(row: Row, activity: Activity, people: People) -> None:
    """Returned with a question in the language of the activity and, where there is one, the reply to it."""
    workflow.return_activity(by=people[ASK[row["language"]]], pk=activity.pk, remark=row["note"], via="command")
    if row["reply"]:
        remark = activity.remarks.get()
        workflow.reply_to_remark(by=author_of(row, people), pk=remark.pk, reply=row["reply"], via="command")


def take_back(row: Row, activity: Activity, people: People) -> None:
    verify(row, activity, people)
    workflow.take_back(by=reviewer_of(row, people), pk=activity.pk, reason=row["note"], via="command")


def refuse(row: Row, activity: Activity, people: People) -> None:
    """The claim is refused, and a question about it has been answered."""
    by, claim = reviewer_of(row, people), activity.claims.get()
    workflow.decide_claim(by=by, pk=claim.pk, verification="refused", finding=row["finding"], via="command")
    remark = workflow.add_remark(by=by, pk=activity.pk, text=row["note"], via="command")
    workflow.reply_to_remark(by=author_of(row, people), pk=remark.pk, reply=row["reply"], via="command")


def dispute(row: Row, activity: Activity, people: People) -> None:
    """The two agencies differ on the claim."""
    claim = activity.claims.get()
    workflow.record_finding(by=people["unhcr"], pk=claim.pk, verdict="agree", via="command")
    workflow.record_finding(by=people["iom"], pk=claim.pk, verdict="doubt", reasons=row["note"], via="command")


def object_to(row: Row, activity: Activity, people: People) -> None:
    """What was verified for a border is contradicted by the country on its other side."""
    verify(row, activity, people)
    claim = activity.claims.get()
    neighbour = Country.objects.exclude(pk=row["countries"]).get(border_regions=claim.border_region_id)
    by = people[f"focal.{neighbour.pk.lower()}"]
    workflow.object_to_claim(by=by, pk=claim.pk, country=neighbour.pk, reasons=row["note"], via="command")


def decline(row: Row, activity: Activity, people: People) -> None:
    """The other country says that it had no part in this."""
    other = several(row["countries"])[1]
    by = people[f"focal.{other.lower()}"]
    workflow.decline(by=by, pk=activity.pk, country=other, reason=row["note"], via="command")


def compare_letter(row: Row, activity: Activity, people: People) -> None:
    workflow.compare_letter(by=people["iom"], pk=activity.pk, country=row["countries"], via="command")
    verify(row, activity, people)


def merge(row: Row, activity: Activity, people: People) -> None:
    """An office's record of what its country has recorded too, which the country agrees to."""
    country, kept = row["countries"], known(row["id"].partition("-")[0])
    workflow.agree(by=people[f"focal.{country.lower()}"], pk=activity.pk, country=country, via="command")
    workflow.merge_activities(by=people["unhcr"], pk=kept.pk, other=activity.pk, via="command")


def hand_on(row: Row, activity: Activity, people: People) -> None:
    workflow.hand_on(by=author_of(row, people), pk=activity.pk, via="command")


def ask_clearance(row: Row, activity: Activity, people: People) -> None:
    workflow.ask_clearance(by=author_of(row, people), pk=activity.pk, via="command")


STEPS: dict[str, Step] = {
    "returned": ask,
    "taken_back": take_back,
    "refused": refuse,
    "disputed": dispute,
    "objected": object_to,
    "declined": decline,
    "letter": compare_letter,
    "merged": merge,
    "handed_on": hand_on,
    "clearance": ask_clearance,
}
