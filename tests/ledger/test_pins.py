"""Pinning: each bundle is handed to a node once, and stays unpinned until the node said that it keeps exactly that root."""

import asyncio
import json
from collections.abc import AsyncIterator

import pytest

from ledger.adapters.kubo import KuboNode
from ledger.pins import BundlePins, PinFailed
from tests.fakes.kubo import FakeKubo
from tests.ledger.test_bundles import Bundled, bundled, story

__all__ = ["bundled", "story"]


@pytest.fixture
async def node() -> AsyncIterator[FakeKubo]:
    async with FakeKubo().serving() as serving:
        yield serving


def pins(story: Bundled, node: FakeKubo, token: str = "") -> BundlePins:
    kubo = KuboNode(node.url, token)
    return BundlePins(story.trees.database, story.objects, kubo, story.trees.clock)


async def test_every_bundle_is_pinned_once(story: Bundled, node: FakeKubo) -> None:
    """The node has every block that a root links to; a second round asks for nothing."""
    assert await pins(story, node).pin_all() == 8
    cids = set(node.pinned)
    for log in story.trees.logs:
        listed = await story.bundles.list(log.caller, after=None, limit=100)
        public = await story.bundles.list_public(log.caller, after=None, limit=100)
        assert {each.cid for each in listed.data + public.data} <= cids
        assert all(each.pinned_at == story.trees.clock.now() for each in listed.data + public.data)
    assert await pins(story, node).pin_all() == 0
    assert node.calls == len(node.pinned) == 8


async def test_the_public_bundles_go_first_and_in_order(story: Bundled, node: FakeKubo) -> None:
    """Whoever looks at the node meanwhile finds no epoch without those before."""
    await pins(story, node).pin_all()
    public = await story.bundles.list_public(story.trees.logs[0].caller, after=None, limit=100)
    assert node.pinned[:4] == [each.cid for each in public.data][::-1]


CID = "bafyreigyego6qj7uxt5dtmpznwi3mtwz7l5hf7m3udmsvkd2ps2gbmjzs4"


def said(cid: str, message: str = "") -> bytes:
    return json.dumps({"Root": {"Cid": {"/": cid}, "PinErrorMsg": message}}).encode() + b"\n"


@pytest.mark.parametrize(
    ("status", "body"),
    [
        (500, b'{"Message": "disk full", "Code": 0, "Type": "error"}'),
        (403, b"403 - Forbidden"),
        (200, b""),
        (200, b"not JSON"),
        (200, b"[]"),
        (200, said(CID)),
        (200, b'{"Message": "unexpected EOF", "Code": 0, "Type": "error"}\n'),
        (200, b'{"Root": null}\n'),
        (200, b'{"Stats": {"BlockCount": 1}}\n'),
        (200, b"x" * 70_000),
    ],
)
async def test_a_node_that_does_not_say_so_keeps_nothing(
    story: Bundled, node: FakeKubo, status: int, body: bytes
) -> None:
    """A refusal, a wrong root, an error after the 200, silence: the bundle stays unpinned, and is pinned the next time."""
    node.says = [(status, body)]
    caller = story.trees.logs[0].caller
    with pytest.raises(PinFailed):
        await pins(story, node).pin_all()
    oldest = (await story.bundles.list_public(caller, after=2, limit=1)).data[0]
    assert oldest.pinned_at is None
    assert await pins(story, node).pin_all() == 8


async def test_a_pin_that_failed_is_not_taken_for_one(story: Bundled, node: FakeKubo) -> None:
    """`PinErrorMsg` comes with the right root and a status of 200."""
    caller = story.trees.logs[0].caller
    oldest = (await story.bundles.list_public(caller, after=2, limit=1)).data[0]
    node.says = [(200, said(oldest.cid, "block was not found locally (offline)"))]
    with pytest.raises(PinFailed, match="did not pin"):
        await pins(story, node).pin_all()
    assert (await story.bundles.list_public(caller, after=2, limit=1)).data[0].pinned_at is None


async def test_a_node_that_is_gone_costs_nothing(story: Bundled) -> None:
    """Nobody listens: the failure is one that is tried again, and bundles are made and read as before."""
    node = FakeKubo()
    async with node.serving():
        pass
    with pytest.raises(PinFailed):
        await pins(story, node).pin_all()
    assert await story.next_epoch() == 1


async def test_the_loop_goes_on_after_a_failure(story: Bundled, node: FakeKubo) -> None:
    """A node that refuses twice and then takes all: the loop waits longer each time and pins everything."""
    waits: list[float] = []
    done = asyncio.Event()

    async def sleep(wait_s: float) -> None:
        waits.append(wait_s)
        if len(waits) == 3:
            done.set()
            await asyncio.Event().wait()

    node.says = [(500, b"busy"), (500, b"busy")]
    kubo = KuboNode(node.url, "")
    loop = BundlePins(story.trees.database, story.objects, kubo, story.trees.clock, sleep=sleep)
    task = asyncio.create_task(loop.run())
    await asyncio.wait_for(done.wait(), 30)
    task.cancel()
    assert waits == [10.0, 20.0, 5.0]
    assert len(node.pinned) == 8


async def test_the_token_is_sent(story: Bundled, node: FakeKubo) -> None:
    """A node that asks for a bearer token gets it; without, nothing is pinned."""
    node.token = "a-token"
    with pytest.raises(PinFailed):
        await pins(story, node).pin_all()
    assert await pins(story, node, "a-token").pin_all() == 8
