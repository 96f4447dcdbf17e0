"""Payouts, commissions, payments to vendors, statements, gateways and why they fail."""

from tools.postman.document import Object
from tools.postman.steps import SECOND, Folder, Step

PAYOUT: Object = {
    "id": "{{run}}-payout",
    "payee_id": "{{run}}-payee",
    "amount_minor": 1_250_000,
    "currency": "INR",
    "method": "neft",
    "bank": "hdfc",
    "gateway": "upi-psp",
    "created_at": "{{yesterday}}",
}
STATEMENT = (
    "Date,Narration,Ref,Withdrawal,Deposit\n"
    "13/04/2026,tea {{run}},1,20.00,\n"
    '14/04/2026,salary {{run}},2,,"1,00,000.00"\n'
    "15/04/2026,broken {{run}},3,twenty,\n"
)
LONG = (
    'const rows = Array.from({ length: 30000 }, (_, row) => `13/04/2026,${pm.collectionVariables.get("run")} ${row},${row},20.00,`);',
    'pm.collectionVariables.set("long_statement", ["Date,Narration,Ref,Withdrawal,Deposit", ...rows, ""].join("\\n"));',
)
MAPPING: Object = {
    "name": "bank {{run}}",
    "columns": {
        "date": "Date",
        "description": "Narration",
        "debit": "Withdrawal",
        "credit": "Deposit",
        "reference": "Ref",
    },
    "date_format": "DD/MM/YYYY",
    "customer_id": "statement-customer",
}
ATTEMPT: Object = {
    "gateway": "gw-alpha",
    "method": "upi",
    "amount_minor": 129_900,
    "currency": "INR",
    "started_at": "{{an_hour_ago}}",
    "result": "failed",
    "error_code": "gateway_timeout",
}


def _policy(name: str, variable: str) -> Step:
    return Step(
        operation="createRoutingPolicy",
        name=name,
        change={"name": f"{name} {{{{run}}}}"},
        save={variable: "id"},
    )


FOLDERS = (
    Folder(
        name="payouts",
        words="",
        steps=(
            Step(operation="createPayout", body=PAYOUT, save={"payout_id": "id"}),
            Step(operation="createPayouts", body={"items": [{**PAYOUT, "id": "{{run}}-payout-2"}]}),
            Step(
                operation="createPayoutEvent",
                change={
                    "payout_id": "{{run}}-payout",
                    "id": "{{run}}-approval",
                    "occurred_at": "{{yesterday}}",
                },
            ),
            Step(
                operation="createPayoutEvents",
                body={
                    "items": [
                        {
                            "payout_id": "{{run}}-payout",
                            "id": "{{run}}-sent",
                            "stage": "sent",
                            "occurred_at": "{{an_hour_ago}}",
                            "source": "gateway",
                        }
                    ]
                },
            ),
            Step(operation="listPayouts", query={"payee_id": "{{run}}-payee"}),
            Step(operation="getPayout", expect={"stage": "sent"}),
            Step(operation="getPayoutStatus"),
            Step(operation="setPayoutDocuments"),
            Step(operation="listPayoutAnomalies"),
        ),
    ),
    Folder(
        name="commissions",
        words="",
        steps=(
            Step(
                operation="createCommissionAgreement",
                change={"id": "{{run}}-terms", "partner_id": "{{run}}-partner"},
                save={"agreement_id": "id"},
            ),
            Step(operation="listCommissionAgreements", query={"partner_id": "{{run}}-partner"}),
            Step(operation="getCommissionAgreement"),
            Step(operation="computeCommission"),
            Step(
                operation="createCommissionStatement",
                change={"id": "{{run}}-month", "partner_id": "{{run}}-partner"},
                save={"statement_id": "id"},
            ),
            Step(operation="listCommissionStatements", query={"partner_id": "{{run}}-partner"}),
            Step(operation="getCommissionStatement"),
            Step(operation="disputeCommissionStatement", expect={"status": "disputed"}),
            Step(operation="settleCommissionStatement", expect={"status": "settled"}),
        ),
    ),
    Folder(
        name="vendor-payments",
        words="",
        steps=(
            Step(operation="proposeVendorPayment", save={"vendor_payment_id": "id"}),
            Step(
                operation="proposeVendorPayment", name="Propose another", save={"withdrawn_payment_id": "id"}
            ),
            Step(operation="listVendorPayments"),
            Step(operation="getVendorPayment"),
            Step(
                operation="releaseVendorPayment",
                name="Refused: one's own proposal",
                status=403,
                code="vendor_payment_own_proposal",
            ),
            Step(operation="releaseVendorPayment", auth=SECOND, expect={"state": "released"}),
            Step(operation="getVendorPaymentReleaseProof", until={"state": ("in_epoch",)}),
            Step(operation="settleVendorPayment", expect={"state": "settled"}),
            Step(operation="cancelVendorPayment", path={"vendor_payment_id": "{{withdrawn_payment_id}}"}),
        ),
    ),
    Folder(
        name="imports",
        words="",
        steps=(
            Step(operation="proposeImportMapping", text=STATEMENT, media="text/csv"),
            Step(operation="createImportMapping", body=MAPPING, save={"mapping_id": "id"}),
            Step(operation="listImportMappings"),
            Step(operation="getImportMapping"),
            Step(operation="replaceImportMapping", body=MAPPING),
            Step(
                operation="createImport",
                query={"mapping_id": "{{mapping_id}}", "dry_run": "true"},
                text=STATEMENT,
                media="text/csv",
                save={"import_id": "id"},
            ),
            Step(operation="listImports"),
            Step(operation="getImport", until={"state": ("completed",)}),
            Step(operation="getImportPreview"),
            Step(operation="getImportReport"),
            Step(
                operation="createImport",
                name="Try a long statement, which takes a while",
                query={"mapping_id": "{{mapping_id}}", "dry_run": "true"},
                before=LONG,
                sets=("long_statement",),
                text="{{long_statement}}",
                media="text/csv",
                why="Imports are worked off one after another, so that the next one still waits when it is cancelled.",
            ),
            Step(
                operation="createImport",
                name="Import a statement to be cancelled",
                query={"mapping_id": "{{mapping_id}}"},
                text=STATEMENT + "16/04/2026,more {{$guid}},4,30.00,\n",
                media="text/csv",
                save={"cancelled_import_id": "id"},
            ),
            Step(
                operation="cancelImport",
                until={"state": ("cancelled",)},
                back=True,
                path={"import_id": "{{cancelled_import_id}}"},
            ),
            Step(operation="deleteImportMapping"),
        ),
    ),
    Folder(
        name="feeds",
        words="",
        steps=(
            Step(operation="createFeed", change={"name": "branch-{{run}}"}, save={"feed_id": "id"}),
            Step(operation="listFeeds"),
            Step(operation="getFeed"),
            Step(operation="listFeedRuns"),
            Step(operation="pauseFeed", expect={"state": "paused"}),
            Step(operation="resumeFeed", expect={"state": "active"}),
            Step(
                operation="createImportMapping",
                name="Keep a mapping of another system's JSON",
                body={
                    "name": "hook-{{run}}",
                    "columns": {
                        "customer": "/data/customer",
                        "amount": "/data/amount",
                        "date": "/data/at",
                        "reference": "id",
                    },
                    "positive": "debit",
                },
                save={"hook_mapping_id": "id"},
            ),
            Step(
                operation="createFeed",
                name="Create a feed of webhooks",
                body={
                    "name": "hook-{{run}}",
                    "kind": "webhook",
                    "mapping_id": "{{hook_mapping_id}}",
                    "scheme": "header",
                    "secret": "{{run}}-{{run}}-{{run}}",
                },
                save={"hook_id": "id"},
            ),
            Step(
                operation="receiveFeedDelivery",
                path={"feed_id": "{{hook_id}}"},
                headers={"X-Feed-Secret": "{{run}}-{{run}}-{{run}}"},
                expect={"repeated": False, "standing": "recorded"},
            ),
            Step(
                operation="receiveFeedDelivery",
                name="Refused: a secret that is not the feed's",
                path={"feed_id": "{{hook_id}}"},
                headers={"X-Feed-Secret": "another"},
                status=401,
                code="feed_delivery_unproven",
            ),
            Step(operation="removeFeed"),
        ),
    ),
    Folder(
        name="gateway-attempts",
        words="",
        steps=(
            Step(
                operation="createGatewayAttempt",
                body={**ATTEMPT, "id": "{{run}}-try", "payment_id": "{{run}}-asked"},
                save={"attempt_id": "id"},
            ),
            Step(
                operation="createGatewayAttempts",
                body={
                    "items": [
                        {**ATTEMPT, "id": f"{{{{run}}}}-try-{number}", "payment_id": f"{{{{run}}}}-{number}"}
                        for number in range(5)
                    ]
                },
            ),
            Step(operation="listGatewayAttempts", query={"gateway": "gw-alpha"}),
            Step(operation="getGatewayAttempt"),
        ),
    ),
    Folder(
        name="routing",
        words="",
        steps=(
            _policy("A champion", "champion_policy_id"),
            _policy("A challenger", "policy_id"),
            Step(operation="listRoutingPolicies"),
            Step(operation="getRoutingPolicy"),
            Step(operation="activateRoutingPolicy", path={"policy_id": "{{champion_policy_id}}"}),
            Step(
                operation="activateRoutingPolicy",
                name="Let another try on half of the payments",
                body={"role": "challenger", "share_percent": 50},
            ),
            Step(
                operation="chooseGateway", change={"payment_id": "{{run}}-routed"}, save={"choice_id": "id"}
            ),
            Step(operation="getGatewayChoice"),
            Step(operation="getRoutingComparison"),
            Step(operation="getRoutingEvaluation"),
            Step(operation="endRoutingPolicy"),
        ),
    ),
    Folder(
        name="root-causes",
        words="",
        steps=(
            Step(operation="listRootCauses", save={"cause_id": "data.0.id"}),
            Step(operation="getRootCause"),
        ),
    ),
)
