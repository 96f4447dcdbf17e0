"""Models that a tenant made elsewhere, over gRPC: the same use case as on REST."""

from api.rpc.codec import Codec
from api.rpc.methods import Keyed, method
from api.rpc.stubs.countermark.inference.v1 import own_model_pb2 as pb
from api.views.own_models import OwnModelView, UploadOwnModel, own_model_view
from inference.uploads.own_models import OwnModels
from tenants.principals import Principal

SERVICE = pb.DESCRIPTOR.services_by_name["OwnModelService"]

UPLOAD = Codec(UploadOwnModel, pb.UploadOwnModelRequest)
KEPT = Codec(OwnModelView, pb.UploadOwnModelResponse)


@method(SERVICE, "UploadOwnModel", keyed=Keyed.OPTIONAL, bulk=True)
async def upload_own_model(
    request: pb.UploadOwnModelRequest, caller: Principal, own_models: OwnModels
) -> pb.UploadOwnModelResponse:
    upload = UPLOAD.struct(request)
    kept = await own_models.upload(
        caller, upload.use_case, upload.name, upload.graph, upload.manifest, upload.sample
    )
    return KEPT.message(own_model_view(kept))


METHODS = [upload_own_model]
