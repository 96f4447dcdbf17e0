"""How long from `countermark serve` to ready with the database there, and what its processes hold in memory."""

import pathlib
import statistics

from app.launch import environment, running
from app.scratch import scratch
from bench.processes import processes

RUNS = 5
START_S_MAX = 4.0
RESIDENT_MB_MAX = 300.0


def main() -> int:
    with scratch("start") as folder:
        variables = environment(folder / "data")
        with running(variables):
            pass  # makes the cluster and migrates
        times: list[float] = []
        sizes: list[dict[str, float]] = []
        for _ in range(RUNS):
            with running(variables) as service:
                times.append(service.started_in_s)
                sizes.append(resident_mb(service.pid))
    ours = [sum(mb for name, mb in size.items() if name != "postgres") for size in sizes]
    median_s, median_mb = statistics.median(times), statistics.median(ours)
    print(
        f"start to ready, s    median {median_s:.2f}  min {min(times):.2f}  max {max(times):.2f}   (at most {START_S_MAX})"
    )
    print(
        f"resident, MB         median {median_mb:.0f}  min {min(ours):.0f}  max {max(ours):.0f}   (at most {RESIDENT_MB_MAX:.0f})"
    )
    print("  of which           " + "  ".join(f"{name} {mb:.0f}" for name, mb in sizes[-1].items()))
    return 0 if median_s <= START_S_MAX and median_mb <= RESIDENT_MB_MAX else 1


def resident_mb(supervisor: int) -> dict[str, float]:
    """Resident megabytes by process; PostgreSQL's backends share most of what they count."""
    return {name: sum(map(_resident_mb, pids)) for name, pids in processes(supervisor).items()}


def _resident_mb(pid: int) -> float:
    for line in pathlib.Path(f"/proc/{pid}/status").read_text().splitlines():
        if line.startswith("VmRSS:"):
            return int(line.split()[1]) / 1024
    return 0.0


if __name__ == "__main__":
    raise SystemExit(main())
