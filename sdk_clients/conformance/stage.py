"""Where the cases are played: a server with a fresh sandbox, and what the runner asks it past the proxy."""

import asyncio
import contextlib
import pathlib
import uuid
from collections.abc import AsyncIterator, Mapping
from typing import cast

import httpx
import msgspec

from app import launch, sandbox
from app.scratch import scratch
from app.settings import from_environment
from sdk_clients.conformance.case_files import Direct, at_path, filled
from sdk_clients.conformance.values import Json
from tenants.plans import PlanName

_NARROW = ["decisions:read"]
_TIMEOUT_S = 30.0


class Stage(msgspec.Struct, frozen=True, kw_only=True):
    """port: of the server's REST face. key: may do everything an owner may. narrow_key: may read decisions alone.

    worker: whether jobs behind the server are carried out, so that batches end.
    """

    port: int
    key: str
    narrow_key: str
    client_id: str
    client_secret: str
    worker: bool

    def known(self) -> dict[str, Json]:
        return {"key": self.key, "client_id": self.client_id, "client_secret": self.client_secret}

    def credential(self, name: str) -> dict[str, Json]:
        """The client's settings for a credential. Raises: KeyError."""
        none: dict[str, Json] = {"api_key": None, "client_id": None, "client_secret": None}
        wrong_key = self.key[:-12] + ("A" * 12 if not self.key.endswith("A") else "B" * 12)
        found: Mapping[str, dict[str, Json]] = {
            "api_key": {"api_key": self.key},
            "narrow_key": {"api_key": self.narrow_key},
            "wrong_key": {"api_key": wrong_key},
            "oauth": {"client_id": self.client_id, "client_secret": self.client_secret},
            "wrong_oauth": {"client_id": self.client_id, "client_secret": f"{self.client_secret[:-4]}0000"},
            "none": {},
        }
        return none | found[name]

    async def ask(self, method: str, path: str, body: Json = None) -> httpx.Response:
        """Ask the server itself."""
        headers = {"X-API-Key": self.key}
        if method != "GET":
            headers["Idempotency-Key"] = str(uuid.uuid4())
        async with httpx.AsyncClient(trust_env=False, timeout=_TIMEOUT_S) as client:
            url = f"http://127.0.0.1:{self.port}{path}"
            return await client.request(method, url, headers=headers, json=body)

    async def prepare(self, one: Direct, known: dict[str, Json]) -> None:
        """Make a request of a case's `before`, and keep what it asks to save. Raises: httpx.HTTPStatusError."""
        for number in range(one.times):
            told = known | {"n": number}
            answer = await self.ask(one.method, str(filled(one.path, told)), filled(one.body, told))
            answer.raise_for_status()
            for name, path in one.save.items():
                known[name] = at_path(cast(Json, answer.json()), path)


async def narrow_key_of(port: int, key: str) -> str:
    """Make a key that may read decisions and nothing else."""
    stage = Stage(port=port, key=key, narrow_key="", client_id="", client_secret="", worker=False)
    made = await stage.ask("POST", "/api/v1/api-keys", {"name": "narrow", "scopes": cast(Json, _NARROW)})
    made.raise_for_status()
    return str(made.json()["secret"])


@contextlib.asynccontextmanager
async def live() -> AsyncIterator[tuple[Stage, pathlib.Path]]:
    """Run the whole service on a folder that is thrown away. Yields the stage, and a folder for files."""
    with scratch("conformance") as folder:
        variables = launch.environment(folder / "data")
        starting = launch.running(variables)
        service = await asyncio.to_thread(starting.__enter__)
        try:
            made = await sandbox.create(from_environment(variables), "Conformance", PlanName.UNMETERED)
            files = folder / "files"
            files.mkdir()
            yield (
                Stage(
                    port=service.rest_port,
                    key=made.key,
                    narrow_key=await narrow_key_of(service.rest_port, made.key),
                    client_id=made.client_id,
                    client_secret=made.client_secret,
                    worker=True,
                ),
                files,
            )
        finally:
            await asyncio.to_thread(starting.__exit__, None, None, None)
