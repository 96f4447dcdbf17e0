"""SQL of sandboxes. Private to `resolution`.

Every table of an environment is in one of the two lists; a test compares them with the database.
"""

from datetime import datetime, timedelta
from typing import cast
from uuid import UUID

import msgspec

from core.clock import NOT_AHEAD
from core.database import Transaction

CLEARED = (
    # What people and machines made of facts; a table comes before those that it refers to.
    "case_step", "review_case", "alert_event", "alert", "vendor_payment",
    "workflow_queue", "workflow_step", "workflow_instance", "sent_message",
    "webhook_queue", "webhook_delivery", "webhook_message", "outbox",
    "root_cause_episode", "ticket_cause", "ticket_cause_mark",
    # Decisions, and what became of them.
    "feedback_judged", "feedback_measured", "feedback_truth", "feedback",
    "decision_explanation", "decision_key", "decision_hour", "shadow_prediction", "drift_cursor", "drift_report", "decision",
    "batch_queue", "batch_chunk", "batch", "backtest_queue", "backtest_chunk", "backtest",
    "bare_prediction_count", "gateway_choice",
    # Facts, and what is summed of them.
    "statement_import_finding", "statement_import",
    "commission_statement_step", "commission_statement", "commission_agreement",
    "payout_anomaly", "payout_habits", "payout_span", "payout_event", "payout",
    "gateway_attempt", "gateway_bucket", "gateway_event", "gateway_failure_hour", "gateway_incident",
    "population_day", "population_mark", "customer_bucket", "past_row",
    "payment_batch", "payment_fingerprint", "payment_login", "payment_transaction",
    "suppression_state", "suppression", "idempotency_key", "subject",
)  # fmt: skip
"""What a reset clears: facts, what was decided of them and what came of that; and the keys of the people whom it was about."""
KEPT = frozenset(
    {
        # Who may come in, and what they asked.
        "access_grant", "api_key", "oauth_client", "oauth_assertion", "oauth_revoked_token", "credential_directory", "invitation",
        "environment", "environment_directory", "usage_counter", "request_block", "approval_policy", "retention",
        # Its time: what is kept was set in it, and the newest of two is asked for by time or id in many places.
        "sandbox_clock",
        # What decides and what follows, as it was set.
        "model_version", "deployment", "deployment_passed_over", "experiment", "drift_reference", "training_job", "retraining_plan",
        "feature_declaration", "feature_use", "ruleset", "ruleset_version", "ruleset_activation", "ruleset_approval",
        "ruleset_shadow_hour", "rule_list", "rule_list_entry", "rule_pack_edition", "rule_test_book", "rule_test_set",
        "release", "release_approval", "release_shadow", "release_switch", "routing_policy",
        "workflow", "workflow_version", "workflow_activation", "workflow_cursor", "workflow_trial",
        "alert_rules", "case_queue", "connector", "connector_directory", "message_template", "webhook_endpoint", "webhook_secret",
        "import_mapping", "import_mapping_version", "feed", "feed_queue", "feed_run",
        # The log, and what it was told of people who were erased.
        "erasure", "erasure_entry_list",
        "ledger_bundle", "ledger_checkpoint", "ledger_cosignature", "ledger_entry", "ledger_epoch_slot", "ledger_head", "ledger_hold",
        "ledger_intake", "ledger_key", "ledger_refused", "ledger_slot", "ledger_tile",
    }
)  # fmt: skip
"""What a reset leaves: credentials, what was configured, and the log."""

_CLOCK = "SELECT ahead, moved_at FROM sandbox_clock WHERE environment_id = $1"
_CLOCK_HELD = """
INSERT INTO sandbox_clock (environment_id, ahead) VALUES ($1, interval '0')
ON CONFLICT (environment_id) DO UPDATE SET moved_at = sandbox_clock.moved_at RETURNING ahead, moved_at
"""
# Of seconds alone: a day of PostgreSQL's is not always 24 hours where the session's zone has summer time.
_MOVE_CLOCK = (
    "UPDATE sandbox_clock SET ahead = make_interval(secs => $2), moved_at = $3 WHERE environment_id = $1"
)
_CLEAR = "SELECT countermark_clear_sandbox($1, $2)"


class ClockRow(msgspec.Struct, frozen=True):
    """How far ahead, and when it was moved last, by the true time."""

    ahead: timedelta
    moved_at: datetime | None


async def clock_of(tx: Transaction, environment_id: UUID) -> ClockRow:
    row = await tx.fetchrow(_CLOCK, environment_id)
    return ClockRow(NOT_AHEAD, None) if row is None else ClockRow(**dict(row))


async def hold_clock(tx: Transaction, environment_id: UUID) -> ClockRow:
    """Read it for a move: nobody else moves it before the transaction ends. The database refuses that of a live environment."""
    row = await tx.fetchrow(_CLOCK_HELD, environment_id)
    if row is None:
        raise RuntimeError("a row that was just written is gone")
    return ClockRow(**dict(row))


async def move_clock(tx: Transaction, environment_id: UUID, ahead: timedelta, at: datetime) -> None:
    """at: the true time."""
    await tx.execute(_MOVE_CLOCK, environment_id, ahead.total_seconds(), at)


async def clear(tx: Transaction, environment_id: UUID) -> int:
    """Delete what a sandbox was told and made of it; the database refuses it of a live environment. Returns: how many rows."""
    return cast("int", await tx.fetchval(_CLEAR, environment_id, list(CLEARED)))
