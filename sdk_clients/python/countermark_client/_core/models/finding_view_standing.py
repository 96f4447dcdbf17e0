# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

from typing import Literal, cast

FindingViewStanding = Literal["conflict", "duplicate", "existing", "notice", "refused", "skipped"]


def check_finding_view_standing(value: str) -> FindingViewStanding:
    """A word of a later version is let through."""
    return cast(FindingViewStanding, value)
