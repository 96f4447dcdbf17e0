"""The files that make a model's folder a version too: one graph with all its outputs, tables, and the manifest that hashes them."""

import dataclasses
import hashlib
import importlib.metadata
from collections.abc import Mapping
from typing import Protocol

import msgspec

from inference import artefacts, catalogue
from inference.drift_cards import CardReference
from inference.explanations import tables
from inference.explanations.tables import PathTables
from inference.manifest import Calibration, Column, Manifest, OwnPast, Provenance, Task
from training.job import Progress
from training.model import Model

LIBRARIES = ("lightgbm", "scikit-learn", "onnx", "onnxruntime", "numpy")


@dataclasses.dataclass(frozen=True, kw_only=True)
class Deployable:
    """What a fitted model needs beside its card to answer decisions.

    feature_set: where the service computes the features; empty of a tenant's own columns. past: what it computes of columns of history. notes: for the card's reader. files: further ones of the version.
    """

    task: Task
    graph: bytes
    paths: PathTables
    base_value: float
    batch_invariant: bool
    calibration: Calibration
    columns: tuple[Column, ...]
    features: tuple[str, ...]
    reference: CardReference
    notes: tuple[str, ...]
    above: float | None = None
    classes: tuple[str, ...] = ()
    feature_set: str = ""
    past: OwnPast | None = None
    files: Mapping[str, bytes] = dataclasses.field(default_factory=dict)


def answers(use_case: str, task: Task, progress: Progress) -> bool:
    """Say whether the use case's answer has a place for such a task; what has none is for `countermark score`."""
    if use_case in catalogue.names() and task in catalogue.get(use_case).kind.tasks:
        return True
    progress(
        f"No version is written: {use_case} is not in the catalogue, or its answer has no place for {task}."
    )
    return False


class Origin(Protocol):
    """Who asked for it, and how it is made again."""

    @property
    def use_case(self) -> str: ...
    @property
    def command(self) -> str: ...
    @property
    def seed(self) -> int: ...


def with_version(model: Model, job: Origin, rows: int, made: Deployable) -> Model:
    """The model with the version's files beside it; the card is the same."""
    files = {
        artefacts.GRAPH: made.graph,
        artefacts.PATHS: tables.write(made.paths),
        artefacts.CARD: model.files[artefacts.CARD],
        artefacts.CARD_TEXT: model.files[artefacts.CARD_TEXT],
        **made.files,
    }
    manifest = Manifest(
        format=1,
        use_case=job.use_case,
        inputs="facts" if made.feature_set else "columns",
        feature_set=made.feature_set,
        features=made.features,
        columns=() if made.feature_set else made.columns,
        link="logistic",
        base_value=made.base_value,
        batch_invariant=made.batch_invariant,
        calibration=made.calibration,
        provenance=Provenance(
            command=job.command,
            data_sha256=model.card.data_sha256,
            row_count=rows,
            seed=job.seed,
            libraries={name: importlib.metadata.version(name) for name in LIBRARIES},
        ),
        files={name: hashlib.sha256(data).hexdigest() for name, data in sorted(files.items())},
        task=made.task,
        above=made.above,
        classes=made.classes,
        past=made.past,
    )
    files[artefacts.MANIFEST] = encode(manifest)
    artefacts.load(files)  # what cannot be read back was not written
    return dataclasses.replace(model, version=beside(files))


def encode(manifest: Manifest) -> bytes:
    return msgspec.json.format(msgspec.json.encode(manifest, order="deterministic"), indent=1) + b"\n"


def beside(files: Mapping[str, bytes]) -> dict[str, bytes]:
    """What of a version's files the model does not have itself."""
    return {name: data for name, data in files.items() if name not in {artefacts.CARD, artefacts.CARD_TEXT}}
