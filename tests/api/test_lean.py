"""The edge finds the operations that it runs by itself, and leaves every other path to the router."""

import pytest

from api.rest.lean import LeanRoutes
from api.rest.operations import Operation, get, post


async def _nothing() -> None:
    pass


def _operation(path: str, name: str) -> Operation:
    return post(path, operation_id=name, summary="Do", tag="health", root=True, lean=True)(_nothing)


ROUTES = LeanRoutes(
    [
        _operation("/fixed", "fixed"),
        _operation("/v2/models/{model:str}/infer", "infer"),
        _operation("/v2/models/{model:str}/versions/{version:str}/infer", "inferVersion"),
    ]
)


@pytest.mark.parametrize(
    ("path", "found"),
    [
        ("/fixed", ("fixed", {})),
        ("/v2/models/a b/infer", ("infer", {"model": "a b"})),
        ("/v2/models/m/versions/v/infer", ("inferVersion", {"model": "m", "version": "v"})),
        ("/v2/models/m/versions/infer", None),
        ("/v2/models/m/revisions/v/infer", None),
        ("/v2/models/m/infer/", None),
        ("/v3/models/m/infer", None),
        ("/fixed/", None),
    ],
)
def test_what_is_found(path: str, found: tuple[str, dict[str, str]] | None) -> None:
    """A path is found whole, with its parameters, or not at all."""
    assert ROUTES.find("POST", path) == found
    assert ROUTES.find("GET", path) is None


def test_a_path_must_end_in_a_fixed_segment() -> None:
    """A pattern that could swallow any path of its length is refused at start."""
    declared = get("/things/{thing:str}", operation_id="getThing", summary="Get", tag="health", lean=True)(
        _nothing
    )
    with pytest.raises(ValueError, match="fixed segment"):
        LeanRoutes([declared])
