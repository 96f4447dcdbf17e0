"""What a decision costs: CPU of all processes and bytes on disk, of explained, ruled, ledgered decisions about payments.

Each round sends payments that nobody sent before, and counts until the worker has come to rest: what the log, its
checkpoints and events cost is in it. docs/costs.md turns the figures into money.
"""

import argparse
import pathlib
import statistics
import time

from app.launch import RunningService, environment, running
from app.scratch import scratch
from bench import sandbox
from bench.load import post
from bench.processes import processes
from bench.targets import Target, cpu_s, load

IN_FLIGHT = 16
PAYMENTS_A_SECOND_MAX = 2_000
REST_S = 1.0
REST_SHARE = 0.10
"""Of a core, for a second: the worker looks for work all the time, and is at rest below this."""


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--seconds", type=float, default=6.0)
    arguments = parser.parse_args()
    with scratch("cost") as folder, running(environment(folder / "data")) as service:
        key = sandbox.prepare(service, None)
        count = int(arguments.seconds * PAYMENTS_A_SECOND_MAX)
        bodies = sandbox.payment_questions((arguments.rounds + 1) * count)
        requests = [
            post("/api/v1/inference/transaction-anomaly", body, [("Authorization", f"Bearer {key}")])
            for body in bodies
        ]
        targets = [
            Target("payments", service.rest_port, requests[at : at + count], [service.pid])
            for at in range(0, len(requests), count)
        ]
        _counted(service, targets[0], 1.0)
        found = [_counted(service, target, arguments.seconds) for target in targets[1:]]
    return _report(found)


def _counted(service: RunningService, target: Target, seconds: float) -> dict[str, float]:
    """Microseconds of CPU for each decision, by process, and bytes on disk."""
    before, bytes_before = _cpu_s(service.pid), _bytes(service)
    answered = load(target, seconds, IN_FLIGHT).answered
    _come_to_rest(service.pid)
    after = _cpu_s(service.pid)
    spent = {name: (after[name] - before[name]) * 1e6 / answered for name in before}
    return spent | {"bytes": (_bytes(service) - bytes_before) / answered, "decisions": float(answered)}


def _cpu_s(supervisor: int) -> dict[str, float]:
    tree = processes(supervisor)
    found = {name: cpu_s(pids) for name, pids in tree.items() if name != "supervisor"}
    return found | {"others": cpu_s([supervisor]) - sum(found.values())}


def _come_to_rest(supervisor: int) -> None:
    spent = cpu_s([supervisor])
    while True:
        time.sleep(REST_S)
        now = cpu_s([supervisor])
        if now - spent < REST_SHARE * REST_S:
            return
        spent = now


def _bytes(service: RunningService) -> int:
    """Of tables and indexes; the write-ahead log goes round."""
    base = pathlib.Path(service.data_dir) / "postgres"
    return sum(each.stat().st_size for each in base.rglob("base/**/*") if each.is_file())


def _report(found: list[dict[str, float]]) -> int:
    print(
        f"{sum(one['decisions'] for one in found):,.0f} decisions in {len(found)} rounds; medians (least to most)"
    )
    names = [name for name in found[0] if name not in {"bytes", "decisions"}]
    for name in names:
        _line(f"{name}, µs of CPU a decision", [one[name] for one in found])
    _line("all, µs of CPU a decision", [sum(one[name] for name in names) for one in found])
    _line("bytes a decision", [one["bytes"] for one in found])
    return 0


def _line(name: str, values: list[float]) -> None:
    print(f"{name:34}{statistics.median(values):8,.0f} ({min(values):,.0f} to {max(values):,.0f})")


if __name__ == "__main__":
    raise SystemExit(main())
