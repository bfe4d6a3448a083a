"""Who was trained, in the printed report: in sentences, then by country, year, topic and audience."""

from typing import Any

from django.utils.translation import gettext as _

from reports.documents import words
from reports.documents.source import Source
from reports.layer_words import layer_word
from reports.snapshots.training import NamedLine, training_lines, training_total
from reports.summaries import Trained
from reports.trained import figure, training_sentences, what_is_counted


def training(source: Source) -> dict[str, Any] | None:
    """None: the edition was closed before it was kept. Each row is of one line and one layer that has something."""
    total = training_total(source.frozen)
    if total is None:
        return None
    lines = training_lines(source.frozen, source.language)
    titles = {
        "places": (_("By country"), _("Country")),
        "years": (_("By year"), _("Year")),
        "topics": (_("By training topic"), _("Training topic")),
        "audiences": (_("By training audience"), _("Training audience")),
    }
    return {
        "sentences": " ".join(training_sentences(total)) or _("No training had been held by the date of the figures."),
        "tables": [
            {"title": title, "head": head, "rows": [row for line in lines[kind] for row in rows_of(line)]}
            for kind, (title, head) in titles.items()
            if lines[kind]
        ],
        "counted": what_is_counted(),
    }


def rows_of(named: NamedLine) -> list[dict[str, Any]]:
    name, line = named
    return [
        {"name": name, "layer": layer, "word": layer_word(layer), "figures": figures_of(trained)}
        for layer, trained in line.layers
        if trained.trainings
    ]


def figures_of(trained: Trained) -> list[str]:
    known = [words.UNKNOWN if n is None else figure(n) for n in trained.known]
    return [figure(trained.trainings), *known, figure(trained.unnumbered)]
