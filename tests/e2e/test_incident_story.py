"""docs/from-incident-to-rule.md, carried out: each of its commands in its order on the running service, by two members.

The commands, what they print, and the texts that a reader is told to write are taken from the page. Its ids stand for those
of the run; `…` stands for anything.
"""

import concurrent.futures
import csv
import datetime as dt
import json
import pathlib
import re
import shlex
import time

import httpx
import msgspec
import pytest

from app import launch
from app.cli.main import main
from app.settings import PREFIX, inherited_environment
from tests.e2e.watched import Watched
from tests.tenants.conftest import PASSWORD

PAGE = (pathlib.Path(__file__).parent.parent.parent / "docs" / "from-incident-to-rule.md").read_text("utf-8")
USE_CASE = "transaction-anomaly"
ABROAD = {"amount_minor": 4_050_000, "method": "card", "country": "KH", "occurred_at": "2026-11-20T20:10:00Z"}
PAYMENTS = [
    ABROAD,
    {**ABROAD, "amount_minor": 5_400_000, "country": "TH"},
    {**ABROAD, "amount_minor": 2_700_000, "occurred_at": "2026-11-20T09:30:00Z"},
    {**ABROAD, "amount_minor": 1_500_000, "occurred_at": "2026-11-20T09:30:00Z"},
    {**ABROAD, "amount_minor": 2_700_000, "country": "NP", "occurred_at": "2026-11-20T09:30:00Z"},
    *(
        {"amount_minor": 25_075 + 100 * each, "method": "upi", "occurred_at": "2026-11-20T10:00:00Z"}
        for each in range(8)
    ),
]
SECONDS_KEY = {"compare", "approve"}
ANSWERS_WITHIN_S = 90.0


class Step(msgspec.Struct, frozen=True):
    """said: a line of the page as one types it. quoted: what the page says that it prints."""

    said: str
    quoted: str

    @property
    def fails(self) -> bool:
        """Ends with 1: what is refused, a case that fails, a difference."""
        return self.said.split()[2:3] == ["diff"] or any(word in self.quoted for word in ("refused:", "FAIL"))


def steps() -> list[Step]:
    blocks = re.findall(r"^```console[^\n]*\n(.*?)^```$", PAGE, re.DOTALL | re.MULTILINE)
    found = [
        Step(said.replace("\\\n", " ").strip(), quoted)
        for block in blocks
        for said, quoted in re.findall(r"^\$ ((?:.*\\\n)*.*\n)((?:(?!\$ ).*\n)*)", block, re.MULTILINE)
    ]
    assert len(found) == PAGE.count("$ countermark ") > 0
    return found


def holds(quoted: str, printed: str) -> bool:
    """Whether what the page quotes stands in what was printed, in its order; `…` is anything, and so are a score's digits."""
    told = re.sub(r"0\.\d+", "0.#", "".join(printed.split()))
    at = 0
    for part in re.sub(r"0\.\d+", "0.#", "".join(quoted.split())).split("…"):
        found = told.find(part, at)
        if found < 0:
            return False
        at = found + len(part)
    return True


class Reader:
    """Who follows the page: a shell in a folder of its own, and what ids the page's stand for."""

    def __init__(
        self, service: Watched, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
    ) -> None:
        self._monkeypatch, self._capsys = monkeypatch, capsys
        grpc_port = int(service.service.grpc_address.rpartition(":")[2])
        here = launch.environment(
            service.service.data_dir, rest_port=service.service.rest_port, grpc_port=grpc_port
        )
        for name in inherited_environment():
            if name.startswith(PREFIX):
                monkeypatch.delenv(name)
        for name, value in here.items():
            monkeypatch.setenv(name, value)
        monkeypatch.setenv("COUNTERMARK_URL", service.service.rest_url)
        day = dt.datetime.now(dt.UTC).date() - dt.timedelta(days=1)
        self.stands_for = {r"--since \S+": f"--since {day}"}

    def run(self, *arguments: str, key: str = "", fails: bool = False) -> str:
        """Run one command as its process would, outside this test's loop. Returns: what it printed."""
        self._monkeypatch.setenv("COUNTERMARK_API_KEY", key)
        self._monkeypatch.setattr("sys.argv", ["countermark", *arguments])
        with concurrent.futures.ThreadPoolExecutor(1) as beside:
            raised = beside.submit(main).exception()
        assert isinstance(raised, SystemExit), (arguments, raised)
        out, err = self._capsys.readouterr()
        assert bool(raised.code) is fails, (arguments, raised.code, out, err)
        return out + err

    def ours(self, text: str) -> str:
        """The page's text with the ids of this run."""
        for pattern, value in self.stands_for.items():
            text = re.sub(pattern, value, text)
        return text

    def follow(self, step: Step, keys: dict[str, str]) -> str:
        """Carry out one line of the page, and hold it to what the page quotes."""
        printed = ""
        for command in self.ours(step.said).split(" && "):
            name, *arguments = shlex.split(command)
            assert name == "countermark"
            second = bool(SECONDS_KEY & set(arguments[1:2]))
            printed += self.run(*arguments, key=keys["second" if second else "author"], fails=step.fails)
        self._learn(printed)
        assert holds(self.ours(step.quoted), printed), (step.said, step.quoted, printed)
        return printed

    def _learn(self, printed: str) -> None:
        if pushed := re.search(r"version 1, (rsv_\w+)", printed):
            self.stands_for[r"rsv_\w+"] = pushed[1]
        if digest := re.search(r'"number": 1,\s+"digest": "(\w{64})"', printed):
            self.stands_for[r"\b[0-9a-f]{8}…"] = digest[1]


def member(reader: Reader, rest: httpx.Client, tenant: str, role: str) -> str:
    """Invite somebody by command, and accept and sign in for them. Returns: a token of their session."""
    address = f"{role}-{tenant[-8:]}@example.com"
    invited = json.loads(
        reader.run("members", "invite", "--tenant", tenant, "--address", address, "--role", role)
    )
    token = invited["link"].partition("#")[2]
    sent = rest.post("/api/v1/invitations/accept", json={"token": token, "password": PASSWORD})
    assert sent.status_code == 201, sent.text
    signed = rest.post("/api/v1/sessions", json={"address": address, "password": PASSWORD})
    assert signed.status_code == 201, signed.text
    return str(signed.json()["sandbox_token"])


def key_of(rest: httpx.Client, session: str, scopes: list[str]) -> str:
    """A key that a member makes for themselves, with what the page says that it takes."""
    headers = {"X-API-Key": session, "Idempotency-Key": "-".join(scopes)}
    made = rest.post("/api/v1/api-keys", json={"name": "story", "scopes": scopes}, headers=headers)
    assert made.status_code == 201, made.text
    return str(made.json()["secret"])


def scopes_after(words: str) -> list[str]:
    """The permissions that the page's sentence names from these words on."""
    sentence = PAGE.partition(words)[2].partition("\n")[0]
    assert sentence, words
    return re.findall(r"`([a-z]+:[a-z]+)`", sentence)


def decided(rest: httpx.Client, key: str, payment: dict[str, object], customer: str) -> dict[str, object]:
    asked = {"transaction": {**payment, "customer_id": customer, "currency": "INR"}}
    answer = rest.post(f"/api/v1/inference/{USE_CASE}", json=asked, headers={"X-API-Key": key})
    assert answer.status_code == 200, answer.text
    return dict(answer.json())


def decided_soon(rest: httpx.Client, key: str, outcome: str) -> dict[str, object]:
    """A payment like the incident's, asked again until it is answered so."""
    until = time.monotonic() + ANSWERS_WITHIN_S
    while True:
        answer = decided(rest, key, ABROAD, "another")
        if answer["outcome"] == outcome:
            return answer
        assert time.monotonic() < until, answer
        time.sleep(0.1)


def edited(table: pathlib.Path) -> None:
    """Do in the spreadsheet what the page says: two columns behind the amount, one row under the first."""
    heads = re.findall(r"`(if [\w.]+)`", PAGE)
    titles = re.findall(r"titles `(\w+)` and `(\w+)`", PAGE)[0]
    cell = dict(re.findall(r"(amount|method|country|outcome|note) `([^`]+)`", PAGE))
    rows = list(csv.reader(table.read_text("utf-8-sig").splitlines()))
    new = [["", "", cell["amount"], cell["method"], cell["country"], cell["outcome"], cell["note"], ""]]
    added = [heads, titles, *([["", ""]] * (len(rows) - 2))]
    wider = [[*row[:3], *more, *row[3:]] for row, more in zip(rows, added, strict=True)]
    write(table, [*wider[:3], *new, *wider[3:]])


def in_quotes(table: pathlib.Path, refused: str) -> None:
    """Write the refused cells as the refusal says."""
    rows = list(csv.reader(table.read_text("utf-8-sig").splitlines()))
    cells = re.findall(r"^  ([A-Z])(\d): .* Put a text in quotes: ('.*')\.$", refused, re.MULTILINE)
    assert cells, refused
    for column, row, text in cells:
        rows[int(row) - 1][ord(column) - ord("A")] = text
    write(table, rows)


def write(table: pathlib.Path, rows: list[list[str]]) -> None:
    with table.open("w", encoding="utf-8-sig", newline="") as file:
        csv.writer(file).writerows(rows)


def test_the_page_is_true(
    service: Watched,
    tmp_path: pathlib.Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """From thirteen decisions and a ticket to a rule that decides, and back: what the page says is what happens."""
    monkeypatch.chdir(tmp_path)
    reader, table = Reader(service, monkeypatch, capsys), tmp_path / "table.csv"
    with service.rest() as rest:
        tenant = json.loads(reader.run("tenants", "create", "--name", "Story"))["id"]
        author, owner = (member(reader, rest, tenant, role) for role in ("admin", "owner"))
        keys = {
            "author": key_of(rest, author, scopes_after("You need a key of your own with")),
            "second": key_of(rest, owner, scopes_after("With a key of their own")),
        }
        reader.run("rules", "approvals", "--required", "--reason", "As live", key=owner)
        made = [decided(rest, author, each, f"story-{at}") for at, each in enumerate(PAYMENTS)]
        assert made[0]["outcome"] == "approve"
        reader.stands_for |= {"ten_…": tenant, r"dec_\w+": str(made[0]["id"])}
        for step in steps():
            printed = reader.follow(step, keys)
            match step.said.split()[2]:
                case "export":
                    edited(table)
                case "import" if step.fails:
                    in_quotes(table, printed)
                case "activate":
                    answer = decided_soon(rest, author, "decline")
                    (told,) = re.findall(r'^(\{.*"outcome": "decline", … .*)$', PAGE, re.MULTILINE)
                    assert holds(told, json.dumps(answer, ensure_ascii=False))
                case "rollback":
                    decided_soon(rest, author, "approve")
        kept = rest.get(f"/api/v1/rulesets/{USE_CASE}/test-cases", headers={"X-API-Key": author}).json()
        assert [case["outcome"] for case in kept["cases"]] == ["decline"], "the test case stays"
