"""Writing a tick as one call: a round trip costs the server more than the rows that travel on it.

`intake_append` is the one way into the intake; `decision_record` writes decisions, their keys and their entries.
"""

from alembic import op

from migrations.policies import run

revision = "0007_decision_record"
down_revision = "0006_ledger"
branch_labels = None
depends_on = None

_INTAKE = """
CREATE FUNCTION intake_append(environments uuid[], eids uuid[], leaf_hashes bytea[], entries bytea[])
RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO ledger_intake (environment_id, eid, leaf_hash, entry)
    SELECT * FROM unnest(environments, eids, leaf_hashes, entries);
    PERFORM pg_notify('countermark_intake', woken::text)
    FROM (SELECT DISTINCT one AS woken FROM unnest(environments) AS one) AS each_once;
END
$$
"""

# scope: null inside a transaction that has opened its own; else this call is a transaction by itself.
# entries, subject_keys: one for each decision, in order; the wrapped key under which its payload was sealed.
# CM001: such a key is not, or no longer, the customer's. CM002: an idempotency key is claimed already.
_DECISIONS = """
CREATE FUNCTION decision_record(
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
    SELECT count(*) INTO found
    FROM ROWS FROM (unnest(decisions), unnest(subject_keys)) AS made
    JOIN subject AS s
        ON s.environment_id = made.environment_id AND s.customer = made.customer AND s.wrapped_key = made.unnest;
    IF found < cardinality(decisions) THEN
        RAISE EXCEPTION 'the key of a customer was deleted or wrapped anew' USING ERRCODE = 'CM001';
    END IF;
    INSERT INTO decision SELECT * FROM unnest(decisions);
    PERFORM intake_append(array_agg(environment_id), array_agg(id), array_agg(leaf_hash), entries)
    FROM unnest(decisions);
END
$$
"""


def upgrade() -> None:
    run(op, _INTAKE)
    run(op, _DECISIONS)
