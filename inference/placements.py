"""Where versions run: each in process, and those registered for it on the installation's model server too.

Rows for a version of the model server are scored there. Its graph is open here as well: the server is checked with it, and
replays and counterfactuals run it.
"""

from collections.abc import Mapping

from core.cpu import CpuPool
from core.errors import ErrorKind, InvalidRequest, PlatformError
from inference.artefacts import LoadedVersion
from inference.explanations.compiled import Kernel
from inference.manifest import Manifest
from inference.runtimes.folders import ServedGraph, served_name
from inference.runtimes.model_server import ModelServer, NoModelServer
from inference.runtimes.port import Runtime, RuntimeWatch
from inference.runtimes.remote import AwaitedScorer
from inference.runtimes.remote_check import RemoteModel
from inference.runtimes.watched import WatchedScorer


class RuntimeNotSet(PlatformError):
    kind = ErrorKind.PRECONDITION
    code = "runtime_not_set"
    fix = "Set COUNTERMARK_TRITON_URL to the model server, or register the version for the runtime `onnx`."


class Placements:
    """kernel: the compiled explanations, or None for numpy's; their bits are equal. server: None where there is none.

    cpu: threads for what takes long before it can run; without one, a pool of its own.
    """

    def __init__(
        self,
        kernel: Kernel | None = None,
        server: ModelServer | None = None,
        watch: RuntimeWatch | None = None,
        cpu: CpuPool | None = None,
    ) -> None:
        """watch: hears of each run; those of a model server are its client's to tell."""
        self.kernel = kernel
        self.cpu = cpu or CpuPool()
        self._server = server
        self._watch = watch

    def require(self, runtime: Runtime, manifest: Manifest) -> None:
        """Raises: RuntimeNotSet, InvalidRequest."""
        if runtime == "kserve" and self._server is None:
            raise RuntimeNotSet("This installation has no model server.")
        if runtime == "kserve" and manifest.reading is not None:
            raise InvalidRequest(
                "A model made elsewhere runs in process: its graph has inputs and outputs of its own."
            )

    def place(self, version: LoadedVersion, runtime: Runtime) -> LoadedVersion:
        """Return the version as it runs there."""
        watched = (
            version if self._watch is None else version.run_by(WatchedScorer(version.scorer, self._watch))
        )
        return watched if runtime == "onnx" else watched.served_by(self._remote(version))

    async def states(self) -> Mapping[str, str]:
        """Say of each runtime that is set whether it is to be had."""
        found = {"onnx": "ready"}
        return found if self._server is None else found | {"kserve": await self._server.status()}

    def _remote(self, version: LoadedVersion) -> AwaitedScorer:
        if self._server is None:
            return NoModelServer()
        return self._server.scorer(
            RemoteModel(
                name=served_name(version.manifest.use_case, version.digest),
                digest=version.digest.hex(),
                feature_count=len(version.features),
                widths=version.widths(),
                batch_invariant=version.batch_invariant,
                reference=version.scorer,
            )
        )


def served_graph(version: LoadedVersion, graph: bytes) -> ServedGraph:
    """What a model server needs of a version. graph: the artefact's `score.onnx`."""
    return ServedGraph(
        name=served_name(version.manifest.use_case, version.digest),
        digest=version.digest,
        graph=graph,
        feature_count=len(version.features),
        widths=version.widths(),
        batch_invariant=version.batch_invariant,
    )
