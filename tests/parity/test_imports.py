"""Statements: mappings proposed, kept, replaced and deleted; files imported, tried, cancelled and refused; the same on both faces."""

from tests.e2e.an_import import DEFINITION, statement, work_off
from tests.parity.faces import Parity

ANEW = ("id", "created_at", "updated_at", "ended_at", "revision", "input_sha256", "mapping_id")


async def test_a_mapping_is_proposed_and_kept(parity: Parity) -> None:
    """What a statement suggests, by either face, can be kept by either, and has versions."""
    proposed, _ = await parity.both("proposeImportMapping", {"file": statement("either")})
    suggested = proposed.body["definition"]
    assert isinstance(suggested, dict)
    assert suggested["columns"]["debit"] == "Withdrawal"
    kept, by_rpc = await parity.both(
        "createImportMapping",
        {**DEFINITION, "name": "by REST"},
        ignored=(*ANEW, "name"),
        rpc_only={"name": "by gRPC"},
    )
    named = {"mapping_id": kept.body["id"]}
    again, _ = await parity.both("createImportMapping", {**DEFINITION, "name": "By  rest"})
    assert again.code == "import_mapping_name_taken"
    await parity.both(
        "replaceImportMapping",
        {**DEFINITION, "name": "either", "header": False, "columns": {"date": "1", "amount": "2"}, **named},
        ignored=(*ANEW, "name"),
        rpc_only={"mapping_id": by_rpc.body["id"], "name": "other"},
    )
    now, _ = await parity.both("getImportMapping", named)
    first, _ = await parity.both("getImportMapping", {**named, "version": 1})
    assert (now.body["version"], first.body["version"]) == (2, 1)
    await parity.both("listImportMappings", {"limit": 1})
    await parity.both("deleteImportMapping", named, rpc_only={"mapping_id": by_rpc.body["id"]})
    gone, _ = await parity.both("getImportMapping", named)
    assert gone.code == "import_mapping_not_found"


async def test_a_mapping_is_refused(parity: Parity) -> None:
    for wrong, field in (
        ({"date_format": "DD/DD/YYYY"}, "date_format"),
        ({"time_zone": "Asia/Nowhere"}, "time_zone"),
        ({"currency": "XXX"}, "currency"),
        ({"columns": {"amount": "Amount"}}, "columns.date"),
    ):
        refused, _ = await parity.both("createImportMapping", {**DEFINITION, "name": "wrong", **wrong})
        assert refused.fields == (field,)


async def test_a_statement_is_imported(parity: Parity) -> None:
    """Either face takes the file; sent again, by either, it is the same import."""
    kept, _ = await parity.both(
        "createImportMapping",
        {**DEFINITION, "name": "one"},
        ignored=(*ANEW, "name"),
        rpc_only={"name": "two"},
    )
    asked = {"mapping_id": kept.body["id"], "file": statement("parity")}
    rest, rpc = await parity.both("createImport", asked)
    assert rest.body["id"] == rpc.body["id"]
    tried, _ = await parity.both("createImport", {**asked, "dry_run": True}, ignored=ANEW)
    await work_off(parity.product, parity.product.asha)
    named, dry = {"import_id": rest.body["id"]}, {"import_id": tried.body["id"]}
    done, _ = await parity.both("getImport", named)
    assert (done.body["state"], done.body["recorded"], done.body["refused"]) == ("completed", 2, 1)
    report, _ = await parity.both("getImportReport", named)
    assert "4,refused,Withdrawal," in str(report.body["content"])
    preview, _ = await parity.both("getImportPreview", dry)
    assert isinstance(preview.body["data"], list)
    assert [row["amount_minor"] for row in preview.body["data"]] == [2_000, 10_000_000]
    ended, _ = await parity.both("cancelImport", named)
    assert ended.code == "import_under_way"
    none, _ = await parity.both("getImportPreview", named)
    assert none.code == "import_not_ready"
    await parity.both("listImports", {"limit": 2})
    nowhere = {"import_id": "imp_01kc1x5w3ceyp8s1r7t3v5w9ya"}
    for operation in ("getImport", "cancelImport", "getImportPreview", "getImportReport"):
        assert (await parity.both(operation, nowhere))[0].code == "import_not_found"


async def test_an_import_is_cancelled_or_refused(parity: Parity) -> None:
    kept, _ = await parity.both(
        "createImportMapping",
        {**DEFINITION, "name": "three"},
        ignored=(*ANEW, "name"),
        rpc_only={"name": "four"},
    )
    asked = {"mapping_id": kept.body["id"], "file": statement("cancelled"), "dry_run": True}
    rest, rpc = await parity.both("createImport", asked, ignored=ANEW, rest_key="k", rpc_key="l")
    await parity.both(
        "cancelImport",
        {"import_id": rest.body["id"]},
        ignored=ANEW,
        rpc_only={"import_id": rpc.body["id"]},
    )
    reused, _ = await parity.both(
        "createImport", {**asked, "file": statement("x")}, rest_key="k", rpc_key="l"
    )
    assert reused.code == "idempotency_key_reused"
    empty, _ = await parity.both("createImport", {**asked, "file": ""})
    assert empty.code == "import_refused"
    nowhere, _ = await parity.both("createImport", {**asked, "mapping_id": "map_01kc1x5w3ceyp8s1r7t3v5w9ya"})
    assert nowhere.code == "import_mapping_not_found"
    nobodys = {name: value for name, value in DEFINITION.items() if name != "customer_id"}
    kept, _ = await parity.both(
        "createImportMapping", {**nobodys, "name": "five"}, ignored=(*ANEW, "name"), rpc_only={"name": "six"}
    )
    whose, _ = await parity.both("createImport", {**asked, "mapping_id": kept.body["id"]})
    assert whose.fields == ("customer_id",)
    none, _ = await parity.both("proposeImportMapping", {"file": "no table\n"})
    assert none.code == "import_refused"
