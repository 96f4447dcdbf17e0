"""Where versions run: each in process, and those registered for it on the installation's model server too.

Questions to a version of the model server are scored there. Its graph is open here as well: the server is checked with it,
and replays, batches and shadows run it.
"""

from core.errors import ErrorKind, PlatformError
from inference.artefacts import LoadedVersion
from inference.runtimes.folders import ServedGraph, served_name
from inference.runtimes.model_server import ModelServer, NoModelServer
from inference.runtimes.port import Runtime
from inference.runtimes.remote import AwaitedScorer
from inference.runtimes.remote_check import RemoteModel


class RuntimeNotSet(PlatformError):
    kind = ErrorKind.PRECONDITION
    code = "runtime_not_set"
    fix = "Set COUNTERMARK_TRITON_URL to the model server, or register the version for the runtime `onnx`."


class Placements:
    """server: None where the installation has no model server."""

    def __init__(self, server: ModelServer | None = None) -> None:
        self._server = server

    def require(self, runtime: Runtime) -> None:
        """Raises: RuntimeNotSet."""
        if runtime == "kserve" and self._server is None:
            raise RuntimeNotSet("This installation has no model server.")

    def place(self, version: LoadedVersion, runtime: Runtime) -> LoadedVersion:
        """Return the version as it runs there."""
        return version if runtime == "onnx" else version.served_by(self._scorer(version))

    def _scorer(self, version: LoadedVersion) -> AwaitedScorer:
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
