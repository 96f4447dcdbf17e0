"""Feeds made, looked at, paused, resumed and removed. What comes in by them is taken in `takings`."""

import datetime as dt
from uuid import UUID

import msgspec

from core.clock import Clock
from core.database import Database, Transaction
from core.errors import FieldError, InvalidRequest
from core.ids import parse, public, uuid7
from core.pages import Page, page_of
from inference import catalogue
from payments.importing import mappings
from payments.importing.forms import is_standard
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
    Parts,
)
from resolution.feeds.proofs import key_of
from resolution.outbound.reach import Reach
from tenants.entries import record
from tenants.permissions import Permission
from tenants.principals import Principal, PrincipalKind
from tenants.vaults import Vaults

FEEDS_MAX = 50
FOLDER_EVERY_S = 2
URL_EVERY_S = 300
SEALED_AS = "feed.sealed"
NEEDED = frozenset(
    {
        Permission.PAYMENTS_READ,
        Permission.PAYMENTS_WRITE,
        Permission.BATCHES_CREATE,
        Permission.BATCHES_READ,
        Permission.DECISIONS_CREATE,
    }
)
"""What a feed does in the name of who made it."""
_NOBODY = UUID(int=0)
_OF_WEBHOOKS = ("scheme", "secret", "delivery_field", "minor_units")


class Feeds:
    """has_folder: whether this installation has a folder that files are dropped into."""

    def __init__(
        self, database: Database, vaults: Vaults, clock: Clock, reach: Reach, *, has_folder: bool
    ) -> None:
        self._database = database
        self._vaults = vaults
        self._clock = clock
        self._reach = reach
        self._has_folder = has_folder

    async def create(self, caller: Principal, command: CreateFeed) -> Feed:
        """Raises: PermissionDenied, InvalidRequest by field, MappingNotFound, UseCaseUnknown, FeedKindOff, FeedExists, FeedsFull."""
        caller.require(Permission.FEEDS_WRITE)
        caller.require_all(sorted(NEEDED))
        host = self._check(command)
        feed = _made(caller, command, uuid7(self._clock), self._clock.now(), host)
        vault = await self._vaults.of(caller.environment_id)
        parts = msgspec.json.encode(Parts(url=command.url or "", secret=command.secret or ""))
        sealed = vault.seal_tenant(SEALED_AS, feed.id, parts) if command.kind != "folder" else None
        async with self._database.transaction(caller.environment_id) as tx:
            if feed.mapping_id is not None:
                mapping = await mappings.find(tx, vault, feed.mapping_id)
                if feed.kind == "webhook" and is_standard(mapping.definition.form):
                    raise _refused(
                        "mapping_id",
                        "It is of files of a standard form.",
                        "Name one that says which value is which.",
                    )
            if await feed_store.count(tx, caller.environment_id) >= FEEDS_MAX:
                raise FeedsFull(f"An environment has {FEEDS_MAX} feeds at most.")
            if not await feed_store.insert(tx, feed, sealed):
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

    def _check(self, command: CreateFeed) -> str | None:
        """Refuse what a feed of this kind cannot be. Returns: the host that it asks, of a url."""
        if command.kind == "folder":
            _check_target(command)
            _refuse_given(command, "url", "every_s", *_OF_WEBHOOKS)
            if not self._has_folder:
                raise FeedKindOff("This installation has no folder for files.")
            return None
        if command.kind == "webhook":
            _check_webhook(command)
            return None
        _check_target(command)
        _refuse_given(command, *_OF_WEBHOOKS)
        _need(command, "url")
        return self._reach.read(command.url or "").host


def _check_target(command: CreateFeed) -> None:
    if (command.mapping_id is None) == (command.decide is None):
        raise _refused(
            "mapping_id", "Nothing says what becomes of rows, or two things do.",
            "Name a mapping to record payments by, or a use case to decide by, one of the two.",
        )  # fmt: skip
    if command.decide is not None:
        catalogue.get(command.decide)
    else:
        _refuse_given(command, "id_column")


def _check_webhook(command: CreateFeed) -> None:
    _refuse_given(command, "id_column", "url", "every_s")
    _need(command, "mapping_id", "secret")
    if command.decide is not None:
        use_case = catalogue.get(command.decide)
        if use_case.input != "transaction" or use_case.about is not None:
            raise _refused(
                "decide",
                "It is about no payment.",
                "Name a use case about a payment, such as transaction-anomaly.",
            )
    if command.scheme != "header":
        try:
            key_of(command.secret or "")
        except ValueError:
            raise _refused(
                "secret",
                "It is no secret of Standard Webhooks.",
                "Send whsec_ and 24 to 64 bytes in base64, or the scheme header.",
            ) from None


def _need(command: CreateFeed, *names: str) -> None:
    for name in names:
        if getattr(command, name) is None:
            raise _refused(name, f"A feed of the kind {command.kind} needs it.", "Send it.")


def _refuse_given(command: CreateFeed, *names: str) -> None:
    for name in names:
        if getattr(command, name) is not None:
            raise _refused(
                name, f"A feed of the kind {command.kind} that does this has none.", "Leave it out."
            )


def _made(caller: Principal, command: CreateFeed, feed_id: UUID, now: dt.datetime, host: str | None) -> Feed:
    is_url = command.kind == "url"
    return Feed(
        environment_id=caller.environment_id,
        id=feed_id,
        name=command.name,
        kind=command.kind,
        state="active",
        mode=caller.mode,
        mapping_id=None if command.mapping_id is None else parse("map", command.mapping_id),
        use_case=command.decide,
        id_column=command.id_column,
        host=host,
        every_s=(command.every_s or URL_EVERY_S) if is_url else FOLDER_EVERY_S,
        scheme=(command.scheme or "standard") if command.kind == "webhook" else None,
        delivery_field=command.delivery_field,
        minor_units=bool(command.minor_units),
        runs=0,
        taken=0,
        refused=0,
        repeated=0,
        failures=0,
        last_status=None,
        last_error=None,
        last_at=None,
        next_at=now if is_url else None,
        created_at=now,
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
