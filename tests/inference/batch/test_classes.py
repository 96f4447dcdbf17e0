"""Files for versions that tell classes: the floats, the answers and the reasons of requests, row by row."""

import io
import json
from pathlib import Path

import msgspec
import numpy as np
import polars as pl
import pytest

from bench.parity_sides import Sides
from core.errors import shown
from inference import artefacts
from inference.batch.entities import BatchOptions
from inference.batch.text_rows import value_of
from inference.entities import DecideCommand
from inference.manifest import Column
from tests.inference import tickets
from tests.inference.batch.conftest import Desk
from tests.inference.batch.test_parity import sides
from training.package import write_folder
from training.scoring import score_folder
from training.train import TrainingJob, train_any

__all__ = ["sides"]

ROWS = tickets.table(60, seed=7).select(tickets.INPUTS)


def commands(frame: pl.DataFrame) -> list[DecideCommand]:
    return [
        DecideCommand(use_case=tickets.USE_CASE, inputs=row, include_features=True)
        for row in frame.to_dicts()
    ]


async def test_texts_have_the_floats_of_requests(sides: Sides) -> None:
    """What the words of a row say, the shares made of it and the confidence, with gaps, quotes and line ends in fields."""
    kept = await sides.inference.registry.upload(sides.caller, tickets.USE_CASE, "ours", tickets.files())
    await sides.inference.deployments.deploy(sides.caller, tickets.USE_CASE, kept.id)
    odd = pl.DataFrame(
        {"message": ['my "login", locked\nsince', "पासवर्ड LOGIN É"], "channel": ["a,b", None], "premium": [None, True],
         "amount": [None, -0.5]}
    )  # fmt: skip
    frame = pl.concat([ROWS, odd])
    found = await sides.compare(tickets.USE_CASE, commands(frame), frame.write_csv().encode(), BatchOptions())
    assert (found.rows, found.differing) == (62, 0)
    assert found.floats >= 6 * found.rows
    unlike = await sides.compare(
        tickets.USE_CASE, commands(frame[:1]), frame[1:2].write_csv().encode(), BatchOptions()
    )
    assert unlike.differing > 2, "what compares can fail"


async def test_rows_have_the_answers_and_reasons_of_requests(still_desk: Desk) -> None:
    """Class, next classes, outcome, words and codes of reasons; the same from CSV and Parquet, and without rules."""
    desk = still_desk
    kept = await desk.inference.registry.upload(desk.caller, tickets.USE_CASE, "ours", tickets.files())
    await desk.inference.deployments.deploy(desk.caller, tickets.USE_CASE, kept.id)
    file = ROWS.write_csv().encode()
    batch = await desk.done(file, use_case=tickets.USE_CASE)
    assert (batch.state, batch.progress.refused) == ("completed", 0)
    found = await desk.parquet(batch)
    for row, command in zip(found.to_dicts(), commands(ROWS), strict=True):
        made = await desk.inference.decisions.decide(desk.caller, command)
        answer = msgspec.to_builtins(made.answer)
        assert json.loads(row["causes"]) == answer["causes"]
        assert (row["root_cause"], row["route"], row["urgent"]) == (
            answer["root_cause"], answer["route"], answer["urgent"],
        )  # fmt: skip
        assert row["outcome"] == made.outcome
        assert row["reasons"] == " ".join(reason.text for reason in made.reasons)
        assert row["reason_codes"] == " ".join(reason.code for reason in made.reasons)
        assert made.reasons
    sheet = io.BytesIO()
    ROWS.write_parquet(sheet)
    again = await desk.parquet(
        await desk.done(sheet.getvalue(), BatchOptions(format="parquet"), use_case=tickets.USE_CASE)
    )
    assert again.drop("line").equals(found.drop("line"))
    bare = await desk.parquet(await desk.done(file, BatchOptions(work="scores"), use_case=tickets.USE_CASE))
    assert bare.columns == ["line", "probability", "root_cause", "route", "urgent", "causes"]
    assert bare.equals(found.select(bare.columns))


async def test_a_class_has_one_number_everywhere(still_desk: Desk, tmp_path: Path) -> None:
    """A request, a file and `countermark score` give the very same float, of rows that are known and of rows about nothing; it is
    the share of the class, and with what is about none of the classes the shares make one."""
    desk = still_desk
    tickets.table().write_parquet(tmp_path / "learned.parquet")
    job = TrainingJob(use_case=tickets.USE_CASE, data=tmp_path / "learned.parquet", target=tickets.TARGET)
    write_folder(train_any(job), tmp_path / "version")
    files = artefacts.read_folder(tmp_path / "version")
    kept = await desk.inference.registry.upload(desk.caller, tickets.USE_CASE, "ours", files)
    await desk.inference.deployments.deploy(desk.caller, tickets.USE_CASE, kept.id)
    stray = pl.DataFrame(
        {"message": ["qwerty zzz", "what is the weather", None, " "], "channel": ["pigeon", None, None, "chat"],
         "premium": [None, True, None, False], "amount": [1e9, None, None, 3.0]}
    )  # fmt: skip
    frame = pl.concat([ROWS, stray])
    frame.write_parquet(tmp_path / "table.parquet")
    score_folder(tmp_path / "version", tmp_path / "table.parquet", tmp_path / "scored.parquet")
    scored = pl.read_parquet(tmp_path / "scored.parquet").to_dicts()
    batch = await desk.done(frame.write_csv().encode(), use_case=tickets.USE_CASE)
    found = (await desk.parquet(batch)).to_dicts()
    for row, offline, command in zip(found, scored, commands(frame), strict=True):
        made = msgspec.to_builtins((await desk.inference.decisions.decide(desk.caller, command)).answer)
        assert made["probability"] == row["probability"] == offline["confidence"]
        assert made["root_cause"] == row["root_cause"] == offline["prediction"]
        shares = {each["cause"]: each["share"] for each in made["causes"]}
        assert shares[made["root_cause"]] == made["probability"]
        assert sum(shares.values()) == pytest.approx(1.0, abs=1e-12)
        assert json.loads(row["causes"]) == made["causes"]
    assert [row["probability"] < 0.5 for row in found[-4:-1]] == [True] * 3


async def test_what_cannot_be_read_is_refused_alone(still_desk: Desk) -> None:
    """By line, column and reason; a text may be as long as in a request, and a repeated id is found."""
    desk = still_desk
    kept = await desk.inference.registry.upload(desk.caller, tickets.USE_CASE, "ours", tickets.files())
    await desk.inference.deployments.deploy(desk.caller, tickets.USE_CASE, kept.id)
    lines = [
        "id,message,channel,premium,amount",
        f"a,{'login ' * 1_600},mail,true,1",
        f"b,{'x' * 10_001},mail,true,1",
        "c,login,mail,perhaps,1",
        "d,login,mail,1,one",
        "e,,mail,0,1e999",
        "a,login,mail,0,1",
        "f,NA,,,",
        "g,login",
    ]
    options = BatchOptions(id_column="id")
    batch = await desk.done("\n".join(lines).encode(), options, use_case=tickets.USE_CASE)
    assert (await desk.results(batch))["id"].to_list() == ["a", "f"]
    assert [row[:2] for row in await desk.refused(batch)] == [
        ["3", "message"], ["4", "premium"], ["5", "amount"], ["6", "amount"], ["7", "id"], ["9", ""],
    ]  # fmt: skip
    needed = BatchOptions(required=("message",))
    batch = await desk.done("\n".join(lines).encode(), needed, use_case=tickets.USE_CASE)
    assert ["8", "message", "It is missing."] in await desk.refused(batch)


@pytest.mark.parametrize(
    ("kind", "cell", "expected"),
    [("category", 3.0, "3"), ("category", 3, "3"), ("category", True, "true"), ("boolean", 0.0, False), ("boolean", "TRUE", True),
     ("number", "1e3", 1_000.0), ("number", True, 1.0), ("text", "  NA ", None), ("text", float("nan"), None)],
)  # fmt: skip
def test_cells_of_parquet_are_read_as_texts_are(kind: str, cell: object, expected: object) -> None:
    """A whole number names the same category however it is stored."""
    column = msgspec.convert({"name": "x", "kind": kind}, Column)
    assert value_of(column, cell) == expected, shown(str(cell))  # type: ignore[arg-type]


async def test_scores_of_a_number_are_its_quantiles(still_desk: Desk, tmp_path: Path) -> None:
    """A file of scores alone has what the version tells, not its probability only; the same as with rules."""
    desk = still_desk
    rng = np.random.default_rng(5)
    frame = pl.DataFrame({"x": rng.uniform(0, 9, 400), "y": rng.uniform(0, 1, 400)})
    frame = frame.with_columns(days=pl.col("x") * 2 + pl.col("y") * 8)
    frame.write_parquet(tmp_path / "late.parquet")
    job = TrainingJob(use_case="payment-delay", data=tmp_path / "late.parquet", target="days")
    write_folder(train_any(job), tmp_path / "version")
    files = artefacts.read_folder(tmp_path / "version")
    kept = await desk.inference.registry.upload(desk.caller, "payment-delay", "days", dict(files))
    await desk.inference.deployments.deploy(desk.caller, "payment-delay", kept.id)
    file = frame[:20].write_csv().encode()
    bare = await desk.parquet(await desk.done(file, BatchOptions(work="scores"), use_case="payment-delay"))
    ruled = await desk.parquet(await desk.done(file, use_case="payment-delay"))
    assert (bare["days_p90"] > bare["days_p10"]).all()
    assert np.corrcoef(bare["days_p50"].to_numpy(), frame["days"][:20].to_numpy())[0, 1] > 0.9
    assert bare.equals(ruled.select(bare.columns))
