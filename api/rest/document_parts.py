"""The parts of the document that are the same for every operation: words, headers, problems, credentials."""

import http

import msgspec

from api.rest.problems import MEDIA_TYPE, Problem
from api.rest.schemas import REF, Schema
from api.settings import API_VERSION
from core.errors import FieldError
from tenants.permissions import TENANT_PERMISSIONS

TAGS: dict[str, str] = {
    "health": "Whether the process lives and can serve.",
    "principal": "The caller as the service sees it.",
    "inference": "Questions about a payment or a customer, each answered with a decision; and the catalogue of them.",
    "open-inference": "Bare predictions by the Open Inference Protocol v2, for any client of it: no rules, no receipt.",
    "decisions": "Decisions that were made: fetched, listed, computed again, opened for an auditor.",
    "training": "Versions trained from what is stored, as jobs; and plans that train by drift or by schedule.",
    "feedback": "What became of what was decided: the truth, told later, corrected, and kept.",
    "batches": "Files of any size: scored in chunks, watched, their results downloaded and proved row by row.",
    "models": "Versions of models and which of them answers.",
    "features": "What models, rules and people see of customers and payments: the catalogue, and your own.",
    "rulesets": "What turns a score into an outcome: tried, pushed as versions, activated.",
    "releases": "What moves together: a version, its ruleset and thresholds; tried, approved, promoted to live, rolled back.",
    "transactions": "Payments as facts: recorded singly and in bulk, once each, fetched and listed.",
    "payouts": "Payouts as facts: stages from gateways and banks, what a payee may be shown, and what is unusual.",
    "commissions": "Commission agreements and statements: what partners are due to the minor unit, beside what was paid.",
    "vendor-payments": "Payments to vendors: proposed under terms that a contract keeps, released by an entry of the ledger, proven to the chain.",
    "imports": "Bank and UPI statements: read by a mapping that is kept, checked whole, each payment recorded once.",
    "feeds": "Folders of files, published tables and other systems that payments come in from, without a developer.",
    "logins": "Sign-ins of customers at the tenant, as facts.",
    "gateway-attempts": "Tries of payments at gateways as facts, with results that may come later; and what failures have in common.",
    "routing": "Which gateway takes a payment: policies that learn, tried beside each other, judged by the log.",
    "customers": "What is known of a customer: the running state that features are made of; and how they are erased.",
    "lists": "Customers, merchants, payees and devices that rules ask about, until when and why.",
    "suppressions": "Nobody is to be troubled about somebody, for a reason and until a moment.",
    "alerts": "What somebody should know of: raised by events, repeats absorbed, acknowledged and resolved.",
    "cases": "What waits for a person: queues with a clock, results that become feedback, a second member where one is asked for.",
    "root-causes": "Why things fail: clusters of failures and of tickets, with trends and examples.",
    "ledger": "The append-only log of everything that was decided and changed, with proofs for anybody to check.",
    "workflows": "What happens after an outcome, as data: checked, pushed as versions, activated; and their instances.",
    "webhooks": "Events, sent to your endpoints by Standard Webhooks: signed, tried for three days, replayed.",
    "connectors": "Other services that workflows call with your credentials; and gateways' own webhooks, which come in.",
    "message-templates": "What mails, SMS and WhatsApp messages of workflows say, by name, channel and language.",
    "sandbox": "A sandbox of your own with a simulated past, and values that it treats as told.",
    "tenants": "The tenant, its two environments and its limits.",
    "members": "The people of the tenant, their roles, and invitations to join them.",
    "access-grants": "What auditors may read, and until when: given and taken back, each an entry of the ledger.",
    "sessions": "Signing in with password and second factor, and one's own sign-in.",
    "api-keys": "Keys of one environment: shown once, scoped, rotated with a grace period.",
    "oauth-clients": "Machines that get short-lived tokens for a secret or a signed assertion.",
    "oauth": "The OAuth2 token, introspection and revocation endpoints, and their metadata.",
    "requests": "Every call of the last seven days, as its developer may look at it again.",
    "usage": "Calls by day and operation.",
}
"""Each tag with its sentence, in the order of the reference."""

DESCRIPTION = f"""\
Send a payment, get back a score, exact reasons, an outcome under your own rules, and a receipt that verifies offline.

**Credentials.** Every request but the health checks carries an API key (`X-API-Key: cmk_sandbox_…` or
`Authorization: Bearer cmk_sandbox_…`) or an OAuth2 access token. The credential decides the tenant and the environment.

**Versions.** This is version `{API_VERSION}`. Send `Countermark-Version: {API_VERSION}` to be refused rather than surprised
by a later one; every answer names the version that made it.

**Problems.** Everything that goes wrong is `application/problem+json` with a stable `code`, a `fix` and the `request_id`,
which is also in the header `X-Request-Id` of every answer. Send your own in the same header to find it again in logs.

**Retries.** Send an `Idempotency-Key` with each mutation and repeat it with the same body on each retry, for 24 hours:
the work is done once, and the first answer comes again, where an operation says so with `Idempotent-Replayed: true`. Answers 429
and 503 name the wait in `Retry-After`. `Countermark-Timeout-Ms` (1 to 30000) says how long you will wait; the answer after that is 504.

**Lists** come in pages: pass `next_after` of one page as `after` of the next, until `has_more` is false.

**Money** is a whole number of minor units (`amount_minor`: paise, cents) with an ISO 4217 `currency`; its sign is its
`direction`. A bank export's `-250.75` INR is `{{"amount_minor": 25075, "currency": "INR", "direction": "debit"}}`.
**Times** are RFC 3339 with an offset. **Unknown fields and query parameters are refused.**
"""

ID_PREFIXES: dict[str, str] = {
    "backtest_id": "bkt",
    "batch_id": "bat",
    "client_id": "cli",
    "decision_id": "dec",
    "deployment_id": "dep",
    "entry_id": "ent",
    "invitation_id": "inv",
    "key_id": "key",
    "member_id": "mbr",
    "model_id": "mdl",
    "logged_id": "rql",
    "ruleset_id": "rls",
    "ruleset_version_id": "rsv",
    "session_id": "ses",
    "tenant_id": "ten",
    "transaction_id": "txn",
    "version_id": "ver",
}
"""Path parameters that are ids made here, and their prefixes. An id of the caller's own is not among them."""

PROBLEMS: dict[int, tuple[str, str, str]] = {
    400: (
        "BadRequest",
        "The request is malformed or a field was refused; `errors` names it.",
        "invalid_request",
    ),
    401: ("Unauthorized", "There is no valid credential.", "credential_missing"),
    403: ("Forbidden", "The credential lacks the permission.", "permission_denied"),
    404: ("NotFound", "There is no such thing in this environment.", "not_found"),
    409: (
        "Conflict",
        "It exists already, or a request with this key is running.",
        "idempotency_key_in_flight",
    ),
    413: ("BodyTooLarge", "The body is larger than this operation takes.", "body_too_large"),
    415: ("UnsupportedMediaType", "The body is not JSON in UTF-8.", "unsupported_media_type"),
    422: ("PreconditionFailed", "Well formed, but not possible as things are.", "idempotency_key_reused"),
    429: ("TooManyRequests", "A rate limit or a quota is used up.", "rate_limited"),
    500: ("InternalFailure", "A failure of ours; nothing of it is shown.", "internal"),
    503: ("Unavailable", "Something that is needed is away; nothing was written.", "database_unavailable"),
    504: ("DeadlineExceeded", "The deadline passed before the answer was ready.", "deadline_exceeded"),
}
"""Status → name of the component, its description, and the code of its example."""

PAYLOAD_GONE = {
    422: "Its customer was erased, or its time was over: the payload is gone, the entry and its proof stay."
}
"""What reading a decision's payload may answer besides."""

HEADERS: dict[str, Schema] = {
    "X-Request-Id": {
        "description": "The id of this request: the caller's own where it sent one, else made here.",
        "schema": {"type": "string", "maxLength": 128},
    },
    "Countermark-Version": {
        "description": "The version of the API that made this answer.",
        "schema": {"type": "string", "const": API_VERSION},
    },
    "RateLimit": {
        "description": "What is left: `r` requests, full again in `t` seconds, under the named policy.",
        "schema": {"type": "string"},
    },
    "RateLimit-Policy": {
        "description": "The limit that binds first: `q` requests in `w` seconds.",
        "schema": {"type": "string"},
    },
    "Idempotent-Replayed": {
        "description": "`true` when this is the stored answer of an earlier request with the same key.",
        "schema": {"type": "string", "const": "true"},
    },
    "Retry-After": {
        "description": "Seconds to wait before the next try.",
        "schema": {"type": "integer", "format": "int64", "minimum": 1},
    },
    "WWW-Authenticate": {
        "description": "The scheme that is asked for (RFC 6750).",
        "schema": {"type": "string"},
    },
}

_KEY_SCHEMA: Schema = {"type": "string", "minLength": 1, "maxLength": 255, "pattern": "^[\\x21-\\x7e]+$"}

IDEMPOTENCY_KEY: Schema = {
    "name": "Idempotency-Key",
    "in": "header",
    "required": True,
    "description": "A fresh UUID for each new piece of work, the same one on each retry of it.",
    "schema": _KEY_SCHEMA,
}
OPTIONAL_IDEMPOTENCY_KEY: Schema = {**IDEMPOTENCY_KEY, "required": False}


def _words(permission: str) -> str:
    noun, verb = permission.split(":")
    return f"{verb.capitalize()} {noun}."


SECURITY_SCHEMES: dict[str, Schema] = {
    "apiKey": {
        "type": "apiKey",
        "in": "header",
        "name": "X-API-Key",
        "description": "A key of one environment: `cmk_live_…` or `cmk_sandbox_…`.",
    },
    "bearer": {
        "type": "http",
        "scheme": "bearer",
        "description": "The same key, a session or an access token, as `Authorization: Bearer …`.",
    },
    "oauth2": {
        "type": "oauth2",
        "description": "Client credentials (RFC 6749 section 4.4); tokens are RFC 9068 JWTs.",
        "flows": {
            "clientCredentials": {
                "tokenUrl": "/oauth2/token",
                "scopes": {each.value: _words(each.value) for each in sorted(TENANT_PERMISSIONS)},
            }
        },
    },
}


def problem_response(status: int, description: str = "") -> Schema:
    """Return the response component of a status, with an example that is a real problem."""
    _, text, code = PROBLEMS[status]
    headers = ["X-Request-Id", "Countermark-Version"]
    headers += {401: ["WWW-Authenticate"], 429: ["Retry-After", "RateLimit", "RateLimit-Policy"]}.get(
        status, []
    )
    headers += ["Retry-After"] if status == 503 else []
    return {
        "description": description or text,
        "headers": {name: {"$ref": f"#/components/headers/{name}"} for name in headers},
        "content": {
            MEDIA_TYPE: {
                "schema": {"$ref": f"{REF}Problem"},
                "example": msgspec.to_builtins(_example(status, code)),
            }
        },
    }


def _example(status: int, code: str) -> Problem:
    field = FieldError(
        "transaction.amount_minor", "Expected `int` >= 1.", "Send a value within the documented range."
    )
    return Problem(
        type=f"/docs/errors#{code}",
        title=http.HTTPStatus(status).phrase,
        status=status,
        detail=PROBLEMS[status][1].partition(";")[0].rstrip(".") + ".",
        code=code,
        fix="See /docs/errors.",
        request_id="req_01kc1x5w3efvr9q2d8m4n6p7hs",
        errors=[field] if status == 400 else [],
    )
