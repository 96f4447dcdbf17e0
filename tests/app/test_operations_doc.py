"""docs/operations.md says what the code does: each setting with its default, each metric, each field of a log line."""

import pathlib
import re

import pytest

from app import settings
from core.logs import ALWAYS, FIELDS, ON_ERROR

TEXT = (pathlib.Path(__file__).parent.parent.parent / "docs" / "operations.md").read_text("utf-8")
SETTING = re.compile(r"^\| `(COUNTERMARK_[A-Z_]+)` \| (?:`([^`]*)`)? ?\|", re.MULTILINE)


def test_every_setting_is_documented_with_its_default() -> None:
    """The table has exactly the variables that are read, and the defaults that they have."""
    assert dict(SETTING.findall(TEXT)) == settings.defaults()


def test_a_wrong_value_and_an_unknown_name_are_refused_by_name() -> None:
    """What the page promises: the message names the variable."""
    for variable, value in (
        ("COUNTERMARK_REST_PORT", "many"),
        ("COUNTERMARK_REST_PROT", "8080"),
        ("COUNTERMARK_GRPC_PORT", "8080"),  # REST's
        ("COUNTERMARK_PUBLIC_URL", ""),
        ("COUNTERMARK_PUBLIC_URL", "ftp://example.com"),
        ("COUNTERMARK_DATABASE_APP_URL", "postgresql://app@db.example.com/countermark"),  # and no owner's
        ("COUNTERMARK_TRITON_URL", "triton:8001"),
        ("COUNTERMARK_TRITON_TIMEOUT_MS", "0"),
    ):
        with pytest.raises(settings.SettingInvalid, match=variable):
            settings.from_environment({variable: value})


def test_every_field_of_a_line_is_documented() -> None:
    """A reader of logs finds each field on the page."""
    logs = TEXT.partition("## Logs")[2].partition("\n## ")[0]
    assert {f"`{field}`" for field in (*ALWAYS, *FIELDS, *ON_ERROR, "request_id")} <= set(
        re.findall(r"`[a-z_]+`", logs)
    )
