"""The allow-list of what a workflow may do."""

import pytest

from core.json_values import JsonValue
from resolution.actions import ActionCall, ActionDone, Actions, ActionUnknown


class Named:
    """An action that does nothing but have a name."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.arguments: dict[str, JsonValue] = {"type": "object"}

    async def carry_out(self, call: ActionCall) -> ActionDone:
        return ActionDone(output={"key": call.key})


def test_only_listed_actions_are_found() -> None:
    """What the wiring did not list cannot be called, whatever a definition names."""
    actions = Actions([Named("mail.send"), Named("case.open")])
    assert actions.names == ("case.open", "mail.send")
    assert "mail.send" in actions
    with pytest.raises(ActionUnknown):
        actions.get("shell.run")


def test_a_name_means_one_action() -> None:
    """Two adapters under one name are a fault of the wiring, found at the start."""
    with pytest.raises(ValueError, match=r"mail\.send"):
        Actions([Named("mail.send"), Named("mail.send")])
