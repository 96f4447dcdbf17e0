"""Passwords: argon2id, hashed and compared in the CPU pool, never in the event loop."""

import secrets
from typing import Annotated

import msgspec
from argon2 import PasswordHasher, Type
from argon2.exceptions import InvalidHashError, VerificationError

from core.cpu import CpuPool
from core.errors import FieldError, InvalidRequest

# NIST SP 800-63B-4: 15 characters where a password may be the only factor, no rules of composition.
Password = Annotated[str, msgspec.Meta(min_length=15, max_length=200)]
PresentedPassword = Annotated[str, msgspec.Meta(min_length=1, max_length=200)]

_TIMEOUT_S = 10.0
_MEMORY_KIB = 32 * 1_024
_DISTINCT_MIN = 5


class Passwords:
    """32 MiB and three passes: above the OWASP floor of 19 MiB and two, and two at a time fit the server's memory."""

    def __init__(self, cpu: CpuPool, *, memory_kib: int = _MEMORY_KIB) -> None:
        self._cpu = cpu
        self._hasher = PasswordHasher(time_cost=3, memory_cost=memory_kib, parallelism=1, type=Type.ID)
        self._decoy: str | None = None

    async def hash(self, password: str) -> str:
        """Raises: Overloaded, DeadlineExceeded."""
        return await self._cpu.run(lambda: self._hasher.hash(password), timeout_s=_TIMEOUT_S)

    async def matches(self, stored: str | None, password: str) -> bool:
        """Compare; without a stored hash, take as long as with one and say no."""
        if stored is None:
            if self._decoy is None:
                self._decoy = await self.hash(secrets.token_hex(16))
            stored, password = self._decoy, f"{password}\0"
        hashed = stored
        return await self._cpu.run(lambda: self._verify(hashed, password), timeout_s=_TIMEOUT_S)

    def is_outdated(self, stored: str) -> bool:
        """Whether the parameters have become stronger since."""
        return self._hasher.check_needs_rehash(stored)

    def _verify(self, stored: str, password: str) -> bool:
        try:
            return self._hasher.verify(stored, password)
        except (VerificationError, InvalidHashError):
            return False


def check(password: str, address: str) -> None:
    """Refuse what is long but no secret: the address itself, or a few characters over and over.

    Raises: InvalidRequest.
    """
    name = address.partition("@")[0]
    if len(set(password)) < _DISTINCT_MIN or password.casefold() in {address, name * 2, name * 3}:
        refused = FieldError("password", "It is easy to guess.", "Choose a longer, less regular one.")
        raise InvalidRequest("The password was refused.", fields=[refused])
