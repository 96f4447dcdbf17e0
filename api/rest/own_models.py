"""Models that a tenant made elsewhere."""

from collections.abc import AsyncIterator

from api.rest.operations import Keyed, post
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

GRAPH_TYPES = ("application/octet-stream",)


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
    are: `-F graph=@score.onnx -F manifest=@model.json -F sample=@sample.json`. A graph of more than 5 MB is sent alone before
    (`uploadModelGraph`) and named here by its `graph_sha256`.
    """
    return own_model_view(
        await own_models.upload(caller, data.use_case, data.name, graph_of(data), data.manifest, data.sample)
    )


@post(
    "/own-models/graphs",
    operation_id="uploadModelGraph",
    summary="Send the graph of a large model",
    tag="models",
    status=201,
    upload=GRAPH_TYPES,
    responses={429: "Too many files wait for their versions, or are being received."},
    answer_example={
        "sha256": "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
        "size_bytes": 20_203_746,
        "expires_at": "2026-11-21T13:13:27.120450Z",
    },
)
async def upload_model_graph(
    caller: Principal, own_models: OwnModels, upload: AsyncIterator[bytes]
) -> ModelGraphView:
    """The body is the ONNX file itself, up to 100 MB: `--data-binary @score.onnx`, or a form with `-F file=@score.onnx`. It is kept
    while it comes in, and refused as soon as it is too large or begins like something else. Then upload the model with the
    `graph_sha256` of the answer, within 24 hours.
    """
    return model_graph_view(await own_models.receive(caller, upload))


HANDLERS = [upload_own_model, upload_model_graph]
