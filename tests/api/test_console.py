"""The page behind an invitation's link: served from here, closed to all else, and true to the operation that it calls."""

import re
from urllib.parse import urljoin

import httpx
import msgspec

from api.rest.nouns import OPERATIONS
from tenants.invitations import AcceptInvitation

PAGE = "/console/invitations"


async def test_the_page_asks_nobody_else(rest: httpx.AsyncClient) -> None:
    """Its policy allows this host alone and nothing inline, and what it names is served from here under the same policy."""
    page = await rest.get(PAGE)
    assert (page.status_code, page.headers["content-type"]) == (200, "text/html; charset=utf-8")
    policy = page.headers["content-security-policy"]
    assert not re.search(r"https?:|\*|unsafe", policy)
    assert "default-src 'none'" in policy
    assert "form-action 'none'" in policy
    named = re.findall(r'(?:src|href)="([^"]+)"', page.text)
    assert len(named) == 3
    for each in named:
        answer = await rest.get(urljoin(PAGE, each))
        assert answer.status_code == 200
        assert not re.search(r"https?://(?!www\.w3\.org/)", answer.text)
    assert not re.search(r"<style|\son\w+=|style=|<script(?![^>]*src=)", page.text)
    assert page.headers["cache-control"] == "no-store"
    assert page.headers["referrer-policy"] == "no-referrer"


async def test_the_script_calls_the_operation(rest: httpx.AsyncClient) -> None:
    """The address it posts to is `acceptInvitation`, below whatever path the page is at; the token comes from the fragment."""
    script = (await rest.get(f"{PAGE}.js")).text
    (address,) = re.findall(r'fetch\("([^"]+)"', script)
    operation = next(each for each in OPERATIONS if each.operation_id == "acceptInvitation")
    assert urljoin(PAGE, address) == operation.full_path
    assert urljoin(f"/below{PAGE}", address) == f"/below{operation.full_path}"
    assert "location.hash" in script
    assert not re.search(r"innerHTML|localStorage|sessionStorage|document\.cookie|eval", script)
    (sent,) = re.findall(r"JSON\.stringify\({ ([^}]+) }\)", script)
    assert set(sent.split(", ")) == {each.name for each in msgspec.structs.fields(AcceptInvitation)}


async def test_every_field_has_a_label(rest: httpx.AsyncClient) -> None:
    """What is asked is named for who cannot see it, what went wrong is announced, and the lengths are the operation's."""
    page = (await rest.get(PAGE)).text
    inputs = re.findall(r'<input id="(\w+)"', page)
    assert inputs == re.findall(r'<label for="(\w+)"', page) == ["password", "again"]
    assert '<html lang="en">' in page
    assert 'role="alert"' in page
    assert 'role="status"' in page
    password = msgspec.json.schema(AcceptInvitation)["$defs"]["AcceptInvitation"]["properties"]["password"]
    assert f'minlength="{password["minLength"]}" maxlength="{password["maxLength"]}"' in page
