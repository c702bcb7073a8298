"""What coordinators mark in the screening log: how many were approached and enrolled."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Makes the table."""
    op.create_table(
        "marks",
        sa.Column("number", sa.Integer, autoincrement=False, nullable=False),
        sa.Column("sealed", sa.LargeBinary, nullable=False),
        sa.PrimaryKeyConstraint("number", name="marks_pkey"),
        sqlite_with_rowid=False,
    )


def downgrade() -> None:
    """Drops it: nobody was approached or enrolled any more."""
    op.drop_table("marks")
