"""Builds the site of the documentation: `python -m tools.docs_site MKDOCS`, where MKDOCS is the program of that name.

Lays out the pages of docs/ as the site takes them, lets MkDocs make HTML of them, moves what is inline in it into files (the
server's content security policy runs no inline script), and writes `llms.txt`, `llms-full.txt` and the Markdown of each page
beside it. What is built replaces api/rest/static/site, which the server shows at /docs.
"""

import hashlib
import json
import pathlib
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator

from app.settings import inherited_environment
from tools.docs_fences import shown
from tools.docs_pages import generated

ROOT = pathlib.Path(__file__).resolve().parent.parent
DOCS = ROOT / "docs"
BUILD = ROOT / "build" / "docs"
PAGES = BUILD / "pages"
SITE = ROOT / "api" / "rest" / "static" / "site"
FRONT = "README.md"
LATER = "Guides"
"""The section of a page that no section names."""
SECTIONS: dict[str, tuple[str, ...]] = {
    "Start": (
        FRONT, "quickstart.md", "sandbox.md", "architecture.md", "going-live.md", "security.md", "cost.md",
    ),
    "Use cases": ("use-cases/*",),
    LATER: (
        "idempotency.md", "webhooks.md", "batches.md", "imports.md", "feeds.md", "connectors.md", "rules.md",
        "from-incident-to-rule.md", "backtests.md", "releases.md", "workflows.md", "cases.md", "root-causes.md",
        "payouts.md", "routing.md", "feedback.md", "features.md", "feature-catalogue.md", "own-models.md",
        "training.md", "deployments.md", "serving.md", "v2.md", "grpc.md", "request-log.md", "guides/*",
    ),
    "Audit": (
        "auditors.md", "auditor-access.md", "ledger.md", "trust.md", "contracts.md", "erasure.md", "leaving.md",
    ),
    "Reference": ("errors.md", "events.md", "commands.md", "permissions.md", "versions.md", "limits.md"),
    "Operations": ("operations.md", "cli.md", "schemas.md", "dependencies.md"),
    "Decisions": ("decisions/*",),
}  # fmt: skip
_INLINE = re.compile(r"<script>(?P<text>.*?)</script>", re.DOTALL)
_HEADING = re.compile(r"^# (.+)$", re.MULTILINE)
_CANONICAL = re.compile(r'\s*<link rel="(?:canonical|prev|next)"[^>]*>')
_MKDOCS_S = 300.0


def main(arguments: list[str]) -> int:
    if len(arguments) != 1:
        print("Say where the program mkdocs is.", file=sys.stderr)
        return 2
    texts = lay_out()
    config = BUILD / "mkdocs.json.yml"
    config.write_text(json.dumps({"INHERIT": "../../mkdocs.yml", "nav": navigation(texts), **_folders()}))
    command = [arguments[0], "build", "--quiet", "--strict", "--config-file", str(config)]
    variables = inherited_environment() | {"NO_MKDOCS_2_WARNING": "1"}
    done = subprocess.run(command, cwd=ROOT, env=variables, timeout=_MKDOCS_S, check=False)
    if done.returncode:
        return done.returncode
    finish(BUILD / "site", texts)
    put(BUILD / "site")
    print(f"{len(texts)} pages at {SITE.relative_to(ROOT)}; `countermark serve` shows them at /docs")
    return 0


def _folders() -> dict[str, str]:
    return {"docs_dir": str(PAGES), "site_dir": str(BUILD / "site")}


def lay_out() -> dict[str, str]:
    """Write what MkDocs reads. Returns: the text of each page, by its path below docs/."""
    shutil.rmtree(BUILD, ignore_errors=True)
    texts = dict[str, str]()
    for source in sorted(each for each in DOCS.rglob("*") if each.is_file()):
        name = source.relative_to(DOCS)
        target = PAGES / name
        target.parent.mkdir(parents=True, exist_ok=True)
        if source.suffix != ".md":
            shutil.copyfile(source, target)
            continue
        text = generated(source.read_text("utf-8"))
        texts[name.as_posix()] = shown(text, pathlib.PurePosixPath("docs") / name.as_posix(), ROOT)
        target.write_text(texts[name.as_posix()], "utf-8")
    shutil.copyfile(ROOT / "api" / "rest" / "static" / "favicon.svg", PAGES / "favicon.svg")
    return texts


def navigation(texts: dict[str, str]) -> list[dict[str, list[str]]]:
    """Each section with its pages that are there; a page that no section names is a guide."""
    named = {title: list(_named(patterns, texts)) for title, patterns in SECTIONS.items()}
    placed = {page for pages in named.values() for page in pages}
    named[LATER] += sorted(set(texts) - placed)
    return [{title: pages} for title, pages in named.items() if pages]


def _named(patterns: tuple[str, ...], texts: dict[str, str]) -> Iterator[str]:
    for pattern in patterns:
        found = [page for page in texts if pathlib.PurePosixPath(page).match(pattern)]
        exact = [page for page in found if page.count("/") == pattern.count("/")]
        yield from sorted(exact, key=lambda page: (not page.endswith(FRONT), page))


def finish(site: pathlib.Path, texts: dict[str, str]) -> None:
    """Make the built files what this server can show, and write what programs read."""
    for page in site.rglob("*.html"):
        page.write_text(_without_inline(page.read_text("utf-8"), page, site), "utf-8")
    for name in ("sitemap.xml", "sitemap.xml.gz"):
        (site / name).unlink(missing_ok=True)
    for page in site.rglob("*.map"):
        page.unlink()
    shutil.rmtree(
        site / "assets" / "javascripts" / "lunr", ignore_errors=True
    )  # of languages that are not searched
    for name, text in texts.items():
        (site / name).parent.mkdir(parents=True, exist_ok=True)
        (site / name).write_text(text, "utf-8")
    (site / "llms.txt").write_text(_listed(texts), "utf-8")
    (site / "llms-full.txt").write_text(
        "\n\n".join(f"<!-- {name} -->\n{text}" for name, text in texts.items()), "utf-8"
    )


def _without_inline(text: str, page: pathlib.Path, site: pathlib.Path) -> str:
    """Move each inline script into a file of its own, named by its content, and drop links to hosts that nobody has."""

    def moved(found: re.Match[str]) -> str:
        script = found["text"].encode()
        name = f"assets/inline/{hashlib.sha256(script).hexdigest()[:16]}.js"
        (site / name).parent.mkdir(exist_ok=True)
        (site / name).write_bytes(script)
        up = "/docs/" if page.name == "404.html" else "../" * (len(page.relative_to(site).parts) - 1)
        return f'<script src="{up}{name}"></script>'

    return _INLINE.sub(moved, _CANONICAL.sub("", text))


def _listed(texts: dict[str, str]) -> str:
    """Write llms.txt: what there is, one line a page. Source: llmstxt.org."""
    lines = [
        "# Countermark",
        "",
        "> A decision service for payments: a score, exact reasons, an outcome under your rules, and a receipt that verifies offline.",
        "",
        "Each page below is Markdown. All of them in one file: [llms-full.txt](/docs/llms-full.txt). The API as OpenAPI 3.1: [/openapi.json](/openapi.json).",
    ]
    for section in navigation(texts):
        for title, pages in section.items():
            lines += ["", f"## {title}", ""]
            lines += [f"- [{_title(texts[page])}](/docs/{page})" for page in pages]
    return "\n".join(lines) + "\n"


def _title(text: str) -> str:
    found = _HEADING.search(text)
    return found[1].replace("`", "") if found else "Page"


def put(built: pathlib.Path) -> None:
    """Put the new site where the old one was, in one step for whoever reads it."""
    old = SITE.with_name("site.old")
    shutil.rmtree(old, ignore_errors=True)
    if SITE.exists():
        SITE.rename(old)
    shutil.copytree(built, SITE)
    shutil.rmtree(old, ignore_errors=True)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
