"""Alembic's entry: the connection, with its open transaction, comes from `adapters.store.upgrading`."""

from alembic import context

context.configure(connection=context.config.attributes["connection"])
with context.begin_transaction():
    context.run_migrations()
