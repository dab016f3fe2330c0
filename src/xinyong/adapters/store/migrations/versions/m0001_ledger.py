"""The ledger, its projections, what stands beside it, and its guards."""

from alembic import op

from xinyong.adapters.store.migrations import run

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Make the tables of the first version."""
    run(op.get_bind(), revision)
