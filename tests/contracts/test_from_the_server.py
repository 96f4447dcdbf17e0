"""What the server answers is what the contract takes: proposed, approved, anchored and proven from its own answers, then asked for."""

import asyncio
import json
import pathlib
from collections.abc import AsyncIterator, Iterator
from typing import cast
from uuid import UUID

import msgspec
import pytest
from click.testing import CliRunner, Result
from web3 import Web3

from app.chain_settings import ChainSettings, Endpoints
from app.cli.chain import chain as commands
from core import roles
from core.ids import public
from core.postgres import EmbeddedPostgres
from ledger.anchored_proofs import AnchoredProofs
from ledger.vendor_terms import amount_commitment, vendor_commitment
from tests.contracts.desk import CONDITIONS_MET, PROPOSED, Desk
from tests.contracts.node import Node, node_of
from tests.contracts.payer_side import CONFIRMATIONS, Answer, Side, arguments_in, proof_of
from tests.contracts.releases import Proof, to_octets
from tests.parity.test_decisions import payment as a_payment
from tests.product import Product, product, settings_for
from tests.sequencing import close_epoch, sequence
from tests.tenants.conftest import MASTER

WAY = ("index", "size", "logPath", "logRoot", "salt")
"""What of a proof leads from an entry to its log's place in an epoch."""


@pytest.fixture
def desk(chain: Web3) -> Desk:
    return Desk(chain)


@pytest.fixture
def node(desk: Desk) -> Iterator[Node]:
    with node_of(desk.chain) as listening:
        yield listening


@pytest.fixture
async def running(
    desk: Desk, node: Node, postgres: EmbeddedPostgres, tmp_path: pathlib.Path
) -> AsyncIterator[Product]:
    """The product, set to the two contracts on the chain of this test."""
    chain = ChainSettings(
        endpoints=Endpoints((node.url,)),
        chain_id=desk.chain.eth.chain_id,
        contract=to_octets(desk.log.address),
        payments=to_octets(desk.admin.address),
    )
    settings = msgspec.structs.replace(settings_for(postgres, tmp_path), chain=chain)
    async with product(postgres, tmp_path, settings) as opened:
        yield opened


@pytest.fixture
def environment(
    running: Product, desk: Desk, node: Node, postgres: EmbeddedPostgres, tmp_path: pathlib.Path
) -> dict[str, str]:
    """Settings of a command on that product's machine."""
    return {
        "COUNTERMARK_DATA_DIR": str(tmp_path),
        "COUNTERMARK_DATABASE_URL": postgres.url(roles.OWNER),
        "COUNTERMARK_DATABASE_APP_URL": postgres.url(roles.APP),
        "COUNTERMARK_MASTER_KEY": MASTER.reveal().hex(),
        "COUNTERMARK_LEDGER_DOMAIN": "test.local",
        "COUNTERMARK_CHAIN_RPC_URLS": node.url,
        "COUNTERMARK_CHAIN_ID": str(desk.chain.eth.chain_id),
        "COUNTERMARK_CHAIN_CONFIRMATIONS": str(CONFIRMATIONS),
        "COUNTERMARK_VENDOR_PAYMENTS_CONTRACT": desk.admin.address,
    }


async def asked(side: Side, payment: Answer, environment: dict[str, str]) -> Result:
    """Run `countermark chain can-settle` as whoever pays does."""
    tenant = public("ten", side.party.tenant.id)
    arguments = ["can-settle", "--tenant", tenant, str(payment["id"])]
    return await asyncio.to_thread(CliRunner(env=environment).invoke, commands, arguments)


def answered(result: Result) -> Answer:
    assert result.exit_code in {0, 3}, result.output
    told = cast(Answer, json.loads(result.output))
    assert told["may_settle"] is (result.exit_code == 0)
    return told


async def test_the_servers_release_is_proven_to_the_contract(
    desk: Desk, running: Product, environment: dict[str, str]
) -> None:
    """From proposal to a yes of whoever pays with nothing but the server's answers; no other entry releases it."""
    side, neighbour = Side(desk, running), Side(desk, running, running.other, account=9)
    await side.registered()
    await neighbour.registered()
    made = await side.proposed()
    payment = to_octets(cast(str, made["payment_id"]))
    facts = cast(tuple[object, ...], desk.admin.ask("payment", payment))
    assert (facts[10], desk.state(payment)) == (to_octets(cast(str, made["terms"])), PROPOSED)
    side.approve(made)
    await much_else_is_logged(side, neighbour)
    released = await side.told("POST", f"/{made['id']}/release", await side.releaser())
    assert released["released_by"] != made["proposed_by"]
    await sequence(running)
    await sequence(running, neighbour.log)
    await close_epoch(running)
    unanchored = await side.told("GET", f"/{made['id']}/release-proof")
    assert unanchored["state"] == "in_epoch"
    await close_epoch(running)
    await side.anchor()
    told = await side.told("GET", f"/{made['id']}/release-proof")
    assert told["state"] == "anchored"
    proof = arguments_in(cast(Answer, told["proof"]))
    assert cast(int, proof["anchoredEpoch"]) > cast(int, proof["epoch"])
    await assert_nothing_else_releases(side, payment, proof)
    await assert_nothing_else_releases(neighbour, payment, proof)
    waits = answered(await asked(side, made, environment))
    assert (waits["state_on_chain"], waits["may_settle"], waits["waits_for_blocks"]) == ("approved", False, False)  # fmt: skip
    desk.prove(proof, payment)
    assert (desk.state(payment), desk.can_settle(payment)) == (CONDITIONS_MET, True)
    young = answered(await asked(side, made, environment))
    assert (young["state_on_chain"], young["may_settle"], young["waits_for_blocks"]) == ("conditions_met", False, True)  # fmt: skip
    desk.mine()
    assert answered(await asked(side, made, environment))["may_settle"]
    await side.told("POST", f"/{made['id']}/settlement", rail_reference_sha256="ab" * 32)
    assert not answered(await asked(side, made, environment))["may_settle"]


async def much_else_is_logged(side: Side, neighbour: Side) -> None:
    """A decision that approves, a payment that was cancelled, and releases of other payments, one of them another tenant's."""
    answer = await side.running.rest.post(
        "/api/v1/inference/transaction-anomaly",
        headers={**side.party.headers, "idempotency-key": "beside-the-release"},
        json=a_payment(),
    )
    assert answer.status_code < 300, answer.text
    cancelled = await side.proposed()
    await side.told("POST", f"/{cancelled['id']}/cancellation")
    for each in (side, neighbour):
        other = await each.proposed()
        each.approve(other)
        await each.told("POST", f"/{other['id']}/release", await each.releaser())


async def assert_nothing_else_releases(side: Side, payment: bytes, right: Proof) -> None:
    """Every other entry of the side's log, truly proven, is refused for this payment; so is the release at another's place."""
    base = side.running.base
    async with base.database.transaction(side.log) as tx:
        rows = await tx.fetch("SELECT eid FROM ledger_entry WHERE environment_id = $1", side.log)
    proofs = AnchoredProofs(base.database, base.settings.chain.place)
    found = {row["eid"]: proof_of(await proofs.of(side.log, row["eid"])) for row in rows}
    kinds = await side.running.rest.get("/api/v1/ledger/entries?limit=100", headers={"x-api-key": side.party.sandbox_key})  # fmt: skip
    logged = {each["type"] for each in kinds.json()["data"]}
    assert {"vendor.payment.v1", "vendor.release.v1"} < logged
    if found.pop(UUID(bytes=cast(bytes, right["eid"])), None) is not None:
        assert "decision.v1" in logged
    assert len(found) >= 2
    for other in found.values():
        there = {name: other[name] for name in WAY}
        side.desk.assert_unproven("NotInLog()", other, payment)
        side.desk.assert_unproven("NotInLog()", {**right, **there}, payment)
        said = {name: other[name] for name in ("eid", "ts", "act")}
        side.desk.assert_unproven("NotInLog()", {**right, **said}, payment)


async def test_what_was_changed_on_its_way_to_the_chain_is_never_paid(
    desk: Desk, running: Product, environment: dict[str, str], node: Node
) -> None:
    """Other terms than those proposed here are no yes, nor is what a node of another chain says, nor another contract's word."""
    side = Side(desk, running)
    await side.registered()
    made = await side.proposed(amount=b"\x11" * 32)
    told = answered(await asked(side, made, environment))
    assert (told["same_terms"], told["may_settle"], told["state_on_chain"]) == (False, False, "proposed")
    node.chain_id = 5
    wrong = await asked(side, made, environment)
    assert getattr(wrong.exception, "code", None) == "chain_wrong"
    node.chain_id = desk.chain.eth.chain_id
    elsewhere = environment | {"COUNTERMARK_VENDOR_PAYMENTS_CONTRACT": desk.log.address}
    refused = await asked(side, made, elsewhere)
    assert getattr(refused.exception, "code", None) == "vendor_payment_elsewhere"
    unset = {**environment, "COUNTERMARK_VENDOR_PAYMENTS_CONTRACT": ""}
    assert "VENDOR_PAYMENTS_CONTRACT" in str((await asked(side, made, unset)).exception)


async def test_half_of_the_nodes_are_too_few(
    desk: Desk, running: Product, environment: dict[str, str], node: Node
) -> None:
    """Money does not move on the word of one node where two are set."""
    side = Side(desk, running)
    await side.registered()
    made = await side.proposed()
    nobody = environment | {"COUNTERMARK_CHAIN_RPC_URLS": f"{node.url},http://127.0.0.1:1"}
    few = await asked(side, made, nobody)
    assert getattr(few.exception, "code", None) == "chain_unavailable"
    both = environment | {"COUNTERMARK_CHAIN_RPC_URLS": f"{node.url},{node.url}/again"}
    assert answered(await asked(side, made, both))["same_terms"]


async def test_a_node_that_lies_lets_nothing_through_alone(
    desk: Desk, running: Product, environment: dict[str, str], node: Node
) -> None:
    """It is believed where it alone is set, and outvoted by one that tells the truth."""
    side = Side(desk, running)
    await side.registered()
    made = await side.proposed()
    await side.told("POST", f"/{made['id']}/release", await side.releaser())
    node.lies = True
    assert answered(await asked(side, made, environment))["may_settle"]
    with node_of(desk.chain) as honest:
        for urls in (f"{node.url},{honest.url}", f"{honest.url},{node.url}"):
            two = environment | {"COUNTERMARK_CHAIN_RPC_URLS": urls}
            assert not answered(await asked(side, made, two))["may_settle"]


async def test_the_answers_salts_open_what_is_on_the_chain(desk: Desk, running: Product) -> None:
    """Whoever is shown the vendor, the amount and their salts finds them committed to in the contract."""
    side = Side(desk, running)
    await side.registered()
    made = cast("dict[str, str]", await side.proposed())
    facts = cast(tuple[object, ...], desk.admin.ask("payment", to_octets(made["payment_id"])))
    vendor = vendor_commitment(to_octets(made["vendor_salt"]), made["vendor"].encode())
    amount = amount_commitment(to_octets(made["amount_salt"]), 4_250_000, "INR")
    assert {vendor, amount} <= set(facts)
