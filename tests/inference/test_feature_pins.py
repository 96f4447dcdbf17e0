"""What each feature set computes of the facts in `pinned/`, to the value. Versions name their set: other values are another number.

A set that is new here gets its values by `python -m tests.inference.test_feature_pins NAME`, which leaves those of others alone.
"""

import math
import pathlib
import sys
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime

import msgspec
import numpy as np
import pytest

from inference.event_kinds import EVENTS
from inference.features import profiles as profile_features
from inference.features.customer_past import past_of
from inference.features.events import EVENT_SETS
from inference.features.sets import FEATURE_SETS
from payments.facts import LoginEvent, Transaction
from payments.history import History
from payments.history_facts import CustomerHistory
from payments.movements import device_key, merchant_key, movement_of, sign_in_of
from training.starters import plain_digest

AT = datetime(2026, 11, 21, 9, 30, tzinfo=UTC)
FOLDER = pathlib.Path(__file__).parent / "pinned"
KIND_OF: Mapping[str, str] = {
    "invoice": "invoice", "commission": "commission", "forecast": "history", "gateway": "routing", "lead": "history",
    "life": "history", "portfolio": "portfolio", "segment": "history", "statement": "statement", "ticket": "ticket",
    "payout": "payout",
}  # fmt: skip
PROFILE = "profile/1"
SETS = (*FEATURE_SETS, *EVENT_SETS, PROFILE)
Rows = list[list[float | None]]
_LEAST, _HASHED_LEAST = 0.7, 0.35
"""Of the columns; of hashed words fewer, since few places have a word."""


class Customer(msgspec.Struct, frozen=True):
    """payments: in order of time; what is asked about is the last of them. logins: before it."""

    payments: list[Transaction]
    logins: list[LoginEvent]


class Pinned(msgspec.Struct, frozen=True):
    """events: by kind. customers: of the sets of stored state."""

    events: dict[str, list[dict[str, object]]]
    customers: list[Customer]


def pinned() -> Pinned:
    return msgspec.json.decode((FOLDER / "facts.json").read_bytes(), type=Pinned)


def values() -> dict[str, Rows]:
    return msgspec.json.decode((FOLDER / "values.json").read_bytes(), type=dict[str, Rows])


def computed(name: str) -> Rows:
    rows: list[Sequence[float]] = []
    if name in FEATURE_SETS:
        rows = [_of_state(name, customer) for customer in pinned().customers]
    elif name == PROFILE:
        for sent in pinned().events["history"]:
            history = msgspec.convert(sent, CustomerHistory)
            of_past = profile_features.of_past(past_of(history, AT))
            rows.append([of_past[each] for each in profile_features.NAMES])
    else:
        kind = KIND_OF[name.partition("/")[0]]
        for sent in pinned().events[kind]:
            rows += EVENT_SETS[name].compute(msgspec.convert(sent, EVENTS[kind].facts), AT).tolist()
    return [[None if math.isnan(value) else value for value in row] for row in rows]


def _of_state(name: str, customer: Customer) -> list[float]:
    *before, asked = customer.payments
    history = History((), [sign_in_of(each, plain_digest) for each in customer.logins])
    for payment in before:
        history.add(movement_of(payment, plain_digest))
    state = history.state(
        asked.occurred_at,
        asked.currency,
        merchant_key(plain_digest, asked.merchant_id),
        device_key(plain_digest, asked.device_id),
    )
    of_payment = [asked] if name.startswith("payment/") else []
    row: list[float] = FEATURE_SETS[name].compute([state], of_payment)[0].tolist()
    return row


def test_every_set_is_pinned() -> None:
    """One that is registered without values here, or values of one that is gone, is not."""
    assert set(values()) == set(SETS)


@pytest.mark.parametrize("name", SETS)
def test_values_are_those_of_the_name(name: str) -> None:
    """The last bit may differ between processors, no more. Where this fails, the change needs a new number."""
    now, then = (
        np.array([[np.nan if value is None else value for value in row] for row in rows], np.float64)
        for rows in (computed(name), values()[name])
    )
    assert now.shape == then.shape
    assert np.allclose(now, then, rtol=1e-6, atol=1e-9, equal_nan=True), name


@pytest.mark.parametrize("name", SETS)
def test_facts_tell_most_columns_apart(name: str) -> None:
    """A column that is missing or nought of all facts would not be noticed: most must not be."""
    matrix = np.array([[np.nan if value is None else value for value in row] for row in values()[name]])
    told = np.nan_to_num(matrix).any(axis=0)
    least = _HASHED_LEAST if name.partition("/")[0] in {"statement", "ticket"} else _LEAST
    assert told.mean() >= least, np.flatnonzero(~told)


def main(names: Sequence[str]) -> None:
    found = {**values(), **{name: computed(name) for name in names}} if names else {}
    (FOLDER / "values.json").write_bytes(
        b"{\n" + b",\n".join(
            b" %b: [\n  %b\n ]" % (msgspec.json.encode(name), b",\n  ".join(map(msgspec.json.encode, rows)))
            for name, rows in sorted(found.items())
        ) + b"\n}\n"
    )  # fmt: skip


if __name__ == "__main__":
    main(sys.argv[1:])
