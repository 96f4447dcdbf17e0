"""Choices on the real database: durable, the same for all who ask, learned from what other processes recorded."""

import asyncio
import datetime as dt

import cbor2
import pytest

from core.cpu import CpuPool
from core.database import Database
from inference.gateway_routing.choices import (
    ChoiceConflict,
    GatewayChoices,
    GatewayChosen,
    NoRoutingPolicy,
    PaymentToSend,
)
from inference.gateway_routing.evaluations import RoutingEvaluations
from inference.gateway_routing.policy import PolicyGateway, PolicySpec
from inference.gateway_routing.trial_watch import TrialWatch
from ledger.verifier import receipts
from payments.attempts.attempts import AttemptFilter
from tenants.services import TenantServices
from tests.inference.gateway_routing.conftest import Routed


async def entry_of(database: Database, routed: Routed, typ: str) -> list[dict[str, object]]:
    async with database.transaction(routed.caller.environment_id) as tx:
        rows = await tx.fetch(
            "SELECT entry, leaf_hash FROM ledger_intake WHERE environment_id = $1 ORDER BY seq",
            routed.caller.environment_id,
        )
    found = [{**cbor2.loads(row["entry"]), "leaf": row["leaf_hash"]} for row in rows]
    return [each for each in found if each["typ"] == typ]


async def test_an_outage_is_left_and_found_again(routed: Routed) -> None:
    """Gateway a works a little better; it falls, and nothing goes there; it works again, and gets its payments back."""
    await routed.policy(failure_cost_bps=10_000)
    await routed.tell(600, "gw-a", minutes_ago=90)
    await routed.tell(500, "gw-b", minutes_ago=90)
    await routed.tell(60, "gw-b", down=True, minutes_ago=90)
    assert (await routed.ask("p-1")).options[0].share > 0.9
    await routed.tell(30, "gw-a", down=True)
    left = await routed.ask("p-2")
    assert (left.options[0].share < 0.02, left.options[0].failing > 0.95) == (True, True)
    routed.clock.advance(dt.timedelta(minutes=20))
    await routed.tell(40, "gw-a")
    assert (await routed.ask("p-3")).options[0].share > 0.9


async def test_asking_again_gives_the_same_in_every_process(
    routed: Routed, database: Database, tenancy: TenantServices
) -> None:
    """At once from two processes, and again after everything was learned anew: one choice, one entry, one receipt."""
    await routed.policy()
    other = routed.another_process(database, tenancy)
    mine, first = routed.choices, await routed.ask("p-0")
    both = await asyncio.gather(*[_ask(routed, each, "p-1") for each in (mine, other, mine, other)])
    assert len({each.id for each in both}) == 1
    assert len({each.receipt.leaf_hash for each in both}) == 1
    await routed.tell(50, both[0].gateway, down=True)
    assert await routed.ask("p-1") == both[0]
    assert await routed.choices.get(routed.caller, first.id) == first
    assert len(await entry_of(database, routed, "gateway.choice.v1")) == 2
    with pytest.raises(ChoiceConflict):
        await routed.ask("p-1", amount_minor=1)


async def _ask(routed: Routed, choices: GatewayChoices, payment_id: str) -> GatewayChosen:
    payment = PaymentToSend(payment_id=payment_id, method="upi", amount_minor=10_000, currency="INR")
    return await choices.choose(routed.caller, payment)


async def test_the_receipt_promises_the_entry(routed: Routed, database: Database) -> None:
    """The receipt's leaf is the entry's, which names the gateway, the chance that it had, the policy, and no payment."""
    policy_id = await routed.policy()
    chosen = await routed.ask("p-secret")
    (entry,) = await entry_of(database, routed, "gateway.choice.v1")
    assert chosen.receipt.leaf_hash == entry["leaf"]
    assert chosen.receipt.batch_size <= receipts.BATCH_SIZE_MAX
    assert entry["out"] == chosen.gateway
    assert entry["score"] == round(chosen.propensity * 1_000_000)
    assert entry["refs"] == [policy_id.bytes]
    assert b"p-secret" not in cbor2.dumps(entry)


async def test_nothing_chooses_without_a_policy(routed: Routed) -> None:
    """Before one is activated and after it has ended."""
    with pytest.raises(NoRoutingPolicy):
        await routed.ask("p-1")
    policy_id = await routed.policy()
    await routed.ask("p-1")
    await routed.policies.end(routed.caller, policy_id)
    routed.choices.forget(routed.caller.environment_id)
    with pytest.raises(NoRoutingPolicy):
        await routed.ask("p-2")


async def test_a_trial_divides_payments_and_ends_by_its_guardrail(routed: Routed, database: Database) -> None:
    """Half of the payments fall to the challenger, always the same ones; its gateway fails, so the worker ends it, once."""
    champion = await routed.policy(kind="priority", explore_share=0.0)
    challenger = await routed.policy(challenger=True, kind="shares", gateways=shared(b=100))
    chosen = [(f"p-{number}", await routed.ask(f"p-{number}")) for number in range(120)]
    arms = [each.policy_id for _, each in chosen]
    assert 35 < arms.count(challenger) < 85
    assert {each.gateway for _, each in chosen if each.policy_id == champion} == {"gw-a"}
    watch = TrialWatch(database, routed.clock)
    await watch.look([routed.caller.environment_id])
    assert watch.ended == 0
    await routed.follow(chosen, {"gw-b"})
    found = await routed.policies.compare(routed.caller, challenger)
    assert (found.champion.success_rate, found.challenger.success_rate) == (1.0, 0.0)
    assert {each.figure: each.verdict for each in found.differences} == {
        "success_rate": "lower",
        "fault_rate": "higher",
    }
    assert found.breached
    (money,) = found.money
    assert (money.currency, money.costs) == ("INR", "declared")
    assert money.champion.value_minor == money.champion.amount_minor == 10_000 * arms.count(champion)
    assert (money.challenger.judged, money.challenger.value_minor) == (arms.count(challenger), 0)
    for _ in range(2):
        await watch.look([routed.caller.environment_id])
    assert watch.ended == 1
    ended = await routed.policies.get(routed.caller, challenger)
    assert (ended.status, ended.ended_reason) == ("retired", "guardrail")
    assert len(await entry_of(database, routed, "routing_policy.guardrail.v1")) == 1
    routed.choices.forget(routed.caller.environment_id)
    assert (await routed.ask("p-after")).policy_id == champion


def shared(**percents: float) -> list[PolicyGateway]:
    return [PolicyGateway(gateway=f"gw-{name}", share_percent=percent) for name, percent in percents.items()]


async def test_stored_attempts_judge_a_policy_by_logged_chances(
    routed: Routed, database: Database, cpu: CpuPool
) -> None:
    """Choices of even shares are a fair log: of always b it says what b does, with the propensities that were logged.

    About half of 300 tries succeed, so the loss is 0.5 give or take 0.03, and its upper bound is 0.06 above: -0.3 is five of those off.
    """
    await routed.policy(kind="shares", gateways=shared(a=50, b=50))
    for _ in range(4):
        chosen = [
            (f"p-{routed.clock.now()}-{at}", await routed.ask(f"p-{routed.clock.now()}-{at}"))
            for at in range(150)
        ]
        await routed.follow(chosen, {"gw-b"})
        routed.clock.advance(dt.timedelta(hours=1))
    always = await routed.policies.create(routed.caller, "always b", PolicySpec(gateways=shared(b=0)))
    evaluations = RoutingEvaluations(database, routed.clock, cpu)
    found = await evaluations.evaluate(routed.caller, always.id, None, None)
    assert (found.propensities, found.tries, found.refused) == ("logged", 300, None)
    assert found.doubly_robust is not None
    assert found.doubly_robust.high < 0.05
    assert found.uplift is not None
    assert found.uplift.high < -0.3
    (money,) = found.money
    assert money.logged_value_minor == round(found.logged.value * 300) * 10_000 if found.logged else None
    assert money.net_gain is not None
    assert money.net_gain.high_minor < -0.3 * 300 * 10_000 * always.spec.failure_cost_bps / 10_000


async def test_ids_of_choices_are_public(routed: Routed) -> None:
    """An attempt that follows a choice names it by the id that the choice was answered with."""
    await routed.policy()
    chosen = await routed.ask("p-1")
    await routed.follow([("p-1", chosen)], set())
    page = await routed.attempts.list(routed.caller, AttemptFilter(), after=None, limit=5)
    assert page.data[0].choice_id == chosen.id
