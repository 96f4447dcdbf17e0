"""No change without an entry: every operation that changes something is carried out while the log is watched, and while it is shut."""

import contextlib
import dataclasses
import time
from collections.abc import AsyncIterator
from typing import cast

import asyncpg
import cbor2
import pytest

from core import roles
from core.postgres import EmbeddedPostgres
from tests.api.test_registries import BY_CONTENT, COMPUTE_ONLY
from tests.e2e.test_tenancy import OWNER_CANNOT, REST, fresh, headers_for, order
from tests.e2e.world import SHOWN, World, furnish, snapshot, version_upload
from tests.parity.faces import Outcome, Parity
from tests.product import Product, product

CHANGES = [
    each
    for each in sorted(REST, key=order)
    if SHOWN[each].method != "GET" and each not in COMPUTE_ONLY | BY_CONTENT | OWNER_CANNOT.keys()
]
KEEPS_NOTHING = {
    "createToken": "a signed token, of which nothing is kept",
    "introspectToken": "a question",
    "modelInfer": "predictions without decisions, counted in an entry each hour",
    "modelVersionInfer": "the same",
}
MOVED_S = 3 * 3_600
IDLE = {
    "activateWorkflow",
    "pushRuleset",
    "removeListEntries",
    "resumeFeed",
    "resumeWorkflowInstance",
    "startReleaseShadow",
    "startRulesetShadow",
}
"""What the world has done already, or has nothing to do for: answered with what is there, and no change."""
SEVERAL = {
    "decideSeveral": 3,
    "activateWorkflowTemplate": 2,
    "deactivateWorkflow": 2,
    **dict.fromkeys(
        ("createRelease", "startReleaseShadow", "stopReleaseShadow", "activateRelease", "rollBackRelease"), 2
    ),
}
"""An entry for each decision; the copy of a template, and its activation; the trial that ends with what it tried; what a release
does, and its ruleset with it."""
FIRST = {"activateWorkflow": "deactivateWorkflow", "removeListEntries": "addListEntries"}
"""What must be done before, so that there is something to change."""
PAYMENT = {"amount_minor": 1, "currency": "INR", "occurred_at": "2026-11-20T10:00:00Z"}
TRUTH = {"own_transaction_id": "robin-asked", "use_case": "transaction-anomaly", "happened": False}
SIGN_IN = {**cast("dict[str, object]", SHOWN["createLogin"].example), "id": "other-login"}
ANEW: dict[str, dict[str, object]] = {
    "addListEntries": {"entries": [{"value": "dev-00c2f1a9b4", "expires_at": "2099-01-01T00:00:00Z"}]},
    "createCommissionAgreement": {"id": "other-terms"},
    "createCommissionStatement": {
        "id": "other-month",
        "starts_at": "2026-09-01T00:00:00Z",
        "ends_at": "2026-09-30T00:00:00Z",
    },
    "createFeed": {"name": "other-feed"},
    "createFeedback": {**TRUTH, "observed_at": "2026-11-21T10:00:00Z"},
    "createFeedbackBulk": {"items": [{**TRUTH, "observed_at": "2026-11-21T11:00:00Z"}]},
    "createLogins": {"items": [SIGN_IN]},
    "createPayout": {"id": "other-payout"},
    "createPayoutEvent": {"id": "other-event", "stage": "on_hold"},
    "createRelease": {"thresholds": {"decline_at": 0.8}},
    "createTransaction": {**PAYMENT, "id": "other-payment"},
    "declareFeature": {"name": "other_costs"},
    "resetSandbox": {"seed": False},
    "uploadModelVersion": version_upload("other"),
}
"""What makes a request new, where the world has done it already: the very same again changes nothing, and is no entry."""


_OF_A_ROUND = "prediction.count.v1"
"""The count of bare predictions, which a round writes whenever it comes by."""


@dataclasses.dataclass(frozen=True)
class Scene:
    running: Product
    parity: Parity
    owner: World
    database: asyncpg.Connection

    async def asked(self, operation_id: str, key: str = "") -> Outcome:
        request = {**self.owner.request(operation_id), **ANEW.get(operation_id, {})}
        sent = headers_for(self.owner, operation_id) | fresh(operation_id)
        if key and "idempotency-key" in sent:
            sent["idempotency-key"] += key
        return await self.parity.rest(operation_id, request, sent)

    async def entered(self) -> list[tuple[str, float]]:
        """The entries that wait for their place in the logs of the tenant, oldest first: kind, and seconds since 1970."""
        tenant = self.running.asha.tenant
        async with self.running.base.database.transaction([tenant.sandbox_id, tenant.live_id]) as tx:
            rows = await tx.fetch("SELECT entry FROM ledger_intake ORDER BY seq")
        entries = [cbor2.loads(row["entry"]) for row in rows]
        own = [each for each in entries if each["typ"] != _OF_A_ROUND]
        return [(each["typ"], each["ts"] / 1e6) for each in own]

    @contextlib.asynccontextmanager
    async def shut(self) -> AsyncIterator[None]:
        """Let the intake refuse every entry of this tenant's environments."""
        tenant = self.running.asha.tenant
        await self.database.execute(f"""
            CREATE FUNCTION shut() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE 'the intake is shut'; END $$;
            CREATE TRIGGER shut BEFORE INSERT ON ledger_intake FOR EACH ROW
            WHEN (NEW.environment_id IN ('{tenant.sandbox_id}', '{tenant.live_id}')) EXECUTE FUNCTION shut()""")
        try:
            yield
        finally:
            await self.database.execute("DROP TRIGGER shut ON ledger_intake; DROP FUNCTION shut()")


@pytest.fixture(scope="module")
async def scene(postgres: EmbeddedPostgres, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Scene]:
    """A tenant with one of everything, in a sandbox whose clock was moved: what changes is of another time than its entry."""
    database = await asyncpg.connect(postgres.url(roles.OWNER))
    try:
        async with product(postgres, tmp_path_factory.mktemp("entered")) as running:
            scene = Scene(running, Parity(running), await furnish(running, running.asha, "robin"), database)
            moved = await scene.parity.rest("advanceSandboxClock", {"by_s": MOVED_S}, scene.owner.headers)
            assert moved.code == "ok"
            yield scene
    finally:
        await database.close()


async def test_nothing_changes_without_its_entry(scene: Scene) -> None:
    """While no entry can be written every change fails, and what the tenant sees afterwards is what it saw before: one transaction."""
    before = await snapshot(scene.parity, scene.owner)
    async with scene.shut():
        done = {each: await scene.asked(each, "-shut") for each in CHANGES if each not in KEEPS_NOTHING}
    assert {name for name, outcome in done.items() if outcome.kind is None} <= IDLE
    assert await snapshot(scene.parity, scene.owner) == before


async def test_each_change_is_entered_once(scene: Scene) -> None:
    """A change that was answered stands in the intake as one entry, of its own kind and of the true time."""
    wrong: dict[str, object] = {}
    for operation_id in CHANGES:
        if operation_id in FIRST:
            assert (await scene.asked(FIRST[operation_id], "-first")).kind is None
        before, began_s = await scene.entered(), time.time()
        outcome = await scene.asked(operation_id)
        new = (await scene.entered())[len(before) :]
        expected = 0 if operation_id in KEEPS_NOTHING else SEVERAL.get(operation_id, 1)
        untrue = [typ for typ, at_s in new if not began_s - 1 <= at_s <= time.time()]
        if outcome.kind is not None or len(new) != expected or untrue:
            wrong[operation_id] = (outcome.code, new)
    assert wrong == {}
