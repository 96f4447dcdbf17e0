"""The question on a use case's page can be sent as it stands."""

import datetime as dt
import pathlib
import re

import msgspec
import pytest

from api.views.questions import event_of, question_type_of
from inference import catalogue

PAGES = pathlib.Path(__file__).parents[2] / "docs" / "use-cases"
FIRST = re.compile(r"^## Asking$.*?^```json[^\n]*\n(.*?)\n```$", re.DOTALL | re.MULTILINE)
LATER = dt.datetime(2027, 1, 1, tzinfo=dt.UTC)


@pytest.mark.parametrize("name", catalogue.names())
def test_its_question_is_whole(name: str) -> None:
    """Nothing of it is left out, and nothing of it is refused."""
    found = FIRST.search((PAGES / f"{name}.md").read_text("utf-8"))
    assert found is not None
    use_case = catalogue.get(name)
    question = msgspec.json.decode(found[1].encode(), type=question_type_of(use_case))
    event = event_of(use_case, question)
    if use_case.about is not None:
        assert event is not None
        use_case.check_event(event, LATER)
