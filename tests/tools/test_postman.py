"""The Postman collection: the same bytes again, every operation, a test on each request, no secret; and what judges its run."""

import json
import pathlib
from collections.abc import Iterator
from typing import cast

import pytest

from tools.postman import collection
from tools.postman.document import Document, Object
from tools.postman.report import Line, Routes, judge
from tools.postman.shapes import shape_of
from tools.postman.steps import ScenarioMissing

ROOT = pathlib.Path(__file__).parents[2]
DATA = (ROOT / "docs/openapi.json").read_bytes()
DOCUMENT = Document(DATA)
MADE = collection.files(DATA)


def requests(folder: Object) -> Iterator[Object]:
    for each in cast("list[Object]", folder["item"]):
        if "item" in each:
            yield from requests(each)
        else:
            yield each


ITEMS = list(requests(json.loads(MADE[collection.COLLECTION])))


def changed(path: str, operation: Object) -> bytes:
    """The document with one more operation."""
    root = json.loads(DATA)
    root["paths"][path] = {"post": operation}
    return json.dumps(root).encode()


def an_operation(**more: object) -> Object:
    plain = {
        "operationId": "inventThing",
        "summary": "Invent a thing",
        "tags": ["transactions"],
        "responses": {"201": {"description": "Made."}},
    }
    return cast(Object, {**plain, **more})


def test_the_committed_files_are_those_of_the_document() -> None:
    """The same bytes again, and what is committed."""
    assert collection.files(DATA) == MADE
    assert {path: (ROOT / path).read_bytes() for path in MADE} == MADE


def test_every_operation_is_in_the_reference() -> None:
    """By what the requests call, not by what they are called."""
    reference = json.loads(MADE[collection.COLLECTION])["item"][-1]
    routes = Routes(DOCUMENT.operations.values())
    found = set()
    for each in requests(reference):
        request = cast(Object, each["request"])
        path = "/" + "/".join(cast("list[str]", cast(Object, request["url"])["path"]))
        found.add(routes.find(str(request["method"]), path))
    assert found == {*DOCUMENT.operations}


def test_every_request_tests_its_answer() -> None:
    """At least status and content type, or that there is no body; and ids are unique, since polling finds itself by its own."""
    for each in ITEMS:
        events = cast("list[Object]", each["event"])
        script = "\n".join(
            "\n".join(cast("list[str]", cast(Object, event["script"])["exec"]))
            for event in events
            if event["listen"] == "test"
        )
        assert "to.have.status(" in script, each["name"]
        assert "content-type" in script or "has no body" in script, each["name"]
    assert len({each["id"] for each in ITEMS}) == len(ITEMS)


def test_no_environment_holds_a_secret() -> None:
    """All values are empty but the address of the server."""
    for path in (collection.LOCAL, collection.LIVE):
        values = json.loads(MADE[path])["values"]
        assert {each["key"] for each in values if each["value"]} == {"base_url"}
        assert {each["key"] for each in values if each["type"] == "secret"} == {*collection.SECRETS}


def test_a_new_operation_is_taken_by_its_example() -> None:
    """Without a line of the collection's own."""
    body = {"content": {"application/json": {"schema": {}, "examples": {"typical": {"value": {"a": 1}}}}}}
    made = collection.files(changed("/api/v1/things", an_operation(requestBody=body)))
    (item,) = [
        each for each in requests(json.loads(made[collection.COLLECTION])) if each["name"] == "Invent a thing"
    ]
    assert json.loads(str(cast(Object, cast(Object, item["request"])["body"])["raw"])) == {"a": 1}


@pytest.mark.parametrize(
    ("path", "operation", "named"),
    [
        ("/api/v1/things", an_operation(requestBody={"content": {"application/json": {}}}), "example"),
        (
            "/api/v1/things/{thing_id}",
            an_operation(parameters=[{"name": "thing_id", "in": "path", "required": True}]),
            "thing_id",
        ),
    ],
)
def test_a_missing_scenario_is_told_by_the_operation(path: str, operation: Object, named: str) -> None:
    """A body without an example, an id that nothing saves: the message names the operation and what is missing."""
    with pytest.raises(ScenarioMissing, match=rf"inventThing.*{named}"):
        collection.files(changed(path, operation))


def asked(method: str, path: str, status: int) -> Line:
    return Line(kind="request", name="x", method=method, path=path, status=status)


ALL = [
    asked(each.method, each.path.replace("{", "").replace("}", ""), each.status)
    for each in DOCUMENT.operations.values()
]
DONE = Line(kind="done")
PASSED = Line(kind="assertion", name="x", assertion="answers 200")


def test_a_run_is_judged_by_what_was_called_and_answered() -> None:
    """Whole, it is green, and its last line counts; each thing that is amiss fails it by name."""
    whole = judge(DOCUMENT, [*ALL, PASSED, DONE], {})
    count = len(DOCUMENT.operations)
    assert str(whole) == f"{count} operations, {count} requests, 1 assertions, 0 failed"
    uncalled = judge(DOCUMENT, [*ALL[1:], DONE], {})
    assert [each.split()[1:] for each in uncalled.failures] == [["was", "not", "called"]]
    refused = judge(DOCUMENT, [asked("GET", "/api/v1/usage", 403), *(each for each in ALL if each.path != "/api/v1/usage"), DONE], {})  # fmt: skip
    assert list(refused.failures) == ["getUsage was never answered 200, only 403"]
    stale = judge(DOCUMENT, [*ALL, DONE], {"getUsage": "a reason"})
    assert list(stale.failures) == ["getUsage succeeded; take it out of tools/postman/refused.py"]
    broken = judge(DOCUMENT, [*ALL, Line(kind="assertion", name="x", assertion="answers 200", error="no")], {})  # fmt: skip
    assert list(broken.failures) == ["x: answers 200: no", "newman did not come to its end"]
    strange = judge(DOCUMENT, [*ALL, asked("GET", "/nowhere", 404), DONE], {})
    assert list(strange.failures) == ["x: GET /nowhere is no operation of the document"]


def test_the_most_literal_path_wins() -> None:
    """As in the server: `latest` is no size."""
    routes = Routes(DOCUMENT.operations.values())
    assert routes.find("GET", "/api/v1/ledger/checkpoints/latest") == "getLatestCheckpoint"
    assert routes.find("GET", "/api/v1/ledger/checkpoints/7") == "getCheckpoint"
    assert routes.find("GET", "/api/v1/ledger/tiles/tile/0/000.p/7") == "getLedgerTile"


def test_a_shape_keeps_required_fields_and_their_types() -> None:
    """References are followed, optional fields and what may be several things are left open."""
    schema: Object = {
        "type": "object",
        "required": ["id", "either"],
        "properties": {
            "id": {"type": "string", "pattern": "^x"},
            "more": {"type": "integer"},
            "either": {"anyOf": [{"type": "string"}, {"type": "null"}]},
        },
    }
    assert shape_of(DOCUMENT, schema) == {
        "type": "object",
        "required": ["either", "id"],
        "properties": {"id": {"type": "string"}, "either": {}},
    }
