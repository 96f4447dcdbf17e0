"""Every row of whole tables decided online, in the order of their times: how many floats of its columns differ from training's.

A version is trained by the public command with `--time`, `--id` and `--online`; what it was learned from is made once more by
training's own preparation. Online is the service's own decision path (`Decisions.decide`), which keeps each row and looks the
past up itself; truths come back as feedback, once they were known. Bits are compared, not values.
"""

import argparse
import asyncio
import dataclasses
import datetime as dt
import itertools
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import numpy as np
import polars as pl
from numpy.typing import NDArray

from app.settings import PREFIX, from_environment
from app.wiring.foundation import open_foundation
from bench.batch_parity import DATA, told, train
from bench.parity_sides import AT_ONCE, Compared, Sides, StillClock, open_sides
from core import roles
from core.postgres import EmbeddedPostgres
from inference import artefacts
from inference.catalogue import Answer
from inference.entities import DecideCommand, Decision
from inference.feedback import Feedbacks
from inference.feedback_entities import BULK_MAX, Feedback
from inference.inputs import InputValue
from inference.pasts.history import Events
from migrations.upgrade import upgrade
from training.frames import read_table
from training.preparation import apply
from training.scoring import known_labels, read_preparation

NOW = dt.datetime(2026, 11, 21, 12, tzinfo=dt.UTC)
_EPOCH = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)
_TIMEOUT_S = 60.0


@dataclasses.dataclass(frozen=True, kw_only=True)
class Table:
    """use_case, options: of the command. rows: of the file that stands in order of its times."""

    use_case: str
    options: tuple[str, ...]
    rows: pl.DataFrame


def cards(customers: int) -> Table:
    """Some customers of `fraud_cards_fdh` with all that they did."""
    whole = pl.read_parquet(DATA / "fraud_cards_fdh" / "transactions.parquet")
    some = whole["customer_id"].unique().sort()[:customers]
    rows = whole.filter(pl.col("customer_id").is_in(some.implode())).drop("scenario_LEAK")
    ids = ("--id", "customer_id", "--id", "terminal_id")
    return Table(
        use_case="transaction-anomaly",
        options=("--target", "is_fraud", "--time", "tx_datetime", *ids, "--label-delay", "7"),
        rows=rows,
    )


def invoices(_: int) -> Table:
    """All of `invoice_late_ibm`: what was not settled yet waits."""
    rows = pl.read_csv(DATA / "invoice_late_ibm" / "invoices.csv.gz").sort("InvoiceDate", maintain_order=True)
    options = ("--target", "late", "--time", "InvoiceDate", "--id", "customerID")
    return Table(use_case="payment-delay", options=options, rows=rows)


TABLES = {"fraud_cards_fdh": cards, "invoice_late_ibm": invoices}


async def compared(sides: Sides, feedback: Feedbacks, folder: Path, name: str, table: Table) -> Compared:
    data, model = folder / f"{name}.parquet", folder / name
    if not model.is_dir():
        table.rows.write_parquet(data)
        await asyncio.to_thread(
            train, table.use_case, "--data", data, *table.options, "--online", "--out", model
        )
    files = artefacts.read_folder(model)
    past = artefacts.verify(files).past
    if past is None:
        raise SystemExit(f"{name}: the version has no past")
    kept = await sides.inference.registry.upload(sides.caller, table.use_case, name, files)
    await sides.inference.deployments.deploy(sides.caller, table.use_case, kept.id)
    plan, frame = read_preparation(model), read_table(data)
    label = known_labels(plan, frame)
    prepared = apply(plan, frame, label=label)
    wanted = prepared.of(plan.columns)
    if prepared.events is None:
        raise SystemExit(f"{name}: nothing was kept of the past")
    truths = _Truths(sides, feedback, prepared.events.label, prepared.events.known)
    sent = [column.name for column in past.sent]
    found = Compared()
    rows = frame.select(sent).iter_rows(named=True)
    for first, last in _spans(prepared.events):
        commands = [_command(table.use_case, row) for row in itertools.islice(rows, last - first)]
        decided = await asyncio.gather(
            *(sides.inference.decisions.decide(sides.caller, each) for each in commands)
        )
        for at, decision in enumerate(decided, first):
            found = found.plus(_differing(decision, wanted[at]))
        await truths.of([each.id for each in decided], first)
    return found


def _spans(events: Events) -> Iterator[tuple[int, int]]:
    """Rows that are asked about at once: none is of another's past, whatever order they are decided in, and none happened after
    the truth of another was known."""
    first, seen = 0, set[int]()
    for at, own in enumerate(events.keys.tolist()):
        named = {key for key in own if key}
        late = at > first and events.known[first:at].min() < events.time[at]
        if at - first == AT_ONCE or late or seen & named:
            yield first, at
            first, seen = at, set()
        seen |= named
    yield first, len(events)


class _Truths:
    """Tells what became of rows. Each counts from the moment at which it was known, whenever it is told."""

    def __init__(
        self, sides: Sides, feedback: Feedbacks, label: NDArray[np.float64], known: NDArray[np.int64]
    ) -> None:
        self._sides, self._feedback, self._label, self._known = sides, feedback, label, known

    async def of(self, ids: Sequence[str], first: int) -> None:
        items = [
            Feedback(
                decision_id=own,
                happened=bool(self._label[at] > 0),
                observed_at=_EPOCH + dt.timedelta(milliseconds=int(self._known[at])),
                source="label",
            )
            for at, own in enumerate(ids, first)
            if np.isfinite(self._label[at])
        ]
        for start in range(0, len(items), BULK_MAX):
            await self._feedback.record_many(self._sides.caller, items[start : start + BULK_MAX])


def _command(use_case: str, row: Mapping[str, object]) -> DecideCommand:
    inputs: dict[str, InputValue] = {}
    for name, value in row.items():
        if isinstance(value, dt.datetime | dt.date):
            inputs[name] = value.isoformat()
        elif isinstance(value, str | int | float) and value == value:  # noqa: PLR0124  NaN is missing
            inputs[name] = value
    return DecideCommand(use_case=use_case, inputs=inputs, include_features=True, timeout_s=_TIMEOUT_S)


def _differing(decision: Decision[Answer], wanted: NDArray[np.float32]) -> Compared:
    if decision.explanation is None:
        raise SystemExit("a decision was degraded")
    values = decision.explanation.features.values()
    online = np.array([np.nan if value is None else value for value in values], np.float32)
    missing = np.isnan(online) & np.isnan(wanted)
    unlike = ~missing & (online.view(np.uint32) != wanted.view(np.uint32))
    return Compared(1, len(online), int(unlike.sum()))


async def run(
    models: Path, environment: Mapping[str, str], chosen: Sequence[str], customers: int
) -> Compared:
    total = Compared()
    async with (
        open_foundation(from_environment(environment), pool_size_max=8) as opened,
        open_sides(opened, StillClock(NOW)) as sides,
    ):
        feedback = Feedbacks(opened.database, opened.tenants.vaults, opened.clock)
        for name in chosen:
            if not (DATA / name).is_dir():
                print(f"{name}: skipped, {DATA / name} is not on this machine")
                continue
            found = await compared(sides, feedback, models, name, TABLES[name](customers))
            total = total.plus(told(name, found))
    return total


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n\n")[0])
    parser.add_argument("chosen", nargs="*", metavar="SET", help=f"of {', '.join(TABLES)}; all without one")
    parser.add_argument("--customers", type=int, default=400, help="of cards, with all that they did")
    parser.add_argument("--models", type=Path, help="where tables and versions are kept for another run")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="cmk-pasts-", ignore_cleanup_errors=True) as name:
        folder = Path(name)
        folder.chmod(0o711)
        postgres = EmbeddedPostgres(folder / "postgres")
        postgres.start()
        try:
            upgrade(postgres.url(roles.OWNER))
            environment = {
                f"{PREFIX}DATA_DIR": str(folder / "data"),
                f"{PREFIX}DATABASE_URL": postgres.url(roles.OWNER),
                f"{PREFIX}DATABASE_APP_URL": postgres.url(roles.APP),
            }
            total = asyncio.run(
                run(asked.models or folder, environment, asked.chosen or list(TABLES), asked.customers)
            )
        finally:
            postgres.stop()
    told("in all", total)
    print("identical" if not total.differing else "NOT identical")
    return 1 if total.differing or not total.rows else 0


if __name__ == "__main__":
    sys.exit(main())
