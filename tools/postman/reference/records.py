"""What is kept: the ledger, the calls, their count, and the tenant itself; the environment is closed last."""

from tools.postman.steps import Folder, Step

TILE = (
    "// The first tile of hashes: whole, or as wide as the log is long.",
    'const size = Number(pm.collectionVariables.get("size"));',
    'pm.collectionVariables.set("tile", size < 256 ? `tile/0/000.p/${size}` : "tile/0/000");',
)
CHAIN = ('if (!pm.environment.get("chain")) { pm.execution.skipRequest(); }',)

FOLDERS = (
    Folder(
        name="ledger",
        words="",
        steps=(
            Step(operation="listLedgerEntries", save={"entry_id": "data.0.id"}),
            Step(operation="getLedgerEntry"),
            Step(operation="getEntryProof", until={"state": ("included",)}),
            Step(operation="exportLedgerEntries"),
            Step(operation="exportLedger"),
            Step(operation="getLedgerKeys"),
            Step(operation="rotateLedgerKey"),
            Step(operation="listCheckpoints"),
            Step(operation="getLatestCheckpoint", save={"size": "size"}),
            Step(operation="getCheckpoint"),
            Step(operation="getConsistencyProof", query={"from_size": "1", "to_size": "{{size}}"}),
            Step(
                operation="getLedgerTile",
                name="Get the newest checkpoint of the static log",
                path={"tile_path": "checkpoint"},
            ),
            Step(operation="getLedgerTile", before=TILE, sets=("tile",), path={"tile_path": "{{tile}}"}),
            Step(operation="getLedgerArtefact"),
            Step(operation="getLedgerArtefactFile", path={"file_name": "card.md"}),
            Step(operation="listLedgerEpochs", until={"data.0.epoch": ()}, save={"epoch": "data.0.epoch"}),
            Step(operation="getLedgerEpoch"),
            Step(operation="listLedgerBundles", save={"bundle_epoch": "data.0.epoch"}),
            Step(operation="getLedgerBundle", path={"epoch": "{{bundle_epoch}}"}),
            Step(operation="listEpochBundles", save={"epoch_bundle": "data.0.epoch"}),
            Step(operation="getEpochBundle", path={"epoch": "{{epoch_bundle}}"}),
            Step(operation="getSuperCheckpoint"),
            Step(operation="getSuperTile", path={"super_tile_path": "entries/000.p/1"}),
            Step(operation="listLedgerAnchors"),
            Step(
                operation="getLedgerAnchor",
                name="Refused: no anchor covers this epoch",
                path={"epoch": "4611686018427387904"},
                status=404,
                code="ledger_anchor_not_found",
            ),
            Step(
                operation="getLedgerAnchor",
                path={"epoch": "1"},
                until={"state": ("confirmed",)},
                before=CHAIN,
                why="Left out where the environment's `chain` is empty: the server has none connected.",
            ),
        ),
    ),
    Folder(
        name="requests",
        words="",
        steps=(
            Step(operation="listRequests", save={"logged_id": "data.0.id"}),
            Step(operation="getRequest"),
        ),
    ),
    Folder(name="usage", words="", steps=()),
    Folder(
        name="sandbox",
        words="",
        steps=(
            Step(
                operation="createSandbox",
                save={"fresh_sandbox_key": "api_key", "fresh_sandbox_id": "environment_id"},
            ),
            Step(operation="listMagicValues"),
            Step(operation="getSandboxClock"),
            Step(
                operation="advanceSandboxClock",
                auth="{{fresh_sandbox_key}}",
                why="The sandbox that was just made, so that nobody moves theirs by running a folder.",
            ),
            Step(
                operation="resetSandbox",
                auth="{{fresh_sandbox_key}}",
                change={"environment_id": "{{fresh_sandbox_id}}"},
                why="The sandbox that was just made, so that nobody clears theirs by running a folder.",
            ),
        ),
    ),
    Folder(
        name="tenants",
        words="",
        steps=(
            Step(operation="getEnvironment"),
            Step(operation="getTenant"),
            Step(operation="updateTenant"),
            Step(operation="createTenant"),
            Step(operation="getRetention"),
            Step(operation="setRetention"),
            Step(operation="exportEnvironment"),
            Step(
                operation="getEnvironment",
                name="The environment that is to be closed",
                auth="{{closing_key}}",
                save={"closing_environment_id": "id"},
            ),
            Step(
                operation="exportEnvironment",
                name="Export it, before it is closed",
                auth="{{closing_key}}",
            ),
            Step(
                operation="closeEnvironment",
                auth="{{closing_key}}",
                change={"environment_id": "{{closing_environment_id}}"},
                why="By the key of a sandbox of its own, so that nobody closes theirs by running a folder.",
            ),
        ),
    ),
)
