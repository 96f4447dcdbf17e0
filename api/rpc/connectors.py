"""Connectors over gRPC: the same use cases as on REST."""

import msgspec

from api.rpc.codec import Codec
from api.rpc.methods import Keyed, method
from api.rpc.stubs.countermark.connectors.v1 import connectors_pb2 as pb
from api.rpc.tenants import Id, PageQuery
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
from resolution.connectors.entities import CreateConnector, Credential, RotateConnector
from tenants.permissions import Permission
from tenants.principals import Principal

SERVICE = pb.DESCRIPTOR.services_by_name["ConnectorsService"]


class _Rotate(msgspec.Struct, frozen=True, kw_only=True):
    connector_id: Id
    username: Credential | None = None
    secret: Credential | None = None
    webhook_secret: Credential | None = None


CONNECTOR = Codec(ConnectorView, pb.Connector)
CONNECTORS = Codec(ConnectorPage, pb.ListConnectorsResponse)
CREATE = Codec(CreateConnector, pb.CreateConnectorRequest)
ROTATE = Codec(_Rotate, pb.RotateConnectorRequest)
QUERY = Codec(PageQuery, pb.ListConnectorsRequest)
PRESETS = Codec(ConnectorPresetList, pb.ListConnectorPresetsResponse)


@method(SERVICE, "CreateConnector", keyed=Keyed.REQUIRED)
async def create_connector(
    caller: Principal, request: pb.CreateConnectorRequest, connectors: Connectors
) -> pb.Connector:
    return CONNECTOR.message(connector_view(await connectors.create(caller, CREATE.struct(request))))


@method(SERVICE, "ListConnectors")
async def list_connectors(
    caller: Principal, request: pb.ListConnectorsRequest, connectors: Connectors
) -> pb.ListConnectorsResponse:
    query = QUERY.struct(request)
    start = None if query.after is None else parse("con", query.after)
    return CONNECTORS.message(connector_page(await connectors.list_page(caller, start, query.limit)))


@method(SERVICE, "GetConnector")
async def get_connector(
    caller: Principal, request: pb.GetConnectorRequest, connectors: Connectors
) -> pb.Connector:
    found = await connectors.get(caller, parse("con", request.connector_id))
    return CONNECTOR.message(connector_view(found))


@method(SERVICE, "RotateConnector", keyed=Keyed.OPTIONAL)
async def rotate_connector(
    caller: Principal, request: pb.RotateConnectorRequest, connectors: Connectors
) -> pb.Connector:
    wanted = ROTATE.struct(request)
    command = RotateConnector(
        username=wanted.username, secret=wanted.secret, webhook_secret=wanted.webhook_secret
    )
    rotated = await connectors.rotate(caller, parse("con", wanted.connector_id), command)
    return CONNECTOR.message(connector_view(rotated))


@method(SERVICE, "RemoveConnector", keyed=Keyed.OPTIONAL)
async def remove_connector(
    caller: Principal, request: pb.RemoveConnectorRequest, connectors: Connectors
) -> pb.Connector:
    removed = await connectors.remove(caller, parse("con", request.connector_id))
    return CONNECTOR.message(connector_view(removed))


@method(SERVICE, "ListConnectorPresets")
async def list_connector_presets(
    caller: Principal, request: pb.ListConnectorPresetsRequest
) -> pb.ListConnectorPresetsResponse:
    caller.require(Permission.CONNECTORS_READ)
    return PRESETS.message(preset_list())


METHODS = [
    create_connector,
    list_connectors,
    get_connector,
    rotate_connector,
    remove_connector,
    list_connector_presets,
]
