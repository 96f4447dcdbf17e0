"""What reads, compares and generates the documentation's pages."""

import pathlib

import pytest

from core.event_kinds import EVENT_KINDS
from tenants.permissions import Permission
from tools import docs_pages, docs_run
from tools.docs_compare import bound, difference, same
from tools.docs_fences import Unreadable, blocks, shown
from tools.docs_links import anchors, dead_links
from tools.docs_page import Counts, Page, Place, runs_in
from tools.docs_session import Session, statements

PAGE = """# A page
<!-- run
echo ready
-->
```sh fails
ls nowhere
```

- in a list
   ```json send="POST /api/v1/feedback" status="422"
   {"a": 1}
   ```
"""
DECISION = '{"id":"dec_01m7yc77bdfp3r50jjarysqzm7","probability":0.8671591373,"at":"2026-11-21T06:20:40.685Z","outcome":"review"}'
AGAIN = '{"id":"dec_01m80e98e3fgsaj5pmbmqfdx8w","probability":0.8671594444,"at":"2026-11-22T09:00:00Z","outcome":"review"}'


def test_blocks_are_read_in_their_order() -> None:
    found = blocks(PAGE)
    assert [each.language for each in found] == ["prepare", "sh", "json"]
    assert found[0].text == "echo ready\n"
    assert found[1].attributes == {"fails": ""}
    assert found[2].attributes == {"send": "POST /api/v1/feedback", "status": "422"}
    assert found[2].text == '{"a": 1}\n'


@pytest.mark.parametrize("text", ["```\nno language\n```\n", "```sh\nno end\n"])
def test_a_block_that_could_escape_the_runner_is_refused(text: str) -> None:
    with pytest.raises(Unreadable):
        blocks(text)


@pytest.mark.parametrize(
    "text", ["```yaml\na: 1\n```\n", "```text\nan output of nothing\n```\n", "```\ncountermark serve\n```\n"]
)
def test_a_block_that_nothing_runs_fails(text: str, tmp_path: pathlib.Path) -> None:
    page, counts = tmp_path / "page.md", Counts()
    page.write_text(text)
    place = Place(
        folder=tmp_path, variables={"PATH": "/usr/bin:/bin"}, url="", grpc="", key="", client_id="",
        client_secret="", tenant="", environment="",
    )  # fmt: skip
    Page(page, tmp_path, place).follow(counts)
    assert (counts.run, len(counts.failures)) == (0, 1)


def test_every_page_is_followed_and_says_the_language_of_each_block() -> None:
    root = pathlib.Path(__file__).parents[2]
    found = {path.relative_to(root).as_posix(): blocks(path.read_text("utf-8")) for path in docs_run.pages()}
    assert found["README.md"]
    assert set(found) >= {path.relative_to(root).as_posix() for path in (root / "docs").glob("*.md")}
    assert all(each.language for of_page in found.values() for each in of_page)


def test_the_site_shows_no_marks() -> None:
    root = pathlib.Path(__file__).parents[2]
    text = shown(
        f"{PAGE}[code](../core/errors.py) [rules](rules.md#a)\n", pathlib.PurePosixPath("docs/a.md"), root
    )
    assert "send=" not in text
    assert "echo ready" not in text
    assert "```sh\nls nowhere" in text
    assert "code [rules](rules.md#a)" in text


def test_what_changes_from_run_to_run_is_equal() -> None:
    assert same(DECISION, AGAIN)
    assert same('{ … "probability": 0.867, …', AGAIN)
    assert bound(DECISION, AGAIN) == {"dec_01m7yc77bdfp3r50jjarysqzm7": "dec_01m80e98e3fgsaj5pmbmqfdx8w"}


@pytest.mark.parametrize(
    "told",
    [
        DECISION.replace("review", "approve"),
        DECISION.replace("0.8671591373", "0.8672591373"),
        DECISION.replace("dec_", "bat_"),
        DECISION[:-1],
        '{"outcome":"review"}',
        "",
        '{ … "probability": 0.868, …',
    ],
)
def test_what_differs_is_found(told: str) -> None:
    assert not same(told, AGAIN)


@pytest.mark.parametrize(
    ("told", "printed", "true"),
    [
        ('{"a": 1}', '{"a": 1, "b": 2}', True),
        ('{"a": 1}', '{"a": 2}', False),
        ('{"a": 1}', '{"b": 1}', False),
        ('{"a": true}', '{"a": 1}', False),
        ('{"a": 0.8422}', '{"a": 0.84221}', True),
        ('{"a": 0.8422}', '{"a": 0.8423}', False),
        ('[1, "… 2 more"]', "[1, 2, 3]", True),
        ('[1, "… 2 more"]', "[1]", False),
        ("[1]", "[1, 2]", False),
        ("[", "[", False),
    ],
)  # fmt: skip
def test_shortened_json_holds_or_not(told: str, printed: str, true: bool) -> None:
    assert (difference(told, printed) == "") is true


def test_a_session_keeps_what_a_block_left_and_tells_what_failed(tmp_path: pathlib.Path) -> None:
    folder = tmp_path / "page"
    folder.mkdir()
    shell = Session("sh", folder, {"PATH": "/usr/bin:/bin"})
    python = Session("python", folder, {"PATH": "/usr/bin:/bin"})
    try:
        assert not shell.run("word=rupee; mkdir below; cd below").failed
        ran = shell.run('echo "$word" >&2; basename "$PWD"')
        assert (ran.printed, ran.failed) == ("rupee\nbelow\n", False)
        assert shell.run("false\ntrue\n").failed
        assert shell.run("false | cat").failed
        assert not shell.run("false || true").failed
        assert not python.run("word = 'rupee'").failed
        assert python.run("print(word)").printed == "rupee\n"
        assert python.run("raise ValueError(word)").failed
        assert not python.run("print(word)").failed
        assert shell.run("exit 0").failed
    finally:
        shell.close()
        python.close()


def test_dead_links_are_found(tmp_path: pathlib.Path) -> None:
    page = tmp_path / "page.md"
    page.write_text(
        "# One `code` & two\n[a](#one-code--two) [b](#three) [c](none.md) [d](page.md) ![e](no.svg) `[f](no.md)`\n"
    )
    assert list(anchors(page.read_text())) == ["one-code--two"]
    count, dead = dead_links(tmp_path, [page])
    assert count == 5
    assert [line.split(": ")[1] for line in dead] == ["#three", "none.md", "no.svg"]


def test_every_code_has_its_section_with_a_fix() -> None:
    """An error without words of its own has those of its kind."""
    page = docs_pages.generated("# Codes\n\n<!-- generated: errors -->\n")
    sections = page.split("\n## ")[1:]
    assert {"`invalid_request`", "`ruleset_refused`", "`internal`"} <= {
        each.split("\n")[0] for each in sections
    }
    for section in sections:
        assert "**Fix:** " in section
        assert section.partition("**Fix:** ")[2].strip(), section
        assert "HTTP " in section
        assert "gRPC `" in section


def test_every_event_command_and_permission_is_listed() -> None:
    events = docs_pages.generated("<!-- generated: events -->\n")
    assert all(f"\n## `{name}`\n" in events for name in EVENT_KINDS)
    permissions = docs_pages.generated("<!-- generated: permissions -->\n")
    assert all(f"| `{each.value}` | " in permissions for each in Permission)
    commands = docs_pages.generated("<!-- generated: commands -->\n")
    assert "### `countermark rules backtest run`\n" in commands
    assert "## `countermark serve`\n" in commands


def test_a_script_is_parted_into_whole_commands() -> None:
    parts = [
        "a=1\n",
        "for each in 1 2; do\n  echo $each\ndone\n",
        "cat <<END\nwords\nEND\n",
        "echo \\\n  b\n",
    ]
    assert list(statements("".join(parts))) == parts


def test_only_what_ci_runs_is_left_to_it() -> None:
    script = 'LIST\n35 test -\n2 lint-proto -\n  timeout 600 make -C "$place" demo\n'
    found = [runs_in(script, line) for line in ("make demo", "make test", "make lint", "echo", "35 test -")]
    assert found == [True, True, False, False, True]
