"""A mapping and imports of one environment, made over REST and worked off as the worker does."""

from collections.abc import Mapping

import msgspec

from app.wiring.imports import import_runs
from inference.statement_categories import StatementCategories
from payments.importing.imports import JobPayload
from tests.parity.faces import Parity, Plain
from tests.product import Party, Product

DEFINITION: dict[str, object] = {
    "name": "a bank",
    "columns": {
        "date": "Date",
        "description": "Narration",
        "debit": "Withdrawal",
        "credit": "Deposit",
        "reference": "Ref",
    },
    "date_format": "DD/MM/YYYY",
    "customer_id": "statement-customer",
}
FEED = {"kind": "folder", "decide": "transaction-anomaly", "id_column": "id"}
_QUEUED = "SELECT payload FROM pgqueuer WHERE entrypoint = 'payments.import'"


def statement(word: str) -> str:
    """Two payments and a row that is refused."""
    return (
        "Date,Narration,Ref,Withdrawal,Deposit\n"
        f"13/04/2026,{word} tea,1,20.00,\n"
        f'14/04/2026,{word} salary,2,,"1,00,000.00"\n'
        f"15/04/2026,{word} broken,3,twenty,\n"
    )  # fmt: skip


async def work_off(product: Product, party: Party) -> None:
    """Do here what the worker does, for one tenant's sandbox."""
    services = product.services
    categories = StatementCategories(services.deployments.routes, services.registry, services.clock)
    runs = import_runs(product.base, categories)
    async with product.base.database.unscoped() as tx:
        payloads = [row["payload"] for row in await tx.fetch(_QUEUED)]
    for payload in payloads:
        named = msgspec.msgpack.decode(payload, type=JobPayload)
        if named.environment_id == party.system.environment_id:
            await runs.carry_out(payload)


async def one_of_each(
    product: Product, party: Party, headers: Mapping[str, str], word: str
) -> dict[str, str]:
    """A mapping, a dry run that is completed, and an import that waits; by the names that operations give them."""
    parity = Parity(product)

    async def made(operation_id: str, asked: Mapping[str, object]) -> str:
        key = {"idempotency-key": f"{operation_id}-{'-'.join(sorted(asked))}"}
        outcome = await parity.rest(operation_id, asked, {**headers, **key})
        assert outcome.code == "ok", outcome
        return str(outcome.body["id"])

    mapping_id = await made("createImportMapping", definition(word))
    asked = {"mapping_id": mapping_id, "file": statement(word)}
    dry = await made("createImport", {**asked, "dry_run": True})
    await work_off(product, party)
    return {
        "mapping_id": mapping_id,
        "import_id": dry,
        "waiting_import_id": await made("createImport", asked),
        "feed_id": await made("createFeed", {**FEED, "name": f"{word}-feed"}),
    }


def asked(word: str, ids: Mapping[str, str]) -> dict[str, Plain]:
    """What must be asked where an operation's example does not do."""
    return {
        "proposeImportMapping": {"file": statement(word)},
        "createImportMapping": definition(word, "second bank"),
        "replaceImportMapping": definition(word),
        "createImport": {"file": statement(f"{word} again")},
        "cancelImport": {"import_id": ids["waiting_import_id"]},
        "createFeed": {**FEED, "name": f"{word}-second"},
    }


def definition(word: str, name: str = "bank") -> dict[str, object]:
    return {**DEFINITION, "name": f"{word} {name}"}
