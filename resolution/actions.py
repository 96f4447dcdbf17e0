"""What a step of a workflow may do to the outside: actions, allowed by their names and by nothing else.

An action is carried out at least once, under a key that is the same over all retries of one step and over the death of
a worker between the deed and its record. Whoever is called acts once for each key; that is how the effect happens once.
"""

from collections.abc import Iterable, Mapping
from typing import Protocol
from uuid import UUID

import msgspec

from core.json_values import JsonValue
from tenants.principals import Mode

CODE_CHARS_MAX = 64


class ActionCall(msgspec.Struct, frozen=True, kw_only=True):
    """One attempt. step: where it stands in the definition, a JSON pointer. attempt: from 1. key: the same over retries.

    mode: the side of the tenant. arguments: as the action's schema has them. They may be personal: they are never logged, and rest only sealed.
    """

    environment_id: UUID
    instance_id: UUID
    step: str
    attempt: int
    key: str
    mode: Mode = "live"
    arguments: Mapping[str, JsonValue]


class ActionDone(msgspec.Struct, frozen=True, kw_only=True):
    """What later steps may read of it. It rests sealed, in the transaction that moves the instance on."""

    output: Mapping[str, JsonValue]


class ActionFailed(Exception):
    """It was not done, or nobody knows. code: of the action's own documented list, never a text of the far side."""

    def __init__(self, code: str, *, retryable: bool) -> None:
        super().__init__(code)
        self.code = code[:CODE_CHARS_MAX]
        self.retryable = retryable


class Action(Protocol):
    """name: `family.verb`, as definitions write it. arguments: JSON Schema (2020-12) of an object.

    What does not fit it, the action refuses as `arguments_refused`.
    """

    @property
    def name(self) -> str: ...

    @property
    def arguments(self) -> Mapping[str, JsonValue]: ...

    async def carry_out(self, call: ActionCall) -> ActionDone:
        """Act, once for each key. Raises: ActionFailed; anything else is a fault of ours and tried again later."""


class ActionUnknown(KeyError):
    """No action of that name is allowed here."""


class Actions:
    """The allow-list: what `app/wiring` built, by name."""

    def __init__(self, actions: Iterable[Action] = ()) -> None:
        self._actions: dict[str, Action] = {}
        for action in actions:
            if action.name in self._actions:
                raise ValueError(f"two actions are called {action.name}")
            self._actions[action.name] = action

    def __contains__(self, name: object) -> bool:
        return name in self._actions

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(sorted(self._actions))

    @property
    def schemas(self) -> Mapping[str, Mapping[str, JsonValue]]:
        """What each is called with."""
        return {name: action.arguments for name, action in self._actions.items()}

    def get(self, name: str) -> Action:
        """Raises: ActionUnknown."""
        try:
            return self._actions[name]
        except KeyError:
            raise ActionUnknown(name) from None
