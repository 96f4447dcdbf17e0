"""Facts, questions and decisions, what became of them, and what models see."""

from tools.postman.document import Object
from tools.postman.steps import Folder, Step

PAYMENT: Object = {
    "id": "{{run}}-asked",
    "customer_id": "{{run}}-asha",
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

FOLDERS = (
    Folder(
        name="transactions",
        words="",
        steps=(
            Step(
                operation="createTransaction",
                change={"id": "{{run}}-paid", "customer_id": "{{run}}-asha", "occurred_at": "{{yesterday}}"},
                save={"transaction_id": "id"},
            ),
            Step(
                operation="createTransaction",
                name="Refused: an amount that is no number",
                change={"amount_minor": "a lot"},
                status=400,
                code="invalid_request",
            ),
            Step(
                operation="createTransactions",
                body={"items": [{**PAYMENT, "id": "{{run}}-forgotten", "customer_id": "{{run}}-forgotten"}]},
            ),
            Step(operation="listTransactions", query={"customer_id": "{{run}}-asha"}),
            Step(operation="getTransaction"),
        ),
    ),
    Folder(name="logins", words="", steps=()),
    Folder(
        name="inference",
        words="",
        steps=(
            Step(operation="listUseCases"),
            Step(operation="getUseCase", path={"use_case": "transaction-anomaly"}),
            Step(
                operation="getUseCase",
                name="Refused: a use case that is none",
                path={"use_case": "alchemy"},
                status=404,
                code="use_case_unknown",
            ),
            Step(
                operation="decideTransactionAnomaly",
                body={"transaction": PAYMENT},
                save={"decision_id": "id", "decision_entry_id": "entry_id"},
            ),
        ),
    ),
    Folder(
        name="decisions",
        words="",
        steps=(
            Step(operation="decideSeveral", change={"transaction": {**PAYMENT, "id": "{{run}}-several"}}),
            Step(operation="listDecisions", query={"customer_id": "{{run}}-asha"}),
            Step(operation="getDecision"),
            Step(
                operation="getDecision",
                name="Refused: a decision that is not there",
                path={"decision_id": "dec_01kc1x5w3efvr9q2d8m4n6p7hs"},
                status=404,
                code="decision_not_found",
            ),
            Step(operation="getDecisionExplanation"),
            Step(operation="replayDecision", expect={"verdict": "identical"}),
            Step(operation="discloseDecision"),
            Step(
                operation="decideCreditScore",
                name="A decision that a person can change",
                body={"customer_id": "{{run}}-asha"},
                save={"credit_decision_id": "id"},
            ),
            Step(operation="findCounterfactual", path={"decision_id": "{{credit_decision_id}}"}, body={}),
        ),
    ),
    Folder(
        name="feedback",
        words="",
        steps=(
            Step(
                operation="createFeedback",
                body={
                    "decision_id": "{{decision_id}}",
                    "happened": True,
                    "observed_at": "{{now}}",
                    "source": "chargeback",
                    "note": "Told by the bank.",
                },
                save={"feedback_id": "id"},
            ),
            Step(
                operation="createFeedbackBulk",
                body={
                    "items": [
                        {
                            "own_transaction_id": "{{run}}-several",
                            "use_case": "transaction-anomaly",
                            "happened": False,
                            "observed_at": "{{now}}",
                        }
                    ]
                },
            ),
            Step(operation="getFeedback"),
            Step(operation="listFeedback", query={"use_case": "transaction-anomaly"}),
            Step(operation="getLiveMetrics", query={"use_case": "transaction-anomaly"}),
            Step(operation="listDriftReports"),
            Step(
                operation="getDriftReport",
                name="Refused: a report that is not there",
                path={"report_id": "drf_01kc1x5w3efvr9q2d8m4n6p7hs"},
                status=404,
                code="drift_report_not_found",
            ),
        ),
    ),
    Folder(
        name="customers",
        words="",
        steps=(
            Step(operation="getCustomerState", path={"customer_id": "{{run}}-asha"}),
            Step(operation="getCustomerFeatures", path={"customer_id": "{{run}}-asha"}),
            Step(operation="exportCustomer", path={"customer_id": "{{run}}-asha"}),
            Step(
                operation="eraseCustomer",
                path={"customer_id": "{{run}}-forgotten"},
                expect={"standing": "erased"},
                save={"erasure_id": "erasure.id"},
            ),
            Step(operation="listErasures"),
            Step(operation="getErasure"),
        ),
    ),
    Folder(
        name="features",
        words="",
        steps=(
            Step(operation="listFeatures", query={"use_case": "credit-score"}),
            Step(
                operation="declareFeature",
                change={"name": "fixed_costs_{{run}}"},
                save={"feature_name": "name"},
            ),
            Step(operation="getFeature"),
            Step(operation="retireFeature"),
        ),
    ),
)
