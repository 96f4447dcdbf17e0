"""Imported statements say what payments were for: predicted in one run of the deployed version, kept apart from what the tenant said."""

import pathlib
from collections.abc import AsyncIterator, Sequence
from uuid import UUID

import msgspec
import pytest

from core.clock import ManualClock
from core.database import Database
from core.objects import FolderObjects
from inference.answering.spend_forecast import SpendForecastAnswer
from inference.entities import DecideCommand
from inference.services import InferenceServices
from inference.starters import SHIPPED
from inference.stored_histories import StoredHistories
from payments import profiles
from payments.facts import Transaction
from payments.history_facts import CustomerHistory
from payments.importing.categories import PredictedCategory
from payments.importing.definition import Columns, MappingDefinition
from payments.importing.entities import ImportOptions, StatementImport
from payments.importing.imports import Imports, JobPayload
from payments.importing.mappings import ImportMappings
from payments.importing.runs import ImportRuns
from payments.importing.sheets import Workbooks
from payments.profiles import ProfileQuery
from payments.statement_facts import Statement
from payments.transactions import Payments, TransactionFilter
from tenants.principals import Principal
from tenants.services import TenantServices
from tests.inference.assembled import assembled
from tests.payments.conftest import caller, cpu, payments, stranger, tenancy
from tests.payments.importing.conftest import imports, mappings, parts

__all__ = ["caller", "cpu", "imports", "mappings", "payments", "stranger", "tenancy"]
BANK = MappingDefinition(
    name="A bank", date_format="DD/MM/YYYY", customer_id="asha",
    columns=Columns(
        date="Date", description="Narration", debit="Withdrawal", credit="Deposit", reference="Ref", category="Kind"
    ),
)  # fmt: skip
HEADER = "Date,Narration,Ref,Withdrawal,Deposit,Kind\n"
LINES = [
    "01/{m:02d}/2026,UPI/DR/6123/SWIGGY/ybl,1{m},450.00,,",
    "02/{m:02d}/2026,HOUSE RENT TO LANDLORD,2{m},25000.00,,",
    "03/{m:02d}/2026,NEFT CR SALARY ACME LTD,3{m},,100000.00,",
    "04/{m:02d}/2026,asdf,4{m},99.00,,",
    "05/{m:02d}/2026,NETFLIX 881,5{m},649.00,,client-gifts",
    "06/{m:02d}/2026,POS 7731 SHREE MEDICAL STORE,6{m},300.00,,",
]
MONTHS = range(6, 12)


def statement(months: Sequence[int]) -> bytes:
    return (HEADER + "".join(f"{line.format(m=m)}\n" for m in months for line in LINES)).encode()


class Counting:
    """The categories of the service, and how often they were asked for."""

    def __init__(self, services: InferenceServices) -> None:
        self._services = services
        self.asked: list[int] = []

    async def of(
        self, environment_id: UUID, payments: Sequence[Transaction]
    ) -> list[PredictedCategory | None]:
        self.asked.append(len(payments))
        return await self._services.categories.of(environment_id, payments)


class Desk:
    def __init__(
        self, services: InferenceServices, runs: ImportRuns, imports: Imports, mappings: ImportMappings,
        caller: Principal, categories: Counting,
    ) -> None:  # fmt: skip
        self.services, self.categories = services, categories
        self._runs, self._imports, self._mappings, self._caller = runs, imports, mappings, caller
        self._mapping: UUID | None = None

    async def run(self, data: bytes) -> StatementImport:
        if self._mapping is None:
            self._mapping = (await self._mappings.create(self._caller, BANK)).id
        made = await self._imports.create(self._caller, self._mapping, ImportOptions(), parts(data))
        await self._runs.carry_out(msgspec.msgpack.encode(JobPayload(self._caller.environment_id, made.id)))
        return await self._imports.get(self._caller, made.id)


@pytest.fixture
async def desk(
    database: Database,
    tenancy: TenantServices,
    clock: ManualClock,
    caller: Principal,
    imports: Imports,
    mappings: ImportMappings,
    tmp_path: pathlib.Path,
) -> AsyncIterator[Desk]:
    objects = tmp_path / "objects"
    services = assembled(database, tenancy.vaults, clock, objects)
    categories = Counting(services)
    runs = ImportRuns(database, FolderObjects(objects), tenancy.vaults, Workbooks(), categories, clock)
    yield Desk(services, runs, imports, mappings, caller, categories)
    await services.decisions.close()


async def test_what_payments_were_for_is_predicted_once_and_in_bulk(
    desk: Desk, payments: Payments, caller: Principal, database: Database
) -> None:
    """Known merchants are looked up, the model tells the rest; nonsense has none, and what the file says is the tenant's."""
    done = await desk.run(statement(MONTHS))
    assert (done.state, done.counts.recorded, done.counts.categorized) == ("completed", 36, 24)
    assert desk.categories.asked == [36]
    page = await payments.list(caller, TransactionFilter(customer_id="asha"), after=None, limit=6)
    found = {
        each.transaction.description: (
            each.transaction.category,
            each.predicted_category,
            each.predicted_source,
        )
        for each in page.data
        if each.transaction is not None
    }
    assert found == {
        "UPI/DR/6123/SWIGGY/ybl": (None, "food", "lookup"),
        "HOUSE RENT TO LANDLORD": (None, "rent", "model"),
        "NEFT CR SALARY ACME LTD": (None, "salary", "model"),
        "asdf": (None, None, None),
        "NETFLIX 881": ("client-gifts", None, None),
        "POS 7731 SHREE MEDICAL STORE": (None, "pharmacy", "model"),
    }
    async with database.transaction(caller.environment_id) as tx:
        told = await tx.fetch(
            "SELECT DISTINCT predicted_by FROM payment_transaction WHERE predicted_category IS NOT NULL"
        )
    assert [row["predicted_by"] for row in told] == [SHIPPED.row(caller.environment_id, "categorize").digest]


async def test_a_longer_statement_changes_nothing_that_was_told(desk: Desk) -> None:
    """What was here has its category; what is new gets one."""
    await desk.run(statement([6]))
    again = await desk.run(statement([6, 7]))
    assert (again.counts.existing, again.counts.recorded, again.counts.categorized) == (6, 6, 4)


async def test_questions_about_a_past_see_them(
    desk: Desk,
    database: Database,
    tenancy: TenantServices,
    clock: ManualClock,
    caller: Principal,
) -> None:
    """Forecasts, segments and life events of an imported statement know rent from food; lines that are asked about anew are not
    taken for the tenant's word."""
    await desk.run(statement(MONTHS))
    stored = StoredHistories(database, tenancy.vaults, clock)
    history = await stored.history(caller, CustomerHistory(customer_id="asha"), None)
    spent = {each.category for each in history.transactions if each.direction == "debit"}
    assert spent == {"food", "rent", "pharmacy", "client-gifts", None}
    lines = await stored.statement(caller, Statement(customer_id="asha"), None)
    assert {line.category for line in lines.lines} == {None, "client-gifts"}
    vault = await tenancy.vaults.of(caller.environment_id)
    query = ProfileQuery(caller.environment_id, vault.handle("asha"), clock.now(), "INR")
    async with database.transaction(caller.environment_id) as tx:
        (profile,) = await profiles.read_many(tx, [query])
    assert set(profile.spent) == {"food", "rent", "pharmacy", "client-gifts", "other"}
    forecast = await desk.services.decisions.decide(
        caller, DecideCommand(use_case="spend-forecast", event=CustomerHistory(customer_id="asha"))
    )
    assert isinstance(forecast.answer, SpendForecastAnswer)
    named = {each.category for each in forecast.answer.forecast[0].categories}
    assert {"food", "rent", "pharmacy"} <= named
