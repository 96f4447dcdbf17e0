"""Which versions have their history computed by the service: what their manifest says of it, or why they do not."""

from collections.abc import Sequence

import msgspec

from inference.manifest import Column, OwnPast
from inference.pasts.dates import DateColumn
from inference.pasts.questions import KINDS, ROWS_MAX
from training.preparation import Preparation, Prepared
from training.windows import longest


def own_past(plan: Preparation, prepared: Prepared) -> tuple[OwnPast | None, str]:
    """What a version's manifest says of its history, and a sentence where requests must bring its columns themselves."""
    if plan.history is None or prepared.events is None:
        return None, ""
    for index, entity in enumerate(plan.history.entities):
        if entity.kind not in KINDS or longest(prepared.events.keys[:, index]) > ROWS_MAX:
            return None, (
                f"A request brings the columns of history itself: the past of {entity.name} is too long to be looked up at"
                " each decision. With --online there is none of such."
            )
    chosen = {column.name for column in plan.columns}
    dates = tuple(each for each in (_kept(column, chosen) for column in plan.dates) if each is not None)
    plain = [column.name for column in plan.raw if column.name in chosen]
    named = [name for entity in plan.history.entities for name in entity.columns]
    timed = [name for column in dates for name in (column.name, column.against) if name]
    raw = {column.name: column for column in plan.raw}
    numbers = {
        name: Column(name=name, kind="number", numbers=plan.numbers.get(name)) for name in plan.history.values
    }
    names = dict.fromkeys([*plain, *plan.history.values, *named, plan.time, *timed])
    sent = tuple(raw.get(name) or numbers.get(name) or Column(name=name, kind="category") for name in names)
    past = OwnPast(
        time=plan.time,
        sent=sent,
        plan=plan.history,
        dates=dates,
        label_delay_ms=plan.label_delay_ms,
        label_is_days=plan.label_is_delay,
    )
    return past, ""


def _kept(column: DateColumn, chosen: Sequence[str] | set[str]) -> DateColumn | None:
    parts = tuple(part for part in column.parts if f"{column.name}: {part}" in chosen)
    against = column.against if f"{column.name}: days from {column.against}" in chosen else ""
    if not parts and not against:
        return None
    return msgspec.structs.replace(column, parts=parts, against=against)
