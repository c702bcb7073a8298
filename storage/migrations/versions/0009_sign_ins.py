"""Sign-ins: the browsers that are let in."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Makes the table."""
    op.create_table(
        "sign_ins",
        sa.Column("token", sa.LargeBinary(16), nullable=False),
        sa.Column("account", sa.LargeBinary(16), nullable=False),
        sa.Column("begun_at", sa.BigInteger, nullable=False),
        sa.Column("used_at", sa.BigInteger, nullable=False),
        sa.Column("expires_at", sa.BigInteger, nullable=False),
        sa.Column("sealed", sa.LargeBinary, nullable=False),
        sa.PrimaryKeyConstraint("token", name="sign_ins_pkey"),
        sqlite_with_rowid=False,
    )
    op.create_index("sign_ins_account", "sign_ins", ["account"])
    op.create_index("sign_ins_expires_at", "sign_ins", ["expires_at"])


def downgrade() -> None:
    """Drops it: whoever is signed in has to be let in again."""
    op.drop_table("sign_ins")
