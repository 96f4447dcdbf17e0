"""Packs of rules are the same on both faces: listed with their sources, installed as drafts, refused where they do not fit."""

from tests.parity.faces import Parity


async def test_packs_are_listed_with_their_sources(parity: Parity) -> None:
    """Whoever reads rules sees what ships, from where, and what to confirm."""
    listed, _ = await parity.both("listRulePacks", {})
    packs = listed.body["data"]
    assert isinstance(packs, list)
    assert [each["edition"] for each in packs if each["id"] == "upi-limits"] == ["2025-09-15", "2024-09-15"]
    assert all(each["sources"] and each["to_confirm"] for each in packs)


async def test_a_pack_is_installed_as_a_draft(parity: Parity) -> None:
    """The second face finds the same version; a use case without payments is refused with the facts that it lacks."""
    asked = {"use_case": "transaction-anomaly", "pack": "upi-limits", "edition": "2024-09-15"}
    made, _ = await parity.both("installRulePack", asked)
    assert made.body["reason"] == "Pack upi-limits, edition 2024-09-15."
    newer, _ = await parity.both("installRulePack", {**asked, "edition": "2025-09-15", "reason": "newer"})
    assert newer.body["number"] == made.body["number"] + 1  # type: ignore[operator]
    refused, _ = await parity.both("installRulePack", {**asked, "use_case": "churn-score"})
    assert refused.code == "rule_pack_does_not_fit"
    refused, _ = await parity.both("installRulePack", {**asked, "pack": "gold-limits"})
    assert refused.code == "rule_pack_not_found"
    refused, _ = await parity.both("installRulePack", {**asked, "edition": "soon"})
    assert (refused.code, refused.fields) == ("invalid_request", ("edition",))
