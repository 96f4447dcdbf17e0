"""Who calls: the same answer and the same refusals on both faces."""

import pytest

from tests.parity.faces import Parity


async def test_the_caller(parity: Parity) -> None:
    """Both faces see the same principal."""
    rest, _ = await parity.both("getPrincipal")
    assert rest.code == "ok"
    assert rest.body["mode"] == "sandbox"
    rest, _ = await parity.both("getPrincipal", credential=parity.product.asha.live_key)
    assert rest.body["mode"] == "live"


@pytest.mark.parametrize("credential", ["", "nonsense", "cmk_sandbox_AAAAAAAAAAAA_" + "A" * 38])
async def test_credentials_that_are_none(parity: Parity, credential: str) -> None:
    """A missing and a wrong credential are refused with the same code."""
    rest, _ = await parity.both("getPrincipal", credential=credential)
    assert rest.code in {"credential_missing", "credential_invalid"}


async def test_a_version_of_another_day(parity: Parity) -> None:
    """An unknown version is refused with the same code."""
    rest, _ = await parity.both("getPrincipal", version="2020-01-01")
    assert rest.code == "unknown_api_version"
