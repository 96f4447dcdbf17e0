"""Settings of anchoring: off when nothing is set, refused by name when they do not fit together, and never shown."""

import pytest

from app import settings

WHOLE = {
    "COUNTERMARK_CHAIN_RPC_URLS": "https://one.example.com/v3/SECRETKEY, http://127.0.0.1:8545",
    "COUNTERMARK_CHAIN_ID": "11155111",
    "COUNTERMARK_CHAIN_ANCHOR_CONTRACT": "0x" + "ab" * 20,
}


def test_nothing_set_leaves_anchoring_off() -> None:
    """The default touches no chain."""
    assert not settings.from_environment({}).chain.on


def test_a_whole_set_is_read() -> None:
    """Endpoints in their order, the chain, the contract, and what is not told by its default."""
    chain = settings.from_environment(WHOLE).chain
    assert chain.on
    assert chain.endpoints.reveal() == ("https://one.example.com/v3/SECRETKEY", "http://127.0.0.1:8545")
    assert (chain.chain_id, chain.contract) == (11155111, b"\xab" * 20)
    assert (chain.anchoring.fee_ceiling_gwei, chain.anchoring.confirmations) == (20, 12)


def test_without_a_contract_it_waits_for_one() -> None:
    """Before the contract is deployed, commands know the chain, and the worker leaves it alone."""
    one = settings.from_environment(
        {name: text for name, text in WHOLE.items() if "CONTRACT" not in name}
    ).chain
    assert one.endpoints
    assert not one.on


def test_addresses_of_nodes_never_show() -> None:
    """They hold the provider's key."""
    assert "SECRETKEY" not in repr(settings.from_environment(WHOLE))


def test_payments_need_a_chain_and_no_node() -> None:
    """The server computes their terms by itself; for which chain it must be told."""
    payments = {"COUNTERMARK_VENDOR_PAYMENTS_CONTRACT": "0x" + "cd" * 20}
    chain = settings.from_environment({**payments, "COUNTERMARK_CHAIN_ID": "1"}).chain
    assert (chain.payments, chain.chain_id, chain.on) == (b"\xcd" * 20, 1, False)
    with pytest.raises(settings.SettingInvalid, match="VENDOR_PAYMENTS_CONTRACT"):
        settings.from_environment(payments)


@pytest.mark.parametrize(
    ("variable", "value"),
    [
        ("COUNTERMARK_CHAIN_RPC_URLS", "ws://127.0.0.1:8545"),
        ("COUNTERMARK_CHAIN_RPC_URLS", ""),  # and a contract
        ("COUNTERMARK_CHAIN_ID", ""),
        ("COUNTERMARK_CHAIN_ID", "mainnet"),
        ("COUNTERMARK_CHAIN_ANCHOR_CONTRACT", "0x1234"),
        ("COUNTERMARK_VENDOR_PAYMENTS_CONTRACT", "0x1234"),
        ("COUNTERMARK_CHAIN_FEE_CEILING_GWEI", "0"),
        ("COUNTERMARK_CHAIN_CONFIRMATIONS", "0"),
        ("COUNTERMARK_CHAIN_ANCHOR_EVERY_S", "hourly"),
    ],
)
def test_what_cannot_be_used_is_refused_by_name(variable: str, value: str) -> None:
    """Each names a variable that is to be changed; the entry point exits with 2."""
    named = "COUNTERMARK_CHAIN_ANCHOR_CONTRACT" if variable.endswith("URLS") and not value else variable
    with pytest.raises(settings.SettingInvalid, match=named):
        settings.from_environment(WHOLE | {variable: value})
