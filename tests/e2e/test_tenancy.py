"""Nobody reaches another tenant's things: every operation of both faces is asked for them, with their real ids."""

import dataclasses
import json
import pathlib
from collections.abc import AsyncIterator, Mapping

import pytest

from api.rest.operations import Keyed
from api.rpc.server import METHODS
from core.errors import ErrorKind
from core.postgres import EmbeddedPostgres
from tests.e2e.world import SHOWN, World, furnish, key_of, snapshot, telling
from tests.parity.faces import Outcome, Parity, Plain
from tests.product import product

DOCUMENT = json.loads((pathlib.Path(__file__).parents[2] / "docs/openapi.json").read_text())
REST = sorted(each["operationId"] for methods in DOCUMENT["paths"].values() for each in methods.values())
RPC = sorted(each.descriptor.name[0].lower() + each.descriptor.name[1:] for each in METHODS)

NOT_OURS = {
    "template",
    "use_case",
    "size",
    "epoch",
    "tile_path",
    "super_tile_path",
    "customer_id",
    "own_id",
    "line",
    "queue",
}
"""Names of things that exist for every tenant: the catalogue, sizes of a log, and ids that callers choose themselves."""

TAGS_OF_TENANT = {"tenants", "members", "sessions", "usage", "principal"}
"""What belongs to a tenant and not to one of its environments."""

OF_ENVIRONMENT = [each for each in REST if SHOWN[each].tag not in TAGS_OF_TENANT and not SHOWN[each].public]

OWNER_CANNOT = {
    "createSandbox": "needs an installation that lets strangers; tests/parity/test_sandbox.py has one",
    "approveRulesetVersion": "needs a second member; tests/parity/test_ruleset_life.py signs them in",
    "refuseRulesetVersion": "needs a second member, and a version that never decided; the same",
    "approveRelease": "needs a second member; tests/parity/test_releases.py signs them in",
    "refuseRelease": "needs a member, and a release that never decided; the same",
    "promoteRelease": "needs a live credential of a member; the same",
    "createBatch": "needs a version of columns, which answers here no more; tests/e2e/test_batches.py sends files",
    "approveCase": "needs a result that another member proposed; tests/resolution/test_cases.py has two",
    "receiveFeedDelivery": "needs a proof of its sender; tests/resolution/feeds/test_deliveries.py makes one",
    "receiveGatewayWebhook": "needs a signature over its bytes; tests/parity/test_connectors.py makes one",
    "answerWorkflowTask": "nobody works instances off here; tests/resolution/workflows answers one",
    "createTenant": "only the installation makes tenants",
    "acceptInvitation": "the token is in a mail; tests/tenants follows it",
    "confirmSecondFactor": "needs a code of this moment; tests/tenants makes one",
    "dropSecondFactor": "needs a code of this moment; tests/tenants makes one",
}
"""Operations that even the owner's own request does not carry out here, so that only their silence is tested."""


@dataclasses.dataclass(frozen=True)
class Scene:
    parity: Parity
    owner: World
    stranger: World
    before: Mapping[str, object]
    secrets: frozenset[str]


@pytest.fixture(scope="module")
async def scene(postgres: EmbeddedPostgres, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Scene]:
    """Two tenants with one of everything each; secrets are the texts that only the first can know."""
    async with product(postgres, tmp_path_factory.mktemp("tenancy")) as running:
        parity = Parity(running)
        owner = await furnish(running, running.asha, "canary")
        stranger = await furnish(running, running.other, "magpie")
        owner = owner.in_epoch(stranger.ids["epoch"])
        before, theirs = await snapshot(parity, owner), await snapshot(parity, stranger)
        secrets = telling(before, "canary") - telling(theirs, "canary")
        secrets -= set(before["getLedgerEpoch"]["path"])  # type: ignore[index]  # hashes over many slots: neighbours share them
        assert set(owner.ids.values()) - {owner.ids[name] for name in ("template", "use_case", "size", "epoch", "tile_path", "super_tile_path", "file_name", "line")} <= secrets | {
            owner.ids["session_id"], owner.ids["own_id"],
        }  # fmt: skip
        yield Scene(parity, owner, stranger, before, frozenset(secrets))


def names_of(scene: Scene, operation_id: str) -> set[str]:
    """The owner's things that a request names by an id which only this service makes."""
    asked = scene.owner.request(operation_id)
    if operation_id in {
        "uploadModelVersion",
        "declareFeature",
    }:  # what it makes is called as the caller likes
        asked.pop("name")
    ours = {value for name, value in scene.owner.ids.items() if name not in NOT_OURS}
    return {str(value) for value in asked.values()} & ours


def attempt(scene: Scene, operation_id: str) -> dict[str, object]:
    """What a stranger asks: for the owner's things by their ids, else for its own under ids that the owner chose."""
    operation = SHOWN[operation_id]
    if operation.form:
        token = {name: each for name, each in scene.owner.request(operation_id).items() if name == "token"}
        return {**scene.stranger.request(operation_id), **token}
    if operation_id == "signIn":
        return {**scene.owner.request(operation_id), "tenant_id": scene.stranger.ids["tenant_id"]}
    if operation.method == "GET" or names_of(scene, operation_id):
        return scene.owner.request(operation_id)
    return scene.stranger.pretend(operation_id, scene.owner)


def assert_tells_nothing(
    scene: Scene, operation_id: str, outcome: Outcome, known: frozenset[str] = frozenset()
) -> None:
    """What names the owner's things is NOT_FOUND; whatever is answered tells nothing that only the owner knows."""
    asked = (
        SHOWN if operation_id == "listRequests" else [operation_id]
    )  # it shows what this caller asked before
    sent = set[str]().union(*(telling(attempt(scene, each), "canary") for each in asked))
    secrets = scene.secrets - sent - known
    leaked = {secret for secret in secrets if secret in json.dumps(outcome.body, default=str)}
    assert leaked == set(), f"{operation_id} tells another {sorted(leaked)[:5]}"
    if names_of(scene, operation_id) - known and not SHOWN[operation_id].public:
        assert outcome.kind is ErrorKind.NOT_FOUND, f"{operation_id}: {outcome}"


def headers_for(world: World, operation_id: str) -> dict[str, str]:
    keyed = SHOWN[operation_id].keyed is not Keyed.NEVER
    return world.credential(operation_id) | ({"idempotency-key": key_of(operation_id)} if keyed else {})


@pytest.mark.parametrize("operation_id", REST)
async def test_over_rest(scene: Scene, operation_id: str) -> None:
    """Asked over REST for the owner's things, a stranger hears that there are none."""
    outcome = await scene.parity.rest(
        operation_id, attempt(scene, operation_id), headers_for(scene.stranger, operation_id)
    )
    assert_tells_nothing(scene, operation_id, outcome)


@pytest.mark.parametrize("operation_id", RPC)
async def test_over_grpc(scene: Scene, operation_id: str) -> None:
    """The same over gRPC."""
    outcome = await scene.parity.rpc(
        operation_id, attempt(scene, operation_id), headers_for(scene.stranger, operation_id)
    )
    assert_tells_nothing(scene, operation_id, outcome)


@pytest.mark.parametrize("operation_id", OF_ENVIRONMENT)
async def test_from_the_other_environment(scene: Scene, operation_id: str) -> None:
    """The owner's own live key finds nothing of its sandbox: the two are wholly apart."""
    live = {"x-api-key": scene.parity.product.asha.live_key}
    keyed = {"idempotency-key": key_of(operation_id)} if SHOWN[operation_id].keyed is not Keyed.NEVER else {}
    outcome = await scene.parity.rest(operation_id, attempt(scene, operation_id), {**live, **keyed})
    of_tenant = [scene.before[each] for each in scene.before if SHOWN[each].tag in TAGS_OF_TENANT]
    assert_tells_nothing(scene, operation_id, outcome, frozenset(telling(of_tenant, "canary")))


@pytest.mark.parametrize("operation_id", ["getCustomerState", "listTransactions", "listDecisions"])
async def test_an_id_of_the_callers_own_tells_nothing(scene: Scene, operation_id: str) -> None:
    """A customer whom only the owner knows looks to a stranger like one whom nobody knows."""

    async def ask(customer_id: str) -> Outcome:
        asked: Plain = {"customer_id": customer_id}
        return await scene.parity.rest(operation_id, asked, scene.stranger.headers)

    known, unknown = await ask("canary-quiet"), await ask("nobody-quiet")
    said = [
        json.dumps(each.body, default=str).replace(name, "X")
        for each, name in ((known, "canary-quiet"), (unknown, "nobody-quiet"))
    ]
    assert known.code == unknown.code
    assert said[0] == said[1]


async def test_a_foreign_token_is_inactive(scene: Scene) -> None:
    """To another tenant's client an access token does not exist, and its revocation changes nothing."""
    theirs = scene.stranger.request("introspectToken")
    asked = {**theirs, "token": scene.owner.request("introspectToken")["token"]}
    assert theirs["client_id"] != scene.owner.ids["client_id"]
    assert (await scene.parity.rest("revokeToken", asked, {})).code == "ok"
    assert (await scene.parity.rest("introspectToken", asked, {})).body == {"active": False}
    own = await scene.parity.rest("introspectToken", scene.owner.request("introspectToken"), {})
    assert own.body["active"] is True


def test_every_operation_is_tried() -> None:
    """The lists are the document's and the descriptors', and each path with ids of ours is asked for one of them."""
    assert set(REST) == set(SHOWN)
    assert len(RPC) == len(METHODS)
    assert set(RPC) <= set(REST)


async def test_every_id_in_a_path_is_the_owners(scene: Scene) -> None:
    """No operation passes for want of a real id: what stands in its path is a thing that the owner has."""
    bare = [each for each in REST if SHOWN[each].path_parameters - NOT_OURS and not names_of(scene, each)]
    assert bare == []


async def test_nothing_of_the_owners_changed(scene: Scene) -> None:
    """After all of that, what the owner sees is what it saw before."""
    assert await snapshot(scene.parity, scene.owner) == scene.before


def order(operation_id: str) -> tuple[int, str]:
    """Reading first, changing next, ending last."""
    operation = SHOWN[operation_id]
    ends = operation.method == "DELETE" or operation_id in {
        "changePassword",
        "closeCase",
        "beginSecondFactor",
        "deactivateWorkflow",
    }
    if operation_id in {"advanceSandboxClock", "resetSandbox", "closeEnvironment"}:
        return 3 + (operation_id == "closeEnvironment"), operation_id
    return (2 if ends else 0 if operation.method == "GET" else 1), operation_id


async def test_the_owner_gets_what_it_asks(scene: Scene) -> None:
    """The very requests that found nothing for a stranger succeed for the owner: they were good requests."""
    refused: dict[str, Outcome] = {}
    for operation_id in sorted(REST, key=order):
        asked = scene.owner.request(operation_id)
        outcome = await scene.parity.rest(
            operation_id, asked, headers_for(scene.owner, operation_id) | fresh(operation_id)
        )
        if outcome.kind is not None and operation_id not in OWNER_CANNOT:
            refused[operation_id] = outcome
        if outcome.kind is None:
            assert operation_id not in OWNER_CANNOT
    assert refused == {}


def fresh(operation_id: str) -> dict[str, str]:
    keyed = SHOWN[operation_id].keyed is not Keyed.NEVER
    return {"idempotency-key": f"fresh-{operation_id}"} if keyed else {}
