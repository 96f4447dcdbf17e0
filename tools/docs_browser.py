"""Opens every page of the built site in a real browser, from a live server: `python -m tools.docs_browser`.

Counts what the pages ask of any other host, what the server's content security policy refuses, and errors of scripts; types a word into the search, and
opens the reference. The browser is Chromium, driven through its own debugging pipe; CHROMIUM names it where it is not on the
path. The last line is `N pages opened, N requests, N outside, N failed`.
"""

import fcntl
import json
import os
import pathlib
import re
import shutil
import subprocess
import sys
import time
import urllib.parse
from collections.abc import Iterator, Mapping
from typing import cast

import msgspec

from api.rest.documentation import SITE
from app import launch
from app.scratch import scratch
from core.json_values import JsonValue

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
NO_BROWSER = 3
"""The exit code where the machine has no browser: `apt-get install chromium` on Debian."""
_NAMED = re.compile(
    r"""<(?:script|link|img|iframe|source|video|audio|object)\b[^>]*?\b(?:src|href|data)=["']?((?:https?:)?//[^"'\s>]+)|url\(["']?((?:https?:)?//[^)]+)|@import"""
)
_LOAD_S = 30.0
_QUIET_S = 0.15
_OURS = "127.0.0.1"
_FLAGS = (
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--no-first-run", "--disable-extensions",
    "--disable-background-networking", "--disable-component-update", "--disable-sync", "--no-proxy-server", "--no-pings",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1", "--remote-debugging-pipe", "--window-size=1400,1000",
)  # fmt: skip
_SEARCH = """
new Promise((found) => {
  document.querySelector("#__search").checked = true;
  const field = document.querySelector(".md-search__input");
  field.focus(); field.value = "webhook signature"; field.dispatchEvent(new Event("keyup", {bubbles: true}));
  field.dispatchEvent(new Event("input", {bubbles: true}));
  const begun = Date.now();
  const timer = setInterval(() => {
    const count = document.querySelectorAll(".md-search-result__item").length;
    if (count || Date.now() - begun > 20000) { clearInterval(timer); found(count); }
  }, 50);
})
"""

Event = dict[str, JsonValue]


class Seen(msgspec.Struct):
    """What was asked for while pages were open. outside: addresses of other hosts. failures: a line each."""

    requests: int = 0
    outside: list[str] = []
    failures: list[str] = []


class Browser:
    """A Chromium with one page. Messages are JSON, each ended by a NUL, on its file descriptors 3 and 4."""

    def __init__(self, program: str, folder: pathlib.Path) -> None:
        to_read, self._to = map(_above, os.pipe())
        self._from, to_write = map(_above, os.pipe())
        launcher = f'exec 3<&{to_read} 4>&{to_write} {to_read}<&- {to_write}>&-; exec "$@"'
        command = ["bash", "-c", launcher, "run", program, *_FLAGS, f"--user-data-dir={folder}"]
        self._process = subprocess.Popen(
            command, pass_fds=(to_read, to_write), stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )  # fmt: skip
        os.close(to_read)
        os.close(to_write)
        os.set_blocking(self._from, False)
        self._at, self._rest, self._waiting = 0, b"", list[Event]()
        target = self.ask("Target.createTarget", {"url": "about:blank"})["targetId"]
        attached = self.ask("Target.attachToTarget", {"targetId": target, "flatten": True})
        self._session = cast(str, attached["sessionId"])
        for domain in ("Network", "Page", "Log", "Runtime"):
            self.ask(f"{domain}.enable", {}, page=True)

    def ask(self, method: str, parameters: Mapping[str, JsonValue], *, page: bool = False) -> Event:
        """Call a method. Returns: its result. What happens meanwhile is kept for `events`."""
        self._at += 1
        asked: Event = {"id": self._at, "method": method, "params": dict(parameters)}
        if page:
            asked["sessionId"] = self._session
        os.write(self._to, json.dumps(asked).encode() + b"\0")
        for message in self._read(_LOAD_S):
            if message.get("id") == self._at:
                return cast(Event, message.get("result", {}))
            self._waiting.append(message)
        raise RuntimeError(f"Chromium does not answer {method}.")

    def events(self, seconds: float) -> Iterator[Event]:
        """Yield what happens, until nothing has happened for this long."""
        while self._waiting:
            yield self._waiting.pop(0)
        yield from self._read(seconds, quiet=True)

    def _read(self, seconds: float, *, quiet: bool = False) -> Iterator[Event]:
        until = time.monotonic() + seconds
        while time.monotonic() < until and self._process.poll() is None:
            try:
                self._rest += os.read(self._from, 1 << 20)
            except BlockingIOError:
                time.sleep(0.005)
                continue
            *whole, self._rest = self._rest.split(b"\0")
            for message in whole:
                yield cast(Event, json.loads(message))
            if quiet:
                until = time.monotonic() + seconds

    def close(self) -> None:
        self._process.terminate()
        self._process.wait(_LOAD_S)


def _above(descriptor: int) -> int:
    """Move a descriptor out of the way of those that the browser reads and writes."""
    moved = fcntl.fcntl(descriptor, fcntl.F_DUPFD_CLOEXEC, 20)
    os.close(descriptor)
    return moved


def main() -> int:
    program = os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, NAMES)), None)
    if program is None:
        return read_only()
    pages = sorted(each.relative_to(SITE).as_posix() for each in SITE.rglob("*.html"))
    seen = Seen()
    with scratch("browser") as folder, launch.running(launch.environment(folder / "data")) as service:
        browser = Browser(program, folder / "profile")
        try:
            for page in pages:
                open_page(browser, f"{service.rest_url}/docs/{page}", seen, missing=page == "404.html")
            open_page(browser, f"{service.rest_url}/docs/api", seen)
            open_page(browser, f"{service.rest_url}/docs", seen)
            search(browser, seen)
        finally:
            browser.close()
    seen.failures = list(dict.fromkeys(seen.failures))
    for line in (*seen.outside, *seen.failures):
        print(line[:400])
    print(
        f"{len(pages) + 2} pages opened, {seen.requests} requests, {len(seen.outside)} outside, {len(seen.failures)} failed"
    )
    return 1 if seen.outside or seen.failures or not pages else 0


def read_only() -> int:
    """Where there is no browser: look for what pages and styles name of other hosts. Returns: the exit code."""
    texts = {
        each: each.read_text("utf-8") for each in sorted(SITE.rglob("*")) if each.suffix in {".html", ".css"}
    }
    outside = [f"{page.name}: {found}" for page, text in texts.items() for found in _NAMED.findall(text)]
    for line in outside:
        print(line[:200])
    print("There is no browser here to open the site in: install chromium, or name one in CHROMIUM.")
    print(f"{len(texts)} files read instead, {len(outside)} outside")
    return 1 if outside else NO_BROWSER


def open_page(browser: Browser, address: str, seen: Seen, *, missing: bool = False) -> None:
    """Open one page, and note what it asks for until it has loaded and is quiet."""
    browser.ask("Page.navigate", {"url": address}, page=True)
    loaded, until = False, time.monotonic() + _LOAD_S
    while not loaded and time.monotonic() < until:
        for event in browser.events(_QUIET_S):
            loaded |= event.get("method") == "Page.loadEventFired"
            _note(event, address, seen, missing=missing)
    if not loaded:
        seen.failures.append(f"{address}: it did not load")


def _note(event: Event, address: str, seen: Seen, *, missing: bool) -> None:
    told = cast(Event, event.get("params", {}))
    match event.get("method"):
        case "Network.requestWillBeSent":
            asked = cast(str, cast(Event, told["request"])["url"])
            seen.requests += 1
            parts = urllib.parse.urlsplit(asked)
            if parts.scheme not in {"data", "blob"} and parts.hostname != _OURS:
                seen.outside.append(f"{address} asks for {asked}")
        case "Network.responseReceived":
            answer = cast(Event, told["response"])
            if cast(int, answer["status"]) >= 400 and not missing:
                seen.failures.append(f"{address}: {answer['url']} is answered {answer['status']}")
        case "Log.entryAdded":
            entry = cast(Event, told["entry"])
            if entry["level"] == "error" and not missing:
                seen.failures.append(f"{address}: {entry['text']} {entry.get('url', '')}")
        case "Runtime.exceptionThrown":
            seen.failures.append(f"{address}: {json.dumps(told)[:300]}")


def search(browser: Browser, seen: Seen) -> None:
    """Search as a reader does; without an answer the search does not work offline."""
    asked: Event = {"expression": _SEARCH, "awaitPromise": True, "returnByValue": True}
    result = cast(Event, browser.ask("Runtime.evaluate", asked, page=True).get("result", {}))
    for event in browser.events(_QUIET_S):
        _note(event, "the search", seen, missing=False)
    found = result.get("value")
    print(f"the search finds {found} pages")
    if not isinstance(found, int) or found < 1:
        seen.failures.append(f"the search finds nothing: {json.dumps(result)[:300]}")


if __name__ == "__main__":
    sys.exit(main())
