"""A file goes in, results come out: the same as one by one, all rows accounted for, each provable."""

import asyncio
import io
import time

import msgspec
import numpy as np
import polars as pl
import pytest

from core.idempotency import IdempotencyKeyReused
from inference.batch import chunks, scoring
from inference.batch.entities import BatchEnded, BatchNotReady, BatchOptions, BatchRefused
from inference.catalogue import points_of
from inference.entities import DecideCommand
from tenants.plans import PLANS, PlanName
from tests.inference.batch.conftest import HEADER, USE_CASE, Desk, a_file


async def test_a_row_is_decided_as_a_request_is(desk: Desk) -> None:
    """Probability, points, confidence, outcome, reasons and notes of a row are the bits that a request gets."""
    batch = await desk.done(a_file(40))
    assert (batch.state, batch.progress.rows, batch.progress.refused) == ("completed", 40, 0)
    rows = (await desk.results(batch)).rows(named=True)
    table = [line.replace('"far, away"', "far") for line in a_file(40).decode().splitlines()[1:]]
    for row, line in zip(rows, table, strict=True):
        _, income, owner, grade, region, debt = line.split(",")
        inputs = {
            "income": float(income) if income else None,
            "owner": None if not owner else owner in {"true", "1"},
            "grade": grade or None,
            "region": "far, away" if region == "far" else region or None,
            "debt ratio (%)": float(debt),
        }
        made = await desk.inference.decisions.decide(
            desk.caller, DecideCommand(use_case=USE_CASE, customer_id="c", inputs=inputs)
        )
        assert made.answer is not None
        assert made.confidence is not None
        assert row["probability"] == made.answer.probability  # type: ignore[attr-defined]
        assert row["points"] == made.answer.points  # type: ignore[attr-defined]
        assert (row["confidence_low"], row["confidence_high"]) == (made.confidence.low, made.confidence.high)
        assert row["outcome"] == made.outcome
        assert row["reason_codes"] == " ".join(reason.code for reason in made.reasons)
        assert row["reasons"] == " ".join(reason.text for reason in made.reasons)
        assert (row["notes"] or "") == " ".join(made.rules.notes)
        assert row["degraded"] is False


def test_points_are_those_of_single_rows() -> None:
    """Looked up by the thousand, points are what the formula gives: at random margins, and beside every step."""
    margins = np.concatenate([np.random.default_rng(1).normal(scale=5, size=20_000), scoring._steps()])
    around = np.concatenate([margins, np.nextafter(margins, -np.inf), [-800.0, 800.0]])
    assert scoring.points_of_many(around).tolist() == [points_of(margin) for margin in around.tolist()]


async def test_every_line_is_a_result_or_a_refusal(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """Over many chunks no row is lost, doubled or out of order; CSV and Parquet hold the same."""
    monkeypatch.setitem(chunks.CHUNK_BYTES, "scores", 2_000)
    bad = ["c0,1,true,A,east,1", "x,wrong,true,A,east,1", 'y,1,true,A,"open,1', "z,1,true,A,east"]
    data = a_file(500, extra=bad)
    batch = await desk.done(data, BatchOptions(work="scores", id_column="id"))
    assert (batch.state, batch.failure) == ("completed", None)
    assert (batch.progress.rows, batch.progress.refused) == (500, 4)
    table = await desk.results(batch)
    assert table.columns == ["line", "id", "probability", "points"]
    assert table["line"].to_list() == list(range(2, 502))
    assert table["id"].to_list() == [f"c{number}" for number in range(500)]
    assert (await desk.parquet(batch)).equals(table)
    refused = await desk.refused(batch)
    assert [(row[0], row[1]) for row in refused] == [
        ("502", "id"),
        ("503", "income"),
        ("504", ""),
        ("505", ""),
    ]
    assert "same id" in refused[0][2]


async def test_a_line_of_megabytes_is_one_refused_row(desk: Desk) -> None:
    """A line longer than any row may be is refused by its number, whatever piece it ends in; what follows is read."""
    lines = a_file(3).splitlines()
    data = b"\n".join(
        [*lines, b"y" * 9_000_000, b'"' + b"z" * 2_000_000, b"c9,1,1,A,east,1", b"w" * 1_500_000]
    )
    batch = await desk.done(data, BatchOptions(id_column="id"))
    assert batch.failure is None
    assert [row[0] for row in await desk.refused(batch)] == ["5", "6", "8"]
    assert (await desk.results(batch))["line"].to_list() == [2, 3, 4, 7]


async def test_parquet_is_read_by_row_groups(desk: Desk) -> None:
    """A Parquet file gives the scores of the CSV with the same values; wrong values are refused by row and column."""
    table = pl.read_csv(a_file(300), schema_overrides={"owner": pl.String})
    table = table.with_columns(owner=table["owner"].replace({"true": "1", "false": "0"}).cast(pl.Int8))
    buffer = io.BytesIO()
    table.write_parquet(buffer, row_group_size=70)
    options = BatchOptions(work="scores", id_column="id")
    from_parquet = await desk.done(buffer.getvalue(), msgspec.structs.replace(options, format="parquet"))
    assert from_parquet.failure is None
    from_csv = await desk.done(a_file(300), options)
    one, other = await desk.results(from_parquet), await desk.results(from_csv)
    assert one["line"].to_list() == list(range(1, 301))
    assert one.drop("line").equals(other.drop("line"))

    wrong = table.with_columns(income=pl.lit(1e39), owner=pl.lit(2)).head(2)
    buffer = io.BytesIO()
    pl.concat([table.with_columns(owner=pl.col("owner").cast(pl.Int32)), wrong]).write_parquet(buffer)
    batch = await desk.done(buffer.getvalue(), msgspec.structs.replace(options, format="parquet"))
    assert [(row[0], row[1]) for row in await desk.refused(batch)] == [("301", "income"), ("302", "income")]


async def test_a_file_without_rows(desk: Desk) -> None:
    """A header alone is a batch of nothing, in both formats."""
    batch = await desk.done(HEADER.encode())
    assert (batch.state, batch.progress.rows) == ("completed", 0)
    assert (await desk.results(batch)).height == (await desk.parquet(batch)).height == 0


async def test_files_that_cannot_be_scored_are_refused_at_once(desk: Desk) -> None:
    """The header decides before the file is kept; what only the end tells ends the batch with the reason."""
    with pytest.raises(BatchRefused, match="`grade`, `region`"):
        await desk.send(b"id,income,owner,debt ratio (%)\nx,1,1,1\n")
    with pytest.raises(BatchRefused, match="empty"):
        await desk.send(b"")
    with pytest.raises(BatchRefused, match="wages"):
        await desk.send(a_file(3), BatchOptions(required=("wages",)))
    for part in (1, 1_000):
        with pytest.raises(BatchRefused, match="not Parquet"):
            await desk.send(a_file(3), BatchOptions(format="parquet"), part=part)
    assert not list(desk.folder.glob("objects/batches/*/*"))
    batch = await desk.done(b"PAR1 this is none", BatchOptions(format="parquet"))
    assert batch.state == "failed"
    assert batch.failure is not None
    assert batch.failure.code == "batch_refused"
    with pytest.raises(BatchNotReady):
        await desk.text(batch)


async def test_a_cell_is_never_a_formula(desk: Desk) -> None:
    """An id that begins like a formula is harmless in CSV and as it was in Parquet; a row stays one line."""
    ids = [
        "=1+1",
        "+1",
        "-1",
        "@SUM(A1)",
        "＝1",
        '"a\nb"',
        "plain",
        "\t=1",
        "  =1",
        "\u00a0=1",
        "a;=1",
        "a; b=1",
    ]
    data = "\n".join([HEADER, *(f"{own},1,1,A,east,1" for own in ids)]).encode()
    batch = await desk.done(data, BatchOptions(id_column="id"))
    rows = (await desk.text(batch)).decode().splitlines()[1:]
    assert [row.split(",")[1] for row in rows] == [
        "'=1+1", "'+1", "'-1", "'@SUM(A1)", "'＝1", "a b", "plain", "' =1", "'  =1", "'\u00a0=1", "a;'=1", "a; b=1",
    ]  # fmt: skip
    assert (await desk.parquet(batch))["id"].to_list() == [own.strip('"') for own in ids]


async def test_a_header_may_have_line_ends(desk: Desk) -> None:
    """In quotes, as spreadsheets write them; lines are those of the file. One that never ends is refused while it is sent."""
    names = HEADER.replace("debt ratio (%)", '"debt\r\nratio ""(%)"""')
    file = f"\ufeff{names}\r\na,1,1,A,east,2\r\nb,x,1,A,east,2\r\n".encode()
    options = BatchOptions(id_column="id", columns={"debt ratio (%)": 'debt\r\nratio "(%)"'})
    for part in (1, 7, 1_000):
        batch = await desk.send(file, options, part=part)
        while await desk.runs.work_next():
            pass
        batch = await desk.batches.get(desk.caller, batch.id)
        assert (await desk.results(batch))["line"].to_list() == [3]
        assert [row[:2] for row in await desk.refused(batch)] == [["4", "income"]]
    for endless in (
        b'id,"income' + b"x,\n" * 100_000,
        ",".join(f"c{at}" for at in range(1_000_000)).encode() + b"\n1",
    ):
        with pytest.raises(BatchRefused, match="longer than 262,144 bytes"):
            await desk.send(endless, options)
    with pytest.raises(BatchRefused, match="not a line of a CSV") as refused:
        await desk.send(HEADER.encode() + b"\ra,1,1,A,east,2\r")
    assert "LF or CRLF" in refused.value.how_to_fix


async def test_a_header_in_tiny_parts_costs_little(desk: Desk) -> None:
    """A header that never ends, sent byte by byte, is looked at a few times, not each time that it has grown."""
    started = time.process_time()
    with pytest.raises(BatchRefused, match="longer than 262,144 bytes"):
        await desk.send(b'"' + b"\n" * 530_000, part=1)
    assert time.process_time() - started < 10


async def test_a_key_makes_one_batch(desk: Desk) -> None:
    """The same key and file give the same batch; another file or other options with it are refused."""
    first = await desk.send(a_file(5), key="k")
    again = await desk.send(a_file(5), key="k")
    assert again.id == first.id
    with pytest.raises(IdempotencyKeyReused):
        await desk.send(a_file(6), key="k")
    with pytest.raises(IdempotencyKeyReused):
        await desk.send(a_file(5), BatchOptions(work="scores"), key="k")
    kept = list(desk.folder.glob("objects/batches/*/*"))
    assert [folder.name for folder in kept] == [first.id.hex]


async def test_a_batch_can_be_cancelled(desk: Desk) -> None:
    """What is cancelled is not worked off, its files are gone, and it cannot be cancelled twice."""
    batch = await desk.send(a_file(5))
    assert (await desk.batches.cancel(desk.caller, batch.id)).state == "cancelled"
    assert await desk.runs.work_next() is False
    assert not list(desk.folder.glob("objects/batches/*/*"))
    with pytest.raises(BatchEnded):
        await desk.batches.cancel(desk.caller, batch.id)


async def test_watching(desk: Desk) -> None:
    """One who watches sees the batch as it is, the phases, and its end."""
    batch = await desk.send(a_file(50), BatchOptions(id_column="id"))
    changes = await desk.batches.watch(desk.caller, batch.id)
    seen = [await anext(changes)]
    async with asyncio.TaskGroup() as group:
        group.create_task(desk.runs.work_next())
        seen += [each async for each in changes]
    states = [each.state for each in seen if each is not None]
    assert (states[0], states[-1]) == ("queued", "completed")


async def test_nothing_of_a_file_rests_in_clear(desk: Desk) -> None:
    """Neither the input while it waits nor the results afterwards can be read in the object store."""
    data = a_file(30).replace(b"c7,", b"CANARY-7,")
    batch = await desk.send(data, BatchOptions(id_column="id"))
    stored = [path.read_bytes() for path in desk.folder.glob("objects/batches/**/*") if path.is_file()]
    assert stored
    while await desk.runs.work_next():
        pass
    stored += [path.read_bytes() for path in desk.folder.glob("objects/batches/**/*") if path.is_file()]
    assert not any(b"CANARY" in each for each in stored)
    assert b"CANARY-7" in await desk.text(batch)


async def test_rows_are_units_of_the_quota(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """Scored rows count once their batch is complete, refused ones do not; a file beyond the quota fails, and counts nothing."""
    monkeypatch.setitem(chunks.CHUNK_BYTES, "decisions", 2_000)
    usage, system = desk.base.tenants.usage, desk.caller
    quota = PLANS[PlanName.TRIAL].live_quota_per_month

    async def units() -> list[tuple[str, int, int]]:
        report = await usage.report(system, None, None)
        return [(one.operation, one.calls, one.units) for one in report.data]

    done = await desk.done(a_file(200) + b"x,wrong,true,A,east,1\n")
    assert (done.progress.rows, done.progress.refused) == (200, 1)
    assert await units() == [("createBatch", 0, 200)]
    await desk.base.tenants.tenants.set_plan(system, system.tenant_id, PlanName.TRIAL)
    assert usage.hold(system.environment_id, "createBatch", quota - 200 - 150, quota) is not None
    await usage.flush()
    beyond = await desk.done(a_file(200))
    assert beyond.state == "failed"
    assert beyond.failure is not None
    assert beyond.failure.code == "batch_beyond_quota"
    assert await units() == [("createBatch", 0, quota - 150)]
    assert (await desk.done(a_file(150))).state == "completed"
    none_left = await desk.done(a_file(1))
    assert none_left.state == "failed"
    assert none_left.progress.rows == 0
