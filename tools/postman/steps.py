"""How a request of the collection is declared: which operation, and what is not as the document's example has it."""

from collections.abc import Mapping

import msgspec

from tools.postman.document import Json

MEMBER = "{{member_token}}"
SECOND = "{{second_token}}"
MEMBER_LIVE = "{{member_live_token}}"
SECOND_LIVE = "{{second_live_token}}"
NOBODY = ""


class Step(msgspec.Struct, frozen=True, kw_only=True):
    """One request. Texts may hold `{{variable}}`; a text that is all of `#{{variable}}` becomes a number.

    name: what it is called; the operation's summary when empty.
    path, query: values by name; a part of the path that is not given is the variable of its name.
    change: replaces fields of the document's example at its top level. without: drops fields of it. body: stands instead of it.
    text, media: a body that is not JSON, and its media type. form: fields of a form, files as `@path` from the root of the repository.
    status, code: when it shall be refused: with what, and with which code of the problem.
    save: a variable by the place of its value in the answer, such as `data.0.id`.
    expect: values that the answer must hold by place; `{{variable}}` is what was kept.
    until: asks again, twice a second, until the answer holds one of the values at this place, or any where none is named.
    auth: None for the collection's token, a text for another bearer token, NOBODY for none. headers: further ones.
    before: lines of JavaScript that run before it is sent. then: lines of JavaScript that run after it was answered well.
    again: how often it is asked at most, for `until`. back: asks the request before it again, too, since what that made was over already.
    why: shown in its description.
    """

    operation: str
    name: str = ""
    path: Mapping[str, str] = {}
    query: Mapping[str, str] = {}
    change: Mapping[str, Json] = {}
    without: tuple[str, ...] = ()
    body: Json = None
    text: str = ""
    media: str = ""
    form: Mapping[str, str] = {}
    status: int = 0
    code: str = ""
    save: Mapping[str, str] = {}
    expect: Mapping[str, Json] = {}
    until: Mapping[str, tuple[Json, ...]] = {}
    auth: str | None = None
    headers: Mapping[str, str] = {}
    before: tuple[str, ...] = ()
    then: tuple[str, ...] = ()
    sets: tuple[str, ...] = ()
    again: int = 120
    back: bool = False
    why: str = ""


class Folder(msgspec.Struct, frozen=True, kw_only=True):
    """A flow, or the operations of one tag in the order in which they can be asked."""

    name: str
    words: str
    steps: tuple[Step, ...]


class ScenarioMissing(Exception):
    """The collection cannot be made: an operation needs what no step gives. The message names it."""
