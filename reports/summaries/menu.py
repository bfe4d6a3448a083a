"""What countries answer to the menu, row by row, on a day."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from reports.models import Adoption
from reports.summaries.activities import Cell
from reports.summaries.kept import counted_answers, kept_actions
from reports.summaries.selection import Selection
from reports.summaries.standing import country_actions
from themes.models import Action


@dataclass(frozen=True)
class MenuLine:
    """An action of the menu: what the country answers (None: nothing yet), and what it does. An answer that the working group
    did not accept stands here, with its decision, and counts nowhere. `former` is the last answer that stood before, until it
    was withdrawn or another took its place."""

    action: Action
    answer: Adoption | None
    cell: Cell
    former: Adoption | None = None

    @property
    def state(self) -> str:
        """The answer alone, whatever is done: `adopted`, `in_place`, `in_place_verified`, `not_taken_up` or `nothing`."""
        return self.answer.state if self.answer else "nothing"

    @property
    def not_accepted(self) -> Adoption | None:
        """What had taken the place of the answer, until the working group refused it."""
        return self.answer.not_accepted if self.answer else None


def menu_of(country: str, selection: Selection) -> list[MenuLine]:
    """Every action of the selection, in printed order. Four queries."""
    given = answers_on(country, selection.as_at)
    done = country_actions(country, selection)
    actions = kept_actions(selection).in_printed_order().select_related("group__theme")
    ended = ended_by(country, selection.as_at)
    return [
        MenuLine(action, given.get(action.pk), done.get(action.pk, Cell()), ended.get(action.pk)) for action in actions
    ]


def answers_on(country: str, day: date) -> dict[str, Adoption]:
    """`{"VI.2": answer}` in force on the day. One query."""
    rows = Adoption.objects.as_at(day).filter(country=country, action__isnull=False)
    return {row.action_id or "": row for row in rows.select_related("decided_for", "country", "replaced_by__country")}


def ended_by(country: str, day: date) -> dict[str, Adoption]:
    """`{"VI.2": answer}`: of each action the last answer that stood and had ended by the day. One query."""
    rows = Adoption.objects.stood().filter(country=country, action__isnull=False, withdrawn_on__lte=day)
    return {row.action_id or "": row for row in rows.select_related("decided_for", "country").order_by("withdrawn_on")}


def declined_in(selection: Selection, country: str = "") -> dict[str, list[Adoption]]:
    """`{"VI.2": [answer of a country that does not take it up]}`, by the country's code. One query."""
    rows = counted_answers(selection).filter(answer=Adoption.Answer.NOT_TAKEN_UP)
    rows = rows.filter(country=country) if country else rows
    declined = defaultdict(list)
    for row in rows.select_related("country").order_by("country"):
        declined[row.action_id or ""].append(row)
    return dict(declined)


def current_answers(country: str) -> dict[str, Adoption]:
    """What has not been withdrawn, also what begins only later: what a new answer takes the place of. One query."""
    rows = Adoption.objects.current().filter(country=country, action__isnull=False)
    return {row.action_id or "": row for row in rows.select_related("decided_for", "country")}
