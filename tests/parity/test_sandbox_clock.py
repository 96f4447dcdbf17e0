"""The clock of a sandbox: read and moved alike over both faces, forward only, never of live, and seen by the next request."""

import datetime as dt
from collections.abc import AsyncIterator

import pytest

from core.postgres import EmbeddedPostgres
from tests.parity.faces import Parity
from tests.product import product

DAY_S = 86_400


@pytest.fixture(scope="module")
async def parity(
    postgres: EmbeddedPostgres, tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[Parity]:
    """Tenants of its own: nobody else's time is moved."""
    async with product(postgres, tmp_path_factory.mktemp("clocks")) as opened:
        yield Parity(opened)


def moment(text: object) -> dt.datetime:
    return dt.datetime.fromisoformat(str(text))


async def test_it_is_moved_and_the_next_request_sees_it(parity: Parity) -> None:
    """Each face's next decision is of the moved time, live and the other tenant stay where they are, on the very connections."""
    asha, other = parity.product.asha, parity.product.other
    before, _ = await parity.both("getSandboxClock", ignored=("now",))
    assert (before.body["ahead_s"], before.body.get("moved_at")) == (0, None)
    moved, again = await parity.both(
        "advanceSandboxClock", {"by_s": 3 * DAY_S}, ignored=("now", "ahead_s", "moved_at")
    )
    assert (int(str(moved.body["ahead_s"])), int(str(again.body["ahead_s"]))) == (3 * DAY_S, 6 * DAY_S)
    true = moment(moved.body["moved_at"])
    for _ in range(2):
        for credential, days in ((asha.sandbox_key, 6), (asha.live_key, 0), (other.sandbox_key, 0)):
            read, _ = await parity.both("getSandboxClock", credential=credential, ignored=("now",))
            decided, on_grpc = await parity.both(
                "decideChurnScore",
                {"customer_id": "someone"},
                credential=credential,
                ignored=("id", "entry_id", "receipt", "decided_at", "duplicate_of"),
            )
            wanted = true + dt.timedelta(days=days)
            for at in (read.body["now"], decided.body["decided_at"], on_grpc.body["decided_at"]):
                assert dt.timedelta(0) <= moment(at) - wanted < dt.timedelta(minutes=5)


async def test_to_a_moment(parity: Parity) -> None:
    """By whole seconds: the moment that was asked for, or less than a second later."""
    now = moment(
        (await parity.rest("getSandboxClock", {}, {"x-api-key": parity.product.other.sandbox_key})).body[
            "now"
        ]
    )
    to = now + dt.timedelta(days=40, microseconds=1)
    asked = {"to": to.isoformat()}
    done = await parity.rest("advanceSandboxClock", asked, {"x-api-key": parity.product.other.sandbox_key})
    assert dt.timedelta(0) <= moment(done.body["now"]) - to < dt.timedelta(minutes=5)
    assert 40 * DAY_S - 300 < int(str(done.body["ahead_s"])) <= 40 * DAY_S + 1


@pytest.mark.parametrize(
    ("asked", "field"),
    [
        ({}, "by_s"),
        ({"by_s": 60, "to": "2099-01-01T00:00:00Z"}, "to"),
        ({"by_s": 0}, "by_s"),
        ({"by_s": -60}, "by_s"),
        ({"by_s": 366 * DAY_S + 1}, "by_s"),
        ({"to": "2020-01-01T00:00:00Z"}, "to"),
        ({"to": "2099-01-01T00:00:00Z"}, "to"),
    ],
)
async def test_what_is_refused(parity: Parity, asked: dict[str, object], field: str) -> None:
    """One of both, forward, a year at most; and nothing has moved."""
    before, _ = await parity.both("getSandboxClock", ignored=("now",))
    refused, _ = await parity.both("advanceSandboxClock", asked)
    assert (refused.code, refused.fields) == ("invalid_request", (field,))
    after, _ = await parity.both("getSandboxClock", ignored=("now",))
    assert after.body["ahead_s"] == before.body["ahead_s"]


async def test_live_is_never_moved(parity: Parity) -> None:
    """Refused as a reset is; its own time is the installation's."""
    live = parity.product.asha.live_key
    refused, _ = await parity.both("advanceSandboxClock", {"by_s": 60}, credential=live)
    assert refused.code == "not_a_sandbox"
    read, _ = await parity.both("getSandboxClock", credential=live, ignored=("now",))
    assert (read.body["ahead_s"], read.body.get("moved_at")) == (0, None)


async def test_by_who_may(parity: Parity) -> None:
    """Who may reset may move; who may read the tenant may look."""
    scopes = {"name": "reads", "scopes": ["tenants:read"]}
    headers = {"x-api-key": parity.product.asha.sandbox_key, "idempotency-key": "reads-the-clock"}
    made = await parity.rest("createApiKey", scopes, headers)
    refused, _ = await parity.both("advanceSandboxClock", {"by_s": 60}, credential=str(made.body["secret"]))
    assert refused.code == "permission_denied"
    seen, _ = await parity.both("getSandboxClock", credential=str(made.body["secret"]), ignored=("now",))
    assert seen.code == "ok"
