"""One page of the documentation, followed from top to bottom by a reader with a sandbox of their own."""

import os
import pathlib
import re
import uuid
from collections.abc import Mapping

import httpx
import msgspec

from api.rest.binding import bind
from api.rest.nouns import OPERATIONS
from app.settings import PREFIX
from resolution.connectors.messages import MessageArguments
from tools.docs_compare import ANYTHING, bound, difference, ids, same
from tools.docs_fences import DRAWINGS, Block, Unreadable, blocks
from tools.docs_languages import LANGUAGES, run_program
from tools.docs_session import Ran, Session, statements

_URL, _REST, _GRPC = "http://127.0.0.1:8080", "127.0.0.1:8080", "127.0.0.1:8081"
_PLACEHOLDER = re.compile(rf"\b([a-z]{{2,4}})_{ANYTHING}")
_OUTPUTS = ("json", "text", "http")
_COMMAND = re.compile(r"^\$ ((?:.*\\\n)*.*\n)((?:(?!\$ ).*\n)*)", re.MULTILINE)
_SEND_S = 60.0
_SERVES_S = 3
_BODIES = {
    body.__name__: body
    for operation in OPERATIONS
    for body in (bind(operation).body,)
    if isinstance(body, type)
} | {MessageArguments.__name__: MessageArguments}


class Counts(msgspec.Struct):
    """What was done over all pages. failures: a line each. tests: files that run blocks of a page."""

    pages: int = 0
    run: int = 0
    compared: int = 0
    links: int = 0
    failures: list[str] = []
    tests: set[str] = set()


class Place(msgspec.Struct, frozen=True, kw_only=True):
    """Where a page is followed: a folder, the live service, and a sandbox of one's own."""

    folder: pathlib.Path
    variables: Mapping[str, str]
    url: str
    grpc: str
    key: str
    client_id: str
    client_secret: str
    tenant: str
    environment: str

    def environ(self, root: pathlib.Path) -> dict[str, str]:
        """The variables of a reader's shell."""
        own = {
            "URL": self.url,
            "KEY": self.key,
            "TENANT": self.tenant,
            f"{PREFIX}URL": self.url,
            f"{PREFIX}BASE_URL": self.url,
            f"{PREFIX}GRPC_ADDRESS": self.grpc,
            f"{PREFIX}GRPC": self.grpc,
            f"{PREFIX}API_KEY": self.key,
            f"{PREFIX}CLIENT_ID": self.client_id,
            f"{PREFIX}CLIENT_SECRET": self.client_secret,
            "PATH": f"{root / '.venv' / 'bin'}{os.pathsep}{self.variables['PATH']}",
            "PYTHONPATH": f"{root}{os.pathsep}{root / 'sdk_clients' / 'python'}",
            "COLUMNS": "160",
        }
        return {**self.variables, **own}


class Page:
    """The reader of one page. name: its path in the repository."""

    def __init__(
        self, path: pathlib.Path, root: pathlib.Path, place: Place, *, verbose: bool = False
    ) -> None:
        self.name = path.relative_to(root).as_posix() if path.is_relative_to(root) else path.name
        self._text = path.read_text("utf-8")
        self._root, self._place, self._verbose = root, place, verbose
        self._sessions = dict[str, Session]()
        self._latest = {"ten": place.tenant, "env": place.environment}
        self._stands = dict[str, str]()
        self._last: Ran | None = None
        self._files = dict[str, int]()
        self._later = ""

    def follow(self, counts: Counts) -> None:
        try:
            found = blocks(self._text)
        except Unreadable as refused:
            counts.failures.append(f"{self.name}: {refused}")
            return
        try:
            for at, block in enumerate(found):
                self._later = "\n".join(each.text for each in found[at + 1 :])
                refusal = self._do(block, counts)
                if refusal:
                    counts.failures.append(f"{self.name}:{block.line}: {refusal}")
        finally:
            for session in self._sessions.values():
                session.close()

    def _do(self, block: Block, counts: Counts) -> str:
        """Carry out one block. Returns: what is wrong with it, or nothing."""
        match block.language, block.attributes:
            case "prepare", {"in": language}:
                ran = self._session(language).run(self._filled(block.text))
                self._learn(ran)
                return f"the preparation failed:\n{ran.printed}" if ran.failed else ""
            case language, attributes if language in DRAWINGS:
                return "" if not attributes else "a drawing says nothing else"
            case _, {"by": test}:
                return self._by(block, test, counts)
            case _, {"title": name}:
                return self._write(block, name, counts)
            case "console", _:
                return self._console(block, counts)
            case language, attributes if language in (*_OUTPUTS, "python") and "schema" in attributes:
                return self._checked(block, counts)
            case "json", {"send": request}:
                return self._ran(self._sent(block, request), block, counts)
            case "sh", _:
                return self._ran(
                    self._commands(block.text, serves="serves" in block.attributes), block, counts
                )
            case "python", _:
                return self._ran(self._session("python").run(self._filled(block.text)), block, counts)
            case language, _ if language in LANGUAGES:
                ran = run_program(
                    language,
                    self._filled(block.text),
                    self._place.folder,
                    self._root,
                    self._place.environ(self._root),
                )
                return self._ran(ran, block, counts)
            case language, _ if language in _OUTPUTS:
                return self._compare(block, counts)
        return f"nothing runs a block of {block.language}"

    def _session(self, language: str) -> Session:
        if language not in self._sessions:
            self._sessions[language] = Session(language, self._place.folder, self._place.environ(self._root))
        return self._sessions[language]

    def _filled(self, text: str) -> str:
        """The page's text with what its placeholders and ids stand for here."""
        place = self._place
        text = text.replace(_URL, place.url).replace(_REST, place.url.removeprefix("http://"))
        text = text.replace(_GRPC, place.grpc).replace(f"cmk_sandbox_{ANYTHING}", place.key)
        for ours, theirs in self._stands.items():
            text = text.replace(ours, theirs)
        return _PLACEHOLDER.sub(lambda each: self._latest.get(each[1], each[0]), text)

    def _learn(self, ran: Ran) -> None:
        self._latest.update(ids(ran.printed))

    def _ran(self, ran: Ran, block: Block, counts: Counts) -> str:
        counts.run += 1
        self._last = ran
        self._learn(ran)
        if self._verbose:
            print(f"--- {self.name}:{block.line}\n{ran.printed}")
        meant = "fails" in block.attributes
        if ran.failed == meant:
            return ""
        return f"{'nothing failed' if meant else 'it failed'}:\n{ran.printed}"

    def _commands(self, text: str, *, serves: bool) -> Ran:
        """Run a block command by command: an id that one prints may be meant by the next. serves: the last goes on until it is ended."""
        printed, failed = "", False
        parts = list(statements(text))
        if serves:
            parts[-1] = f"{parts[-1].rstrip()} &\nsleep {_SERVES_S}; kill $!\n"
        for command in parts:
            ran = self._session("sh").run(self._filled(command))
            self._learn(ran)
            printed, failed = printed + ran.printed, failed or ran.failed
        return Ran(printed, failed)

    def _console(self, block: Block, counts: Counts) -> str:
        """Commands behind `$ `, each with what it printed."""
        steps = _COMMAND.findall(block.text)
        if not steps or sum(len(said) + len(told) + 2 for said, told in steps) != len(block.text):
            return "a console begins with `$ `"
        refusals = list[str]()
        for said, told in steps:
            ran = self._session("sh").run(self._filled(said))
            refusal = self._ran(ran, block, counts)
            self._stands.update(bound(told, ran.printed))
            counts.compared += bool(told.strip())
            if not refusal and told.strip() and not same(told, self._as_told(ran.printed)):
                refusal = f"{said.strip()} printed\n{ran.printed}"
            refusals.append(refusal)
        return "\n".join(each for each in refusals if each)

    def _as_told(self, printed: str) -> str:
        """What was printed with the addresses that pages have."""
        place = self._place
        return printed.replace(place.url, _URL).replace(place.grpc, _GRPC)

    def _compare(self, block: Block, counts: Counts) -> str:
        """An output: of what ran last, if that has none yet."""
        last, self._last = self._last, None
        if last is None:
            return "an output of nothing: no block before it was run, or its output is told already"
        counts.compared += 1
        self._stands.update(bound(block.text, last.printed))
        printed = self._as_told(last.printed)
        if "shortened" in block.attributes:
            found = difference(block.text, printed)
            return f"{found}; this was printed:\n{printed}" if found else ""
        return "" if same(block.text, printed) else f"this was printed instead:\n{printed}"

    def _sent(self, block: Block, request: str) -> Ran:
        method, _, path = request.partition(" ")
        answer = httpx.request(
            method,
            self._place.url + self._filled(path),
            content=self._filled(block.text).encode(),
            headers={
                "X-API-Key": self._place.key,
                "Content-Type": block.attributes.get("type", "application/json"),
                "Idempotency-Key": uuid.uuid4().hex,
            },
            timeout=_SEND_S,
            trust_env=False,
        )
        wanted = block.attributes.get("status")
        refused = not answer.is_success if wanted is None else str(answer.status_code) != wanted
        return Ran(answer.text if not refused else f"{answer.status_code} {answer.text}", refused)

    def _checked(self, block: Block, counts: Counts) -> str:
        """An example that is not sent is what the operation would take."""
        counts.run += 1
        kind = _BODIES.get(block.attributes["schema"])
        if kind is None:
            return f"no operation takes a body of {block.attributes['schema']}"
        try:
            msgspec.json.decode(self._filled(block.text), type=kind)
        except msgspec.DecodeError as refused:
            return str(refused)
        return ""

    def _write(self, block: Block, name: str, counts: Counts) -> str:
        """A file of the reader's, which a later block takes."""
        counts.run += 1
        target = (self._place.folder / name).resolve()
        if not target.is_relative_to(self._place.folder.resolve()):
            return f"{name} is outside of the folder"
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(self._filled(block.text), "utf-8")
        return "" if name in self._later else f"no later block names {name}"

    def _by(self, block: Block, test: str, counts: Counts) -> str:
        """A block that a test runs: the test names the page, or each line of the block stands in the script of CI."""
        counts.run += 1
        found = self._root / test
        if not found.is_file():
            return f"there is no {test}"
        text = found.read_text("utf-8")
        if test.startswith("tests/"):
            counts.tests.add(test)
            return "" if pathlib.PurePosixPath(self.name).name in text else f"{test} does not name this page"
        lines = [line.partition("  #")[0].strip() for line in block.text.splitlines()]
        missing = [line for line in lines if line and not runs_in(text, line)]
        return f"{test} does not have {missing}" if missing else ""


def runs_in(script: str, line: str) -> bool:
    """Whether a script has a command: as it is, or a target of make as one of its steps."""
    target = re.fullmatch(r"make ([\w-]+)", line)
    if target is None:
        return line in script
    return re.search(rf"^(\d+ {target[1]} .*|.*\bmake .*\b{target[1]})$", script, re.MULTILINE) is not None
