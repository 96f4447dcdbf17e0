"""Simulated payments written in each layout are the same payments when they are read by what is proposed for the file."""

import datetime as dt
from collections.abc import Sequence
from functools import cache

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from payments.importing import proposals, reading, sheet_child
from payments.importing.balances import BalanceCheck, Balances
from payments.importing.findings import Finding
from payments.importing.rows import Payment
from payments.simulator.events import SimulatedPayment, SimulatorConfig
from payments.simulator.stream import Simulation
from tests.payments.importing.layouts import IST, LAYOUTS, Layout, Row

NOW = dt.datetime(2027, 1, 1, tzinfo=dt.UTC)
# Whatever a description may hold, as far as Windows-1252 has it; the first letter is one, so that no layout trims it away.
WORDS = st.text("abcXYZ09 éü/-,;|'\"\t@._", max_size=40).map(lambda text: f"w{text}")


@cache
def simulated(seed: int) -> tuple[tuple[dt.datetime, int], ...]:
    """When one customer paid or was paid, and how much, over six weeks."""
    simulation = Simulation(SimulatorConfig(seed=seed, days=42, customers=3))
    found: dict[str, list[tuple[dt.datetime, int]]] = {}
    for day in range(42):
        for event in simulation.day(day):
            if isinstance(event, SimulatedPayment):
                fact = event.transaction
                minor = fact.amount_minor if fact.direction == "credit" else -fact.amount_minor
                found.setdefault(fact.customer_id, []).append((fact.occurred_at.astimezone(IST), minor))
    most = max(found, key=lambda customer: len(found[customer]))
    return tuple(sorted(found[most]))


def rows_of(seed: int, words: Sequence[str]) -> list[Row]:
    balance, rows = 5_000_000, []
    for number, (at, minor) in enumerate(simulated(seed)):
        balance += minor
        text = words[number % len(words)]
        rows.append(
            Row(
                at.replace(microsecond=0),
                minor,
                text,
                f"{612345000000 + number}",
                f"payee{number % 7}@ybl",
                balance,
            )
        )
    return rows


def read(layout: Layout, data: bytes) -> tuple[list[Payment], list[Finding]]:
    """By the mapping that is proposed for the file, and nothing else but whose it is."""
    form = proposals.form_of(data)
    if form == "xlsx":
        report = sheet_child.report_on(data)
        assert report.csv is not None, report.refused
        data = report.csv
    proposal = proposals.propose(data, form)
    assert [doubt.field for doubt in proposal.doubts] == ["customer_id"], layout.name
    definition = replace(proposal.definition, customer_id="c", form="delimited" if form == "xlsx" else form)
    found = list(reading.outcomes(data, definition, reading.look(data, definition), NOW))
    return [one for one in found if isinstance(one, Payment)], [
        one for one in found if isinstance(one, Finding)
    ]


def moment(at: dt.datetime, timed: int) -> dt.datetime:
    if not timed:
        return dt.datetime.combine(at.astimezone(IST).date(), dt.time(12), IST)
    return at.replace(second=0) if timed == 60 else at


@pytest.mark.parametrize("layout", LAYOUTS, ids=lambda layout: layout.name)
@given(seed=st.integers(1, 3), words=st.lists(WORDS, min_size=1, max_size=4))
@example(seed=1, words=['w "quoted, and', "w\té"])
@settings(max_examples=12)
def test_what_was_written_is_read(layout: Layout, seed: int, words: list[str]) -> None:
    written = rows_of(seed, words)
    payments, findings = read(layout, layout.write(written))
    if (
        written[0].balance != payments[0].balance_minor
        and len(payments) > 1
        and payments[0].day > payments[-1].day
    ):
        payments.reverse()
    assert [finding for finding in findings if finding.standing == "refused"] == []
    expected = [
        (moment(row.at, layout.timed), abs(row.minor), "debit" if row.paid else "credit", "INR")
        for row in written
    ]
    got = [
        (
            one.transaction.occurred_at,
            one.transaction.amount_minor,
            one.transaction.direction,
            one.transaction.currency,
        )
        for one in payments
    ]
    assert got == expected
    if layout.words:
        assert [one.words for one in payments] == [" ".join(row.words.split()) for row in written]


@pytest.mark.parametrize("layout", LAYOUTS, ids=lambda layout: layout.name)
def test_a_missing_row_breaks_the_balance(layout: Layout) -> None:
    """Where a layout shows balances, they follow from each other; without one row, they do not."""
    written = rows_of(1, ["w"])[:30]
    whole, torn = (checked(layout, rows) for rows in (written, written[:11] + written[12:]))
    if layout.name not in {"two_columns", "signed", "marked", "mt940", "workbook"}:
        assert whole.checked == torn.checked == 0
        return
    assert (whole.checked, whole.breaks, torn.breaks) == (29, 0, 1)
    assert whole.order == torn.order == ("newest_first" if layout.name == "signed" else "oldest_first")


def checked(layout: Layout, rows: list[Row]) -> Balances:
    check = BalanceCheck()
    for payment in read(layout, layout.write(rows))[0]:
        check.add(payment)
    return check.result()


def test_a_failed_payment_is_reported_and_not_read() -> None:
    written = rows_of(1, ["w"])[:5]
    payments, findings = read(LAYOUTS[4], LAYOUTS[4].write(written))
    assert len(payments) == 5
    assert [(finding.line, finding.standing, finding.field) for finding in findings] == [
        (7, "skipped", "status")
    ]
