"""Region and segment of a decision, as keyed digests: a list can be filtered by them, and neither rests in clear."""

from alembic import op

from migrations.policies import run

revision = "0017_decision_places"
down_revision = "0016_lineage"
branch_labels = None
depends_on = None

_COLUMNS = """
ALTER TABLE decision ADD COLUMN region bytea, ADD COLUMN segment bytea;
CREATE INDEX decision_region ON decision (environment_id, region, id) WHERE region IS NOT NULL;
CREATE INDEX decision_segment ON decision (environment_id, segment, id) WHERE segment IS NOT NULL;
"""


def upgrade() -> None:
    run(op, _COLUMNS)
