"""Quality on the shared data sets, through the public commands: `countermark train`, then `countermark score`.

Each set is split by its own README; ours is printed with its bootstrap interval beside the baseline and what is published.
Verdict by the first figure that both have: above the baseline, within our interval of it, or below.
"""

import argparse
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import polars as pl

from bench.quality_measures import Figure
from bench.quality_sets import DATA, SETS, Contest

COMMAND = Path(sys.executable).parent / "countermark"


def run(contest: Contest, folder: Path) -> tuple[dict[str, Figure], float, float]:
    """Train and score. Returns: figures, seconds of each."""
    contest.train.write_parquet(folder / "train.parquet")
    contest.score.write_parquet(folder / "score.parquet")
    begin = time.monotonic()
    call(
        "train",
        contest.use_case,
        "--data",
        folder / "train.parquet",
        *contest.arguments,
        "--out",
        folder / "model",
    )
    trained = time.monotonic()
    call("score", folder / "model", "--data", folder / "score.parquet", "--out", folder / "scored.parquet")
    scored = time.monotonic()
    return contest.measure(pl.read_parquet(folder / "scored.parquet")), trained - begin, scored - trained


def call(*arguments: object) -> None:
    done = subprocess.run([COMMAND, *map(str, arguments)], capture_output=True, text=True, check=False)
    if done.returncode:
        raise SystemExit(
            f"countermark {' '.join(map(str, arguments))}\n{done.stdout[-2000:]}\n{done.stderr[-2000:]}"
        )


def verdict(figures: dict[str, Figure], baseline: dict[str, float]) -> str:
    name = next(name for name in baseline if name in figures)
    ours, theirs = figures[name], baseline[name]
    better = ours.value >= theirs if ours.higher else ours.value <= theirs
    if better:
        return "above"
    return "within" if (ours.high >= theirs if ours.higher else ours.low <= theirs) else "BELOW"


def report(contest: Contest, figures: dict[str, Figure], seconds: tuple[float, float]) -> str:
    said = verdict(figures, contest.baseline)
    print(f"\n{contest.name}: {said}   (train {seconds[0]:.0f} s, score {seconds[1]:.0f} s)")
    for name, figure in figures.items():
        beside = f"   baseline {contest.baseline[name]:.4f}" if name in contest.baseline else ""
        print(f"  {name:20} {figure.value:9.4f} ({figure.low:.4f} to {figure.high:.4f}){beside}")
    print(f"  baseline: {contest.baseline_said}; published: {contest.published}", flush=True)
    return said


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("sets", nargs="*", help=f"of {', '.join(SETS)}; all without one")
    chosen = parser.parse_args().sets or list(SETS)
    verdicts = []
    for name in chosen:
        folder = name.split("-without")[0]
        if not (DATA / folder).is_dir():
            print(f"\n{name}: skipped, {DATA / folder} is not on this machine")
            continue
        for contest in SETS[name]():
            with tempfile.TemporaryDirectory(prefix="countermark-quality-") as scratch:
                figures, trained, scored = run(contest, Path(scratch))
            verdicts.append(report(contest, figures, (trained, scored)))
    counts = {kind: verdicts.count(kind) for kind in ("above", "within", "BELOW")}
    print(
        f"\n{len(verdicts)} contests: {counts['above']} above the baseline, {counts['within']} within, {counts['BELOW']} below"
    )
    return 1 if counts["BELOW"] or (verdicts and counts["above"] <= len(verdicts) / 2) else 0


if __name__ == "__main__":
    sys.exit(main())
