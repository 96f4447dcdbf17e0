"""Support and finance: a ticket, a case with a second member, alerts, payouts, commissions, why payments fail, messages."""

from tools.postman.flows.developer import PAYMENT
from tools.postman.reference.money import ATTEMPT, PAYOUT
from tools.postman.reference.people import SIGN_IN
from tools.postman.steps import MEMBER, SECOND, Folder, Step

CASE = {"case_id": "{{desk_case}}"}
QUEUE = {"queue": "{{desk_queue}}"}
ALERT = {"alert_id": "{{desk_alert}}"}
PAID = {"payout_id": "{{desk_payout}}"}
TERMS = {"agreement_id": "{{desk_agreement}}"}
MONTH = {"statement_id": "{{desk_statement}}"}

CASES = (
    Step(operation="decideTicketTriage", name="Where does a ticket belong?"),
    Step(
        operation="decideTransactionAnomaly",
        name="A payment that is looked at",
        body={"transaction": {**PAYMENT, "id": "{{run}}-desk"}},
        save={"desk_decision": "id"},
    ),
    Step(
        operation="setCaseQueue",
        name="A queue that asks for a second member",
        path={"queue": "desk-{{run}}"},
        change={"approval": True},
        save={"desk_queue": "name"},
    ),
    Step(
        operation="openCase",
        name="Open a case",
        auth=MEMBER,
        body={
            "queue": "{{desk_queue}}",
            "title": "Card used in two countries",
            "priority": "high",
            "evidence": ["{{desk_decision}}"],
        },
        save={"desk_case": "id"},
    ),
    Step(
        operation="takeNextCase",
        name="Take the next case",
        path=QUEUE,
        auth=MEMBER,
        body={},
        expect={"case.id": "{{desk_case}}"},
    ),
    Step(
        operation="moveCase",
        name="Note what the customer said",
        path=CASE,
        auth=MEMBER,
        body={"priority": "urgent", "comment": "The customer called."},
    ),
    Step(
        operation="closeCase",
        name="Propose how it ends",
        path=CASE,
        auth=MEMBER,
        expect={"state": "to_approve"},
    ),
    Step(
        operation="approveCase",
        name="Refused: to approve what one proposed",
        path=CASE,
        auth=MEMBER,
        status=403,
        code="second_member_needed",
    ),
    Step(
        operation="approveCase",
        name="A second member agrees",
        path=CASE,
        auth=SECOND,
        expect={"state": "closed"},
    ),
    Step(operation="listCaseSteps", name="What was done with it?", path=CASE),
    Step(
        operation="listFeedback",
        name="Its result is the decision's feedback",
        query={"decision_id": "{{desk_decision}}"},
        until={"data.0.happened": (True,)},
    ),
)

ALERTS = (
    Step(
        operation="createAlert",
        name="A settlement is missing",
        change={"subject": "desk-{{run}}"},
        save={"desk_alert": "id"},
    ),
    Step(operation="listAlerts", name="What is open?", query={"state": "open"}),
    Step(
        operation="acknowledgeAlert",
        name="Somebody looks at it",
        path=ALERT,
        expect={"state": "acknowledged"},
    ),
    Step(operation="resolveAlert", name="It came", path=ALERT, expect={"state": "resolved"}),
)

PAYOUTS = (
    Step(
        operation="createPayout",
        name="A payout is told",
        body={**PAYOUT, "id": "{{run}}-desk-payout"},
        save={"desk_payout": "id"},
    ),
    Step(
        operation="createPayoutEvent",
        name="It was approved",
        body={
            "payout_id": "{{run}}-desk-payout",
            "id": "{{run}}-desk-approval",
            "stage": "approved",
            "occurred_at": "{{an_hour_ago}}",
            "source": "tenant",
        },
    ),
    Step(operation="setPayoutDocuments", name="A document is missing", path=PAID),
    Step(operation="getPayoutStatus", name="What may the payee be told?", path=PAID),
    Step(operation="listPayoutAnomalies", name="Which payouts are stuck?"),
)

COMMISSIONS = (
    Step(
        operation="createCommissionAgreement",
        name="Terms of a partner",
        change={"id": "{{run}}-desk-terms", "partner_id": "{{run}}-desk-partner"},
        save={"desk_agreement": "id"},
    ),
    Step(operation="computeCommission", name="What is due?", path=TERMS),
    Step(
        operation="createCommissionStatement",
        name="A month beside what was paid",
        change={"id": "{{run}}-desk-month", "partner_id": "{{run}}-desk-partner"},
        save={"desk_statement": "id"},
    ),
    Step(operation="disputeCommissionStatement", name="The partner disputes it", path=MONTH),
    Step(
        operation="settleCommissionStatement", name="It is settled", path=MONTH, expect={"status": "settled"}
    ),
)

CAUSES = (
    Step(
        operation="createGatewayAttempts",
        name="A gateway fails",
        body={
            "items": [
                {**ATTEMPT, "id": f"{{{{run}}}}-desk-{number}", "payment_id": f"{{{{run}}}}-desk-{number}"}
                for number in range(5)
            ]
        },
    ),
    Step(operation="listRootCauses", name="Why do payments fail?", save={"desk_cause": "data.0.id"}),
    Step(operation="getRootCause", name="Tell one cause's story", path={"cause_id": "{{desk_cause}}"}),
)

MESSAGES = (
    Step(operation="listShippedMessageTemplates", name="Words that ship"),
    Step(
        operation="previewMessage",
        name="What a customer would read",
        body={
            "name": "payout-delayed",
            "channel": "sms",
            "language": "en",
            "text": "Dear {name}, {amount} is on its way.",
            "values": {"name": "Asha", "amount": "Rs 4,200"},
        },
    ),
)

FOLDER = Folder(
    name="4 Support and finance: cases, payouts, commissions",
    words="A ticket and a case that a second member closes, alerts, a payout and what its payee may be told, a partner's commission, why "
    "payments fail, and a message before it is sent.",
    steps=(*SIGN_IN, *CASES, *ALERTS, *PAYOUTS, *COMMISSIONS, *CAUSES, *MESSAGES),
)
