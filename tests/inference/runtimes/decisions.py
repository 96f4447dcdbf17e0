"""What a decision by a model server promises, over REST and into the ledger: the same tests on a fake and on real servers."""

import asyncio
import contextlib
import functools
import io
import json
import pathlib
import re
import uuid
from collections.abc import AsyncIterator, Mapping

import httpx
import msgspec
import pytest

from api.views.model_versions import fields_of
from app.setting_texts import Secret
from app.settings import ModelServerSettings, ServerSettings, Settings
from core.postgres import EmbeddedPostgres
from inference import artefacts
from inference.placements import served_graph
from inference.runtimes.folders import ServedGraph
from ledger.verifier import cli
from tests.inference.runtimes.contract import Rig
from tests.product import Product, product, settings_for
from tests.sequencing import sequence
from tests.turns import until

USE_CASES = ("credit-score", "transaction-anomaly")
RUNTIMES_READY = {"onnx": "ready", "kserve": "ready"}
TIMEOUT_MS = 20_000
"""Of the model server where nobody waits it out: a machine that stands still for seconds degrades no decision."""
FROZEN_MS = 6_000
"""Where somebody does: long enough for others to be answered meanwhile, on any machine."""
REQUEST_MS = 30_000
TOKEN = "sesame"


class Fields(msgspec.Struct):
    probability: float


class ReasonBody(msgspec.Struct):
    code: str


class ExplanationBody(msgspec.Struct):
    margin: float
    base_value: float
    features: dict[str, float | None]
    contributions: dict[str, float]


class DecisionBody(msgspec.Struct):
    """Of a decision as REST answers it, what is looked at."""

    id: str
    entry_id: str
    outcome: str
    degraded: bool
    answer: Fields | None
    reasons: list[ReasonBody]
    receipt: dict[str, object]
    explanation: ExplanationBody | None = None


class ReplayBody(msgspec.Struct):
    verdict: str
    stored_runtime: str
    runtime: str


class VersionBody(msgspec.Struct):
    id: str
    runtime: str


@functools.cache
def files_of(use_case: str) -> dict[str, bytes]:
    return artefacts.read_folder(pathlib.Path("inference/starter") / use_case)


@functools.cache
def served(use_case: str) -> ServedGraph:
    """A starter's version as a model server has it."""
    files = files_of(use_case)
    return served_graph(artefacts.load(files), files[artefacts.GRAPH])


class DecisionContract:
    """Fixtures `rig` and `url` are a model server that has the starters of `USE_CASES`."""

    @pytest.fixture
    def timeout_ms(self) -> int:
        """A test that waits the model server out says how long by a parameter of this name."""
        return TIMEOUT_MS

    @pytest.fixture
    def settings(
        self, postgres: EmbeddedPostgres, tmp_path: pathlib.Path, url: str, timeout_ms: int
    ) -> Settings:
        models = ModelServerSettings(url=url, token=Secret(TOKEN), timeout_ms=timeout_ms, load=True)
        faces = ServerSettings(request_timeout_ms=REQUEST_MS)
        return msgspec.structs.replace(settings_for(postgres, tmp_path), model_server=models, server=faces)

    @pytest.fixture
    async def running(
        self, postgres: EmbeddedPostgres, tmp_path: pathlib.Path, settings: Settings
    ) -> AsyncIterator[Product]:
        async with product(postgres, tmp_path, settings) as opened:
            yield opened

    async def test_a_decision_from_score_to_proof(self, running: Product, tmp_path: pathlib.Path) -> None:
        """Scored there as here, explained exactly, ruled, promised, proven offline, and computed again."""
        rest = running.rest
        remote, local = running.asha.headers, running.other.headers
        version = await deployed(rest, remote, "credit-score")
        assert version.runtime == "kserve"
        asked = {"customer_id": "customer-1", "include": ["explanation"]}
        there = await decided(rest, remote, "credit-score", asked)
        here = await decided(rest, local, "credit-score", asked)
        assert not there.degraded
        assert same_score(there, here)
        assert there.outcome == here.outcome
        assert [each.code for each in there.reasons] == [each.code for each in here.reasons]
        explained = there.explanation
        assert explained is not None
        total = explained.base_value + sum(explained.contributions.values())
        assert abs(total - explained.margin) < 1e-5
        answer = await posted(rest, remote, f"/decisions/{there.id}/replay", {})
        replayed = msgspec.json.decode(answer, type=ReplayBody)
        assert replayed.verdict in {"identical", "equivalent"}
        assert replayed.stored_runtime.startswith("kserve ")
        assert replayed.runtime.startswith("onnxruntime ")
        await verified(running, there, tmp_path)

    async def test_state_and_payment_are_scored_there_as_here(self, running: Product) -> None:
        """A payment against a history of five gives the same features and score as in process, and is counted once."""
        rest = running.rest
        await deployed(rest, running.asha.headers, "transaction-anomaly")
        customer = f"customer-{uuid.uuid4()}"
        answers = []
        for headers in (running.asha.headers, running.other.headers):
            for day in range(10, 15):
                await posted(
                    rest,
                    headers,
                    "/transactions",
                    payment(customer, f"2026-11-{day}T10:00:00Z", 90_000 + day),
                )
            asked = {
                "transaction": payment(customer, "2026-11-16T03:00:00Z", 4_500_000),
                "include": ["explanation"],
            }
            answers.append(await decided(rest, headers, "transaction-anomaly", asked))
        there, here = answers
        assert there.explanation is not None
        assert here.explanation is not None
        assert there.explanation.features == here.explanation.features
        assert same_score(there, here)
        states = [
            (await rest.get(f"/api/v1/customers/{customer}/state", headers=headers)).json() | {"as_of": None}
            for headers in (running.asha.headers, running.other.headers)
        ]
        assert states[0] == states[1]

    async def test_gone_and_back(self, running: Product, rig: Rig) -> None:
        """Killed: a degraded answer with its receipt, before any time-out, and the service stays ready. Back: it scores
        again.
        """
        rest, headers = running.rest, running.asha.headers
        await deployed(rest, headers, "credit-score")
        good = await decided(rest, headers, "credit-score", {"customer_id": "customer-2"})
        assert not good.degraded
        await rig.kill()
        try:
            lost = good
            for _ in range(5):
                async with asyncio.timeout(TIMEOUT_MS / 2_000):
                    lost = await decided(rest, headers, "credit-score", {"customer_id": "customer-2"})
                assert (lost.degraded, lost.answer, lost.reasons) == (True, None, [])
                assert lost.outcome == "review"
                assert lost.receipt["entry_id"] == lost.entry_id
            ready = await rest.get("/health/ready")
            assert (ready.status_code, ready.json()["runtimes"]["kserve"]) == (200, "unreachable")
            metrics = (await rest.get("/metrics")).text
            assert 'runtime="kserve"' in metrics
            assert re.search(r'countermark_model_server_versions{[^}]*state="failing"} 1', metrics)
            kept = await rest.get(f"/api/v1/decisions/{lost.id}", headers=headers)
            assert kept.json()["receipt"] == lost.receipt
        finally:
            await rig.start()

        async def scores_again() -> bool:
            return not (await decided(rest, headers, "credit-score", {"customer_id": "customer-2"})).degraded

        async def says_so() -> bool:  # of what may be a second old
            return bool((await rest.get("/health/ready")).json()["runtimes"] == RUNTIMES_READY)

        await until(scores_again)
        await until(says_so)

    @pytest.mark.parametrize("timeout_ms", [pytest.param(FROZEN_MS, id=pytest.HIDDEN_PARAM)])
    async def test_a_frozen_server_holds_nobody_else_up(self, running: Product, rig: Rig) -> None:
        """Thirty questions wait for a server that hangs; those to versions in process are answered before any of them, and
        the time-out of the model server, not the caller's, ends the wait.
        """
        rest, decisions = running.rest, running.services.decisions
        asha, other = running.asha.headers, running.other.headers
        await deployed(rest, asha, "credit-score")
        assert not (await decided(rest, asha, "credit-score", {"customer_id": "customer-3"})).degraded
        await decided(rest, other, "credit-score", {"customer_id": "customer-3"})
        rig.pause()
        try:
            waiting = [
                asyncio.create_task(decided(rest, asha, "credit-score", {"customer_id": f"customer-{at}"}))
                for at in range(30)
            ]

            async def all_are_in() -> bool:
                return len(decisions._in_flight) == len(waiting)

            await until(all_are_in, every_s=0)
            for at in range(5):
                answer = await decided(rest, other, "credit-score", {"customer_id": f"customer-{at}"})
                assert not answer.degraded
            assert not any(task.done() for task in waiting)
            assert all(one.degraded for one in await asyncio.gather(*waiting))
        finally:
            rig.resume()

    async def test_a_key_is_answered_once(self, running: Product) -> None:
        """The same idempotency key gives the same decision, though the question would be scored there again."""
        rest, headers = running.rest, running.asha.headers
        await deployed(rest, headers, "credit-score")
        keyed = headers | {"Idempotency-Key": str(uuid.uuid4())}
        first = await decided(rest, keyed, "credit-score", {"customer_id": "customer-4"})
        assert await decided(rest, keyed, "credit-score", {"customer_id": "customer-4"}) == first

    async def test_what_is_gone_is_not_deployed(self, running: Product, rig: Rig) -> None:
        """A version is asked of its server before it takes over: while that is gone, what answered answers on."""
        rest, headers = running.rest, running.asha.headers
        kept = await posted(rest, headers, "/model-versions", upload("credit-score"))
        version = msgspec.json.decode(kept, type=VersionBody)
        await rig.kill()
        try:
            asked = {"use_case": "credit-score", "version_id": version.id}
            refused = await rest.post("/api/v1/deployments", json=asked, headers=headers)
            assert (refused.status_code, refused.json()["code"]) == (503, "runtime_unavailable")
            assert not (await decided(rest, headers, "credit-score", {"customer_id": "customer-5"})).degraded
        finally:
            await rig.start()

    async def test_what_the_server_lacks_is_not_registered(self, running: Product) -> None:
        """A version that is not there is refused with a code that says so, and nothing is kept."""
        answer = await running.rest.post(
            "/api/v1/model-versions", json=upload("churn-score"), headers=running.asha.headers
        )
        assert (answer.status_code, answer.json()["code"]) == (422, "model_not_served")
        listed = (await running.rest.get("/api/v1/model-versions", headers=running.asha.headers)).json()
        assert {each["runtime"] for each in listed["data"]} == {"onnx"}


def upload(use_case: str) -> dict[str, str]:
    return fields_of(files_of(use_case)) | {"use_case": use_case, "name": "moved out", "runtime": "kserve"}


def same_score(one: DecisionBody, other: DecisionBody) -> bool:
    """Within 1e-6."""
    if one.answer is None or other.answer is None:
        return False
    return abs(one.answer.probability - other.answer.probability) <= 1e-6


async def deployed(rest: httpx.AsyncClient, headers: dict[str, str], use_case: str) -> VersionBody:
    """Register a starter for the model server and let it answer."""
    answer = await posted(rest, headers, "/model-versions", upload(use_case))
    version = msgspec.json.decode(answer, type=VersionBody)
    await posted(rest, headers, "/deployments", {"use_case": use_case, "version_id": version.id})
    return version


async def decided(
    rest: httpx.AsyncClient, headers: dict[str, str], use_case: str, asked: Mapping[str, object]
) -> DecisionBody:
    answer = await posted(rest, headers, f"/inference/{use_case}", asked)
    return msgspec.json.decode(answer, type=DecisionBody)


async def posted(rest: httpx.AsyncClient, headers: dict[str, str], path: str, body: object) -> bytes:
    keyed = {"Idempotency-Key": str(uuid.uuid4())} | headers
    answer = await rest.post(f"/api/v1{path}", json=body, headers=keyed)
    assert answer.status_code in {200, 201}, answer.text
    return answer.content


def payment(customer: str, at: str, amount_minor: int) -> dict[str, object]:
    return {
        "id": f"pay-{uuid.uuid5(uuid.NAMESPACE_OID, customer + at)}",
        "customer_id": customer,
        "amount_minor": amount_minor,
        "currency": "INR",
        "occurred_at": at,
        "direction": "debit",
        "method": "card",
        "merchant_id": "shop-1",
        "device_id": "phone-1",
        "country": "IN",
    }


async def verified(running: Product, decision: DecisionBody, folder: pathlib.Path) -> None:
    """Sequence the log and let the offline verifier check the decision's receipt with its proof."""
    await sequence(running)
    headers = running.asha.headers
    keys = (await running.rest.get("/api/v1/ledger/keys", headers=headers)).json()["keys"]
    (folder / "trust.txt").write_text("".join(f"{key['use']} {key['verifier_key']}\n" for key in keys))
    proof = await running.rest.get(f"/api/v1/ledger/proofs/{decision.entry_id}", headers=headers)
    (folder / "proof.json").write_bytes(proof.content)
    (folder / "receipt.json").write_text(json.dumps(decision.receipt))
    with contextlib.redirect_stdout(io.StringIO()):
        arguments = [str(folder / "receipt.json"), "--proof", str(folder / "proof.json")]
        assert cli.main(["receipt", *arguments, "--trust", str(folder / "trust.txt")]) == 0
