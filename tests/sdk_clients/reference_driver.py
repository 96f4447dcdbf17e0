"""A driver of the conformance suite on the reference client: `python -m tests.sdk_clients.reference_driver`.

It reads requests as lines of JSON and writes an answer for each, as `sdk_clients/conformance/README.md` says.
"""

import asyncio
import base64
import hashlib
import hmac
import json
import sys
from collections.abc import Awaitable, Callable, Mapping
from typing import cast

from ledger.verifier import note_keys, receipts
from sdk_clients.conformance.values import Json
from tests.sdk_clients.reference_client import Client, Upload
from tests.sdk_clients.reference_errors import Failed

Fields = dict[str, Json]
Call = Callable[[Client, Fields, Fields], Awaitable[Json]]

_TOLERANCE_S = 300
_POLL_S = 0.2


async def _inference(client: Client, use_case: str, args: Fields, options: Fields) -> Json:
    path = f"/api/v1/inference/{use_case.replace('_', '-')}"
    value = _json(await client.ask("POST", path, args, options=options))
    if "drops-fields" in client.flaws:
        return {name: each for name, each in cast(Fields, value).items() if name != "reasons"}
    return value


def _plain(method: str, path: str) -> Call:
    """An operation whose path names some of its arguments; the others are its body, or the query of a GET."""

    async def call(client: Client, args: Fields, options: Fields) -> Json:
        left = {name: value for name, value in args.items() if "{" + name + "}" not in path}
        filled = path.format(**args)
        if method == "GET":
            params = {name: str(value) for name, value in left.items()}
            return _json(await client.ask(method, filled, params=params, options=options))
        return _json(await client.ask(method, filled, left or None, options=options))

    return call


async def _list_decisions(client: Client, args: Fields, options: Fields) -> Json:
    params = {name: str(value) for name, value in args.items() if name != "max_items"}
    most = int(str(args.get("max_items", 1_000_000)))
    ids: list[Json] = []
    while True:
        try:
            page = cast(Fields, _json(await client.ask("GET", "/api/v1/decisions", params=params)))
        except Failed:
            if "error-is-the-end" in client.flaws:
                return {"ids": ids}
            raise
        for each in cast("list[Fields]", page["data"]):
            ids.append(each["id"])
            if len(ids) >= most:
                return {"ids": ids}
        if not page["has_more"] or "first-page-only" in client.flaws:
            return {"ids": ids}
        params["after"] = str(page["next_after"])


async def _create_batch(client: Client, args: Fields, options: Fields) -> Json:
    upload = Upload(str(args["path"]))
    params = {name: str(value) for name, value in args.items() if name != "path"}
    answer = await client.ask("POST", "/api/v1/batches", params=params, content=upload, options=options)
    return {"batch_id": answer.json()["id"], "progress": upload.progress}


async def _wait_for_batch(client: Client, args: Fields, options: Fields) -> Json:
    async with asyncio.timeout(float(str(args["timeout_s"]))):
        while True:
            state = str((await client.ask("GET", f"/api/v1/batches/{args['batch_id']}")).json()["state"])
            if state not in {"queued", "running"}:
                return state
            await asyncio.sleep(_POLL_S)


async def _watch_batch(client: Client, args: Fields, options: Fields) -> Json:
    return [event async for event in client.events(f"/api/v1/batches/{args['batch_id']}/events")]


async def _batch_results(client: Client, args: Fields, options: Fields) -> Json:
    data = (await client.ask("GET", f"/api/v1/batches/{args['batch_id']}/results")).content
    return {"sha256": hashlib.sha256(data).hexdigest(), "bytes": len(data)}


async def _verify_webhook(client: Client, args: Fields, options: Fields) -> Json:
    headers = {name.lower(): str(value) for name, value in cast(Fields, args["headers"]).items()}
    stamp = headers["webhook-timestamp"]
    signed = f"{headers['webhook-id']}.{stamp}.{args['body']}".encode()
    expected = {
        "v1,"
        + base64.b64encode(
            hmac.digest(base64.b64decode(str(each).removeprefix("whsec_")), signed, "sha256")
        ).decode()
        for each in cast("list[Json]", args["secrets"])
    }
    if "any-signature" not in client.flaws and not expected & set(
        headers.get("webhook-signature", "").split(" ")
    ):
        raise Failed("WebhookSignatureInvalid", {})
    if "any-time" not in client.flaws and abs(int(str(args["now_s"])) - int(stamp)) > _TOLERANCE_S:
        raise Failed("WebhookTimestampOutside", {})
    return cast(Json, json.loads(str(args["body"])))


async def _verify_receipt(client: Client, args: Fields, options: Fields) -> Json:
    if "any-receipt" in client.flaws:
        return {"verified": True}
    try:
        keys = [note_keys.parse_key(str(each)) for each in cast("list[Json]", args["keys"])]
        receipts.verify_receipt(receipts.parse_receipt(args["receipt"]), keys)
    except receipts.ReceiptRefused as error:
        raise Failed("ReceiptRefused", {"check": str(error)}) from error
    return {"verified": True}


async def _concurrent(client: Client, args: Fields, options: Fields) -> Json:
    one, inner = str(args["call"]), cast(Fields, args.get("args") or {})
    times = range(int(str(args["times"])))
    return list(await asyncio.gather(*(carry_out(client, one, dict(inner), options) for _ in times)))


_CALLS: Mapping[str, Call] = {
    "principal.get": _plain("GET", "/api/v1/principal"),
    "decisions.get": _plain("GET", "/api/v1/decisions/{decision_id}"),
    "decisions.list": _list_decisions,
    "decisions.several": _plain("POST", "/api/v1/decisions"),
    "feedback.create": _plain("POST", "/api/v1/feedback"),
    "transactions.create": _plain("POST", "/api/v1/transactions"),
    "transactions.get": _plain("GET", "/api/v1/transactions/{transaction_id}"),
    "webhook_endpoints.create": _plain("POST", "/api/v1/webhook-endpoints"),
    "webhook_endpoints.list": _plain("GET", "/api/v1/webhook-endpoints"),
    "webhook_endpoints.delete": _plain("DELETE", "/api/v1/webhook-endpoints/{endpoint_id}"),
    "batches.create": _create_batch,
    "batches.wait": _wait_for_batch,
    "batches.events": _watch_batch,
    "batches.results": _batch_results,
    "webhooks.verify": _verify_webhook,
    "receipts.verify": _verify_receipt,
    "concurrent": _concurrent,
}


def _json(answer: object) -> Json:
    """The body of an answer. Raises: Failed, where it is no JSON."""
    try:
        return cast(Json, json.loads(getattr(answer, "content", b"") or b"null"))
    except ValueError as error:
        raise Failed("ApiError", {"status": 200, "detail": str(error)}) from error


async def carry_out(client: Client, call: str, args: Fields, options: Fields) -> Json:
    if "dies" in client.flaws and call == "principal.get":
        sys.exit("It dies.")
    if "babbles" in client.flaws:
        sys.stdout.write("Hello!\n")
    if call.startswith("inference."):
        return await _inference(client, call.removeprefix("inference."), args, options)
    return await _CALLS[call](client, args, options)


async def serve() -> None:
    """Answer requests until the input ends. Clients of equal settings are used again."""
    clients: dict[str, Client] = {}
    while line := await asyncio.to_thread(sys.stdin.readline):
        request = json.loads(line)
        settings = json.dumps(request["client"], sort_keys=True)
        client = clients.setdefault(settings, Client(request["client"]))
        answer: Fields
        try:
            value = await carry_out(client, request["call"], request["args"], request["options"])
            answer = {"id": request["id"], "ok": True, "value": value}
        except Failed as failed:
            answer = {"id": request["id"], "ok": False, "error": {"type": failed.kind, **failed.told}}
        sys.stdout.write(json.dumps(answer, ensure_ascii=False) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    asyncio.run(serve())
