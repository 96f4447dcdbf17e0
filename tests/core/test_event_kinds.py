"""Each kind of event promises what its data hold, and every announcement is held against that."""

import uuid

import msgspec
import pytest

from core.clock import ManualClock
from core.database import Database
from core.event_data_of_payments import PayoutStuckEventData
from core.event_kinds import EVENT_KINDS
from core.events import EventMisfit, announce
from core.ids import public

STUCK = EVENT_KINDS["payout.stuck"]


def test_each_kind_has_a_type_and_an_example_of_it() -> None:
    """What the documentation shows is what the type says, as JSON and back."""
    for kind in EVENT_KINDS.values():
        assert kind.misfits(kind.example) is None, kind.name
        assert msgspec.convert(kind.example, kind.data) == kind.typical
        assert kind.data.__name__.endswith("EventData"), kind.name


def test_each_field_is_described() -> None:
    """A field without words would stand in the reference with its name alone."""
    for kind in EVENT_KINDS.values():
        lines = (kind.data.__doc__ or "").splitlines()
        described = {line.strip().partition(":")[0] for line in lines if ":" in line}
        assert {each.encode_name for each in msgspec.structs.fields(kind.data)} <= described, kind.name


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"colour": "red"}, "PayoutStuckEventData has no colour"),
        ({"stage": 7}, "Expected `str`, got `int` - at `$.stage`"),
        ({"since": "yesterday"}, "Invalid RFC3339 encoded datetime - at `$.since`"),
        ({"currency": None}, "Expected `str`, got `null` - at `$.currency`"),
    ],
)
def test_what_does_not_fit_is_named(changes: dict[str, object], said: str) -> None:
    assert said in (STUCK.misfits({**STUCK.example, **changes}) or "")


def test_what_may_be_left_out_may_and_nothing_else() -> None:
    optional = {each.name for each in msgspec.structs.fields(PayoutStuckEventData) if not each.required}
    assert optional == {"expected_by", "usual_s", "limit_s", "basis", "count", "note"}
    for field in STUCK.example:
        rest = {name: value for name, value in STUCK.example.items() if name != field}
        assert (STUCK.misfits(rest) is None) == (field in optional), field


async def test_an_announcement_that_does_not_fit_is_an_error_in_every_test(
    database: Database, clock: ManualClock
) -> None:
    """In a service that runs it goes out with a warning: whoever waits for it is not to pay for our mistake."""
    environment_id = uuid.uuid4()
    async with database.transaction(environment_id) as tx:
        subject = public("pyt", uuid.uuid4())
        with pytest.warns(EventMisfit, match=r"payout\.stuck: PayoutStuckEventData: .*missing"):
            await announce(tx, clock, environment_id, "payout.stuck", subject, {"stage": "at_bank"})
        told = await tx.fetch("SELECT 1 FROM outbox WHERE environment_id = $1", environment_id)
    assert len(told) == 1
