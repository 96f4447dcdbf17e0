"""The model server of an installation: one client for all versions that it serves, and what is known of it."""

import time
import weakref
from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from inference.runtimes.port import Outputs, RuntimeUnavailable, RuntimeWatch, unwatched
from inference.runtimes.remote import AwaitedScorer, RemoteScorer, RemoteSettings
from inference.runtimes.remote_check import RemoteModel
from inference.runtimes.v2 import V2Client

_LIVE_TIMEOUT_S = 0.5
_LIVE_KNOWN_S = 1.0
NO_VERSIONS: Mapping[str, int] = {"ready": 0, "unchecked": 0, "failing": 0}
"""By state."""


class ModelServer:
    def __init__(self, client: V2Client, settings: RemoteSettings, watch: RuntimeWatch = unwatched) -> None:
        self._client = client
        self._settings = settings
        self._watch = watch
        self._scorers: weakref.WeakSet[RemoteScorer] = weakref.WeakSet()
        self._live = False
        self._asked_s = float("-inf")

    def scorer(self, model: RemoteModel) -> AwaitedScorer:
        """Return what scores a version there. It is asked for nothing before the first rows."""
        scorer = RemoteScorer(self._client, model, self._settings, self._watch)
        self._scorers.add(scorer)
        return scorer

    async def status(self) -> str:
        """Say `ready` or `unreachable`, as of a second ago at most."""
        now_s = time.monotonic()
        if now_s - self._asked_s > _LIVE_KNOWN_S:
            self._asked_s = now_s
            self._live = await self._client.live(_LIVE_TIMEOUT_S)
        return "ready" if self._live else "unreachable"

    def states(self) -> Mapping[str, int]:
        """Count the versions that are open, by state."""
        counts = dict(NO_VERSIONS)
        for scorer in self._scorers:
            counts[scorer.state] += 1
        return counts

    async def close(self) -> None:
        await self._client.close()


class NoModelServer:
    """Stands in for the model server of an installation that has none: its versions' decisions are degraded ones."""

    mark = "kserve; no model server"

    async def score(self, matrix: NDArray[np.float32], timeout_s: float) -> Outputs:
        raise RuntimeUnavailable(
            "This installation has no model server.", internal=f"{len(matrix)} rows, {timeout_s:.3f} s"
        )

    async def check(self) -> None:
        raise RuntimeUnavailable("This installation has no model server.")
