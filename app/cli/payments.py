"""`countermark simulate` makes payments; `countermark payments` imports and lists those of an environment."""

import csv
import datetime as dt
import itertools
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import cast

import click
import httpx
import msgspec

from api.field_errors import field_error
from api.views.payments import TransactionPage, transaction_page
from app.cli.foundation import caller_in, mode_option, run, show, tenant_option
from app.wiring.foundation import Foundation
from core.errors import ErrorKind, FieldError, InvalidRequest, PlatformError
from core.ids import parse
from payments.facts import Transaction
from payments.simulator import bundle, feed
from payments.simulator.events import DEFAULT_START, SimulatedPayment, SimulatorConfig
from payments.simulator.files import Format, write_folder
from payments.simulator.stream import Simulation
from payments.transactions import BULK_MAX, Payments, TransactionFilter

FEED_TIMEOUT_S = 60.0
_SECOND = click.DateTime(["%Y-%m-%d"])


class FeedRefused(PlatformError):
    kind = ErrorKind.INVALID
    code = "feed_refused"
    fix = "Check the address, the key and its permission payments:write."


@click.command()
@click.option(
    "--seed", default=1, show_default=True, type=int, help="Decides every byte, with days and customers."
)
@click.option("--days", default=30, show_default=True, type=click.IntRange(1, 3_650))
@click.option("--customers", default=200, show_default=True, type=click.IntRange(1, 1_000_000))
@click.option(
    "--start", default=DEFAULT_START.isoformat(), show_default=True, type=_SECOND, help="The first day."
)
@click.option(
    "--fraud-level", default=1.0, show_default=True, type=click.FloatRange(0, 50), help="1: about 1 in 100."
)
@click.option(
    "--out", type=click.Path(file_okay=False, path_type=Path), help="Write the files into this folder."
)
@click.option("--format", "form", type=click.Choice(["jsonl", "csv"]), default="jsonl", show_default=True)
@click.option("--feed", "url", metavar="URL", help="Send payments, sign-ins and payouts to a running server.")
@click.option("--key", help="API key for --feed; asked for, unseen, when it is not given.")
@click.option(
    "--bundle", "bundled", type=click.Path(dir_okay=False, path_type=Path), help="Write the demo's payments."
)
def simulate(  # noqa: PLR0913, PLR0917  # click hands over every option
    seed: int,
    days: int,
    customers: int,
    start: dt.datetime,
    fraud_level: float,
    out: Path | None,
    form: str,
    url: str | None,
    key: str | None,
    bundled: Path | None,
) -> None:
    """Make a seeded stream of payments, sign-ins, gateway attempts, payouts and invoices, with their truths."""
    if sum(target is not None for target in (out, url, bundled)) != 1:
        raise click.UsageError("Say where to: --out FOLDER, --feed URL or --bundle FILE.")
    config = SimulatorConfig(
        seed=seed, days=days, customers=customers, start=start.date(), fraud_level=fraud_level
    )
    if bundled is not None:
        write_bundle(bundled)
    elif url is not None:
        send(Simulation(config), url, key or click.prompt("API key", hide_input=True))
    elif out is not None:
        with click.progressbar(
            length=days, label="Simulating days", file=sys.stderr, hidden=not sys.stderr.isatty()
        ) as bar:
            rows = write_folder(Simulation(config), out, cast(Format, form), progress=lambda _: bar.update(1))
        show(rows)


def write_bundle(file: Path) -> None:
    """The demo's payments, one a line, and beside them what they are in truth."""
    payments = bundle.bundled()
    file.write_bytes(b"".join(msgspec.json.encode(one.transaction) + b"\n" for one in payments))
    labels = file.with_suffix(".labels.csv")
    labels.write_text("".join(["transaction_id,scenario,fraud\n", *(_label(one) for one in payments)]))
    show({"payments": len(payments), "frauds": sum(one.fraud for one in payments)})


def _label(payment: SimulatedPayment) -> str:
    return f"{payment.transaction.id},{payment.scenario},{str(payment.fraud).lower()}\n"


def send(simulation: Simulation, url: str, key: str) -> None:
    """Post the stream in bulks. Sending it again changes nothing: every fact has an id of its own."""
    sent = {"transactions": 0, "logins": 0, "payouts": 0, "payout-events": 0}
    with (
        httpx.Client(
            base_url=f"{url.rstrip('/')}/api/v1", headers={"X-API-Key": key}, timeout=FEED_TIMEOUT_S
        ) as client,
        click.progressbar(
            range(simulation.config.days),
            label="Feeding days",
            file=sys.stderr,
            hidden=not sys.stderr.isatty(),
        ) as bar,
    ):
        for day in bar:
            for bulk in feed.bulks(simulation.day(day)):
                for noun, items in (
                    ("logins", bulk.logins),
                    ("transactions", bulk.transactions),
                    ("payouts", bulk.payouts),
                    ("payout-events", bulk.payout_events),
                ):
                    if items:
                        _post(client, f"{noun}/bulk", items)
                        sent[noun] += len(items)
    show(sent)


def _post(client: httpx.Client, path: str, items: object) -> None:
    try:
        answer = client.post(
            path, content=msgspec.json.encode({"items": items}), headers={"Content-Type": "application/json"}
        )
    except httpx.HTTPError as error:
        raise FeedRefused("The server cannot be reached.", internal=repr(error)) from error
    if answer.is_error:
        raise FeedRefused(f"The server answered {answer.status_code}: {answer.text[:300]}")


@click.group()
def payments() -> None:
    """Transactions of an environment."""


@payments.command("import")
@tenant_option
@mode_option
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
def import_file(tenant: str, mode: str, file: Path) -> None:
    """Record the payments of a file: .csv with the API's field names as columns, or one JSON object a line.

    Rows go in 1,000 at a time; a bad row is named, and its thousand is not recorded. Rows with an own id may be sent again.
    """

    async def work(base: Foundation) -> dict[str, int]:
        caller = await caller_in(base, tenant, mode)
        service = _service(base)
        counted = {"recorded": 0, "existing": 0, "conflict": 0}
        rows = _rows_of(file)
        for first in itertools.count(0, BULK_MAX):
            chunk = list(itertools.islice(rows, BULK_MAX))
            if not chunk:
                return counted
            try:
                results = await service.ingest_many(caller, chunk)
            except InvalidRequest as refused:
                raise _in_file(refused, first) from refused
            for result in results:
                counted[result.standing] += 1
        return counted

    show(run(work))


@payments.command("list")
@tenant_option
@mode_option
@click.option("--customer", default=None, help="Only this customer's: your own id.")
@click.option("--limit", default=20, show_default=True, type=click.IntRange(1, 1_000))
@click.option("--after", default=None, metavar="txn_…", help="Start behind this one.")
def list_payments(tenant: str, mode: str, customer: str | None, limit: int, after: str | None) -> None:
    """List payments, newest first by the time they happened."""

    async def work(base: Foundation) -> TransactionPage:
        caller = await caller_in(base, tenant, mode)
        start = parse("txn", after) if after else None
        page = await _service(base).list(caller, TransactionFilter(customer), after=start, limit=limit)
        return transaction_page(page)

    show(run(work))


def _service(base: Foundation) -> Payments:
    return Payments(base.database, base.tenants.vaults, base.clock)


def _rows_of(file: Path) -> Iterator[Transaction]:
    """Read a file row by row. Raises: InvalidRequest naming the row."""
    with file.open(encoding="utf-8-sig", newline="") as lines:
        rows: Iterator[object] = _csv_rows(lines) if file.suffix == ".csv" else _json_rows(lines)
        for number, row in enumerate(rows):
            try:
                yield msgspec.convert(row, Transaction, strict=False)
            except msgspec.ValidationError as error:
                found = field_error(str(error), Transaction)
                field = FieldError(f"row {number + 1}: {found.field}", found.reason, found.fix)
                raise InvalidRequest("A row was refused.", fields=[field]) from error


def _csv_rows(lines: Iterator[str]) -> Iterator[object]:
    for row in csv.DictReader(lines):
        yield {name: value for name, value in row.items() if value not in {"", None}}


def _json_rows(lines: Iterator[str]) -> Iterator[object]:
    for number, line in enumerate(lines):
        if line.strip():
            try:
                yield msgspec.json.decode(line)
            except msgspec.DecodeError as error:
                field = FieldError(f"row {number + 1}", "It is not JSON.", "Write one JSON object a line.")
                raise InvalidRequest("A row was refused.", fields=[field]) from error


def _in_file(refused: InvalidRequest, first: int) -> InvalidRequest:
    """Name rows of the file instead of items of a bulk."""
    fields = []
    for one in refused.fields:
        item, _, name = one.field.partition("].")
        number = first + int(item.removeprefix("items[")) + 1
        fields.append(FieldError(f"row {number}: {name}", one.reason, one.fix))
    return InvalidRequest("A row was refused.", fields=fields)
