"""Names can be searched, rare kinds of entries are found by kind, and followers keep their place."""

from alembic import op

from xinyong.adapters.store.migrations import run

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Add the search index (which every upgrade fills again), the index on rare kinds, and cursors."""
    run(op.get_bind(), revision)
