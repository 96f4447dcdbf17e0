"""SQL of what inference keeps about a person, for erasures and for who asks what is kept of them. Private to `inference`."""

from tenants.holdings import Holding, Parent, Sealed, Shown

_DECISIONS = Holding(
    columns={
        "decision": ("customer", "sealed", "region", "segment"),
        "decision_explanation": ("sealed",),
        "ticket_cause": ("customer",),
    },
    facts="SELECT id, decided_at AS at FROM decision WHERE environment_id = $1 AND customer = $2 AND id < $3",
    clear="""
WITH gone AS (
    SELECT id FROM decision WHERE environment_id = $1 AND customer = $2 AND id < $3 LIMIT $4
), explained AS (
    DELETE FROM decision_explanation WHERE environment_id = $1 AND decision_id IN (SELECT id FROM gone)
), tickets AS (
    UPDATE ticket_cause SET customer = gen_random_uuid() WHERE environment_id = $1 AND decision_id IN (SELECT id FROM gone)
)
UPDATE decision d SET customer = gen_random_uuid(), sealed = NULL, region = NULL, segment = NULL
FROM gone WHERE d.environment_id = $1 AND d.id = gone.id
""",
    shown=(
        Shown(
            kind="decisions",
            prefix="dec",
            table="decision",
            whose="customer",
            opened={"sealed": Sealed("decision.sealed", "json")},
        ),
        Shown(
            kind="decision-explanations",
            prefix="dec",
            table="decision_explanation",
            id_column="decision_id",
            whose="customer",
            parent=Parent("decision", "decision_id"),
            order=("decision_id",),
            opened={"sealed": Sealed("decision_explanation.sealed", "json")},
        ),
        Shown(
            kind="ticket-causes",
            prefix="dec",
            table="ticket_cause",
            id_column="decision_id",
            whose="customer",
            parent=Parent("decision", "decision_id"),
            order=("decision_id",),
        ),
    ),
    stays="which question was answered when, by which versions and rules, the score, the outcome and the receipt",
)
_FEEDBACK = Holding(
    columns={"feedback": ("customer", "content", "sealed")},
    facts="SELECT id, recorded_at AS at FROM feedback WHERE environment_id = $1 AND customer = $2 AND id < $3",
    bulk=True,
    clear="""
UPDATE feedback SET customer = gen_random_uuid(), content = uuid_send(gen_random_uuid()), sealed = ''
WHERE environment_id = $1 AND id = ANY (ARRAY(
    SELECT id FROM feedback WHERE environment_id = $1 AND customer = $2 AND id < $3 LIMIT $4
))
""",
    shown=(
        Shown(
            kind="feedback",
            prefix="fbk",
            table="feedback",
            whose="customer",
            opened={"sealed": Sealed("feedback.sealed", "msgpack")},
        ),
    ),
    stays="what turned out to be true of a decision: yes or no, or a number, and when",
)
_TRUTHS = Holding(
    columns={"feedback_truth": ("customer",)},
    clear="""
UPDATE feedback_truth SET customer = gen_random_uuid()
WHERE environment_id = $1 AND customer = $2 AND feedback_id = ANY (ARRAY(
    SELECT feedback_id FROM feedback_truth WHERE environment_id = $1 AND customer = $2 AND feedback_id < $3 LIMIT $4
))
""",
    shown=(
        Shown(
            kind="truths",
            prefix="fbk",
            table="feedback_truth",
            id_column="feedback_id",
            whose="customer",
            order=("use_case", "subject"),
        ),
    ),
    stays="the same truth, once for each event",
)
_PAST_ROWS = Holding(
    columns={"past_row": ("customer",)},
    clear=None,
    shown=(
        Shown(
            kind="past-rows",
            table="past_row",
            id_column=None,
            whose="customer",
            order=("key", "at", "arrived"),
        ),
    ),
    stays="nothing",
)

HOLDINGS = (_DECISIONS, _FEEDBACK, _TRUTHS, _PAST_ROWS)
