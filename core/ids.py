"""Identifiers: UUIDv7 inside, a typed prefix and Crockford base32 outside (`dec_01j9…`)."""

import os
import secrets
from datetime import datetime
from typing import NewType
from uuid import UUID

from core.clock import Clock, to_micros
from core.errors import InvalidId

TenantId = NewType("TenantId", UUID)
EnvironmentId = NewType("EnvironmentId", UUID)

_ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"
_VALUES = {letter: value for value, letter in enumerate(_ALPHABET)}
_PAIRS = [high + low for high in _ALPHABET for low in _ALPHABET]
_TEXT_LENGTH = 26
_RANDOM_POOL_BYTES = 4_096
_MICROS_PER_MILLI = 1_000


class _RandomPool:
    """Random bytes from the kernel, fetched a page at a time: one `urandom` call an id costs more than the id."""

    def __init__(self) -> None:
        self._bytes = b""
        self._at = 0
        os.register_at_fork(after_in_child=self._forget)

    def _forget(self) -> None:
        self._bytes = b""
        self._at = 0

    def take(self, count: int) -> int:
        if self._at + count > len(self._bytes):
            self._bytes = secrets.token_bytes(_RANDOM_POOL_BYTES)
            self._at = 0
        start = self._at
        self._at += count
        return int.from_bytes(self._bytes[start : self._at], "big")


_pool = _RandomPool()


def uuid7(clock: Clock) -> UUID:
    """Make a version 7 UUID: 48 bits of milliseconds, then 74 random bits (RFC 9562 section 5.7)."""
    return uuid7_at(clock.now())


def uuid7_at(moment: datetime) -> UUID:
    """The same of a moment that is known already."""
    millis = to_micros(moment) // _MICROS_PER_MILLI
    noise = _pool.take(10)
    value = (millis & 0xFFFF_FFFF_FFFF) << 80
    value |= 0x7000 << 64
    value |= ((noise >> 62) & 0x0FFF) << 64
    value |= 0x8000_0000_0000_0000 | (noise & 0x3FFF_FFFF_FFFF_FFFF)
    return UUID(int=value)


def public(prefix: str, value: UUID) -> str:
    """Write an id for the outside: `prefix_` and 26 characters of Crockford base32, sortable by time."""
    number = value.int
    top, low = number >> 120, number & 0xFFF_FFFF_FFFF_FFFF  # 8 and 60 bits, and 60 between them
    high = number >> 60 & 0xFFF_FFFF_FFFF_FFFF
    pairs = _PAIRS  # of two letters, not of three: 1,024 stay in the processor's cache, 32,768 do not
    return (
        f"{prefix}_{pairs[top]}{pairs[high >> 50]}{pairs[high >> 40 & 1023]}{pairs[high >> 30 & 1023]}"
        f"{pairs[high >> 20 & 1023]}{pairs[high >> 10 & 1023]}{pairs[high & 1023]}{pairs[low >> 50]}"
        f"{pairs[low >> 40 & 1023]}{pairs[low >> 30 & 1023]}{pairs[low >> 20 & 1023]}{pairs[low >> 10 & 1023]}"
        f"{pairs[low & 1023]}"
    )


def parse(prefix: str, text: str) -> UUID:
    """Read a public id back.

    Raises: InvalidId when the prefix, the length or a letter is wrong.
    """
    head, _, tail = text.partition("_")
    if head != prefix or len(tail) != _TEXT_LENGTH:
        raise _wrong(prefix, text)
    number = 0
    for letter in tail:
        value = _VALUES.get(letter)
        if value is None:
            raise _wrong(prefix, text)
        number = number << 5 | value
    if number >> 128:
        raise _wrong(prefix, text)
    return UUID(int=number)


def _wrong(prefix: str, text: str) -> InvalidId:
    return InvalidId(f"An id here looks like {prefix}_ and {_TEXT_LENGTH} letters or digits.", text=text)
