"""Statements on the real database: each payment comes in once, whatever happens."""

import datetime as dt
import pathlib

import msgspec
import pytest
from msgspec.structs import replace

from core.database import Database
from core.objects import FolderObjects
from payments.importing import store
from payments.importing.definition import Columns, MappingDefinition
from payments.importing.entities import (
    ImportNotFound,
    ImportOptions,
    ImportUnderWay,
    StatementImport,
)
from payments.importing.imports import Imports, JobPayload
from payments.importing.mappings import ImportMappings
from payments.importing.runs import ImportRuns
from payments.importing.upkeep import ImportUpkeep
from payments.transactions import Payments, TransactionFilter
from tenants.principals import Principal
from tests.payments.importing.conftest import parts
from tests.payments.importing.layouts import xlsx

NAMED = Columns(
    date="Date",
    description="Narration",
    debit="Withdrawal",
    credit="Deposit",
    balance="Balance",
    reference="Ref",
)
BANK = MappingDefinition(name="Asha Bank", columns=NAMED, date_format="DD/MM/YYYY", customer_id="cust-1")
HEADER = "Asha Bank,,,,,\nDate,Narration,Ref,Withdrawal,Deposit,Balance\n"
APRIL = [
    "01/04/2026,UPI-CHAI,0,20.00,,980.00",
    "01/04/2026,UPI-CHAI,0,20.00,,960.00",
    '02/04/2026,NEFT SALARY,N1,,"1,00,000.00","1,00,960.00"',
    '03/04/2026,RENT,R1,"25,000.00",,"75,960.00"',
]
MAY = [APRIL[3], '01/05/2026,ATM CASH,0,"5,000.00",,"70,960.00"']


def statement(rows: list[str]) -> bytes:
    return (HEADER + "\n".join(rows) + "\n").encode()


class Desk:
    """What the tests do over and over."""

    def __init__(self, imports: Imports, runs: ImportRuns, caller: Principal) -> None:
        self.imports, self.runs, self.caller = imports, runs, caller

    async def run(self, mapping_id: object, data: bytes, **options: object) -> StatementImport:
        wanted = msgspec.convert(options, ImportOptions)
        made = await self.imports.create(self.caller, mapping_id, wanted, parts(data))  # type: ignore[arg-type]
        await self.work(made)
        return await self.imports.get(self.caller, made.id)

    async def work(self, made: StatementImport) -> None:
        await self.runs.carry_out(msgspec.msgpack.encode(JobPayload(self.caller.environment_id, made.id)))

    async def report(self, made: StatementImport) -> list[str]:
        found = b"".join([piece async for piece in await self.imports.report(self.caller, made.id)])
        return found.decode().splitlines()[1:]


@pytest.fixture
def desk(imports: Imports, runs: ImportRuns, caller: Principal) -> Desk:
    return Desk(imports, runs, caller)


async def test_a_statement_becomes_payments(
    desk: Desk, mappings: ImportMappings, payments: Payments, caller: Principal
) -> None:
    mapping = await mappings.create(caller, BANK)
    done = await desk.run(mapping.id, statement(APRIL))
    assert (done.state, done.counts.rows, done.counts.recorded, done.counts.duplicates) == (
        "completed",
        4,
        4,
        1,
    )
    assert done.checked is not None
    assert (done.checked.order, done.checked.balances_checked, done.checked.balance_breaks) == (
        "oldest_first",
        3,
        0,
    )
    page = await payments.list(caller, TransactionFilter("cust-1"), after=None, limit=10)
    facts = [each.transaction for each in page.data if each.transaction]
    assert [(fact.direction, fact.amount_minor, fact.method) for fact in facts] == [
        ("debit", 2_500_000, "other"), ("credit", 10_000_000, "neft"), ("debit", 2_000, "upi"), ("debit", 2_000, "upi"),
    ]  # fmt: skip
    assert await desk.report(done) == [
        '4,duplicate,,"It looks like another payment: the same customer, direction, amount, time and description."'
    ]


async def test_no_row_comes_in_twice(
    desk: Desk, mappings: ImportMappings, payments: Payments, caller: Principal
) -> None:
    """The same file is the same import; a file that overlaps brings what is new alone, newest first or not."""
    mapping = await mappings.create(caller, BANK)
    first = await desk.run(mapping.id, statement(APRIL))
    again = await desk.run(mapping.id, statement(APRIL))
    assert again.id == first.id
    turned = await desk.run(mapping.id, statement([*MAY[::-1], *APRIL[:3][::-1]]))
    assert (turned.counts.recorded, turned.counts.existing) == (1, 4)
    assert turned.checked is not None
    assert (turned.checked.order, turned.checked.balance_breaks) == ("newest_first", 0)
    page = await payments.list(caller, TransactionFilter("cust-1"), after=None, limit=10)
    assert len(page.data) == 5
    state = await payments.customer_state(caller, "cust-1")
    assert (state.lifetime.debit_count, state.lifetime.credit_count) == (4, 1)


async def test_a_dry_run_records_nothing(
    desk: Desk, mappings: ImportMappings, payments: Payments, caller: Principal
) -> None:
    mapping = await mappings.create(caller, BANK)
    await desk.run(mapping.id, statement(APRIL[:1]))
    broken = statement([*APRIL, "99/04/2026,x,,1.00,,"])
    dry = await desk.run(mapping.id, broken, dry_run=True)
    assert (dry.state, dry.counts.rows, dry.counts.existing, dry.counts.recorded, dry.counts.refused) == (
        "completed",
        4,
        1,
        0,
        1,
    )
    preview = await desk.imports.preview(caller, dry.id)
    assert [row.line for row in preview] == [3, 4, 5, 6]
    assert (preview[2].amount_minor, preview[2].customer_id, preview[2].reference) == (
        10_000_000,
        "cust-1",
        "N1",
    )
    assert await desk.report(dry) == ["7,refused,Date,It is no date of the form that the mapping names."]
    assert len((await payments.list(caller, TransactionFilter("cust-1"), after=None, limit=10)).data) == 1


async def test_nothing_is_half_written(
    desk: Desk, mappings: ImportMappings, payments: Payments, caller: Principal
) -> None:
    """What refuses a file is known before its first row is recorded."""
    mapping = await mappings.create(caller, replace(BANK, balances="refuse"))
    stopped = await desk.run(mapping.id, statement([*APRIL, "99/04/2026,x,,1.00,,"]), on_refused="stop")
    gap = await desk.run(mapping.id, statement([APRIL[0], APRIL[2]]))
    torn = await desk.run(mapping.id, b"\xef\xbb\xbf" + statement(APRIL) + b"\xff\xfe\n")
    assert [(each.state, each.failure.code if each.failure else "") for each in (stopped, gap, torn)] == [
        ("failed", "import_refused")
    ] * 3
    assert await desk.report(gap) == [
        '4,notice,Balance,"Its balance does not follow from the one before: a row is missing, or stands elsewhere."'
    ]
    assert not (await payments.list(caller, TransactionFilter(), after=None, limit=10)).data
    # Nothing came of them, so the same file can be sent again.
    assert (await desk.run(mapping.id, statement(APRIL))).counts.recorded == 4


async def test_a_run_goes_on_where_it_was_killed(
    desk: Desk,
    mappings: ImportMappings,
    payments: Payments,
    caller: Principal,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Rows that were committed are not recorded again, and the counts are those of an undisturbed run."""
    rows = [f"{1 + n % 28:02d}/04/2026,row {n},0,{n + 1}.00,," for n in range(2_500)]
    mapping = await mappings.create(caller, BANK)
    made = await desk.imports.create(caller, mapping.id, ImportOptions(), parts(statement(rows)))
    await _die_in_commit(desk, made, monkeypatch)
    half = await desk.imports.get(caller, made.id)
    assert (half.state, half.phase, half.counts.done, half.counts.recorded) == (
        "running",
        "recording",
        1_000,
        1_000,
    )
    with pytest.raises(ImportUnderWay):
        await desk.imports.cancel(caller, made.id)
    await desk.work(made)
    done = await desk.imports.get(caller, made.id)
    assert (done.state, done.counts.recorded, done.counts.existing) == ("completed", 2_500, 0)
    await desk.work(made)
    assert (await desk.imports.get(caller, made.id)).revision == done.revision
    assert (await payments.customer_state(caller, "cust-1")).lifetime.debit_count == 2_500


async def test_a_workbook_is_imported(desk: Desk, mappings: ImportMappings, caller: Principal) -> None:
    """Its lines are its rows, its days need no format, and a formula counts by its last value."""
    data = xlsx(
        [
            ["Asha Bank"],
            [],
            ["Date", "Text", "Amount"],
            [dt.date(2026, 4, 13), "tea", -20.5],
            ["never", "x", "=A1"],
            ["13/04/2026", "y", "=1"],
        ]
    )
    definition = MappingDefinition(
        name="book",
        form="xlsx",
        columns=Columns(date="Date", description="Text", amount="Amount"),
        date_format="DD/MM/YYYY",
        customer_id="c",
    )
    mapping = await mappings.create(caller, definition)
    done = await desk.run(mapping.id, data)
    assert (done.state, done.counts.recorded, done.counts.refused) == ("completed", 2, 1)
    assert await desk.report(done) == ["5,refused,Date,It is no date of the form that the mapping names."]
    torn = await desk.run(mapping.id, data[:-30])
    assert (torn.state, torn.failure and torn.failure.code) == ("failed", "import_refused")


async def test_a_unique_reference_says_which_payment_it_is(
    desk: Desk, mappings: ImportMappings, caller: Principal
) -> None:
    """The app's statement and the bank's show one UPI payment in other words; by its UTR it is one."""
    app = MappingDefinition(
        name="app", columns=Columns(date="D", amount="A", reference="UTR", direction="T"), date_format="YYYY-MM-DD", customer_id="c",
        reference_unique=True,
    )  # fmt: skip
    bank = replace(app, name="bank", columns=Columns(date="Date", debit="Out", credit="In", reference="Ref"))
    first, second = await mappings.create(caller, app), await mappings.create(caller, bank)
    await desk.run(
        first.id, b"D,A,UTR,T\n2026-04-13,20.00,612345678901,DEBIT\n2026-04-14,5.00,612345678902,DEBIT\n"
    )
    done = await desk.run(
        second.id,
        b"Date,Ref,Out,In\n2026-04-13,612345678901,20.00,\n2026-04-15,612345678902,,5.00\n2026-04-16,612345678903,1.00,\n",
    )
    assert (done.counts.recorded, done.counts.existing) == (2, 1)


async def test_another_reading_of_a_row_conflicts(
    desk: Desk, mappings: ImportMappings, payments: Payments, caller: Principal
) -> None:
    """A new version of a mapping that reads a row otherwise changes nothing that is here, and says so."""
    mapping = await mappings.create(caller, BANK)
    await desk.run(mapping.id, statement(APRIL[:1]))
    changed = await mappings.replace(caller, mapping.id, replace(BANK, method="card"))
    assert changed.version == 2
    again = await desk.run(mapping.id, statement(APRIL[:1]))
    assert (again.mapping_version, again.counts.conflicts, again.counts.recorded) == (2, 1, 0)
    page = await payments.list(caller, TransactionFilter("cust-1"), after=None, limit=10)
    assert [each.transaction.method for each in page.data if each.transaction] == ["upi"]


async def test_old_imports_are_forgotten(
    desk: Desk, mappings: ImportMappings, database: Database, caller: Principal, tmp_path: pathlib.Path
) -> None:
    mapping = await mappings.create(caller, BANK)
    dry = await desk.run(mapping.id, statement(APRIL), dry_run=True)
    kept = await desk.run(mapping.id, statement(APRIL))
    assert not list((tmp_path / "objects" / "imports").rglob("*.*")) + list(
        (tmp_path / "objects").rglob("input/*")
    )
    upkeep = ImportUpkeep(
        database, FolderObjects(tmp_path / "objects"), dt.timedelta(days=30_000), dt.timedelta(days=-1)
    )
    await upkeep.forget_old()
    with pytest.raises(ImportNotFound):
        await desk.imports.get(caller, dry.id)
    assert (await desk.imports.get(caller, kept.id)).state == "completed"


async def _die_in_commit(desk: Desk, made: StatementImport, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the work end after the second chunk was written, before it was committed."""
    calls = 0
    real = store.set_progress

    async def dying(*args: object) -> None:
        nonlocal calls
        calls += 1
        await real(*args)  # type: ignore[arg-type]
        if calls == 2:
            raise KeyboardInterrupt

    monkeypatch.setattr(store, "set_progress", dying)
    with pytest.raises(KeyboardInterrupt):
        await desk.work(made)
    monkeypatch.undo()
