"""Facts that come beside the columns of a tenant's own version: they never make it the starter that answers."""

import hashlib
import json
from typing import cast

import pytest

from inference import artefacts, catalogue
from tests.inference import tickets
from tests.inference.versions import small_version
from tests.parity.faces import Outcome, Parity
from tests.parity.test_decisions import ANEW
from tests.parity.test_use_cases import ABOUT_EVENTS, asked, operation_of
from tests.product import Party, party
from tests.recent import recent

COLUMNS = {"income": 1.0, "owner": True, "grade": "A", "region": "east", "debt ratio (%)": 0.5}
ANSWERED = ("outcome", "answer", "confidence", "reasons", "explanation")


@pytest.fixture(scope="module")
async def beside(parity_of_module: Parity) -> Party:
    """A tenant whose own columns answer every question about an event, by a probability or by classes."""
    product = parity_of_module.product
    made = await party(product.services, "Beside Bank")
    for name in ABOUT_EVENTS:
        files = tickets.files() if name == tickets.USE_CASE else renamed(name)
        kept = await product.services.registry.upload(made.system, name, "own", files)
        await product.services.deployments.deploy(made.system, name, kept.id)
    return made


@pytest.fixture(scope="module")
def parity_of_module(running: object) -> Parity:
    return Parity(running)  # type: ignore[arg-type]


def renamed(use_case: str) -> dict[str, bytes]:
    """The small version, as if it were of this use case."""
    files = dict(small_version().files)
    manifest = json.loads(files[artefacts.MANIFEST])
    manifest["use_case"] = use_case
    manifest["files"] = {name: hashlib.sha256(files[name]).hexdigest() for name in manifest["files"]}
    files[artefacts.MANIFEST] = json.dumps(manifest).encode()
    return files


def columns_of(use_case: str) -> dict[str, object]:
    if use_case == tickets.USE_CASE:
        return {"message": "password locked", "channel": "mail", "premium": True, "amount": 20.0}
    return dict(COLUMNS)


def said(outcome: Outcome) -> dict[str, object]:
    assert outcome.code == "ok", outcome
    return {name: outcome.body[name] for name in ANSWERED}


@pytest.mark.parametrize("name", ABOUT_EVENTS)
async def test_the_own_version_answers(parity: Parity, beside: Party, name: str) -> None:
    """With its facts or without them: the very same answer, of the version's own kind, that replays; facts alone are refused."""
    credential = beside.sandbox_key
    alone = {"inputs": columns_of(name), "include": ["explanation"]}
    together = {**asked(name), **alone}
    first, _ = await parity.both(operation_of(name), alone, ignored=ANEW, credential=credential)
    made, _ = await parity.both(operation_of(name), together, ignored=ANEW, credential=credential)
    assert said(made) == said(first)
    replayed, _ = await parity.both("replayDecision", {"decision_id": made.body["id"]}, credential=credential)
    assert replayed.body["verdict"] == "identical"
    refused, _ = await parity.both(operation_of(name), asked(name), credential=credential)
    assert (refused.code, refused.fields) == ("invalid_request", ("inputs",))


async def test_a_version_says_its_columns(parity: Parity, beside: Party) -> None:
    """What `inputs` takes stands in the version, also of classes, whose features are the classes; a starter has none."""
    listed, _ = await parity.both("listModelVersions", {"limit": 100}, credential=beside.sandbox_key)
    found = {
        (version["use_case"], version["starter"]): version
        for version in cast("list[dict[str, object]]", listed.body["data"])
    }
    for name in ABOUT_EVENTS:
        columns = cast("list[dict[str, str]]", found[name, False]["columns"])
        assert {column["name"] for column in columns} == columns_of(name).keys()
        assert found[name, True]["columns"] == []
    kinds = cast("list[dict[str, str]]", found[tickets.USE_CASE, False]["columns"])
    assert {column["name"]: column["kind"] for column in kinds} == {
        "message": "text", "channel": "category", "premium": "boolean", "amount": "number",
    }  # fmt: skip


async def test_classes_are_the_own_ones(parity: Parity, beside: Party) -> None:
    """A ticket beside the columns is not given the starter's causes."""
    question = {**asked(tickets.USE_CASE), "inputs": columns_of(tickets.USE_CASE)}
    made, _ = await parity.both("decideTicketTriage", question, ignored=ANEW, credential=beside.sandbox_key)
    answer = cast("dict[str, object]", made.body["answer"])
    assert (answer["root_cause"], answer["route"]) == ("Login", None)


async def test_several_are_answered_by_their_own_versions(parity: Parity, beside: Party) -> None:
    """In one call, each use case by the version that has its columns."""
    names = [name for name in ABOUT_EVENTS if catalogue.get(name).input not in {"history", "statement"}]
    facts = {key: value for name in names for key, value in asked(name).items()}
    transaction = recent(
        {
            "customer_id": "beside",
            "amount_minor": 250_000,
            "currency": "INR",
            "occurred_at": "2026-11-20T10:00:00Z",
        }
    )
    inputs = {name: columns_of(name) for name in names}
    question = {"transaction": transaction, "use_cases": names, "inputs": inputs, **facts}
    made, _ = await parity.both("decideSeveral", question, ignored=ANEW, credential=beside.sandbox_key)
    assert made.code == "ok", made
    for decision in cast("list[dict[str, object]]", made.body["data"]):
        name = str(decision["use_case"])
        alone, _ = await parity.both(
            operation_of(name), {"inputs": inputs[name]}, ignored=ANEW, credential=beside.sandbox_key
        )
        assert decision["answer"] == alone.body["answer"]
