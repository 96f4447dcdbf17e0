"""What both faces register is complete and consistent: ids, tags, generated files, page of codes."""

import json
import pathlib
import re
from typing import cast

import httpx
import msgspec
import pytest
from openapi_spec_validator import OpenAPIV31SpecValidator

from api.rest.binding import bind
from api.rest.document import document
from api.rest.nouns import OPERATIONS
from api.rest.operations import Keyed, Operation
from api.rest.reference import error_types
from api.rest.schemas import Schema, schemas_of
from api.rpc import methods
from api.rpc.server import METHODS
from tests.api import operations as samples

ROOT = pathlib.Path(__file__).parents[2]
COMPUTE_ONLY = {
    "checkRuleset",
    "checkWorkflow",
    "computeCommission",
    "findCounterfactual",
    "findListEntry",
    "previewMessage",
    "proposeImportMapping",
    "readRuleFile",
    "replayDecision",
    "runRuleTestCases",
}
"""Operations that are POST because they cost, not because they change anything."""
BY_CONTENT = {"uploadModelGraph"}
"""Operations that keep what is sent under its own SHA-256: the same again changes nothing, with a key or without."""
SHOWN = [operation for operation in OPERATIONS if operation.documented]


def built() -> Schema:
    return cast("Schema", json.loads(msgspec.json.encode(document(OPERATIONS))))


def test_the_document_is_valid() -> None:
    """docs/openapi.json obeys OpenAPI 3.1."""
    written = json.loads((ROOT / "docs/openapi.json").read_text())
    assert [error.message for error in OpenAPIV31SpecValidator(written).iter_errors()] == []


def test_the_committed_document_is_current() -> None:
    """The committed document is what the operations say; `make generate` writes it."""
    assert json.loads((ROOT / "docs/openapi.json").read_text()) == built()


def test_operation_ids_are_unique_and_camel_case() -> None:
    """An SDK makes a method of each operationId."""
    ids = [operation.operation_id for operation in OPERATIONS]
    assert len(ids) == len(set(ids))
    assert [each for each in ids if not re.fullmatch(r"[a-z][a-zA-Z0-9]+", each)] == []


def test_paths_are_plural_nouns_in_kebab_case() -> None:
    """No verb, no trailing slash, no capital in a path of the API."""
    bad = [
        each.path
        for each in OPERATIONS
        if not re.fullmatch(r"(/\.well-known)?(/([a-z0-9-]+(\.json)?|{\w+:(str|int|path)}))+", each.path)
    ]
    assert bad == []


@pytest.mark.parametrize("operation", SHOWN, ids=lambda each: each.operation_id)
def test_examples_are_what_the_types_say(operation: Operation) -> None:
    """Each example in the document decodes as the type it stands for, strictly."""
    binding = bind(operation)
    if operation.example is not None:
        body = operation.form or operation.reads or binding.body
        assert body is not None
        msgspec.json.decode(msgspec.json.encode(operation.example), type=body)
    if operation.answer_example is not None:
        returns = getattr(binding.returns, "__args__", [binding.returns])[0]
        msgspec.json.decode(msgspec.json.encode(operation.answer_example), type=returns)


@pytest.mark.parametrize("operation", SHOWN, ids=lambda each: each.operation_id)
def test_bodies_are_closed_and_bounded(operation: Operation) -> None:
    """A request body refuses unknown fields at every depth, and every text, list and number in it has a maximum."""
    body = operation.reads or bind(operation).body
    if body is None:
        return
    _, components = schemas_of([body])
    assert [
        name
        for name, each in components.items()
        if "oneOf" not in each
        and each.get("type") == "object"
        and each.get("additionalProperties") is not False
    ] == []
    assert sorted(unbounded(components)) == []


def unbounded(components: dict[str, Schema]) -> list[str]:
    """Name the fields without a maximum; enums, references, dates, booleans and open maps have none to have."""
    found: list[str] = []
    for name, component in components.items():
        for field, schema in cast("dict[str, Schema]", component.get("properties", {})).items():
            found += [f"{name}.{field}: {missing}" for missing in missing_bounds(schema)]
    return found


def missing_bounds(schema: Schema) -> list[str]:
    kind = schema.get("type")
    kinds = set(kind) if isinstance(kind, list) else {kind}
    if {"enum", "const", "$ref", "contentEncoding"} & schema.keys():  # bytes end where the body's limit is
        return []
    missing: list[str] = []
    if (
        "string" in kinds
        and "maxLength" not in schema
        and schema.get("format") not in {"date-time", "date", "uuid"}
    ):
        missing.append("maxLength")
    if "integer" in kinds and not {"maximum", "exclusiveMaximum"} & schema.keys():
        missing.append("maximum")
    if "array" in kinds:
        missing += [] if "maxItems" in schema else ["maxItems"]
        missing += missing_bounds(cast("Schema", schema.get("items", {})))
    for option in cast("list[Schema]", schema.get("anyOf", [])):
        missing += missing_bounds(option)
    return missing


def test_a_post_that_makes_something_can_be_repeated() -> None:
    """Every POST of the versioned API says what it makes of an idempotency key."""
    bad = [
        each.operation_id
        for each in SHOWN
        if each.method == "POST" and not each.root and not each.public and each.keyed is Keyed.NEVER
    ]
    assert set(bad) - COMPUTE_ONLY - BY_CONTENT == set()


def test_methods_are_handled_once() -> None:
    """Every rpc of every service that we serve has exactly one handler."""
    handled = [each.descriptor.full_name for each in METHODS]
    assert len(handled) == len(set(handled))
    services = {
        each.descriptor.containing_service.full_name: each.descriptor.containing_service for each in METHODS
    }
    declared = {each.full_name for service in services.values() for each in service.methods}
    assert set(handled) == declared


def test_both_faces_know_the_same_keys() -> None:
    """The words for what an operation makes of its idempotency key are the same on both faces."""
    assert {each.name: each.value for each in Keyed} == {each.name: each.value for each in methods.Keyed}


def test_two_structs_of_one_name_are_refused() -> None:
    """Component names are part of every SDK: a clash must not rename both."""
    one = msgspec.defstruct("Same", [("a", int)], module="one")
    two = msgspec.defstruct("Same", [("b", int)], module="two")
    with pytest.raises(ValueError, match="unique"):
        schemas_of([one, two])


def test_schemas_say_what_is_enforced() -> None:
    """Bounds, formats, closed objects, nulls and field texts are in the schema of a body."""
    _, components = schemas_of([samples.EchoBody])
    body = components["EchoBody"]
    assert body["additionalProperties"] is False
    assert body["description"] == "A body with one of each."
    properties = cast("dict[str, Schema]", body["properties"])
    assert properties["note"] == {"type": ["string", "null"], "maxLength": 10, "description": "free words."}
    assert properties["parts"]["maxItems"] == 3
    assert properties["share"]["format"] == "double"
    part = cast("dict[str, Schema]", components["EchoPart"]["properties"])
    assert part["amount_minor"] == {"type": "integer", "minimum": 1, "maximum": 10**14, "format": "int64"}


async def test_the_page_of_codes_has_every_code(rest: httpx.AsyncClient) -> None:
    """The address in a problem's `type` leads to a section about its code."""
    page = (await rest.get("/docs/errors")).text
    codes = {each.code for each in error_types() if not each.__module__.startswith("tests.")}
    assert {code for code in codes if f'id="{code}"' not in page} == set()


async def test_the_reference_asks_nobody_else(rest: httpx.AsyncClient) -> None:
    """The reference page works offline: its policy allows no other host, and what it names is served from here."""
    page = await rest.get("/docs/api")
    policy = page.headers["content-security-policy"]
    assert not re.search(r"https?:|\*", policy)
    named = re.findall(r'(?:src|href|spec-url)="([^"]+)"', page.text)
    assert len(named) == 3
    for address in named:
        answer = await rest.get(address)
        assert address.startswith("/")
        assert answer.status_code == 200
    script = (await rest.get("/docs/redoc.standalone.js")).text
    assert "cdn.redoc" not in script
    assert (await rest.get("/openapi.json")).json() == built()
