"""The record of the clock: one row, without which the sweep is held back for a day."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Makes the table."""
    op.create_table(
        "clock",
        sa.Column("number", sa.Integer, autoincrement=False, nullable=False),
        sa.Column("believed_at", sa.BigInteger, nullable=False),
        sa.Column("boot", sa.String(64), nullable=False),
        sa.Column("read_at", sa.BigInteger, nullable=False),
        sa.Column("boot_seconds", sa.BigInteger, nullable=False),
        sa.Column("is_doubted", sa.Boolean(create_constraint=False), nullable=False),
        sa.Column("sealed", sa.LargeBinary, nullable=False),
        sa.PrimaryKeyConstraint("number", name="clock_pkey"),
        sqlite_with_rowid=False,
    )


def downgrade() -> None:
    """Drops it: the next sweep is held back for a day."""
    op.drop_table("clock")
