"""Files scored in batches, against the shortest script that does it: polars, ONNX Runtime, polars.

The model of reference (100 trees x 31 leaves, depth 6), 30 columns. Scores only: rows per second of the two sides, each in a
process of its own with every core it finds, interleaved. With reasons and rules: rows per second of CPU time. And memory: the
same file after itself until it is large (`--gigabytes 5`), never on disk but as the batch's own sealed pieces.
"""

import argparse
import asyncio
import io
import json
import os
import pathlib
import statistics
import subprocess
import sys
from collections.abc import AsyncIterator

import polars as pl

from app.scratch import scratch
from app.settings import PREFIX, Settings, from_environment
from app.wiring.batches import batches
from app.wiring.foundation import Foundation, open_foundation
from bench import reference
from core import roles
from core.objects import FolderObjects
from core.postgres import EmbeddedPostgres
from inference import artefacts
from inference.batch.batches import Batches
from inference.batch.entities import Batch, BatchOptions, BatchWork
from inference.deployments import Deployments
from inference.explanations.compiled import find_kernel
from inference.registry import Registry
from migrations.upgrade import upgrade
from rules.active import ActiveRulesets
from tenants.plans import PlanName
from tenants.principals import Principal
from tenants.tenancy import INSTALLATION, CreateTenant

SHARE_MIN, DECISIONS_PER_CPU_S_MIN, PEAK_MB_MAX = 0.7, 5_000.0, 500.0
USE_CASE = "credit-score"
ROUNDS = 3
DECISION_ROWS = 100_000
_PART = 1 << 20


class Bench:
    """An installation in a folder, with the version of reference deployed."""

    def __init__(
        self, base: Foundation, service: Batches, caller: Principal, environment: dict[str, str]
    ) -> None:
        self._base = base
        self._service = service
        self._caller = caller
        self._environment = environment

    async def send(self, file: AsyncIterator[bytes], work: BatchWork) -> Batch:
        return await self._service.create(self._caller, USE_CASE, BatchOptions(work=work), file)

    async def work(self, batch: Batch) -> tuple[Batch, dict[str, float]]:
        """Let a process work the batch off. Returns: the batch as it ended, and what the process says."""
        took = await asyncio.to_thread(side, ["ours"], self._environment)
        ended = await self._service.get(self._caller, batch.id)
        if ended.state != "completed" or ended.progress.refused:
            raise SystemExit(f"the batch ended {ended.state}: {ended.failure}")
        return ended, took


def side(arguments: list[str], environment: dict[str, str]) -> dict[str, float]:
    command = [sys.executable, "-m", "bench.batch_sides", *arguments]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    if done.returncode:
        raise SystemExit(done.stderr)
    found: dict[str, float] = json.loads(done.stdout)
    return found


def table(rows: int) -> bytes:
    """A CSV of rows that the version can score."""
    matrix, _ = reference.rows(rows, reference.SEED + 2)
    buffer = io.BytesIO()
    pl.DataFrame(matrix, schema=list(reference.NAMES)).write_csv(buffer)
    return buffer.getvalue()


async def parts(data: bytes, size: int | None = None) -> AsyncIterator[bytes]:
    """The file itself, or its rows after themselves until there are `size` bytes."""
    view = memoryview(data)
    body = data.index(b"\n") + 1
    sent = 0
    while True:
        start = body if sent else 0
        for at in range(start, len(data), _PART):
            yield bytes(view[at : at + _PART])
        sent += len(data) - start
        if size is None or sent >= size:
            return


async def compare(bench: Bench, folder: pathlib.Path, data: bytes) -> tuple[float, float]:
    """Returns: rows per second of the peer and of us, medians of rounds in turn."""
    file = folder / "rows.csv"
    file.write_bytes(data)
    plain = {name: value for name, value in os.environ.items() if not name.startswith(PREFIX)}
    theirs, own = [], []
    for _ in range(ROUNDS):
        arguments = ["peer", str(file), str(folder / "score.onnx"), str(folder / "out.csv")]
        found = await asyncio.to_thread(side, arguments, plain)
        theirs.append(found["rows"] / found["wall_s"])
        ended, took = await bench.work(await bench.send(parts(data), "scores"))
        own.append(ended.progress.rows / took["wall_s"])
        print(
            f"  peer {theirs[-1]:10,.0f} rows/s  {found['cpu_s'] / found['rows'] * 1e6:5.2f} us of CPU a row   "
            f"ours {own[-1]:10,.0f} rows/s  {took['cpu_s'] / ended.progress.rows * 1e6:5.2f} us"
        )
    return statistics.median(theirs), statistics.median(own)


async def run(
    folder: pathlib.Path, settings: Settings, environment: dict[str, str], rows: int, gigabytes: float
) -> bool:
    reference.write(folder)
    data = table(rows)
    async with open_foundation(settings, pool_size_max=4) as base:
        bench = await prepared(base, folder / "version", environment)
        print(f"{rows:,} rows of {reference.FEATURES} columns, {len(data) / 1e6:.0f} MB")
        theirs, own = await compare(bench, folder, data)
        share = own / theirs
        print(
            f"scores only          {share:.0%} of polars + ONNX Runtime + polars (at least {SHARE_MIN:.0%})"
        )
        ended, took = await bench.work(await bench.send(parts(table(DECISION_ROWS)), "decisions"))
        speed = ended.progress.rows / took["cpu_s"]
        print(
            f"reasons and rules    {speed:,.0f} rows per CPU second (at least {DECISIONS_PER_CPU_S_MIN:,.0f})"
        )
        ended, took = await bench.work(await bench.send(parts(data, int(gigabytes * 1e9)), "scores"))
        size = ended.progress.bytes_total / 1e9
        print(
            f"a file of {size:.2f} GB   {ended.progress.rows:,} rows, {ended.progress.rows / took['wall_s']:,.0f} rows/s, peak "
            f"{took['peak_mb']:.0f} MB (at most {PEAK_MB_MAX:.0f}); resident by tenths of the time, MB: {took['resident_mb_by_tenth']}"
        )
    return share >= SHARE_MIN and speed >= DECISIONS_PER_CPU_S_MIN and took["peak_mb"] <= PEAK_MB_MAX


async def prepared(base: Foundation, version: pathlib.Path, environment: dict[str, str]) -> Bench:
    objects = FolderObjects(base.settings.objects_dir)
    await asyncio.to_thread(
        find_kernel, base.settings.data_dir / "kernels"
    )  # as the server does when it starts
    registry = Registry(base.database, objects, base.clock, None)
    deployments = Deployments(base.database, registry, base.clock)
    tenant = await base.tenants.tenants.create(
        INSTALLATION, CreateTenant(name="Bench", plan=PlanName.UNMETERED)
    )
    caller = await base.tenants.tenants.system_caller(tenant.id, "sandbox")
    kept = await registry.upload(caller, USE_CASE, "reference", artefacts.read_folder(version))
    await deployments.deploy(caller, USE_CASE, kept.id)
    return Bench(base, batches(base, deployments, ActiveRulesets(base.database)), caller, environment)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n\n")[0])
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument(
        "--gigabytes", type=float, default=0.5, help="size of the file that memory is measured with"
    )
    options = parser.parse_args()
    with scratch("batch") as folder:
        postgres = EmbeddedPostgres(folder / "postgres")
        postgres.start()
        try:
            upgrade(postgres.url(roles.OWNER))
            variables = {
                f"{PREFIX}DATA_DIR": str(folder / "data"),
                f"{PREFIX}DATABASE_URL": postgres.url(roles.OWNER),
                f"{PREFIX}DATABASE_APP_URL": postgres.url(roles.APP),
            }
            threads = str(from_environment(variables).batches.threads)
            own = {"POLARS_MAX_THREADS": threads, "MALLOC_ARENA_MAX": threads, "OMP_NUM_THREADS": "1"}
            environment = {**os.environ, **variables, **own}
            reached = asyncio.run(
                run(folder, from_environment(variables), environment, options.rows, options.gigabytes)
            )
        finally:
            postgres.stop()
    print("reached" if reached else "NOT reached")
    return 0 if reached else 1


if __name__ == "__main__":
    sys.exit(main())
