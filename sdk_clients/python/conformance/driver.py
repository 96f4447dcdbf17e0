"""The conformance driver: a call of the client for each line of JSON on stdin, its answer as a line on stdout.

`--async` makes the calls by the asynchronous client instead. The protocol is in sdk_clients/conformance.
"""

from __future__ import annotations

import asyncio
import hashlib
import itertools
import json
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, cast

from countermark_client import (
    ApiError,
    AsyncClient,
    Client,
    CountermarkError,
    ReceiptRefused,
    receipts,
    webhooks,
)

Json = Any  # a driver hands on whatever it is told
Progress = list[list[Json]]


def settings_of(told: Mapping[str, Json]) -> dict[str, Json]:
    """The client's settings, as its constructor names them."""
    found = {name: told.get(name) for name in ("base_url", "api_key", "client_id", "client_secret")}
    if told.get("timeout_ms") is not None:
        found["timeout_s"] = told["timeout_ms"] / 1000
    if told.get("max_retries") is not None:
        found["max_retries"] = told["max_retries"]
    return found


def options_of(told: Mapping[str, Json]) -> dict[str, Json]:
    found: dict[str, Json] = {}
    if told.get("idempotency_key") is not None:
        found["idempotency_key"] = told["idempotency_key"]
    if told.get("timeout_ms") is not None:
        found["timeout_s"] = told["timeout_ms"] / 1000
    return found


def plain(value: Json) -> Json:
    return value.to_dict() if hasattr(value, "to_dict") else value


class Calls:
    """The calls, by a blocking client. clients: equal settings share one, so that its token is kept."""

    def __init__(self) -> None:
        self._clients: dict[str, Client] = {}

    def answer(self, request: Mapping[str, Json]) -> Json:
        """Raises: CountermarkError."""
        name, args = request["call"], dict(request.get("args") or {})
        if name == "webhooks.verify":
            return verified_webhook(args)
        if name == "receipts.verify":
            receipts.verify(args["receipt"], args["keys"])
            return {"verified": True}
        client = self._client(request.get("client") or {})
        return self.call(client, name, args, options_of(request.get("options") or {}))

    def _client(self, told: Mapping[str, Json]) -> Client:
        key = json.dumps(told, sort_keys=True)
        if key not in self._clients:
            self._clients[key] = Client(**settings_of(told))
        return self._clients[key]

    def call(self, client: Client, name: str, args: dict[str, Json], options: dict[str, Json]) -> Json:
        noun, _, verb = name.partition(".")
        if name == "concurrent":
            return self._concurrent(client, args, options)
        if verb == "list":
            most = args.pop("max_items", None)
            found = itertools.islice(getattr(client, noun).list(**args, **options), most)
            return {"ids": [each.id for each in found]}
        special: Callable[..., Json] | None = getattr(self, f"_{noun}_{verb}", None)
        if special is not None:
            return special(client, args, options)
        method = getattr(getattr(client, noun), verb)
        if noun == "inference" or verb in ("create", "several"):
            return plain(method(args, **options))
        return plain(method(**args, **options))

    def _concurrent(self, client: Client, args: dict[str, Json], options: dict[str, Json]) -> Json:
        with ThreadPoolExecutor(args["times"]) as pool:
            jobs = [
                pool.submit(self.call, client, args["call"], dict(args.get("args") or {}), options)
                for _ in range(args["times"])
            ]
            return [job.result() for job in jobs]

    def _batches_create(self, client: Client, args: dict[str, Json], options: dict[str, Json]) -> Json:
        progress: Progress = []
        path = args.pop("path")
        made = client.batches.create(
            path, on_progress=lambda sent, total: progress.append([sent, total]), **args, **options
        )
        return {"batch_id": made.id, "progress": progress}

    def _batches_wait(self, client: Client, args: dict[str, Json], options: dict[str, Json]) -> Json:
        return client.batches.wait(args["batch_id"], timeout_s=args.get("timeout_s")).state

    def _batches_events(self, client: Client, args: dict[str, Json], options: dict[str, Json]) -> Json:
        return [event_of(each.name, each.id, each.batch) for each in client.batches.events(args["batch_id"])]

    def _batches_results(self, client: Client, args: dict[str, Json], options: dict[str, Json]) -> Json:
        with tempfile.TemporaryDirectory() as folder:
            target = Path(folder) / "results"
            size = client.batches.results(args["batch_id"], target, **options)
            return {"sha256": hashlib.sha256(target.read_bytes()).hexdigest(), "bytes": size}


class AsyncCalls(Calls):
    """The same by the asynchronous client, one event loop for all lines."""

    def __init__(self) -> None:
        super().__init__()
        self._loop = asyncio.new_event_loop()
        self._asynchronous: dict[str, AsyncClient] = {}

    def answer(self, request: Mapping[str, Json]) -> Json:
        if request["call"] in ("webhooks.verify", "receipts.verify"):
            return super().answer(request)
        told = request.get("client") or {}
        key = json.dumps(told, sort_keys=True)
        if key not in self._asynchronous:
            self._asynchronous[key] = AsyncClient(**settings_of(told))
        args, options = dict(request.get("args") or {}), options_of(request.get("options") or {})
        return self._loop.run_until_complete(
            self._made(self._asynchronous[key], request["call"], args, options)
        )

    async def _made(
        self, client: AsyncClient, name: str, args: dict[str, Json], options: dict[str, Json]
    ) -> Json:
        noun, _, verb = name.partition(".")
        if name == "concurrent":
            inner = (
                self._made(client, args["call"], dict(args.get("args") or {}), options)
                for _ in range(args["times"])
            )
            return await asyncio.gather(*inner)
        if verb == "list":
            most = args.pop("max_items", None)
            found: list[str] = []
            if most != 0:
                async for each in getattr(client, noun).list(**args, **options):
                    found.append(each.id)
                    if len(found) == most:
                        break
            return {"ids": found}
        if noun == "batches" and verb in ("create", "wait", "events", "results"):
            return await self._batch(client, verb, args, options)
        method = getattr(getattr(client, noun), verb)
        if noun == "inference" or verb in ("create", "several"):
            return plain(await method(args, **options))
        return plain(await method(**args, **options))

    async def _batch(
        self, client: AsyncClient, verb: str, args: dict[str, Json], options: dict[str, Json]
    ) -> Json:
        if verb == "create":
            progress: Progress = []
            made = await client.batches.create(
                args.pop("path"),
                on_progress=lambda sent, total: progress.append([sent, total]),
                **args,
                **options,
            )
            return {"batch_id": made.id, "progress": progress}
        if verb == "wait":
            return (await client.batches.wait(args["batch_id"], timeout_s=args.get("timeout_s"))).state
        if verb == "events":
            return [
                event_of(each.name, each.id, each.batch)
                async for each in client.batches.events(args["batch_id"])
            ]
        with tempfile.TemporaryDirectory() as folder:
            target = Path(folder) / "results"
            size = await client.batches.results(args["batch_id"], target, **options)
            return {"sha256": hashlib.sha256(target.read_bytes()).hexdigest(), "bytes": size}


def event_of(name: str, event_id: str, batch: Json) -> Json:
    return {"event": name, "id": event_id, "data": plain(batch)}


def verified_webhook(args: Mapping[str, Json]) -> Json:
    event = webhooks.verify(args["body"], args["headers"], args["secrets"], now_s=args.get("now_s"))
    return {
        "id": event.id,
        "type": event.type,
        "timestamp": event.timestamp,
        "subject": event.subject,
        "data": dict(event.data),
    }


def refusal_of(error: CountermarkError) -> Json:
    found: dict[str, Json] = {"type": type(error).__name__, "message": str(error)}
    if isinstance(error, ApiError):
        found |= {
            "status": error.status,
            "code": error.code,
            "title": error.title,
            "detail": error.detail,
            "fix": error.fix,
            "request_id": error.request_id,
            "errors": [
                {"field": each.field, "reason": each.reason, "fix": each.fix} for each in error.errors
            ],
            "retry_after_s": error.retry_after_s,
        }
    if isinstance(error, ReceiptRefused):
        found["check"] = error.check
    return found


def answers(lines: Iterator[str], calls: Calls) -> Iterator[Json]:
    for line in lines:
        request = cast("dict[str, Json]", json.loads(line))
        try:
            yield {"id": request["id"], "ok": True, "value": calls.answer(request)}
        except CountermarkError as error:
            yield {"id": request["id"], "ok": False, "error": refusal_of(error)}
        except (ValueError, TypeError, KeyError, AttributeError) as error:
            wrong = {"type": type(error).__name__, "message": repr(error)}
            yield {"id": request["id"], "ok": False, "error": wrong}


def main() -> None:
    calls = AsyncCalls() if "--async" in sys.argv[1:] else Calls()
    for answer in answers(iter(sys.stdin.readline, ""), calls):
        print(json.dumps(answer, ensure_ascii=False), flush=True)


if __name__ == "__main__":
    main()
