"""`countermark chain`, as it is run: the key, and what is said where no chain is set."""

import asyncio
import secrets
from pathlib import Path

from click.testing import CliRunner, Result

from app.cli.chain import chain
from app.cli.ledger import ledger
from app.settings import SettingInvalid
from core.ids import public
from ledger.adapters.ethereum import address_of
from tenants.installation_keys import import_key, open_key
from tests.an_anchor import a_far_epoch, an_anchor
from tests.product import Product


async def ran(environment: dict[str, str], *arguments: object) -> Result:
    """Run the command as a process of its own would: outside this test's event loop."""
    group, *rest = [str(each) for each in arguments]
    runner = CliRunner(env=environment)
    return await asyncio.to_thread(runner.invoke, chain if group == "chain" else ledger, rest)


async def test_the_key_is_made_once(running: Product, environment: dict[str, str], tmp_path: Path) -> None:
    """The same address each time; another key is not taken afterwards, and what is no key never."""
    first = await ran(environment, "chain", "key")
    assert first.exit_code == 0, first.output
    assert (await ran(environment, "chain", "key")).output == first.output
    assert first.output.startswith("0x")
    brought = tmp_path / "key"
    brought.write_text(secrets.token_bytes(32).hex())
    refused = await ran(environment, "chain", "key", "--import", brought)
    assert getattr(refused.exception, "code", None) == "installation_key_there"
    brought.write_text("0x1234")
    refused = await ran(environment, "chain", "key", "--import", brought)
    assert getattr(refused.exception, "code", None) == "invalid_request"
    assert (await ran(environment, "chain", "key")).output == first.output


async def test_an_imported_key_is_sealed(running: Product) -> None:
    """It comes out as it went in, and rests in the database under the master key alone."""
    from_outside = secrets.token_bytes(32)
    purpose = f"anchor-{secrets.token_hex(4)}"
    base = running.base
    await import_key(base.database, base.kms, base.clock, purpose, from_outside)
    opened = await open_key(base.database, base.kms, base.clock, purpose)
    assert address_of(opened) == address_of(from_outside)
    async with base.database.unscoped() as tx:
        wrapped = await tx.fetchval("SELECT wrapped FROM installation_key WHERE purpose = $1", purpose)
    assert isinstance(wrapped, bytes)
    assert from_outside not in wrapped


async def test_without_a_chain_the_settings_are_named(running: Product, environment: dict[str, str]) -> None:
    """Deploying and proving need nodes; the status says that there is nothing live."""
    for arguments in (("chain", "deploy"), ("chain", "anchor-now")):
        result = await ran(environment, *arguments)
        assert isinstance(result.exception, SettingInvalid)
        assert "COUNTERMARK_CHAIN_RPC_URLS" in str(result.exception)
    status = await ran(environment, "chain", "status")
    assert '"live": null' in status.output


async def test_anchors_are_listed(running: Product, environment: dict[str, str]) -> None:
    """As over REST."""
    epoch = a_far_epoch()
    await an_anchor(running.base.database, running.base.clock, epoch)
    tenant = ("--tenant", public("ten", running.asha.tenant.id))
    listed = await ran(environment, "ledger", "anchors", *tenant, "--limit", 1)
    assert listed.exit_code == 0, listed.output
    assert f'"epoch": {epoch},' in listed.output
    assert '"state": "confirmed"' in listed.output
