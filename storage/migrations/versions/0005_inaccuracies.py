"""Inaccuracies that people reported by choice, and how many each person reported of late."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Makes the tables."""
    op.create_table(
        "inaccuracies",
        sa.Column("id", sa.LargeBinary(16), nullable=False),
        sa.Column("month", sa.String(7), nullable=False),
        sa.Column("sealed", sa.LargeBinary, nullable=False),
        sa.PrimaryKeyConstraint("id", name="inaccuracies_pkey"),
        sqlite_with_rowid=False,
    )
    op.create_index("inaccuracies_month", "inaccuracies", ["month"])
    op.create_table(
        "reporters",
        sa.Column("person", sa.LargeBinary(16), nullable=False),
        sa.Column("since", sa.BigInteger, nullable=False),
        sa.Column("count", sa.SmallInteger, nullable=False),
        sa.PrimaryKeyConstraint("person", name="reporters_pkey"),
        sqlite_with_rowid=False,
    )
    op.create_index("reporters_since", "reporters", ["since"])


def downgrade() -> None:
    """Drops them: what was reported is gone."""
    for table in ("reporters", "inaccuracies"):
        op.drop_table(table)
