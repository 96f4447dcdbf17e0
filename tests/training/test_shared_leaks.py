"""The alarm on the shared data sets: what their READMEs call leaks is named, and no honest column, however strong, is."""

from collections.abc import Callable, Mapping
from pathlib import Path

import polars as pl
import pytest

from training.classes import columns_of, leaks_of
from training.frames import read_table
from training.job import TrainingJob
from training.labels import labels_of
from training.readying import ready

DATA = Path(__file__).resolve().parents[3] / "shared" / "data"
INVOICES = "invoice_late_ibm/invoices.csv.gz"
AT_ISSUE: Mapping[str, object] = {"time": "InvoiceDate", "ids": ("customerID",)}
PAYOUTS = ("payout_delay_bpi2020_domesticdeclarations", "payout_delay_bpi2020_requestforpayment")
ROWS_MAX = 60_000


@pytest.fixture
def table(tmp_path: Path) -> Callable[[str], Path]:
    """Where a set is; of a large one where some rows of it are."""

    def found(name: str) -> Path:
        path = DATA / name
        if not path.exists():
            pytest.skip(f"the shared data set {name} is not on this machine")
        if path.suffix != ".parquet":
            return path
        frame = pl.read_parquet(path)
        if frame.height <= ROWS_MAX:
            return path
        frame.sample(ROWS_MAX, seed=1).write_parquet(tmp_path / "some.parquet")
        return tmp_path / "some.parquet"

    return found


def named(
    data: Path, target: str, use_case: str = "payment-delay", how: Mapping[str, object] = {}
) -> set[str]:
    job = TrainingJob(use_case=use_case, data=data, target=target, history=False, **how)  # type: ignore[arg-type]
    return {leak.column for leak in ready(job).leaks}


@pytest.mark.parametrize(
    ("target", "leaks"),
    [
        ("late", {"SettledDate", "DaysToSettle", "DaysLate"}),
        ("DaysToSettle", {"SettledDate", "late", "DaysLate"}),
        ("DaysLate", {"SettledDate", "late", "DaysToSettle"}),
    ],
)
@pytest.mark.parametrize("how", [{}, AT_ISSUE], ids=["a row", "a row at its time"])
def test_outcomes_of_invoices(
    table: Callable[[str], Path], target: str, leaks: set[str], how: Mapping[str, object]
) -> None:
    """Each outcome gives the others away, also where only the difference of two days does, and the due date is none of them."""
    assert named(table(INVOICES), target, how=how) == leaks


@pytest.mark.parametrize("name", PAYOUTS)
def test_outcomes_of_payouts(table: Callable[[str], Path], name: str, tmp_path: Path) -> None:
    """When a case was paid or touched last is known afterwards."""
    cases = pl.read_parquet(table(f"{name}/cases.parquet")).with_columns(late=pl.col("days_to_payment") > 12)
    cases.write_parquet(tmp_path / "cases.parquet")
    data, how = tmp_path / "cases.parquet", {"time": "submitted_at"}
    assert named(data, "late", "payout-delay", how) == {"paid_at", "last_event_at", "days_to_payment"}
    assert named(data, "days_to_payment", "payout-delay", how) == {"paid_at", "last_event_at", "late"}


def test_the_scenario_of_a_fraud(table: Callable[[str], Path]) -> None:
    data = table("fraud_cards_fdh/transactions.parquet")
    assert named(data, "is_fraud", "transaction-anomaly") == {"scenario_LEAK"}


@pytest.mark.parametrize(
    ("name", "target"),
    [
        ("churn_bank_10k/train.parquet", "Exited"),
        ("churn_telco_ibm/train.parquet", "churn"),
        ("credit_lending_club/train.parquet", "bad"),
        ("credit_uci_taiwan/train.parquet", "default"),
        ("gateway_routing_psp/attempts.parquet", "success"),
        ("churn_telco_ibm/train.parquet", "total_charges"),
        ("credit_uci_taiwan/train.parquet", "BILL_AMT1"),
        ("merchant_category_birmingham/transactions.parquet", "amount_gbp"),
    ],
)
def test_honest_columns_are_left(table: Callable[[str], Path], name: str, target: str) -> None:
    """Tenure times charges, last month's bill and a number of products that nearly decides are known in time."""
    assert named(table(name), target) == set()


@pytest.mark.parametrize(
    ("name", "target", "leaks"),
    [
        ("chat_intent_clinc150/train_val.csv.gz", "intent", {"domain"}),
        ("chat_intent_clinc150/train_val.csv.gz", "domain", {"intent"}),
        ("chat_intent_banking77/train.csv.gz", "category", set()),
        ("merchant_category_birmingham/transactions.parquet", "category", set()),
        ("complaints_cfpb_sample/complaints.csv.gz", "Product", set()),
    ],
)
def test_columns_of_classes(table: Callable[[str], Path], name: str, target: str, leaks: set[str]) -> None:
    """What a class is derived from or gives, and a number that stands for it, are named."""
    frame = read_table(table(name))
    profile = TrainingJob(use_case="ticket-triage", data=DATA / name, target=target).profile
    labels = labels_of(frame[target], profile, None, None)
    rows = frame.filter(pl.Series(labels.present)).drop(target)
    value = labels.value[labels.present]
    rows = rows.with_columns(code=pl.Series(value) * 10 + 0.5, noise=pl.Series(value).shuffle(seed=1))
    _, categories, numbers = columns_of(rows, ())
    assert {leak.column for leak in leaks_of(rows, categories, numbers, value, 1)} == leaks | {"code"}
