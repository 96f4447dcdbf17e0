"""Which columns are kept: those that move a number's mean though its median is nought, and of many noisy ones the telling."""

import numpy as np

from training.fit import Rows
from training.job import silent
from training.selection import choose

RNG = np.random.default_rng(4)


def test_what_moves_only_the_mean_is_kept() -> None:
    """Four of five customers spend nothing, so the best median is nought whoever asks; the history still tells the mean."""
    usual = RNG.lognormal(0, 1, 3_000)
    spent = np.where(RNG.random(3_000) < 0.8, 0.0, usual * RNG.lognormal(0, 0.3, 3_000))
    matrix = np.column_stack([RNG.normal(size=3_000), usual]).astype(np.float32)
    rows = Rows(matrix, spent)
    sets = {"without history": ("noise",), "with history": ("noise", "usual")}
    choice = choose(rows, sets, ("noise", "usual"), 1, silent)
    assert "usual" in choice.names
    assert "with history was taken" in choice.said


def test_of_many_noisy_columns_the_telling_ones_are_kept() -> None:
    """Two columns decide and forty only fit the training rows: few are left, the two among them, and the card says so."""
    matrix = RNG.normal(size=(1_500, 42)).astype(np.float32)
    target = RNG.random(1_500) < 1 / (1 + np.exp(-1.5 * matrix[:, 3] + 1.5 * matrix[:, 17]))
    names = tuple(f"c{place}" for place in range(42))
    choice = choose(Rows(matrix, target), {"with history": names}, names, 1, silent)
    assert {"c3", "c17"} <= set(choice.names)
    assert len(choice.names) <= 16
    assert "most telling was taken" in choice.said


def test_one_kind_of_history_is_taken_without_the_noise_of_the_others() -> None:
    """Of eight kinds with twelve columns each one tells: it is taken alone, where all of them together mislead."""
    rng = np.random.default_rng(7)
    matrix = rng.normal(size=(900, 97)).astype(np.float32)
    target = rng.random(900) < 1 / (1 + np.exp(-matrix[:, 0] - 1.2 * matrix[:, 13:16].sum(axis=1)))
    names = tuple(f"c{place}" for place in range(97))
    groups = {f"kind {kind}": names[1 + 12 * kind : 13 + 12 * kind] for kind in range(8)}
    choice = choose(Rows(matrix, target), {"plain": names[:1], "all": names}, names, 1, silent, groups)
    assert {"c0", "c13", "c14", "c15"} <= set(choice.names)
    assert set(choice.names) <= {"c0", *groups["kind 1"]}
