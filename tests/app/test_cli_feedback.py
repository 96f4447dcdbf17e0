"""`countermark feedback`, as it is run: files of truths in, lists out."""

import json
from pathlib import Path

from core.errors import InvalidRequest
from tests.app.test_cli_inference import QUESTION, asha, environment, ran, running
from tests.product import Party

__all__ = ["asha", "environment", "running"]

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
