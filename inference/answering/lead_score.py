"""Which product a customer is likely to take, with what they do that says so."""

from collections.abc import Sequence
from datetime import datetime

import msgspec

from inference.answering.kinds import Answered, EventAnswer, Finding, ScoredRow
from inference.features.leads import asked
from payments.history_facts import CustomerHistory


class ProductLead(msgspec.Struct, frozen=True, kw_only=True):
    """One product. probability: that the customer takes it within 90 days, calibrated, 0 to 1."""

    product: str
    probability: float


class LeadScoreAnswer(msgspec.Struct, frozen=True, kw_only=True):
    """probability: that the customer takes the likeliest product within 90 days, calibrated, 0 to 1.

    product: the likeliest of those asked about.
    leads: all of them, the likeliest first.
    """

    probability: float
    product: str | None
    leads: list[ProductLead]


def _answer(history: CustomerHistory, at: datetime, rows: Sequence[ScoredRow]) -> Answered:
    del at
    products = asked(history)
    order = sorted(range(len(rows)), key=lambda place: (-rows[place].probability, place))
    best = order[0]
    return Answered(
        LeadScoreAnswer(
            probability=rows[best].probability,
            product=products[best],
            leads=[
                ProductLead(product=products[place], probability=rows[place].probability) for place in order
            ],
        ),
        explained=best,
        findings=(Finding(code="likeliest", values={"product": products[best]}),),
    )


LEAD_SCORE = EventAnswer(LeadScoreAnswer, CustomerHistory, _answer)
