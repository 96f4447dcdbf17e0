"""The kinds of events that the SDKs know are those of the document."""

import json
import re

from core.event_kinds import EVENT_KINDS
from tools.sdk_events import DOCUMENT, FILES, ROOT, kinds_of, stale


def test_the_generated_files_are_what_the_document_gives() -> None:
    assert stale() == []


def test_each_language_has_each_kind_with_its_data() -> None:
    """By its word, once as a constant, and no other; the type of its data is the catalogue's."""
    kinds = kinds_of(json.loads(DOCUMENT.read_text("utf-8")))
    assert {each.name: each.data for each in kinds} == {
        name: kind.data.__name__ for name, kind in EVENT_KINDS.items()
    }
    data = (ROOT / "sdk_clients/python/countermark_client/event_data.py").read_text("utf-8")
    assert set(re.findall(r'"(\w+)",', data)) == {each.data for each in kinds}
    for path in FILES:
        if path.endswith("event_data.py"):
            continue
        words = re.findall(r'"([a-z]+\.[a-z_]+)"', (ROOT / path).read_text("utf-8"))
        assert set(words) == set(EVENT_KINDS), path
    assert len({each.constant for each in kinds} | {each.camel for each in kinds}) == 2 * len(kinds)
