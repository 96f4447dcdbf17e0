"""SQL of what cases and workflows keep about a person, for erasures and for who asks what is kept of them. Private to `resolution`."""

from tenants.holdings import Holding, Sealed, Shown

_OURS = "'^[a-z]{3}_[0-9a-hjkmnp-tv-z]{26}$'"

_CASES = Holding(
    columns={
        "review_case": ("customer", "title", "proposed", "subject"),
        "case_step": ("comment",),
    },
    clear=f"""
WITH gone AS (
    SELECT id FROM review_case WHERE environment_id = $1 AND customer = $2 AND id < $3 LIMIT $4
), steps AS (
    UPDATE case_step SET comment = NULL WHERE environment_id = $1 AND case_id IN (SELECT id FROM gone)
)
UPDATE review_case c SET customer = gen_random_uuid(), title = '', proposed = NULL,
    subject = CASE WHEN c.subject ~ {_OURS} THEN c.subject END
FROM gone WHERE c.environment_id = $1 AND c.id = gone.id
""",
    shown=(
        Shown(
            kind="cases",
            prefix="cas",
            rows="""
SELECT id, to_jsonb(t) AS row FROM review_case t WHERE environment_id = $1 AND customer = $2
ORDER BY id OFFSET $3 LIMIT $4
""",
            opened={"title": Sealed("case.title", "text"), "proposed": Sealed("case.proposed", "json")},
        ),
        Shown(
            kind="case-steps",
            prefix="cst",
            rows="""
SELECT t.id AS id, to_jsonb(t) AS row FROM review_case p
JOIN case_step t ON t.environment_id = p.environment_id AND t.case_id = p.id
WHERE p.environment_id = $1 AND p.customer = $2 ORDER BY t.case_id, t.id OFFSET $3 LIMIT $4
""",
            opened={"comment": Sealed("case.comment", "text")},
        ),
    ),
    stays="which queue it stood in, who took it when, and how it ended",
)
# An open one cannot go on without its data: the look for erased customers finds its handle to be nobody's, and ends it.
_INSTANCES = Holding(
    columns={"workflow_instance": ("customer", "state", "subject", "arrived")},
    facts="""
SELECT s.id, s.at FROM workflow_instance i
JOIN workflow_step s ON s.environment_id = i.environment_id AND s.instance_id = i.id AND s.action IS NOT NULL
WHERE i.environment_id = $1 AND i.customer = $2 AND i.id < $3
""",
    clear=f"""
UPDATE workflow_instance SET customer = gen_random_uuid(), arrived = '[]',
    state = CASE WHEN state IS NOT NULL THEN ''::bytea END,
    subject = CASE WHEN subject ~ {_OURS} THEN subject ELSE 'erased ' || id END
WHERE environment_id = $1 AND id = ANY (ARRAY(
    SELECT id FROM workflow_instance WHERE environment_id = $1 AND customer = $2 AND id < $3 LIMIT $4
))
""",
    shown=(
        Shown(
            kind="workflow-instances",
            prefix="wfi",
            rows="""
SELECT id, to_jsonb(t) AS row FROM workflow_instance t WHERE environment_id = $1 AND customer = $2
ORDER BY id OFFSET $3 LIMIT $4
""",
            opened={"state": Sealed("workflow_instance.state", "json")},
        ),
        Shown(
            kind="workflow-steps",
            prefix="wfs",
            rows="""
SELECT t.id AS id, to_jsonb(t) AS row FROM workflow_instance p
JOIN workflow_step t ON t.environment_id = p.environment_id AND t.instance_id = p.id
WHERE p.environment_id = $1 AND p.customer = $2 ORDER BY t.instance_id, t.id OFFSET $3 LIMIT $4
""",
        ),
    ),
    stays="which workflow took which steps when, and how they ended, in codes",
)

HOLDINGS = (_CASES, _INSTANCES)
