"""The columns of who was trained: a line for each place, year, topic and audience, verified apart from reported."""

from collections.abc import Iterator
from functools import partial

from django.utils.translation import gettext as _

from reports.exports.columns import NUMBER, Column
from reports.summaries import Trained, TrainedLine, TrainingView
from reports.trained import layer_words, line_name
from themes.punctuation import introduced

Row = tuple[str, str, TrainedLine]


def participants_rows(view: TrainingView) -> Iterator[Row]:
    """`(what it is a line of, its name, line)`: the total first."""
    yield _("Total"), _("Total"), view.total
    for kind, lines in kinds(view):
        for line in lines:
            yield kind, line_name(line), line


def kinds(view: TrainingView) -> list[tuple[str, list[TrainedLine]]]:
    return [
        (_("Country"), view.places),
        (_("Year"), view.years),
        (_("Training topic"), view.topics),
        (_("Training audience"), view.audiences),
    ]


def participants_columns() -> list[Column]:
    return [
        Column(_("Breakdown"), lambda row: row[0], width=18),
        Column(_("Name"), lambda row: row[1], width=50),
        Column(_("Code"), lambda row: row[2].code, width=24),
        *(
            Column(introduced(layer_words()[layer], word), partial(figure_of, layer=layer, name=name), NUMBER, 24)
            for layer in layer_words()
            for name, word in figure_words().items()
        ),
    ]


def figure_of(row: Row, layer: str, name: str) -> int | None:
    """What nobody gave is no zero."""
    trained: Trained = getattr(row[2], layer)
    figures: dict[str, int | None] = dict(zip(("women", "men", "people"), trained.known, strict=True))
    return figures[name] if name in figures else getattr(trained, name)


def figure_words() -> dict[str, str]:
    return {
        "trainings": _("Training activities"),
        "women": _("Women"),
        "men": _("Men"),
        "people": _("Total"),
        "unnumbered": _("No number given"),
        "only_men": _("Number of women not given"),
        "only_women": _("Number of men not given"),
    }
