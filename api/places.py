"""Where in a request something stands: its path as field errors write it, `items[3].id`."""

from collections.abc import Callable, Mapping, Sequence

from core.errors import FieldError, InvalidId, PlatformError, shown


def place_of(value: object, wanted: Callable[[str], bool], at: str = "") -> str | None:
    """Return the path of the first text, or of the object with the first name, that is wanted; None where there is none."""
    if isinstance(value, str):
        return at if wanted(value) else None
    if isinstance(value, Mapping):
        if any(wanted(name) for name in value):
            return at
        parts = [(f"{at}.{shown(name)}".lstrip("."), part) for name, part in value.items()]
    elif isinstance(value, Sequence) and not isinstance(value, bytes | bytearray):
        parts = [(f"{at}[{index}]", part) for index, part in enumerate(value)]
    else:
        return None
    return next((found for path, part in parts if (found := place_of(part, wanted, path)) is not None), None)


def name_id(error: PlatformError, *sent: object) -> None:
    """Let an error about an id name the parameter or field that holds it. sent: what the caller sent, as plain values."""
    if not isinstance(error, InvalidId) or error.fields or not error.text:
        return
    found = next((place for each in sent if (place := place_of(each, lambda text: text == error.text))), None)
    if found is not None:
        error.fields = (FieldError(found, error.message, error.fix),)
