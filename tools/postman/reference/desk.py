"""What waits for people, and what goes on by itself: alerts, cases, messages, webhooks, connectors, workflows."""

from tools.postman.document import Json
from tools.postman.steps import MEMBER, SECOND, Folder, Step

SIGNED = (
    "// As the gateway signs: HMAC-SHA256 over the very bytes that are sent.",
    'const event = JSON.stringify({ event: "payout.processed", created_at: Math.floor(Date.now() / 1000) });',
    'pm.collectionVariables.set("gateway_event", event);',
    'pm.collectionVariables.set("gateway_signature", CryptoJS.HmacSHA256(event, "what-the-gateway-signs-with").toString());',
)


def workflow(name: str, *tasks: Json) -> Json:
    head: Json = {"dsl": "1.0.0", "namespace": "postman", "name": f"{name}-{{{{run}}}}", "version": "1.0.0"}
    return {"document": head, "do": [*tasks]}


ASK: Json = {
    "ask": {
        "listen": {
            "to": {
                "one": {
                    "with": {
                        "type": "human.answered",
                        "task": "decide",
                        "team": "finance",
                        "roles": ["analyst"],
                        "choices": ["pay", "stop"],
                    }
                }
            }
        }
    }
}


def _wait(hours: int) -> Json:
    return {"rest": {"wait": {"hours": hours}}}


def _push(name: str, document: Json, save: dict[str, str]) -> Step:
    return Step(operation="pushWorkflow", name=name, body={"document": document, "reason": name}, save=save)


def _activate(workflow_id: str, version: str) -> Step:
    return Step(
        operation="activateWorkflow",
        path={"workflow_id": workflow_id},
        body={"version_id": version, "reason": "Agreed with the desk."},
    )


def _start(subject: str, variable: str) -> Step:
    return Step(
        operation="startWorkflow",
        name=f"Start an instance: {subject}",
        body={"subject": f"{subject}-{{{{run}}}}", "input": {"amount_minor": 5}},
        save={variable: "id"},
    )


QUEUE = {"queue": "fraud-{{run}}"}
LATER = {"workflow_id": "{{later_id}}"}

FOLDERS = (
    Folder(
        name="alerts",
        words="",
        steps=(
            Step(operation="createAlert", change={"subject": "batch-{{run}}"}, save={"alert_id": "id"}),
            Step(operation="listAlerts"),
            Step(operation="getAlert"),
            Step(operation="acknowledgeAlert", expect={"state": "acknowledged"}),
            Step(operation="resolveAlert", expect={"state": "resolved"}),
            Step(
                operation="resolveAlert",
                name="Refused: it is resolved already",
                status=422,
                code="alert_resolved",
            ),
            Step(operation="getAlertRules"),
            Step(
                operation="setAlertRules",
                body={"rules": [{"name": "late", "kinds": ["own.*"], "severity": "low"}]},
            ),
        ),
    ),
    Folder(
        name="cases",
        words="",
        steps=(
            Step(operation="setCaseQueue", path=QUEUE, change={"approval": True}, save={"queue": "name"}),
            Step(operation="listCaseQueues"),
            Step(
                operation="openCase",
                auth=MEMBER,
                body={
                    "queue": "{{queue}}",
                    "title": "Card used in two countries",
                    "priority": "high",
                    "evidence": ["{{decision_id}}"],
                },
                save={"case_id": "id"},
            ),
            Step(operation="listCases", query={"queue": "{{queue}}"}),
            Step(operation="takeNextCase", auth=MEMBER, body={}),
            Step(operation="getCase"),
            Step(
                operation="moveCase",
                auth=MEMBER,
                body={"priority": "urgent", "comment": "The customer called."},
            ),
            Step(operation="closeCase", auth=MEMBER, expect={"state": "to_approve"}),
            Step(operation="approveCase", auth=SECOND, expect={"state": "closed"}),
            Step(operation="listCaseSteps"),
        ),
    ),
    Folder(
        name="message-templates",
        words="",
        steps=(
            Step(operation="listShippedMessageTemplates"),
            Step(operation="putMessageTemplate", save={"template_id": "id"}),
            Step(operation="listMessageTemplates"),
            Step(operation="getMessageTemplate"),
            Step(
                operation="previewMessage",
                body={
                    "name": "payout-delayed",
                    "channel": "sms",
                    "language": "hi",
                    "values": {"name": "Asha", "amount": "Rs 4,200"},
                },
            ),
            Step(operation="removeMessageTemplate"),
        ),
    ),
    Folder(
        name="webhooks",
        words="",
        steps=(
            Step(operation="listEventKinds"),
            Step(operation="createWebhookEndpoint", save={"endpoint_id": "webhook_endpoint.id"}),
            Step(operation="listWebhookEndpoints"),
            Step(operation="getWebhookEndpoint"),
            Step(operation="updateWebhookEndpoint"),
            Step(operation="pingWebhookEndpoint"),
            Step(operation="listWebhookDeliveries"),
            Step(operation="replayWebhooks", body={"since": "{{yesterday}}"}),
            Step(operation="rotateWebhookSecret"),
            Step(operation="removeWebhookEndpoint"),
        ),
    ),
    Folder(
        name="connectors",
        words="",
        steps=(
            Step(operation="listConnectorPresets"),
            Step(operation="createConnector", change={"name": "bank-{{run}}"}, save={"connector_id": "id"}),
            Step(operation="listConnectors"),
            Step(operation="getConnector"),
            Step(operation="rotateConnector"),
            Step(
                operation="receiveGatewayWebhook",
                before=SIGNED,
                sets=("gateway_event", "gateway_signature"),
                text="{{gateway_event}}",
                headers={"X-Razorpay-Signature": "{{gateway_signature}}"},
                expect={"received": True, "repeated": False},
            ),
            Step(
                operation="receiveGatewayWebhook",
                name="Refused: bytes that nobody signed",
                text='{"event": "payout.processed"}',
                headers={"X-Razorpay-Signature": "00"},
                status=401,
                code="gateway_signature_refused",
            ),
            Step(operation="removeConnector"),
        ),
    ),
    Folder(
        name="workflows",
        words="",
        steps=(
            Step(operation="listWorkflowTemplates"),
            Step(operation="activateWorkflowTemplate", path={"template": "refund"}),
            Step(operation="checkWorkflow"),
            _push(
                "Push a workflow that asks",
                workflow("ask", ASK),
                {"workflow_id": "workflow_id", "workflow_version_id": "id"},
            ),
            Step(operation="listWorkflows"),
            Step(operation="getWorkflow"),
            _activate("{{workflow_id}}", "{{workflow_version_id}}"),
            Step(operation="listWorkflowActivations"),
            _start("first", "instance_id"),
            _start("second", "second_instance_id"),
            Step(operation="listWorkflowInstances"),
            Step(operation="getWorkflowInstance", until={"task": ("decide",)}),
            Step(
                operation="answerWorkflowTask",
                auth=MEMBER,
                body={"task": "decide", "choice": "pay"},
            ),
            Step(operation="listWorkflowSteps"),
            Step(operation="pauseWorkflowInstance", path={"instance_id": "{{second_instance_id}}"}),
            Step(operation="resumeWorkflowInstance", path={"instance_id": "{{second_instance_id}}"}),
            Step(operation="cancelWorkflowInstance", path={"instance_id": "{{second_instance_id}}"}),
            _push(
                "Push a workflow that waits",
                workflow("wait", _wait(1)),
                {"later_id": "workflow_id", "one_hour": "id"},
            ),
            _push("Push its next version", workflow("wait", _wait(2)), {"two_hours": "id"}),
            Step(operation="listWorkflowVersions", path=LATER),
            Step(operation="getWorkflowVersion", path={**LATER, "workflow_version_id": "{{two_hours}}"}),
            Step(
                operation="listWorkflowChanges",
                path={**LATER, "workflow_version_id": "{{two_hours}}"},
                query={"against": "{{one_hour}}"},
            ),
            _activate("{{later_id}}", "{{one_hour}}"),
            Step(
                operation="startWorkflowTrial",
                path=LATER,
                change={"candidate_version": "{{two_hours}}"},
                save={"trial_id": "id"},
            ),
            Step(operation="listWorkflowTrials"),
            Step(operation="getWorkflowTrial"),
            Step(operation="getWorkflowTrialComparison"),
            Step(operation="endWorkflowTrial", body={"ending": "keep", "reason": "Enough was seen."}),
            Step(operation="deactivateWorkflow", path=LATER),
        ),
    ),
)
