"""`countermark feedback`, as it is run: files of truths in, lists out."""

import json
from pathlib import Path

from core.errors import InvalidRequest
from tests.app.test_cli_inference import QUESTION, ran
from tests.product import Party

HEADER = "own_transaction_id,use_case,happened,observed_at,source,note\n"
ROW = "pay-1,transaction-anomaly,true,2026-11-21T10:00:00Z,chargeback,\n"


async def test_a_file_of_truths(asha: Party, environment: dict[str, str], tmp_path: Path) -> None:
    """A CSV is recorded once however often it is sent; unknown payments are counted; the decision has its history."""
    question = tmp_path / "question.json"
    question.write_text(json.dumps(QUESTION))
    made = json.loads((await ran(environment, asha, "decide", "transaction-anomaly", str(question))).stdout)
    file = tmp_path / "truths.csv"
    file.write_text(HEADER + ROW + ROW.replace("pay-1", "pay-unknown"))
    first = json.loads((await ran(environment, asha, "feedback", "import", str(file))).stdout)
    again = json.loads((await ran(environment, asha, "feedback", "import", str(file))).stdout)
    assert (first, again) == ({"recorded": 1, "unknown": 1}, {"existing": 1, "unknown": 1})
    listed = json.loads((await ran(environment, asha, "feedback", "list", "--decision", made["id"])).stdout)
    assert [(one["happened"], one["source"], one["current"]) for one in listed["data"]] == [
        (True, "chargeback", True)
    ]


async def test_a_bad_row_is_named(asha: Party, environment: dict[str, str], tmp_path: Path) -> None:
    """What a type refuses and what the service refuses are both told by row, and nothing is recorded."""
    file = tmp_path / "truths.csv"
    for bad in (ROW.replace("true", "perhaps"), ROW.replace("2026", "1999")):
        file.write_text(HEADER + ROW + bad)
        result = await ran(environment, asha, "feedback", "import", str(file))
        assert isinstance(result.exception, InvalidRequest)
        assert result.exception.fields[0].field.startswith("row 2: ")


async def test_figures_and_drift(asha: Party, environment: dict[str, str], tmp_path: Path) -> None:
    """Figures of what was told; drift of nothing yet is an empty list and not an error."""
    question = tmp_path / "question.json"
    question.write_text(json.dumps(QUESTION))
    await ran(environment, asha, "decide", "transaction-anomaly", str(question))
    file = tmp_path / "truths.csv"
    file.write_text(HEADER + ROW)
    await ran(environment, asha, "feedback", "import", str(file))
    said = json.loads((await ran(environment, asha, "feedback", "figures", "transaction-anomaly")).stdout)
    assert [(one["judged"], one["role"]) for one in said["data"]] == [(1, "champion")]
    assert json.loads((await ran(environment, asha, "drift", "measure")).stdout) == []
    assert json.loads((await ran(environment, asha, "drift", "list")).stdout)["data"] == []


async def test_retraining(asha: Party, environment: dict[str, str]) -> None:
    """A job is queued, listed and cancelled; a plan is put, listed and dropped; a bad schedule is a refusal."""
    use_case = "transaction-anomaly"
    job = json.loads((await ran(environment, asha, "retrain", "start", use_case, "--shadow")).stdout)
    assert (job["state"], job["end_in"]) == ("queued", "shadow")
    listed = json.loads((await ran(environment, asha, "retrain", "list")).stdout)
    assert [one["id"] for one in listed["data"]] == [job["id"]]
    cancelled = json.loads((await ran(environment, asha, "retrain", "cancel", job["id"])).stdout)
    assert cancelled["state"] == "cancelled"
    put = await ran(environment, asha, "retrain", "plan", use_case, "--on-drift", "--schedule", "30 3 * * 1")
    assert json.loads(put.stdout)["on_drift"] is True
    plans = json.loads((await ran(environment, asha, "retrain", "plans")).stdout)
    assert [one["use_case"] for one in plans["data"]] == [use_case]
    assert (await ran(environment, asha, "retrain", "unplan", use_case)).exit_code == 0
    bad = await ran(environment, asha, "retrain", "plan", use_case, "--schedule", "61 * * * *")
    assert isinstance(bad.exception, InvalidRequest)
