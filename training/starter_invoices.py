"""Examples of `payment-delay`: invoices of simulated businesses, asked about when they are sent and again while they wait."""

from collections import defaultdict
from datetime import datetime, timedelta
from random import Random

import numpy as np

from inference.features.invoices import NAMES, rows
from inference.lessons.invoices import HEADS, moments
from payments.invoice_facts import Invoice, PastInvoice
from payments.simulator.business import Business
from payments.simulator.events import InvoiceEvent, SimulatorConfig
from payments.simulator.timeline import Timeline
from training.fit import Shape
from training.starter_events import Examples, Recipe

DAYS, CUSTOMERS = 400, 400
KNOWN = 200  # earlier invoices only serve as history


def play(seed: int) -> Examples:
    """One row a question: at each moment, of a term that passed, until the invoice is paid."""
    rng = Random(f"{seed}/questions")
    histories: dict[str, list[PastInvoice]] = defaultdict(list)
    found: list[tuple[tuple[float, ...], bool, int, float]] = []
    for place, (event, disputed_at) in enumerate(paid_invoices(seed)):
        past = histories[event.debtor_id]
        paid_at = event.paid_at or event.due_at
        past.append(_past(event))
        if place < KNOWN:
            continue
        for at in moments(event.issued_at, event.due_at, paid_at, rng):
            invoice = _asked(event, at, disputed_at, past[:-1])
            late = (paid_at - event.due_at) / timedelta(days=1)
            found.append((tuple(rows(invoice, at)[0]), late > 0, int(event.debtor_id[-3:]), late))
    return Examples(
        np.array([each[0] for each in found], np.float32),
        np.array([each[1] for each in found], np.bool_),
        np.array([each[2] for each in found], np.int64),
        {name: np.array([each[3] for each in found]) for name in HEADS},
    )


def paid_invoices(seed: int) -> list[tuple[InvoiceEvent, datetime | None]]:
    """The invoices of one world in order of issue, as they were when paid, each with the moment its dispute was known."""
    config = SimulatorConfig(seed=seed, days=DAYS, customers=CUSTOMERS)
    timeline = Timeline(config)
    business = Business(config, timeline)
    paid: list[InvoiceEvent] = []
    disputed: dict[str, datetime] = {}
    for day in range(DAYS):
        business.trade(day)
        for event in timeline.take(day):
            if isinstance(event, InvoiceEvent) and event.paid_at is not None:
                paid.append(event)
            elif isinstance(event, InvoiceEvent) and event.disputed:
                disputed[event.id] = event.at
    return [(event, disputed.get(event.id)) for event in sorted(paid, key=lambda event: event.issued_at)]


def _asked(
    event: InvoiceEvent, at: datetime, disputed_at: datetime | None, history: list[PastInvoice]
) -> Invoice:
    return Invoice(
        debtor_id=event.debtor_id,
        amount_minor=event.amount_minor,
        currency=event.currency,
        issued_at=event.issued_at,
        due_at=event.due_at,
        disputed=disputed_at is not None and disputed_at <= at,
        history=history,
    )


def _past(event: InvoiceEvent) -> PastInvoice:
    return PastInvoice(
        amount_minor=event.amount_minor,
        issued_at=event.issued_at,
        due_at=event.due_at,
        paid_at=event.paid_at,
        disputed=event.disputed,
    )


PAYMENT_DELAY = Recipe(
    use_case="payment-delay",
    worlds=(301, 302, 303, 304, 305, 306),
    unseen=(911, 912),
    play=play,
    levels=dict(zip(HEADS, (0.5, 0.9), strict=True)),
    head_shape=Shape("heads", leaves=15, depth=4, trees=0, rate=0.08, rows_per_leaf=60),
    head_trees=80,
    described="Each invoice is asked about when it is sent and at 30, 60 and 90 % of its term while it is unpaid.",
    counted=lambda matrix: matrix[:, NAMES.index("days_to_due")] >= 0,
    counted_words=" not yet due",
)
