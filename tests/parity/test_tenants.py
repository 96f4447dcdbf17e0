"""The tenant, its people and its credentials are the same on both faces."""

from collections.abc import Mapping
from uuid import uuid4

from core.ids import public
from tests.parity.faces import Parity

ANEW = ("id", "hint", "secret", "created_at", "expires_at", "rotated_from", "last_used_at", "revoked_at")


def id_in(body: Mapping[str, object], name: str) -> str:
    part = body[name]
    assert isinstance(part, dict)
    return str(part["id"])


async def test_the_tenant_is_read_and_renamed(parity: Parity) -> None:
    """Own tenant: shown and renamed. Another's: NOT_FOUND. A blank name: refused by field."""
    own, other = (public("ten", party.tenant.id) for party in (parity.product.asha, parity.product.other))
    shown, _ = await parity.both("getTenant", {"tenant_id": own})
    assert shown.body["name"] == "Asha Bank"
    renamed, _ = await parity.both("updateTenant", {"tenant_id": own, "name": "Asha Bank"})
    assert renamed.code == "ok"
    foreign, _ = await parity.both("getTenant", {"tenant_id": other})
    assert foreign.code == "tenant_not_found"
    blank, _ = await parity.both("updateTenant", {"tenant_id": own, "name": " "})
    assert blank.fields == ("name",)
    odd, _ = await parity.both("getTenant", {"tenant_id": "ten_x"})
    assert (odd.code, odd.fields) == ("invalid_id", ("tenant_id",))
    after, _ = await parity.both("listApiKeys", {"after": "key_x"})
    assert (after.code, after.fields) == ("invalid_id", ("after",))


async def test_keys_live_the_same_life(parity: Parity) -> None:
    """Create, get, rotate, revoke and list API keys; what is refused is refused alike."""
    asked = {"name": "parity", "scopes": ["decisions:create"]}
    rest, rpc = await parity.both(
        "createApiKey", asked, rest_key=str(uuid4()), rpc_key=str(uuid4()), ignored=ANEW
    )
    one, two = ({"key_id": id_in(made.body, "api_key")} for made in (rest, rpc))
    await parity.both("getApiKey", one)
    rotated, _ = await parity.both(
        "rotateApiKey",
        {**one, "grace_s": 60},
        rest_key=str(uuid4()),
        rpc_key=str(uuid4()),
        rpc_only=two,
        ignored=ANEW,
    )
    assert rotated.code == "ok"
    again, _ = await parity.both(
        "rotateApiKey", {**one, "grace_s": 60}, rest_key=str(uuid4()), rpc_key=str(uuid4())
    )
    assert again.code == "api_key_not_live"
    revoked, _ = await parity.both("revokeApiKey", one)
    assert revoked.body["status"] == "revoked"
    page, _ = await parity.both("listApiKeys", {"limit": 1})
    await parity.both("listApiKeys", {"limit": 1, "after": page.body["next_after"]})
    missing, _ = await parity.both("createApiKey", asked)
    assert missing.code == "idempotency_key_missing"
    beyond, _ = await parity.both(
        "createApiKey",
        {"name": "x", "scopes": ["tenants:create"]},
        rest_key=str(uuid4()),
        rpc_key=str(uuid4()),
    )
    assert beyond.fields == ("scopes",)
    foreign, _ = await parity.both("getApiKey", one, credential=parity.product.other.sandbox_key)
    assert foreign.code == "api_key_not_found"


async def test_clients_live_the_same_life(parity: Parity) -> None:
    """Create, get, rotate the secret of, revoke and list OAuth2 clients."""
    asked = {"name": "parity", "scopes": ["decisions:create"]}
    key, other = str(uuid4()), str(uuid4())
    rest, rpc = await parity.both("createOAuthClient", asked, rest_key=key, rpc_key=other, ignored=ANEW)
    one, two = ({"client_id": id_in(made.body, "oauth_client")} for made in (rest, rpc))
    await parity.both("getOAuthClient", one)
    rotated, _ = await parity.both(
        "rotateOAuthClientSecret", one, rest_key=key, rpc_key=other, rpc_only=two, ignored=ANEW
    )
    assert rotated.code == "ok"
    revoked, _ = await parity.both("revokeOAuthClient", one)
    assert revoked.body["revoked_at"]
    gone, _ = await parity.both("rotateOAuthClientSecret", one, rest_key=str(uuid4()), rpc_key=str(uuid4()))
    assert gone.code == "oauth_client_has_no_secret"
    await parity.both("listOAuthClients", {"limit": 1})
    bad = {**asked, "public_keys": [{"kty": "OKP", "kid": "1", "crv": "Ed25519", "x": "AA"}]}
    refused, _ = await parity.both("createOAuthClient", bad, rest_key=str(uuid4()), rpc_key=str(uuid4()))
    assert refused.fields == ("public_keys",)


async def test_people_are_invited_and_listed(parity: Parity) -> None:
    """Invite, list and revoke invitations; a member that is not there is NOT_FOUND; usage is told."""
    asked = {"address": "parity@example.com", "role": "viewer"}
    invited, _ = await parity.both(
        "inviteMember", asked, rest_key=str(uuid4()), rpc_key=str(uuid4()), ignored=ANEW
    )
    assert invited.body["role"] == "viewer"
    listed, _ = await parity.both("listInvitations")
    open_ones = listed.body["data"]
    assert isinstance(open_ones, list)
    assert len(open_ones) == 1
    await parity.both("listMembers")
    nobody = {"member_id": public("mbr", uuid4())}
    for operation, more in (("getMember", {}), ("updateMember", {"role": "admin"}), ("removeMember", {})):
        outcome, _ = await parity.both(operation, {**nobody, **more})
        assert outcome.code == "member_not_found"
    await parity.rest("revokeInvitation", {"invitation_id": open_ones[0]["id"]}, parity.product.asha.headers)
    twice, _ = await parity.both("revokeInvitation", {"invitation_id": open_ones[0]["id"]})
    assert twice.code == "invitation_not_found"
    bad, _ = await parity.both(
        "inviteMember", {**asked, "address": "nope"}, rest_key=str(uuid4()), rpc_key=str(uuid4())
    )
    assert bad.fields == ("address",)
    usage, _ = await parity.both("getUsage", {"first_day": "2026-11-01", "last_day": "2026-11-21"})
    assert usage.body["first_day"] == "2026-11-01"
    backwards, _ = await parity.both("getUsage", {"first_day": "2026-11-02", "last_day": "2026-11-01"})
    assert backwards.fields == ("first_day",)
    odd, _ = await parity.both("getUsage", {"first_day": "yesterday"}, ignored=("detail",))
    assert odd.fields == ("first_day",)
