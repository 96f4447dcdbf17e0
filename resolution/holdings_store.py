"""SQL of what cases and workflows keep about a person, for erasures and for who asks what is kept of them. Private to `resolution`."""

from tenants.holdings import Holding, Parent, Sealed, Shown

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
            table="review_case",
            whose="customer",
            opened={"title": Sealed("case.title", "text"), "proposed": Sealed("case.proposed", "json")},
        ),
        Shown(
            kind="case-steps",
            prefix="cst",
            table="case_step",
            whose="customer",
            parent=Parent("review_case", "case_id"),
            order=("case_id", "id"),
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
            table="workflow_instance",
            whose="customer",
            opened={"state": Sealed("workflow_instance.state", "json")},
        ),
        Shown(
            kind="workflow-steps",
            prefix="wfs",
            table="workflow_step",
            whose="customer",
            parent=Parent("workflow_instance", "instance_id"),
            order=("instance_id", "id"),
        ),
    ),
    stays="which workflow took which steps when, and how they ended, in codes",
)

HOLDINGS = (_CASES, _INSTANCES)
