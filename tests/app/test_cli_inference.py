"""`countermark decide`, `replay` and `models`, as they are run; and that every command of the list can be loaded."""

import asyncio
import json
from pathlib import Path

import lightgbm
import numpy as np
import pytest
from click.testing import CliRunner, Result

from app.cli.main import COMMANDS, countermark
from core.errors import InvalidRequest
from core.ids import public
from inference.counterfactuals import CounterfactualImpossible
from inference.placements import RuntimeNotSet
from inference.stored_histories import HistoryTooShort
from tests.inference.releases import release_before
from tests.inference.uploads.graphs import exported_by_lightgbm, rows
from tests.product import Party

QUESTION = {
    "transaction": {
        "id": "pay-1",
        "customer_id": "customer-1",
        "amount_minor": 125_000,
        "currency": "INR",
        "occurred_at": "2026-11-20T10:00:00Z",
    }
}


async def ran(environment: dict[str, str], asha: Party, *arguments: str) -> Result:
    said = [*arguments, "--tenant", public("ten", asha.tenant.id)]
    return await asyncio.to_thread(CliRunner(env=environment).invoke, countermark, said)


async def test_a_decision_replays_to_the_same_bits(
    asha: Party, environment: dict[str, str], tmp_path: Path
) -> None:
    """A decision made at the command line has a receipt and replays identically; its key finds it again."""
    file = tmp_path / "question.json"
    file.write_text(json.dumps(QUESTION))
    arguments = ("decide", "transaction-anomaly", str(file), "--key", "one")
    made = json.loads((await ran(environment, asha, *arguments)).stdout)
    again = json.loads((await ran(environment, asha, *arguments)).stdout)
    assert made["receipt"]["entry_id"] == made["entry_id"]
    assert again == made
    replayed = json.loads((await ran(environment, asha, "replay", made["id"])).stdout)
    assert replayed["verdict"] == "identical"


async def test_several_are_decided_or_none(asha: Party, environment: dict[str, str], tmp_path: Path) -> None:
    """One call, its key and its refusal at the command line; what was decided is listed by where it was."""
    file = tmp_path / "question.json"
    names = ["transaction-anomaly", "credit-score"]
    payment = {**QUESTION["transaction"], "region": "mh"}
    file.write_text(json.dumps({"transaction": payment, "use_cases": names}))
    arguments = ("decide-several", str(file), "--key", "two")
    made = json.loads((await ran(environment, asha, *arguments)).stdout)
    assert [each["use_case"] for each in made] == names
    assert json.loads((await ran(environment, asha, *arguments)).stdout) == made
    file.write_text(json.dumps({"transaction": payment, "use_cases": [*names, "segment"]}))
    refused = await ran(environment, asha, "decide-several", str(file))
    assert isinstance(refused.exception, HistoryTooShort)
    assert refused.exception.fields[0].field == "use_cases[2]"
    listed = json.loads((await ran(environment, asha, "decisions", "--region", "mh")).stdout)
    assert sorted(each["use_case"] for each in listed["data"]) == sorted(names)
    other = json.loads((await ran(environment, asha, "decisions", "--region", "ka")).stdout)
    assert other["data"] == []


async def test_starters_of_another_release_are_kept(
    asha: Party, environment: dict[str, str], tmp_path: Path
) -> None:
    """What an installation older than the keeping of starters needs: those that decided then, from their own folder."""
    before = release_before(tmp_path / "before")
    arguments = ["models", "keep", str(tmp_path / "before")]
    for kept in (len(before.names()), 0):
        said = await asyncio.to_thread(CliRunner(env=environment).invoke, countermark, arguments)
        assert json.loads(said.stdout) == {"kept": kept}
    version = public("ver", before.row(asha.system.environment_id, "credit-score").id)
    deployed = await ran(environment, asha, "models", "deploy", "credit-score", version)
    assert json.loads(deployed.stdout)["version_id"] == version


async def test_the_starters_can_be_deployed(asha: Party, environment: dict[str, str]) -> None:
    """Every environment has the starters, under the same ids, and may name one as its deployment."""
    versions = json.loads((await ran(environment, asha, "models", "list")).stdout)
    starter = next(each for each in versions if each["use_case"] == "credit-score")
    deployed = json.loads(
        (await ran(environment, asha, "models", "deploy", "credit-score", starter["id"])).stdout
    )
    assert deployed["version_id"] == starter["id"]


async def test_a_version_for_a_model_server(asha: Party, environment: dict[str, str], tmp_path: Path) -> None:
    """Exported under the name that holds its digest; registered for a server only where one is set."""
    folder = "inference/starter/credit-score"
    arguments = ["models", "export", folder, "--layout", "triton", "--out", str(tmp_path)]
    written = json.loads(CliRunner().invoke(countermark, arguments).stdout)
    assert written["model"] == f"credit-score-{written['digest'][:32]}"
    assert (Path(written["folder"]) / "config.pbtxt").is_file()
    refused = await ran(environment, asha, "models", "push", "credit-score", folder, "--runtime", "kserve")
    assert isinstance(refused.exception, RuntimeNotSet)
    kept = json.loads((await ran(environment, asha, "models", "push", "credit-score", folder)).stdout)
    assert (kept["runtime"], kept["digest"]) == ("onnx", written["digest"])


async def test_a_model_made_elsewhere_is_uploaded_and_decides(
    asha: Party, environment: dict[str, str], tmp_path: Path
) -> None:
    """LightGBM as onnxmltools exports it, with missing values and a category: three files, one command, a decision."""
    matrix = rows(500)
    matrix[::7, 2], matrix[:, 3] = np.nan, np.arange(500) % 3
    target = (np.nan_to_num(matrix[:, 2]) + matrix[:, 0] + (matrix[:, 3] == 2) > 0).astype(int)
    fitted = lightgbm.LGBMClassifier(n_estimators=20, num_leaves=7, verbose=-1).fit(matrix, target)
    columns = [{"name": name, "kind": "number"} for name in ("income", "debts", "years")]
    columns.append({"name": "grade", "kind": "category", "codes": {"A": 0, "B": 1, "C": 2}})  # type: ignore[dict-item]
    reading = {"output": "probabilities", "index": 1}
    plain = [[None if np.isnan(value) else float(value) for value in row] for row in matrix[:50]]
    named = [
        {**dict(zip(("income", "debts", "years"), row, strict=False)), "grade": "ABC"[int(row[3] or 0)]}
        for row in plain
    ]
    expected = np.asarray(fitted.predict_proba(matrix))[:50, 1]
    (tmp_path / "model.json").write_text(json.dumps({"format": 1, "columns": columns, "reading": reading}))
    (tmp_path / "sample.json").write_text(json.dumps({"rows": named, "expected": expected.tolist()}))
    (tmp_path / "score.onnx").write_bytes(exported_by_lightgbm(fitted, 4))
    files = ("--manifest", str(tmp_path / "model.json"), "--sample", str(tmp_path / "sample.json"))
    said = await ran(
        environment, asha, "models", "upload", "credit-score", str(tmp_path / "score.onnx"), *files
    )
    kept = json.loads(said.stdout)
    assert kept["batch_invariant"]
    assert kept["missing_taken"]
    assert kept["difference_max"] < 1e-5
    await ran(environment, asha, "models", "deploy", "credit-score", kept["id"])
    (tmp_path / "question.json").write_text(json.dumps({"customer_id": "c-1", "inputs": named[7]}))
    decided = json.loads(
        (await ran(environment, asha, "decide", "credit-score", str(tmp_path / "question.json"))).stdout
    )
    assert decided["answer"]["probability"] == pytest.approx(expected[7], abs=1e-5)
    explained = json.loads((await ran(environment, asha, "explain", decided["id"])).stdout)
    assert explained["status"] == "pending"
    nothing = await ran(environment, asha, "counterfactual", decided["id"])
    assert isinstance(nothing.exception, CounterfactualImpossible)


async def test_a_bad_question_is_refused_by_field(
    asha: Party, environment: dict[str, str], tmp_path: Path
) -> None:
    file = tmp_path / "question.json"
    file.write_text(json.dumps({"transaction": {**QUESTION["transaction"], "amount_minor": -1}}))
    result = await ran(environment, asha, "decide", "transaction-anomaly", str(file))
    assert isinstance(result.exception, InvalidRequest)
    assert result.exception.fields[0].field == "transaction.amount_minor"


@pytest.mark.parametrize("name", sorted(COMMANDS))
def test_every_command_explains_itself(name: str) -> None:
    """What `countermark --help` lists can be loaded."""
    result = CliRunner().invoke(countermark, [name, "--help"])
    assert result.exit_code == 0, result.output
