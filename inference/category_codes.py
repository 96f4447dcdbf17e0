"""How a text finds its category: the same in requests, batches and training."""

import unicodedata

from inference.manifest import Column

NULLS = frozenset({"", "NA", "N/A", "NaN", "nan", "null", "NULL", "None"})
"""Texts that mean missing, as in training, where they are no category of the column."""


def code_of(column: Column, text: str) -> int | None:
    """Return the code of a category, None where the text means missing, or nothing that the version knows.

    Spaces around a text and how its letters are composed (Unicode's NFC) mean nothing.
    """
    found = column.codes.get(text)
    if found is not None:
        return found
    plain = text.strip(" \t")
    if plain in NULLS and plain not in column.codes:
        return None
    return column.codes.get(unicodedata.normalize("NFC", plain), column.other)
