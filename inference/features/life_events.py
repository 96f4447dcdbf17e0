"""What says that something happened in a customer's life: feature set `life/1`, a row for each kind of happening.

Of each kind the strongest trace is looked for by plain arithmetic; the model then says how likely it is that the trace
means what it seems to. So the evidence of an answer is the payments that the trace is made of.
"""

import dataclasses
from collections.abc import Callable, Sequence
from datetime import datetime
from math import log, nan

from core.memos import Memo
from inference.features.customer_past import Past, mean, past_of, ratio
from payments.facts import Transaction
from payments.history_facts import CustomerHistory

KINDS = (
    "salary_raise",
    "salary_cut",
    "rent_started",
    "moved",
    "emi_started",
    "travel",
    "marriage",
    "new_child",
)
NAMES = (
    "kind", "log_change", "before_ratio", "after_ratio", "days_since", "payments_in_trace", "trace_to_income",
    "share_of_trace_category", "after_count", "before_count", "spread_before", "months_known",
)  # fmt: skip
EVIDENCE_MAX = 5
_LASTING = 2  # payments at either level: a single one is no level
_BEYOND = 2.0  # times the usual spread: less is how such payments vary anyway
_SILENT_DAYS = 90  # without a kind of payment before it can be said to have begun


@dataclasses.dataclass(frozen=True, slots=True)
class Trace:
    """at: when it seems to have begun; None without a trace. before, after: minor units a month, or a time.

    payments: what it is made of. count_before, count_after: payments that the two levels rest on. spread: how payments of one level vary, as a share of it.
    """

    kind: str
    at: datetime | None = None
    before: float = nan
    after: float = nan
    payments: tuple[Transaction, ...] = ()
    count_before: int = 0
    count_after: int = 0
    spread: float = nan


def rows(history: CustomerHistory, at: datetime) -> Sequence[tuple[float, ...]]:
    past = past_of(history, at)
    return [_row(past, trace) for trace in traces(past)]


def traces(past: Past) -> list[Trace]:
    """The strongest trace of each kind, in the order of `KINDS`; looked for once in a past."""
    return _TRACES.of(past)


def _traces(past: Past) -> list[Trace]:
    salaries = [each for each in past.credits if each.category == "salary"] or _largest_credits(past)
    found = {
        "salary_raise": _step("salary_raise", salaries, up=True, least=_LASTING),
        "salary_cut": _step("salary_cut", salaries, up=False, least=_LASTING),
        "rent_started": _start("rent_started", past, "rent"),
        "moved": _moved(_of(past, "rent")),
        "emi_started": _emi(past),
        "travel": _burst(
            "travel", past, lambda each: each.category == "travel" or _abroad(past, each), days=12
        ),
        "marriage": _burst("marriage", past, lambda each: each.category in {"jewellery", "events"}, days=50),
        "new_child": _burst("new_child", past, lambda each: each.category in {"baby", "hospital"}, days=30),
    }
    return [found[kind] for kind in KINDS]


_TRACES = Memo(_traces)


def _row(past: Past, trace: Trace) -> tuple[float, ...]:
    income, spending = mean(past.earned), mean(past.total)
    paid = float(sum(each.amount_minor for each in trace.payments))
    category = trace.payments[0].category if trace.payments else None
    change = log(trace.after / trace.before) if trace.before > 0 and trace.after > 0 else nan
    return (
        float(KINDS.index(trace.kind)),
        change,
        ratio(trace.before, income),
        ratio(trace.after, income),
        nan if trace.at is None else (past.at - trace.at).total_seconds() / 86_400,
        float(len(trace.payments)),
        ratio(paid, income if income > 0 else spending),
        past.share(category) if category else nan,
        float(trace.count_after),
        float(trace.count_before),
        trace.spread,
        float(past.months),
    )


def _of(past: Past, category: str) -> list[Transaction]:
    return [each for each in past.debits if each.category == category]


def _largest_credits(past: Past) -> list[Transaction]:
    """Where no credit is called a salary, the largest of each month stands for it."""
    best: dict[int, Transaction] = {}
    for each in past.credits:
        month = (past.at - each.occurred_at).days // 30
        if month not in best or each.amount_minor > best[month].amount_minor:
            best[month] = each
    return sorted(best.values(), key=lambda each: each.occurred_at)


def _step(kind: str, payments: Sequence[Transaction], *, up: bool, least: int = 1) -> Trace:
    """The split into before and after at which the two mean levels differ most, and by more than such payments vary anyway.

    least: how many payments each level rests on.
    """
    best = Trace(kind)
    strongest = 0.0
    for place in range(least, len(payments) - least + 1):
        before, after = payments[:place], payments[place:]
        low, high = _level(before), _level(after)
        change = log(high / low) * (1 if up else -1)
        spread = max(_spread(before, low), _spread(after, high))
        weight = change * min(len(before), 3) * min(len(after), 3)
        if change > _BEYOND * spread and weight > strongest:
            strongest = weight
            best = Trace(
                kind, after[0].occurred_at, low, high, tuple(after[:EVIDENCE_MAX]), len(before), len(after), spread
            )  # fmt: skip
    return best


def _start(kind: str, past: Past, category: str) -> Trace:
    """A kind of payment that began well after the history does."""
    payments = _of(past, category)
    if not payments:
        return Trace(kind)
    first = payments[0]
    silent = (first.occurred_at - past.payments[0].occurred_at).days
    if silent < _SILENT_DAYS:  # it may as well have been paid before what is known begins
        return Trace(kind)
    level = _level(payments)
    return Trace(
        kind, first.occurred_at, 0.0, level, tuple(payments[:EVIDENCE_MAX]), silent // 30, len(payments),
        _spread(payments, level),
    )  # fmt: skip


def _moved(rents: Sequence[Transaction]) -> Trace:
    up, down = _step("moved", rents, up=True), _step("moved", rents, up=False)
    return max((up, down), key=lambda trace: abs(log(trace.after / trace.before)) if trace.at else 0.0)


def _emi(past: Past) -> Trace:
    """Instalments that began, or rose."""
    payments = _of(past, "emi")
    begun = _start("emi_started", past, "emi")
    return begun if begun.at is not None else _step("emi_started", payments, up=True)


def _burst(kind: str, past: Past, belongs: Callable[[Transaction], bool], days: int) -> Trace:
    """The span of so many days in which most was paid for what belongs to it."""
    payments = [each for each in past.debits if belongs(each)]
    best: tuple[Transaction, ...] = ()
    most = 0
    for place, first in enumerate(payments):
        inside = tuple(
            each for each in payments[place:] if (each.occurred_at - first.occurred_at).days < days
        )
        paid = sum(each.amount_minor for each in inside)
        if paid > most:
            best, most = inside, paid
    if not best:
        return Trace(kind)
    others = [each for each in payments if each not in best]
    return Trace(
        kind, best[0].occurred_at, mean([float(each.amount_minor) for each in others]), most / len(best), best,
        len(others), len(best), nan,
    )  # fmt: skip


def _abroad(past: Past, payment: Transaction) -> bool:
    return payment.country is not None and payment.country != past.payments[0].country


def _level(payments: Sequence[Transaction]) -> float:
    return sum(each.amount_minor for each in payments) / len(payments)


def _spread(payments: Sequence[Transaction], level: float) -> float:
    return mean([abs(each.amount_minor - level) for each in payments]) / level
