"""`COUNTERMARK_WITNESSES`: who cosigns the super-log."""

from ledger.settings import WitnessAddress
from ledger.verifier.note_keys import WITNESS_KINDS, NoteRefused, parse_key

WITNESSES_MAX = 16


def parse_witnesses(text: str) -> tuple[WitnessAddress, ...]:
    """Read `url key [key …]`, several with commas between. Raises: ValueError."""
    found = tuple(_one(part) for part in text.split(",") if part.strip())
    if len(found) > WITNESSES_MAX or len({one.url for one in found}) != len(found):
        raise ValueError(f"name each witness once, and at most {WITNESSES_MAX}.")
    return found


def _one(text: str) -> WitnessAddress:
    url, *keys = text.split()
    if not url.startswith(("https://", "http://")) or not keys:
        raise ValueError("give `url key [key …]` of each witness, with commas between.")
    try:
        parsed = tuple(parse_key(key) for key in keys)
    except NoteRefused as error:
        raise ValueError(f"{error}.") from error
    if any(key.kind not in WITNESS_KINDS for key in parsed):
        raise ValueError("the key of a witness is of the kind 0x04 or 0x06.")
    return WitnessAddress(url.rstrip("/"), parsed)
