"""Who was trained, in words: the same on pages, in files and in the printed report."""

from django.utils.formats import number_format
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from indicators.progress import REPORTED, VERIFIED
from reports.summaries import REGIONAL, SEVERAL, Trained, TrainedLine
from themes.punctuation import introduced


def participants_words(line: TrainedLine) -> str:
    """`93 participants verified (women: 41, men: 52), 38 more reported (women: 16, men: 22)`; empty where there are none."""
    verified, reported = line.verified.people, line.reported.people
    parts = []
    if verified:
        words = ngettext("%(n)s participant verified", "%(n)s participants verified", verified)
        parts.append(words % {"n": figure(verified)} + by_sex(line.verified))
    if reported and verified:
        words = ngettext("%(n)s more reported", "%(n)s more reported", reported)
        parts.append(words % {"n": figure(reported)} + by_sex(line.reported))
    elif reported:
        words = ngettext(
            "%(n)s participant reported, not yet verified", "%(n)s participants reported, not yet verified", reported
        )
        parts.append(words % {"n": figure(reported)} + by_sex(line.reported))
    return ", ".join(parts)


def by_sex(trained: Trained) -> str:
    words = _("(women: %(women)s, men: %(men)s)")
    return " " + words % {"women": figure(trained.known_women), "men": figure(trained.known_men)}


def women_words(n: int | None) -> str:
    if n is None:
        return _("number of women not given")
    return ngettext("%(n)s woman", "%(n)s women", n) % {"n": figure(n)}


def men_words(n: int | None) -> str:
    if n is None:
        return _("number of men not given")
    return ngettext("%(n)s man", "%(n)s men", n) % {"n": figure(n)}


def figure(number: int | None) -> str:
    """What nobody gave is a dash."""
    return "–" if number is None else number_format(number, force_grouping=True)


def training_sentences(line: TrainedLine) -> list[str]:
    """How many were trained in how many activities, and what of that is not known."""
    held = line.held
    if not held.trainings:
        return []
    known = participants_words(line)
    activities = ngettext("%(n)s training activity", "%(n)s training activities", held.trainings)
    activities %= {"n": figure(held.trainings)}
    first = introduced(activities, known) if known else activities
    return [f"{first}.", *unknown_sentences(held)]


def unknown_sentences(held: Trained) -> list[str]:
    sentences = []
    if held.unnumbered:
        words = ngettext(
            "%(n)s of %(all)s training activity gave no number of participants.",
            "%(n)s of %(all)s training activities gave no number of participants.",
            held.trainings,
        )
        sentences.append(words % {"n": figure(held.unnumbered), "all": figure(held.trainings)})
    if held.only_men:
        words = ngettext(
            "%(n)s training activity did not give the number of women; the total includes the men given.",
            "%(n)s training activities did not give the number of women; the total includes the men given.",
            held.only_men,
        )
        sentences.append(words % {"n": figure(held.only_men)})
    if held.only_women:
        words = ngettext(
            "%(n)s training activity did not give the number of men; the total includes the women given.",
            "%(n)s training activities did not give the number of men; the total includes the women given.",
            held.only_women,
        )
        sentences.append(words % {"n": figure(held.only_women)})
    if untold := held.half_numbered - held.only_men - held.only_women:  # of editions that do not tell them apart
        words = ngettext(
            "%(n)s training activity gave the number of women or of men only; the total includes what was given.",
            "%(n)s training activities gave the number of women or of men only; the total includes what was given.",
            untold,
        )
        sentences.append(words % {"n": figure(untold)})
    return sentences


def what_is_counted() -> list[str]:
    """What a training is and under what it stands: said wherever its figures are shown."""
    return [
        _(
            "A training activity is an activity under theme II, or any other activity that names a training topic, a "
            "training audience or a number of participants. Work on training materials alone is not counted, nor is "
            "training that had not begun by the date shown."
        ),
        _(
            "Each training activity is listed under one place and one year: the country that held it, “several countries” "
            "where more than one agreed to it, or regional activities; the year in which it ended or, where it had not "
            "ended by the date shown, in which it began."
        ),
        _(
            "One with several topics or audiences is listed under each of them and counted once in the total, so these lines can add "
            "up to more than the total. A person who took part in two training activities is counted in both."
        ),
    ]


def place_word(code: str) -> str:
    """Of `several` and `regional`, the places that are no country."""
    return {SEVERAL: _("several countries"), REGIONAL: _("regional activities")}[code]


def line_name(line: TrainedLine) -> str:
    if line.row:
        return str(line.row)
    return capfirst(place_word(line.code)) if line.code in (SEVERAL, REGIONAL) else line.code or _("Not stated")


def layer_words() -> dict[str, str]:
    return {
        VERIFIED: pgettext("participants", "Verified"),
        REPORTED: pgettext("participants", "Reported, not yet verified"),
    }
