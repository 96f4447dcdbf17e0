"""Versions of models, decisions and replays from the command line of the server's own machine."""

import asyncio
import pathlib
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import TypeVar, cast

import click
import msgspec

from api.questions import command_of, several_of
from api.views.counterfactuals import counterfactual_view
from api.views.decisions import decision_page, decision_view, replay_view
from api.views.deployments import deployment_view
from api.views.explanations import explanation_view
from api.views.model_versions import version_page, version_view
from api.views.own_models import own_model_view
from api.views.questions import Question, SeveralQuestion, question_type_of
from app.cli.foundation import caller_in, command, mode_option, run, show, tenant_option
from app.wiring.foundation import Foundation, receipt_signer
from app.wiring.keeping import keep_shipped
from app.wiring.placements import model_server
from core.errors import InvalidRequest
from core.ids import parse
from core.objects import FolderObjects
from core.pages import LIMIT_DEFAULT, LIMIT_MAX
from inference import artefacts, catalogue
from inference.decisions import QueueSettings
from inference.placements import Placements, served_graph
from inference.runtimes import folders
from inference.runtimes.port import Runtime
from inference.services import InferenceServices, assemble
from inference.starter_keeping import keep_starters
from inference.starters import Starters
from rules.active import ActiveRulesets
from tenants.principals import Principal

Result = TypeVar("Result")
Work = Callable[[InferenceServices, Principal], Awaitable[Result]]

TIMEOUT_S = 10.0
_PIECE_BYTES = 1 << 20
_FOLDER = click.Path(exists=True, file_okay=False, path_type=pathlib.Path)
_FILE = click.Path(exists=True, dir_okay=False, path_type=pathlib.Path)
_use_case = click.argument("use_case", type=click.Choice(catalogue.names()))


def with_services(tenant: str, mode: str, work: Work[Result]) -> Result:
    async def opened(base: Foundation) -> Result:
        async with model_server(base.settings.model_server) as server:
            await keep_shipped(base)
            services = assemble(
                base.database,
                base.tenants.vaults,
                ActiveRulesets(base.database),
                await receipt_signer(base),
                FolderObjects(base.settings.objects_dir),
                base.clock,
                queue=QueueSettings(),
                placements=Placements(server=server),
                graph_bytes_max=base.settings.model_graph_bytes_max,
            )
            try:
                return await work(services, await caller_in(base, tenant, mode))
            finally:
                await services.decisions.close()

    return run(opened)


@click.group()
def models() -> None:
    """Versions of models and their deployments."""


@models.command("push")
@_use_case
@click.argument("folder", type=_FOLDER)
@click.option("--name", help="What to call it; the folder's name otherwise.")
@click.option(
    "--runtime",
    type=click.Choice(["onnx", "kserve"]),
    default="onnx",
    show_default=True,
    help="Where it scores: in the service, or on the model server, which must serve it already.",
)
@tenant_option
@mode_option
def push(
    use_case: str, folder: pathlib.Path, name: str | None, runtime: Runtime, tenant: str, mode: str
) -> None:
    """Keep the version in FOLDER, as `countermark train` wrote it, for USE_CASE."""
    files = artefacts.read_folder(folder)

    async def work(services: InferenceServices, caller: Principal) -> object:
        kept = await services.registry.upload(caller, use_case, name or folder.name, files, runtime)
        return version_view(kept)

    show(with_services(tenant, mode, work))


@models.command("keep")
@click.argument("folder", type=_FOLDER)
def keep(folder: pathlib.Path) -> None:
    """Keep the starters in FOLDER, `inference/starter` of another release, so that what they decided here is replayed."""

    async def opened(base: Foundation) -> int:
        return await keep_starters(base.database, FolderObjects(base.settings.objects_dir), Starters(folder))

    show({"kept": run(opened)})


@models.command("export")
@click.argument("folder", type=_FOLDER)
@click.option(
    "--layout",
    type=click.Choice(folders.LAYOUTS),
    required=True,
    help="For which server; see docs/serving.md.",
)
@click.option(
    "--out",
    "place",
    type=click.Path(path_type=pathlib.Path),
    required=True,
    help="The server's model repository.",
)
def export(folder: pathlib.Path, layout: folders.Layout, place: pathlib.Path) -> None:
    """Write the version in FOLDER as a model server loads it, and tell the model's name there."""
    files = artefacts.read_folder(folder)
    served = served_graph(artefacts.load(files), files[artefacts.GRAPH])
    written = folders.write(served, place, layout)
    show({"model": served.name, "digest": served.digest.hex(), "folder": str(written)})


async def _pieces(file: pathlib.Path) -> AsyncIterator[bytes]:
    with file.open("rb") as opened:
        while piece := await asyncio.to_thread(opened.read, _PIECE_BYTES):
            yield piece


@models.command("upload")
@_use_case
@click.argument("graph", type=_FILE)
@click.option(
    "--manifest", type=_FILE, required=True, help="JSON: the columns in order, and the output that counts."
)
@click.option(
    "--sample", type=_FILE, required=True, help="JSON: rows, and what the model itself answers for each."
)
@click.option("--name", help="What to call it; the file's name otherwise.")
@tenant_option
@mode_option
def upload(  # noqa: PLR0917  one parameter an option
    use_case: str,
    graph: pathlib.Path,
    manifest: pathlib.Path,
    sample: pathlib.Path,
    name: str | None,
    tenant: str,
    mode: str,
) -> None:
    """Try the ONNX file GRAPH, made elsewhere, in a sandbox, and keep it for USE_CASE. See docs/own-models.md."""
    files = (manifest.read_bytes(), sample.read_bytes())

    async def work(services: InferenceServices, caller: Principal) -> object:
        received = await services.own_models.receive(caller, _pieces(graph))
        kept = await services.own_models.upload(caller, use_case, name or graph.stem, received.sha256, *files)
        return own_model_view(kept)

    show(with_services(tenant, mode, work))


@models.command("deploy")
@_use_case
@click.argument("version_id", metavar="ver_…")
@tenant_option
@mode_option
def deploy(use_case: str, version_id: str, tenant: str, mode: str) -> None:
    """Let a version answer USE_CASE from now on. To roll back, deploy the version before."""

    async def work(services: InferenceServices, caller: Principal) -> object:
        made = await services.deployments.deploy(caller, use_case, parse("ver", version_id))
        return deployment_view(made)

    show(with_services(tenant, mode, work))


@models.command("list")
@tenant_option
@mode_option
def list_versions(tenant: str, mode: str) -> None:
    """List the starters and the newest versions of the environment."""

    async def work(services: InferenceServices, caller: Principal) -> object:
        return version_page(await services.registry.list(caller, None, None, LIMIT_MAX)).data

    show(with_services(tenant, mode, work))


@click.command()
@_use_case
@click.argument("file", type=_FILE)
@click.option("--key", help="Idempotency key: the same key and question give the same decision.")
@tenant_option
@mode_option
def decide(use_case: str, file: pathlib.Path, key: str | None, tenant: str, mode: str) -> None:
    """Decide about the question in FILE, a JSON body as the API takes it."""
    raw = file.read_bytes()
    question = question_of(use_case, raw)

    async def work(services: InferenceServices, caller: Principal) -> object:
        asked = command_of(use_case, question, caller, key, raw, TIMEOUT_S)
        return decision_view(await services.decisions.decide(caller, asked))

    show(with_services(tenant, mode, work))


@click.command("decide-several")
@click.argument("file", type=_FILE)
@click.option("--key", help="Idempotency key: the same key and question give the same decisions.")
@tenant_option
@mode_option
def decide_several(file: pathlib.Path, key: str | None, tenant: str, mode: str) -> None:
    """Decide several use cases about one payment, or none, as FILE asks: a JSON body as `POST /api/v1/decisions` takes it."""
    raw = file.read_bytes()
    question = command(SeveralQuestion, **_fields(raw))

    async def work(services: InferenceServices, caller: Principal) -> object:
        asked = several_of(question, caller, key, raw, TIMEOUT_S)
        return [decision_view(each) for each in await services.decisions.decide_several(caller, asked)]

    show(with_services(tenant, mode, work))


@click.command()
@click.option("--use-case", type=click.Choice(catalogue.names()), help="Only of this use case.")
@click.option("--outcome", help="Only with this outcome.")
@click.option("--customer", "customer_id", help="Only about this customer, by your own id.")
@click.option("--region", help="Only of this region.")
@click.option("--segment", help="Only of this segment.")
@click.option("--after", metavar="dec_…", help="The `next_after` of the page before.")
@click.option("--limit", type=click.IntRange(1, LIMIT_MAX), default=LIMIT_DEFAULT, show_default=True)
@tenant_option
@mode_option
def decisions(tenant: str, mode: str, limit: int, after: str | None, **filters: str | None) -> None:
    """List decisions, newest first."""

    async def work(services: InferenceServices, caller: Principal) -> object:
        place = None if after is None else parse("dec", after)
        page = await services.decisions.list(caller, after=place, limit=limit, **filters)
        return decision_page(page)

    show(with_services(tenant, mode, work))


def question_of(use_case: str, raw: bytes) -> Question:
    """Read a question with the refusals that the API has. Raises: InvalidRequest."""
    asked = cast("type[msgspec.Struct]", question_type_of(catalogue.get(use_case)))
    return cast("Question", command(asked, **_fields(raw)))


def _fields(raw: bytes) -> dict[str, object]:
    try:
        return msgspec.json.decode(raw, type=dict[str, object])
    except msgspec.DecodeError as error:
        raise InvalidRequest("The file does not hold a JSON object.", internal=str(error)) from error


@click.command()
@click.argument("decision_id", metavar="dec_…")
@tenant_option
@mode_option
def replay(decision_id: str, tenant: str, mode: str) -> None:
    """Compute a decision again from what is stored, and say whether it is the same."""

    async def work(services: InferenceServices, caller: Principal) -> object:
        return replay_view(await services.replays.replay(caller, parse("dec", decision_id)))

    show(with_services(tenant, mode, work))


@click.command()
@click.argument("decision_id", metavar="dec_…")
@tenant_option
@mode_option
def explain(decision_id: str, tenant: str, mode: str) -> None:
    """Say what each feature added to a decision's score. Of a model made elsewhere the worker makes it: ask again."""

    async def work(services: InferenceServices, caller: Principal) -> object:
        return explanation_view(await services.explanations.get(caller, parse("dec", decision_id)))

    show(with_services(tenant, mode, work))


@click.command()
@click.argument("decision_id", metavar="dec_…")
@click.option("--outcome", help="The outcome to reach; any other than the one that was, when not told.")
@tenant_option
@mode_option
def counterfactual(decision_id: str, outcome: str | None, tenant: str, mode: str) -> None:
    """Find the smallest change to what a person can change that would have led to another outcome."""

    async def work(services: InferenceServices, caller: Principal) -> object:
        found = await services.counterfactuals.find(caller, parse("dec", decision_id), outcome, None)
        return counterfactual_view(found)

    show(with_services(tenant, mode, work))
