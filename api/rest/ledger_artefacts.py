"""What entries name by hash, handed over: rulesets and manifests of models."""

from typing import Annotated

from msgspec import Meta

from api.rest.operations import Answer, get
from inference.named_artefacts import NamedArtefacts
from tenants.principals import Principal

Digest = Annotated[str, Meta(pattern=r"^[0-9a-f]{64}$", description="SHA-256 in hexadecimal.")]

FileName = Annotated[str, Meta(min_length=1, max_length=128, description="A name in the manifest.")]


@get(
    "/ledger/artefacts/{digest:str}",
    operation_id="getLedgerArtefact",
    summary="Get what an entry names by hash",
    tag="ledger",
    media_type="application/octet-stream",
)
async def get_ledger_artefact(
    caller: Principal, named_artefacts: NamedArtefacts, digest: Digest
) -> Answer[bytes]:
    """The exact bytes of the ruleset, or the manifest of the model version, that `ruleset_hash` or `model_hash` of an entry names.
    Put them into a folder and check them offline: `countermark-verify bundle FILE --artefacts FOLDER`.
    """
    return Answer(body=await named_artefacts.get(caller, bytes.fromhex(digest)))


@get(
    "/ledger/artefacts/{digest:str}/files/{file_name:str}",
    operation_id="getLedgerArtefactFile",
    summary="Get a file of a model that an entry names",
    tag="ledger",
    media_type="application/octet-stream",
)
async def get_ledger_artefact_file(
    caller: Principal, named_artefacts: NamedArtefacts, digest: Digest, file_name: FileName
) -> Answer[bytes]:
    """One of the files that the model's manifest lists by SHA-256, byte for byte."""
    return Answer(body=await named_artefacts.get_file(caller, bytes.fromhex(digest), file_name))


HANDLERS = [get_ledger_artefact, get_ledger_artefact_file]
