"""Every row of whole data sets decided online and scored in a batch: how many floats differ, features and numbers alike.

Online is the service's own decision path (`Decisions.decide`) with the features that it answers with; the batch is a file
through `Batches.create`, worked off as ever, its features taken where they are scored. Bits are compared, not values.
`columns`: the shared sets of customers and loans, each trained by the public command; `texts`: those of intents and of
statement lines, whose versions tell classes. `facts`: invoices of a shared set, and simulated payments and customers against
the state that all payments before them have made.
"""

import argparse
import asyncio
import csv
import datetime as dt
import io
import itertools
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import msgspec
import polars as pl

from app.scratch import scratch
from app.settings import PREFIX, from_environment
from app.wiring.foundation import open_foundation
from bench.parity_sides import Compared, Sides, StillClock, open_sides
from core import roles
from core.postgres import EmbeddedPostgres
from inference import artefacts
from inference.batch.entities import BatchOptions
from inference.entities import DecideCommand, InputValue
from inference.manifest import Column, Manifest
from migrations.upgrade import upgrade
from payments.facts import Transaction
from payments.invoice_facts import HISTORY_MAX, Invoice, PastInvoice
from payments.simulator.bundle import history
from payments.simulator.events import SimulatorConfig
from payments.simulator.feed import bulks

DATA = Path(__file__).resolve().parents[2] / "shared" / "data"
COMMAND = Path(sys.executable).parent / "countermark"
COLUMN_SETS: Mapping[str, tuple[str, str, str, str]] = {
    "churn_bank_10k": ("churn-score", "Exited", "CustomerId", "train.parquet"),
    "churn_telco_ibm": ("churn-score", "churn", "", "train.parquet"),
    "credit_lending_club": ("credit-score", "bad", "", "train.parquet"),
    "credit_uci_taiwan": ("credit-score", "default", "ID", "train.parquet"),
}
TEXT_SETS: Mapping[str, tuple[str, str, str, str]] = {
    "chat_intent_banking77": ("ticket-triage", "category", "", "train.csv.gz"),
    "merchant_category_birmingham": ("categorize", "category", "date", "transactions.parquet"),
}
"""By folder: use case, target, a column that says nothing, and the file."""
NOW = dt.datetime(2026, 11, 21, 12, tzinfo=dt.UTC)
_TIMEOUT_S = 60.0


async def columns(sides: Sides, folder: Path, name: str) -> Compared:
    """A version of a set's own columns, trained on it, scores all of it."""
    use_case, target, nothing, file = {**COLUMN_SETS, **TEXT_SETS}[name]
    data, model = DATA / name / file, folder / name
    await asyncio.to_thread(
        train,
        use_case,
        "--data",
        data,
        "--target",
        target,
        *(["--drop", nothing] if nothing else []),
        "--out",
        model,
    )
    files = artefacts.read_folder(model)
    kept = await sides.inference.registry.upload(sides.caller, use_case, name, files)
    await sides.inference.deployments.deploy(sides.caller, use_case, kept.id)
    declared = msgspec.json.decode(files[artefacts.MANIFEST], type=Manifest).columns
    whole = pl.read_csv(data) if data.suffix == ".gz" else pl.read_parquet(data)
    table = whole.select([column.name for column in declared])
    commands = [
        DecideCommand(
            use_case=use_case, inputs=_inputs(declared, row), include_features=True, timeout_s=_TIMEOUT_S
        )
        for row in table.iter_rows(named=True)
    ]
    return await sides.compare(use_case, commands, table.write_csv().encode(), BatchOptions())


def train(*arguments: str | Path) -> None:
    subprocess.run([COMMAND, "train", *arguments], check=True, capture_output=True)


def _inputs(declared: Sequence[Column], row: Mapping[str, object]) -> dict[str, InputValue]:
    """A row as a request would send it: texts of categories are texts, and texts of plain numbers are numbers."""
    found: dict[str, InputValue] = {}
    for column in declared:
        value = row[column.name]
        if not isinstance(value, (str, int, float)) or value != value:  # noqa: PLR0124  NaN is missing
            continue
        if column.kind == "category":
            value = str(value)
        elif column.kind == "number" and column.numbers is None:
            value = float(value)
        found[column.name] = value
    return found


async def invoices(sides: Sides) -> Compared:
    """Every invoice of `invoice_late_ibm` with all earlier ones of its debtor."""
    table = pl.read_csv(DATA / "invoice_late_ibm" / "invoices.csv.gz", try_parse_dates=True).sort(
        "InvoiceDate"
    )
    past: dict[str, list[PastInvoice]] = {}
    facts: list[msgspec.Struct] = []
    for row in table.iter_rows(named=True):
        earlier = past.setdefault(row["customerID"], [])
        amount = round(row["InvoiceAmount"] * 100)
        issued, due, settled = (_day(row[name]) for name in ("InvoiceDate", "DueDate", "SettledDate"))
        facts.append(
            Invoice(
                id=str(row["invoiceNumber"]),
                debtor_id=row["customerID"],
                amount_minor=amount,
                currency="USD",
                issued_at=issued,
                due_at=due,
                history=earlier[-HISTORY_MAX:],
            )
        )
        earlier.append(PastInvoice(amount_minor=amount, issued_at=issued, due_at=due, paid_at=settled))
    commands = [
        DecideCommand(use_case="payment-delay", event=each, include_features=True, timeout_s=_TIMEOUT_S)
        for each in facts
    ]
    return await sides.compare("payment-delay", commands, table_of(facts), BatchOptions())


def _day(day: dt.date) -> dt.datetime:
    return dt.datetime(day.year, day.month, day.day, tzinfo=dt.UTC)


async def payments(sides: Sides, config: SimulatorConfig, rounds: int) -> Compared:
    """Simulated payments: all but the last of each customer are ingested, then in each round the next one of every customer
    is scored in a file and decided one by one, which ingests it."""
    waiting: dict[str, list[Transaction]] = {}
    for bulk in bulks(history(config.days, config)):
        if bulk.logins:
            await sides.logins.record_many(sides.caller, bulk.logins)
        for payment in bulk.transactions:
            waiting.setdefault(payment.customer_id, []).append(payment)
    before = [payment for own in waiting.values() for payment in own[:-rounds]]
    for start in range(0, len(before), 500):
        await sides.payments.ingest_many(sides.caller, before[start : start + 500])
    found = Compared()
    for each in itertools.zip_longest(*(own[-rounds:] for own in waiting.values())):
        due = [payment for payment in each if payment is not None]
        commands = [
            DecideCommand(
                use_case="transaction-anomaly",
                transaction=payment,
                include_features=True,
                timeout_s=_TIMEOUT_S,
            )
            for payment in due
        ]
        found = found.plus(
            await sides.compare("transaction-anomaly", commands, table_of(due), BatchOptions(id_column="id"))
        )
    return found


async def customers(sides: Sides, use_case: str, config: SimulatorConfig) -> Compared:
    """Every customer that `payments` has made, by what is stored."""
    ids = sorted(
        {one.customer_id for bulk in bulks(history(config.days, config)) for one in bulk.transactions}
    )
    commands = [
        DecideCommand(use_case=use_case, customer_id=own, include_features=True, timeout_s=_TIMEOUT_S)
        for own in ids
    ]
    file = "\n".join(["customer_id", *ids]).encode()
    return await sides.compare(use_case, commands, file, BatchOptions(id_column="customer_id"))


def table_of(facts: Sequence[msgspec.Struct]) -> bytes:
    """Facts as a CSV: a column for each field, lists as JSON."""
    names = type(facts[0]).__struct_fields__
    buffer = io.StringIO()
    writer = csv.DictWriter(buffer, names)
    writer.writeheader()
    for each in facts:
        plain: dict[str, object] = msgspec.to_builtins(each)
        writer.writerow({name: _cell(value) for name, value in plain.items()})
    return buffer.getvalue().encode()


def _cell(value: object) -> object:
    return msgspec.json.encode(value).decode() if isinstance(value, (list, dict, bool, float)) else value


async def run(folder: Path, environment: Mapping[str, str], chosen: Sequence[str]) -> Compared:
    config = SimulatorConfig(seed=5, days=25, customers=200, fraud_level=3.0)
    total = Compared()
    async with (
        open_foundation(from_environment(environment), pool_size_max=8) as opened,
        open_sides(opened, StillClock(NOW)) as sides,
    ):
        if "facts" in chosen:
            total = total.plus(told("payments (simulated)", await payments(sides, config, 40)))
            for use_case in ("churn-score", "credit-score"):
                total = total.plus(told(f"customers, {use_case}", await customers(sides, use_case, config)))
            if (DATA / "invoice_late_ibm").is_dir():
                total = total.plus(told("invoice_late_ibm", await invoices(sides)))
        for name in _present(chosen):
            total = total.plus(told(name, await columns(sides, folder, name)))
    return total


def _present(chosen: Sequence[str]) -> Iterator[str]:
    wanted = [*(COLUMN_SETS if "columns" in chosen else ()), *(TEXT_SETS if "texts" in chosen else ())]
    for name in wanted:
        if (DATA / name).is_dir():
            yield name
        else:
            print(f"{name}: skipped, {DATA / name} is not on this machine")


def told(name: str, found: Compared) -> Compared:
    print(f"{name:28} {found.rows:9,} rows {found.floats:12,} floats {found.differing:9,} differ", flush=True)
    return found


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n\n")[0])
    parser.add_argument("chosen", nargs="*", metavar="columns|texts|facts", help="all without one")
    chosen = parser.parse_args().chosen or ["columns", "texts", "facts"]
    with scratch("parity") as folder:
        postgres = EmbeddedPostgres(folder / "postgres")
        postgres.start()
        try:
            upgrade(postgres.url(roles.OWNER))
            environment = {
                f"{PREFIX}DATA_DIR": str(folder / "data"),
                f"{PREFIX}DATABASE_URL": postgres.url(roles.OWNER),
                f"{PREFIX}DATABASE_APP_URL": postgres.url(roles.APP),
            }
            total = asyncio.run(run(folder, environment, chosen))
        finally:
            postgres.stop()
    told("in all", total)
    print("identical" if not total.differing else "NOT identical")
    return 1 if total.differing or not total.rows else 0


if __name__ == "__main__":
    sys.exit(main())
