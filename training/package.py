"""A fitted model to a version: graph, tables, parity gate, card, manifest; then the folder."""

import dataclasses
import hashlib
import importlib.metadata
from collections.abc import Sequence
from pathlib import Path

import msgspec
import numpy as np
from numpy.typing import NDArray

from inference import artefacts, catalogue
from inference.artefacts import probability_of
from inference.catalogue import UseCase
from inference.drift_cards import card_reference
from inference.explanations import tables
from inference.manifest import Calibration, Column, DeclaredInput, Manifest, OwnPast, Provenance
from inference.runtimes.ort import OnnxRuntime
from training.card import Card, Facts, More, card_of, card_text
from training.evaluation import Quality
from training.fit import Fitted
from training.heads import Head, with_heads
from training.model import Model
from training.onnx_export import to_onnx
from training.parity import Exported, Parity, Reference, check_parity
from training.path_tables import build_path_tables
from training.trees import trees_of

_LIBRARIES = ("lightgbm", "onnx", "onnxruntime", "numpy")


@dataclasses.dataclass(frozen=True)
class Source:
    """Where the rows came from. columns: of a tenant's own version; empty when features are computed from facts.

    added: what a version of facts scores beside its feature set, `features.<name>`. declared: what fills those of the tenant's.
    notes: what was left out of the data, and what else a reader of the card must know. past: what the service computes of it.
    """

    command: str
    data_sha256: str
    columns: tuple[Column, ...]
    notes: tuple[str, ...]
    seed: int
    more: More | None = None
    added: tuple[Column, ...] = ()
    declared: tuple[DeclaredInput, ...] = ()
    past: OwnPast | None = None


@dataclasses.dataclass(frozen=True)
class Version:
    """files: what is registered and hashed. beside: what only `countermark score` needs to prepare a table."""

    files: dict[str, bytes]
    card: Card
    parity: Parity
    beside: dict[str, bytes] = dataclasses.field(default_factory=dict)

    @property
    def digest(self) -> bytes:
        return artefacts.digest_of(self.files[artefacts.MANIFEST])

    def summary(self) -> list[str]:
        """What the command prints at the end."""
        card = self.card
        figures = (("AUC", card.auc), ("Average precision", card.average_precision), ("Brier", card.brier))
        lines = [f"{name:18} {f.value:.4f}  ({f.low:.4f} to {f.high:.4f})" for name, f in figures]
        size = sum(len(data) for data in self.files.values())
        return [*lines, f"{'Version':18} {self.digest.hex()}  ({size / 1e6:.2f} MB, {card.trees} trees)"]


def package(
    use_case: UseCase,
    fitted: Fitted,
    calibration: Calibration,
    quality: Quality,
    matrix: NDArray[np.float32],
    source: Source,
    *,
    heads: Sequence[Head] = (),
) -> Version:
    """heads: further outputs of the graph, which the use case declares. Raises: UnsupportedModel, ParityFailed."""
    names = _names(use_case, source)
    trees = [tree.scaled(fitted.slope) for tree in trees_of(fitted.booster)]
    graph = with_heads(to_onnx(trees, fitted.intercept, len(names), logistic=True), heads, len(names))
    paths, base_value = build_path_tables(trees, fitted.intercept, len(names))
    reference = Reference(fitted.booster, fitted.slope, fitted.intercept)
    scorer = OnnxRuntime().open(graph, len(names))
    exported = Exported(scorer, paths, base_value)
    # Sums of hundreds of trees far from nought lose their last digits in float32; probabilities are compared as they are.
    parity = check_parity(reference, trees, exported, matrix, source.seed, relative=True)
    notes = (*source.notes, *map(_said, source.declared))
    facts = Facts(use_case, names, source.command, source.data_sha256, notes, source.seed, source.more)
    card = card_of(facts, fitted, calibration, quality, parity)
    if source.more is not None:  # starters have no card of a contest, and drift from their first decisions
        scores = probability_of(scorer.margins(matrix))
        card = msgspec.structs.replace(card, drift_reference=card_reference(names, matrix, scores))
    files = {
        artefacts.GRAPH: graph,
        artefacts.PATHS: tables.write(paths),
        artefacts.CARD: msgspec.json.format(msgspec.json.encode(card), indent=2) + b"\n",
        artefacts.CARD_TEXT: card_text(card).encode(),
    }
    manifest = Manifest(
        format=1,
        use_case=use_case.name,
        inputs="columns" if source.columns else "facts",
        feature_set="" if source.columns else use_case.feature_set,
        features=names,
        columns=source.columns or source.added,
        link="logistic",
        base_value=base_value,
        batch_invariant=parity.batch_invariant,
        calibration=calibration,
        provenance=Provenance(
            command=source.command,
            data_sha256=source.data_sha256,
            row_count=len(matrix),
            seed=source.seed,
            libraries={name: importlib.metadata.version(name) for name in _LIBRARIES},
        ),
        files={name: hashlib.sha256(data).hexdigest() for name, data in sorted(files.items())},
        declared=source.declared,
        past=source.past,
    )
    encoded = msgspec.json.format(msgspec.json.encode(manifest, order="deterministic"), indent=1) + b"\n"
    files[artefacts.MANIFEST] = encoded
    if use_case.name in catalogue.names():
        artefacts.load(files)  # what cannot be read back was not written
    return Version(files, card, parity)


def _names(use_case: UseCase, source: Source) -> tuple[str, ...]:
    if source.columns:
        return tuple(column.name for column in source.columns)
    beside = (column.name for column in source.added)
    return (*(feature.name for feature in use_case.features), *beside)


def _said(feature: DeclaredInput) -> str:
    expression = " ".join(feature.expression.split())
    made = f"version {feature.number} of the tenant's declaration, by `{expression}`"
    return f"`features.{feature.name}` is {made}: {feature.title}"


def write_folder(version: Version | Model, folder: Path) -> None:
    """Write the version's files; a folder that holds anything else is refused by the caller."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, data in (*version.files.items(), *version.beside.items()):
        (folder / name).write_bytes(data)
