"""Looks at the folder of one feed: what lies still is taken once, what was worked off gets its results, what cannot be is put aside.

The files in the folder are the queue: a look begins with them, so a process that was killed anywhere leaves nothing that the next
look does not find.
"""

import asyncio
import hashlib
import logging
import pathlib
from collections.abc import AsyncIterator
from uuid import UUID

from core.errors import ErrorKind, PlatformError
from core.ids import public
from resolution.feeds import folders
from resolution.feeds.entities import Feed, FeedRun
from resolution.feeds.folders import Found, Standing
from resolution.feeds.takings import Takings, rejected_whole

REASONS = {
    "file_name_refused": "Its name is longer than 200 bytes, or holds characters that do not print.",
    "file_not_plain": "It is a link, a folder or a device, no plain file.",
    "file_has_other_names": "It has another name elsewhere: copy it instead of linking it.",
    "file_too_large": "It is larger than this feed takes.",
}
_PASSING = frozenset({ErrorKind.EXHAUSTED, ErrorKind.UNAVAILABLE, ErrorKind.DEADLINE, ErrorKind.INTERNAL})
_log = logging.getLogger(__name__)


class FolderVisits:
    """root: the folder of the installation; below it one for each environment, made here, and one for each feed.

    import_bytes_max, batch_bytes_max: of one file.
    """

    def __init__(
        self, takings: Takings, root: pathlib.Path, *, import_bytes_max: int, batch_bytes_max: int
    ) -> None:
        self._takings = takings
        self._root = root
        self._import_bytes_max = import_bytes_max
        self._batch_bytes_max = batch_bytes_max
        self._seen: dict[UUID, dict[str, Standing]] = {}
        self._digests: dict[tuple[UUID, Standing], bytes] = {}

    async def visit(self, feed: Feed) -> None:
        """Look once. Raises: OSError where the disk does not do what it should."""
        bytes_max = self._import_bytes_max if feed.use_case is None else self._batch_bytes_max
        with folders.opened(self._root, public("env", feed.environment_id), feed.name) as folder:
            found = await asyncio.to_thread(folders.look, folder, bytes_max)
            seen = self._seen.get(feed.id, {})
            self._seen[feed.id] = {each.name: each.standing for each in found}
            still = [each for each in found if seen.get(each.name) == each.standing]
            for each in still:
                await self._one(feed, folder, each, bytes_max)
        lying = {each.standing for each in found}
        gone = [key for key in self._digests if key[0] == feed.id and key[1] not in lying]
        for key in gone:
            del self._digests[key]

    def forget(self, feed_id: UUID) -> None:
        """Keep nothing of a feed that is gone."""
        self._seen.pop(feed_id, None)

    async def _one(self, feed: Feed, folder: int, found: Found, bytes_max: int) -> None:
        if found.problem is not None:
            await self._put_aside(feed, folder, found, found.problem, REASONS[found.problem])
            return
        held = await asyncio.to_thread(folders.open_file, folder, found, bytes_max)
        if held is None:
            return
        file = _File(held, found)
        try:
            content = await self._content(feed, file)
            if content is None:
                return
            run = await self._takings.find(feed, content)
            if run is None:
                await self._takings.take(feed, content, found.standing.size, file.pieces())
            elif run.state != "running":
                await self._tell(feed, folder, found, run)
        except _Changed:
            _log.info("A file was written to while it was read.", extra={"feed_id": str(feed.id)})
        except PlatformError as error:
            if error.kind in _PASSING:
                raise
            reasons = (f"{field.field}: {field.reason}" for field in error.fields)
            await self._put_aside(feed, folder, found, error.code, " ".join([error.message, *reasons]))
        finally:
            file.close()

    async def _content(self, feed: Feed, file: "_File") -> bytes | None:
        """The digest of a file; it is read once for as long as it lies there. None when it was written to meanwhile."""
        key = (feed.id, file.found.standing)
        if key not in self._digests:
            digest = hashlib.sha256()
            async for piece in file.pieces():
                await asyncio.to_thread(digest.update, piece)
            self._digests[key] = await self._takings.content_of(feed, digest.digest())
        return self._digests[key]

    async def _tell(self, feed: Feed, folder: int, found: Found, run: FeedRun) -> None:
        """Write results beside a file and put it away; of one that came again it was done before."""
        if run.told_at is not None:
            await self._takings.repeated(feed, run)
        await _write(folder, found.name, folders.RESULT, self._takings.result_of(feed, run))
        if run.refused or run.state == "failed":
            await _write(folder, found.name, folders.REJECTED, self._takings.rejected_of(feed, run))
        where = folders.DONE if run.state == "completed" else folders.REFUSED
        await asyncio.to_thread(folders.put_away, folder, found.name, where)
        if run.told_at is None:
            await self._takings.told(feed, run)

    async def _put_aside(self, feed: Feed, folder: int, found: Found, code: str, message: str) -> None:
        if folders.is_readable(found.name):
            await _write(folder, found.name, folders.REJECTED, _only(rejected_whole(code, message)))
        await asyncio.to_thread(folders.put_away, folder, found.name, folders.REFUSED)
        await self._takings.refuse(feed, found.standing.size, code)


class _Changed(Exception):
    """Somebody wrote to the file while it was read."""


class _File:
    def __init__(self, held: int, found: Found) -> None:
        self._held = held
        self.found = found

    async def pieces(self) -> AsyncIterator[bytes]:
        """All of it. Raises: _Changed, after the last piece, when it is another file by now."""
        at = 0
        while piece := await asyncio.to_thread(folders.read, self._held, at):
            at += len(piece)
            if at > self.found.standing.size:
                raise _Changed
            yield piece
        if not folders.is_as_found(self._held, self.found):
            raise _Changed

    def close(self) -> None:
        folders.close(self._held)


async def _write(folder: int, name: str, suffix: str, pieces: AsyncIterator[bytes]) -> None:
    held = await asyncio.to_thread(folders.begin_write, folder, name, suffix)
    try:
        async for piece in pieces:
            await asyncio.to_thread(folders.append, held, piece)
    except BaseException:
        folders.close(held)
        raise
    await asyncio.to_thread(folders.end_write, folder, held, name, suffix)


async def _only(data: bytes) -> AsyncIterator[bytes]:
    yield data
