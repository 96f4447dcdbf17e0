"""The same batch on Ray Data: byte for byte what this machine's threads make of it. `make test-ray` runs it."""

import dataclasses
import io
import pathlib
import uuid
from collections.abc import Awaitable, Callable, Mapping

import msgspec
import polars as pl
import pytest

from app.settings import BatchSettings
from app.wiring import batch_runs
from app.wiring.batches import batches as wire_batches
from bench.batch_parity import table_of
from core.database import Database
from core.sealed_files import SealedReader
from inference.batch.chunks import Chunk
from inference.batch.engines import Engine, RayEngine
from inference.batch.entities import BatchOptions
from inference.batch.files import BatchFiles
from inference.batch.plan import Plan
from inference.batch.remote import RemoteJob
from inference.batch.runs import BatchRuns
from inference.declared.entities import DeclareFeature
from inference.manifest import Column
from inference.rule_facts import RuleFacts
from payments.facts import Transaction
from payments.simulator.bundle import history
from payments.simulator.events import SimulatorConfig
from payments.simulator.feed import bulks
from payments.transactions import Payments
from rules.active import ActiveRulesets
from rules.assessment import Assessor
from rules.entities import Draft
from rules.rulesets import Rulesets
from tests.inference import tickets
from tests.inference.batch.conftest import USE_CASE, Desk, a_file, parts_of, whole
from tests.inference.batch.test_facts import facts_of, table
from tests.inference.declared_versions import pinned, version_with
from tests.inference.test_declared_features import renamed
from tests.inference.versions import small_version
from tests.rules.graphs import graph
from tests.rules.graphs import table as rows_of_rules

PYTHON = pathlib.Path(__file__).parents[3] / ".venv-ray/bin/python"
pytestmark = pytest.mark.ray
CONFIG = SimulatorConfig(seed=11, days=60, customers=12, fraud_level=10.0)


class Cluster:
    """A desk whose batches are worked off by threads and by a local cluster."""

    def __init__(self, desk: Desk) -> None:
        settings = msgspec.structs.replace(desk.base.settings, batches=BatchSettings(ray_python=str(PYTHON)))
        base = dataclasses.replace(desk.base, settings=settings)
        self.desk = desk
        self.jobs: list[RemoteJob] = []
        desk.batches = wire_batches(base, desk.inference.deployments, desk.batches._rulesets)
        tools = batch_runs.tools(base)
        self._ray = tools.engines["ray"]
        desk.runs = BatchRuns(
            dataclasses.replace(tools, engines={**tools.engines, "ray": self._noted}), uuid.uuid4()
        )

    def _noted(self, files: BatchFiles, source: SealedReader) -> Engine:
        engine = self._ray(files, source)
        assert isinstance(engine, RayEngine)
        made = engine._job

        async def noting(plan: Plan, chunks: list[Chunk]) -> RemoteJob:
            self.jobs.append(await made(plan, chunks))
            return self.jobs[-1]

        engine._job = noting
        return engine


@dataclasses.dataclass(frozen=True)
class Sent:
    """A file, and what is to come of it. reads: whether the workers are to read what is stored."""

    data: bytes
    use_case: str = USE_CASE
    rows: int = 0
    refused: int = 0
    reads: bool = True
    options: Mapping[str, str] = dataclasses.field(default_factory=dict)


@pytest.fixture
async def cluster(still_desk: Desk) -> Cluster:
    if not PYTHON.exists():
        pytest.skip("Ray is not installed: make setup-ray")
    return Cluster(still_desk)


async def deploy(desk: Desk, use_case: str, files: Mapping[str, bytes]) -> None:
    kept = await desk.inference.registry.upload(desk.caller, use_case, "own", dict(files))
    await desk.inference.deployments.deploy(desk.caller, use_case, kept.id)


async def ingest(desk: Desk) -> list[Transaction]:
    """Half of a simulated history. Returns: the other half."""
    payments = [each for bulk in bulks(history(CONFIG.days, CONFIG)) for each in bulk.transactions]
    service = Payments(desk.base.database, desk.base.tenants.vaults, desk.base.clock)
    middle = len(payments) // 2
    for start in range(0, middle, 500):
        await service.ingest_many(desk.caller, payments[start : min(start + 500, middle)])
    return payments[middle:]


async def declare(desk: Desk, expressions: Mapping[str, tuple[str, str]]) -> None:
    for name, (expression, kind) in expressions.items():
        inputs = {"income": "number"} if "inputs." in expression else {}
        asked = {"name": name, "expression": expression, "type": kind, "inputs": inputs}
        told = {"unit": "number", "owner": "o", "description": "d"}
        await desk.inference.features.declare(desk.caller, msgspec.convert(asked | told, DeclareFeature))


async def rule(desk: Desk, use_case: str, read: str) -> None:
    """Decide by a declared feature."""
    database: Database = desk.base.database
    facts = RuleFacts(database, desk.inference.deployments)
    rulesets = Rulesets(database, desk.base.clock, facts, ActiveRulesets(database), Assessor())
    rows = [{"c": "== 'A'", "o": "'review'"}, {"c": "", "o": "'approve'"}]
    tested = rows_of_rules(rows, inputs={"c": read}, outputs={"o": "outcome"})
    draft = Draft(graph=graph(tested), fallback="review", reason="test")
    version = await rulesets.push(desk.caller, use_case, draft)
    assert version.id is not None
    await rulesets.activate(desk.caller, use_case, version.id, "go")


async def own_columns(desk: Desk) -> Sent:
    """Columns alone: the database is not needed."""
    await deploy(desk, USE_CASE, small_version().files)
    data = a_file(9_000, extra=["c0,1,1,A,east,1", "bad,x,1,A,east,1"])
    return Sent(noted(data, 900), rows=9_000, refused=2, reads=False, options={"id_column": "id"})


async def own_columns_scored(desk: Desk) -> Sent:
    sent = await own_columns(desk)
    return dataclasses.replace(sent, options={"id_column": "id", "work": "scores"})


async def texts(desk: Desk) -> Sent:
    await deploy(desk, tickets.USE_CASE, tickets.files())
    frame = tickets.table(400, seed=9).select(tickets.INPUTS)
    return Sent(noted(frame.write_csv().encode(), 900), tickets.USE_CASE, rows=400, reads=False)


async def payments(desk: Desk) -> Sent:
    """Against the state of their customers."""
    waiting = await ingest(desk)
    wrong = msgspec.structs.replace(waiting[0], id="wrong", currency="XXX")
    sent = [*waiting[:400], wrong]
    return Sent(noted(table_of(sent), 900), "transaction-anomaly", 400, 1, options={"id_column": "id"})


async def customers(desk: Desk) -> Sent:
    owners = sorted({each.customer_id for each in await ingest(desk)})
    return Sent("\n".join(["customer_id", *owners, "nobody"]).encode(), "churn-score", len(owners) + 1)


async def pasts(desk: Desk) -> Sent:
    """Whole pasts, opened with the keys of the environment; one customer has none."""
    owners = sorted({each.customer_id for each in await ingest(desk)})
    return Sent("\n".join(["customer_id", *owners, "nobody"]).encode(), "segment", len(owners), 1)


async def events(desk: Desk) -> Sent:
    facts = facts_of("payment-delay")
    rows: list[Mapping[str, object]] = [{**facts, "amount_minor": at * 1_000} for at in range(1, 200)]
    frame = pl.read_csv(table(rows))
    buffer = io.BytesIO()
    frame.write_parquet(buffer, row_group_size=64)
    return Sent(buffer.getvalue(), "payment-delay", 199, reads=False, options={"format": "parquet"})


async def payments_with_features(desk: Desk) -> Sent:
    """Declared features are scored beside the set, and rules read another one."""
    waiting = await ingest(desk)
    await declare(
        desk,
        {
            "costs": (
                "(features.rent_to_income ?? 0) + (features.emi_load ?? 0) + (features.payments_d7 ?? 0) / 7",
                "number",
            ),
            "tier": ("(features.days_known ?? 0) > 3 ? 'A' : 'B'", "category"),
        },
    )
    declared = await pinned(desk.base.database, desk.caller.environment_id, "costs")
    added = (
        Column(name="features.costs", kind="number"),
        Column(name="features.emi_load", kind="number"),
    )
    await deploy(desk, "transaction-anomaly", version_with(added, declared).files)
    await rule(desk, "transaction-anomaly", "features.tier")
    return Sent(noted(table_of(waiting[:400]), 900), "transaction-anomaly", 400, options={"id_column": "id"})


async def columns_with_features(desk: Desk) -> Sent:
    """Rows name their customer, and an expression reads a column of the row."""
    owners = sorted({each.customer_id for each in await ingest(desk)})
    await declare(
        desk,
        {
            "tier": ("(features.days_known ?? 0) > 3 ? 'A' : 'B'", "category"),
            "leaning": ("(inputs.income ?? 0) * 2 + (features.days_known ?? 0)", "number"),
        },
    )
    names = {"grade": "features.tier", "debt ratio (%)": "features.leaning"}
    await deploy(desk, USE_CASE, renamed(names))
    lines = [f"{owners[at % len(owners)] if at % 7 else ''},{at / 9},1,east" for at in range(600)]
    data = "\n".join(["customer_id,income,owner,region", *lines]).encode()
    return Sent(noted(data, 2_000), rows=600)


KINDS: dict[str, Callable[[Desk], Awaitable[Sent]]] = {
    made.__name__: made
    for made in (
        own_columns, own_columns_scored, texts, payments, customers, pasts, events, payments_with_features,
        columns_with_features,
    )
}  # fmt: skip


@pytest.mark.parametrize("kind", KINDS)
async def test_the_results_are_identical(cluster: Cluster, kind: str) -> None:
    """CSV, Parquet and refused rows are the same bytes on both engines, whatever a version is made of and rules read; keys are
    handed to workers where rows need them and nowhere else."""
    clustered = cluster.desk
    sent = await KINDS[kind](clustered)
    found = []
    for engine in ("local", "ray"):
        options = msgspec.convert({**sent.options, "engine": engine}, BatchOptions)
        batch = await clustered.batches.create(
            clustered.caller, sent.use_case, options, parts_of(sent.data, 100_000)
        )
        while await clustered.runs.work_next():
            pass
        batch = await clustered.batches.get(clustered.caller, batch.id)
        ended = (batch.state, batch.progress.rows, batch.progress.refused)
        assert ended == ("completed", sent.rows, sent.refused), batch.failure
        refused = await whole(await clustered.batches.refused(clustered.caller, batch.id))
        sheet = await whole(await clustered.batches.results(clustered.caller, batch.id, "parquet"))
        found.append((await clustered.text(batch), refused, sheet))
    assert found[0] == found[1]
    (job,) = cluster.jobs
    assert (job.access is not None) == sent.reads
    assert len(job.chunks) > 1 or kind in {"customers", "pasts"}


def noted(data: bytes, size: int) -> bytes:
    """Add a column that nobody reads, so that there are several chunks."""
    header, *lines = data.splitlines()
    return b"\n".join([header + b",note", *(line + b"," + b"n" * size for line in lines)])
