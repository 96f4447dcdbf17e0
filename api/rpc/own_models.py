"""Models that a tenant made elsewhere, over gRPC: the same use case as on REST."""

from collections.abc import AsyncIterator

from api.rpc.codec import Codec
from api.rpc.methods import Keyed, method
from api.rpc.stubs.countermark.inference.v1 import own_model_pb2 as pb
from api.views.own_models import (
    ModelGraphView,
    OwnModelView,
    UploadOwnModel,
    graph_of,
    model_graph_view,
    own_model_view,
)
from inference.uploads.own_models import OwnModels
from tenants.principals import Principal

SERVICE = pb.DESCRIPTOR.services_by_name["OwnModelService"]

UPLOAD = Codec(UploadOwnModel, pb.UploadOwnModelRequest)
KEPT = Codec(OwnModelView, pb.UploadOwnModelResponse)
GRAPH = Codec(ModelGraphView, pb.UploadModelGraphResponse)


@method(SERVICE, "UploadOwnModel", keyed=Keyed.OPTIONAL, bulk=True)
async def upload_own_model(
    request: pb.UploadOwnModelRequest, caller: Principal, own_models: OwnModels
) -> pb.UploadOwnModelResponse:
    upload = UPLOAD.struct(request)
    kept = await own_models.upload(
        caller, upload.use_case, upload.name, graph_of(upload), upload.manifest, upload.sample
    )
    return KEPT.message(own_model_view(kept))


@method(SERVICE, "UploadModelGraph", bulk=True)
async def upload_model_graph(
    request: pb.UploadModelGraphRequest,
    caller: Principal,
    own_models: OwnModels,
    upload: AsyncIterator[bytes],
) -> pb.UploadModelGraphResponse:
    return GRAPH.message(model_graph_view(await own_models.receive(caller, upload)))


METHODS = [upload_own_model, upload_model_graph]
