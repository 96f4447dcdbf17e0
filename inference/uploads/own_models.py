"""Models that a tenant made elsewhere, taken in: read, tried in a sandbox, kept as a version like any other."""

import asyncio
from uuid import UUID

import msgspec
import numpy as np

from inference import artefacts, catalogue
from inference.registry import ModelVersion, Registry
from inference.uploads import packaging
from inference.uploads.declaration import Declaration, Sample, matrix_of, read_declaration, read_sample
from inference.uploads.trial import Task, Trials, Verdict
from tenants.permissions import Permission
from tenants.principals import Principal


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
    def __init__(self, registry: Registry, trials: Trials) -> None:
        self._registry = registry
        self._trials = trials

    async def upload(
        self, caller: Principal, use_case: str, name: str, graph: bytes, manifest: bytes, sample: bytes
    ) -> OwnModel:
        """Try a model and keep it. The same files again are the same version.

        graph: the ONNX file. manifest, sample: `declaration.Declaration` and `declaration.Sample` as JSON.
        Raises: PermissionDenied, UseCaseUnknown, DeclarationRefused, InputsRefused, ModelRefused, Overloaded,
        TrialUnavailable.
        """
        caller.require(Permission.MODELS_WRITE)
        catalogue.get(use_case)
        declaration, task = await asyncio.to_thread(_prepare, graph, manifest, sample)
        verdict = await self._trials.run(task)
        written, files = packaging.package(use_case, declaration, verdict, graph, sample)
        kept = await self._registry.upload(
            caller, use_case, name, {artefacts.MANIFEST: written, **files}, tried=True
        )
        return _view(kept, verdict)

    async def sample(self, environment_id: UUID, version_id: UUID) -> Sample:
        """Return the sample that a version was tried with. Raises: VersionNotFound, VersionFilesLost."""
        files = await self._registry.files(environment_id, version_id)
        return read_sample(files[packaging.SAMPLE])


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
