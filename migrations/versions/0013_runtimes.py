"""Where a version runs: in process, or on the installation's model server. The same bytes may be registered for both."""

from alembic import op

from migrations.policies import run

revision = "0013_runtimes"
down_revision = "0012_shadow_index"
branch_labels = None
depends_on = None

_RUNTIME = """
ALTER TABLE model_version
    ADD COLUMN runtime text NOT NULL DEFAULT 'onnx' CHECK (runtime IN ('onnx', 'kserve')),
    DROP CONSTRAINT model_version_environment_id_use_case_digest_key,
    ADD CONSTRAINT model_version_digest UNIQUE (environment_id, use_case, digest, runtime);
"""


def upgrade() -> None:
    run(op, _RUNTIME)
