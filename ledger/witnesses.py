"""The super-log's checkpoints to the witnesses, their cosignatures back, and what they remember of us.

Source: C2SP tlog-witness. A witness that is down, slow or wrong delays nothing but its own line: it is asked again later.
"""

import asyncio
import base64
import logging
import time
from collections.abc import Callable, Sequence
from typing import Protocol

import msgspec

from core.errors import ErrorKind, PlatformError
from ledger.outside import OutsideHead
from ledger.settings import WitnessAddress
from ledger.super_log import SuperHead, SuperLog
from ledger.verifier.checkpoints import open_cosignatures, read_checkpoint
from ledger.verifier.note_keys import NoteRefused, VerifierKey
from ledger.verifier.witness_wire import SIZE_TYPE, hash_of

EVERY_S = 5.0
CALL_TIMEOUT_S = 5.0
_WAIT_S, _WAIT_MAX_S = 5.0, 300.0
_SIZE_DIGITS_MAX = 19

_log = logging.getLogger(__name__)


class WitnessUnreachable(PlatformError):
    kind = ErrorKind.UNAVAILABLE
    code = "ledger_witness_unreachable"


class WitnessAnswer(msgspec.Struct, frozen=True):
    status: int
    content_type: str
    body: bytes


class WitnessWay(Protocol):
    """How a witness is reached."""

    async def call(self, method: str, url: str, body: bytes, timeout_s: float) -> WitnessAnswer:
        """Raises: WitnessUnreachable."""
        ...


class WitnessRounds:
    """`run()` brings each new checkpoint of the super-log to every witness until cancelled. It is `outside.HeadSource`, too."""

    name = "witnesses"

    def __init__(
        self,
        super_log: SuperLog,
        own_keys: Sequence[VerifierKey],
        witnesses: Sequence[WitnessAddress],
        way: WitnessWay,
        *,
        monotonic_s: Callable[[], float] = time.monotonic,
    ) -> None:
        self._super_log = super_log
        self._own_keys = tuple(own_keys)
        self._witnesses = tuple(witnesses)
        self._way = way
        self._monotonic_s = monotonic_s
        self._sizes: dict[str, int] = {}
        self._waits: dict[str, tuple[float, float]] = {}

    async def run(self) -> None:
        """Raises: DatabaseUnavailable; the caller starts it again."""
        while True:
            await self.round()
            await asyncio.sleep(EVERY_S)

    async def round(self) -> int:
        """Ask every witness that has not cosigned the newest checkpoint, all at once. Returns: how many lines are new."""
        head = await self._super_log.newest()
        if head is None:
            return 0
        missing = [one for one in self._witnesses if self._is_due(one, head)]
        async with asyncio.TaskGroup() as group:
            tasks = [group.create_task(self._ask_one(one, head)) for one in missing]
        return sum(task.result() for task in tasks)

    async def newest(self) -> list[OutsideHead]:
        """Return the newest checkpoint that each witness cosigned, as far as it is signed by ourselves.

        Raises: WitnessUnreachable when none of them answers.
        """
        async with asyncio.TaskGroup() as group:
            tasks = [group.create_task(self._newest_of(one)) for one in self._witnesses]
        answers = [task.result() for task in tasks]
        if self._witnesses and all(isinstance(answer, WitnessUnreachable) for answer in answers):
            raise WitnessUnreachable("No witness answers.")
        return [answer for answer in answers if isinstance(answer, OutsideHead)]

    def _is_due(self, witness: WitnessAddress, head: SuperHead) -> bool:
        until_s, _ = self._waits.get(witness.url, (0.0, 0.0))
        signed = {one.key for one in open_cosignatures(head.note.encode(), witness.keys)}
        return self._monotonic_s() >= until_s and not signed.issuperset(witness.keys)

    async def _ask_one(self, witness: WitnessAddress, head: SuperHead) -> int:
        try:
            added = await self._ask(witness, head)
        except PlatformError as error:
            wait_s = min(_WAIT_MAX_S, max(_WAIT_S, 2 * self._waits.get(witness.url, (0.0, 0.0))[1]))
            self._waits[witness.url] = (self._monotonic_s() + wait_s, wait_s)
            about = {"witness": witness.keys[0].name, "code": error.code, "internal": error.internal}
            _log.warning("A witness gave no cosignature.", extra=about)
            return 0
        self._waits.pop(witness.url, None)
        return added

    async def _ask(self, witness: WitnessAddress, head: SuperHead) -> int:
        answer = await self._submit(witness, head)
        if answer.status == 409 and answer.content_type == SIZE_TYPE:
            self._sizes[witness.url] = _size(answer.body)
            answer = await self._submit(witness, head)
        if answer.status != 200:
            raise WitnessUnreachable("The witness refused.", internal=f"status={answer.status}")
        self._sizes[witness.url] = head.epoch
        added = 0
        for line in answer.body.decode(errors="replace").splitlines():
            added += await self._keep(witness, head, line)
        return added

    async def _submit(self, witness: WitnessAddress, head: SuperHead) -> WitnessAnswer:
        old = self._sizes.get(witness.url, 0)
        if old > head.epoch:
            raise WitnessUnreachable("The witness knows a larger log.", internal=f"{old=} {head.epoch=}")
        proof = await self._super_log.consistency(old, head.epoch) if old else ()
        lines = [f"old {old}\n", *(f"{base64.b64encode(digest).decode()}\n" for digest in proof), "\n"]
        body = "".join(lines).encode() + head.note.encode()
        return await self._way.call("POST", f"{witness.url}/add-checkpoint", body, CALL_TIMEOUT_S)

    async def _keep(self, witness: WitnessAddress, head: SuperHead, line: str) -> int:
        """Keep a line that one of the witness's keys truly signed; others are ignored, as the specification asks."""
        text = head.note[: head.note.rindex("\n\n") + 2]
        try:
            signed = open_cosignatures(f"{text}{line}\n".encode(), witness.keys)
        except NoteRefused:
            signed = []
        return int(bool(signed) and await self._super_log.add_cosignature(head.epoch, line))

    async def _newest_of(self, witness: WitnessAddress) -> OutsideHead | WitnessUnreachable | None:
        url = f"{witness.url}/{hash_of(self._own_keys[0].name)}/checkpoint"
        try:
            answer = await self._way.call("GET", url, b"", CALL_TIMEOUT_S)
        except WitnessUnreachable as error:
            return error
        if answer.status != 200:
            return None
        try:
            checkpoint = read_checkpoint(answer.body, self._own_keys).checkpoint
        except NoteRefused:
            return None  # what we did not sign ourselves proves nothing against us
        return OutsideHead(checkpoint.size, checkpoint.root, witness.keys[0].name)


def _size(body: bytes) -> int:
    text = body.removesuffix(b"\n")
    if not text.isdigit() or len(text) > _SIZE_DIGITS_MAX:
        raise WitnessUnreachable("The witness told no size.")
    return int(text)
