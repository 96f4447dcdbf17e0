"""Versions of models: kept by digest, checked byte by byte when loaded, and held open for the decision path."""

import asyncio
import collections
import logging
import time
from collections.abc import Mapping
from datetime import datetime
from typing import TypeAlias
from uuid import UUID

import msgspec

from core import intake
from core.clock import Clock
from core.database import Database, Transaction
from core.errors import ErrorKind, InvalidRequest, PlatformError
from core.ids import public, uuid7
from core.objects import Objects
from core.pages import Page, page_of
from inference import artefacts, catalogue, deployment_store, version_store
from inference.artefacts import LoadedVersion
from inference.computed_here import require_computed
from inference.declared import pins
from inference.declared.columns import sent_columns
from inference.evidence import TokensRefused
from inference.explanations.tables import PathTablesRefused
from inference.manifest import Column, Task
from inference.onnx_guard import GraphRefused
from inference.placements import Placements
from inference.routing import Stage
from inference.runtimes.ort import OnnxRuntime
from inference.runtimes.port import Runtime
from inference.starters import SHIPPED, Starters
from inference.uploads.guard import check_model
from inference.uploads.wire import ModelRefused
from inference.version_files import NOTHING, VersionFiles, VersionFilesLost
from inference.version_store import STARTER_AUTHOR, VersionRow
from tenants.permissions import Permission
from tenants.principals import Principal

OPEN_MAX = 64
_UPLOAD_OWN = "Send the ONNX file itself with its manifest and sample: `countermark models upload`."

_OpenKey: TypeAlias = tuple[bytes, Runtime]

_log = logging.getLogger(__name__)


class VersionNotFound(PlatformError):
    kind = ErrorKind.NOT_FOUND
    code = "version_not_found"
    fix = "List the versions of this environment; starters of an earlier release are brought by `countermark models keep`."


class Lineage(msgspec.Struct, frozen=True, kw_only=True):
    """Where a version comes from. parent_id: the version that it was made to take the place of.

    command: what made it. data_sha256, row_count: of what it learnt from. seed: with the same it comes out the same.
    """

    parent_id: UUID | None
    command: str
    data_sha256: str
    row_count: int
    seed: int


class ModelVersion(msgspec.Struct, frozen=True, kw_only=True):
    """One immutable version of a model.

    digest: SHA-256 over every byte of the artefact; the same one stands in each decision and ledger entry.
    starter: shipped with the service rather than uploaded by the tenant.
    task: what it tells beside a probability.
    columns: what `inputs` takes, with the declared features that the service fills in left out; none of a version of facts.
    runtime: `onnx`, in process, or `kserve`, on the installation's model server.
    """

    id: UUID
    use_case: str
    name: str
    digest: bytes
    starter: bool
    stage: Stage
    lineage: Lineage
    runtime: Runtime
    task: Task
    features: list[str]
    columns: list[Column]
    created_at: datetime | None
    created_by: str


class Registry:
    """The versions that an environment can deploy: the starters that every one has, and its own."""

    def __init__(
        self,
        database: Database,
        objects: Objects,
        clock: Clock,
        placements: Placements | None,
        starters: Starters = SHIPPED,
    ) -> None:
        """placements: where versions run; None for all in process, explained by numpy. starters: of this release."""
        self.starters = starters
        self._database = database
        self._kept = VersionFiles(objects, starters)
        self._clock = clock
        self._placements = placements or Placements()
        self._open: collections.OrderedDict[_OpenKey, LoadedVersion] = collections.OrderedDict()
        self._opening = asyncio.Lock()
        self._used: dict[_OpenKey, float] = {}

    async def upload(
        self,
        caller: Principal,
        use_case: str,
        name: str,
        files: Mapping[str, bytes],
        runtime: Runtime = "onnx",
        *,
        parent_id: UUID | None = None,
        tried: bool = False,
        received: Mapping[str, str] = NOTHING,
    ) -> ModelVersion:
        """Keep a version. Uploading the same bytes again for the same runtime returns the version that is there.

        files: the artefact's files by name, as `countermark train` wrote them. runtime: with `kserve` the model server
        must serve these very bytes already. tried: a model made elsewhere has just passed its trial (`OwnModels`), is described
        by its manifest and opened when it is deployed; without a trial its graph is not even opened. received: further files,
        by name their keys in the object store.
        Raises: PermissionDenied, UseCaseUnknown, ArtefactInvalid, RuntimeNotSet, ModelNotServed, ModelMismatch,
        RuntimeUnavailable, FeatureUnknown, FeatureRetired, ColumnRefused.
        """
        caller.require(Permission.MODELS_WRITE)
        catalogue.get(use_case)
        if not tried:
            await asyncio.to_thread(_check_untried, files)
        loaded = _described(files) if tried else await self._verify(files)
        if loaded.manifest.use_case != use_case:
            raise InvalidRequest(f"This artefact answers {loaded.manifest.use_case}, not {use_case}.")
        self._placements.require(runtime, loaded.manifest)
        placed = self._placements.place(loaded, runtime)
        if placed.remote is not None:
            await placed.remote.check()
        await self._check_parent(caller, use_case, parent_id)
        await self._kept.keep(loaded.digest, files, received)
        async with self._database.transaction(caller.environment_id) as tx:
            found = await version_store.find_version_by_digest(
                tx, caller.environment_id, use_case, loaded.digest, runtime
            )
            if found is not None:
                return await self._view(tx, found, loaded)
            row = VersionRow(
                environment_id=caller.environment_id,
                id=uuid7(self._clock),
                use_case=use_case,
                name=name,
                digest=loaded.digest,
                manifest=files[artefacts.MANIFEST].decode(),
                created_at=self._clock.now(),
                created_by=caller.id,
                runtime=runtime,
                parent_id=parent_id,
            )
            await version_store.insert_version(tx, row)
            await pins.pin_version(tx, row.environment_id, row.id, loaded.manifest, parent_id)
            await intake.append(tx, self._entry(caller, row))
            return await self._view(tx, row, loaded)

    async def get(self, caller: Principal, version_id: UUID) -> ModelVersion:
        """Raises: PermissionDenied, VersionNotFound, VersionFilesLost."""
        caller.require(Permission.MODELS_READ)
        row, loaded = await self.find_kept(caller.environment_id, version_id)
        async with self._database.transaction(caller.environment_id) as tx:
            return await self._view(tx, row, loaded)

    async def list(
        self, caller: Principal, use_case: str | None, after: UUID | None, limit: int
    ) -> Page[ModelVersion]:
        """List the environment's own versions, newest first; this release's starters come first, on the first page."""
        caller.require(Permission.MODELS_READ)
        async with self._database.transaction(caller.environment_id) as tx:
            rows = await version_store.list_versions(tx, caller.environment_id, use_case, after, limit + 1)
        page = page_of(rows, limit, lambda row: public("ver", row.id))
        shipped: list[VersionRow] = []
        if after is None:
            known = [self.starters.row(caller.environment_id, name) for name in self.starters.names()]
            shipped = [row for row in known if use_case in (None, row.use_case)]
        opened = [(row, _told(row)) for row in [*shipped, *page.data]]
        async with self._database.transaction(caller.environment_id) as tx:
            versions = [await self._view(tx, row, loaded) for row, loaded in opened]
        return Page(versions, page.has_more, page.next_after)

    async def _check_parent(self, caller: Principal, use_case: str, parent_id: UUID | None) -> None:
        """Raises: VersionNotFound, UseCaseMismatch."""
        if parent_id is not None and (await self._row(caller.environment_id, parent_id)).use_case != use_case:
            raise catalogue.UseCaseMismatch("The parent answers another use case.")

    async def find(self, environment_id: UUID, version_id: UUID) -> tuple[VersionRow, LoadedVersion]:
        """Return a version that the environment may ask, opened.

        Raises: VersionNotFound, VersionFilesLost, ArtefactInvalid also where this release computes other features.
        """
        row, loaded = await self.find_kept(environment_id, version_id)
        require_computed(loaded.manifest)
        return row, loaded

    async def find_kept(self, environment_id: UUID, version_id: UUID) -> tuple[VersionRow, LoadedVersion]:
        """Return a version that decided once, opened: it scores features that are stored, whoever computed them.

        Raises: VersionNotFound, VersionFilesLost, ArtefactInvalid.
        """
        row = await self._row(environment_id, version_id)
        return row, await self.open(row)

    async def _row(self, environment_id: UUID, version_id: UUID) -> VersionRow:
        row = self.starters.find(environment_id, version_id)
        if row is None:
            async with self._database.transaction(environment_id) as tx:
                row = await version_store.find_version(tx, environment_id, version_id)
        if row is None:
            raise VersionNotFound("No such version in this environment.", internal=f"{version_id=}")
        return row

    async def find_to_decide(
        self, environment_id: UUID, version_id: UUID
    ) -> tuple[VersionRow, LoadedVersion]:
        """As `find`, but a version whose files are lost or broken is returned all the same, unable to score.

        It is not kept, so that it scores again once its files are back. Raises: VersionNotFound.
        """
        row = await self._row(environment_id, version_id)
        try:
            loaded = await self.open(row)
            require_computed(loaded.manifest)
            return row, loaded
        except (
            artefacts.ArtefactInvalid,
            GraphRefused,
            ModelRefused,
            PathTablesRefused,
            TokensRefused,
            VersionFilesLost,
        ) as error:
            _log.error("A version cannot be opened.", extra={"code": error.code, "version": row.digest.hex()})
            return row, artefacts.without_files(row.manifest.encode(), row.digest)

    async def open(self, row: VersionRow) -> LoadedVersion:
        """Load a version's artefact, every byte checked against its digest; the latest 64 stay open."""
        key = (row.digest, row.runtime)
        self._used[key] = time.monotonic()
        found = self._open.get(key)
        if found is not None:
            self._open.move_to_end(key)
            return found
        async with self._opening:
            if key not in self._open:
                self._open[key] = self._placements.place(await self._load(row), row.runtime)
                if len(self._open) > OPEN_MAX:
                    self._open.popitem(last=False)
        return self._open[key]

    async def release_idle(self, idle_s: float) -> None:
        """Close what nobody has asked for in so long, off the event loop: freeing a session takes milliseconds."""
        before = time.monotonic() - idle_s
        idle = [key for key, used in self._used.items() if used < before]
        closed = [self._open.pop(key, None) for key in idle]
        for key in idle:
            del self._used[key]
        await asyncio.to_thread(closed.clear)

    def forget_open(self) -> None:
        """Close every open version; each is read and checked again at its next use."""
        self._open.clear()

    async def files(self, environment_id: UUID, version_id: UUID) -> Mapping[str, bytes]:
        """Return the files of a version, for a process that opens it elsewhere. Raises: VersionNotFound, VersionFilesLost."""
        return await self._kept.read(await self._row(environment_id, version_id))

    async def card(self, environment_id: UUID, version_id: UUID) -> bytes | None:
        """Return `card.json` of a version; None where it has none, or its files are lost. Raises: VersionNotFound."""
        return await self._kept.card(await self._row(environment_id, version_id))

    async def runtime(self, environment_id: UUID, version_id: UUID) -> Runtime:
        """Say where a version scores. Raises: VersionNotFound."""
        return (await self._row(environment_id, version_id)).runtime

    async def _load(self, row: VersionRow) -> LoadedVersion:
        files = await self._kept.read(row)
        if artefacts.digest_of(files[artefacts.MANIFEST]) != row.digest:
            raise artefacts.ArtefactInvalid("The stored artefact is not the one that was registered.")
        known = OnnxRuntime(checked=True)
        return await asyncio.to_thread(
            artefacts.load, files, kernel=self._placements.kernel, runtime=known, kept=True
        )

    async def _verify(self, files: Mapping[str, bytes]) -> LoadedVersion:
        return await asyncio.to_thread(artefacts.load, files, kernel=self._placements.kernel)

    async def _view(self, tx: Transaction, row: VersionRow, loaded: LoadedVersion) -> ModelVersion:
        starter = row.created_by == STARTER_AUTHOR
        stage = await self._stage(tx, row)
        made = loaded.manifest.provenance
        return ModelVersion(
            id=row.id,
            use_case=row.use_case,
            name=row.name,
            digest=row.digest,
            starter=starter,
            stage=stage,
            lineage=Lineage(
                parent_id=row.parent_id,
                command=made.command,
                data_sha256=made.data_sha256,
                row_count=made.row_count,
                seed=made.seed,
            ),
            runtime=row.runtime,
            task=loaded.manifest.task,
            features=list(loaded.features),
            columns=list(sent_columns(loaded.manifest)),
            created_at=None if starter else row.created_at,
            created_by=row.created_by,
        )

    async def _stage(self, tx: Transaction, row: VersionRow) -> Stage:
        found = (await deployment_store.stages(tx, row.environment_id, [row.id])).get(row.id, "registered")
        if row.created_by != STARTER_AUTHOR:
            return found
        if self.starters.find(row.environment_id, row.id) is None:  # of an earlier release
            return "retired" if found == "registered" else found
        taken = row.use_case in await deployment_store.taken(tx, row.environment_id)
        return found if taken else "champion"

    def _entry(self, caller: Principal, row: VersionRow) -> intake.Entry:
        return intake.Entry(
            typ="model.version.v1", log=row.environment_id, eid=uuid7(self._clock), at=row.created_at,
            act=caller.id, out=row.use_case, model=row.digest, refs=(row.id,),
        )  # fmt: skip


def _described(files: Mapping[str, bytes]) -> LoadedVersion:
    manifest = files[artefacts.MANIFEST]
    return artefacts.without_files(manifest, artefacts.digest_of(manifest))


def _told(row: VersionRow) -> LoadedVersion:
    """All that a list says stands in the manifest: nothing large is read for it."""
    return artefacts.without_files(row.manifest.encode(), row.digest)


def _check_untried(files: Mapping[str, bytes]) -> None:
    """Read the graph strictly before any runtime does. Raises: ArtefactInvalid, ModelRefused."""
    if artefacts.manifest_of(files.get(artefacts.MANIFEST, b"")).reading is not None:
        raise artefacts.ArtefactInvalid("This model was made elsewhere.", fix=_UPLOAD_OWN)
    manifest = artefacts.verify(files)
    check_model(files[artefacts.GRAPH], manifest.features, "margin")
