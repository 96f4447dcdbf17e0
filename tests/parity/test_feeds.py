"""Feeds are the same on both faces."""

from uuid import uuid4

import pytest

from tests.e2e import an_import
from tests.parity.faces import Parity

ANEW = ("id", "created_at", "name", "folder")
DECIDES = {"name": "parity-one", "kind": "folder", "decide": "transaction-anomaly", "id_column": "id"}


async def test_feeds_live_the_same_life(parity: Parity) -> None:
    """Create, get, list, pause, resume, remove; runs are listed, and another tenant finds nothing."""
    rest, rpc = await parity.both(
        "createFeed",
        DECIDES,
        rest_key=str(uuid4()),
        rpc_key=str(uuid4()),
        rpc_only={"name": "parity-two"},
        ignored=ANEW,
    )
    assert (rest.body["state"], rest.body["decide"]) == ("active", "transaction-anomaly")
    one, two = ({"feed_id": made.body["id"]} for made in (rest, rpc))
    found, _ = await parity.both("getFeed", one)
    assert found.body == rest.body
    listed, _ = await parity.both("listFeeds", {"limit": 1})
    assert listed.body["has_more"]
    await parity.both("listFeeds", {"after": listed.body["next_after"]})
    taken, _ = await parity.both("createFeed", DECIDES, rest_key=str(uuid4()), rpc_key=str(uuid4()))
    assert taken.code == "feed_exists"
    paused, _ = await parity.both("pauseFeed", one, rpc_only=two, ignored=ANEW)
    assert paused.body["state"] == "paused"
    resumed, _ = await parity.both("resumeFeed", one, rpc_only=two, ignored=ANEW)
    assert resumed.body["state"] == "active"
    runs, _ = await parity.both("listFeedRuns", {**one, "limit": 5})
    assert runs.body["data"] == []
    for operation in ("getFeed", "listFeedRuns", "pauseFeed", "resumeFeed", "removeFeed"):
        lost, _ = await parity.both(operation, one, credential=parity.product.other.sandbox_key)
        assert lost.code == "feed_not_found"
    await parity.both("removeFeed", one, rpc_only=two, ignored=ANEW)
    gone, _ = await parity.both("getFeed", one)
    assert gone.code == "feed_not_found"


async def test_an_address_is_shown_by_its_host_alone(parity: Parity) -> None:
    """A feed of the kind url needs a target and an address, and says how often that is asked."""
    mapping = await parity.rest(
        "createImportMapping",
        {**an_import.DEFINITION, "name": "a sheet of both faces"},
        {**parity.product.asha.headers, "idempotency-key": str(uuid4())},
    )
    asked = {
        "name": "sheet-one",
        "kind": "url",
        "mapping_id": mapping.body["id"],
        "url": "https://docs.example.com/pub?key=1",
    }
    made, _ = await parity.both(
        "createFeed", asked, rest_key=str(uuid4()), rpc_key=str(uuid4()), rpc_only={"name": "sheet-two"},
        ignored=(*ANEW, "next_at"),
    )  # fmt: skip
    assert (made.body["host"], made.body["every_s"], made.body["folder"]) == ("docs.example.com", 300, None)
    assert "key=1" not in repr(made.body)
    for wrong, field in (
        ({"url": "https://127.0.0.1/"}, "url"),
        ({"every_s": 59}, "every_s"),
        ({"decide": "transaction-anomaly"}, "mapping_id"),
        ({"mapping_id": None}, "mapping_id"),
        ({"scheme": "header"}, "scheme"),
        ({"kind": "folder"}, "url"),
    ):
        refused, _ = await parity.both(
            "createFeed", {**asked, "name": "wrong", **wrong}, rest_key=str(uuid4()), rpc_key=str(uuid4())
        )
        assert refused.fields == (field,)


async def test_webhooks_of_others_are_made_alike(parity: Parity) -> None:
    """A feed of the kind webhook says where to send to, and never what proves it."""
    mapping = await parity.rest(
        "createImportMapping",
        {**an_import.DEFINITION, "name": "a system of both faces"},
        {**parity.product.asha.headers, "idempotency-key": str(uuid4())},
    )
    asked = {
        "name": "hook-one", "kind": "webhook", "mapping_id": mapping.body["id"], "decide": "transaction-anomaly",
        "scheme": "header", "secret": "sixteen-or-more-of-them", "delivery_field": "/id", "minor_units": True,
    }  # fmt: skip
    made, _ = await parity.both(
        "createFeed", asked, rest_key=str(uuid4()), rpc_key=str(uuid4()), rpc_only={"name": "hook-two"},
        ignored=(*ANEW, "webhook_path"),
    )  # fmt: skip
    assert (made.body["scheme"], made.body["minor_units"], made.body["delivery_field"]) == (
        "header",
        True,
        "/id",
    )
    assert made.body["webhook_path"] == f"/api/v1/feeds/{made.body['id']}/deliveries"
    assert "sixteen" not in repr(made.body)


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ({"decide": None}, ("mapping_id",)),
        ({"mapping_id": "map_01kc1x5w3efvr9q2d8m4n6p7hs"}, ("mapping_id",)),
        ({"name": "No Folder"}, ("name",)),
        ({"name": "../up"}, ("name",)),
        ({"decide": "palmistry"}, "use_case_unknown"),
        (
            {"decide": None, "id_column": None, "mapping_id": "map_01kc1x5w3efvr9q2d8m4n6p7hs"},
            "import_mapping_not_found",
        ),
    ],
)
async def test_what_is_refused_is_refused_alike(
    parity: Parity, wrong: dict[str, object], told: str | tuple[str, ...]
) -> None:
    """Two targets or none, a name that is no folder's, a use case or a mapping that is not there."""
    asked = {name: value for name, value in {**DECIDES, **wrong}.items() if value is not None}
    refused, _ = await parity.both("createFeed", asked, rest_key=str(uuid4()), rpc_key=str(uuid4()))
    assert told in (refused.fields, refused.code)
