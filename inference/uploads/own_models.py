"""Models that a tenant made elsewhere, taken in: read, tried in a sandbox, kept as a version like any other."""

import asyncio
import datetime as dt
import hashlib
from collections.abc import AsyncIterator
from typing import Annotated
from uuid import UUID

import msgspec
import numpy as np

from core.clock import Clock
from core.errors import ErrorKind, Overloaded, PlatformError
from core.objects import ObjectNotFound, Objects
from inference import artefacts, catalogue
from inference.registry import ModelVersion, Registry
from inference.uploads import packaging
from inference.uploads.declaration import Declaration, Sample, matrix_of, read_declaration, read_sample
from inference.uploads.graphs import BYTES_MAX
from inference.uploads.guard import check_magic
from inference.uploads.trial import Graph, Task, Trials, Verdict
from tenants.permissions import Permission
from tenants.principals import Principal

GRAPH_KEPT_FOR = dt.timedelta(hours=24)
RECEIVED_FILES_MAX = 5
"""As many of the largest size an environment may have lying about, received and in no version."""
_RECEIVING_MAX = 4
_MAGIC_BYTES = 512
Sha256 = Annotated[str, msgspec.Meta(pattern="^[0-9a-f]{64}$", max_length=64)]


class GraphTooLarge(PlatformError):
    kind = ErrorKind.INVALID
    code = "graph_too_large"
    fix = "Export fewer or smaller trees, or ask who runs this installation for COUNTERMARK_MODEL_GRAPH_BYTES_MAX."


class GraphNotReceived(PlatformError):
    kind = ErrorKind.NOT_FOUND
    code = "graph_not_received"
    fix = "Send the ONNX file first; it is kept for 24 hours."


class GraphsFull(PlatformError):
    kind = ErrorKind.EXHAUSTED
    code = "graphs_full"
    fix = "Make versions of those that were sent, and wait: what belongs to no version is deleted after 24 hours."


class ReceivedGraph(msgspec.Struct, frozen=True, kw_only=True):
    """An ONNX file that came in, to be named by its SHA-256 when the model is uploaded. It is kept until `expires_at`."""

    sha256: Sha256
    size_bytes: int
    expires_at: dt.datetime


class OwnModel(msgspec.Struct, frozen=True, kw_only=True):
    """A version, and what its trial found.

    difference_max: the largest difference between what the sample expects and what came here, in probability.
    batch_invariant: whether a row scores the same bits in any company; without that rows run one by one.
    missing_taken: whether a row of nothing but missing values has a score. cost_us: of one row. memory_bytes: of loading
    it and running a thousand rows.
    """

    version: ModelVersion
    difference_max: float
    batch_invariant: bool
    missing_taken: bool
    cost_us: int
    memory_bytes: int


class OwnModels:
    def __init__(
        self,
        registry: Registry,
        trials: Trials,
        objects: Objects,
        clock: Clock,
        *,
        graph_bytes_max: int = BYTES_MAX,
    ) -> None:
        self._registry = registry
        self._trials = trials
        self._objects = objects
        self._clock = clock
        self._bytes_max = graph_bytes_max
        self._receiving = 0

    async def receive(self, caller: Principal, file: AsyncIterator[bytes]) -> ReceivedGraph:
        """Keep an ONNX file of any size up to the installation's limit, a piece at a time; nothing looks at it before `upload`
        but for what it begins with. The same bytes again are the same file.

        Raises: PermissionDenied, GraphTooLarge, GraphsFull, ModelRefused, Overloaded.
        """
        caller.require(Permission.MODELS_WRITE)
        if self._receiving >= _RECEIVING_MAX:
            raise Overloaded("Too many models are being received.", retry_after_s=5)
        self._receiving += 1
        try:
            folder = _folder(caller.environment_id)
            left = await self._objects.prune(folder, GRAPH_KEPT_FOR.total_seconds())
            if left > (RECEIVED_FILES_MAX - 1) * self._bytes_max:
                raise GraphsFull(
                    "Too many ONNX files were sent that no version was made of.", retry_after_s=3_600
                )
            sha256 = await self._objects.receive(folder, self._checked(file))
        finally:
            self._receiving -= 1
        size = await self._objects.size(f"{folder}/{sha256}")
        return ReceivedGraph(sha256=sha256, size_bytes=size, expires_at=self._clock.now() + GRAPH_KEPT_FOR)

    async def upload(
        self, caller: Principal, use_case: str, name: str, graph: bytes | str, manifest: bytes, sample: bytes
    ) -> OwnModel:
        """Try a model and keep it. The same files again are the same version.

        graph: the ONNX file, or the SHA-256 of one that was received. manifest, sample: `declaration.Declaration` and
        `declaration.Sample` as JSON.
        Raises: PermissionDenied, UseCaseUnknown, GraphNotReceived, DeclarationRefused, InputsRefused, ModelRefused, Overloaded,
        TrialUnavailable.
        """
        caller.require(Permission.MODELS_WRITE)
        catalogue.get(use_case)
        whole = graph if isinstance(graph, bytes) else b""
        declaration, task = await asyncio.to_thread(_prepare, whole, manifest, sample)
        if isinstance(graph, bytes):
            verdict, sha256 = await self._trials.run(task), hashlib.sha256(graph).hexdigest()
            files, received = {packaging.GRAPH: graph}, {}
        else:
            key, sha256 = f"{_folder(caller.environment_id)}/{graph}", graph
            verdict = await self._tried(task, key, sha256)
            files, received = {}, {packaging.GRAPH: key}
        files[packaging.SAMPLE] = sample
        files[artefacts.MANIFEST] = packaging.package(use_case, declaration, verdict, sha256, sample)
        kept = await self._registry.upload(caller, use_case, name, files, tried=True, received=received)
        return _view(kept, verdict)

    async def _tried(self, task: Task, key: str, sha256: str) -> Verdict:
        """Try the file under a key. What the child was given is what its name says, or nothing is kept of it."""
        try:
            size = await self._objects.size(key)
        except ObjectNotFound as error:
            raise GraphNotReceived("No ONNX file of this SHA-256 was received, or it is gone.") from error
        hashed = hashlib.sha256()

        async def pieces() -> AsyncIterator[bytes]:
            async for piece in self._objects.pieces(key):
                hashed.update(piece)
                yield piece

        verdict = await self._trials.run(task, Graph(size, pieces()))
        if hashed.hexdigest() != sha256:
            raise GraphNotReceived("The ONNX file that was received is damaged.")
        return verdict

    async def _checked(self, file: AsyncIterator[bytes]) -> AsyncIterator[bytes]:
        """Refuse what is too large as soon as it is, and what is no model from how it begins."""
        size, begun = 0, b""
        async for piece in file:
            size += len(piece)
            if size > self._bytes_max:
                raise GraphTooLarge(f"The ONNX file is larger than {self._bytes_max:,} bytes.")
            if len(begun) < _MAGIC_BYTES:
                begun += piece[:_MAGIC_BYTES]
                if len(begun) >= _MAGIC_BYTES:
                    check_magic(begun)
            yield piece
        if len(begun) < _MAGIC_BYTES:
            check_magic(begun)

    async def sample(self, environment_id: UUID, version_id: UUID) -> Sample:
        """Return the sample that a version was tried with. Raises: VersionNotFound, VersionFilesLost."""
        files = await self._registry.files(environment_id, version_id)
        return read_sample(files[packaging.SAMPLE])


def _folder(environment_id: UUID) -> str:
    return f"received/{environment_id.hex}"


def _prepare(graph: bytes, manifest: bytes, sample: bytes) -> tuple[Declaration, Task]:
    declaration = read_declaration(manifest)
    given = read_sample(sample)
    task = Task(
        graph=graph,
        columns=tuple(column.name for column in declaration.columns),
        reading=declaration.reading,
        rows=matrix_of(declaration.columns, given).tobytes(),
        expected=np.array(given.expected, np.float64).tobytes(),
        tolerance=declaration.tolerance,
    )
    return declaration, task


def _view(version: ModelVersion, verdict: Verdict) -> OwnModel:
    return OwnModel(
        version=version,
        difference_max=verdict.difference_max,
        batch_invariant=verdict.batch_invariant,
        missing_taken=verdict.missing_taken,
        cost_us=verdict.cost_us,
        memory_bytes=verdict.memory_bytes,
    )
