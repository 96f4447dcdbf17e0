"""Run a command against a service of its own: `python -m tools.live [--folder FOLDER] COMMAND ...`.

The service is started on a folder that is thrown away, with one sandbox. The command finds it by COUNTERMARK_BASE_URL and
COUNTERMARK_GRPC_ADDRESS, and its credentials in COUNTERMARK_API_KEY, COUNTERMARK_CLIENT_ID and COUNTERMARK_CLIENT_SECRET. The exit code is the
command's.
"""

import argparse
import asyncio
import os
import pathlib
import subprocess
import sys
from collections.abc import Sequence

from app import launch, sandbox
from app.scratch import scratch
from app.settings import from_environment
from tenants.plans import PlanName


def main(arguments: Sequence[str]) -> int:
    parser = argparse.ArgumentParser(prog="python -m tools.live", description=__doc__)
    parser.add_argument("--folder", type=pathlib.Path, default=pathlib.Path(), help="where the command runs")
    parser.add_argument("command", nargs=argparse.REMAINDER)
    options = parser.parse_args(arguments)
    if not options.command:
        parser.error("name a command")
    with scratch("live") as folder:
        variables = launch.environment(folder / "data")
        with launch.running(variables) as service:
            made = asyncio.run(sandbox.create(from_environment(variables), "Live", PlanName.UNMETERED))
            found = {
                "COUNTERMARK_BASE_URL": service.rest_url,
                "COUNTERMARK_GRPC_ADDRESS": service.grpc_address,
                "COUNTERMARK_API_KEY": made.key,
                "COUNTERMARK_CLIENT_ID": made.client_id,
                "COUNTERMARK_CLIENT_SECRET": made.client_secret,
            }
            ran = subprocess.run(
                options.command, cwd=options.folder, env={**os.environ, **found}, check=False
            )
    return ran.returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
