"""Choosing a gateway for a payment: one durable choice with its entry and receipt, the same however often it is asked for."""

import dataclasses
import datetime as dt
from typing import Annotated
from uuid import UUID

import msgspec
from msgspec import Meta

from core import idempotency, intake
from core.clock import Clock, true_now
from core.database import Database, Transaction
from core.errors import ErrorKind, PlatformError
from core.fresh import Fresh
from core.ids import uuid7
from inference import arm_trials
from inference.gateway_routing import store
from inference.gateway_routing.choosing import Chosen, GatewayOption, Router, place_of
from inference.gateway_routing.policy import RoutingPolicy, ToRoute
from inference.gateway_routing.store import ChoiceRow
from ledger.receipts import MERGE_DELAY_MAX, Receipt, ReceiptSigner, Statement
from payments import fact_checks
from payments.attempts import knowledge
from payments.attempts.facts import Bank
from payments.attempts.health import minute_of
from payments.attempts.knowledge import Knowledge
from payments.attempts.prepared import payment_key
from payments.attempts.usual import Usual
from payments.facts import AmountMinor, Currency, Gateway, Method, Reference
from tenants.permissions import Permission
from tenants.principals import Principal
from tenants.vaults import Vaults

TRIED_MAX = 20


class ChoiceNotFound(PlatformError):
    kind = ErrorKind.NOT_FOUND
    code = "gateway_choice_not_found"
    fix = "Check the id, and that the credential is of the environment that chose."


class ChoiceConflict(PlatformError):
    kind = ErrorKind.CONFLICT
    code = "gateway_choice_conflict"
    fix = (
        "This try of the payment was asked about with other facts. Name the gateways tried since in `tried`."
    )


class NoRoutingPolicy(PlatformError):
    kind = ErrorKind.PRECONDITION
    code = "no_routing_policy"
    fix = "Create a routing policy and activate it."


class PaymentToSend(
    msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True
):
    """A payment that is to go through a gateway now.

    payment_id: your own id of the payment; it and the number of gateways tried decide, always alike, what is chosen.
    method: how it is paid.
    bank: the payer's, as a slug.
    amount_minor: minor units of the currency.
    currency: ISO 4217.
    tried: gateways that this payment was tried at so far; none of them is chosen.
    """

    payment_id: Reference
    method: Method
    bank: Bank | None = None
    amount_minor: AmountMinor
    currency: Currency
    tried: Annotated[list[Gateway], Meta(max_length=TRIED_MAX)] = []


class GatewayChosen(msgspec.Struct, frozen=True, kw_only=True):
    """What was chosen. propensity: the chance that this gateway had. by_rule: whether a rule of the policy had a say."""

    id: UUID
    policy_id: UUID
    gateway: str
    propensity: float
    by_rule: bool
    options: list[GatewayOption]
    chosen_at: dt.datetime
    receipt: Receipt


@dataclasses.dataclass(frozen=True, slots=True)
class Routes:
    """What chooses in an environment now."""

    champion: RoutingPolicy
    routers: dict[UUID, Router]
    challenger: RoutingPolicy | None = None

    def policy_of(self, payment: bytes) -> RoutingPolicy:
        """Return the policy that a payment falls to: always the same, as long as both serve."""
        tried = self.challenger
        if tried is not None and arm_trials.takes(payment, tried.id, tried.share_percent):
            return tried
        return self.champion


class GatewayChoices:
    """known: what is usual of gateways is read again every half minute, how they are and which policies serve every second."""

    def __init__(self, database: Database, vaults: Vaults, signer: ReceiptSigner, clock: Clock) -> None:
        self._database = database
        self._vaults = vaults
        self._signer = signer
        self._clock = clock
        self._usual: Fresh[UUID, Usual] = Fresh(self._read_usual, soft_s=20, hard_s=60, known_max=1_000)
        self._routes: Fresh[UUID, Routes] = Fresh(self._read_routes, known_max=1_000)

    def forget(self, environment_id: UUID) -> None:
        """Read everything anew at the next choice: something was changed here."""
        self._usual.forget(environment_id)
        self._routes.forget(environment_id)

    async def choose(self, caller: Principal, payment: PaymentToSend) -> GatewayChosen:
        """Choose, and keep the choice. Asked again about the same try of a payment, the same is answered.

        Raises: PermissionDenied, PaymentRefused, NoRoutingPolicy, NoGatewayLeft, ChoiceConflict.
        """
        caller.require(Permission.DECISIONS_CREATE)
        now = self._clock.now()
        fact_checks.refuse(
            [
                msgspec.structs.replace(each, field=each.field.removeprefix("."))
                for each in fact_checks.problems_of(payment, now, "")
            ]
        )
        vault = await self._vaults.of(caller.environment_id)
        key, number = payment_key(vault, payment.payment_id), len(payment.tried) + 1
        payload = msgspec.msgpack.encode(payment)
        routes = await self._routes.get(caller.environment_id)
        policy = routes.policy_of(key)
        asked = vault.digest("gateway_choice.asked", key, number.to_bytes(2, "big"))
        to_route = ToRoute(
            method=payment.method, bank=payment.bank or "", amount_minor=payment.amount_minor,
            currency=payment.currency, tried=tuple(payment.tried),
        )  # fmt: skip
        chosen = routes.routers[policy.id].choose(to_route, place_of(asked, policy.id))
        made = _Made(
            id=uuid7(self._clock), policy=policy, trial=routes.challenger, chosen=chosen, payment=payment, key=key,
            number=number, asked=asked, content=vault.digest("gateway_choice.content", payload), at=now,
            commitment=vault.digest("gateway_choice.entry", asked, payload),
        )  # fmt: skip
        async with self._database.transaction(caller.environment_id) as tx:
            return await self._keep(tx, caller, made)

    async def get(self, caller: Principal, choice_id: UUID) -> GatewayChosen:
        """Raises: PermissionDenied, ChoiceNotFound."""
        caller.require(Permission.DECISIONS_READ)
        async with self._database.transaction(caller.environment_id) as tx:
            row = await store.find_choice(tx, caller.environment_id, choice_id)
        if row is None:
            raise ChoiceNotFound("No choice with this id.")
        return msgspec.json.decode(row["answer"], type=GatewayChosen)

    async def _keep(self, tx: Transaction, caller: Principal, made: "_Made") -> GatewayChosen:
        entry = intake.Entry(
            typ="gateway.choice.v1", log=caller.environment_id, eid=made.id, at=made.at, act=caller.id,
            out=made.chosen.gateway, rules=made.policy.digest, score=round(made.chosen.propensity * 1_000_000),
            pc=(made.commitment,), refs=(made.policy.id,),
        )  # fmt: skip
        answer = self._answer(made, intake.leaf_hash(intake.encode(entry)), caller.environment_id)
        new = await store.insert_choice(tx, made.row(caller.environment_id, answer))
        if new:
            await intake.append(tx, entry)
            return answer
        await idempotency.claim(tx)
        found = await store.find_asked(tx, caller.environment_id, made.asked)
        if found is None or found["content"] != made.content:
            raise ChoiceConflict("This try of the payment was asked about with other facts.")
        return msgspec.json.decode(found["answer"], type=GatewayChosen)

    def _answer(self, made: "_Made", leaf: bytes, environment_id: UUID) -> GatewayChosen:
        now = true_now(self._clock)
        statement = Statement(
            log=environment_id, leaf=leaf, eid=made.id, issued_at=now, due=now + MERGE_DELAY_MAX
        )
        (receipt,) = self._signer.sign_batch([statement])
        return GatewayChosen(
            id=made.id,
            policy_id=made.policy.id,
            gateway=made.chosen.gateway,
            propensity=made.chosen.propensity,
            by_rule=made.chosen.by_rule,
            options=made.chosen.options,
            chosen_at=made.at,
            receipt=receipt,
        )

    async def _read_usual(self, environment_id: UUID) -> Usual:
        async with self._database.transaction(environment_id) as tx:
            return await knowledge.read_usual(tx, environment_id, self._clock.now())

    async def _read_routes(self, environment_id: UUID) -> Routes:
        """Raises: NoRoutingPolicy."""
        usual = await self._usual.get(environment_id)
        now = self._clock.now()
        async with self._database.transaction(environment_id) as tx:
            active = await store.active(tx, environment_id)
            if "champion" not in active:
                raise NoRoutingPolicy("No routing policy serves in this environment.")
            health = await knowledge.read_health(tx, environment_id, usual, now)
        known = Knowledge(usual, health)
        routers = {each.id: Router(each.spec, known, minute_of(now)) for each in active.values()}
        return Routes(active["champion"], routers, active.get("challenger"))


class _Made(msgspec.Struct, frozen=True, kw_only=True):
    """A choice before it is kept."""

    id: UUID
    policy: RoutingPolicy
    trial: RoutingPolicy | None
    chosen: Chosen
    payment: PaymentToSend
    key: bytes
    number: int
    asked: bytes
    content: bytes
    commitment: bytes
    at: dt.datetime

    def row(self, environment_id: UUID, answer: GatewayChosen) -> ChoiceRow:
        return ChoiceRow(
            environment_id=environment_id,
            id=self.id,
            asked=self.asked,
            content=self.content,
            policy_id=self.policy.id,
            trial_id=None if self.trial is None else self.trial.id,
            payment=self.key,
            try_=self.number,
            method=self.payment.method,
            bank=self.payment.bank or "",
            amount_minor=self.payment.amount_minor,
            currency=self.payment.currency,
            gateway=self.chosen.gateway,
            propensity=self.chosen.propensity,
            answer=msgspec.json.encode(answer).decode(),
            chosen_at=self.at,
        )
