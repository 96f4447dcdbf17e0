"""An environment that is closed takes nothing more and shows all; after its delay its keys are gone, and its log still verifies."""

import contextlib
import dataclasses
import datetime as dt
import hashlib
import io
import json
import pathlib
import tarfile
from base64 import b64decode
from collections.abc import AsyncIterator
from uuid import UUID

import asyncpg
import pytest

from app.wiring.closings import closings
from app.wiring.foundation import log_keys
from core import roles
from core.clock import ManualClock, SystemClock
from core.errors import ErrorKind
from core.ids import public
from core.postgres import EmbeddedPostgres
from ledger.sequencer import Sequencer
from ledger.settings import LedgerSettings
from ledger.verifier import cli
from ledger.verifier.merkle import leaf_hash
from ledger.verifier.report import EXIT_INCOMPLETE
from resolution.leaving.endings import end
from resolution.leaving.environment_exports import FINAL, SUMS
from tenants.api_keys import CreateApiKey
from tenants.closings import SETTLES_IN, Closings, EnvironmentNotClosed
from tenants.permissions import PERMISSIONS_OF_ROLE, TENANT_PERMISSIONS, Permission, Role
from tenants.principals import EnvironmentClosed, Mode, system
from tenants.sessions import SignIn
from tenants.vaults import VaultMissing, Vaults
from tests.e2e.test_changes_entered import ANEW, CHANGES
from tests.e2e.test_tenancy import RPC, fresh
from tests.e2e.world import SHOWN, World, furnish, snapshot
from tests.parity.faces import Outcome, Parity
from tests.parity.test_payments import a_payment
from tests.product import Party, Product, party, product
from tests.sequencing import close_epoch, sequence
from tests.tenants.conftest import PASSWORD

OF_WHO_SEES_IT = {"access-grants", "api-keys", "members", "oauth-clients", "sessions", "tenants"}
STILL = {"eraseCustomer", "setApprovalPolicy"}
"""What may still be changed: who may see it, and people's own rights."""
ASKED_OTHERWISE = {
    "createCommissionAgreement",
    "createLogin",
    "createPayout",
    "createPayoutEvent",
    "createTransaction",
}
"""What gRPC wants in another form than REST does."""
TELLS_OF_IT = {"getEnvironment", "getPrincipal", "listApiKeys"}
"""What is told otherwise afterwards: the environment, what its caller may do, and the keys that this test makes."""
ENDED = {
    "getBacktest",
    "listBacktests",
    "modelMetadata",
    "modelReady",
    "modelVersionMetadata",
    "modelVersionReady",
}
"""What is told only to who may run backtests or predict, which is nobody any more."""
QUEUES = ("workflow_queue", "webhook_queue", "connector_directory", "feed_queue", "environment_directory")
DAY = dt.timedelta(days=1)


@dataclasses.dataclass(frozen=True)
class Scene:
    running: Product
    parity: Parity
    leaving: Party
    owner: World

    async def key(self, mode: Mode = "sandbox", scopes: frozenset[Permission] = TENANT_PERMISSIONS) -> str:
        """A key that no process remembers yet: what it may do is read anew. It asks for all that the tenant could do before."""
        caller = system(self.leaving.tenant.id, self.leaving.tenant.environment(mode), mode)
        made = await self.running.services.api_keys.create(
            caller, CreateApiKey(name="one more", scopes=sorted(scopes))
        )
        return made.text

    async def asked(self, face: str, operation_id: str, key: str) -> Outcome:
        request = {**self.owner.request(operation_id), **ANEW.get(operation_id, {})}
        sent = {"x-api-key": key} | {name: f"{face}-{each}" for name, each in fresh(operation_id).items()}
        ask = self.parity.rest if face == "rest" else self.parity.rpc
        return await ask(operation_id, request, sent)

    def later(self, by: dt.timedelta) -> Closings:
        return Closings(self.running.base.database, ManualClock(dt.datetime.now(dt.UTC) + by))


@pytest.fixture(scope="module")
async def scene(postgres: EmbeddedPostgres, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Scene]:
    async with product(postgres, tmp_path_factory.mktemp("closing")) as running:
        leaving = await party(running.services, "Leaving Bank")
        owner = await furnish(running, leaving, "heron")
        await sequence(running, leaving.system.environment_id)
        await close_epoch(running)
        yield Scene(running, Parity(running), leaving, owner)


def closing(scene: Scene, **more: object) -> dict[str, object]:
    named = public("env", scene.leaving.system.environment_id)
    return {"environment_id": named, "reason": "We leave.", "keys_after_days": 1, **more}


async def test_who_may_not_or_errs_closes_nothing(scene: Scene) -> None:
    """Another environment's id, a delay out of range and an admin's key are refused alike by both faces."""
    key, admins = await scene.key(), await scene.key(scopes=PERMISSIONS_OF_ROLE[Role.ADMIN])
    elsewhere = {**closing(scene), "environment_id": public("env", scene.leaving.tenant.live_id)}
    wrong, _ = await scene.parity.both("closeEnvironment", elsewhere, credential=key)
    assert wrong.code == "environment_not_found"
    never, _ = await scene.parity.both(
        "closeEnvironment", closing(scene, keys_after_days=0), credential=key, ignored=("detail",)
    )
    assert never.fields == ("keys_after_days",)
    denied, _ = await scene.parity.both("closeEnvironment", closing(scene), credential=admins)
    assert denied.code == "permission_denied"
    told, _ = await scene.parity.both("getEnvironment", credential=key)
    assert (told.body["standing"], told.body.get("closing")) == ("open", None)


async def test_closed_it_shows_all_and_takes_nothing(scene: Scene) -> None:
    """Every change of either face is refused by one code, what is read is what was read before, and a closing can be taken back."""
    before = await snapshot(scene.parity, scene.owner)
    used = await scene.key()
    closed = await scene.parity.rest("closeEnvironment", closing(scene), {"x-api-key": used})
    assert closed.body["standing"] == "closed"
    key = await scene.key()
    again, _ = await scene.parity.both("closeEnvironment", closing(scene), credential=key)
    assert again.code == "environment_closed"
    gone = dataclasses.replace(scene.owner, headers={"x-api-key": key})
    after = await snapshot(scene.parity, gone, without=ENDED)
    assert {name for name in after if before[name] != after[name]} <= TELLS_OF_IT
    payment = await scene.parity.rpc("createTransaction", {"transaction": a_payment()}, {"x-api-key": key})
    retention, _ = await scene.parity.both(
        "setRetention", {"decision_days": 9, "reason": "x"}, credential=key
    )
    assert payment.code == retention.code == "environment_closed"
    changes = [
        each
        for each in CHANGES
        if each not in STILL and not SHOWN[each].public and SHOWN[each].tag not in OF_WHO_SEES_IT
    ]
    asked = [("rest", each) for each in changes]
    asked += [("rpc", each) for each in changes if each in RPC and each not in ASKED_OTHERWISE]
    said = {name: (await scene.asked(*name, key)).code for name in asked}
    assert len(said) > 100
    assert {name: code for name, code in said.items() if code != "environment_closed"} == {}
    assert (await scene.asked("rest", "eraseCustomer", key)).code == "ok"
    known = await scene.running.services.tenants.system_caller(scene.leaving.tenant.id, "sandbox")
    opened = await closings(scene.running.base).reopen(known)
    assert (opened.standing, opened.closing) == ("open", None)
    with pytest.raises(EnvironmentNotClosed):
        await closings(scene.running.base).reopen(known)
    done = await scene.asked("rest", "createTransaction", await scene.key())
    assert done.code == "ok"


async def test_it_is_closed_over_grpc_too(scene: Scene) -> None:
    """The same answer, of another tenant's environment."""
    running, parity = scene.running, scene.parity
    asked = {"environment_id": public("env", running.other.system.environment_id), "reason": "We leave, too."}
    done = await parity.rpc("closeEnvironment", asked, {"x-api-key": running.other.sandbox_key})
    assert done.code == "ok"
    known = await running.services.tenants.system_caller(running.other.tenant.id, "sandbox")
    told = await closings(running.base).get(known)
    assert told.closing is not None
    assert told.closing.keys_due_at - told.closing.closed_at == 30 * DAY
    assert not told.closing.export_waived


async def test_its_final_export_is_signed(scene: Scene, tmp_path: pathlib.Path) -> None:
    """The tar's log verifies, and its last file is a receipt for an entry that commits to the sums of all others: the log keeps it."""
    closed = await scene.parity.rest("closeEnvironment", closing(scene), {"x-api-key": await scene.key()})
    assert closed.code == "ok"
    environment_id = scene.leaving.system.environment_id
    assert await scene.later(2 * DAY).sweep(end) == 0  # nobody took it away yet
    await sequence(scene.running, environment_id)
    key = await scene.key()
    extracted(await taken(scene.running, "/api/v1/environment/export", key), tmp_path)
    final = json.loads((tmp_path / FINAL).read_text())
    entry = b64decode(final["entry"])
    assert hashlib.sha256((tmp_path / SUMS).read_bytes()).digest() in entry
    assert b64decode(final["receipt"]["leaf_hash"]) == leaf_hash(entry)
    assert verified(tmp_path / "ledger").pop("receipts") == "not_run"
    await sequence(scene.running, environment_id)
    log = tmp_path / "log of then"
    extracted(await taken(scene.running, "/api/v1/ledger/export", key), log)
    (tmp_path / "final.jsonl").write_text(json.dumps(final["receipt"]))
    states = verified(log, receipts=tmp_path / "final.jsonl")
    assert set(states.values()) == {"passed"}
    told = await scene.parity.rest("getEnvironment", {}, {"x-api-key": key})
    assert told.body["closing"]["exported_at"] is not None  # type: ignore[index]


async def test_after_the_delay_its_keys_are_gone(
    scene: Scene, postgres: EmbeddedPostgres, tmp_path: pathlib.Path
) -> None:
    """First the last entry; an hour later, once that is signed for, the keys: nothing opens, and the log verifies without them."""
    environment_id, base = scene.leaving.system.environment_id, scene.running.base
    assert await scene.later(DAY / 2).sweep(end) == 0
    key = await scene.key()
    await make_due(postgres, scene.leaving.tenant.id, environment_id)
    await scene.later(dt.timedelta()).sweep(end)
    with pytest.raises(EnvironmentNotClosed):
        await closings(base).reopen(scene.leaving.system)
    after = scene.later(2 * SETTLES_IN)
    assert await after.sweep(end) == 0  # its last entry has no place yet
    await sequence(scene.running, environment_id)
    assert await scene.later(SETTLES_IN / 2).sweep(end) == 0  # the hour is not over
    assert await keys_of(postgres, environment_id) > 0
    assert await after.sweep(end) == 1
    assert await keys_of(postgres, environment_id) == 0
    assert await listed(postgres, environment_id) == dict.fromkeys(QUEUES, 0)
    with pytest.raises(VaultMissing):
        await Vaults(base.database, base.tenants.vaults._kms, base.clock).of(environment_id)
    for operation_id in ("getDecision", "exportEnvironment", "eraseCustomer", "createTransaction"):
        refused = await scene.asked("rest", operation_id, key)
        assert (refused.code, refused.kind) == ("environment_closed", ErrorKind.PRECONDITION), operation_id
    told, _ = await scene.parity.both("getEnvironment", credential=key)
    assert told.body["standing"] in {"destroyed", "ENVIRONMENT_STANDING_DESTROYED"}
    await close_epoch(scene.running)
    extracted(await taken(scene.running, "/api/v1/ledger/export", key), tmp_path)
    states = verified(tmp_path)
    assert states.pop("receipts") == "not_run"
    assert set(states.values()) == {"passed"}
    assert (
        environment_id
        not in await Sequencer(
            base.database, log_keys(base), base.cpu, SystemClock(), LedgerSettings()
        ).sweep()
    )


async def test_the_live_environment_goes_last(scene: Scene, postgres: EmbeddedPostgres) -> None:
    """Its keys wait for those of the sandbox, since what members do with themselves is entered there; afterwards nobody signs in."""
    running = scene.running
    ended, waits = scene.leaving, running.asha
    for leaving, key in ((ended, await scene.key("live")), (waits, waits.live_key)):
        asked = {
            **closing(scene),
            "environment_id": public("env", leaving.tenant.live_id),
            "export_waived": True,
        }
        closed = await scene.parity.rest("closeEnvironment", asked, {"x-api-key": key})
        assert closed.code == "ok"
    sign_in = SignIn(address=str(scene.owner.asked["signIn"]["address"]), password=PASSWORD)
    assert (await running.services.sessions.sign_in(sign_in)).tenant_id == ended.tenant.id
    await scene.later(3 * DAY).sweep(end)
    for leaving in (ended, waits):
        await sequence(running, leaving.tenant.live_id)
    assert await scene.later(4 * DAY).sweep(end) == 1
    assert await keys_of(postgres, ended.tenant.live_id) == 0
    assert await keys_of(postgres, waits.tenant.live_id) > 0
    with pytest.raises(EnvironmentClosed):
        await running.services.sessions.sign_in(sign_in)


async def taken(running: Product, path: str, key: str) -> bytes:
    answer = await running.rest.get(path, headers={"X-API-Key": key})
    assert answer.status_code == 200, answer.text
    return answer.content


def extracted(tar: bytes, folder: pathlib.Path) -> None:
    with tarfile.open(fileobj=io.BytesIO(tar)) as opened:
        opened.extractall(folder, filter="data")


def verified(log: pathlib.Path, receipts: pathlib.Path | None = None) -> dict[str, str]:
    """What `countermark-verify bundle` says of each step, with the log's own keys as those that were pinned."""
    trust = log.parent / f"{log.name}-trust.txt"
    trust.write_bytes((log / "keys.txt").read_bytes())
    told = [] if receipts is None else ["--receipts", str(receipts)]
    with contextlib.redirect_stdout(io.StringIO()) as said:
        code = cli.main(["bundle", str(log), "--trust", str(trust), "--json", *told])
    assert code == (EXIT_INCOMPLETE if receipts is None else 0), said.getvalue()
    return {step["step"]: step["state"] for step in json.loads(said.getvalue())["steps"]}


async def keys_of(postgres: EmbeddedPostgres, environment_id: UUID) -> int:
    """How many wrapped keys of an environment the database holds, but for those of its people, which these alone open."""
    counts = await counted(postgres, "scope_id", ("vault_key", "vault_data_key"), environment_id)
    return sum(counts.values())


async def listed(postgres: EmbeddedPostgres, environment_id: UUID) -> dict[str, int]:
    return await counted(postgres, "environment_id", QUEUES, environment_id)


async def make_due(postgres: EmbeddedPostgres, tenant_id: UUID, environment_id: UUID) -> None:
    """Let the delay be over now: with a clock of later, the last entry would stand after epochs that hold it."""
    database = await asyncpg.connect(postgres.url(roles.OWNER))
    try:
        await database.execute(f"SELECT set_config('countermark.scope', '{tenant_id}', false)")
        query = "UPDATE environment SET keys_due_at = now() - interval '1 minute' WHERE environment_id = $1"
        assert await database.execute(query, environment_id) == "UPDATE 1"
    finally:
        await database.close()


async def counted(
    postgres: EmbeddedPostgres, column: str, tables: tuple[str, ...], environment_id: UUID
) -> dict[str, int]:
    database = await asyncpg.connect(postgres.url(roles.OWNER))
    try:
        await database.execute(f"SELECT set_config('countermark.scope', '{environment_id}', false)")
        return {
            table: await database.fetchval(
                f"SELECT count(*) FROM {table} WHERE {column} = $1", environment_id
            )
            for table in tables
        }
    finally:
        await database.close()
