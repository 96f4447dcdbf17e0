"""An auditor: access for a time, checkpoints, proofs, epochs, bundles, exports and anchors, and nothing else."""

from tools.postman.flows.developer import PAYMENT
from tools.postman.steps import Folder, Step

AUDITOR = "{{audit_key}}"

FOLDER = Folder(
    name="3 Auditor: the log and its proofs",
    words="A tenant gives a key access for a month. With it the auditor reads the log and takes its proofs away; `countermark-verify` checks "
    "them offline (docs/auditors.md), and `countermark audit report` writes the report of what was found.",
    steps=(
        Step(
            operation="decideTransactionAnomaly",
            name="The tenant decides something",
            body={"transaction": {**PAYMENT, "id": "{{run}}-audited"}},
            save={"audited_decision": "id", "audited_entry": "entry_id"},
        ),
        Step(
            operation="createApiKey",
            name="The tenant makes a key for the auditor",
            body={"name": "audit {{run}}", "scopes": ["ledger:export", "ledger:read"]},
            save={"audit_key": "secret", "audit_key_id": "api_key.id"},
        ),
        Step(
            operation="grantAccess",
            name="The tenant gives it access for a month",
            body={"holder": "{{audit_key_id}}", "expires_at": "{{in_a_month}}", "reason": "Half-year audit"},
            save={"audit_grant": "id"},
        ),
        Step(operation="getLedgerKeys", name="Which keys sign the log?", auth=AUDITOR),
        Step(
            operation="getEntryProof",
            name="Prove that the decision is in the log",
            path={"entry_id": "{{audited_entry}}"},
            auth=AUDITOR,
            until={"state": ("included",)},
        ),
        Step(operation="listCheckpoints", name="List signed checkpoints", auth=AUDITOR),
        Step(
            operation="getLatestCheckpoint", name="The newest one", auth=AUDITOR, save={"audit_size": "size"}
        ),
        Step(
            operation="getConsistencyProof",
            name="Prove that nothing before was changed",
            query={"from_size": "1", "to_size": "{{audit_size}}"},
            auth=AUDITOR,
        ),
        Step(
            operation="listLedgerEntries",
            name="Search the entries",
            query={"type": "decision.v1"},
            auth=AUDITOR,
        ),
        Step(
            operation="getLedgerEntry", name="Read one", path={"entry_id": "{{audited_entry}}"}, auth=AUDITOR
        ),
        Step(
            operation="discloseDecision",
            name="The tenant opens its decision for the auditor",
            path={"decision_id": "{{audited_decision}}"},
            expect={"entry_id": "{{audited_entry}}"},
        ),
        Step(
            operation="listLedgerEpochs",
            name="Epochs that hold the log",
            auth=AUDITOR,
            until={"data.0.epoch": ()},
            save={"audit_epoch": "data.0.epoch"},
        ),
        Step(
            operation="getLedgerEpoch",
            name="The log's slot in an epoch",
            path={"epoch": "{{audit_epoch}}"},
            auth=AUDITOR,
        ),
        Step(operation="getSuperCheckpoint", name="The log of all epochs"),
        Step(
            operation="listLedgerBundles",
            name="Bundles to take away",
            auth=AUDITOR,
            until={"data.0.epoch": ()},
            save={"audit_bundle": "data.0.epoch"},
        ),
        Step(operation="getLedgerBundle", name="Take one", path={"epoch": "{{audit_bundle}}"}, auth=AUDITOR),
        Step(operation="exportLedger", name="Export the whole log", auth=AUDITOR),
        Step(operation="exportLedgerEntries", name="Export entries with their proofs", auth=AUDITOR),
        Step(operation="listLedgerAnchors", name="Anchors on a chain", auth=AUDITOR),
        Step(
            operation="listDecisions",
            name="Refused: what is not the log",
            auth=AUDITOR,
            status=403,
            code="permission_denied",
        ),
        Step(
            operation="revokeAccessGrant",
            name="The tenant takes the access back",
            path={"grant_id": "{{audit_grant}}"},
            expect={"standing": "revoked"},
        ),
        Step(
            operation="getLatestCheckpoint",
            name="Refused: within five seconds",
            auth=AUDITOR,
            status=401,
            code="credential_ended",
            until={"code": ("credential_ended",)},
            again=20,
        ),
    ),
)
