"""Which product a customer is likely to take, with what they do that says so."""

from collections.abc import Mapping, Sequence
from datetime import datetime

import msgspec

from inference.answering.kinds import Answered, Classes, EventAnswer, Finding, ScoredRow
from inference.evidence import NONE
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


def _of_classes(probability: float, found: Classes) -> Mapping[str, object]:
    del probability
    if found.unknown is None:
        told = [(name, round(share, 6)) for name, share in zip(found.names, found.shares, strict=True)]
    else:
        told = [*zip(found.names, found.shares, strict=True), (NONE, found.unknown)]
    leads = [ProductLead(product=name, probability=share) for name, share in told]
    return {"product": found.names[0], "leads": leads}


LEAD_SCORE = EventAnswer(LeadScoreAnswer, CustomerHistory, _answer, told=_of_classes)
