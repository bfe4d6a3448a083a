"""What can be found, each thing as plain texts: one shape for a country and for an activity."""

from dataclasses import dataclass, field

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

THEME, ACTION, RECOMMENDATION, TARGET = "theme", "action", "recommendation", "target"
COUNTRY, BORDER, ACTIVITY = "country", "border_region", "activity"
ORGANISATION, EDITION, HELP = "organisation", "edition", "help"
KINDS = {
    THEME: _("Theme"),
    ACTION: _("Action"),
    RECOMMENDATION: _("Recommendation"),
    TARGET: _("Target"),
    COUNTRY: _("Country"),
    BORDER: _("Border region"),
    ACTIVITY: _("Activity"),
    ORGANISATION: _("Organization"),
    EDITION: _("Edition of a round"),
    HELP: _("Help"),
}
PLAN = "plan"
# In this order where none holds anything more alike than another does.
GROUPS: dict[str, Promise] = {
    PLAN: _("The Plan"),
    TARGET: _("Targets"),
    COUNTRY: _("Countries"),
    BORDER: _("Border regions"),
    ACTIVITY: _("Activities"),
    ORGANISATION: _("Organizations"),
    EDITION: _("Editions"),
    HELP: _("Help"),
}

OF_A_NAME, OF_A_PLACE, OF_A_PART, OF_A_TEXT = 3.0, 2.0, 1.5, 1.0  # how much a word weighs where it stands


@dataclass(frozen=True)
class Said:
    """A text as it stands, its language ("" where nobody said which), and how much a word in it weighs."""

    text: str
    language: str = ""
    weight: float = OF_A_TEXT


@dataclass(frozen=True)
class Entry:
    """`title` as the reader gets it; `names` it is called by, `texts` that it holds, in whatever language.

    `codes`: what is typed to get just this. `folded`: its texts in one, folded, where the database keeps that.
    """

    kind: str
    key: str
    url: str
    title: Said
    label: str = ""  # its code, as it is printed before the title
    names: tuple[Said, ...] = ()
    texts: tuple[Said, ...] = ()
    codes: tuple[str, ...] = ()
    folded: str = field(default="", repr=False)

    @property
    def group(self) -> str:
        return PLAN if self.kind in (THEME, ACTION, RECOMMENDATION) else self.kind
