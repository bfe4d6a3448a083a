"""Of the demonstration: an answer of each kind to the menu, verified and reported, published and not, and one withdrawn; of
some the month alone is known."""

from datetime import date
from typing import Any

from reports import workflow
from reports.models import User

# (who, country, action, answer, values): a treaty is in place since a year, a law since a month; two are not taken up.
ANSWERS: tuple[tuple[str, str, str, str, dict[str, Any]], ...] = (
    (
        "focal.moz",
        "MOZ",
        "I.1",
        "in_place",
        {
            "in_place_since": "1995",
            "proof_citation": "Resolução de ratificação, Boletim da República, I série, 1995 (demonstração)",
        },
    ),
    (
        "focal.moz",
        "MOZ",
        "I.3",
        "in_place",
        {
            "in_place_since": "2008-07",
            "proof_citation": "Lei contra o tráfico de pessoas, Boletim da República, Julho de 2008 (demonstração)",
            "proof_url": "https://example.org/boletim-da-republica-2008",
        },
    ),
    (
        "focal.moz",
        "MOZ",
        "I.9",
        "not_taken_up",
        {
            "adopted_on": date(2011, 9, 1),
            "because": "Os pedidos de asilo são decididos caso a caso, e os prazos estão a ser cumpridos (demonstração).",
        },
    ),
    (
        "focal.moz",
        "MOZ",
        "I.5",
        "not_taken_up",
        {
            "adopted_on": date(2011, 9, 1),
            "because": "Um acordo bilateral já regula a migração laboral com o principal país de destino (demonstração).",
            "is_because_public": True,
        },
    ),
    ("focal.moz", "MOZ", "V.9", "adopted", {"adopted_on": "2011-03"}),
    (
        "focal.mwi",
        "MWI",
        "III.8",
        "not_taken_up",
        {
            "adopted_on": date(2012, 2, 1),
            "because": "The national human rights commission already visits every reception centre (demonstration).",
            "is_because_public": True,
        },
    ),
)
VERIFIED = "I.1"  # of Mozambique, by UNHCR
WITHDRAWN: dict[str, Any] = {
    "action": "V.9",
    "on": "2013-06",
    "because": "O protocolo passou a ser assunto do grupo de trabalho regional (demonstração).",
}


def load_answers(people: dict[str, User]) -> None:
    for person, country, action, answer, values in ANSWERS:
        given = workflow.answer_action(
            by=people[person], country=country, action=action, answer=answer, values=values, via="command"
        )
        if (country, action) == ("MOZ", VERIFIED):
            workflow.decide_answer(by=people["unhcr"], pk=given.pk, verification="verified", via="command")
    workflow.withdraw_answer(by=people["focal.moz"], country="MOZ", via="command", **WITHDRAWN)
