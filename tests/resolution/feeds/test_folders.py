"""Files that are dropped into a folder: taken once, told of beside, put away; and whatever cannot be taken, put aside."""

import csv
import io
import os
import pathlib

import pytest

from core.ids import public
from resolution.feeds.entities import Feed
from tests.e2e import a_batch, an_import
from tests.resolution.feeds.conftest import Bench

RECORDED = "SELECT count(*) FROM payment_fingerprint"


def told(place: pathlib.Path, name: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO((place / name).read_text())))


async def test_a_file_becomes_payments(bench: Bench) -> None:
    """Taken when it lies still, recorded once, results and rejects beside it, the file in `done`."""
    feed = await bench.feed("first", mapping_id=await bench.mapping("first bank"))
    place, watch = bench.drop(feed), bench.watch()
    before = await bench.count(RECORDED)
    (place / "april.csv.part").write_text(an_import.statement("first"))
    await bench.look(watch, 3)
    assert (await bench.running.services.feeds.runs(bench.running.asha.system, feed.id, None, 5)).data == []
    (place / "april.csv.part").rename(place / "april.csv")
    await bench.look(watch, 2)
    await bench.work_off()
    await bench.look(watch, 2)
    assert (place / "done" / "april.csv").read_text() == an_import.statement("first")
    (result,) = told(place, "april.csv.result.csv")
    assert (result["state"], result["taken"], result["refused"], result["repeated"]) == (
        "completed",
        "2",
        "1",
        "0",
    )
    (rejected,) = told(place, "april.csv.rejected.csv")
    assert (rejected["line"], rejected["standing"], rejected["column"]) == ("4", "refused", "Withdrawal")
    assert sorted(each.name for each in place.iterdir() if each.is_file()) == [
        "april.csv.rejected.csv", "april.csv.result.csv",
    ]  # fmt: skip
    assert await bench.count(RECORDED) == before + 2
    seen = await bench.get(feed)
    assert (seen.runs, seen.taken, seen.refused, seen.repeated, seen.last_error) == (1, 2, 1, 0, None)


async def test_a_file_that_grows_waits(bench: Bench) -> None:
    """A file counts when two looks found it the same."""
    feed = await bench.feed("growing", mapping_id=await bench.mapping("growing bank"))
    place, watch = bench.drop(feed), bench.watch()
    lines = an_import.statement("growing").splitlines(keepends=True)
    for number in range(1, len(lines) + 1):
        (place / "slow.csv").write_text("".join(lines[:number]))
        await bench.look(watch)
    runs = await bench.running.services.feeds.runs(bench.running.asha.system, feed.id, None, 5)
    assert runs.data == []
    await bench.look(watch)
    runs = await bench.running.services.feeds.runs(bench.running.asha.system, feed.id, None, 5)
    assert [run.bytes for run in runs.data] == [len("".join(lines))]
    await bench.work_off()


async def test_the_same_again_brings_nothing_twice(bench: Bench) -> None:
    """The same file under another name is a repetition; a longer one brings what is new."""
    feed = await bench.feed("again", mapping_id=await bench.mapping("again bank"))
    place, watch = bench.drop(feed), bench.watch()
    before = await bench.count(RECORDED)
    longer = an_import.statement("again") + "16/04/2026,again rent,4,500.00,\n"
    for name, text in (
        ("a.csv", an_import.statement("again")),
        ("b.csv", an_import.statement("again")),
        ("c.csv", longer),
    ):
        (place / name).write_text(text)
        await bench.look(watch, 2)
        await bench.work_off()
        await bench.look(watch, 2)
    assert await bench.count(RECORDED) == before + 3
    assert sorted(each.name for each in (place / "done").iterdir()) == ["a.csv", "b.csv", "c.csv"]
    (last,) = told(place, "c.csv.result.csv")
    assert (last["taken"], last["repeated"], last["refused"]) == ("1", "2", "1")
    seen = await bench.get(feed)
    assert (seen.runs, seen.taken, seen.repeated) == (2, 3, 4)


@pytest.mark.parametrize(
    "killed",
    ["before the run is noted", "before results", "before the file moves", "before it is noted as told"],
)
async def test_a_kill_neither_loses_nor_doubles(
    bench: Bench, killed: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Wherever the worker dies, the next one ends what it began: one import, one run, results, the file put away."""
    name = killed.replace(" ", "-")
    feed = await bench.feed(name, mapping_id=await bench.mapping(f"{name} bank"))
    place, first = bench.drop(feed), bench.watch()
    before = await bench.count(RECORDED)
    (place / "april.csv").write_text(an_import.statement(name))
    steps = {
        "before the run is noted": "resolution.feeds.feed_store.begin",
        "before results": "resolution.feeds.folders.begin_write",
        "before the file moves": "resolution.feeds.folders.put_away",
        "before it is noted as told": "resolution.feeds.feed_store.told",
    }

    def dies(*_: object) -> None:
        raise _Killed

    with monkeypatch.context() as patched:
        patched.setattr(steps[killed], dies)
        for _ in range(4):
            try:
                await bench.look(first)
            except _Killed:
                break
            await bench.work_off()
        else:
            pytest.fail("it was never killed")
    second = bench.watch()
    for _ in range(4):
        await bench.look(second)
        await bench.work_off()
    assert await bench.count(RECORDED) == before + 2
    assert await bench.count("SELECT count(*) FROM feed_run WHERE feed_id = $1", feed.id) == 1
    assert (
        await bench.count(
            "SELECT count(*) FROM statement_import WHERE created_by = $1", public("fed", feed.id)
        )
        == 1
    )
    assert [each.name for each in (place / "done").iterdir()] == ["april.csv"]
    assert {each.name for each in place.iterdir() if each.is_file()} == {
        "april.csv.result.csv",
        "april.csv.rejected.csv",
    }


class _Killed(BaseException):
    """What no code catches."""


async def test_what_is_no_plain_file_is_put_aside(bench: Bench) -> None:
    """Links, pipes and folders are moved away with a reason, and nothing behind them is read."""
    feed = await bench.feed("tricks", mapping_id=await bench.mapping("tricks bank"))
    place, watch = bench.drop(feed), bench.watch()
    secret = bench.folder / "secret.csv"
    secret.write_text(an_import.statement("secret"))
    (place / "soft.csv").symlink_to(secret)
    os.link(secret, place / "hard.csv")
    os.mkfifo(place / "pipe.csv")
    (place / "folder.csv").mkdir()
    (place / "two\nlines.csv").write_text("x")
    await bench.look(watch, 3)
    assert sorted(each.name for each in (place / "refused").iterdir()) == [
        "folder.csv", "hard.csv", "pipe.csv", "soft.csv", "two\nlines.csv",
    ]  # fmt: skip
    reasons = {
        name: told(place, f"{name}.csv.rejected.csv")[0]["reason"].split(":")[0]
        for name in ("soft", "hard", "pipe", "folder")
    }
    assert reasons == {
        "soft": "file_not_plain", "hard": "file_has_other_names", "pipe": "file_not_plain", "folder": "file_not_plain",
    }  # fmt: skip
    assert secret.read_text() == an_import.statement("secret")
    seen = await bench.get(feed)
    assert (seen.runs, seen.taken, seen.failures) == (5, 0, 5)
    told_of = await bench.count(
        "SELECT count(*) FROM outbox WHERE convert_from(payload, 'utf8') LIKE $1",
        f"%feed.failed%{public('fed', feed.id)}%",
    )
    assert told_of == 5


async def test_a_folder_that_is_a_link_is_not_followed(bench: Bench) -> None:
    """Whoever puts a link where the feed's folder belongs leads nowhere: nothing is read or written behind it."""
    feed = await bench.feed("linked", mapping_id=await bench.mapping("linked bank"))
    elsewhere = bench.folder / "elsewhere"
    elsewhere.mkdir()
    (elsewhere / "april.csv").write_text(an_import.statement("linked"))
    place = bench.drop(feed)
    place.rmdir()
    place.symlink_to(elsewhere)
    await bench.look(bench.watch(), 3)
    assert [each.name for each in elsewhere.iterdir()] == ["april.csv"]
    assert (await bench.get(feed)).runs == 0


async def test_a_file_without_rows_says_why(bench: Bench) -> None:
    """What an import refuses whole is put aside with its reason, and can come again corrected under the same name."""
    feed = await bench.feed("wrong", mapping_id=await bench.mapping("wrong bank"))
    place, watch = bench.drop(feed), bench.watch()
    for text in ("", "a,b\n1,2\n"):
        (place / "april.csv").write_text(text)
        await bench.look(watch, 2)
        await bench.work_off()
        await bench.look(watch, 2)
        (rejected,) = told(place, "april.csv.rejected.csv")
        assert rejected["line"] == "0"
        assert rejected["reason"].startswith("import_refused: ")
    assert sorted(each.name for each in (place / "refused").iterdir()) == ["2-april.csv", "april.csv"]
    assert (await bench.get(feed)).last_error == "import_refused"


async def test_a_paused_feed_takes_nothing(bench: Bench) -> None:
    """What lies there waits until it is resumed; a removed feed leaves its files alone."""
    feeds, caller = bench.running.services.feeds, bench.running.asha.system
    feed = await bench.feed("paused", mapping_id=await bench.mapping("paused bank"))
    place, watch = bench.drop(feed), bench.watch()
    await feeds.pause(caller, feed.id)
    (place / "april.csv").write_text(an_import.statement("paused"))
    await bench.look(watch, 3)
    assert (place / "april.csv").exists()
    assert (await bench.get(feed)).state == "paused"
    await feeds.resume(caller, feed.id)
    await bench.look(watch, 2)
    await bench.work_off()
    await bench.look(watch, 2)
    assert (place / "done" / "april.csv").exists()
    await feeds.remove(caller, feed.id)
    (place / "may.csv").write_text(an_import.statement("later"))
    await bench.look(watch, 3)
    assert (place / "may.csv").exists()


async def test_rows_are_decided(bench: Bench) -> None:
    """A feed that decides writes the batch's results beside the file: outcomes by the tenant's own ids, rejects by line."""
    feed = await bench.feed("deciding", decide="transaction-anomaly", id_column="id")
    place, watch = bench.drop(feed), bench.watch()
    head = "id,customer_id,amount_minor,currency,occurred_at\n"
    good = "".join(f"p-{n},c-{n % 3},{n * 1000},INR,2026-11-20T10:{n:02}:00+05:30\n" for n in range(1, 9))
    (place / "day.csv").write_text(f"{head}{good}p-9,c-1,ten,INR,2026-11-20T11:00:00+05:30\n")
    await bench.look(watch, 2)
    await a_batch.work_off(bench.running)
    await bench.look(watch, 2)
    rows = told(place, "day.csv.result.csv")
    assert [row["id"] for row in rows] == [f"p-{n}" for n in range(1, 9)]
    assert {row["outcome"] for row in rows} <= {"approve", "review", "decline"}
    (rejected,) = told(place, "day.csv.rejected.csv")
    assert (rejected["line"], rejected["column"]) == ("10", "amount_minor")
    seen = await bench.get(feed)
    assert (seen.runs, seen.taken, seen.refused) == (1, 8, 1)


async def test_a_table_without_its_columns_says_which(bench: Bench) -> None:
    """The rejected file has the reason of each column, as the answer of a batch has."""
    feed = await bench.feed("lacking", decide="churn-score", id_column="id")
    place, watch = bench.drop(feed), bench.watch()
    (place / "day.csv").write_text("id;customer_id\n1;c-1\n")
    await bench.look(watch, 2)
    (rejected,) = told(place, "day.csv.rejected.csv")
    assert rejected["reason"].startswith("batch_refused: ")
    assert "customer_id: The file has no such column." in rejected["reason"]


async def test_feeds_of_two_tenants_lie_apart(bench: Bench) -> None:
    """The same name in two environments is two folders, and a file in one is the payments of one."""
    other = bench.running.other.system
    mapping = await bench.mapping("apart bank")
    mine = await bench.feed("apart", mapping_id=mapping)
    assert bench.drop(mine) != bench.root / public("env", other.environment_id) / "apart"
    before = await bench.count(RECORDED)
    stranger = bench.root / public("env", other.environment_id) / "apart"
    stranger.mkdir(parents=True)
    (stranger / "april.csv").write_text(an_import.statement("apart"))
    watch = bench.watch()
    await bench.look(watch, 2)
    await bench.work_off()
    await bench.look(watch, 2)
    assert await bench.count(RECORDED) == before
    assert (stranger / "april.csv").exists()


async def test_old_runs_are_forgotten(bench: Bench) -> None:
    """After 90 days nothing is left of a run but its counts; younger ones stay."""
    feed = await bench.feed("old", mapping_id=await bench.mapping("old bank"))
    place, watch = bench.drop(feed), bench.watch()
    (place / "april.csv").write_text("")
    await bench.look(watch, 2)
    system = bench.running.asha.system
    (run,) = (await bench.running.services.feeds.runs(system, feed.id, None, 5)).data
    async with bench.running.base.database.transaction(system.environment_id) as tx:
        await tx.execute("UPDATE feed_run SET ended_at = ended_at - interval '89 days' WHERE id = $1", run.id)
    await bench.look(bench.watch())
    assert await bench.count("SELECT count(*) FROM feed_run WHERE feed_id = $1", feed.id) == 1
    async with bench.running.base.database.transaction(system.environment_id) as tx:
        await tx.execute("UPDATE feed_run SET ended_at = ended_at - interval '2 days' WHERE id = $1", run.id)
    await bench.look(bench.watch())
    assert await bench.count("SELECT count(*) FROM feed_run WHERE feed_id = $1", feed.id) == 0
    assert (await bench.get(feed)).runs == 1


def test_nothing_personal_is_kept_of_a_feed() -> None:
    """Neither a feed nor a run has a place for a file's name or a row's cell."""
    names = set(Feed.__struct_fields__)
    assert not names & {"file_name", "path", "customer_id"}
