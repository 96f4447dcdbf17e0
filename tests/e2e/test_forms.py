"""Files as forms over real sockets: what curl -F and Postman send means the same as JSON with base64, or as the bare file."""

import asyncio
import shutil
import subprocess

import httpx
import pytest

from api.views.model_versions import fields_of
from inference import artefacts
from tests.inference.own_versions import USE_CASE, files_of
from tests.product import Product

VERSIONS = "/api/v1/model-versions"
CSV = b"Txn Date,Narration,Withdrawal Amt.,Deposit Amt.,Closing Balance\n" + b"".join(
    f"{day:02}/04/2026,UPI-SHARMA STORES,{day}0.00,,{9000 - day * 10}.00\n".encode() for day in range(1, 28)
)
NAMES = {
    artefacts.MANIFEST: "manifest", artefacts.GRAPH: "graph", artefacts.PATHS: "paths", artefacts.CARD: "card",
    artefacts.CARD_TEXT: "card_text",
}  # fmt: skip
Parts = list[tuple[str, tuple[str | None, bytes, str]]]


def text(name: str, value: str) -> tuple[str, tuple[str | None, bytes, str]]:
    return name, (None, value.encode(), "text/plain")


def parts_of(word: str) -> Parts:
    """The form of a version, its files before its words."""
    files = [(NAMES[name], (name, data, "application/octet-stream")) for name, data in files_of(word).items()]
    return [*files, text("name", "as a form"), text("use_case", USE_CASE)]


def key(running: Product) -> dict[str, str]:
    return {"X-API-Key": running.asha.sandbox_key}


def said(answer: httpx.Response, status: int) -> tuple[object, object]:
    assert answer.status_code == status, answer.text
    return answer.json()["code"], answer.json()["errors"]


async def test_a_version_as_a_form_is_the_same_version(running: Product) -> None:
    """Fields in any order, bytes as they are: the version that the same files in base64 are, by its digest and its id."""
    made = await running.rest.post(VERSIONS, headers=key(running), files=parts_of("form"))
    assert made.status_code == 201, made.text
    body = {"use_case": USE_CASE, "name": "as JSON", **fields_of(files_of("form"))}
    same = await running.rest.post(VERSIONS, headers=key(running), json=body)
    assert (same.json()["id"], same.json()["digest"]) == (made.json()["id"], made.json()["digest"])
    assert made.json()["name"] == "as a form"


@pytest.mark.skipif(shutil.which("curl") is None, reason="curl is not here")
async def test_curl_sends_it(running: Product, tmp_path_factory: pytest.TempPathFactory) -> None:
    """The command that the README shows."""
    folder = tmp_path_factory.mktemp("version")
    arguments = ["-F", f"use_case={USE_CASE}", "-F", "name=by curl"]
    for name, data in files_of("curl").items():
        (folder / name).write_bytes(data)
        arguments += ["-F", f"{NAMES[name]}=@{folder / name}"]
    address = f"{str(running.rest.base_url).rstrip('/')}{VERSIONS}"
    command = ["curl", "-s", "-H", f"X-API-Key: {running.asha.sandbox_key}", *arguments, address]
    found = await _run(command)
    assert b'"name":"by curl"' in found, found


async def _run(command: list[str]) -> bytes:
    process = await asyncio.create_subprocess_exec(*command, stdout=subprocess.PIPE)
    found, _ = await process.communicate()
    return found


async def test_refusals_are_those_of_json(running: Product) -> None:
    """A missing, an unknown and a wrong field are named with the same code and reason as in JSON; so is a broken artefact."""
    parts = parts_of("refused")
    body = {"use_case": USE_CASE, "name": "x", **fields_of(files_of("refused"))}
    for broken, plain in (
        (parts[1:], {name: each for name, each in body.items() if name != parts[0][0]}),
        ([*parts, text("colour", "red")], {**body, "colour": "red"}),
        ([*parts, text("runtime", "toaster")], {**body, "runtime": "toaster"}),
        ([*parts, text("parent_id", "nobody")], {**body, "parent_id": "nobody"}),
    ):
        form = await running.rest.post(VERSIONS, headers=key(running), files=broken)
        json = await running.rest.post(VERSIONS, headers=key(running), json=plain)
        assert said(form, json.status_code) == said(json, form.status_code)
        assert form.status_code == 400
    swapped = [(name, parts[0][1] if name == "graph" else part) for name, part in parts]
    refused = await running.rest.post(VERSIONS, headers=key(running), files=swapped)
    assert said(refused, 400)[0] == "artefact_invalid"


async def test_a_form_is_bounded_and_strict(running: Product) -> None:
    """Too large, cut off, without a boundary, a field twice, text that is none: refused, and nothing is kept."""
    parts = parts_of("bounded")
    large = [*parts[1:], ("manifest", ("m", b"x" * 5_100_000, "application/json"))]
    answer = await running.rest.post(VERSIONS, headers=key(running), files=large)
    assert said(answer, 413)[0] == "body_too_large"
    twice = await running.rest.post(VERSIONS, headers=key(running), files=[*parts, parts[0]])
    assert said(twice, 400) == (
        "invalid_request",
        [{"field": parts[0][0], "reason": "The field comes twice.", "fix": "Send each field once."}],
    )
    garbled = await running.rest.post(
        VERSIONS, headers=key(running), files=[*parts[:-1], ("use_case", (None, b"\xff", "text/plain"))]
    )
    assert "UTF-8" in str(said(garbled, 400)[1])
    whole = httpx.Request("POST", "http://any", files=parts).read()
    boundary = whole[2 : whole.index(b"\r\n")].decode()
    for content, content_type in (
        (whole[:-40], f"multipart/form-data; boundary={boundary}"),
        (whole, "multipart/form-data"),
        (whole, "multipart/form-data; boundary=another"),
        (b"", f"multipart/form-data; boundary={boundary}"),
    ):
        headers = {**key(running), "content-type": content_type}
        answer = await running.rest.post(VERSIONS, headers=headers, content=content)
        assert said(answer, 400)[0] == "malformed_form", content_type
    elsewhere = await running.rest.post("/api/v1/feedback", headers=key(running), files=parts)
    assert elsewhere.status_code == 415


async def test_a_retry_may_have_another_boundary(running: Product) -> None:
    """The same fields under one key are one request, however they are wrapped and ordered; other fields are refused."""
    headers = {**key(running), "Idempotency-Key": "form-1"}
    first = await running.rest.post(VERSIONS, headers=headers, files=parts_of("retried"))
    again = await running.rest.post(VERSIONS, headers=headers, files=parts_of("retried")[::-1])
    assert first.status_code == again.status_code == 201
    assert again.headers["idempotent-replayed"] == "true"
    other = await running.rest.post(VERSIONS, headers=headers, files=parts_of("another"))
    assert other.status_code == 422


async def test_a_statement_as_a_form_is_the_statement(running: Product) -> None:
    """A file of any size is handed on as it comes in, under the same checks as the bare file."""
    path = "/api/v1/import-mappings/propose"
    bare = await running.rest.post(path, headers={**key(running), "content-type": "text/csv"}, content=CSV)
    assert bare.status_code == 200, bare.text
    form = await running.rest.post(path, headers=key(running), files={"file": ("april.csv", CSV, "text/csv")})
    assert form.json() == bare.json()
    wrong = await running.rest.post(path, headers=key(running), files={"file": ("a.gif", CSV, "image/gif")})
    assert said(wrong, 415)[0] == "unsupported_media_type"
    stray = [("mapping_id", (None, b"map", "text/plain")), ("file", ("april.csv", CSV, "text/csv"))]
    refused = await running.rest.post(path, headers=key(running), files=stray)
    assert "query" in str(said(refused, 400)[1])
    empty = await running.rest.post(
        path, headers=key(running), files={"statement": ("a.csv", CSV, "text/csv")}
    )
    assert said(empty, 400)[0] == "invalid_request"


async def test_a_batch_as_a_form_is_the_batch(running: Product) -> None:
    """The file's own bytes are kept, not the form around them."""
    path = "/api/v1/batches?use_case=churn-score&work=scores"
    table = b"customer_id\n" + b"".join(f"c-{each}\n".encode() for each in range(400))
    headers = key(running)
    form = await running.rest.post(path, headers=headers, files={"file": ("c.csv", table, "text/csv")})
    bare = await running.rest.post(path, headers={**headers, "content-type": "text/csv"}, content=table)
    assert form.status_code == bare.status_code, form.text
    assert form.json().get("bytes_total") == bare.json().get("bytes_total")
    assert form.json().get("code") == bare.json().get("code")
