"""A tenant's own version of days to payment, from a table of real invoices: decided, explained, replayed and judged alike."""

import base64
import contextlib
import io
import json
import pathlib
from typing import cast

import numpy as np
import polars as pl
import pytest

from inference import artefacts
from ledger.verifier import cli
from ledger.verifier.report import EXIT_INCOMPLETE
from tests.parity.faces import Parity
from tests.parity.test_decisions import ANEW
from training.package import write_folder
from training.scoring import score_folder
from training.train import TrainingJob, train_any

INVOICES = pathlib.Path(__file__).parents[3] / "shared" / "data" / "invoice_late_ibm" / "invoices.csv.gz"
USE_CASE, ROWS = "payment-delay", 24
OUTCOMES = ("invoiceNumber", "SettledDate", "DaysLate", "late", "Disputed", "PaperlessDate", "PaperlessBill", "InvoiceDate",
            "DueDate")  # fmt: skip
FIELDS = {
    artefacts.MANIFEST: "manifest", artefacts.GRAPH: "graph", artefacts.PATHS: "paths", artefacts.CARD: "card",
    artefacts.CARD_TEXT: "card_text",
}  # fmt: skip

pytestmark = pytest.mark.skipif(not INVOICES.is_file(), reason=f"real invoices are not here: {INVOICES}")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> pathlib.Path:
    """A version of days to payment; an invoice is late after thirty days."""
    made = tmp_path_factory.mktemp("numbers") / "days"
    job = TrainingJob(
        use_case=USE_CASE, data=INVOICES, target="DaysToSettle", exclude=OUTCOMES, above=30.0, history=False
    )
    write_folder(train_any(job), made)
    return made


def upload(folder: pathlib.Path, use_case: str = USE_CASE) -> dict[str, object]:
    files = {
        FIELDS[name]: base64.b64encode(data).decode() for name, data in artefacts.read_folder(folder).items()
    }
    return {"use_case": use_case, "name": "days", **files}


def value(figure: object) -> float:
    return cast("dict[str, float]", figure)["value"]


async def test_days_are_answered_and_judged(
    parity: Parity, folder: pathlib.Path, tmp_path: pathlib.Path
) -> None:
    """Both faces say what `countermark score` says; it adds up, is computed again bit for bit, and is judged by what came."""
    live = parity.product.other.live_key
    kept, _ = await parity.both("uploadModelVersion", upload(folder), credential=live)
    assert kept.body["task"] == "number"
    deployed = {"use_case": USE_CASE, "version_id": kept.body["id"]}
    await parity.rest("deployModelVersion", deployed, {"x-api-key": live})
    score_folder(folder, INVOICES, tmp_path / "scored.parquet")
    scored = pl.read_parquet(tmp_path / "scored.parquet").head(ROWS)
    version = artefacts.load(folder)
    slope, intercept = version.manifest.calibration.slope, version.manifest.calibration.intercept
    said, errors, within = [], [], []
    for row in scored.to_dicts():
        inputs = {
            column.name: str(row[column.name]) if column.kind == "category" else row[column.name]
            for column in version.manifest.columns
        }
        asked = {"inputs": inputs, "include": ["explanation"]}
        made, _ = await parity.both(
            "decidePaymentDelay", asked, ignored=(*ANEW, "expected_at"), credential=live
        )
        assert made.code == "ok", made
        answer = cast("dict[str, float]", made.body["answer"])
        assert answer["days_p10"] <= answer["days_p50"] <= answer["days_p90"]
        assert answer["days_p50"] == pytest.approx(row["p50"], abs=0.006)
        assert answer["days_p90"] == pytest.approx(row["p90"], abs=0.006)
        explained = cast("dict[str, dict[str, float]]", made.body["explanation"])
        parts, base = explained["contributions"], cast("float", explained["base_value"])
        # In days: what each column adds to the median.
        days = (base - intercept) / slope + sum(part / slope for part in parts.values())
        assert days == pytest.approx(row["p50"], abs=1e-3)
        said.append(made.body)
        errors.append(abs(answer["days_p50"] - row["DaysToSettle"]))
        within.append(answer["days_p10"] <= row["DaysToSettle"] <= answer["days_p90"])
        truth = {"decision_id": made.body["id"], "value": row["DaysToSettle"],
                 "observed_at": "2026-11-20T10:00:00Z"}  # fmt: skip
        told = await parity.rest("createFeedback", truth, {"x-api-key": live})
        assert told.code == "ok"
    assert len({json.dumps(each["answer"]) for each in said}) > ROWS // 2
    replayed, _ = await parity.both("replayDecision", {"decision_id": said[0]["id"]}, credential=live)
    assert replayed.body["verdict"] == "identical"
    # No proof yet: the worker does not run here.
    assert (await verified(parity, said[0]["receipt"], live, tmp_path)) == EXIT_INCOMPLETE
    found, _ = await parity.both("getLiveMetrics", {"use_case": USE_CASE}, credential=live)
    assert found.body["classes"] == []
    (figures,) = cast("list[dict[str, object]]", found.body["numbers"])
    assert figures["measured"] == ROWS
    assert value(figures["mean_absolute_error"]) == pytest.approx(np.mean(errors))
    assert value(figures["median_absolute_error"]) == pytest.approx(np.median(errors))
    assert value(figures["within_p10_p90"]) == pytest.approx(np.mean(within))


async def verified(parity: Parity, receipt: object, key: str, folder: pathlib.Path) -> int:
    """Return how the verifier ends; its trust and its receipts must have passed."""
    keys = await parity.rest("getLedgerKeys", {}, {"x-api-key": key})
    named = cast("list[dict[str, str]]", keys.body["keys"])
    (folder / "trust.txt").write_text("".join(f"{each['use']} {each['verifier_key']}\n" for each in named))
    (folder / "receipt.json").write_text(json.dumps(receipt))
    with contextlib.redirect_stdout(io.StringIO()) as words:
        arguments = ["receipt", str(folder / "receipt.json"), "--trust", str(folder / "trust.txt")]
        ended = cli.main([*arguments, "--json"])
    states = {step["step"]: step["state"] for step in json.loads(words.getvalue())["steps"]}
    assert (states["trust"], states["receipts"]) == ("passed", "passed")
    return ended


async def test_an_answer_without_a_place_for_a_number_refuses_it(
    parity: Parity, folder: pathlib.Path
) -> None:
    """A probability of default is no number of days: the version is refused by name, on both faces."""
    files = artefacts.read_folder(folder)
    manifest = json.loads(files[artefacts.MANIFEST]) | {"use_case": "credit-score"}
    asked = upload(folder, "credit-score") | {
        "manifest": base64.b64encode(json.dumps(manifest).encode()).decode()
    }
    refused, _ = await parity.both("uploadModelVersion", asked, credential=parity.product.other.live_key)
    assert refused.code == "artefact_invalid"
