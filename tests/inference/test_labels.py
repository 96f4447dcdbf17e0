"""What the starters of texts can name is said alike by the starter, the catalogue in both languages, and the use case's page."""

import pathlib
import re

import pytest

from api.views.catalogue import use_case_view
from inference import artefacts, catalogue
from inference.answering.categorize import CATEGORIES
from inference.answering.ticket_triage import CAUSES, ROUTES
from training.starters import FOLDER

PAGES = pathlib.Path(__file__).parents[2] / "docs" / "use-cases"
ROW = re.compile(
    r"^\| `([a-z_]+)` \| ([^|]+) \| ([^|]*[\u0900-\u097F][^|]*) \|(?: (l1|l2|finance) \|)?$", re.MULTILINE
)
NAMED = {"categorize": CATEGORIES, "ticket-triage": CAUSES}


@pytest.mark.parametrize("name", NAMED)
def test_labels_are_those_of_the_starter(name: str) -> None:
    """In its order, each with a title of its own in English and in Hindi."""
    use_case = catalogue.get(name)
    assert tuple(use_case.labels) == NAMED[name]
    assert artefacts.load(FOLDER / name).manifest.classes == NAMED[name]
    labels = use_case_view(use_case).labels
    assert [each.name for each in labels] == list(NAMED[name])
    assert len({each.title for each in labels}) == len({each.title_hi for each in labels}) == len(labels)
    assert all(re.search(r"[\u0900-\u097F]", each.title_hi) for each in labels)
    assert use_case.labels.keys() == use_case.translations["hi"].labels.keys()


@pytest.mark.parametrize("name", NAMED)
def test_the_page_lists_them(name: str) -> None:
    rows = ROW.findall((PAGES / f"{name}.md").read_text("utf-8"))
    labels = use_case_view(catalogue.get(name)).labels
    assert [row[:3] for row in rows] == [(each.name, each.title, each.title_hi) for each in labels]
    if name == "ticket-triage":
        assert {row[0]: row[3] for row in rows} == ROUTES


def test_only_they_have_labels() -> None:
    """Those of segments are learned, and named by the version."""
    assert {name for name in catalogue.names() if catalogue.get(name).labels} == set(NAMED)
