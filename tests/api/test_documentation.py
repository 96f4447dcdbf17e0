"""The site of the documentation: what is there is shown, what is not is not, and nothing outside its folder is."""

import pathlib
from collections.abc import AsyncIterator

import httpx
import pytest

from api.rest import documentation
from api.services import Services
from tests.fakes.servers import rest_server

SECRET = "not for readers"


@pytest.fixture
def site(tmp_path: pathlib.Path) -> pathlib.Path:
    folder = tmp_path / "site"
    (folder / "assets").mkdir(parents=True)
    (folder / "use-cases").mkdir()
    for name in ("index.html", "errors.html", "webhooks.html", "use-cases/index.html"):
        (folder / name).write_text(f"<p>{name}</p>")
    (folder / "404.html").write_text("<p>nothing here</p>")
    (folder / "webhooks.md").write_text("# Webhooks, in rupees: ₹\n")
    (folder / "llms.txt").write_text("# Countermark\n")
    (folder / "assets" / "bundle.0a1b2c.min.js").write_text("0")
    (folder / ".hidden").write_text(SECRET)
    (tmp_path / "secret.html").write_text(SECRET)
    (folder / "link.html").symlink_to(tmp_path / "secret.html")
    return folder


@pytest.fixture
async def docs(services: Services, site: pathlib.Path) -> AsyncIterator[httpx.AsyncClient]:
    async with rest_server(services, site=site) as client:
        yield client


async def test_a_page_is_shown_under_a_policy_that_names_no_other_host(docs: httpx.AsyncClient) -> None:
    page = await docs.get("/docs/webhooks.html", params={"h": "signature"})
    assert (page.status_code, page.text) == (200, "<p>webhooks.html</p>")
    assert page.headers["content-type"] == "text/html; charset=utf-8"
    policy = page.headers["content-security-policy"]
    assert "script-src 'self';" in policy
    assert "unsafe" not in policy
    assert "http" not in policy


@pytest.mark.parametrize(
    ("path", "leads_to"),
    [
        ("/docs", "/docs/index.html"),
        ("/docs/", "/docs/index.html"),
        ("/docs/webhooks", "/docs/webhooks.html"),
        ("/docs/errors", "/docs/errors.html"),
        ("/docs/use-cases", "/docs/use-cases/index.html"),
        ("/docs/use-cases/", "/docs/use-cases/index.html"),
    ],
)
async def test_short_addresses_lead_to_pages(docs: httpx.AsyncClient, path: str, leads_to: str) -> None:
    """A problem's `type` is /docs/errors#code: a browser keeps what stands behind `#`."""
    answer = await docs.get(path)
    assert (answer.status_code, answer.headers["location"]) == (307, leads_to)


async def test_what_is_named_by_its_content_is_kept_for_ever(docs: httpx.AsyncClient) -> None:
    script = await docs.get("/docs/assets/bundle.0a1b2c.min.js")
    assert script.headers["cache-control"] == "public, max-age=31536000, immutable"
    assert (await docs.get("/docs/webhooks.html")).headers["cache-control"] == "public, max-age=300"


async def test_programs_read_markdown(docs: httpx.AsyncClient) -> None:
    page = await docs.get("/docs/webhooks.md")
    assert page.text == "# Webhooks, in rupees: ₹\n"
    assert page.headers["content-type"] == "text/markdown; charset=utf-8"
    assert (await docs.get("/docs/llms.txt")).headers["content-type"] == "text/plain; charset=utf-8"


@pytest.mark.parametrize(
    "name",
    [
        "no-such-page",
        "..%2fsecret.html",
        "%2e%2e/secret.html",
        "assets/..%2f..%2fsecret.html",
        "assets/%2e%2e/%2e%2e/secret.html",
        "..%5csecret.html",
        "%2fetc/passwd",
        "/etc/passwd",
        ".hidden",
        "link.html",
        "assets",
    ],
)
async def test_nothing_else_is_shown(docs: httpx.AsyncClient, name: str) -> None:
    """Neither files outside the folder, nor hidden ones, nor links that lead out of it."""
    answer = await docs.get(f"/docs/{name}")
    assert answer.status_code == 404
    assert SECRET not in answer.text


@pytest.mark.parametrize(
    "name", ["..", "../secret.html", "a/../../secret.html", "/", "", "a//b", "a\\b", "."]
)
def test_no_name_leads_out(site: pathlib.Path, name: str) -> None:
    """Without a server before it that tidies paths."""
    assert documentation.find(site, name) is None


async def test_a_missing_page_says_so_in_words(docs: httpx.AsyncClient) -> None:
    assert (await docs.get("/docs/no-such-page")).text == "<p>nothing here</p>"


async def test_without_a_site_the_reference_is_shown(rest: httpx.AsyncClient) -> None:
    """Whoever did not build it reads the reference, and how to build the rest."""
    page = await rest.get("/docs")
    assert page.status_code == 200
    assert "<code>make docs</code>" in page.text
    assert "<redoc spec-url=" in page.text
    assert (await rest.get("/docs/webhooks.html")).status_code == 404
