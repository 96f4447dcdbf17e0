"""What the server answers is what the contract takes: proposed, approved, anchored and proven from its own answers."""

import datetime as dt
import pathlib
from collections.abc import AsyncIterator
from typing import cast

import msgspec
import pytest
from web3 import Web3

from api.views.vendor_payments import release_arguments
from app.chain_settings import ChainSettings, Endpoints
from core.ids import parse
from core.postgres import EmbeddedPostgres
from ledger.anchored_proofs import AnchoredProofs
from ledger.anchoring.anchorer import Anchorer
from ledger.anchoring.settings import AnchorSettings
from ledger.anchoring.super_epochs import SuperEpochs
from ledger.super_log import SuperLog
from ledger.vendor_terms import Proposal, amount_commitment, vendor_commitment
from tenants.api_keys import CreateApiKey
from tenants.permissions import Permission
from tests.contracts.desk import APPROVED, CONDITIONS_MET, PROPOSED, Desk
from tests.contracts.releases import APPROVERS, Proof, approval, propose, to_octets
from tests.fakes.chain import FakeChain
from tests.product import Product, product, settings_for
from tests.sequencing import close_epoch, sequence

Answer = dict[str, object]
CONFIRMATIONS = 2
CAMEL = {
    "log_root": "logRoot",
    "epoch_root": "epochRoot",
    "record_ts": "recordTs",
    "anchored_epoch": "anchoredEpoch",
    "log_path": "logPath",
    "slot_path": "slotPath",
    "record_path": "recordPath",
}


@pytest.fixture
def desk(chain: Web3) -> Desk:
    return Desk(chain)


@pytest.fixture
async def running(desk: Desk, postgres: EmbeddedPostgres, tmp_path: pathlib.Path) -> AsyncIterator[Product]:
    """The product, set to the two contracts on the chain of this test."""
    chain = ChainSettings(
        endpoints=Endpoints(("http://nobody.test",)),
        chain_id=desk.chain.eth.chain_id,
        contract=to_octets(desk.log.address),
        payments=to_octets(desk.admin.address),
    )
    settings = msgspec.structs.replace(settings_for(postgres, tmp_path), chain=chain)
    async with product(postgres, tmp_path, settings) as opened:
        yield opened


class Side:
    """The payer's side: its log at the server, its account on the chain."""

    def __init__(self, desk: Desk, running: Product) -> None:
        self.desk = desk
        self.running = running
        self.payer = desk.admin.as_account(8)
        self.log = running.asha.system.environment_id

    async def told(self, method: str, path: str, key: str | None = None, **body: object) -> Answer:
        """Ask the server over REST; key: of another caller than who proposes."""
        headers = {"x-api-key": key or self.running.asha.sandbox_key}
        if method == "POST":
            headers["idempotency-key"] = f"{path}-{key}"[-60:]
        answer = await self.running.rest.request(
            method, f"/api/v1/vendor-payments{path}", headers=headers, json=body or None
        )
        assert answer.status_code < 300, answer.text
        return cast(Answer, answer.json())

    async def proposed(self) -> Answer:
        """Propose to the server, and its answer to the contract."""
        now = int(self.desk.chain.eth.get_block("latest")["timestamp"])
        ends = max(now, int(dt.datetime.now(dt.UTC).timestamp())) + 86_400
        answer = await self.told(
            "POST",
            "",
            vendor="Kaveri Print Works",
            amount_minor=4_250_000,
            currency="INR",
            agreement_sha256="5e" * 32,
            not_before=dt.datetime.fromtimestamp(now - 60, dt.UTC).isoformat(),
            deadline=dt.datetime.fromtimestamp(ends, dt.UTC).isoformat(),
            approvals=2,
            payer=self.payer.sender,
        )
        propose(self.payer, proposal_in(answer))
        return answer

    def approve(self, answer: Answer) -> None:
        proposal = proposal_in(answer)
        for approver in APPROVERS[:2]:
            self.desk.stranger.tell("approveBySig", proposal.payment_id, approval(proposal, approver.key))

    async def anchor(self) -> None:
        """Anchor the server's super-log: its root on the chain of the test, and the row that the anchoring process keeps of it."""
        base = self.running.base
        super_log = SuperLog(base.database, base.clock)

        async def no_bundle(_: int) -> bytes | None:
            return None

        epochs = SuperEpochs(super_log, no_bundle)
        newest = await epochs.newest_epoch()
        self.desk.log.tell("anchor", newest, await super_log.root_of(newest), bytes(32), [])
        kept = FakeChain(bytes(20), CONFIRMATIONS)
        kept.chain_id, kept.contract = self.desk.chain.eth.chain_id, to_octets(self.desk.log.address)
        anchorer = Anchorer(base.database, epochs, kept, base.clock, AnchorSettings(confirmations=CONFIRMATIONS))  # fmt: skip
        await anchorer.turn()
        kept.mine(CONFIRMATIONS)
        await anchorer.turn()

    async def releaser(self) -> str:
        scopes = [Permission.VENDOR_PAYMENTS_RELEASE, Permission.VENDOR_PAYMENTS_READ]
        wanted = CreateApiKey(name="releases", scopes=scopes)
        return (await self.running.services.api_keys.create(self.running.asha.system, wanted)).text

    async def registered(self) -> None:
        """Register the payer with its log and the slot that the server tells."""
        await sequence(self.running)
        epoch = await close_epoch(self.running)
        told = await self.running.rest.get(
            f"/api/v1/ledger/epochs/{epoch}", headers=self.running.asha.headers
        )
        self.desk.registrar.tell("registerPayer", self.payer.sender, self.log.bytes, told.json()["slot"], 1)
        for approver in APPROVERS:
            self.desk.registrar.tell("setApprover", self.payer.sender, approver.address, True)


def proposal_in(answer: Answer) -> Proposal:
    """What the payer proposes, from nothing but the server's answer."""
    text = cast("dict[str, str]", answer)
    return Proposal(
        chain_id=cast(int, answer["chain_id"]),
        contract=to_octets(text["contract"]),
        payment_id=to_octets(text["payment_id"]),
        payer=to_octets(text["payer"]),
        vendor=to_octets(text["vendor_commitment"]),
        amount=to_octets(text["amount_commitment"]),
        currency=text["currency"],
        document=bytes.fromhex(text["agreement_sha256"]),
        not_before=int(dt.datetime.fromisoformat(text["not_before"]).timestamp()),
        deadline=int(dt.datetime.fromisoformat(text["deadline"]).timestamp()),
        approvals=cast(int, answer["approvals"]),
    )


def arguments_in(proof: Answer) -> Proof:
    """`proveCondition`'s own names and bytes for what the server answers."""
    return cast(Proof, {CAMEL.get(name, name): _octets(name, value) for name, value in proof.items()})


def _octets(name: str, value: object) -> object:
    if isinstance(value, list):
        return [to_octets(each) for each in value]
    return to_octets(value) if isinstance(value, str) and name != "act" else value


async def test_the_servers_release_is_proven_to_the_contract(desk: Desk, running: Product) -> None:
    """From proposal to `canSettle` with nothing but the server's answers; another entry of the same log releases nothing."""
    side = Side(desk, running)
    await side.registered()
    made = await side.proposed()
    payment = to_octets(cast(str, made["payment_id"]))
    facts = cast(tuple[object, ...], desk.admin.ask("payment", payment))
    assert (facts[10], desk.state(payment)) == (to_octets(cast(str, made["terms"])), PROPOSED)
    side.approve(made)
    released = await side.told("POST", f"/{made['id']}/release", await side.releaser())
    assert released["released_by"] != made["proposed_by"]
    await sequence(running)
    await close_epoch(running)
    unanchored = await side.told("GET", f"/{made['id']}/release-proof")
    assert unanchored["state"] == "in_epoch"
    await close_epoch(running)
    await side.anchor()
    told = await side.told("GET", f"/{made['id']}/release-proof")
    assert told["state"] == "anchored"
    proof = arguments_in(cast(Answer, told["proof"]))
    assert cast(int, proof["anchoredEpoch"]) > cast(int, proof["epoch"])
    assert desk.state(payment) == APPROVED
    await assert_neighbours_release_nothing(side, payment, cast(int, proof["index"]))
    assert not desk.can_settle(payment)
    desk.prove(proof, payment)
    assert (desk.state(payment), desk.can_settle(payment)) == (CONDITIONS_MET, True)


async def assert_neighbours_release_nothing(side: Side, payment: bytes, index: int) -> None:
    """Every other entry of the log, the proposal's own among them, is truly proven and still refused."""
    headers = side.running.asha.headers
    listed = (await side.running.rest.get("/api/v1/ledger/entries", headers=headers)).json()["data"]
    others = [each for each in listed if each["index"] != index]
    assert "vendor.payment.v1" in {each["type"] for each in others}
    proofs = AnchoredProofs(side.running.base.database, side.running.base.settings.chain.place)
    for each in others:
        found = release_arguments(await proofs.of(side.log, parse("ent", each["id"])))
        assert found is not None
        arguments = arguments_in(cast(Answer, msgspec.structs.asdict(found)))
        side.desk.assert_unproven("NotInLog()", arguments, payment)


async def test_the_answers_salts_open_what_is_on_the_chain(desk: Desk, running: Product) -> None:
    """Whoever is shown the vendor, the amount and their salts finds them committed to in the contract."""
    side = Side(desk, running)
    await side.registered()
    made = cast("dict[str, str]", await side.proposed())
    facts = cast(tuple[object, ...], desk.admin.ask("payment", to_octets(made["payment_id"])))
    vendor = vendor_commitment(to_octets(made["vendor_salt"]), made["vendor"].encode())
    amount = amount_commitment(to_octets(made["amount_salt"]), 4_250_000, "INR")
    assert {vendor, amount} <= set(facts)
