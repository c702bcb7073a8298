"""Passkeys: with what people come back to the page."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Makes the table."""
    op.create_table(
        "passkeys",
        sa.Column("credential", sa.LargeBinary(16), nullable=False),
        sa.Column("account", sa.LargeBinary(16), nullable=False),
        sa.Column("made_at", sa.BigInteger, nullable=False),
        sa.Column("used_at", sa.BigInteger),
        sa.Column("sealed", sa.LargeBinary, nullable=False),
        sa.PrimaryKeyConstraint("credential", name="passkeys_pkey"),
        sqlite_with_rowid=False,
    )
    op.create_index("passkeys_account", "passkeys", ["account"])


def downgrade() -> None:
    """Drops it: whoever comes back needs an invitation again."""
    op.drop_table("passkeys")
