"""Access of auditors: the same on both faces, and the part of the log that it is narrowed to."""

import datetime as dt
import json
from typing import cast

import pytest

from core.ids import public
from tenants.api_keys import CreateApiKey
from tenants.permissions import Permission, Role
from tenants.sessions import SignIn
from tests.parity.faces import Parity
from tests.parity.test_payments import a_payment, sent
from tests.sequencing import sequence
from tests.tenants.conftest import PASSWORD, a_member

ANEW = ("id", "holder", "created_at")
MONTH = dt.datetime.now(dt.UTC) + dt.timedelta(days=30)


async def a_key(parity: Parity, *wanted: str) -> tuple[str, str]:
    """A key of the first tenant's sandbox. Returns: its id and its text."""
    made = await parity.product.services.api_keys.create(
        parity.product.asha.system, CreateApiKey(name="auditor", scopes=[Permission(each) for each in wanted])
    )
    return public("key", made.key.id), made.text


async def test_access_is_given_listed_and_taken_back(parity: Parity) -> None:
    """Both faces give the same access, show it, and take it back; the key is refused from then on."""
    (first, text), (second, _) = await a_key(parity, "ledger:read"), await a_key(parity, "ledger:read")
    asked = {"holder": first, "expires_at": MONTH.isoformat(), "reason": "Audit", "types": ["decision.v1"]}
    given, other = await parity.both(
        "grantAccess", asked, rpc_only={"holder": second}, ignored=ANEW, rest_key="rest-a", rpc_key="rpc-a"
    )
    assert (given.body["standing"], given.body["types"]) == ("active", ["decision.v1"])
    found, _ = await parity.both("getAccessGrant", {"grant_id": given.body["id"]})
    assert found.body == given.body
    listed, _ = await parity.both("listAccessGrants", {"limit": 1})
    assert listed.body["has_more"]
    await parity.both("listAccessGrants", {"after": listed.body["next_after"]})
    assert (await parity.rest("listLedgerEntries", {}, {"x-api-key": text})).code == "ok"
    ended, _ = await parity.both(
        "revokeAccessGrant",
        {"grant_id": given.body["id"]},
        rpc_only={"grant_id": other.body["id"]},
        ignored=(*ANEW, "revoked_at"),
    )
    assert ended.body["standing"] == "revoked"
    parity.product.base.tenants.authenticator.forget(None, text)  # what four seconds do
    refused, _ = await parity.both("listLedgerEntries", {}, credential=text)
    assert refused.code == "credential_ended"


async def test_refusals(parity: Parity) -> None:
    """Nobody there, who may do more than an auditor, times that cannot be, and who may not give."""
    writer, _ = await a_key(parity, "payments:write")
    reader, text = await a_key(parity, "ledger:read")
    good = {"holder": reader, "expires_at": MONTH.isoformat(), "reason": "Audit"}
    long_ago = "2020-01-01T00:00:00Z"
    for number, (changed, wrong) in enumerate(
        [
            ({"holder": "cat"}, "holder"),
            ({"expires_at": long_ago}, "expires_at"),
            ({"since": "2026-02-01T00:00:00Z", "until": "2026-01-01T00:00:00Z"}, "until"),
        ]
    ):
        keys = {"rest_key": f"rest-{number}", "rpc_key": f"rpc-{number}"}
        refused, _ = await parity.both("grantAccess", {**good, **changed}, **keys)  # type: ignore[arg-type]
        assert refused.fields == (wrong,)
    keys = {"rest_key": "rest-w", "rpc_key": "rpc-w"}
    nobody, _ = await parity.both("grantAccess", {**good, "holder": "key_" + "0" * 26}, **keys)  # type: ignore[arg-type]
    assert nobody.code == "holder_not_found"
    more, _ = await parity.both("grantAccess", {**good, "holder": writer}, **keys)  # type: ignore[arg-type]
    assert more.code == "holder_not_auditor"
    denied, _ = await parity.both("grantAccess", good, credential=text, **keys)  # type: ignore[arg-type]
    assert denied.code == "permission_denied"
    lost, _ = await parity.both("getAccessGrant", {"grant_id": "acg_" + "0" * 26})
    assert lost.code == "access_grant_not_found"


@pytest.fixture
async def sequenced(parity: Parity) -> Parity:
    for _ in range(3):
        await sent(parity, a_payment())
    await sequence(parity.product)
    return parity


async def test_entries_by_kind_time_and_actor(sequenced: Parity) -> None:
    """Filters on both faces, page by page; an export gives each entry with a proof."""
    kind = {"type": "transaction.v1"}
    listed, _ = await sequenced.both("listLedgerEntries", {**kind, "limit": 2})
    found = cast("list[dict[str, object]]", listed.body["data"])
    assert {each["type"] for each in found} == {"transaction.v1"}
    rest, _ = await sequenced.both("listLedgerEntries", {**kind, "after": listed.body["next_after"]})
    later = cast("list[dict[str, object]]", rest.body["data"])
    assert min(cast("int", each["index"]) for each in later) > max(
        cast("int", each["index"]) for each in found
    )
    actor = found[0]["actor"]
    by, _ = await sequenced.both("listLedgerEntries", {**kind, "actor": actor, "since": found[0]["at"]})
    assert {each["actor"] for each in cast("list[dict[str, object]]", by.body["data"])} == {actor}
    none, _ = await sequenced.both("listLedgerEntries", {"until": "2020-01-01T00:00:00Z"})
    assert none.body["data"] == []
    headers = sequenced.product.asha.headers
    export = await sequenced.product.rest.get("/api/v1/ledger/entries-export", params=kind, headers=headers)
    lines = [json.loads(line) for line in export.text.splitlines()]
    assert {line["state"] for line in lines} == {"included"}
    assert len(lines) >= 3


async def test_a_part_of_the_log_is_all_that_is_read(sequenced: Parity) -> None:
    """Entries of other kinds, tiles of entries, the whole export and everything beside the log are not there for who has a part."""
    reader, text = await a_key(sequenced, "ledger:read", "ledger:export", "payments:read")
    every, _ = await sequenced.both("listLedgerEntries", {"limit": 100})
    kinds = {str(each["type"]): str(each["id"]) for each in cast("list[dict[str, object]]", every.body["data"])}  # fmt: skip
    other = next(eid for kind, eid in kinds.items() if kind != "transaction.v1")
    asked = {
        "holder": reader,
        "expires_at": MONTH.isoformat(),
        "reason": "Audit",
        "types": ["transaction.v1"],
    }
    given = await sequenced.rest(
        "grantAccess", asked, {**sequenced.product.asha.headers, "idempotency-key": "part"}
    )
    assert given.code == "ok"
    listed, _ = await sequenced.both("listLedgerEntries", {"limit": 100}, credential=text)
    assert {each["type"] for each in cast("list[dict[str, object]]", listed.body["data"])} == {
        "transaction.v1"
    }
    for operation, wanted, code in (
        ("getLedgerEntry", {"entry_id": other}, "ledger_entry_not_found"),
        ("getEntryProof", {"entry_id": other}, "ledger_entry_not_found"),
        ("listTransactions", {}, "permission_denied"),
        ("listErasures", {}, "permission_denied"),
        ("getErasure", {"erasure_id": "ers_" + "0" * 26}, "permission_denied"),
        ("getLatestCheckpoint", {}, "ok"),
        ("getEntryProof", {"entry_id": kinds["transaction.v1"]}, "ok"),
    ):
        found, _ = await sequenced.both(operation, wanted, credential=text)
        assert found.code == code, operation
    for path in ("export", "tiles/tile/entries/000.p/1"):
        answer = await sequenced.product.rest.get(f"/api/v1/ledger/{path}", headers={"x-api-key": text})
        assert (answer.status_code, answer.json()["code"]) == (403, "permission_denied")


async def test_a_members_access_ends_by_itself(parity: Parity) -> None:
    """A member of the role auditor reads until their time is over, and one who has another role by then is not held to it."""
    services, system = parity.product.services, parity.product.asha.system
    member = await a_member(services, system, Role.AUDITOR, "auditor@example.com")  # type: ignore[arg-type]
    from_now = dt.datetime.now(dt.UTC)
    asked = {"holder": public("mbr", member.id), "expires_at": (from_now + dt.timedelta(days=1)).isoformat(), "reason": "x"}  # fmt: skip
    made = await parity.rest(
        "grantAccess", asked, {**parity.product.asha.headers, "idempotency-key": "member"}
    )
    assert made.code == "ok"
    token = await _signed_in(parity, member.address)
    assert (await parity.rest("listTransactions", {}, {"authorization": f"Bearer {token}"})).code == "ok"
    async with parity.product.base.database.transaction(system.tenant_id) as tx:
        await tx.execute(
            "UPDATE access_grant SET expires_at = now() WHERE holder = $1", public("mbr", member.id)
        )
    later = await _signed_in(parity, member.address)
    refused = await parity.rest("listTransactions", {}, {"authorization": f"Bearer {later}"})
    assert refused.code == "credential_ended"
    await services.members.change_role(system, member.id, Role.ANALYST)
    other = await _signed_in(parity, member.address)
    assert (await parity.rest("listTransactions", {}, {"authorization": f"Bearer {other}"})).code == "ok"


async def _signed_in(parity: Parity, address: str) -> str:
    session = await parity.product.services.sessions.sign_in(SignIn(address=address, password=PASSWORD))
    return session.sandbox_token
