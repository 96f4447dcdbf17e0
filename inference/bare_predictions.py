"""Bare predictions: what a version returns for rows that the caller brings, and nothing else.

No facts are read, no rules run, nothing is written but a count (`bare_predictions_counts`): a bare prediction is no
decision and has no receipt. Small requests of a tick share one run of their version; a large one runs in a thread. Rows for
a version on the model server go there.
"""

import collections
import dataclasses
import time
from collections.abc import Mapping, Sequence
from uuid import UUID

import numpy as np
from numpy.typing import NDArray

from core.cpu import CpuPool
from core.database import Database
from core.errors import ErrorKind, InvalidId, PlatformError
from core.fresh import Fresh
from core.ids import parse, public
from inference import bare_predictions_store as store
from inference import catalogue
from inference.artefacts import LoadedVersion, Scores, scores_of
from inference.bare_predictions_counts import PredictionCounts
from inference.bare_predictions_ticks import TurnBatches
from inference.deployments import Deployments
from inference.registry import Registry, VersionNotFound
from inference.runtimes.port import Outputs, RuntimeUnavailable
from inference.runtimes.remote import AwaitedScorer
from inference.runtimes.remote_rows import score_rows
from inference.tensors import Tensor, TensorInfo, TensorReader, TensorsRefused
from tenants.permissions import Permission
from tenants.principals import Principal

MARGIN, PROBABILITY, CONTRIBUTIONS = "margin", "probability", "contributions"
ROWS_OF_A_TICK = 16
"""A request of more rows than this, or of an eighth of it with contributions, does not make others wait for it."""

_BATCH_MAX = 64
_QUEUE_MAX = 1_024
_MODELS_MAX = 256
_READY_TIMEOUT_S = 2.0
_FP64 = "FP64"


class ModelNotFound(PlatformError):
    kind = ErrorKind.NOT_FOUND
    code = "model_not_found"
    fix = "Name a use case or a registered model of this environment, and a version id of it or none."


@dataclasses.dataclass(frozen=True, slots=True)
class BareModel:
    """A version with what its tensors are.

    label: its public id. widths: of each output but the contributions, how many values a row has.
    """

    version_id: UUID
    label: str
    version: LoadedVersion
    reader: TensorReader
    widths: Mapping[str, int]

    @property
    def outputs(self) -> list[TensorInfo]:
        """Name what the version gives. All but the contributions, which cost more, are answered unasked."""
        given = [
            TensorInfo(name=name, datatype=_FP64 if name == PROBABILITY else "FP32", shape=[-1, width])
            for name, width in self.widths.items()
        ]
        if self.version.explained_later:
            return given
        return [
            *given,
            TensorInfo(name=CONTRIBUTIONS, datatype=_FP64, shape=[-1, len(self.version.features)]),
        ]

    def gives(self, name: str) -> bool:
        return name in self.widths or (name == CONTRIBUTIONS and not self.version.explained_later)


@dataclasses.dataclass(frozen=True, slots=True)
class Predicted:
    """contributions: float64[n, n_features] in raw margin, where they were asked for."""

    scores: Scores
    contributions: NDArray[np.float64] | None

    def tensor(self, name: str) -> Tensor:
        """Return one of the outputs that the model gives."""
        scores, rows = self.scores, len(self.scores.margin)
        if name == MARGIN:
            return Tensor(name, "FP32", (rows, 1), scores.margin)
        if name == PROBABILITY:
            return Tensor(name, _FP64, (rows, 1), scores.probability)
        if name == CONTRIBUTIONS and self.contributions is not None:
            return Tensor(name, _FP64, self.contributions.shape, self.contributions.ravel())
        head = scores.heads[name]
        return Tensor(name, "FP32", head.shape, head.ravel())


@dataclasses.dataclass(frozen=True, slots=True)
class _Ask:
    model: BareModel
    rows: NDArray[np.float32]
    explained: bool


@dataclasses.dataclass(frozen=True, slots=True)
class Asked:
    """What was asked, read. names: the outputs that are wanted; without any, all but the contributions."""

    ask: _Ask
    names: Sequence[str]

    @classmethod
    def of(cls, model: BareModel, tensors: Sequence[Tensor], names: Sequence[str]) -> "Asked":
        """Raises: TensorsRefused."""
        if not all(model.gives(name) for name in names):
            raise TensorsRefused("The model gives no such output; its metadata names those that it gives.")
        return cls(_Ask(model, model.reader.read(tensors), CONTRIBUTIONS in names), names)

    @property
    def row_count(self) -> int:
        return len(self.ask.rows)


class BarePredictions:
    def __init__(
        self,
        database: Database,
        registry: Registry,
        deployments: Deployments,
        counts: PredictionCounts,
        cpu: CpuPool,
    ) -> None:
        self.counts = counts
        self._database = database
        self._registry = registry
        self._deployments = deployments
        self._cpu = cpu
        self._named: Fresh[tuple[UUID, str, str], BareModel] = Fresh(self._look_up)
        self._models: collections.OrderedDict[UUID, BareModel] = collections.OrderedDict()
        self._batches: TurnBatches[_Ask, Predicted] = TurnBatches(
            _answer, batch_max=_BATCH_MAX, queue_max=_QUEUE_MAX
        )

    async def get(self, caller: Principal, name: str, version: str = "") -> BareModel:
        """Find a model of the caller's environment.

        name: of a use case, for what is deployed for it, or of a registered model, for its latest version.
        version: the public id of another version of that model; empty for none.
        Raises: PermissionDenied, ModelNotFound.
        """
        caller.require(Permission.PREDICTIONS_CREATE)
        if not version and name in catalogue.CATALOGUE:
            deployed = self._deployments.find_active(caller.environment_id, name)
            if deployed is None:
                deployed = await self._deployments.active(caller.environment_id, name)
            return self._model(deployed.version_id, deployed.version)
        key = (caller.environment_id, name, version)
        return self._named.find(key) or await self._named.get(key)

    async def ready(self, model: BareModel) -> bool:
        """Say whether a model can answer now, by asking it about a row that certainly has a score."""
        row = model.version.probe[np.newaxis]
        try:
            if model.version.remote is not None:
                await model.version.remote.score(row, _READY_TIMEOUT_S)
                return True
            await self._batches.submit(_Ask(model, row, explained=False))
        except RuntimeUnavailable:
            return False
        return True

    async def predict(self, caller: Principal, asked: Asked, timeout_s: float) -> list[Tensor]:
        """Score rows. Raises: RuntimeUnavailable, Overloaded, DeadlineExceeded."""
        ask, model, names = asked.ask, asked.ask.model, asked.names
        small = len(ask.rows) * (8 if ask.explained else 1) <= ROWS_OF_A_TICK
        remote = model.version.remote
        if remote is not None:
            predicted = await self._elsewhere(ask, remote, timeout_s, small=small)
        elif small:
            predicted = await self._batches.submit(ask)
        else:
            predicted = await self._cpu.run(lambda: _predict([ask])[0], timeout_s=timeout_s)
        self.counts.add(caller.environment_id, model.version_id, model.version.digest, len(ask.rows))
        return [predicted.tensor(name) for name in names or model.widths]

    async def _elsewhere(
        self, ask: _Ask, remote: AwaitedScorer, timeout_s: float, *, small: bool
    ) -> Predicted:
        """Let the model server score; contributions come from the version's own tables, as in decisions."""
        began_s = time.monotonic()
        outputs = await score_rows(remote, ask.rows, timeout_s)
        if small:
            return _completed(ask, outputs)
        left_s = max(timeout_s - (time.monotonic() - began_s), 0.0)
        return await self._cpu.run(lambda: _completed(ask, outputs), timeout_s=left_s)

    async def _look_up(self, key: tuple[UUID, str, str]) -> BareModel:
        environment_id, name, label = key
        try:
            version_id = parse("ver", label) if label else await self._latest(environment_id, name)
            row, loaded = await self._registry.find_to_decide(environment_id, version_id)
        except (InvalidId, VersionNotFound):
            raise _not_found() from None
        if name not in {row.use_case, row.name}:
            raise _not_found()
        return self._model(row.id, loaded)

    async def _latest(self, environment_id: UUID, name: str) -> UUID:
        async with self._database.transaction(environment_id) as tx:
            found = await store.find_latest(tx, environment_id, name)
        if found is None:
            raise _not_found()
        return found

    def _model(self, version_id: UUID, version: LoadedVersion) -> BareModel:
        """Return what is known of an opened version, made once for as long as it is the one that is open."""
        known = self._models.get(version_id)
        if known is None or known.version is not version:
            known = _model_of(version_id, version)
            self._models[version_id] = known
            if len(self._models) > _MODELS_MAX:
                self._models.popitem(last=False)
        return known


def _model_of(version_id: UUID, version: LoadedVersion) -> BareModel:
    manifest = version.manifest
    try:
        widths = version.widths()
    except RuntimeUnavailable:  # its files are lost: it has a name and cannot answer
        widths = {MARGIN: 1}
    return BareModel(
        version_id=version_id,
        label=public("ver", version_id),
        version=version,
        reader=TensorReader(manifest),
        widths={MARGIN: 1, PROBABILITY: 1, **widths},
    )


def _not_found() -> ModelNotFound:
    return ModelNotFound("There is no such model in this environment.")


def _answer(asks: Sequence[_Ask]) -> Sequence[Predicted | PlatformError]:
    """Run each version once for all requests that name it. One that cannot be run fails its own requests alone."""
    groups: dict[bytes, list[int]] = {}
    for at, ask in enumerate(asks):
        groups.setdefault(ask.model.version.digest, []).append(at)
    if len(groups) == 1:
        return _or_error(asks)
    answers: dict[int, Predicted | PlatformError] = {}
    for members in groups.values():
        answers.update(zip(members, _or_error([asks[at] for at in members]), strict=True))
    return [answers[at] for at in range(len(asks))]


def _or_error(asks: Sequence[_Ask]) -> Sequence[Predicted | PlatformError]:
    try:
        return _predict(asks)
    except RuntimeUnavailable as error:
        return [error] * len(asks)


def _completed(ask: _Ask, outputs: Outputs) -> Predicted:
    explained = ask.model.version.explain(ask.rows) if ask.explained else None
    return Predicted(scores_of(outputs), explained)


def _predict(asks: Sequence[_Ask]) -> list[Predicted]:
    """Run one version once for all requests that name it, and split what it returns."""
    version = asks[0].model.version
    if len(asks) == 1:
        rows = asks[0].rows
        return [Predicted(version.score(rows), version.explain(rows) if asks[0].explained else None)]
    scores = version.score(np.concatenate([ask.rows for ask in asks]))
    answers, start = [], 0
    for ask in asks:
        end = start + len(ask.rows)
        heads = {name: values[start:end] for name, values in scores.heads.items()}
        part = Scores(scores.margin[start:end], scores.probability[start:end], heads)
        answers.append(Predicted(part, version.explain(ask.rows) if ask.explained else None))
        start = end
    return answers
