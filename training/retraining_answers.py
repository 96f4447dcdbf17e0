"""Versions whose features the service computes, from rows that it computed: anomalies, classes of texts.

Probabilities are in `retraining_child`, numbers in `retraining_heads`. Each takes the place of any other version of its use case.
"""

import dataclasses
from collections.abc import Mapping, Sequence

import msgspec
import numpy as np
from numpy.typing import NDArray

from inference import catalogue
from inference.answering import categorize, ticket_triage
from inference.answering.truths import slug
from inference.manifest import Column
from training.anomaly_candidates import Matrix
from training.anomaly_contest import Planted, card_of, drawn, meet
from training.anomaly_version import anomaly_version
from training.errors import DatasetRefused
from training.fact_classes import REASONS_NOTE, fit_texts, package_texts
from training.folder import CARD, CARD_TEXT
from training.job import Progress
from training.model import model_of
from training.model_files import ModelFile
from training.package import Source
from training.retraining_entities import Champion, FactRows, Origin
from training.starter_texts import TEXT_RECIPES
from training.stray_rows import SHARE
from training.version_files import with_version

Ints = NDArray[np.int64]
_LATE_SHARE = 0.2
_FAR = (2.0, 8.0)
_MOVED_UNITS = frozenset({"money", "times", "percent"})
_CLASS_MIN = 3
_STRAY_MIN = 60
_CLASSES: Mapping[str, tuple[str, ...]] = {
    "categorize": categorize.CATEGORIES, "ticket-triage": ticket_triage.CAUSES,
}  # fmt: skip


def anomalies_of_facts(origin: Origin, rows: FactRows, progress: Progress) -> Mapping[str, bytes]:
    """What is unlike the rest of the rows. Raises: ParityFailed, UnsupportedModel."""
    use_case = catalogue.get(origin.use_case)
    names = tuple(each.name for each in use_case.features)
    moved = [each.name for each in use_case.features if each.unit in _MOVED_UNITS]
    places = np.arange(len(rows.matrix))
    cut = int(len(places) * (1 - _LATE_SHARE))
    progress(f"{len(places):,} rows without a target; candidates look for planted anomalies")
    planted = _planted(
        rows.matrix, places[:cut], places[cut:], [names.index(name) for name in moved], origin.seed
    )
    met = meet(rows.matrix, planted, names, moved, origin.seed, progress)
    columns = tuple(Column(name=name, kind="number") for name in names)
    made = anomaly_version(
        met.winner, columns, rows.matrix[planted.early], met.threshold, origin.seed, progress
    )
    made = dataclasses.replace(made, feature_set=use_case.feature_set)
    file = ModelFile(
        format=1, use_case=origin.use_case, task="anomaly", command=origin.command, data_sha256=rows.sha256,
        seed=origin.seed, threshold=met.threshold,
    )  # fmt: skip
    notes = [
        *origin.notes,
        f"Planted: {', '.join(moved)} times {_FAR[0]:g} to {_FAR[1]:g}.",
        *met.notes,
        *made.notes,
    ]
    card = card_of(file, met, len(places), names, notes, "")
    model = model_of(file, {}, msgspec.structs.replace(card, drift_reference=made.reference))
    found = with_version(model, origin, len(places), made)
    return {**found.version, CARD: found.files[CARD], CARD_TEXT: found.files[CARD_TEXT]}


def _planted(matrix: Matrix, early: Ints, late: Ints, moved: Sequence[int], seed: int) -> Planted:
    """Rows of which one in a hundred has all that is money, or measured by what is usual, far out."""
    rng = np.random.default_rng(seed)
    truth = drawn(len(late), rng)
    factor = np.where(truth, rng.uniform(*_FAR, len(late)), 1.0).astype(np.float32)
    rows = matrix[late].copy()
    rows[:, list(moved)] *= factor[:, None]
    return Planted(early, late, rows, truth)


def classes_of_facts(origin: Origin, rows: FactRows, progress: Progress) -> Mapping[str, bytes]:
    """Classes that the catalogue names, of texts whose words the service counts. Raises: DatasetRefused, ParityFailed."""
    use_case, classes = catalogue.get(origin.use_case), _CLASSES[origin.use_case]
    known = {slug(name): place for place, name in enumerate(classes)}
    codes = np.array([known.get(slug(str(each)), -1) for each in rows.target], np.int64)
    counts = np.bincount(codes[codes >= 0], minlength=len(classes))
    kept = (codes >= 0) & (counts[np.maximum(codes, 0)] >= _CLASS_MIN)
    if len(np.unique(codes[kept])) < 2:
        raise DatasetRefused(
            f"Fewer than two labels with {_CLASS_MIN} rows are among those that {use_case.name} names: {', '.join(classes)}.",
            fix="Tell labels of the catalogue, or train classes of your own from a table: countermark train.",
        )
    matrix, target = np.ascontiguousarray(rows.matrix[kept]), codes[kept]
    progress(f"Fitting {len(np.unique(target))} classes on {len(target):,} rows")
    beside = _of_champion(rows.champion, classes, kept, target)
    return _texts(origin, classes, matrix, target, rows, int(len(codes) - kept.sum()), beside=beside)


def _of_champion(
    champion: Champion | None, classes: tuple[str, ...], kept: NDArray[np.bool_], target: NDArray[np.int64]
) -> tuple[tuple[str, str], ...]:
    """How often the champion names the class that was told, of the very rows that are held out in turn."""
    if champion is None or "classes" not in champion.heads:
        return ()
    names = [slug(name) for name in champion.classes or classes]
    said = champion.heads["classes"][kept].argmax(axis=1)
    right = [names[place] == slug(classes[code]) for place, code in zip(said, target, strict=True)]
    return ((f"That of the champion, {champion.name}, on the same rows", f"{100 * np.mean(right):.1f} %"),)


def _texts(
    origin: Origin,
    classes: tuple[str, ...],
    matrix: Matrix,
    target: NDArray[np.int64],
    rows: FactRows,
    left_out: int,
    *,
    beside: tuple[tuple[str, str], ...],
) -> Mapping[str, bytes]:
    (recipe,) = (each for each in TEXT_RECIPES if each.use_case == origin.use_case)
    stray = recipe.stray(origin.seed, max(_STRAY_MIN, round(SHARE * len(target))))
    fitted = dataclasses.replace(fit_texts(matrix, target, len(classes), origin.seed, stray), by_logs=True)
    seen = np.unique(target)
    unseen = [name for place, name in enumerate(classes) if place not in seen]
    notes = [
        *origin.notes,
        f"Beside the classes stands what is about none of them, learned from {len(stray):,} texts about nothing; it is never named.",
        REASONS_NOTE,
    ]
    if left_out:
        notes.append(
            f"{left_out:,} rows had labels that the catalogue does not name, or that fewer than {_CLASS_MIN} rows have."
        )
    if unseen:
        notes.append(f"Never answered, since no row had it: {', '.join(unseen)}.")
    card = (
        (
            "Model",
            f"multinomial logistic regression over {matrix.shape[1]} hashed features, {len(seen)} classes",
        ),
        ("Accuracy on held-out rows", f"{100 * fitted.right.mean():.1f} %"),
        *beside,
        ("That of the commonest class", f"{100 * np.bincount(target).max() / len(target):.1f} %"),
    )
    source = Source(origin.command, rows.sha256, (), tuple(notes), origin.seed)
    return package_texts(catalogue.get(origin.use_case), fitted, classes, matrix, source, card)
