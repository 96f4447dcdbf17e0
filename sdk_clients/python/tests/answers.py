"""What the scripted server answers."""

from __future__ import annotations

from typing import Any

PRINCIPAL: dict[str, Any] = {
    "kind": "api_key",
    "id": "key_01kc1x5w3efvr9q2d8m4n6p7hs",
    "tenant_id": "ten_01kc1x5w3efvr9q2d8m4n6p7hs",
    "environment_id": "env_01kc1x5w3efvr9q2d8m4n6p7hs",
    "mode": "sandbox",
    "permissions": ["decisions:read"],
    "added_later": {"deep": True},
}


def problem(status: int, code: str, **more: object) -> dict[str, object]:
    return {
        "type": f"/docs/errors/{code}",
        "title": "Title",
        "status": status,
        "detail": "What went wrong.",
        "code": code,
        "fix": "What to change.",
        "request_id": "req_1",
        "errors": [],
        **more,
    }
