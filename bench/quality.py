"""Quality on the shared data sets, through the public commands: `countermark train`, then `countermark score`.

Each set is split by its own README; ours is printed with its bootstrap interval beside the baseline and what is published.
Verdict by the first figure that both have: above the baseline, within our interval of it, or below.
"""

import argparse
import dataclasses
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import polars as pl

from bench.quality_measures import Figure
from bench.quality_sets import DATA, SETS, SIMULATED, Contest


@dataclasses.dataclass(frozen=True)
class Met:
    """A contest that was held. trained, scored: seconds."""

    name: str
    figures: dict[str, Figure]
    baseline: dict[str, float]
    verdict: str
    trained: float
    scored: float


COMMAND = Path(sys.executable).parent / "countermark"


def run(contest: Contest, folder: Path, *more: str) -> tuple[dict[str, Figure], float, float]:
    """Train and score. more: options of `train`. Returns: figures, seconds of each."""
    contest.train.write_parquet(folder / "train.parquet")
    contest.score.write_parquet(folder / "score.parquet")
    data, model, scored = folder / "train.parquet", folder / "model", folder / "scored.parquet"
    begin = time.monotonic()
    call("train", contest.use_case, "--data", data, *contest.arguments, *more, "--out", model)
    trained = time.monotonic()
    call("score", model, "--data", folder / "score.parquet", "--out", scored)
    return contest.measure(pl.read_parquet(scored)), trained - begin, time.monotonic() - trained


def met(contest: Contest) -> tuple[Met, ...]:
    """The contest, and the same without history where that is asked for."""
    found = []
    for more in ((), ("--no-history",)) if contest.plain is not None else ((),):
        with tempfile.TemporaryDirectory(prefix="countermark-quality-") as scratch:
            figures, trained, scored = run(contest, Path(scratch), *more)
        baseline = (contest.plain or {}) if more else contest.baseline
        name = f"{contest.name}, without history" if more else contest.name
        found.append(Met(name, figures, baseline, verdict(figures, baseline), trained, scored))
        report(contest, found[-1])
    return tuple(found)


def call(*arguments: object) -> None:
    done = subprocess.run([COMMAND, *map(str, arguments)], capture_output=True, text=True, check=False)
    if done.returncode:
        raise SystemExit(
            f"countermark {' '.join(map(str, arguments))}\n{done.stdout[-2000:]}\n{done.stderr[-2000:]}"
        )


def verdict(figures: dict[str, Figure], baseline: dict[str, float]) -> str:
    """By the first figure that both have; nothing where there is no baseline."""
    name = next((name for name in baseline if name in figures), None)
    if name is None:
        return ""
    ours, theirs = figures[name], baseline[name]
    better = ours.value >= theirs if ours.higher else ours.value <= theirs
    if better:
        return "above"
    return "within" if (ours.high >= theirs if ours.higher else ours.low <= theirs) else "BELOW"


def report(contest: Contest, found: Met) -> None:
    print(
        f"\n{found.name}: {found.verdict or 'to compare'}   (train {found.trained:.0f} s, score {found.scored:.0f} s)"
    )
    for name, figure in found.figures.items():
        beside = f"   baseline {found.baseline[name]:.4f}" if name in found.baseline else ""
        print(f"  {name:20} {figure.value:9.4f} ({figure.low:.4f} to {figure.high:.4f}){beside}")
    if found.name == contest.name:
        print(f"  baseline: {contest.baseline_said}; published: {contest.published}", flush=True)


def summary(every: list[tuple[Met, ...]], seconds: float) -> int:
    """What history was worth, payment-delay's accuracy, and the count of verdicts. Returns: 1 where something is missed."""
    print("\nWhat features from history were worth (with, without, difference):")
    for with_it, without in (pair for pair in every if len(pair) > 1):
        first = next(iter(with_it.baseline))
        names = [first, *(name for name in ("AP",) if name in with_it.figures and name != first)]
        for name in names:
            one, other = with_it.figures[name].value, without.figures[name].value
            print(f"  {with_it.name:52} {name:8} {one:9.4f} {other:9.4f} {one - other:+.4f}")
    accuracies = {
        pair[0].name: pair[0].figures["accuracy"]
        for pair in every
        if {"accuracy", "AUC"} <= set(pair[0].figures)
    }
    for name, figure in accuracies.items():
        print(
            f"payment-delay, accuracy on {name}: {figure.value:.1%} ({figure.low:.1%} to {figure.high:.1%})"
        )
    verdicts = [each.verdict for pair in every for each in pair if each.verdict]
    counts = {kind: verdicts.count(kind) for kind in ("above", "within", "BELOW")}
    print(
        f"\n{len(verdicts)} contests: {counts['above']} above the baseline, {counts['within']} within, {counts['BELOW']} below; "
        f"{seconds / 60:.1f} minutes"
    )
    return 1 if counts["BELOW"] or (verdicts and counts["above"] <= len(verdicts) / 2) else 0


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("sets", nargs="*", help=f"of {', '.join(SETS)}; all without one")
    chosen = parser.parse_args().sets or list(SETS)
    begin, every = time.monotonic(), []
    for name in chosen:
        folder = name.split("-without")[0]
        if name != SIMULATED and not (DATA / folder).is_dir():
            print(f"\n{name}: skipped, {DATA / folder} is not on this machine")
            continue
        every.extend(met(contest) for contest in SETS[name]())
    return summary(every, time.monotonic() - begin)


if __name__ == "__main__":
    sys.exit(main())
