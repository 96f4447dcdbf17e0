"""Public ids as the service writes them: a prefix and a UUID in 26 characters of Crockford base32."""

_ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"
_LENGTH = 26


class IdRefused(Exception):
    """Not a public id of this kind."""


def parse(prefix: str, text: str) -> bytes:
    """Return the 16 bytes of the UUID. Raises: IdRefused."""
    head, _, tail = text.partition("_")
    if head != prefix or len(tail) != _LENGTH or any(letter not in _ALPHABET for letter in tail):
        raise IdRefused(f"{text!r} is not an id of the kind {prefix}_")
    number = 0
    for letter in tail:
        number = number << 5 | _ALPHABET.index(letter)
    if number >> 128:
        raise IdRefused(f"{text!r} is not an id of the kind {prefix}_")
    return number.to_bytes(16, "big")


def write(prefix: str, value: bytes) -> str:
    number = int.from_bytes(value, "big")
    letters = [_ALPHABET[number >> shift & 31] for shift in range(125, -1, -5)]
    return f"{prefix}_{''.join(letters)}"
