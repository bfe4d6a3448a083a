"""Of the demonstration: who was trained, on what, by the number of the activity in its file."""

from typing import Any

Values = dict[str, Any]


def on(*topics: str, audiences: tuple[str, ...], women: int | None = None, men: int | None = None) -> Values:
    return {
        "topics": list(topics),
        "audiences": list(audiences),
        "participants_women": women,
        "participants_men": men,
    }


# Of several topics or audiences (13, 18, 22, 24), of two countries (24), without a number (19), with women only (20).
TRAINED: dict[str, Values] = {
    "08": {"participants_women": 10, "participants_men": 17},
    "09": {"participants_women": 11, "participants_men": 18},
    "13": on(
        "general-needs",
        "reception-conditions",
        audiences=("border-law-enforcement", "civil-society"),
        women=15,
        men=17,
    ),
    "17": {"participants_women": 12, "participants_men": 16},
    "18": on(
        "refugee-protection",
        "trafficking-smuggling",
        "children",
        audiences=("border-law-enforcement", "service-providers"),
        women=13,
        men=17,
    ),
    "19": on("general-needs", audiences=("border-law-enforcement",)),
    "20": on("refugee-protection", audiences=("border-law-enforcement",), women=15),
    "22": on(
        "refugee-protection",
        "legal-services",
        audiences=("judiciary", "regional-organisations"),
        women=10,
        men=16,
    ),
    "23": on("data-collection", audiences=("regional-organisations",), women=11, men=17),
    "24": on("refugee-protection", "trafficking-smuggling", audiences=("border-law-enforcement",), women=8, men=21),
}
