"""`countermark batch`, as it is run beside a service that works batches off."""

import asyncio
import json
import pathlib

import msgspec
import polars as pl
import pytest
from click.testing import CliRunner, Result

from app.cli.batches import followed
from app.cli.main import countermark
from core import roles
from core.ids import public
from core.postgres import EmbeddedPostgres
from tests.inference.batch.conftest import USE_CASE, Desk, a_file
from tests.tenants.conftest import MASTER


@pytest.fixture
def environment(postgres: EmbeddedPostgres, desk: Desk) -> dict[str, str]:
    return {
        "COUNTERMARK_DATA_DIR": str(desk.folder),
        "COUNTERMARK_DATABASE_URL": postgres.url(roles.OWNER),
        "COUNTERMARK_DATABASE_APP_URL": postgres.url(roles.APP),
        "COUNTERMARK_MASTER_KEY": MASTER.reveal().hex(),
    }


async def ran(environment: dict[str, str], desk: Desk, *arguments: str) -> Result:
    said = ["batch", *arguments, "--tenant", public("ten", desk.caller.tenant_id)]
    running = asyncio.create_task(asyncio.to_thread(CliRunner(env=environment).invoke, countermark, said))
    while not running.done():
        await desk.runs.work_next()
        await asyncio.sleep(0.05)
    return await running


async def test_a_file_is_scored(environment: dict[str, str], desk: Desk, tmp_path: pathlib.Path) -> None:
    """It waits until the batch is done, shows how far it is, writes results and refusals, and says what came of it."""
    file, out, refused = tmp_path / "rows.csv", tmp_path / "results.parquet", tmp_path / "refused.csv"
    file.write_bytes(a_file(60, extra=["c60,wrong,,,,"]))
    arguments = (
        "run",
        USE_CASE,
        str(file),
        "--scores",
        "--id",
        "id",
        "--out",
        str(out),
        "--refused",
        str(refused),
    )
    done = await ran(environment, desk, *arguments)
    assert done.exit_code == 0, done.output
    batch = json.loads(done.stdout)
    assert (batch["state"], batch["rows"], batch["refused"]) == ("completed", 60, 1)
    assert done.stderr == ""  # a bar is for terminals
    assert pl.read_parquet(out).columns == ["line", "id", "probability", "points"]
    assert refused.read_text().splitlines()[1].startswith("62,income,")
    shown = json.loads((await ran(environment, desk, "show", batch["id"])).stdout)
    assert shown == batch
    proof = json.loads((await ran(environment, desk, "prove", batch["id"], "2")).stdout)
    assert proof["row"].startswith("2,c0,")
    assert (await ran(environment, desk, "results", batch["id"], str(tmp_path / "again.csv"))).exit_code == 0
    assert (tmp_path / "again.csv").read_bytes().startswith(b"line,id,probability,points\n")


async def test_it_is_watched_for_as_long_as_it_takes(desk: Desk) -> None:
    """Who watches must ask again after a while, which the command does."""
    hasty = desk.batches
    hasty._settings = msgspec.structs.replace(hasty._settings, watch_s=0.05)
    sent = await desk.send(a_file(40))
    watching = asyncio.create_task(followed(hasty, desk.caller, sent))
    await asyncio.sleep(1.2)
    assert not watching.done()
    while await desk.runs.work_next():
        pass
    ended = await asyncio.wait_for(watching, 30)
    assert (ended.state, ended.progress.rows) == ("completed", 40)


async def test_what_is_refused_is_named(
    environment: dict[str, str], desk: Desk, tmp_path: pathlib.Path
) -> None:
    """A column that is not there ends the command with 1 and its name."""
    file = tmp_path / "rows.csv"
    file.write_bytes(b"id,income\n1,2\n")
    refused = await ran(environment, desk, "run", USE_CASE, str(file))
    assert refused.exit_code == 1
    assert "`owner`" in str(refused.exception)
