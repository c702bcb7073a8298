"""Every row is sealed: its seal binds all its columns. What said something of the answers in clear goes into it."""

import sqlalchemy as sa
from alembic import context, op

from storage.migrations.sealing import seal_rows

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

_SEALED = ("realm", "definitions", "events", "tally", "wrong_codes", "reporters", "put_aside")


def upgrade() -> None:
    """Adds the columns, seals the rows that are there, and drops the columns that are sealed now."""
    for table in _SEALED:
        op.add_column(table, sa.Column("sealed", sa.LargeBinary, nullable=True))
    keyring = context.config.attributes.get("keyring")
    if keyring is not None:
        seal_rows(op.get_bind(), keyring)
    op.drop_column("screenings", "entries")
    op.drop_column("screenings", "head")


def downgrade() -> None:
    """Brings the columns back. What is sealed stays sealed as it is: only a backup brings an earlier release's rows."""
    op.add_column("screenings", sa.Column("entries", sa.Integer, nullable=False, server_default="0"))
    op.add_column("screenings", sa.Column("head", sa.LargeBinary(32), nullable=False, server_default=""))
    for table in _SEALED:
        op.drop_column(table, "sealed")
