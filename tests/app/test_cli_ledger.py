"""`countermark ledger`, as it is run: from the server's own machine to the auditor's verdict."""

import asyncio
import json
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from app.cli.ledger import ledger
from core.clock import SystemClock
from core.ids import parse, public
from core.postgres import EmbeddedPostgres
from ledger.receipts import MERGE_DELAY_MAX, ReceiptSigner, Statement, encode
from ledger.verifier.blocks import open_car
from ledger.verifier.report import Step
from tenants.installation_keys import open_key
from tenants.kms import LocalKms
from tests.product import Product, product
from tests.sequencing import bundle, close_epoch, sequence
from tests.tenants.conftest import MASTER


@pytest.fixture
async def running(postgres: EmbeddedPostgres, tmp_path: Path) -> AsyncIterator[Product]:
    """A tenant whose log has its own beginnings, sequenced and signed."""
    async with product(postgres, tmp_path) as opened:
        assert await sequence(opened) > 0
        await close_epoch(opened)
        yield opened


async def ran(environment: dict[str, str], *arguments: object) -> Result:
    """Run the command as a process of its own would: outside this test's event loop."""
    runner = CliRunner(env=environment)
    return await asyncio.to_thread(runner.invoke, ledger, [str(each) for each in arguments])


async def test_from_export_to_verdict(running: Product, environment: dict[str, str], tmp_path: Path) -> None:
    """Keys, proof, checkpoint and export verify offline; a forged copy of the export does not, and the step is named."""
    tenant = ("--tenant", public("ten", running.asha.tenant.id))
    entry = (await running.services.ledger.list_entries(running.asha.system, after=None, limit=1)).data[0]
    trust, proof, kept = tmp_path / "trust", tmp_path / "proof", tmp_path / "kept"
    for path, arguments in (
        (trust, ("keys", *tenant)),
        (proof, ("proof", *tenant, entry.id)),
        (kept, ("checkpoint", *tenant)),
    ):
        result = await ran(environment, *arguments)
        assert result.exit_code == 0, result.output
        path.write_text(result.stdout)
    assert (await ran({}, "verify", "proof", proof, "--trust", trust)).exit_code == 0
    receipts = tmp_path / "receipts"
    receipts.write_bytes(await receipt(running))
    exported = await ran(environment, "export", *tenant, "--out", tmp_path / "log.tar")
    assert exported.exit_code == 0, exported.output
    verdict = ("--trust", trust, "--receipts", receipts, "--kept", kept, "--json")
    whole = await ran({}, "verify", "bundle", tmp_path / "log.tar", *verdict)
    assert whole.exit_code == 0, whole.output
    forged = await ran({}, "tamper", tmp_path / "log.tar", tmp_path / "forged", "--index", 0)
    assert forged.exit_code == 0, forged.output
    refused = await ran({}, "verify", "bundle", tmp_path / "forged", *verdict)
    assert refused.exit_code == Step.TREE
    states = {step["step"]: step["state"] for step in json.loads(refused.output)["steps"]}
    assert states["tree"] == "failed"


async def receipt(running: Product) -> bytes:
    """A receipt by the installation's own signer, of the first entry."""
    caller = running.asha.system
    entry = (await running.services.ledger.list_entries(caller, after=None, limit=1)).data[0]
    seed = await open_key(running.base.database, LocalKms(MASTER), SystemClock(), "receipts")
    signer = ReceiptSigner("test.local/receipts", seed)
    statement = Statement(
        log=caller.environment_id,
        leaf=entry.leaf_hash,
        eid=parse("ent", entry.id),
        issued_at=entry.at,
        due=entry.at + MERGE_DELAY_MAX,
    )
    return encode(signer.sign_batch([statement])[0])


async def test_a_bundle_is_listed_and_written(
    running: Product, environment: dict[str, str], tmp_path: Path
) -> None:
    """The newest bundle of the log and the public one of its epoch, as files that open under the CIDs that the lists name."""
    await bundle(running, running.asha.system.environment_id)
    tenant = ("--tenant", public("ten", running.asha.tenant.id))
    for option in ((), ("--public",)):
        listed = await ran(environment, "bundles", *tenant, *option, "--limit", 1)
        assert listed.exit_code == 0, listed.output
        (newest,) = json.loads(listed.output)["data"]
        path = tmp_path / "bundle.car"
        written = await ran(environment, "bundle", *tenant, *option, newest["epoch"], "--out", path)
        assert written.exit_code == 0, written.output
        assert str(open_car(path).root) == newest["cid"]
