"""Feeds made, looked at, paused, resumed and removed. What comes in by them is taken in `takings`."""

from uuid import UUID

from core.clock import Clock
from core.database import Database, Transaction
from core.errors import FieldError, InvalidRequest
from core.ids import parse, public, uuid7
from core.pages import Page, page_of
from inference import catalogue
from payments.importing import mappings
from resolution.feeds import feed_store
from resolution.feeds.entities import (
    FEED,
    RUN,
    CreateFeed,
    Feed,
    FeedExists,
    FeedKindOff,
    FeedNotFound,
    FeedRun,
    FeedsFull,
)
from tenants.entries import record
from tenants.permissions import Permission
from tenants.principals import Principal, PrincipalKind
from tenants.vaults import Vaults

FEEDS_MAX = 50
FOLDER_EVERY_S = 2
NEEDED = frozenset(
    {Permission.PAYMENTS_READ, Permission.PAYMENTS_WRITE, Permission.BATCHES_CREATE, Permission.BATCHES_READ}
)
"""What a feed does in the name of who made it."""
_NOBODY = UUID(int=0)


class Feeds:
    """has_folder: whether this installation has a folder that files are dropped into."""

    def __init__(self, database: Database, vaults: Vaults, clock: Clock, *, has_folder: bool) -> None:
        self._database = database
        self._vaults = vaults
        self._clock = clock
        self._has_folder = has_folder

    async def create(self, caller: Principal, command: CreateFeed) -> Feed:
        """Raises: PermissionDenied, InvalidRequest by field, MappingNotFound, UseCaseUnknown, FeedKindOff, FeedExists, FeedsFull."""
        caller.require(Permission.FEEDS_WRITE)
        caller.require_all(sorted(NEEDED))
        feed = self._made(caller, command)
        vault = await self._vaults.of(caller.environment_id)
        async with self._database.transaction(caller.environment_id) as tx:
            if feed.mapping_id is not None:
                await mappings.find(tx, vault, feed.mapping_id)
            if await feed_store.count(tx, caller.environment_id) >= FEEDS_MAX:
                raise FeedsFull(f"An environment has {FEEDS_MAX} feeds at most.")
            if not await feed_store.insert(tx, feed, FOLDER_EVERY_S):
                raise FeedExists(f"There is a feed called {command.name}.")
            await record(tx, self._clock, caller, "feed.create.v1", feed.id, out=feed.kind)
        return feed

    async def get(self, caller: Principal, feed_id: UUID) -> Feed:
        """Raises: PermissionDenied, FeedNotFound."""
        caller.require(Permission.FEEDS_READ)
        async with self._database.transaction(caller.environment_id) as tx:
            return await found(tx, caller.environment_id, feed_id)

    async def list_page(self, caller: Principal, after: UUID | None, limit: int) -> Page[Feed]:
        """Newest first, without those that were removed. Raises: PermissionDenied."""
        caller.require(Permission.FEEDS_READ)
        async with self._database.transaction(caller.environment_id) as tx:
            rows = await feed_store.newest(tx, caller.environment_id, after, limit + 1)
        return page_of(rows, limit, lambda each: public(FEED, each.id))

    async def runs(self, caller: Principal, feed_id: UUID, after: UUID | None, limit: int) -> Page[FeedRun]:
        """Newest first. Raises: PermissionDenied, FeedNotFound."""
        caller.require(Permission.FEEDS_READ)
        async with self._database.transaction(caller.environment_id) as tx:
            await found(tx, caller.environment_id, feed_id)
            rows = await feed_store.page_of_runs(tx, caller.environment_id, feed_id, after, limit + 1)
        return page_of(list(rows), limit, lambda each: public(RUN, each.id))

    async def pause(self, caller: Principal, feed_id: UUID) -> Feed:
        """Take nothing more until it is resumed; what was taken is worked off. Raises: PermissionDenied, FeedNotFound."""
        caller.require(Permission.FEEDS_WRITE)
        return await self._moved(caller, feed_id, "paused")

    async def resume(self, caller: Principal, feed_id: UUID) -> Feed:
        """Look at it again, at once. Raises: PermissionDenied, FeedNotFound."""
        caller.require(Permission.FEEDS_WRITE)
        caller.require_all(sorted(NEEDED))
        return await self._moved(caller, feed_id, "active")

    async def remove(self, caller: Principal, feed_id: UUID) -> Feed:
        """End it; what it took stays, and so do files in its folder. Raises: PermissionDenied, FeedNotFound."""
        caller.require(Permission.FEEDS_WRITE)
        async with self._database.transaction(caller.environment_id) as tx:
            feed = await found(tx, caller.environment_id, feed_id, locked=True)
            await feed_store.remove(tx, feed)
            await record(tx, self._clock, caller, "feed.remove.v1", feed_id)
        return feed

    async def _moved(self, caller: Principal, feed_id: UUID, state: str) -> Feed:
        async with self._database.transaction(caller.environment_id) as tx:
            feed = await found(tx, caller.environment_id, feed_id, locked=True)
            if feed.state != state:
                await feed_store.set_state(tx, feed, state, self._clock.now())
                verb = "resume" if state == "active" else "pause"
                await record(tx, self._clock, caller, f"feed.{verb}.v1", feed_id)
            return await found(tx, caller.environment_id, feed_id)

    def _made(self, caller: Principal, command: CreateFeed) -> Feed:
        if (command.mapping_id is None) == (command.decide is None):
            raise _refused(
                "mapping_id", "Nothing says what becomes of rows, or two things do.",
                "Name a mapping to record payments by, or a use case to decide by, one of the two.",
            )  # fmt: skip
        if command.decide is not None:
            catalogue.get(command.decide)
        elif command.id_column is not None:
            raise _refused("id_column", "It is of feeds that decide.", "Leave it out.")
        if not self._has_folder:
            raise FeedKindOff("This installation has no folder for files.")
        return Feed(
            environment_id=caller.environment_id,
            id=uuid7(self._clock),
            name=command.name,
            kind=command.kind,
            state="active",
            mode=caller.mode,
            mapping_id=None if command.mapping_id is None else parse("map", command.mapping_id),
            use_case=command.decide,
            id_column=command.id_column,
            runs=0,
            taken=0,
            refused=0,
            repeated=0,
            failures=0,
            last_error=None,
            last_at=None,
            created_at=self._clock.now(),
            created_by=caller.id,
        )


async def found(tx: Transaction, environment_id: UUID, feed_id: UUID, *, locked: bool = False) -> Feed:
    """Raises: FeedNotFound."""
    feed = await feed_store.find(tx, environment_id, feed_id, locked=locked)
    if feed is None:
        raise FeedNotFound("No such feed in this environment.")
    return feed


def principal_of(feed: Feed) -> Principal:
    """Who takes what a feed brings: the feed itself, with what its maker held."""
    return Principal(
        kind=PrincipalKind.SYSTEM,
        id=public(FEED, feed.id),
        tenant_id=_NOBODY,
        environment_id=feed.environment_id,
        mode=feed.mode,
        permissions=NEEDED,
    )


def _refused(field: str, reason: str, fix: str) -> InvalidRequest:
    return InvalidRequest("The feed was refused.", fields=[FieldError(field, reason, fix)])
