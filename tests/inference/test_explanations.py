"""Two kernels, one result: bit for bit, whatever the batch, the missing values or the compiler."""

import dataclasses
import shutil
from pathlib import Path

import numpy as np
import pytest

from inference.explanations import tables
from inference.explanations.compiled import Kernel, find_kernel
from inference.explanations.explainers import CompiledExplainer, VectorisedExplainer
from inference.explanations.tables import PathTables, PathTablesRefused
from tests.training.forests import Matrix, random_booster, random_rows
from training.parity import probe_rows
from training.path_tables import build_path_tables
from training.trees import trees_of


@pytest.fixture(scope="module")
def found() -> tuple[PathTables, Matrix]:
    matrix = random_rows(21)
    trees = trees_of(random_booster(21, matrix, trees=60))
    rows = np.concatenate([matrix[:500], probe_rows(trees, matrix, np.random.default_rng(2))[:1_500]])
    rows[0], rows[1], rows[2] = np.nan, np.inf, -np.inf
    return build_path_tables(trees, 0.0, matrix.shape[1])[0], np.ascontiguousarray(rows)


@pytest.fixture(scope="module")
def kernel(tmp_path_factory: pytest.TempPathFactory) -> Kernel:
    if not any(map(shutil.which, ("cc", "gcc", "clang"))):
        pytest.skip("no C compiler on this machine")
    compiled = find_kernel(tmp_path_factory.mktemp("kernel") / "cache")
    assert compiled is not None, "a compiler is there and kernel.c did not compile"
    return compiled


def test_kernels_agree_to_the_bit(found: tuple[PathTables, Matrix], kernel: Kernel) -> None:
    """Compiled and numpy contributions are equal bits, for finite, infinite and missing values."""
    paths, rows = found
    assert np.array_equal(
        CompiledExplainer(paths, kernel).contributions(rows), VectorisedExplainer(paths).contributions(rows)
    )


@pytest.mark.parametrize("size", [1, 2, 16, 33, 1000])
def test_a_row_is_explained_the_same_in_any_batch(found: tuple[PathTables, Matrix], size: int) -> None:
    """Sums are exact integers: the batch cannot change a bit."""
    paths, rows = found
    explainer = VectorisedExplainer(paths)
    whole = explainer.contributions(rows)
    for at in range(0, len(rows), size)[:40]:
        assert np.array_equal(explainer.contributions(rows[at : at + size]), whole[at : at + size])


def test_no_rows_and_rows_in_any_layout(found: tuple[PathTables, Matrix], kernel: Kernel) -> None:
    """Empty batches and transposed arrays are fine; another type or width is an error, not foreign memory."""
    paths, rows = found
    for explainer in (VectorisedExplainer(paths), CompiledExplainer(paths, kernel)):
        assert explainer.contributions(rows[:0]).shape == (0, rows.shape[1])
        assert np.array_equal(
            explainer.contributions(np.asfortranarray(rows[:20])), explainer.contributions(rows[:20])
        )
    with pytest.raises(ValueError, match="expected float32"):
        CompiledExplainer(paths, kernel).contributions(rows[:, :-1])


def test_without_a_compiler_there_is_no_kernel(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No compiler on the path: None, and nothing else changes."""
    monkeypatch.setenv("PATH", str(tmp_path))
    assert find_kernel(tmp_path / "cache") is None


def test_a_cache_that_others_can_write_is_not_used(tmp_path: Path) -> None:
    """Code is loaded from a folder of this user alone."""
    tmp_path.chmod(0o777)
    assert find_kernel(tmp_path) is None


def test_indices_beyond_the_arrays_are_refused(found: tuple[PathTables, Matrix]) -> None:
    """Tables come from files that a tenant uploads: each index is checked before a kernel trusts it."""
    paths, _ = found
    last = len(paths.terms)

    def changed(name: str, at: tuple[int, ...], value: int) -> PathTables:
        array = getattr(paths, name).copy()
        array[at] = value
        return dataclasses.replace(paths, **{name: array})

    bad = [
        changed("cut_feature", (0, 0), paths.feature_count),
        changed("term_feature", (paths.group_count - 1, 0), paths.feature_count + 1),
        changed("row_start", (paths.group_count - 1,), last - 1),
        dataclasses.replace(paths, unit=0.3),
        dataclasses.replace(paths, unit=float("inf")),
        dataclasses.replace(paths, cut_threshold=np.full_like(paths.cut_threshold, np.nan)),
    ]
    for wrong in bad:
        with pytest.raises(PathTablesRefused):
            tables.read(tables.write(wrong))


def test_bytes_that_are_no_tables_are_refused(found: tuple[PathTables, Matrix]) -> None:
    """Cut, random and empty files get a sentence."""
    data = tables.write(found[0])
    for wrong in (b"", b"\x00" * 64, data[:1000], data[:-30]):
        with pytest.raises(PathTablesRefused):
            tables.read(wrong)
