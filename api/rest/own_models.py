"""Models that a tenant made elsewhere."""

from api.rest.operations import Keyed, post
from api.views.own_models import OwnModelView, UploadOwnModel, own_model_view
from inference.uploads.own_models import OwnModels
from tenants.principals import Principal


@post(
    "/own-models",
    operation_id="uploadOwnModel",
    summary="Upload a model made elsewhere",
    tag="models",
    status=201,
    bulk=True,
    multipart=True,
    keyed=Keyed.OPTIONAL,
)
async def upload_own_model(caller: Principal, data: UploadOwnModel, own_models: OwnModels) -> OwnModelView:
    """Tries an ONNX file in a sandbox, compares it with the sample, and keeps it as a version of yours.

    Refused are data in other files, operators beyond a list, subgraphs, archives, pickles, and whatever does not answer
    as the sample says. The same files again are the same version. As JSON the files are base64; as a form they are sent as they
    are: `-F graph=@score.onnx -F manifest=@model.json -F sample=@sample.json`.
    """
    return own_model_view(
        await own_models.upload(caller, data.use_case, data.name, data.graph, data.manifest, data.sample)
    )


HANDLERS = [upload_own_model]
