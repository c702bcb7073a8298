"""Handing a screening over: the open codes, and how many wrong ones each person said."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Makes the tables."""
    op.create_table(
        "handovers",
        sa.Column("token", sa.LargeBinary(16), nullable=False),
        sa.Column("screening", sa.LargeBinary(16), nullable=False),
        sa.Column("expires_at", sa.BigInteger, nullable=False),
        sa.Column("sealed", sa.LargeBinary, nullable=False),
        sa.PrimaryKeyConstraint("token", name="handovers_pkey"),
        sa.UniqueConstraint("screening", name="handovers_screening_key"),
        sqlite_with_rowid=False,
    )
    op.create_index("handovers_expires_at", "handovers", ["expires_at"])
    op.create_table(
        "wrong_codes",
        sa.Column("person", sa.LargeBinary(16), nullable=False),
        sa.Column("since", sa.BigInteger, nullable=False),
        sa.Column("count", sa.SmallInteger, nullable=False),
        sa.PrimaryKeyConstraint("person", name="wrong_codes_pkey"),
        sqlite_with_rowid=False,
    )
    op.create_index("wrong_codes_since", "wrong_codes", ["since"])


def downgrade() -> None:
    """Drops them: every open code is void."""
    for table in ("wrong_codes", "handovers"):
        op.drop_table(table)
