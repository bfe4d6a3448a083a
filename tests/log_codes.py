"""What a reader of the log would see of the codes that programs use."""

from collections.abc import Iterable

from django.apps import apps
from django.utils.translation import override

from reports.models import Change
from reports.wording import change_words

CHOICES = [
    row
    for model in apps.get_app_config("reports").get_models()
    for field in model._meta.fields
    for row in field.flatchoices
]


@override("fr")  # in which no word is a code
def codes_shown(changes: Iterable[Change]) -> list[tuple[str, str]]:
    """`(verb, text)` of each code that stands in the log as it is: a choice, or the name of a field."""
    codes = {code for code, words in CHOICES if words != code}
    shown = [(change.verb, row) for change in changes for row in change_words(change)["rows"]]
    texts = [
        (verb, text) for verb, (field, *sides, _typed) in shown for side in [field, *sides] for text in side.split("; ")
    ]
    return [(verb, text) for verb, text in texts if text in codes or "_" in text]
