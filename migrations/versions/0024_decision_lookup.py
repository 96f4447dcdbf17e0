"""`decision_record` looks each customer's key up by its key, whatever the planner believes of the table.

As a join, the check that a subject's key is still there was planned once a connection and read every customer of the
environment at each tick: 200 rows for eight decisions, and as many as there are later.
"""

from alembic import op

from migrations.policies import run

revision = "0024_decision_lookup"
down_revision = "0023_starters"
branch_labels = None
depends_on = None

_HEAD = """
CREATE OR REPLACE FUNCTION decision_record(
    scope text, claims decision_key[], decisions decision[], entries bytea[], subject_keys bytea[]
)
RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    found integer;
BEGIN
    IF scope IS NOT NULL THEN
        PERFORM set_config('countermark.scope', scope, true);
    END IF;
    IF cardinality(claims) > 0 THEN
        INSERT INTO decision_key (environment_id, key_hash, fingerprint, decision_id, created_at)
        SELECT environment_id, key_hash, fingerprint, decision_id, now() FROM unnest(claims)
        ON CONFLICT DO NOTHING;
        GET DIAGNOSTICS found = ROW_COUNT;
        IF found < cardinality(claims) THEN
            RAISE EXCEPTION 'an idempotency key is claimed already' USING ERRCODE = 'CM002';
        END IF;
    END IF;
"""
_TAIL = """
    IF found < cardinality(decisions) THEN
        RAISE EXCEPTION 'the key of a customer was deleted or wrapped anew' USING ERRCODE = 'CM001';
    END IF;
    INSERT INTO decision SELECT * FROM unnest(decisions);
    PERFORM intake_append(array_agg(environment_id), array_agg(id), array_agg(leaf_hash), entries)
    FROM unnest(decisions);
END
$$
"""
# LIMIT keeps the planner from making a join of it; the key is unique, so there is one row at most anyway.
_ONE_BY_ONE = """
    SELECT count(*) INTO found
    FROM ROWS FROM (unnest(decisions), unnest(subject_keys)) AS made
    CROSS JOIN LATERAL (
        SELECT s.wrapped_key FROM subject AS s
        WHERE s.environment_id = made.environment_id AND s.customer = made.customer LIMIT 1
    ) AS held
    WHERE held.wrapped_key = made.unnest;
"""
_JOINED = """
    SELECT count(*) INTO found
    FROM ROWS FROM (unnest(decisions), unnest(subject_keys)) AS made
    JOIN subject AS s
        ON s.environment_id = made.environment_id AND s.customer = made.customer AND s.wrapped_key = made.unnest;
"""


def upgrade() -> None:
    run(op, _HEAD + _ONE_BY_ONE + _TAIL)


def downgrade() -> None:
    run(op, _HEAD + _JOINED + _TAIL)
