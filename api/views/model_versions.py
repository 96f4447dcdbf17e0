"""Versions of models and deployments as both faces show them."""

import base64
from collections.abc import Mapping
from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

import msgspec
from msgspec import Meta

from core.ids import parse, public
from core.pages import Page
from inference import artefacts, evidence
from inference.manifest import Task
from inference.registry import ModelVersion
from inference.routing import Stage
from inference.runtimes.port import Runtime

UseCaseName = Annotated[str, Meta(min_length=1, max_length=64)]
VersionName = Annotated[str, Meta(min_length=1, max_length=120, pattern=r"^[^\x00-\x1f\x7f]+$(?!\n)")]
_FIELDS: Mapping[str, str] = {
    artefacts.MANIFEST: "manifest",
    artefacts.GRAPH: "graph",
    artefacts.PATHS: "paths",
    artefacts.CARD: "card",
    artefacts.CARD_TEXT: "card_text",
    evidence.FILE: "tokens",
}
"""Of an upload, by the name of the file that each holds."""
FileBytes = Annotated[bytes, Meta(min_length=1)]


class UploadVersion(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A version as `countermark train` wrote it. The files of its folder, each in base64.

    name: what you call it, for people.
    manifest: `manifest.json`, which holds the SHA-256 of the others.
    graph: `score.onnx`.
    paths: `paths.npz`, the tables of exact explanations.
    card: `card.json`.
    card_text: `card.md`.
    runtime: `onnx` scores in the service; `kserve` on the installation's model server, which must serve these bytes already.
    parent_id: the version that it is made to take the place of, for the record.
    tokens: `tokens.npz`, what the words of texts say; only of versions that tell classes.
    """

    use_case: UseCaseName
    name: VersionName
    manifest: FileBytes
    graph: FileBytes
    paths: FileBytes
    card: FileBytes
    card_text: FileBytes
    runtime: Runtime = "onnx"
    parent_id: Annotated[str, Meta(max_length=64)] | None = None
    tokens: FileBytes | None = None


class LineageView(msgspec.Struct, frozen=True, kw_only=True):
    """Where a version comes from. parent_id: the version that it was made to take the place of, where that was told.

    command: what made it.
    data_sha256: of what it learnt from, in hexadecimal.
    row_count: of what it learnt from.
    seed: with the same it comes out the same.
    """

    parent_id: str | None
    command: str
    data_sha256: str
    row_count: int
    seed: int


class ColumnView(msgspec.Struct, frozen=True, kw_only=True):
    """A column that a question sends in `inputs`. kind: what it holds; null stands for what is not known."""

    name: str
    kind: Literal["number", "boolean", "category", "text", "date"]


class VersionView(msgspec.Struct, frozen=True, kw_only=True):
    """One immutable version of a model.

    digest: SHA-256 over its artefact, in hexadecimal; the same stands in decisions and ledger entries.
    starter: whether it ships with the service. runtime: where it scores, `onnx` in the service or `kserve` on a model server.
    task: what it tells: a `probability` alone, a `number` or `classes` too, or an `anomaly`, whose probability no label stands behind.
    features: what it scores, in order; of a version that tells classes of your own columns they are the classes.
    columns: what `inputs` of a question holds; empty where it scores facts.
    stage: the highest role that it serves in now; retired when it served before.
    lineage: where it comes from.
    """

    id: str
    use_case: str
    name: str
    digest: str
    starter: bool
    stage: Stage
    lineage: LineageView
    runtime: Runtime
    task: Task
    features: list[str]
    columns: list[ColumnView]
    created_at: datetime | None
    created_by: str


class VersionPage(msgspec.Struct, frozen=True, kw_only=True):
    """One page of versions: the starters on the first page, then the environment's own, newest first."""

    data: list[VersionView]
    has_more: bool
    next_after: str | None


def version_view(version: ModelVersion) -> VersionView:
    made = version.lineage
    return VersionView(
        id=public("ver", version.id),
        use_case=version.use_case,
        name=version.name,
        digest=version.digest.hex(),
        starter=version.starter,
        stage=version.stage,
        lineage=LineageView(
            parent_id=None if made.parent_id is None else public("ver", made.parent_id),
            command=made.command,
            data_sha256=made.data_sha256,
            row_count=made.row_count,
            seed=made.seed,
        ),
        runtime=version.runtime,
        task=version.task,
        features=version.features,
        columns=[ColumnView(name=column.name, kind=column.kind) for column in version.columns],
        created_at=version.created_at,
        created_by=version.created_by,
    )


def parent_of(upload: UploadVersion) -> UUID | None:
    return None if upload.parent_id is None else parse("ver", upload.parent_id)


def files_of(upload: UploadVersion) -> dict[str, bytes]:
    """Return the artefact's files under the names that its manifest hashes."""
    files = {name: getattr(upload, field) for name, field in _FIELDS.items()}
    return {name: data for name, data in files.items() if data is not None}


def fields_of(files: Mapping[str, bytes]) -> dict[str, str]:
    """Return the fields of an upload over REST. files: of a version's folder, by name."""
    return {_FIELDS[name]: base64.b64encode(data).decode() for name, data in files.items()}


def version_page(page: Page[ModelVersion]) -> VersionPage:
    return VersionPage(
        data=[version_view(each) for each in page.data], has_more=page.has_more, next_after=page.next_after
    )
