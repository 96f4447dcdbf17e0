"""A tenant's own classes of real complaints, and its own anomalies: decided, replayed and judged alike on both faces."""

import base64
import pathlib
from typing import cast

import numpy as np
import polars as pl
import pytest
from sklearn.metrics import f1_score

from inference import artefacts, evidence
from inference.answering.truths import slug
from tests.parity.faces import Parity
from tests.parity.test_decisions import ANEW
from tests.parity.test_own_numbers import FIELDS, value
from training.package import write_folder
from training.scoring import score_folder
from training.train import TrainingJob, train_any

DATA = pathlib.Path(__file__).parents[3] / "shared" / "data"
COMPLAINTS = DATA / "complaints_cfpb_sample" / "complaints.csv.gz"
TEXT, ISSUE, PRODUCT, STATE = "Consumer complaint narrative", "Issue", "Product", "State"
ROWS = 24

pytestmark = pytest.mark.skipif(
    not COMPLAINTS.is_file(), reason=f"real complaints are not here: {COMPLAINTS}"
)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> pathlib.Path:
    """A version that tells products by narrative, issue and state."""
    made = tmp_path_factory.mktemp("classes")
    pl.read_csv(COMPLAINTS).select(TEXT, ISSUE, STATE, PRODUCT).write_parquet(made / "table.parquet")
    job = TrainingJob(use_case="ticket-triage", data=made / "table.parquet", target=PRODUCT)
    write_folder(train_any(job), made / "version")
    return made


def upload(folder: pathlib.Path, use_case: str) -> dict[str, object]:
    fields = {**FIELDS, evidence.FILE: "tokens"}
    files = {
        fields[name]: base64.b64encode(data).decode() for name, data in artefacts.read_folder(folder).items()
    }
    return {"use_case": use_case, "name": "ours", **files}


async def deploy(parity: Parity, folder: pathlib.Path) -> str:
    """Let the version answer in the other tenant's live environment. Returns: the key of that."""
    live = parity.product.other.live_key
    kept, _ = await parity.both(
        "uploadModelVersion", upload(folder / "version", "ticket-triage"), credential=live
    )
    assert (kept.code, kept.body["task"]) == ("ok", "classes")
    deployed = {"use_case": "ticket-triage", "version_id": kept.body["id"]}
    await parity.rest("deployModelVersion", deployed, {"x-api-key": live})
    return live


async def test_classes_are_answered_and_judged(
    parity: Parity, folder: pathlib.Path, tmp_path: pathlib.Path
) -> None:
    """Both faces name the class that `countermark score` names, and why; it is computed again bit for bit, and judged by what
    came."""
    live = await deploy(parity, folder)
    score_folder(folder / "version", folder / "table.parquet", tmp_path / "scored.parquet")
    scored = pl.read_parquet(tmp_path / "scored.parquet")
    chosen = pl.concat([scored.filter(pl.col(TEXT).is_not_null()).head(ROWS // 2), scored.tail(ROWS // 2)])
    said: list[str] = []
    true: list[str] = []
    decision_id: object = None
    explained: dict[str, dict[str, float]] = {}
    reasons: list[dict[str, str]] = []
    for row in chosen.to_dicts():
        asked = {"inputs": {name: row[name] for name in (TEXT, ISSUE, STATE)}, "include": ["explanation"]}
        made, _ = await parity.both("decideTicketTriage", asked, ignored=ANEW, credential=live)
        answer = cast("dict[str, object]", made.body["answer"])
        first = cast("list[dict[str, float]]", answer["causes"])[0]
        assert answer["root_cause"] == row["prediction"]
        assert first["share"] == answer["probability"] == row["confidence"]
        explained = cast("dict[str, dict[str, float]]", made.body["explanation"])
        total = cast("float", explained["base_value"]) + sum(explained["contributions"].values())
        assert total == pytest.approx(explained["margin"], abs=1e-9)
        reasons = cast("list[dict[str, str]]", made.body["reasons"])
        assert reasons[0]["text"].endswith(f"`{row['prediction']}`.")
        # Every fourth truth is another class, so that figures are not all ones.
        truth = row[PRODUCT] if len(said) % 4 else "something else"
        said.append(row["prediction"])
        true.append(truth)
        decision_id = made.body["id"]
        told = {"decision_id": decision_id, "label": slug(truth), "observed_at": "2026-11-20T10:00:00Z"}
        assert (await parity.rest("createFeedback", told, {"x-api-key": live})).code == "ok"
    replayed, _ = await parity.both("replayDecision", {"decision_id": decision_id}, credential=live)
    assert replayed.body["verdict"] == "identical"
    later, _ = await parity.both("getDecisionExplanation", {"decision_id": decision_id}, credential=live)
    assert (later.body["status"], later.body["method"]) == ("ready", "evidence")
    assert (later.body["contributions"], later.body["reasons"]) == (explained["contributions"], reasons)
    unchanged, _ = await parity.both("findCounterfactual", {"decision_id": decision_id}, credential=live)
    assert unchanged.code == "counterfactual_impossible"
    found, _ = await parity.both("getLiveMetrics", {"use_case": "ticket-triage"}, credential=live)
    (figures,) = cast("list[dict[str, object]]", found.body["classes"])
    assert figures["measured"] == ROWS
    right = np.mean([a == b for a, b in zip(said, true, strict=True)])
    assert value(figures["accuracy"]) == pytest.approx(right)
    macro = f1_score(true, said, average="macro", zero_division=0)
    assert value(figures["macro_f1"]) == pytest.approx(macro)
    interval = cast("dict[str, float]", figures["macro_f1"])
    assert interval["low"] <= macro <= interval["high"]


async def test_what_is_sent_is_read_as_strictly(parity: Parity, folder: pathlib.Path) -> None:
    """A number for a text and a column that nobody declared are named, on both faces alike."""
    live = await deploy(parity, folder)
    refused, _ = await parity.both(
        "decideTicketTriage", {"inputs": {TEXT: 5, "colour": "red"}}, credential=live
    )
    assert refused.code == "inputs_refused"
    assert set(refused.fields) == {f"inputs.{TEXT}", "inputs.colour"}


async def test_a_table_of_tokens_of_another_version_is_refused(parity: Parity, folder: pathlib.Path) -> None:
    """Every byte counts: the table too is in the digest."""
    asked = upload(folder / "version", "ticket-triage")
    asked["tokens"] = base64.b64encode(b"PK").decode()
    refused, _ = await parity.both("uploadModelVersion", asked, credential=parity.product.other.live_key)
    assert refused.code == "artefact_invalid"


async def test_anomalies_are_answered_with_exact_reasons(parity: Parity, tmp_path: pathlib.Path) -> None:
    """Without a label: both faces give the probability that the version has offline, whose parts add up."""
    rng, rows = np.random.default_rng(4), 1_200
    table = pl.DataFrame(
        {
            "amount": rng.lognormal(3, 1, rows),
            "age_days": rng.uniform(0, 900, rows),
        }
    )
    table.write_csv(tmp_path / "payments.csv")
    write_folder(
        train_any(TrainingJob(use_case="transaction-anomaly", data=tmp_path / "payments.csv")),
        tmp_path / "version",
    )
    live = parity.product.other.live_key
    asked = upload(tmp_path / "version", "transaction-anomaly")
    kept, _ = await parity.both("uploadModelVersion", asked, credential=live)
    assert (kept.code, kept.body["task"]) == ("ok", "anomaly")
    deployed = {"use_case": "transaction-anomaly", "version_id": kept.body["id"]}
    await parity.rest("deployModelVersion", deployed, {"x-api-key": live})
    version = artefacts.load(tmp_path / "version")
    usual, odd = (
        {"amount": 20.0, "age_days": 400.0},
        {"amount": 900.0, "age_days": 400.0},
    )
    found = []
    for inputs in (usual, odd):
        made, _ = await parity.both(
            "decideTransactionAnomaly",
            {"inputs": inputs, "include": ["explanation"]},
            ignored=ANEW,
            credential=live,
        )
        answer = cast("dict[str, float]", made.body["answer"])
        vector = np.array([[inputs[name] for name in version.features]], np.float32)
        assert answer["probability"] == version.score(vector).probability[0]
        explained = cast("dict[str, dict[str, float]]", made.body["explanation"])
        total = cast("float", explained["base_value"]) + sum(explained["contributions"].values())
        assert total == pytest.approx(explained["margin"], abs=1e-5)
        found.append(answer["probability"])
        reasons = cast("list[dict[str, object]]", made.body["reasons"])
        assert reasons[0]["feature"] == "amount"
    assert found[1] > 3 * found[0]
