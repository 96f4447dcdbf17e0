"""A developer's first ten minutes: a decision, why, its receipt and proof, the truth told later, the same again."""

from tools.postman.document import Object
from tools.postman.steps import NOBODY, Folder, Step

PAYMENT: Object = {
    "id": "{{run}}-first",
    "customer_id": "{{run}}-customer",
    "amount_minor": 249_900,
    "currency": "INR",
    "occurred_at": "{{started}}",
    "method": "upi",
    "channel": "app",
    "merchant_id": "m_77",
    "category": "electronics",
    "device_id": "dev_9",
    "country": "IN",
}

FOLDER = Folder(
    name="1 Developer: the first decision",
    words="From a credential to a decision, its reasons, its receipt and proof, feedback, and a safe repeat.",
    steps=(
        Step(operation="getReadiness", name="Is the service up?"),
        Step(
            operation="createToken",
            name="Get an access token",
            body={
                "grant_type": "client_credentials",
                "client_id": "{{client_id}}",
                "client_secret": "{{client_secret}}",
            },
            expect={"token_type": "Bearer"},
            save={"shown_token": "access_token"},
            why="The script of the collection does this by itself before the first request.",
        ),
        Step(operation="getPrincipal", name="Who am I?"),
        Step(
            operation="getPrincipal",
            name="Refused: nobody",
            auth=NOBODY,
            status=401,
            code="credential_missing",
        ),
        Step(operation="listUseCases", name="What can I ask?"),
        Step(
            operation="decideTransactionAnomaly",
            name="Decide on a payment",
            body={"transaction": PAYMENT},
            headers={"Idempotency-Key": "{{run}}-first-decision"},
            save={"decision_id": "id", "entry_id": "receipt.entry_id"},
        ),
        Step(operation="getDecision", name="Fetch the decision"),
        Step(operation="getDecisionExplanation", name="Why was it decided so?"),
        Step(
            operation="getEntryProof",
            name="Prove that it is in the log",
            until={"state": ("included",)},
            why="A receipt promises a place in the log; a signed checkpoint covers it within seconds.",
        ),
        Step(operation="replayDecision", name="Compute it again"),
        Step(
            operation="createFeedback",
            name="Tell what became of it",
            body={
                "decision_id": "{{decision_id}}",
                "happened": False,
                "observed_at": "{{now}}",
                "source": "customer",
            },
            save={"feedback_id": "id"},
        ),
        Step(
            operation="decideTransactionAnomaly",
            name="The same again, safely",
            body={"transaction": PAYMENT},
            headers={"Idempotency-Key": "{{run}}-first-decision"},
            then=(
                'pm.test("is the first answer again", () => {',
                '    pm.expect(pm.response.json().id).to.eql(pm.collectionVariables.get("decision_id"));',
                "});",
            ),
        ),
        Step(
            operation="decideTransactionAnomaly",
            name="Refused: the same key for something else",
            body={"transaction": {**PAYMENT, "amount_minor": 1}},
            headers={"Idempotency-Key": "{{run}}-first-decision"},
            status=422,
            code="idempotency_key_reused",
        ),
        Step(
            operation="decideTransactionAnomaly",
            name="Refused: a field that is wrong",
            body={"transaction": {**PAYMENT, "amount_minor": "a lot"}},
            status=400,
            code="invalid_request",
        ),
    ),
)
