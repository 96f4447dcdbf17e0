"""A simulation as a folder of files: facts ready to be sent, and the truths that a model may be judged by."""

import csv
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import IO, Literal

import msgspec

from payments.simulator.events import (
    Event,
    GatewayAttempt,
    InvoiceEvent,
    PayoutStage,
    SimulatedLogin,
    SimulatedPayment,
)
from payments.simulator.stream import Simulation

Format = Literal["jsonl", "csv"]
Write = Callable[[object], None]

_encode = msgspec.json.Encoder().encode


class Label(msgspec.Struct, frozen=True):
    """What became known of a payment weeks later, by its own id."""

    transaction_id: str
    scenario: str
    fraud: bool


NOUNS: dict[type[Event], str] = {
    SimulatedPayment: "transactions",
    SimulatedLogin: "logins",
    GatewayAttempt: "gateway_attempts",
    PayoutStage: "payout_stages",
    InvoiceEvent: "invoices",
}


def write_folder(
    simulation: Simulation, folder: Path, form: Format = "jsonl", *, progress: Callable[[int], None]
) -> dict[str, int]:
    """Write one file a noun, `labels` and `customers`. Returns: rows by file name. The same seed gives the same bytes.

    progress: called with the number of events of each day.
    """
    folder.mkdir(parents=True, exist_ok=True)
    rows: dict[str, int] = {}
    with ExitStack() as stack:
        writers: dict[str, Write] = {}

        def write(noun: str, fact: msgspec.Struct) -> None:
            name = f"{noun}.{form}"
            if name not in writers:
                file = stack.enter_context((folder / name).open("w", encoding="utf-8", newline=""))
                writers[name] = _jsonl(file) if form == "jsonl" else _csv(file, type(fact))
            writers[name](fact)
            rows[name] = rows.get(name, 0) + 1

        for truth in simulation.truths:
            write("customers", truth)
        for day in days_of(simulation):
            for event in day:
                write(NOUNS[type(event)], fact_of(event))
                if isinstance(event, SimulatedPayment):
                    write("labels", Label(event.transaction.id or "", event.scenario, event.fraud))
            progress(len(day))
    return rows


def days_of(simulation: Simulation) -> Iterator[list[Event]]:
    """The events day by day, counted from midnight IST."""
    for day in range(simulation.config.days):
        yield simulation.day(day)


def fact_of(event: Event) -> msgspec.Struct:
    """The fact as a tenant sends it, without what the simulator knows besides."""
    if isinstance(event, SimulatedPayment):
        return event.transaction
    return event.login if isinstance(event, SimulatedLogin) else event


def _jsonl(file: IO[str]) -> Write:
    return lambda fact: _line(file, _encode(fact).decode())


def _line(file: IO[str], text: str) -> None:
    file.write(text)
    file.write("\n")


def _csv(file: IO[str], kind: type[msgspec.Struct]) -> Write:
    names = [field.name for field in msgspec.structs.fields(kind)]
    writer = csv.DictWriter(file, names, lineterminator="\n")
    writer.writeheader()
    return lambda fact: _row(writer, fact)


def _row(writer: "csv.DictWriter[str]", fact: object) -> None:
    plain = msgspec.to_builtins(fact)
    plain.pop("type", None)
    writer.writerow(
        {
            name: str(value).lower() if value is True or value is False else value
            for name, value in plain.items()
        }
    )
