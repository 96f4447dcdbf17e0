"""A tenant's first day over HTTP: invited, signed in, second factor, keys; as a browser and a server would do it."""

import base64
import pathlib
from collections.abc import AsyncIterator
from uuid import uuid4

import httpx
import pyotp
import pytest

from core.clock import SystemClock
from core.outbox import Message
from core.postgres import EmbeddedPostgres
from tenants.mail import FolderMailer, InvitationMail
from tests.product import Product, product
from tests.tenants.conftest import PASSWORD


@pytest.fixture(scope="module")
async def running(
    postgres: EmbeddedPostgres, tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[Product]:
    async with product(postgres, tmp_path_factory.mktemp("journey")) as opened:
        yield opened


async def invited(running: Product, role: str, folder: pathlib.Path) -> tuple[str, str]:
    """Invite somebody by the API, and read the link where the worker mails it. Returns: address and token."""
    address = f"{uuid4().hex[:12]}@example.com"
    answer = await running.rest.post(
        "/api/v1/invitations",
        headers={**running.asha.headers, "idempotency-key": str(uuid4())},
        json={"address": address, "role": role},
    )
    assert answer.status_code == 201
    assert "cmi_" not in answer.text
    environment_id = running.asha.system.environment_id
    async with running.base.database.transaction(environment_id) as tx:
        row = await tx.fetchrow("SELECT id, topic, payload, created_at FROM outbox ORDER BY id DESC LIMIT 1")
    assert row is not None
    mail = InvitationMail(running.base.tenants.vaults, FolderMailer(folder))
    await mail.deliver(Message(environment_id=environment_id, **dict(row)))
    text = (folder / f"{row['id']}.txt").read_text()
    return address, text.partition("#")[2].split()[0]


async def signed_in(running: Product, body: dict[str, str]) -> httpx.Response:
    return await running.rest.post("/api/v1/sessions", json=body)


async def test_from_invitation_to_a_key_of_ones_own(running: Product, tmp_path: pathlib.Path) -> None:
    """Accept, sign in, set up a second factor, sign in with it, make a key, use it, sign out."""
    rest = running.rest
    address, token = await invited(running, "owner", tmp_path)
    accepted = await rest.post("/api/v1/invitations/accept", json={"token": token, "password": PASSWORD})
    assert (accepted.status_code, accepted.json()["address"]) == (201, address)
    once = await signed_in(running, {"address": address, "password": PASSWORD})
    assert once.status_code == 201
    live = {"authorization": f"Bearer {once.json()['live_token']}"}
    who = (await rest.get("/api/v1/principal", headers=live)).json()
    assert (who["kind"], who["mode"], who["id"]) == ("member", "live", accepted.json()["id"])

    begun = await rest.post("/api/v1/profile/second-factor", headers=live, json={"password": PASSWORD})
    assert begun.status_code == 201
    totp = pyotp.parse_uri(begun.json()["uri"])
    assert isinstance(totp, pyotp.TOTP)
    code = totp.at(SystemClock().now())
    confirmed = await rest.post("/api/v1/profile/second-factor/confirm", headers=live, json={"code": code})
    assert len(confirmed.json()["codes"]) == 10
    asked = await signed_in(running, {"address": address, "password": PASSWORD})
    assert (asked.status_code, asked.json()["code"]) == (401, "second_factor_required")
    recovery = confirmed.json()["codes"][0]
    again = await signed_in(running, {"address": address, "password": PASSWORD, "code": recovery})
    assert again.status_code == 201

    sandbox = {"authorization": f"Bearer {again.json()['sandbox_token']}"}
    key = str(uuid4())
    body = {"name": "checkout", "scopes": ["decisions:create", "decisions:read"]}
    made = [
        await rest.post("/api/v1/api-keys", headers={**sandbox, "idempotency-key": key}, json=body)
        for _ in range(2)
    ]
    assert made[0].json() == made[1].json()
    assert made[1].headers["idempotent-replayed"] == "true"
    used = await rest.get("/api/v1/principal", headers={"x-api-key": made[0].json()["secret"]})
    assert used.json()["permissions"] == ["decisions:create", "decisions:read"]
    assert used.headers["ratelimit-policy"].startswith('"')
    gone = await rest.delete(f"/api/v1/sessions/{again.json()['id']}", headers=sandbox)
    assert gone.status_code == 204


async def test_the_replayed_secret_rests_sealed(running: Product) -> None:
    """The stored answer of a keyed request holds a new key only as ciphertext."""
    headers = {**running.asha.headers, "idempotency-key": str(uuid4())}
    body = {"name": "sealed", "scopes": ["decisions:read"]}
    secret = (await running.rest.post("/api/v1/api-keys", headers=headers, json=body)).json()["secret"]
    environment_id = running.asha.system.environment_id
    async with running.base.database.transaction(environment_id) as tx:
        rows = await tx.fetch("SELECT body FROM idempotency_key WHERE body IS NOT NULL")
    assert rows
    for row in rows:
        assert secret.encode() not in row["body"]
        assert base64.b64encode(secret.encode())[:20] not in row["body"]


@pytest.mark.parametrize(
    ("method", "path", "body"),
    [
        ("GET", "/api/v1/sessions", None),
        ("POST", "/api/v1/profile/password", {"password": "x", "new_password": PASSWORD}),
        ("POST", "/api/v1/profile/second-factor", {"password": "x"}),
        ("POST", "/api/v1/tenants", {"name": "New Bank"}),
    ],
)
async def test_what_only_people_or_the_installation_may_do(
    running: Product, method: str, path: str, body: dict[str, str] | None
) -> None:
    """A key with every permission of a tenant is no person and makes no tenants: 403, with the fix."""
    headers = {**running.asha.headers, "idempotency-key": str(uuid4())}
    answer = await running.rest.request(method, path, headers=headers, json=body)
    assert (answer.status_code, answer.json()["code"]) == (403, "permission_denied")


@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("/api/v1/sessions", {"address": "canary@example.com", "password": "canary-password"}),
        ("/api/v1/invitations/accept", {"token": "cmi_live_canary", "password": "canary-password-long"}),
        ("/api/v1/sessions", {"address": "canary", "password": ""}),
    ],
)
async def test_refusals_repeat_nothing_personal(
    running: Product, path: str, body: dict[str, str], caplog: pytest.LogCaptureFixture
) -> None:
    """Neither the answer nor the log repeats an address, a password or a token that was refused."""
    with caplog.at_level("DEBUG"):
        answer = await running.rest.post(path, json=body)
    assert answer.status_code in {400, 401}
    assert "canary" not in answer.text
    assert "canary" not in caplog.text


async def test_bodies_are_strict(running: Product) -> None:
    """Unknown fields, unknown scopes and times without a zone are refused by name."""
    cases = [
        ({"name": "x", "scopes": ["decisions:read"], "admin": True}, "admin"),
        ({"name": "x", "scopes": ["everything"]}, "scopes[0]"),
        ({"name": "x", "scopes": []}, "scopes"),
        ({"name": " x", "scopes": ["decisions:read"]}, "name"),
        ({"name": "x", "scopes": ["decisions:read"], "expires_at": "2027-01-01T00:00:00"}, "expires_at"),
        ({"name": "x", "scopes": ["decisions:read"], "expires_at": "2020-01-01T00:00:00Z"}, "expires_at"),
        (
            {"name": "x", "scopes": ["decisions:read"], "expires_at": "9999-12-31T23:59:59-23:00"},
            "expires_at",
        ),
    ]
    for body, field in cases:
        headers = {**running.asha.headers, "idempotency-key": str(uuid4())}
        answer = await running.rest.post("/api/v1/api-keys", headers=headers, json=body)
        assert (answer.status_code, answer.json()["errors"][0]["field"]) == (400, field), answer.text
