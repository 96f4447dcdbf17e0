"""Feeds in the product as it runs, looked at as the worker does."""

import dataclasses
import ipaddress
import pathlib
from collections.abc import AsyncIterator

import msgspec
import pytest

from app.wiring.explaining import answering
from app.wiring.feeds import feed_watch
from app.wiring.outbound import guard_of
from core.ids import public
from core.postgres import EmbeddedPostgres
from inference.services import InferenceServices
from payments.importing.definition import MappingDefinition
from resolution.feeds.entities import CreateFeed, Feed
from resolution.feeds.watch import FeedWatch
from resolution.outbound.exchange import WayOut
from tests.e2e import an_import
from tests.product import Product, product, settings_for


@dataclasses.dataclass(frozen=True)
class Bench:
    running: Product
    inference: InferenceServices
    folder: pathlib.Path
    way_out: WayOut

    def watch(self) -> FeedWatch:
        """A watch that knows nothing of what another saw, as after a start."""
        return feed_watch(self.running.base, self.inference, self.way_out)

    @property
    def root(self) -> pathlib.Path:
        assert self.running.base.settings.drop_dir is not None
        return self.running.base.settings.drop_dir

    def drop(self, feed: Feed) -> pathlib.Path:
        place = self.root / public("env", feed.environment_id) / feed.name
        place.mkdir(parents=True, exist_ok=True)
        return place

    async def due(self) -> None:
        """Let every feed be due now."""
        async with self.running.base.database.unscoped() as tx:
            await tx.execute("UPDATE feed_queue SET due_at = now() WHERE due_at IS NOT NULL")

    async def look(self, watch: FeedWatch, times: int = 1) -> None:
        for _ in range(times):
            await self.due()
            while await watch.look():
                pass

    async def work_off(self) -> None:
        """What the worker's jobs do with imports."""
        await an_import.work_off(self.running, self.running.asha)

    async def mapping(self, name: str, **changed: object) -> str:
        wanted = msgspec.convert({**an_import.DEFINITION, "name": name, **changed}, MappingDefinition)
        made = await self.running.services.import_mappings.create(self.running.asha.system, wanted)
        return public("map", made.id)

    async def feed(self, name: str, **wanted: object) -> Feed:
        command = msgspec.convert({"kind": "folder", **wanted, "name": name}, CreateFeed)
        return await self.running.services.feeds.create(self.running.asha.system, command)

    async def ask(self, feed: Feed, watch: FeedWatch) -> Feed:
        """Let an address be asked now, work off what came, and count it. Returns: the feed as it stands."""
        async with self.running.base.database.transaction(feed.environment_id) as tx:
            await tx.execute("UPDATE feed SET next_at = now() WHERE id = $1 AND state = 'active'", feed.id)
        await self.look(watch)
        await self.work_off()
        await self.look(watch)
        return await self.get(feed)

    async def get(self, feed: Feed) -> Feed:
        return await self.running.services.feeds.get(self.running.asha.system, feed.id)

    async def count(self, query: str, *args: object) -> int:
        async with self.running.base.database.transaction(self.running.asha.system.environment_id) as tx:
            return int(str(await tx.fetchval(query, *args)))


@pytest.fixture(scope="module")
async def running(
    postgres: EmbeddedPostgres, tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[Product]:
    folder = tmp_path_factory.mktemp("feeds")
    inside = (ipaddress.ip_network("127.0.0.0/8"),)
    settings = msgspec.structs.replace(settings_for(postgres, folder), outbound_allow=inside)
    async with product(postgres, folder, settings) as opened:
        yield opened


@pytest.fixture
async def bench(running: Product, tmp_path: pathlib.Path) -> AsyncIterator[Bench]:
    inference = await answering(running.base)
    guard = guard_of(running.base)
    yield Bench(running, inference, tmp_path, guard)
    await guard.close()
    await inference.decisions.close()
    await inference.shadows.close()
