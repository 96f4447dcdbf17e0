"""Tables at an address: asked at intervals by the guarded way out, only what is new is taken, errors are seen and back off."""

import datetime as dt

import pytest

from core.errors import InvalidRequest
from core.ids import public
from resolution.feeds import addresses
from resolution.feeds.entities import Feed
from tests.e2e import a_batch, an_import
from tests.resolution.feeds.conftest import Bench
from tests.resolution.outbound.inside import Listener, answer, listening

RECORDED = "SELECT count(*) FROM payment_transaction"
NEWER = "16/04/2026,sheet rent,4,500.00,\n"


async def a_sheet(bench: Bench, server: Listener, name: str, path: str = "/pub?output=csv") -> Feed:
    mapping = await bench.mapping(f"{name} bank")
    url = f"http://127.0.0.1:{server.ports[0]}{path}"
    return await bench.feed(name, kind="url", mapping_id=mapping, url=url, every_s=60)


def csv_of(text: str, **headers: str) -> bytes:
    return answer(200, text.encode(), content_type="text/csv", **headers)


async def events(bench: Bench, feed: Feed, kind: str) -> int:
    told = f'%"{kind}"%{public("fed", feed.id)}%'
    return await bench.count("SELECT count(*) FROM outbox WHERE convert_from(payload, 'utf8') LIKE $1", told)


async def test_only_what_is_new_is_taken(bench: Bench) -> None:
    """The whole table once; unchanged it is not sent again, and of a longer one the new row counts."""
    first = an_import.statement("sheet")
    async with listening(csv_of(first, etag='"v1"', last_modified="Sun, 22 Nov 2026 10:00:00 GMT")) as server:
        feed, watch = await a_sheet(bench, server, "sheet"), bench.watch()
        before = await bench.count(RECORDED)
        seen = await bench.ask(feed, watch)
        assert (seen.last_status, seen.runs, seen.taken, seen.refused) == (200, 1, 2, 1)
        server.answer = answer(304)
        seen = await bench.ask(feed, watch)
        assert 'if-none-match: "v1"' in server.heads()[-1].lower()
        assert "if-modified-since: sun, 22 nov 2026 10:00:00 gmt" in server.heads()[-1].lower()
        assert (seen.last_status, seen.runs, seen.taken, seen.last_error) == (304, 1, 2, None)
        server.answer = csv_of(first)
        assert (await bench.ask(feed, watch)).runs == 1
        server.answer = csv_of(first + NEWER)
        seen = await bench.ask(feed, watch)
        assert (seen.runs, seen.taken, seen.repeated) == (2, 3, 2)
        assert await bench.count(RECORDED) == before + 3
        assert seen.next_at is not None
        assert seen.last_at is not None
        assert dt.timedelta(seconds=50) < seen.next_at - dt.datetime.now(dt.UTC) <= dt.timedelta(seconds=60)


async def test_a_table_is_decided_whole_when_it_changed(bench: Bench) -> None:
    """Each new content is one batch of all its rows, whose results the run names; an unchanged table is none."""
    head = "customer_id,id\n"
    async with listening(csv_of(f"{head}c-1,l-1\n")) as server:
        url = f"http://127.0.0.1:{server.ports[0]}/leads"
        feed = await bench.feed(
            "leads", kind="url", decide="churn-score", id_column="id", url=url, every_s=60
        )
        watch, caller = bench.watch(), bench.running.asha.system
        for table, runs, taken in ((1, 1, 1), (1, 1, 1), (2, 2, 3)):
            server.answer = csv_of(head + "".join(f"c-{n},l-{n}\n" for n in range(1, table + 1)))
            await bench.ask(feed, watch)
            await a_batch.work_off(bench.running)
            await bench.look(watch, 2)
            seen = await bench.get(feed)
            assert (seen.runs, seen.taken, seen.refused, seen.last_error) == (runs, taken, 0, None)
        newest = (await bench.running.services.feeds.runs(caller, feed.id, None, 10)).data[0]
        assert newest.batch_id is not None
        pieces = await bench.running.services.batches.results(caller, newest.batch_id, "csv")
        lines = b"".join([piece async for piece in pieces]).decode().splitlines()
        assert [line.split(",")[1] for line in lines] == ["id", "l-1", "l-2"]


async def test_a_table_of_a_header_is_no_failure(bench: Bench) -> None:
    """A sheet that waits for its first row brings nothing, and is not paused for it."""
    header = an_import.statement("waiting").splitlines()[0]
    async with listening(csv_of(f"{header}\n")) as server:
        feed, watch = await a_sheet(bench, server, "waiting"), bench.watch()
        seen = await bench.ask(feed, watch)
        assert (seen.runs, seen.taken, seen.failures, seen.last_error) == (1, 0, 0, None)


async def test_it_is_not_asked_before_its_time(bench: Bench) -> None:
    """Looks in between ask nobody."""
    async with listening(csv_of(an_import.statement("early"))) as server:
        feed, watch = await a_sheet(bench, server, "early"), bench.watch()
        await bench.ask(feed, watch)
        asked = server.connections
        await bench.look(watch, 5)
        assert server.connections == asked


async def test_a_published_sheet_sends_on(bench: Bench) -> None:
    """An answer may name another place, which is asked; one inside is refused, and nobody there hears of it."""
    async with (
        listening(csv_of(an_import.statement("moved"))) as there,
        listening() as here,
        listening(hosts=("127.0.0.1",)) as round_and_round,
    ):
        here.answer = answer(307, location=f"http://127.0.0.1:{there.ports[0]}/moved")
        feed, watch = await a_sheet(bench, here, "moved"), bench.watch()
        assert (await bench.ask(feed, watch)).taken == 2
        assert there.connections == 1
        for inside in ("http://10.0.0.1/", "http://169.254.169.254/latest", "file:///etc/passwd", "//[::1]/"):
            here.answer = answer(302, location=inside)
            seen = await bench.ask(feed, watch)
            assert seen.last_error == "target_refused", inside
        round_and_round.answer = answer(301, location=f"http://127.0.0.1:{round_and_round.ports[0]}/again")
        loop = await a_sheet(bench, round_and_round, "round")
        assert (await bench.ask(loop, watch)).last_error == "http_301"
        assert round_and_round.connections == 4


@pytest.mark.parametrize(
    ("said", "code"),
    [
        (answer(404), "http_404"),
        (answer(body=b"<html>sign in</html>", content_type="text/html; charset=utf-8"), "no_table"),
        (csv_of("a,b\n1,2\n"), "import_refused"),
        (csv_of(""), "import_refused"),
        (b"nonsense\r\n\r\n", "target_unreachable"),
    ],
    ids=["404", "html", "another table", "empty", "no HTTP"],
)
async def test_errors_are_seen_and_end(bench: Bench, said: bytes, code: str) -> None:
    """The code is shown, the wait doubles, one event tells of it; a good table later and it is as new."""
    async with listening(said) as server:
        feed, watch = await a_sheet(bench, server, f"err-{code.replace('_', '-')}-{len(said)}"), bench.watch()
        seen = await bench.ask(feed, watch)
        assert (seen.last_error, seen.failures, seen.state) == (code, 1, "active")
        assert await events(bench, feed, "feed.failed") == 1
        seen = await bench.ask(feed, watch)
        assert (seen.last_error, seen.failures) == (code, 2)
        assert seen.next_at is not None
        assert seen.next_at - dt.datetime.now(dt.UTC) > dt.timedelta(seconds=100)
        server.answer = csv_of(an_import.statement(f"well again {len(said)}"))
        seen = await bench.ask(feed, watch)
        assert (seen.last_error, seen.failures, seen.taken) == (None, 0, 2)


async def test_what_fails_for_long_is_paused(bench: Bench) -> None:
    """Ten times in a row; it is told, entered, and asks nobody until it is resumed."""
    async with listening(answer(500)) as server:
        feed, watch = await a_sheet(bench, server, "broken"), bench.watch()
        for _ in range(addresses.FAILURES_MAX):
            await bench.ask(feed, watch)
        seen = await bench.get(feed)
        assert (seen.state, seen.failures, seen.next_at) == ("paused", 10, None)
        assert (await events(bench, feed, "feed.failed"), await events(bench, feed, "feed.paused")) == (1, 1)
        asked = server.connections
        await bench.look(watch, 3)
        assert server.connections == asked
        server.answer = csv_of(an_import.statement("mended"))
        await bench.running.services.feeds.resume(bench.running.asha.system, feed.id)
        assert (await bench.ask(feed, watch)).taken == 2


async def test_a_table_that_is_too_large_is_left(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    """No more than the bound is read, and nothing of it is taken."""
    monkeypatch.setattr(addresses, "BYTES_MAX", 100)
    async with listening(csv_of(an_import.statement("large") * 9)) as server:
        feed, watch = await a_sheet(bench, server, "large"), bench.watch()
        seen = await bench.ask(feed, watch)
        assert (seen.last_error, seen.runs) == ("file_too_large", 0)


async def test_an_address_inside_is_refused_at_once(bench: Bench) -> None:
    """What may not be called is no address of a feed; the address itself is in no answer and not in clear."""
    mapping = await bench.mapping("inside bank")
    for url in (
        "http://10.0.0.1/x",
        "https://10.0.0.1/x",
        "ftp://example.com/x",
        "https://user@example.com/",
    ):
        with pytest.raises(InvalidRequest) as refused:
            await bench.feed("inside", kind="url", mapping_id=mapping, url=url)
        assert refused.value.fields[0].field == "url"
    secret = "https://docs.example.com/pub?key=s3cr3t-of-the-sheet"
    feed = await bench.feed("hidden", kind="url", mapping_id=mapping, url=secret)
    assert feed.host == "docs.example.com"
    async with bench.running.base.database.transaction(feed.environment_id) as tx:
        (row,) = await tx.fetch("SELECT * FROM feed WHERE id = $1", feed.id)
    assert b"s3cr3t" not in repr(tuple(row)).encode()
    await bench.running.services.feeds.remove(bench.running.asha.system, feed.id)
