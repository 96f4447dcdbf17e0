# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

from typing import Literal, cast

LoginResultStatus = Literal["conflict", "existing", "recorded"]


def check_login_result_status(value: str) -> LoginResultStatus:
    """A word of a later version is let through."""
    return cast(LoginResultStatus, value)
