"""Where versions run, as both faces take and tell it."""

from tests.e2e.world import version_upload
from tests.parity.faces import Parity

ANEW = ("id", "created_at", "digest", "name")


async def test_a_version_tells_where_it_runs(parity: Parity) -> None:
    """Without a word it is the service itself."""
    made, _ = await parity.both(
        "uploadModelVersion", version_upload("here"), rpc_only=version_upload("there"), ignored=ANEW
    )
    assert made.body["runtime"] == "onnx"
    found, _ = await parity.both("getModelVersion", {"version_id": made.body["id"]})
    assert found.body["runtime"] == "onnx"


async def test_a_model_server_that_is_not_set_takes_nothing(parity: Parity) -> None:
    """An installation without one says so; a runtime that there is not is refused by its field."""
    refused, _ = await parity.both("uploadModelVersion", {**version_upload("out"), "runtime": "kserve"})
    assert refused.code == "runtime_not_set"
    unknown, _ = await parity.both("uploadModelVersion", {**version_upload("out"), "runtime": "cloud"})
    assert unknown.code == "invalid_request"
