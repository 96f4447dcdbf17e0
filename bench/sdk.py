"""What the SDK for Python adds to a call: `Client` against a bare call of httpx, to the same live server, in turns in one run.

Both ask the same use case about customers of their own and parse the answer. The bare call has one open connection and no habits: no
key, no retry, no model. Pairs of calls alternate, so the machine's moods meet both; the ratio is that of the medians, and its spread
that of rounds. `--calls`: pairs a round. The bound is 1.15.
"""

import argparse
import asyncio
import json
import os
import pathlib
import statistics
import subprocess
import sys

from app import launch, sandbox
from app.scratch import scratch
from app.settings import from_environment
from tenants.plans import PlanName

BOUND = 1.15
ROOT = pathlib.Path(__file__).resolve().parent.parent


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=10)
    parser.add_argument("--calls", type=int, default=200)
    asked = parser.parse_args()
    with scratch("bench-sdk") as folder:
        variables = launch.environment(folder / "data")
        with launch.running(variables) as service:
            made = asyncio.run(sandbox.create(from_environment(variables), "Bench", PlanName.UNMETERED))
            rounds = _measured(service.rest_url, made.key, asked.rounds, asked.calls)
    return _told(rounds)


def _measured(url: str, key: str, rounds: int, calls: int) -> list[dict[str, list[float]]]:
    """Run the sides in the SDK's own environment. Returns: of each round the milliseconds of each side's calls."""
    command = [
        str(ROOT / ".venv-sdk" / "bin" / "python"),
        "-m",
        "sdk_clients.python.bench_sides",
        str(rounds),
        str(calls),
    ]
    told = os.environ | {"COUNTERMARK_BASE_URL": url, "COUNTERMARK_API_KEY": key}
    done = subprocess.run(command, cwd=ROOT, env=told, check=True, stdout=subprocess.PIPE, text=True)
    return [json.loads(line) for line in done.stdout.splitlines()]


def _told(rounds: list[dict[str, list[float]]]) -> int:
    whole = {side: [each for one in rounds for each in one[side]] for side in rounds[0]}
    for side, taken in whole.items():
        cuts = statistics.quantiles(taken, n=100)
        print(
            f"{side:<6} p50 {cuts[49]:.3f} ms, p90 {cuts[89]:.3f} ms, p99 {cuts[98]:.3f} ms of {len(taken)} calls"
        )
    ratio = statistics.median(whole["face"]) / statistics.median(whole["bare"])
    spread = sorted(statistics.median(one["face"]) / statistics.median(one["bare"]) for one in rounds)
    print(
        f"p50 of the face is {ratio:.3f} of the bare call's, {spread[0]:.3f} to {spread[-1]:.3f} by round; bound {BOUND}"
    )
    return 0 if ratio <= BOUND else 1


if __name__ == "__main__":
    sys.exit(main())
