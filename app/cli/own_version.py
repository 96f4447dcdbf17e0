"""A version of the tenant's own, from a table: trained, uploaded, deployed, asked over both faces.

Needs what training needs (`make setup`), so the demo loads it only when a table was given.
"""

import pathlib
import shutil

from api.views.model_versions import fields_of
from app.demo.asking import DemoRefused, Rest, Rpc
from app.demo.story import Story, probability_of
from inference import artefacts
from inference.entities import InputValue
from training.datasets import find_target
from training.frames import read_table
from training.package import write_folder
from training.train import TrainingJob, train

ROWS = 50
USE_CASE = "credit-score"


def decide_own_table(
    story: Story, rest: Rest, rpc: Rpc, data: pathlib.Path, target: str | None, folder: pathlib.Path
) -> None:
    """Train `credit-score` on the table, deploy it, and ask about its first rows over REST and gRPC."""
    table = read_table(data)
    job = TrainingJob(use_case=USE_CASE, data=data, target=target or find_target(table))
    version = train(job, lambda line: story.say(f"  {line}"))
    shutil.rmtree(folder, ignore_errors=True)
    write_folder(version, folder)
    deploy(rest, folder)
    story.say(f"  deployed; its model card is {folder / artefacts.CARD_TEXT}")
    columns = {column.name for column in artefacts.load(folder).manifest.columns}
    rows = [{name: row[name] for name in columns} for row in table.head(ROWS).to_dicts()]
    for row in rows:
        decide_both(rest, rpc, row)
    story.say(f"  {len(rows)} of its rows decided over REST and gRPC, to the same bits")


def deploy(rest: Rest, folder: pathlib.Path) -> None:
    """Upload a folder that `countermark train` wrote, and let it answer."""
    files = fields_of(artefacts.read_folder(folder))
    uploaded = rest.post("/model-versions", {"use_case": USE_CASE, "name": folder.name, **files})
    rest.post("/deployments", {"use_case": USE_CASE, "version_id": uploaded["id"]})


def decide_both(rest: Rest, rpc: Rpc, row: dict[str, InputValue]) -> float:
    """Ask about one row on both faces. Returns: the probability, which must be the same on both."""
    over_rest = probability_of(rest.decide(USE_CASE, {"inputs": row}))
    over_grpc = rpc.decide_columns(row).answer.probability
    if over_rest != over_grpc:
        raise DemoRefused("REST and gRPC gave different scores for the same row.")
    return over_rest
