"""Versions of models, and what is done with them: deployed, asked bare, trained, run over files."""

from tools.postman.document import Json
from tools.postman.steps import Folder, Step

STARTER = "@inference/starter/churn-score"
UPLOAD = {
    "use_case": "churn-score",
    "name": "our churn",
    "manifest": f"{STARTER}/manifest.json",
    "graph": f"{STARTER}/score.onnx",
    "paths": f"{STARTER}/paths.npz",
    "card": f"{STARTER}/card.json",
    "card_text": f"{STARTER}/card.md",
}
OWN = "@postman/files/own-model"
LOANS = "id,income,debts,age_of_account,defaults\nloan-1,1,0.5,2,0\nloan-2,x,0.5,2,0\nloan-3,2,0,1,1\n"

LOANS_MODEL = {"model_name": "our-loans"}
ROW: Json = {
    "inputs": [{"name": "features", "shape": [1, 4], "datatype": "FP32", "data": [0.25, 1.0, 3.0, 0.0]}]
}


def _deploy(name: str, variable: str, **more: str) -> Step:
    return Step(
        operation="deployModelVersion",
        name=name,
        body={"use_case": "churn-score", "version_id": "{{version_id}}", **more},
        save={variable: "id"},
    )


FOLDERS = (
    Folder(
        name="models",
        words="",
        steps=(
            Step(operation="uploadModelVersion", form=UPLOAD, save={"version_id": "id", "digest": "digest"}),
            Step(operation="listModelVersions", query={"use_case": "churn-score"}),
            Step(operation="getModelVersion"),
            Step(
                operation="uploadModelGraph",
                form={"file": f"{OWN}/score.onnx"},
                save={"graph_sha256": "sha256"},
            ),
            Step(
                operation="uploadOwnModel",
                form={
                    "use_case": "credit-score",
                    "name": "our-loans",
                    "graph_sha256": "{{graph_sha256}}",
                    "manifest": f"{OWN}/manifest.json",
                    "sample": f"{OWN}/sample.json",
                },
                save={"own_version_id": "id"},
            ),
            _deploy("Deploy a version for everybody", "champion_id"),
            _deploy("Deploy it in the shadow", "shadow_id", role="shadow"),
            _deploy("Deploy it for the north", "north_id", segment="north"),
            Step(operation="listDeployments", query={"use_case": "churn-score"}),
            Step(operation="getDeployment", path={"deployment_id": "{{shadow_id}}"}),
            Step(operation="getDeploymentComparison", path={"deployment_id": "{{shadow_id}}"}),
            Step(
                operation="promoteDeployment",
                path={"deployment_id": "{{shadow_id}}"},
                save={"promoted_id": "id"},
            ),
            Step(operation="rollbackDeployment", path={"deployment_id": "{{promoted_id}}"}),
            Step(operation="endDeployment", path={"deployment_id": "{{north_id}}"}),
        ),
    ),
    Folder(
        name="open-inference",
        words="",
        steps=(
            Step(operation="modelMetadata", path=LOANS_MODEL, save={"model_version": "versions.0"}),
            Step(operation="modelReady", path=LOANS_MODEL),
            Step(operation="modelInfer", path=LOANS_MODEL, body=ROW),
            Step(operation="modelVersionMetadata", path=LOANS_MODEL),
            Step(operation="modelVersionReady", path=LOANS_MODEL),
            Step(operation="modelVersionInfer", path=LOANS_MODEL, body=ROW),
            Step(
                operation="modelInfer",
                name="Refused: a row of another width",
                path=LOANS_MODEL,
                body={"inputs": [{"name": "features", "shape": [1, 1], "datatype": "FP32", "data": [0.25]}]},
                status=400,
            ),
        ),
    ),
    Folder(
        name="training",
        words="",
        steps=(
            Step(operation="createTrainingJob", body={"use_case": "churn-score"}, save={"job_id": "id"}),
            Step(operation="cancelTrainingJob", until={"state": ("cancelled",)}, back=True),
            Step(operation="listTrainingJobs"),
            Step(operation="getTrainingJob", expect={"state": "cancelled"}),
            Step(operation="putRetrainingPlan", path={"use_case": "churn-score"}),
            Step(operation="listRetrainingPlans"),
            Step(operation="getRetrainingPlan", path={"use_case": "churn-score"}),
            Step(operation="deleteRetrainingPlan", path={"use_case": "churn-score"}),
        ),
    ),
    Folder(
        name="batches",
        words="",
        steps=(
            Step(
                operation="deployModelVersion",
                name="Let the version of columns answer",
                body={"use_case": "credit-score", "version_id": "{{own_version_id}}"},
            ),
            Step(
                operation="createBatch",
                query={"use_case": "credit-score", "id_column": "id"},
                text=LOANS,
                media="text/csv",
                save={"batch_id": "id"},
            ),
            Step(operation="listBatches"),
            Step(operation="watchBatch"),
            Step(operation="getBatch", until={"state": ("completed",)}),
            Step(operation="getBatchResults"),
            Step(operation="getBatchRefused"),
            Step(operation="getBatchRowProof", path={"line": "2"}),
            Step(
                operation="createBatch",
                name="Send a file to be cancelled",
                query={"use_case": "credit-score", "id_column": "id"},
                text=LOANS,
                media="text/csv",
                save={"cancelled_batch_id": "id"},
            ),
            Step(
                operation="cancelBatch",
                until={"state": ("cancelled",)},
                back=True,
                path={"batch_id": "{{cancelled_batch_id}}"},
            ),
        ),
    ),
)
