"""Jobs of use cases about statements, gateways, leads and life events: what questions told and what came of them, to a shadow."""

import datetime as dt
from random import Random
from typing import cast

import msgspec

from core.database import Database
from core.ids import parse
from inference.answering.commission_check import CommissionCheckAnswer
from inference.answering.gateway_route import GatewayRouteAnswer
from inference.answering.lead_score import LeadScoreAnswer
from inference.answering.life_events import LifeEventsAnswer
from inference.answering.payment_delay import PaymentDelayAnswer
from inference.catalogue import Answer
from inference.deployment_entities import Deploy
from inference.entities import DecideCommand, Decision
from inference.retraining import TrainingJobs
from inference.retraining_entities import TrainingJob, TrainingRequest
from payments.commission_facts import CommissionStatement
from payments.commissions import earned
from payments.gateway_facts import GatewayAttempt, GatewayCandidate, Routing
from payments.invoice_facts import Invoice, PastInvoice
from payments.simulator.lives import lives
from tenants.services import TenantServices
from tests.inference.feedback.conftest import Desk
from tests.inference.feedback.test_retraining import jobs
from tests.inference.feedback.test_retraining_tasks import refused, told, trained
from training.starter_commissions import statements
from training.starter_gateways import attempts
from training.starter_histories import history_of
from training.starter_invoices import paid_invoices

__all__ = ["jobs"]
HOUR = dt.timedelta(hours=1)


async def asked(desk: Desk, use_case: str, event: msgspec.Struct) -> Decision[Answer]:
    return await desk.services.decisions.decide(desk.caller, DecideCommand(use_case=use_case, event=event))


async def deployed(desk: Desk, job: TrainingJob, event: msgspec.Struct) -> Decision[Answer]:
    """Let the version of a job answer. Returns: its decision about an event, which a replay gives again."""
    use_case = job.request.use_case
    assert job.version_id is not None
    await desk.services.deployments.deploy(desk.caller, use_case, job.version_id, Deploy())
    made = await asked(desk, use_case, event)
    assert parse("ver", made.model.version_id) == job.version_id
    replay = await desk.services.replays.replay(desk.caller, parse("dec", made.id))
    assert replay.verdict == "identical"
    return made


def paying(statement: CommissionStatement, share: float) -> CommissionStatement:
    """The same statement, saying a share of what the agreement gives."""
    paid = round(share * earned(statement).expected_minor)
    return msgspec.structs.replace(
        statement, paid_minor=paid, tax_withheld_minor=round(paid * statement.tax_bps / 10_000)
    )


async def test_statements_teach_what_partners_earn_here(
    desk: Desk, database: Database, tenancy: TenantServices, jobs: TrainingJobs
) -> None:
    """Here all partners get a tenth on top that no agreement names: statements without it were wrong, as feedback and corrected
    statements say. The version that a job made says so, expects the tenth, and decides."""
    rng = Random("ours")
    made, truths = [], []
    played = [
        each
        for partner in range(60)
        for each, _ in statements(rng, partner)
        if earned(each).expected_minor > 20_000
    ]
    for place, statement in enumerate(played[:280]):
        good = place % 2 == 0
        said = paying(
            msgspec.structs.replace(statement, partner_id=f"{statement.partner_id}-{place}"),
            1.1 if good else 1.0,
        )
        made.append(await asked(desk, "commission-check", said))
        truths.append(said)
        desk.clock.advance(HOUR / 4)
        if not good and place % 4 == 1:  # corrected by a later statement instead of feedback
            await asked(desk, "commission-check", paying(said, 1.1))
    judged = [place for place in range(len(made)) if place % 4 != 1]
    await told(
        desk, [made[place] for place in judged],
        lambda each: {"value": round(1.1 * earned(truths[judged[each]]).expected_minor)},
    )  # fmt: skip
    job, manifest, card = await trained(
        desk, database, tenancy, jobs, TrainingRequest(use_case="commission-check")
    )
    assert (job.rows, manifest.feature_set) == (280, "commission/1")
    assert any("70 by a later statement" in note for note in cast("list[str]", card["notes"]))
    fresh = played[281]
    wrong = cast("CommissionCheckAnswer", (await deployed(desk, job, paying(fresh, 1.0))).answer)
    right = cast("CommissionCheckAnswer", (await asked(desk, "commission-check", paying(fresh, 1.1))).answer)
    assert wrong.probability > 0.8
    assert right.probability < 0.2
    assert wrong.expected_model_minor is not None


async def test_tries_teach_which_gateway_takes_payments(
    desk: Desk, database: Database, tenancy: TenantServices, jobs: TrainingJobs
) -> None:
    """Tries that questions brought along are their own truth: a gateway that refuses every wallet is known for it without a word of
    feedback, though all amounts asked about are nearly the same."""
    now = desk.clock.now()
    played = attempts(77)[-1_600:]
    shift = now - HOUR - played[-1].at
    tries = [
        GatewayAttempt(
            gateway=each.gateway, method="wallet" if place % 3 == 0 else "card", at=each.at + shift,
            succeeded=each.succeeded and not (each.gateway == "gw-alpha" and place % 3 == 0), latency_ms=each.latency_ms,
        )
        for place, each in enumerate(played)
    ]  # fmt: skip
    gateways = sorted({each.gateway for each in tries})
    questions = [
        Routing(
            method="wallet", amount_minor=50_000 + place, currency="INR", attempts=tries[start : start + 400],
            candidates=[GatewayCandidate(gateway=name) for name in gateways],
        )
        for place, start in enumerate(range(0, 1_600, 400))
    ]  # fmt: skip
    for question in questions:
        await asked(desk, "gateway-route", question)
    job, manifest, _ = await trained(
        desk, database, tenancy, jobs, TrainingRequest(use_case="gateway-route", source="facts")
    )
    assert job.rows == 1_520
    assert manifest.feature_set == "gateway/1"
    answer = cast("GatewayRouteAnswer", (await deployed(desk, job, questions[-1])).answer)
    chances = {each.gateway: each.probability for each in answer.choices}
    assert chances["gw-alpha"] < 0.2
    assert max(chances.values()) > 0.5


async def test_labels_teach_which_product_is_taken(
    desk: Desk, database: Database, tenancy: TenantServices, jobs: TrainingJobs
) -> None:
    """Customers who were asked about took travel cards whatever the starter thought; a question has a row for each product, and
    what the label does not name was not taken."""
    made = []
    played = lives(71, 60, 6)
    for life in played[:50]:
        history = history_of(life, life.until)
        made.append(
            await asked(
                desk, "lead-score", msgspec.structs.replace(history, transactions=history.transactions[-200:])
            )
        )
    reason = await refused(desk, database, tenancy, jobs, TrainingRequest(use_case="lead-score"))
    assert "There are 0 customers' products" in reason
    assert "(questions read: 50)" in reason
    await told(desk, made, lambda place: {"label": "travel-card" if place % 5 else "insurance"})
    job, manifest, _ = await trained(desk, database, tenancy, jobs, TrainingRequest(use_case="lead-score"))
    assert (job.rows, job.positives, manifest.feature_set) == (300, 50, "lead/1")
    history = history_of(played[55], played[55].until)
    answer = cast("LeadScoreAnswer", (await deployed(desk, job, history)).answer)
    assert answer.product == "travel-card"
    assert answer.probability > 0.5


async def test_labels_teach_what_happens_in_lives(
    desk: Desk, database: Database, tenancy: TenantServices, jobs: TrainingJobs
) -> None:
    """Of customers asked about was told what happened to them; a row of each question is true, the others are not."""
    made: list[Decision[Answer]] = []
    named: list[str] = []
    for life in lives(73, 220, 9):
        if len(made) < 60 and life.happened:
            made.append(await asked(desk, "life-events", history_of(life, life.until)))
            named.append(life.happened[-1].what)
    await told(desk, made, lambda place: {"label": named[place]})
    job, manifest, _ = await trained(desk, database, tenancy, jobs, TrainingRequest(use_case="life-events"))
    assert (job.rows, job.positives, manifest.feature_set) == (480, 60, "life/1")
    life = next(life for life in lives(74, 60, 9) if life.happened)
    answer = cast("LifeEventsAnswer", (await deployed(desk, job, history_of(life, life.until))).answer)
    assert 0 < answer.probability < 1


async def test_paid_invoices_teach_how_debtors_pay(
    desk: Desk, database: Database, tenancy: TenantServices, jobs: TrainingJobs
) -> None:
    """One question a debtor brings what the debtor paid before: enough to learn that here large invoices are paid three weeks late,
    which the starter cannot know, without a word of feedback."""
    played = [event for event, _ in paid_invoices(303)][-900:]
    now = desk.clock.now()
    shift = now - HOUR - max(event.paid_at or event.issued_at for event in played)
    large = sorted(event.amount_minor for event in played)[len(played) // 2]
    debtors: dict[str, list[PastInvoice]] = {}
    for event in played:
        late = dt.timedelta(days=21 if event.amount_minor > large else -2)
        paid_at = max(event.issued_at, min(event.due_at + late, played[-1].at)) + shift
        past = PastInvoice(
            amount_minor=event.amount_minor, issued_at=event.issued_at + shift, due_at=event.due_at + shift, paid_at=paid_at
        )  # fmt: skip
        debtors.setdefault(event.debtor_id, []).append(past)

    def question(debtor_id: str, amount_minor: int) -> Invoice:
        return Invoice(
            debtor_id=debtor_id, amount_minor=amount_minor, currency="INR", issued_at=now - HOUR,
            due_at=now + dt.timedelta(days=20), history=debtors[debtor_id][-100:],
        )  # fmt: skip

    for debtor in debtors:
        await asked(desk, "payment-delay", question(debtor, 4 * large))
    job, manifest, card = await trained(
        desk, database, tenancy, jobs, TrainingRequest(use_case="payment-delay")
    )
    assert job.rows is not None
    assert job.rows > 1_500
    assert manifest.feature_set == "invoice/1"
    assert any("that of the champion, starter" in note for note in cast("list[str]", card["notes"]))
    dear = cast("PaymentDelayAnswer", (await deployed(desk, job, question(debtor, 4 * large))).answer)
    cheap = cast(
        "PaymentDelayAnswer", (await asked(desk, "payment-delay", question(debtor, large // 4))).answer
    )
    assert dear.probability > 0.8
    assert cheap.probability < 0.2
    assert 35 < (dear.days_p50 or 0) < 47
    assert (cheap.days_p50 or 0) < 22
