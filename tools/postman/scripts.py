"""The JavaScript of the collection: what gets a token, and what tests each answer."""

import json
from collections.abc import Mapping

from tools.postman.document import Document, Json, Object, Operation
from tools.postman.shapes import shape_of
from tools.postman.steps import Step

PAUSE_MS = 500

PROBLEM: Object = {
    "type": "object",
    "required": ["type", "title", "status", "detail", "code", "fix", "request_id", "errors"],
    "properties": {"code": {"type": "string"}, "fix": {"type": "string"}, "errors": {"type": "array"}},
}

BEFORE_ALL = """\
// A token by client credentials, renewed a minute before it ends; or the API key as it is, where no client is set.
const vars = pm.collectionVariables;
const now = Date.now();
const at = (days) => new Date(now + days * 86400000).toISOString();
if (!vars.get("run")) {
    vars.set("run", now.toString(36));
    vars.set("started", at(0));
}
vars.set("now", at(0));
vars.set("an_hour_ago", at(-1 / 24));
vars.set("yesterday", at(-1));
vars.set("a_month_ago", at(-30));
vars.set("in_a_month", at(30));
vars.set("today", at(0).slice(0, 10));
const client = pm.environment.get("client_id");
if (!client) {
    vars.set("access_token", pm.environment.get("api_key") || "");
} else if (!vars.get("access_token") || Number(vars.get("access_token_until") || 0) < now + 60000) {
    pm.sendRequest({
        url: pm.environment.get("base_url") + "/oauth2/token",
        method: "POST",
        header: { "Content-Type": "application/x-www-form-urlencoded" },
        body: { mode: "urlencoded", urlencoded: [
            { key: "grant_type", value: "client_credentials" },
            { key: "client_id", value: client },
            { key: "client_secret", value: pm.environment.get("client_secret") }
        ] }
    }, (error, answer) => {
        if (error || answer.code !== 200) { throw new Error("No token: " + (error || answer.text())); }
        vars.set("access_token", answer.json().access_token);
        vars.set("access_token_until", String(now + answer.json().expires_in * 1000));
    });
}"""

AFTER_ALL = """\
pm.test("names the request for support", () => {
    pm.expect(pm.response.headers.get("x-request-id")).to.match(/^req_[0-9a-hjkmnp-tv-z]{26}$/);
});"""


def tests_of(document: Document, operation: Operation, step: Step, before: str) -> list[str]:
    """Return the lines of the test script of one request. before: id of the request before it."""
    lines = _checks(document, operation, step)
    if not step.until:
        return lines
    (place, wanted), *_ = step.until.items()
    status = step.status or operation.status
    held = (
        f"{_js(list(wanted))}.includes(answer{_at(place)})" if wanted else f"answer{_at(place)} !== undefined"
    )
    return [
        "const ready = (() => {",
        f"    if (pm.response.code !== {status}) {{ return false; }}",
        f"    try {{ const answer = pm.response.json(); return {held}; }} catch (error) {{ return false; }}",
        "})();",
        'const asked = Number(pm.collectionVariables.get("asked") || 0) + 1;',
        f"if (!ready && asked < {step.again}) {{",
        '    pm.collectionVariables.set("asked", asked);',
        f"    setTimeout(() => {{}}, {PAUSE_MS});",
        f"    postman.setNextRequest({_js(before) if step.back else 'pm.info.requestId'});",
        "} else {",
        '    pm.collectionVariables.set("asked", 0);',
        *(f"    {line}" for line in lines),
        "}",
    ]


def _checks(document: Document, operation: Operation, step: Step) -> list[str]:
    status = step.status or operation.status
    lines = [_test(f"answers {status}", f"pm.response.to.have.status({status});")]
    refused = status >= 400
    media = "application/problem+json" if refused and step.code else operation.answer
    if step.media and not step.text:
        media = step.media
    if media:
        header = 'pm.response.headers.get("content-type")'
        lines.append(_test(f"is {media}", f"pm.expect({header}).to.include({_js(media)});"))
    else:
        lines.append(_test("has no body", 'pm.expect(pm.response.text()).to.eql("");'))
    if refused and step.code:
        lines.append(_test("is a problem", f"pm.response.to.have.jsonSchema({_js(PROBLEM)});"))
        lines.append(
            _test(f"says {step.code}", f"pm.expect(pm.response.json().code).to.eql({_js(step.code)});")
        )
    elif operation.shape is not None and not refused:
        shape = shape_of(document, operation.shape)
        lines.append(_test("has the fields it promises", f"pm.response.to.have.jsonSchema({_js(shape)});"))
    elif operation.answer == "application/x-ndjson" and not refused:
        read = 'pm.response.text().split("\\n").filter((line) => line).forEach((line) => JSON.parse(line));'
        lines.append(_test("is a line of JSON each", read))
    return lines + _kept(step)


def _kept(step: Step) -> list[str]:
    wanted: Mapping[str, Json] = {
        **step.expect,
        **{k: v[0] for k, v in step.until.items() if k and len(v) == 1},
    }
    lines = [
        _test(
            f"{place} is {_js(value)}", f"pm.expect(pm.response.json(){_at(place)}).to.eql({_wanted(value)});"
        )
        for place, value in wanted.items()
    ]
    for variable, place in step.save.items():
        read = f"const value = pm.response.json(){_at(place)}; pm.expect(value).to.exist;"
        keep = f"pm.collectionVariables.set({_js(variable)}, value);"
        lines.append(_test(f"keeps {variable}", f"{read} {keep}"))
    return [*lines, *step.then]


def _wanted(value: Json) -> str:
    """A value, or what a variable holds by then: scripts are not filled in as requests are."""
    if isinstance(value, str) and value.startswith("{{"):
        return f"pm.collectionVariables.get({_js(value.strip('{}'))})"
    return _js(value)


def _test(name: str, check: str) -> str:
    return f"pm.test({_js(name)}, () => {{ {check} }});"


def _at(place: str) -> str:
    """`data.0.id` as JavaScript reads it."""
    parts = place.split(".")
    return "".join(f"[{part}]" if part.lstrip("-").isdigit() else f"[{_js(part)}]" for part in parts)


def _js(value: Json) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True)
