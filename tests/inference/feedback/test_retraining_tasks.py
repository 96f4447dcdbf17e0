"""Training jobs beyond probabilities: numbers, classes and anomalies, learned from what was told, ending in a shadow that scores."""

import datetime as dt
from collections.abc import Callable, Mapping
from pathlib import Path
from uuid import UUID

import msgspec
import numpy as np
import polars as pl
import pytest

from app.training_child import ChildTrainer
from core.database import Database
from core.ids import parse
from inference import artefacts
from inference.actionable import ActionableColumn
from inference.catalogue import Answer
from inference.deployment_entities import Deploy
from inference.entities import DecideCommand, Decision, InputValue
from inference.event_kinds import EVENTS
from inference.feedback_entities import Feedback
from inference.manifest import Manifest, Task
from inference.retraining import TrainingJobs
from inference.retraining_entities import TrainingImpossible, TrainingRefused, TrainingRequest
from inference.retraining_entities import TrainingJob as Job
from payments.invoice_facts import Invoice
from payments.statement_facts import Ticket
from payments.transactions import Payments
from tenants.principals import Principal
from tenants.services import TenantServices
from tests.inference.feedback.conftest import Desk
from tests.inference.feedback.test_retraining import StandIn, jobs, runs_of
from tests.payments.samples import a_payment
from training.train import TrainingJob, train_any

__all__ = ["jobs"]
ROWS = 240
HOUR = dt.timedelta(hours=1)
Inputs = Mapping[str, InputValue]


async def champion(
    desk: Desk, use_case: str, folder: Path, table: pl.DataFrame, target: str,
    actionable: tuple[ActionableColumn, ...] = (),
) -> UUID:  # fmt: skip
    """Let a version of the tenant's own columns answer. Returns: its id."""
    table.write_parquet(folder / "table.parquet")
    job = TrainingJob(
        use_case=use_case, data=folder / "table.parquet", target=target, history=False, actionable=actionable
    )
    made = train_any(job)
    files = {**made.files, **made.beside}
    wanted = (artefacts.MANIFEST, *artefacts.files_of(artefacts.manifest_of(files[artefacts.MANIFEST])))
    kept = await desk.services.registry.upload(
        desk.caller, use_case, "ours", {name: files[name] for name in wanted}
    )
    await desk.services.deployments.deploy(desk.caller, use_case, kept.id, Deploy())
    return kept.id


async def decided(
    desk: Desk, use_case: str, rows: list[Inputs], truth: Callable[[int], Mapping[str, object]] | None
) -> list[Decision[Answer]]:
    """Decide about rows of columns and tell what came of them."""
    made = []
    for row in rows:
        command = DecideCommand(use_case=use_case, inputs=dict(row))
        made.append(await desk.services.decisions.decide(desk.caller, command))
        desk.clock.advance(HOUR / 4)
    if truth is not None:
        await told(desk, made, truth)
    return made


async def told(
    desk: Desk, made: list[Decision[Answer]], truth: Callable[[int], Mapping[str, object]]
) -> None:
    items = [
        msgspec.convert({"decision_id": each.id, "observed_at": desk.clock.now(), **truth(place)}, Feedback)
        for place, each in enumerate(made)
    ]
    await desk.feedback.record_many(desk.caller, items)


async def trained(
    desk: Desk, database: Database, tenancy: TenantServices, jobs: TrainingJobs, request: TrainingRequest
) -> tuple[Job, Manifest, dict[str, object]]:
    """Carry a job out to its shadow. Returns: the job, and manifest and card of what it made."""
    queued = await jobs.create(desk.caller, msgspec.structs.replace(request, end_in="shadow"))
    await runs_of(desk, database, tenancy, ChildTrainer()).work(desk.caller.environment_id)
    job = await jobs.get(desk.caller, queued.id)
    assert (job.state, job.share) == ("succeeded", 1.0), job.reason
    assert job.version_id is not None
    assert job.deployment_id is not None
    files = await desk.services.registry.files(desk.caller.environment_id, job.version_id)
    card = msgspec.json.decode(files[artefacts.CARD])
    async with database.transaction(desk.caller.environment_id) as tx:
        (kept,) = await tx.fetch("SELECT version_id, origin FROM drift_reference")
    assert tuple(kept) == (job.version_id, "training")
    return job, artefacts.manifest_of(files[artefacts.MANIFEST]), card


async def refused(
    desk: Desk, database: Database, tenancy: TenantServices, jobs: TrainingJobs, request: TrainingRequest
) -> str:
    """Why a job failed before anything was fitted."""
    queued = await jobs.create(desk.caller, request)
    await runs_of(desk, database, tenancy, StandIn()).work(desk.caller.environment_id)
    job = await jobs.get(desk.caller, queued.id)
    assert job.state == "failed"
    return job.reason or ""


async def shadowed(desk: Desk, database: Database, job: Job, command: DecideCommand) -> None:
    """One more decision is the champion's, and the shadow scores it too."""
    made = await desk.services.decisions.decide(desk.caller, command)
    assert parse("ver", made.model.version_id) != job.version_id
    await desk.services.decisions.close()
    async with database.transaction(desk.caller.environment_id) as tx:
        rows = await tx.fetch("SELECT version_id FROM shadow_prediction")
    assert [row["version_id"] for row in rows] == [job.version_id]


def payouts(rng: np.random.Generator, count: int) -> list[Inputs]:
    """`bank` is the same in all of them and `note` is never sent: a version must declare them all the same."""
    return [
        {"size": float(size), "rail": "neft" if place % 3 else "imps", "bank": "one"}
        for place, size in enumerate(rng.uniform(0, 10, count))
    ]


async def test_days_are_learned_anew(
    desk: Desk, database: Database, tenancy: TenantServices, jobs: TrainingJobs, tmp_path: Path
) -> None:
    """Hours that were told make a version of days, with its columns, its bound and its lineage, right about what has changed;
    its shadow scores what the champion is asked."""
    rng = np.random.default_rng(5)
    size = rng.uniform(0, 10, 400)
    table = pl.DataFrame({
        "size": size, "rail": rng.choice(["imps", "neft"], 400), "bank": rng.choice(["one", "two"], 400),
        "note": rng.choice([np.nan, 1.0, 2.0], 400), "days": size / 5 + rng.exponential(0.2, 400),
    })  # fmt: skip
    parent = await champion(desk, "payout-delay", tmp_path, table, "days")
    rows = payouts(rng, ROWS)
    hours = [24 * (3.0 + float(str(row["size"])) / 5 + float(rng.exponential(0.2))) for row in rows]
    await decided(desk, "payout-delay", rows, lambda place: {"value": hours[place]})
    request = TrainingRequest(use_case="payout-delay")
    job, manifest, card = await trained(desk, database, tenancy, jobs, request)
    assert (job.rows, job.positives) == (ROWS, None)
    assert (manifest.task, {column.name for column in manifest.columns}) == (
        "number", {"size", "rail", "bank", "note"},
    )  # fmt: skip
    assert job.version_id is not None
    version = await desk.services.registry.get(desk.caller, job.version_id)
    assert version.lineage.parent_id == parent
    assert "POST /api/v1/training-jobs" in version.lineage.command
    assert any("Trained by job" in note for note in card["notes"])  # type: ignore[attr-defined]
    await shadowed(desk, database, job, DecideCommand(use_case="payout-delay", inputs=dict(rows[0])))
    _, loaded = await desk.services.registry.find(desk.caller.environment_id, job.version_id)
    fresh = np.array([[5.0, 1.0, 0.0, np.nan]], np.float32)
    found = loaded.score(
        fresh[:, [["size", "rail", "bank", "note"].index(name) for name in manifest.features]]
    )
    assert 3.5 < float(found.heads["p50"][0, 0]) < 5.0


async def test_classes_are_learned_anew(
    desk: Desk, database: Database, tenancy: TenantServices, jobs: TrainingJobs, tmp_path: Path
) -> None:
    """Labels that were told as slugs keep the champion's spelling, a new one becomes a class, and texts stay texts."""
    rng = np.random.default_rng(6)
    words = {
        "Card lost": "my card is gone",
        "Fee too high": "why was I charged this fee",
        "new-matter": "where is the app",
    }

    def texts(names: list[str], count: int) -> list[tuple[str, str]]:
        return [
            (names[place % len(names)], f"{words[names[place % len(names)]]} {rng.choice(['please', 'today', 'again'])} {place}")
            for place in range(count)
        ]  # fmt: skip

    known = texts(["Card lost", "Fee too high"], 200)
    table = pl.DataFrame(
        {
            "text": [text for _, text in known],
            "state": rng.choice(["a", "b"], 200),
            "product": [name for name, _ in known],
        }
    )
    await champion(desk, "ticket-triage", tmp_path, table, "product")
    said = texts(list(words), ROWS)
    rows: list[Inputs] = [{"text": text, "state": "a"} for _, text in said]
    slugs = {"Card lost": "card-lost", "Fee too high": "fee_too_high", "new-matter": "new-matter"}
    await decided(desk, "ticket-triage", rows, lambda place: {"label": slugs[said[place][0]]})
    request = TrainingRequest(use_case="ticket-triage")
    job, manifest, card = await trained(desk, database, tenancy, jobs, request)
    assert manifest.classes == tuple(sorted(words))
    assert {column.name: column.kind for column in manifest.columns} == {"text": "text", "state": "category"}
    (best,) = [line for line in card["leaderboard"] if line["chosen"]]  # type: ignore[attr-defined]
    assert best["figures"]["accuracy"] > 0.95
    await shadowed(desk, database, job, DecideCommand(use_case="ticket-triage", inputs=dict(rows[2])))


async def test_anomalies_of_ingested_payments_need_no_truth(
    desk: Desk,
    database: Database,
    tenancy: TenantServices,
    jobs: TrainingJobs,
    caller: Principal,
    payments: Payments,
) -> None:
    """Payments that nobody judged become a version of anomalies over the service's own features; a payment of a hundred times the
    usual amount looks more like one than a usual payment."""
    rng = np.random.default_rng(7)
    now = desk.clock.now()
    amounts = rng.lognormal(10, 0.3, 300).astype(int)
    await payments.ingest_many(
        caller,
        [
            a_payment(id=f"p-{each}", customer_id=f"c-{each % 9}", amount_minor=int(amounts[each]), occurred_at=now - (300 - each) * HOUR)
            for each in range(300)
        ],
    )  # fmt: skip
    request = TrainingRequest(use_case="transaction-anomaly", source="facts", task="anomaly")
    job, manifest, _ = await trained(desk, database, tenancy, jobs, request)
    assert (job.rows, manifest.task, manifest.inputs, manifest.feature_set) == (
        300,
        "anomaly",
        "facts",
        "payment/1",
    )
    await desk.decide(customer_id="c-1", amount_minor=20_000)
    desk.clock.advance(HOUR)  # so that the ids tell which came first
    await desk.decide(customer_id="c-1", amount_minor=2_000_000)
    await desk.services.decisions.close()
    async with database.transaction(caller.environment_id) as tx:
        usual, odd = await tx.fetch("SELECT score FROM shadow_prediction ORDER BY decision_id")
    assert odd["score"] > usual["score"]


async def test_an_invoice_champion_of_facts_is_learned_anew(
    desk: Desk, database: Database, tenancy: TenantServices, jobs: TrainingJobs
) -> None:
    """Decisions of the starter and the days that were told make a version with all its heads, about the tenant's own debtors:
    here whoever owes much pays late."""
    rng = np.random.default_rng(8)
    now = desk.clock.now()
    example = msgspec.convert({**EVENTS["invoice"].example, "history": []}, Invoice)
    made, days = [], []
    for place in range(ROWS):
        dear = bool(rng.random() < 0.5)
        due = int(rng.integers(5, 30))
        invoice = msgspec.structs.replace(
            example, debtor_id=f"d-{place % 8}", amount_minor=9_000_000 if dear else 10_000,
            issued_at=now - 10 * HOUR, due_at=now + 24 * due * HOUR,
        )  # fmt: skip
        made.append(
            await desk.services.decisions.decide(
                desk.caller, DecideCommand(use_case="payment-delay", event=invoice)
            )
        )
        days.append(max(0.1, due + (6 if dear else -3) + float(rng.normal(0, 1))))
    await told(desk, made, lambda place: {"value": days[place]})
    job, manifest, _ = await trained(desk, database, tenancy, jobs, TrainingRequest(use_case="payment-delay"))
    assert (manifest.inputs, manifest.feature_set) == ("facts", "invoice/1")
    await shadowed(
        desk, database, job, DecideCommand(use_case="payment-delay", event=msgspec.structs.replace(example, due_at=now + 240 * HOUR))
    )  # fmt: skip
    assert job.version_id is not None
    _, loaded = await desk.services.registry.find(desk.caller.environment_id, job.version_id)
    row = np.full((2, len(manifest.features)), np.nan, np.float32)
    row[:, manifest.features.index("amount_minor")] = [9_000_000, 10_000]
    found = loaded.score(row)
    late, early = found.heads["days_late_p50"][:, 0].tolist()
    assert late > 2
    assert early < 0
    assert found.probability[0] > 0.7
    assert found.probability[1] < 0.3


async def test_ticket_labels_teach_the_starters_classes(
    desk: Desk, database: Database, tenancy: TenantServices, jobs: TrainingJobs
) -> None:
    """Tickets that the service itself read, and the labels that people gave them, make a version of the catalogue's classes."""
    words = {"refund_missing": "zorbat florin", "kyc_pending": "quux wibble"}
    made = []
    for place in range(ROWS):
        name = list(words)[place % 2]
        ticket = Ticket(text=f"{words[name]} number {place}")
        made.append(
            await desk.services.decisions.decide(
                desk.caller, DecideCommand(use_case="ticket-triage", event=ticket)
            )
        )
    await told(desk, made, lambda place: {"label": list(words)[place % 2]})
    job, _, card = await trained(desk, database, tenancy, jobs, TrainingRequest(use_case="ticket-triage"))
    assert card["Accuracy on held-out rows"] == "100.0 %"
    assert float(str(card["That of the champion, starter, on the same rows"]).removesuffix(" %")) < 60
    assert job.version_id is not None
    await desk.services.deployments.deploy(desk.caller, "ticket-triage", job.version_id, Deploy())
    command = DecideCommand(use_case="ticket-triage", event=Ticket(text="zorbat florin once more"))
    decision = await desk.services.decisions.decide(desk.caller, command)
    assert msgspec.to_builtins(decision.answer)["root_cause"] == "refund_missing"
    assert "`text` says “zorbat”, which speaks for `refund_missing`." in {
        each.text for each in decision.reasons
    }


async def test_too_few_and_all_alike_say_so(
    desk: Desk, database: Database, tenancy: TenantServices, jobs: TrainingJobs, tmp_path: Path
) -> None:
    """Each task says what it lacks: values, values that differ, labels, a second label, rows."""
    rng = np.random.default_rng(9)
    size = rng.uniform(0, 10, 200)
    table = pl.DataFrame({"size": size, "days": size + rng.exponential(1, 200)})
    await champion(desk, "payout-delay", tmp_path, table, "days")
    rows: list[Inputs] = [{"size": float(each)} for each in rng.uniform(0, 10, 210)]
    made = await decided(desk, "payout-delay", rows, None)
    await told(desk, made[:20], lambda _: {"value": 10.0})
    asked = TrainingRequest(use_case="payout-delay")
    about = (desk, database, tenancy, jobs)
    assert (await refused(*about, asked)).startswith(
        "There are 20 rows whose feedback has a value; at least 200"
    )
    await told(desk, made[20:], lambda _: {"value": 10.0})
    assert "values are the same" in await refused(*about, asked)
    presumed = msgspec.structs.replace(asked, presumed_after_days=3)
    with pytest.raises(TrainingImpossible, match="presumed_after_days"):
        await jobs.create(desk.caller, presumed)
    assert "0 of them happened" in await refused(*about, msgspec.structs.replace(asked, task="probability"))
    starters = TrainingRequest(use_case="ticket-triage")
    assert "rows whose feedback has a label (none)" in await refused(*about, starters)
    with pytest.raises(TrainingImpossible, match="countermark train"):
        await jobs.create(desk.caller, TrainingRequest(use_case="ticket-triage", task="probability"))
    assert "There are 0 rows; at least 200" in await refused(
        *about, TrainingRequest(use_case="churn-score", task="anomaly")
    )


async def test_what_no_champion_could_tell(jobs: TrainingJobs, caller: Principal) -> None:
    """A task that the answer has no place for, and a presumption of values, are refused when they are asked for."""
    impossible: tuple[Task, ...] = ("number", "classes")
    for task in impossible:
        with pytest.raises(TrainingRefused) as error:
            await jobs.create(caller, TrainingRequest(use_case="churn-score", task=task))
        assert error.value.fields[0].field == "task"
    with pytest.raises(TrainingRefused) as error:
        await jobs.create(
            caller, TrainingRequest(use_case="payment-delay", task="number", presumed_after_days=5)
        )
    assert error.value.fields[0].field == "presumed_after_days"
