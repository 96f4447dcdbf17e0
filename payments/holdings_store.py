"""SQL of what payments keep about a person, for erasures and for who asks what is kept of them. Private to `payments`.

Facts that books are kept of stay as figures under a pseudonym that is drawn for each row and kept nowhere; the rest goes.
"""

from tenants.holdings import Holding, Parent, Sealed, Shown

_NOBODY = "gen_random_uuid()"
_NOISE = "uuid_send(gen_random_uuid())"

_TRANSACTIONS = Holding(
    columns={
        "payment_transaction": (
            "customer", "external", "merchant", "device", "latitude_tenths", "longitude_tenths", "country", "content",
            "duplicate_of", "sealed",
        ),
    },
    facts="""
SELECT id, recorded_at AS at FROM payment_transaction WHERE environment_id = $1 AND customer = $2 AND id < $3
""",
    bulk=True,
    clear=f"""
UPDATE payment_transaction SET customer = {_NOBODY}, external = NULL, merchant = NULL, device = NULL, latitude_tenths = NULL,
    longitude_tenths = NULL, country = NULL, content = {_NOISE}, duplicate_of = NULL, sealed = ''
WHERE environment_id = $1 AND id = ANY (ARRAY(
    SELECT id FROM payment_transaction WHERE environment_id = $1 AND customer = $2 AND id < $3 LIMIT $4
))
""",
    shown=(
        Shown(
            kind="transactions",
            prefix="txn",
            table="payment_transaction",
            whose="customer",
            opened={"sealed": Sealed("payment_transaction.sealed", "msgpack")},
        ),
    ),
    stays="an amount, its currency, time, direction, method, channel, category and gateway",
)  # fmt: skip
_LOGINS = Holding(
    columns={"payment_login": ("customer", "external", "device", "content", "sealed")},
    facts="SELECT id, recorded_at AS at FROM payment_login WHERE environment_id = $1 AND customer = $2 AND id < $3",
    bulk=True,
    clear="""
DELETE FROM payment_login WHERE environment_id = $1 AND id = ANY (ARRAY(
    SELECT id FROM payment_login WHERE environment_id = $1 AND customer = $2 AND id < $3 LIMIT $4
))
""",
    shown=(
        Shown(
            kind="logins",
            prefix="lgn",
            table="payment_login",
            whose="customer",
            opened={"sealed": Sealed("payment_login.sealed", "msgpack")},
        ),
    ),
    stays="nothing",
)
_FINGERPRINTS = Holding(
    columns={"payment_fingerprint": ("customer", "fingerprint")},
    clear="""
DELETE FROM payment_fingerprint WHERE environment_id = $1 AND customer = $2 AND fingerprint = ANY (ARRAY(
    SELECT fingerprint FROM payment_fingerprint WHERE environment_id = $1 AND customer = $2 AND transaction_id < $3 LIMIT $4
))
""",
    shown=(),
    stays="nothing",
)
_STATE = Holding(
    columns={"customer_bucket": ("customer", "merchants", "devices")},
    clear="DELETE FROM customer_bucket WHERE environment_id = $1 AND customer = $2",
    at_once=True,
    shown=(
        Shown(
            kind="counts",
            table="customer_bucket",
            id_column=None,
            whose="customer",
            order=("grain", "slot", "currency"),
        ),
    ),
    stays="nothing",
)
_PAYOUTS = Holding(
    columns={
        "payout": ("payee", "external", "content", "sealed"),
        "payout_event": ("external", "content", "sealed"),
        "payout_span": ("payee",),
    },
    facts="""
SELECT id, recorded_at AS at FROM payout WHERE environment_id = $1 AND payee = $2 AND id < $3
UNION ALL
SELECT unnest(document_eids), recorded_at FROM payout WHERE environment_id = $1 AND payee = $2 AND id < $3
UNION ALL
SELECT e.id, e.recorded_at FROM payout p JOIN payout_event e ON e.environment_id = p.environment_id AND e.payout_id = p.id
WHERE p.environment_id = $1 AND p.payee = $2 AND p.id < $3
""",
    bulk=True,
    clear=f"""
WITH gone AS (
    SELECT id, {_NOBODY} AS nobody FROM payout WHERE environment_id = $1 AND payee = $2 AND id < $3 LIMIT $4
), events AS (
    UPDATE payout_event SET external = {_NOISE}, content = {_NOISE}, sealed = ''
    WHERE environment_id = $1 AND payout_id IN (SELECT id FROM gone)
), spans AS (
    UPDATE payout_span s SET payee = gone.nobody FROM gone WHERE s.environment_id = $1 AND s.payout_id = gone.id
)
UPDATE payout p SET payee = gone.nobody, external = {_NOISE}, content = {_NOISE}, sealed = ''
FROM gone WHERE p.environment_id = $1 AND p.id = gone.id
""",
    shown=(
        Shown(
            kind="payouts",
            prefix="pyt",
            table="payout",
            whose="payee",
            opened={"sealed": Sealed("payout.sealed", "msgpack")},
        ),
        Shown(
            kind="payout-events",
            prefix="pye",
            table="payout_event",
            whose="payee",
            parent=Parent("payout", "payout_id"),
            order=("payout_id", "id"),
            opened={"sealed": Sealed("payout_event.sealed", "msgpack")},
        ),
        Shown(
            kind="payout-times",
            table="payout_span",
            id_column=None,
            whose="payee",
            parent=Parent("payout", "payout_id"),
            order=("payout_id", "stage"),
        ),
    ),
    stays="an amount, its currency, method, bank and gateway, and when it reached which stage",
)
_AGREEMENTS = Holding(
    columns={"commission_agreement": ("partner", "external", "content", "sealed")},
    facts="""
SELECT id, recorded_at AS at FROM commission_agreement WHERE environment_id = $1 AND partner = $2 AND id < $3
""",
    clear=f"""
UPDATE commission_agreement SET partner = {_NOBODY}, external = {_NOISE}, content = {_NOISE}, sealed = ''
WHERE environment_id = $1 AND id = ANY (ARRAY(
    SELECT id FROM commission_agreement WHERE environment_id = $1 AND partner = $2 AND id < $3 LIMIT $4
))
""",
    shown=(
        Shown(
            kind="commission-agreements",
            prefix="agr",
            table="commission_agreement",
            whose="partner",
            opened={"sealed": Sealed("commission_agreement.sealed", "msgpack")},
        ),
    ),
    stays="a currency and a period",
)
_STATEMENTS = Holding(
    columns={
        "commission_statement": ("partner", "external", "content", "sealed"),
        "commission_statement_step": ("note",),
    },
    facts="""
SELECT id, recorded_at AS at FROM commission_statement WHERE environment_id = $1 AND partner = $2 AND id < $3
UNION ALL
SELECT s.id, s.at FROM commission_statement c
JOIN commission_statement_step s ON s.environment_id = c.environment_id AND s.statement_id = c.id
WHERE c.environment_id = $1 AND c.partner = $2 AND c.id < $3
""",
    clear=f"""
WITH gone AS (
    SELECT id FROM commission_statement WHERE environment_id = $1 AND partner = $2 AND id < $3 LIMIT $4
), steps AS (
    UPDATE commission_statement_step SET note = NULL
    WHERE environment_id = $1 AND statement_id IN (SELECT id FROM gone)
)
UPDATE commission_statement c SET partner = {_NOBODY}, external = {_NOISE}, content = {_NOISE}, sealed = ''
FROM gone WHERE c.environment_id = $1 AND c.id = gone.id
""",
    shown=(
        Shown(
            kind="commission-statements",
            prefix="cos",
            table="commission_statement",
            whose="partner",
            opened={"sealed": Sealed("commission_statement.sealed", "msgpack")},
        ),
        Shown(
            kind="commission-statement-steps",
            prefix="css",
            table="commission_statement_step",
            whose="partner",
            parent=Parent("commission_statement", "statement_id"),
            order=("statement_id", "number"),
            opened={"note": Sealed("commission_statement_step.note", "text")},
        ),
    ),
    stays="a currency, a period, what is payable, the difference, and who decided what",
)

HOLDINGS = (_TRANSACTIONS, _LOGINS, _FINGERPRINTS, _STATE, _PAYOUTS, _AGREEMENTS, _STATEMENTS)

# A bulk's own eid is drawn right after the ids of its facts and the time they bear, so it is looked for around that time.
BULKS = """
SELECT DISTINCT bulk.eid
FROM unnest($2::uuid[], $3::uuid[], $4::uuid[]) AS fact (id, earliest, latest)
CROSS JOIN LATERAL (
    SELECT eid FROM payment_batch
    WHERE environment_id = $1 AND eid >= fact.earliest AND eid <= fact.latest AND fact.id = ANY (ids) LIMIT 1
) bulk
"""
