"""Two batches of one environment: one that is completed, and one that waits."""

import dataclasses
import hashlib
import json
import pathlib
import tempfile
import uuid
from collections.abc import Mapping

from core.clock import SystemClock
from core.ids import parse
from inference import starters
from inference.batch.engines import LocalEngine
from inference.batch.files import BatchFiles
from inference.batch.runs import BatchRuns, Tools
from inference.batch.stored import StoredFacts
from inference.rule_lists import RuleLists
from tests.inference.versions import small_version
from tests.parity.faces import Parity
from tests.product import Party, Product

USE_CASE = "credit-score"
HEADER = "id,income,owner,grade,region,debt ratio (%)"


@dataclasses.dataclass(frozen=True)
class TwoBatches:
    completed: str
    waiting: str


def question(word: str) -> dict[str, object]:
    """What `createBatch` is asked. file: its body."""
    file = f"{HEADER}\n{word}-1,1,true,A,east,0.5\n{word}-2,x,true,A,east,0.5\n{word}-3,2,false,B,west,1\n"
    return {"use_case": USE_CASE, "id_column": "id", "file": file}


async def two_batches(product: Product, party: Party, headers: Mapping[str, str], word: str) -> TwoBatches:
    """Send two files to a version of columns, work the first off, and let the starter answer again."""
    parity = Parity(product)
    await deploy_columns(product, party, word)
    ids = []
    for key in ("first", "second"):
        sent = await parity.rest(
            "createBatch", question(word), {**headers, "idempotency-key": f"{key}-batch"}
        )
        assert sent.code == "ok", sent
        ids.append(str(sent.body["id"]))
        if key == "first":
            await work_off(product)
    await deploy_starter(product, party)
    async with product.base.database.unscoped() as tx:  # so that it waits, whoever else works batches off
        hour = "UPDATE batch_queue SET leased_until = now() + interval '1 hour' WHERE batch_id = $1"
        await tx.execute(hour, parse("bat", ids[1]))
    return TwoBatches(*ids)


async def deploy_columns(product: Product, party: Party, word: str) -> None:
    """Let a version of the tenant's own columns answer."""
    services = product.services
    kept = await services.registry.upload(party.system, USE_CASE, f"{word} columns", _files(word))
    await services.deployments.deploy(party.system, USE_CASE, kept.id)


async def deploy_starter(product: Product, party: Party) -> None:
    starter = starters.row(party.system.environment_id, USE_CASE)
    await product.services.deployments.deploy(party.system, USE_CASE, starter.id)


async def work_off(product: Product) -> None:
    """Do here what a process of its own does."""
    batches, services = product.services.batches, product.services
    with tempfile.TemporaryDirectory() as scratch:
        tools = Tools(
            database=product.base.database,
            objects=batches._objects,
            vaults=product.base.tenants.vaults,
            registry=services.registry,
            rulesets=batches._rulesets,
            lists=RuleLists.over(product.base.database, SystemClock()),
            clock=SystemClock(),
            scratch=pathlib.Path(scratch),
            kernel_dir=None,
            engines={"local": lambda files, _source: LocalEngine(1, _stored(product, files))},
        )
        while await BatchRuns(tools, uuid.uuid4()).work_next():
            pass


def _stored(product: Product, files: BatchFiles) -> StoredFacts:
    base = product.base
    return StoredFacts(base.database, base.tenants.vaults, files.environment_id)


def _files(word: str) -> dict[str, bytes]:
    """The small version with a card of the tenant's own."""
    files = dict(small_version().files)
    files["card.md"] = f"# {word}\n".encode()
    manifest = json.loads(files["manifest.json"])
    manifest["files"]["card.md"] = hashlib.sha256(files["card.md"]).hexdigest()
    files["manifest.json"] = json.dumps(manifest).encode()
    return files
