"""Connectors: other services that workflows call, with the tenant's own credentials."""

from api.rest.operations import Keyed, delete, get, post
from api.rest.paging import DEFAULT_LIMIT, After, Limit
from api.views.connectors import (
    ConnectorPage,
    ConnectorPresetList,
    ConnectorView,
    connector_page,
    connector_view,
    preset_list,
)
from core.ids import parse
from resolution.connectors.connectors import Connectors
from resolution.connectors.entities import CreateConnector, RotateConnector
from tenants.permissions import Permission
from tenants.principals import Principal

_CONNECTOR = {
    "id": "con_01kc1x5w3efvr9q2d8m4n6p7hs",
    "name": "payout-bank",
    "preset": "razorpay",
    "base_url": "https://api.razorpay.com/v1",
    "methods": ["GET", "POST"],
    "paths": ["/payouts/**"],
    "auth": "basic",
    "webhook_scheme": "razorpay",
    "webhook_path": "/api/v1/gateway-webhooks/con_01kc1x5w3efvr9q2d8m4n6p7hs",
    "created_at": "2026-11-21T04:46:01.610208Z",
    "created_by": "mbr_01kc1x5w3ceyp8s1r7t3v5w9ya",
}


@post(
    "/connectors",
    operation_id="createConnector",
    summary="Create a connector",
    tag="connectors",
    status=201,
    keyed=Keyed.REQUIRED,
    example={
        "name": "payout-bank",
        "preset": "razorpay",
        "username": "rzp_test_key",
        "secret": "the-key-secret",
        "paths": ["/payouts/**"],
        "webhook_secret": "what-the-gateway-signs-with",
    },
    answer_example=_CONNECTOR,
    responses={409: "There is a connector of that name."},
)
async def create_connector(caller: Principal, data: CreateConnector, connectors: Connectors) -> ConnectorView:
    """Its credentials rest sealed and are shown to nobody. Calls go no further than its methods and paths."""
    return connector_view(await connectors.create(caller, data))


@get(
    "/connectors",
    operation_id="listConnectors",
    summary="List connectors",
    tag="connectors",
    answer_example={"data": [_CONNECTOR], "has_more": False, "next_after": None},
)
async def list_connectors(
    caller: Principal, connectors: Connectors, after: After = None, limit: Limit = DEFAULT_LIMIT
) -> ConnectorPage:
    """Newest first, without those that were removed."""
    start = None if after is None else parse("con", after)
    return connector_page(await connectors.list_page(caller, start, limit))


@get(
    "/connectors/{connector_id:str}",
    operation_id="getConnector",
    summary="Get a connector",
    tag="connectors",
    answer_example=_CONNECTOR,
)
async def get_connector(caller: Principal, connector_id: str, connectors: Connectors) -> ConnectorView:
    """Everything but its credentials."""
    return connector_view(await connectors.get(caller, parse("con", connector_id)))


@post(
    "/connectors/{connector_id:str}/rotate",
    operation_id="rotateConnector",
    summary="Replace a connector's credentials",
    tag="connectors",
    keyed=Keyed.OPTIONAL,
    example={"secret": "the-new-key-secret"},
    answer_example=_CONNECTOR,
)
async def rotate_connector(
    caller: Principal, connector_id: str, data: RotateConnector, connectors: Connectors
) -> ConnectorView:
    """In force at once; what is left out stays."""
    return connector_view(await connectors.rotate(caller, parse("con", connector_id), data))


@delete(
    "/connectors/{connector_id:str}",
    operation_id="removeConnector",
    summary="Remove a connector",
    tag="connectors",
    keyed=Keyed.OPTIONAL,
    answer_example=_CONNECTOR,
)
async def remove_connector(caller: Principal, connector_id: str, connectors: Connectors) -> ConnectorView:
    """Its credentials are destroyed; steps that name it fail. Answers what it was."""
    return connector_view(await connectors.remove(caller, parse("con", connector_id)))


@get(
    "/connector-presets",
    operation_id="listConnectorPresets",
    summary="List presets of connectors",
    tag="connectors",
)
async def list_connector_presets(caller: Principal) -> ConnectorPresetList:
    """What is known of services that many use: address, paths, kind of credentials, header of idempotency keys."""
    caller.require(Permission.CONNECTORS_READ)
    return preset_list()


HANDLERS = [
    create_connector,
    list_connectors,
    get_connector,
    rotate_connector,
    remove_connector,
    list_connector_presets,
]
