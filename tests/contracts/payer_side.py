"""A payer between the server and the contracts: what the one answers is what it tells the other."""

import datetime as dt
import secrets
from typing import cast

import msgspec

from api.views.vendor_payments import release_arguments
from ledger.anchored_proofs import AnchoredProof
from ledger.anchoring.anchorer import Anchorer
from ledger.anchoring.settings import AnchorSettings
from ledger.anchoring.super_epochs import SuperEpochs
from ledger.super_log import SuperLog
from ledger.vendor_terms import Proposal
from tenants.api_keys import CreateApiKey
from tenants.permissions import Permission
from tests.contracts.desk import Desk
from tests.contracts.releases import APPROVERS, Proof, approval, propose, to_octets
from tests.fakes.chain import FakeChain
from tests.product import Party, Product
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


class Side:
    """The payer's side: its log at the server, its account on the chain."""

    def __init__(self, desk: Desk, running: Product, party: Party | None = None, account: int = 8) -> None:
        """party: the first tenant where none is named. account: its own on the chain."""
        self.desk = desk
        self.running = running
        self.party = party or running.asha
        self.payer = desk.admin.as_account(account)
        self.log = self.party.system.environment_id

    async def told(self, method: str, path: str, key: str | None = None, **body: object) -> Answer:
        """Ask the server over REST; key: of another caller than who proposes."""
        headers = {"x-api-key": key or self.party.sandbox_key}
        if method == "POST":
            headers["idempotency-key"] = secrets.token_hex(8)
        answer = await self.running.rest.request(
            method, f"/api/v1/vendor-payments{path}", headers=headers, json=body or None
        )
        assert answer.status_code < 300, answer.text
        return cast(Answer, answer.json())

    async def proposed(self, **changes: object) -> Answer:
        """Propose to the server, and its answer to the contract. changes: what the payer tells the contract instead."""
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
        propose(self.payer, msgspec.structs.replace(proposal_in(answer), **changes))
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
        return (await self.running.services.api_keys.create(self.party.system, wanted)).text

    async def registered(self) -> None:
        """Register the payer with its log and the slot that the server tells."""
        await sequence(self.running, self.log)
        epoch = await close_epoch(self.running)
        told = await self.running.rest.get(
            f"/api/v1/ledger/epochs/{epoch}", headers={"x-api-key": self.party.sandbox_key}
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


def proof_of(proof: AnchoredProof) -> Proof:
    """The same of a proof that no face showed. It must be covered by an epoch."""
    found = release_arguments(proof)
    assert found is not None
    return arguments_in(cast(Answer, msgspec.structs.asdict(found)))
