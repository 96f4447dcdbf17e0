"""Customers who are near no segment are not called certain, exactly as the reasons say, and former versions say what they said."""

from datetime import UTC, datetime, timedelta
from random import Random

import msgspec
import numpy as np
import pytest
from numpy.typing import NDArray

from inference import artefacts, linear_classes
from inference.artefacts import LoadedVersion
from inference.evidence import Scale, TokensRefused
from inference.evidence_shares import SURE, split
from inference.features import segments
from inference.linear_classes import Far, Linear
from payments.facts import Transaction
from payments.history_facts import CustomerHistory
from training.everyday_customers import everyday_customers
from training.starters import FOLDER
from training.strange_customers import strangers

AT = datetime(2026, 6, 5, tzinfo=UTC)


@pytest.fixture(scope="module")
def starter() -> LoadedVersion:
    return artefacts.load(FOLDER / "segment")


@pytest.fixture(scope="module")
def everyday() -> NDArray[np.float32]:
    return everyday_customers(7_011, 60)


def sums_of(version: LoadedVersion) -> Linear:
    assert version.linear is not None
    return version.linear


def paid(day: int, amount_minor: int, category: str) -> Transaction:
    credit = category == "salary"
    return Transaction(
        customer_id="c", amount_minor=amount_minor, currency="INR", occurred_at=AT - timedelta(days=day),
        direction="credit" if credit else "debit", method="neft" if credit else "upi", channel="app", category=category,
    )  # fmt: skip


def row_of(*payments: Transaction) -> NDArray[np.float32]:
    history = CustomerHistory(customer_id="c", currency="INR", transactions=list(payments))
    return np.array(segments.rows(history, AT), np.float32)


def test_who_is_near_nobody_is_not_certain(starter: LoadedVersion) -> None:
    """Two payments, one purpose at a hundred times the usual size, and nothing known at all: none is likely to be right."""
    scraps = row_of(paid(4, 6_000_000, "salary"), paid(1, 480_000, "groceries"))
    stock = row_of(*(paid(day, 900_000_000, "stock") for day in range(30)))
    nothing = np.full((1, len(starter.features)), np.nan, np.float32)
    for row in (scraps, stock, nothing):
        assert starter.score(row).probability[0] < 0.1
    said = starter.score(strangers(7_010, 300)).probability
    assert (said < 0.5).mean() >= 0.9
    assert (said > 0.9).mean() <= 0.05


def test_customers_of_the_simulator_are_known(starter: LoadedVersion, everyday: NDArray[np.float32]) -> None:
    """Those are no strangers: most are likely to be right, and not certain beyond what held-out ones were."""
    said = starter.score(everyday).probability
    assert (said >= 0.5).mean() >= 0.8
    assert 0.75 <= said.mean() <= 0.95


def test_a_share_is_lost_to_nobody(starter: LoadedVersion, everyday: NDArray[np.float32]) -> None:
    """The probability is the share of the nearest beside all others and nobody: the shares of all make one."""
    matrix = np.vstack([everyday[:15], strangers(7_013, 15)])
    sums = sums_of(starter).sums(matrix)
    shares = np.exp(sums - sums.max(axis=1, keepdims=True))
    shares /= shares.sum(axis=1, keepdims=True)
    assert shares.shape[1] == len(starter.manifest.classes) + 1
    likeliest = shares[:, :-1].max(axis=1)
    found = starter.score(matrix)
    inside = likeliest < 1 - 10 * SURE
    assert found.probability[inside] == pytest.approx(likeliest[inside], abs=1e-4)
    assert (sums[:, :-1].argmax(axis=1) == found.heads["distances"].argmin(axis=1)).all()


def test_shares_of_distances_leave_nothing_over(
    starter: LoadedVersion, everyday: NDArray[np.float32]
) -> None:
    """With squares, too, the parts of a row add up to its log odds, near a segment or far from all."""
    sums = sums_of(starter)
    for row in np.vstack([everyday[:10], strangers(7_015, 20)]):
        scores = sums.sums(row[None])[0]
        chosen = int(scores[: sums.named].argmax())
        parted = sums.split(row, chosen)
        whole = parted.start + float(parted.amounts.sum())
        others = np.delete(scores, chosen)
        odds = scores[chosen] - others.max() - np.log(np.exp(others - others.max()).sum())
        if odds < 10:  # beyond, the graph takes the class for certain
            assert whole == pytest.approx(odds, rel=1e-6, abs=1e-4)


def test_what_distances_rest_on_is_read_back(starter: LoadedVersion) -> None:
    """The same numbers come back and give the same bytes; unsound ones are refused, and a version without them has none."""
    sums = sums_of(starter)
    far = sums.far
    assert far is not None
    features, classes = len(starter.features), len(starter.manifest.classes)
    data = linear_classes.write(sums)
    assert linear_classes.write(linear_classes.read(data, features, classes)) == data
    assert (
        linear_classes.read(
            linear_classes.write(msgspec.structs.replace(sums, far=None)), features, classes
        ).far
        is None
    )
    for wrong in (
        Far(-far.far, far.low, far.high),
        Far(far.far, far.high, far.low),
        Far(far.far[1:], far.low, far.high),
    ):
        with pytest.raises(TokensRefused):
            linear_classes.read(
                linear_classes.write(msgspec.structs.replace(sums, far=wrong)), features, classes
            )


def test_a_graph_that_measures_otherwise_is_refused(starter: LoadedVersion) -> None:
    """The squares of the tables are the graph's own."""
    sums = sums_of(starter)
    assert sums.far is not None
    rows = linear_classes.probes(sums, 16)
    margins = starter.score(rows).margin
    calibration = starter.manifest.calibration
    assert linear_classes.follows(sums, calibration, rows, margins)
    other = Far(sums.far.far * np.float32(1.01), sums.far.low, sums.far.high)
    assert not linear_classes.follows(msgspec.structs.replace(sums, far=other), calibration, rows, margins)
    narrow = Far(sums.far.far, sums.far.low / np.float32(2), sums.far.high / np.float32(2))
    assert not linear_classes.follows(msgspec.structs.replace(sums, far=narrow), calibration, rows, margins)


def test_sums_without_distances_are_the_bits_they_were() -> None:
    """What decided before is read by the same arithmetic: of a version without squares, sums and parts are plain products."""
    rng = Random(5)
    table, bias, origin, row = (
        np.array([rng.gauss(0, 1) for _ in range(count)], np.float32) for count in (12, 3, 4, 4)
    )
    linear = Linear(table.reshape(4, 3), bias, origin)
    assert (
        linear.sums(row[None])[0] == row.astype(np.float64) @ linear.table.astype(np.float64) + bias
    ).all()
    start = origin.astype(np.float64) @ linear.table + bias
    former = split(linear.table, row.astype(np.float64) - origin, Scale(start, 1.0), 1)
    assert (linear.split(row, 1).amounts == former.amounts).all()
