"""Alembic's entry: runs the migrations on the connection that `storage.migrations` gives, within its transaction."""

from alembic import context

from storage.migrations.partial_indexes import metadata

context.configure(connection=context.config.attributes["connection"], target_metadata=metadata, transactional_ddl=True)
with context.begin_transaction():
    context.run_migrations()
