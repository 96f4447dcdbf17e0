"""Feature sets of events that carry all they need: pure functions of the facts sent and the time, no stored state."""

import dataclasses
import functools
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Generic, Protocol, TypeVar

import msgspec
import numpy as np
from numpy.typing import NDArray

from inference.features import (
    commissions,
    forecasts,
    gateways,
    invoices,
    leads,
    life_events,
    payouts,
    portfolios,
    segments,
    texts,
)
from inference.features.sets import FEATURE_SETS
from payments.commission_facts import CommissionStatement
from payments.gateway_facts import Routing
from payments.history_facts import CustomerHistory
from payments.invoice_facts import Invoice
from payments.payout_facts import Payout
from payments.portfolio_facts import PaymentPortfolio
from payments.statement_facts import Statement, Ticket

Event = TypeVar("Event", bound=msgspec.Struct)
Row = Sequence[float]


class EventFeatures(Protocol):
    """names: the columns, in order."""

    @property
    def names(self) -> tuple[str, ...]: ...

    def compute(self, event: msgspec.Struct, at: datetime) -> NDArray[np.float32]:
        """float32[n_rows, len(names)], C order, NaN where missing: one row, or one for each thing to choose between."""
        ...


@dataclasses.dataclass(frozen=True)
class EventSet(Generic[Event]):
    """rows: computed in float64 one by one and rounded once, so that a row is the same in training and alone."""

    id: str
    about: type[Event]
    names: tuple[str, ...]
    rows: Callable[[Event, datetime], Sequence[Row]]

    def compute(self, event: msgspec.Struct, at: datetime) -> NDArray[np.float32]:
        if not isinstance(event, self.about):
            raise TypeError(f"{self.id} is computed of {self.about.__name__}")
        rows = self.rows(event, at)
        return np.array(rows, dtype=np.float32).reshape(len(rows), len(self.names))


EVENT_SETS: Mapping[str, EventFeatures] = {
    "invoice/1": EventSet("invoice/1", Invoice, invoices.NAMES, invoices.rows),
    "commission/1": EventSet("commission/1", CommissionStatement, commissions.NAMES, commissions.rows),
    "forecast/1": EventSet("forecast/1", CustomerHistory, forecasts.NAMES, forecasts.rows),
    "gateway/1": EventSet("gateway/1", Routing, gateways.NAMES, gateways.rows),
    "lead/1": EventSet("lead/1", CustomerHistory, leads.NAMES, leads.rows),
    "life/1": EventSet("life/1", CustomerHistory, life_events.NAMES, life_events.rows),
    "portfolio/1": EventSet("portfolio/1", PaymentPortfolio, portfolios.NAMES, portfolios.rows),
    "segment/1": EventSet("segment/1", CustomerHistory, segments.NAMES, segments.rows),
    "statement/1": EventSet(
        "statement/1", Statement, texts.LINE_NAMES, functools.partial(texts.line_rows, reading=1)
    ),
    "statement/2": EventSet("statement/2", Statement, texts.LINE_NAMES, texts.line_rows),
    "ticket/1": EventSet(
        "ticket/1", Ticket, texts.TICKET_NAMES, functools.partial(texts.ticket_rows, reading=1)
    ),
    "ticket/2": EventSet("ticket/2", Ticket, texts.TICKET_NAMES, texts.ticket_rows),
    "payout/1": EventSet("payout/1", Payout, payouts.NAMES, payouts.rows),
}

FORMER: Mapping[str, tuple[str, ...]] = {"statement/2": ("statement/1",), "ticket/2": ("ticket/1",)}
"""Sets that versions from before were made with, by the one in their place: they are computed as they were."""


def names_of(feature_set: str) -> tuple[str, ...] | None:
    """Return the columns of a feature set of either kind, or None where there is none of that name."""
    known = FEATURE_SETS.get(feature_set) or EVENT_SETS.get(feature_set)
    return None if known is None else known.names
