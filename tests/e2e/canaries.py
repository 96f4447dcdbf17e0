"""Numbers and addresses that look like people's and are nobody's, and how to find them again anywhere.

Each kind has a stem of its own, so that one pass over any amount of bytes finds every one of them.
"""

import random
import re
from collections.abc import Iterator

_D = (
    (0, 1, 2, 3, 4, 5, 6, 7, 8, 9), (1, 2, 3, 4, 0, 6, 7, 8, 9, 5), (2, 3, 4, 0, 1, 7, 8, 9, 5, 6),
    (3, 4, 0, 1, 2, 8, 9, 5, 6, 7), (4, 0, 1, 2, 3, 9, 5, 6, 7, 8), (5, 9, 8, 7, 6, 0, 4, 3, 2, 1),
    (6, 5, 9, 8, 7, 1, 0, 4, 3, 2), (7, 6, 5, 9, 8, 2, 1, 0, 4, 3), (8, 7, 6, 5, 9, 3, 2, 1, 0, 4),
    (9, 8, 7, 6, 5, 4, 3, 2, 1, 0),
)  # fmt: skip
_P = (
    (0, 1, 2, 3, 4, 5, 6, 7, 8, 9), (1, 5, 7, 6, 2, 8, 3, 0, 9, 4), (5, 8, 0, 3, 7, 9, 6, 1, 4, 2),
    (8, 9, 1, 6, 0, 4, 3, 5, 2, 7), (9, 4, 5, 3, 1, 2, 6, 8, 7, 0), (4, 2, 8, 6, 5, 7, 3, 9, 0, 1),
    (2, 7, 9, 3, 8, 0, 6, 4, 1, 5), (7, 0, 4, 6, 9, 1, 3, 2, 5, 8),
)  # fmt: skip
_ANY = re.compile(
    rb"4539578[0-9]{9}|78430[0-9]{7}|98765[0-9]{5}|asha\.[0-9]{6}@canary\.example|CNRYP[0-9]{4}[A-Z]",
    re.IGNORECASE,
)


class Canaries:
    """A seeded stream of them: cards, Aadhaar numbers, phones, addresses and tax numbers in turn."""

    def __init__(self, seed: int) -> None:
        self._rng = random.Random(seed)
        self.made: set[bytes] = set()

    def __iter__(self) -> Iterator[str]:
        while True:
            for make in (_card, _aadhaar, _phone, _mail, _tax_number):
                canary = make(self._rng)
                if canary.encode() not in self.made:
                    self.made.add(canary.encode())
                    yield canary

    def found_in(self, data: bytes) -> set[bytes]:
        """Return those that are in these bytes, whatever stands around them."""
        return {match for match in _ANY.findall(data) if match in self.made or match.upper() in self.made}


def _card(rng: random.Random) -> str:
    digits = "4539578" + _digits(rng, 8)
    doubled = sum(sum(divmod(int(each) * 2, 10)) for each in digits[::2])
    return f"{digits}{-(doubled + sum(map(int, digits[1::2]))) % 10}"


def _aadhaar(rng: random.Random) -> str:
    """Twelve digits, the last by Verhoeff."""
    digits = "78430" + _digits(rng, 6)
    check = 0
    for place, digit in enumerate(reversed(digits), start=1):
        check = _D[check][_P[place % 8][int(digit)]]
    return f"{digits}{next(last for last in range(10) if _D[check][last] == 0)}"


def _phone(rng: random.Random) -> str:
    return "98765" + _digits(rng, 5)


def _mail(rng: random.Random) -> str:
    return f"asha.{_digits(rng, 6)}@canary.example"


def _tax_number(rng: random.Random) -> str:
    return f"CNRYP{_digits(rng, 4)}{rng.choice('ABCDEFGHJKLMNPQRSTUVWXYZ')}"


def _digits(rng: random.Random, count: int) -> str:
    return "".join(rng.choice("0123456789") for _ in range(count))
