"""Writes what `countermark tenants export-environment` is asked for; loaded by name, since it opens every service."""

import pathlib

from app.cli.foundation import caller_in, run
from app.cli.ticking import counted
from app.wiring.explaining import answering
from app.wiring.foundation import Foundation
from app.wiring.leaving import environment_exports


def write(tenant: str, mode: str, out: pathlib.Path) -> int:
    """Write the export of an environment. Returns: its bytes."""

    async def work(base: Foundation) -> int:
        inference = await answering(base)
        try:
            exports = await environment_exports(base, inference)
            pieces = await exports.export(await caller_in(base, tenant, mode))
            with out.open("wb") as file:
                return sum([file.write(piece) async for piece in counted(pieces)])
        finally:
            await inference.decisions.close()

    return run(work)
