"""A tenant with one of everything, and what must be asked of each operation to reach it."""

import dataclasses
import hashlib
import json
import re
from collections.abc import Awaitable, Callable, Collection, Mapping
from typing import cast

from api.rest.binding import bind
from api.rest.nouns import OPERATIONS
from api.rest.operations import Operation
from api.services import Services
from api.views.model_versions import fields_of
from core.ids import public
from inference import catalogue, starters
from inference.features.events import names_of
from tenants.permissions import Role
from tenants.principals import Principal
from tenants.request_log import ListRequests
from tenants.sessions import SignIn
from tests.e2e import (
    a_backtest,
    a_batch,
    a_list,
    a_log,
    a_release,
    a_vendor_payment,
    a_workflow,
    an_access,
    an_import,
    gateway_world,
)
from tests.e2e.a_batch import two_batches
from tests.e2e.an_upload import own_upload
from tests.inference.feedback.reports import a_drift_report, a_training_job
from tests.parity.faces import Parity, Plain
from tests.product import Party, Product
from tests.tenants.conftest import PASSWORD, a_client, a_member

SHOWN: dict[str, Operation] = {each.operation_id: each for each in OPERATIONS if each.documented}
USE_CASE = "transaction-anomaly"
_ID = re.compile(r"[a-z]{3}_[0-9a-z]{26}")
_OPAQUE = re.compile(r"[A-Za-z0-9+/=_-]{40,}")
_VOLATILE = {
    "now",
    "last_used_at",
    "last_seen_at",
    "last_signed_in_at",
    "current",
    "as_of",
    "since",
    "until",
    "waited_s",
    "catalogue",
}


@dataclasses.dataclass(frozen=True)
class World:
    """One environment of one tenant. ids: by the name that operations give them. asked: for operations whose request
    is more than their example with these ids. session: a token of a member, for what only members may.
    """

    headers: Mapping[str, str]
    session: str
    ids: Mapping[str, str]
    asked: Mapping[str, Plain]

    def request(self, operation_id: str) -> dict[str, object]:
        """Return what to ask so that the operation means this world's things. Raises: KeyError, naming an unknown id."""
        operation = SHOWN[operation_id]
        binding = bind(operation)
        named = {name: self.ids[name] for name in binding.path}
        named |= {name: self.ids[name] for name in binding.query if name in self.ids}
        example = _with_ids(operation.example or {}, self.ids)
        return {**named, **cast("dict[str, object]", example), **self.asked.get(operation_id, {})}

    def in_epoch(self, epoch: str) -> "World":
        """Return this world asking about another epoch: what is said of one is the same for everybody, but for the slot."""
        one = {"epoch": int(epoch)}
        asked = {**self.asked, "getLedgerEpoch": one, "getLedgerAnchor": one}
        return dataclasses.replace(self, ids={**self.ids, "epoch": epoch}, asked=asked)

    def pretend(self, operation_id: str, other: "World") -> dict[str, object]:
        """Return a request of this world's own that uses the ids which the other chose for its payment and customer."""
        text = json.dumps(self.request(operation_id))
        for name in ("customer_id", "own_id"):
            text = text.replace(self.ids[name], other.ids[name])
        return cast("dict[str, object]", json.loads(text))

    def credential(self, operation_id: str) -> dict[str, str]:
        operation = SHOWN[operation_id]
        if operation.public:
            return {}
        by_member = operation.tag == "sessions"
        return {"authorization": f"Bearer {self.session}"} if by_member else dict(self.headers)


def _with_ids(example: object, ids: Mapping[str, str]) -> object:
    if isinstance(example, Mapping):
        return {name: ids.get(name) or _with_ids(each, ids) for name, each in example.items()}
    return [_with_ids(each, ids) for each in example] if isinstance(example, list) else example


_TOLD_OF_CALLS = frozenset({"getUsage", "listRequests", "exportEnvironment"})
"""What looking at anything changes, and what holds all of it: with receipts, from when they are due on."""


def key_of(operation_id: str) -> str:
    """The idempotency key of an operation: the same for every tenant, so that a replay to the wrong one would show."""
    return f"the-same-key-{operation_id}"


async def furnish(product: Product, party: Party, word: str) -> World:
    """Make one of everything in a tenant's sandbox. word: stands in every name and text that the tenant chooses."""
    services, parity = product.services, Parity(product)
    owner = await a_member(services, party.system, Role.OWNER, f"{word}-owner@example.com")  # type: ignore[arg-type]
    member = await a_member(services, party.system, Role.ANALYST, f"{word}-two@example.com")  # type: ignore[arg-type]
    session = await services.sessions.sign_in(SignIn(address=owner.address, password=PASSWORD))
    client = await a_client(services, party.system)  # type: ignore[arg-type]
    own = {
        "customer_id": f"{word}-customer",
        "own_id": f"{word}-payment",
        "use_case": USE_CASE,
        "queue": f"{word}-desk",
    }
    world = World(party.headers, session.sandbox_token, own, {})
    by_request = await _made_by_request(parity, party, world, word)
    statements = await an_import.one_of_each(product, party, world.headers, word)
    access = await an_access.one(product, party, word)
    vendors = await a_vendor_payment.one_of_each(product, party, word)
    batches = await two_batches(product, party, world.headers, word)
    log = await a_log.one_of_each(parity, party, by_request["version_id"])
    ids = {
        **own,
        **by_request,
        **statements,
        **access,
        **vendors,
        **await a_list.a_list_and_a_suppression(product, party, word),
        **await a_workflow.one_of_each(product, party, word),
        "report_id": await a_drift_report(product.base, party.system.environment_id),
        "job_id": await a_training_job(services, party.system),
        "logged_id": await _a_logged_request(services, party.system),
        "tenant_id": public("ten", party.tenant.id),
        "member_id": public("mbr", member.id),
        "session_id": public("ses", session.id),
        "client_id": public("cli", client.client.id),
        **log,
        "backtest_id": await a_backtest.one_that_waits(product, party, USE_CASE),
        "batch_id": batches.completed,
        "waiting_batch_id": batches.waiting,
        "line": "2",
        "model_name": f"{word} model",
        "model_version": by_request["version_id"],
    }
    secret = {"client_id": ids["client_id"], "client_secret": str(client.secret)}
    token = await services.oauth.token(None, {**secret, "grant_type": "client_credentials"})
    asked = _asked(word, ids, owner.address, secret, token.access_token)
    return dataclasses.replace(world, ids=ids, asked=asked)


async def _made_by_request(parity: Parity, party: Party, world: World, word: str) -> dict[str, str]:
    """Make, over REST, what can be made so; return the ids by the names that operations give them."""

    async def made(operation_id: str, asked: Plain) -> dict[str, object]:
        sent = {**world.headers, "idempotency-key": key_of(operation_id)}
        if operation_id in {
            "deployModelVersion",
            "createRoutingPolicy",
            "createRelease",
            "pushRuleset",
        }:  # several times, each by its own right
            del sent["idempotency-key"]
        outcome = await parity.rest(operation_id, {**world.request(operation_id), **asked}, sent)
        assert outcome.code == "ok", (operation_id, outcome)
        return outcome.body

    payment = _payment(word)
    quiet = {**payment, "id": f"{word}-other", "customer_id": f"{word}-quiet"}
    gone = {**payment, "id": f"{word}-gone", "customer_id": f"{word}-forgotten"}
    await made("createTransactions", {"items": [quiet, gone]})
    transaction = await made("createTransaction", payment)
    decision = await made("decideTransactionAnomaly", _question(word))
    return {
        **await _payouts(made, word),
        "erasure_id": _id_in(await made("eraseCustomer", {"customer_id": f"{word}-forgotten"})),
        "transaction_id": _id_in(transaction),
        "decision_id": _id_in(decision),
        "feedback_id": _id_in(await made("createFeedback", _truth(word))),
        "endpoint_id": _id_in(await made("createWebhookEndpoint", {"description": f"{word} events"})),
        "alert_id": _id_in(await made("createAlert", {"subject": f"{word}-file"})),
        "queue": str((await made("setCaseQueue", {}))["name"]),
        "case_id": _id_in(
            await made("openCase", {"queue": f"{word}-desk", "title": f"{word} words", "evidence": []})
        ),
        "connector_id": _id_in(await made("createConnector", {"name": f"{word}-bank"})),
        "template_id": _id_in(
            await made("putMessageTemplate", {"name": f"{word}-text", "text": f"{word}, {{name}} {{amount}}"})
        ),
        "key_id": _id_in(await made("createApiKey", {"name": f"{word} key"})),
        "invitation_id": _id_in(await made("inviteMember", {"address": f"{word}@example.com"})),
        **await _deployed(made, word),
        **await gateway_world.one_of_each(made, parity.product, party, word),
        "ruleset_version_id": _id_in(await made("pushRuleset", {"shadow": True})),
        **await a_release.one_in_the_shadow(made, parity.product, party),
        "feature_name": str((await made("declareFeature", {"name": f"{word}_costs"}))["name"]),
    }


async def _payouts(made: Callable[[str, Plain], Awaitable[dict[str, object]]], word: str) -> dict[str, str]:
    """A payout with an event, a commission agreement, and a statement by it."""
    own = {"id": f"{word}-payout", "payee_id": f"{word}-payee", "description": f"{word} pays"}
    payout = await made("createPayout", own)
    await made("createPayoutEvent", {"payout_id": f"{word}-payout", "id": f"{word}-approval"})
    agreement = await made(
        "createCommissionAgreement", {"id": f"{word}-terms", "partner_id": f"{word}-partner"}
    )
    statement = await made("createCommissionStatement", _statement(word))
    return {
        "payout_id": _id_in(payout),
        "agreement_id": _id_in(agreement),
        "statement_id": _id_in(statement),
    }


async def _deployed(made: Callable[[str, Plain], Awaitable[dict[str, object]]], word: str) -> dict[str, str]:
    """Upload a version and deploy it: for everybody, in the shadow of that, and for two segments alone."""
    version_id = _id_in(await made("uploadModelVersion", version_upload(word)))

    async def deployed(**wanted: str) -> str:
        asked = {"use_case": "churn-score", "version_id": version_id, **wanted}
        return _id_in(await made("deployModelVersion", asked))

    return {
        "version_id": version_id,
        "champion_id": await deployed(),
        "north_id": await deployed(segment=f"{word}-north"),
        "south_id": await deployed(segment=f"{word}-south"),
        "deployment_id": await deployed(role="shadow"),
    }


def _payment(word: str) -> dict[str, object]:
    return {
        "id": f"{word}-payment",
        "customer_id": f"{word}-customer",
        "amount_minor": 25_075,
        "currency": "INR",
        "occurred_at": "2026-11-20T18:43:26+05:30",
        "merchant_id": f"{word}-merchant",
        "description": f"{word} words",
    }


def _statement(word: str) -> dict[str, object]:
    return {"id": f"{word}-month", "partner_id": f"{word}-partner"}


def _payout_event(word: str) -> dict[str, object]:
    return {
        "payout_id": f"{word}-payout",
        "id": f"{word}-sent",
        "stage": "sent",
        "occurred_at": "2026-11-20T12:00:00+05:30",
    }


def _question(word: str) -> dict[str, object]:
    return {"transaction": {**_payment(word), "id": f"{word}-asked"}}


def _truth(word: str) -> dict[str, object]:
    return {
        "own_transaction_id": f"{word}-asked", "use_case": USE_CASE, "happened": True,
        "observed_at": "2026-11-20T18:43:26+05:30", "note": f"{word} was told",
    }  # fmt: skip


def _asked(
    word: str, ids: Mapping[str, str], address: str, secret: Mapping[str, str], token: str
) -> dict[str, Plain]:
    """What must be asked where an operation's example does not do."""
    return {
        "createTransaction": _payment(word),
        "grantAccess": an_access.asked(ids),
        "createSuppression": {"until": a_list.until()},
        "decideTransactionAnomaly": _question(word),
        "createFeedback": _truth(word),
        "exportRuleset": {"version_id": ids["ruleset_version_id"]},
        **gateway_world.asked(word, ids),
        "setAlertRules": {"rules": [{"name": "late", "kinds": ["own.*"], "severity": "low"}]},
        "closeCase": {"result": "false_alarm"},
        "moveCase": {"evidence": []},
        "openCase": {"queue": f"{word}-desk", "title": f"{word} words"},
        "createFeedbackBulk": {"items": [_truth(word)]},
        "createTrainingJob": {"use_case": "credit-score"},
        "uploadModelVersion": version_upload(word),
        "uploadOwnModel": own_upload(word),
        "uploadModelGraph": {"file": f"the graph of {word}"},
        "declareFeature": {"name": f"{word}_costs"},
        "deployModelVersion": {"use_case": "churn-score", "version_id": ids["version_id"]},
        "listDeployments": {"use_case": "churn-score"},
        **a_workflow.requests(ids),
        "endDeployment": {"deployment_id": ids["north_id"]},
        "rollbackDeployment": {"deployment_id": ids["south_id"]},
        "activateRuleset": {"version_id": ids["ruleset_version_id"], "reason": "Agreed."},
        "runRuleTestCases": {"version_id": ids["ruleset_version_id"]},
        **a_release.asked(ids),
        "startRulesetShadow": {"version_id": ids["ruleset_version_id"]},
        **a_log.asked(ids),
        **a_vendor_payment.asked(ids),
        "createBacktest": {"version_id": ids["ruleset_version_id"]},
        "createBatch": a_batch.question(word),
        "cancelBatch": {"batch_id": ids["waiting_batch_id"]},
        **an_import.asked(word, ids),
        "createPayout": {"id": f"{word}-payout", "payee_id": f"{word}-payee", "description": f"{word} pays"},
        "createPayoutEvent": {"payout_id": f"{word}-payout", "id": f"{word}-approval"},
        "createPayoutEvents": {"items": [_payout_event(word)]},
        "listPayouts": {"payee_id": f"{word}-payee"},
        "createCommissionAgreement": {"id": f"{word}-terms", "partner_id": f"{word}-partner"},
        "listCommissionAgreements": {"partner_id": f"{word}-partner"},
        "createCommissionStatement": _statement(word),
        "listCommissionStatements": {"partner_id": f"{word}-partner"},
        "createToken": {**secret, "grant_type": "client_credentials"},
        "introspectToken": {**secret, "token": token},
        "revokeToken": {**secret, "token": token},
        **dict.fromkeys(("modelReady", "modelMetadata"), _model(ids)),
        **dict.fromkeys(("modelInfer", "modelVersionInfer"), _rows()),
        "signIn": {"address": address, "password": PASSWORD},
        "changePassword": {"password": PASSWORD, "new_password": f"{PASSWORD} and more"},
        "beginSecondFactor": {"password": PASSWORD},
    }


def _model(ids: Mapping[str, str]) -> Plain:
    """A model by the names that gRPC has for them; REST has them in its path."""
    return {"name": ids["model_name"], "version": ids["model_version"]}


def _rows() -> Plain:
    width = len(names_of(catalogue.get("churn-score").feature_set) or ())
    return {"inputs": [{"name": "features", "shape": [1, width], "datatype": "FP32", "data": [1.0] * width}]}


def _id_in(body: Mapping[str, object]) -> str:
    """Find the id of what was made: of the body itself, or of the one thing in it."""
    if isinstance(body.get("id"), str):
        return str(body["id"])
    return next(_id_in(each) for each in body.values() if isinstance(each, Mapping) and "id" in each)


def version_upload(word: str) -> dict[str, object]:
    """A version of the tenant's own: a starter's files with a card of its own."""
    files = dict(starters.files("churn-score"))
    files["card.md"] = f"# {word}\n".encode()
    manifest = json.loads(files["manifest.json"])
    manifest["files"]["card.md"] = hashlib.sha256(files["card.md"]).hexdigest()
    files["manifest.json"] = json.dumps(manifest).encode()
    return {"use_case": "churn-score", "name": f"{word} model", **fields_of(files)}


async def _a_logged_request(services: Services, who: Principal) -> str:
    await services.request_log.flush()
    page = await services.request_log.list_page(who, ListRequests(), limit=1)
    return page.data[0].id


async def snapshot(parity: Parity, world: World, *, without: Collection[str] = ()) -> dict[str, object]:
    """Read everything that the world's owner can read. without: operations that are not asked."""
    seen: dict[str, object] = {}
    for operation_id, operation in SHOWN.items():
        if operation.method != "GET" or operation.public or operation_id in {*_TOLD_OF_CALLS, *without}:
            continue
        outcome = await parity.rest(operation_id, world.request(operation_id), world.credential(operation_id))
        assert outcome.code == "ok", (operation_id, outcome)
        seen[operation_id] = _still(outcome.body)
    return seen


def _still(value: object) -> object:
    """Drop what changes by being looked at."""
    if isinstance(value, Mapping):
        return {name: _still(each) for name, each in value.items() if name not in _VOLATILE}
    return [_still(each) for each in value] if isinstance(value, list) else value


def telling(value: object, word: str) -> set[str]:
    """Return the texts in a value that belong to somebody: ids, secrets and hashes, and whatever holds the word."""
    if isinstance(value, Mapping):
        return set().union(*(telling(each, word) for each in value.values())) if value else set()
    if isinstance(value, list):
        return set().union(*(telling(each, word) for each in value)) if value else set()
    text = str(value)
    found = set(_ID.findall(text)) | {text for _ in [0] if _OPAQUE.fullmatch(text)}
    return found | ({text} if word in text and len(text) < 200 else set())
