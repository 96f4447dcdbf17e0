"""A statement reckoned: the agreement in force, what is due line by line, what was paid, and which mistake explains the rest. Pure."""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from uuid import UUID

import msgspec
from msgspec.structs import replace

from core.errors import FieldError
from payments.agreements.computing import CommissionProduct, ComputedCommission, compute
from payments.agreements.facts import CommissionAgreement, CommissionPeriod
from payments.agreements.statement_facts import (
    DueLine,
    Found,
    LineKind,
    NewCommissionStatement,
    Reckoned,
)
from payments.commission_facts import CommissionRule

_MOMENT = timedelta(microseconds=1)


class Term(msgspec.Struct, frozen=True):
    """When an agreement holds by its own words. ends_at: None while it is open."""

    id: UUID
    starts_at: datetime
    ends_at: datetime | None

    def holds(self, at: datetime) -> bool:
        return self.starts_at <= at and (self.ends_at is None or at < self.ends_at)


class CreditedPayouts(msgspec.Struct, frozen=True):
    """What stored payouts brought the partner. open_: how many of them are not credited."""

    credited_minor: int
    open_: int


def in_force(terms: Sequence[Term], starts_at: datetime, ends_at: datetime) -> Term | FieldError:
    """The agreement that holds from a period's start to its end: of those that hold the one that began last, of these the one
    that was recorded last.
    """
    held = _holding(terms, starts_at)
    if held is None:
        reason = "No agreement with this partner in this currency is in force then."
        return FieldError("starts_at", reason, "Record the agreement first, or correct the period.")
    turns = sorted(
        moment
        for term in terms
        for moment in (term.starts_at, term.ends_at)
        if moment is not None and starts_at < moment < ends_at
    )
    for moment in turns:
        if _holding(terms, moment) != held:
            reason = f"Another agreement is in force from {moment.isoformat()}."
            fix = "Send a statement up to then and one from then on, or name the agreement."
            return FieldError("ends_at", reason, fix)
    return held


def _holding(terms: Sequence[Term], at: datetime) -> Term | None:
    holding = [term for term in terms if term.holds(at)]
    return max(holding, key=lambda term: (term.starts_at, term.id), default=None)


def reckon(
    agreement: CommissionAgreement, statement: NewCommissionStatement, payouts: CreditedPayouts | None
) -> Reckoned:
    """payouts: None where the statement names none."""
    period = statement.period
    due = compute(agreement, period)
    paid = payouts.credited_minor if payouts is not None else statement.paid_minor
    gaps = _gaps(due, statement, payouts)
    reasons = set()
    if gaps and gaps[0] and paid is not None:
        reasons |= _mistakes(agreement, period, due, paid, net=payouts is not None)
        reasons = reasons or {"unexplained"}
    if gaps and payouts is None:
        reasons |= set(_tax_reasons(gaps))
    if payouts is not None and payouts.open_:
        reasons.add("payout_not_credited")
    if any(not each.covered for each in due.products):
        reasons.add("sale_not_covered")
    return Reckoned(
        lines=_lines(agreement, period, due),
        sales_counted=due.sales_counted,
        reversed_left_out=due.reversed_left_out,
        outside_left_out=due.outside_left_out,
        volume_minor=due.volume_minor,
        earned_minor=due.earned_minor,
        carried_minor=due.carried_minor,
        tax_withheld_minor=due.tax_withheld_minor,
        tax_added_minor=due.tax_added_minor,
        payable_minor=due.payable_minor,
        paid_basis=None if paid is None else "told" if payouts is None else "payouts",
        paid_minor=paid,
        difference_minor=sum(gaps) if gaps else None,
        reasons=sorted(reasons),
        found=_found(gaps),
    )


def _gaps(
    due: ComputedCommission, statement: NewCommissionStatement, payouts: CreditedPayouts | None
) -> tuple[int, ...]:
    """What the partner got too much: in what was paid, by tax that was kept back, by tax on top. Empty where nothing was told."""
    if payouts is not None:
        return (payouts.credited_minor - due.payable_minor,)
    if statement.paid_minor is None:
        return ()
    withheld, added = statement.tax_withheld_minor, statement.tax_added_minor
    return (
        statement.paid_minor - due.earned_minor,
        0 if withheld is None else due.tax_withheld_minor - withheld,
        0 if added is None else added - due.tax_added_minor,
    )


def _found(gaps: Sequence[int]) -> Found:
    """Gaps that cancel out are still none that match: the first one says which way."""
    if not gaps:
        return "expected"
    telling = sum(gaps) or next((gap for gap in gaps if gap), 0)
    return "matched" if telling == 0 else "over" if telling > 0 else "short"


def _tax_reasons(gaps: Sequence[int]) -> Iterator[str]:
    _, withheld, added = gaps
    if withheld:
        yield "tax_withheld_short" if withheld > 0 else "tax_withheld_over"
    if added:
        yield "tax_added_over" if added > 0 else "tax_added_short"


def _mistakes(
    agreement: CommissionAgreement, period: CommissionPeriod, due: ComputedCommission, paid: int, *, net: bool
) -> set[str]:
    """Name each single mistake that gives just what was paid. net: what was paid is after taxes."""
    figure = _payable if net else _earned
    right = figure(due)
    made = {
        "not_paid": 0,
        "duplicate_payment": 2 * right,
        "tax_deducted_twice": right - due.tax_withheld_minor,
        **{name: figure(compute(*other)) for name, other in _others(agreement, period)},
    }
    if net:
        made["tax_not_withheld"] = right + due.tax_withheld_minor
        made["tax_not_added"] = right - due.tax_added_minor
    return {name for name, amount in made.items() if amount == paid}


def _earned(computed: ComputedCommission) -> int:
    return computed.earned_minor


def _payable(computed: ComputedCommission) -> int:
    return computed.payable_minor


def _others(
    agreement: CommissionAgreement, period: CommissionPeriod
) -> Iterator[tuple[str, tuple[CommissionAgreement, CommissionPeriod]]]:
    """The agreement or the sales as somebody would have read them who made one common mistake."""
    rules, sales = agreement.rules, period.sales
    yield "tier_not_applied", (_lowest(agreement), period)
    yield "cap_ignored", (replace(agreement, rules=[replace(each, cap_minor=None) for each in rules]), period)
    yield (
        "fixed_part_missing",
        (replace(agreement, rules=[replace(each, fixed_minor=0) for each in rules]), period),
    )
    yield "bonus_missing", (replace(agreement, bonuses=[]), period)
    yield "deduction_not_taken", (replace(agreement, deductions=[]), period)
    stood = [replace(each, reversed=False) for each in sales]
    yield "reversal_not_deducted", (agreement, replace(period, sales=stood))
    if sales:
        sold = sorted(each.sold_at for each in sales)
        begins, ends = min(sold[0], period.starts_at), max(sold[-1] + _MOMENT, period.ends_at)
        yield "sales_outside_period", (agreement, replace(period, starts_at=begins, ends_at=ends))
        counted = [
            each for each in sales if not each.reversed and period.starts_at <= each.sold_at < period.ends_at
        ]
        largest = max(counted, key=lambda each: each.amount_minor, default=None)
        rest = [each for each in sales if each is not largest]
        yield "largest_sale_missing", (agreement, replace(period, sales=rest))


def _lowest(agreement: CommissionAgreement) -> CommissionAgreement:
    """The agreement without its higher tiers; a product whose lowest begins above nothing earns nothing."""
    lowest = [rule for rule in agreement.rules if rule.from_volume_minor == 0]
    known = {rule.product for rule in lowest}
    others = {rule.product for rule in agreement.rules} - known
    nothing = [CommissionRule(product=product, rate_bps=0) for product in sorted(others, key=str)]
    return replace(agreement, rules=[*lowest, *nothing])


def _lines(
    agreement: CommissionAgreement, period: CommissionPeriod, due: ComputedCommission
) -> list[DueLine]:
    plain = _lowest(agreement)
    lowest = {each.product: each for each in compute(plain, period).products}
    found = [line for each in due.products for line in _of_product(each, lowest[each.product])]
    found += [
        DueLine(
            kind=each.kind,
            name=each.name,
            from_volume_minor=None,
            rate_bps=each.rate_bps,
            base_minor=each.base_minor,
            amount_minor=each.amount_minor,
        )
        for each in due.lines
    ]
    return found


def _of_product(reached: CommissionProduct, lowest: CommissionProduct) -> Iterator[DueLine]:
    def line(kind: LineKind, of: CommissionProduct, amount: int) -> DueLine:
        return DueLine(
            kind=kind,
            name=reached.product,
            from_volume_minor=of.from_volume_minor if kind == "slab" else None,
            rate_bps=of.rate_bps,
            base_minor=reached.volume_minor,
            amount_minor=amount,
        )

    yield line("base", lowest, lowest.commission_minor)
    if reached.from_volume_minor:
        yield line("slab", reached, reached.commission_minor - lowest.commission_minor)
