"""Accounts of people, one each for everybody who was let in, and the open codes that link two of them.

The name of a person is that of their only account, and so are the keyed hashes of both. So no key is needed here.
"""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

_FILL_ACCOUNTS = """
INSERT INTO accounts (account, person, role, let_in_at, revoked_at, sealed)
SELECT person, person, role, let_in_at, revoked_at, sealed FROM people
"""
_FILL_PEOPLE = """
INSERT INTO people (person, role, let_in_at, revoked_at, sealed)
SELECT account, role, let_in_at, revoked_at, sealed FROM accounts
"""


def upgrade() -> None:
    """Makes an account of each row of the people, and the table of codes."""
    op.create_table(
        "accounts",
        sa.Column("account", sa.LargeBinary(16), nullable=False),
        sa.Column("person", sa.LargeBinary(16), nullable=False),
        *_make_shared_columns(),
        sa.PrimaryKeyConstraint("account", name="accounts_pkey"),
        sqlite_with_rowid=False,
    )
    op.create_index("accounts_person", "accounts", ["person"])
    op.execute(_FILL_ACCOUNTS)
    op.drop_table("people")
    op.create_table(
        "link_codes",
        sa.Column("token", sa.LargeBinary(16), nullable=False),
        sa.Column("account", sa.LargeBinary(16), nullable=False),
        sa.Column("expires_at", sa.BigInteger, nullable=False),
        sa.Column("sealed", sa.LargeBinary, nullable=False),
        sa.PrimaryKeyConstraint("token", name="link_codes_pkey"),
        sa.UniqueConstraint("account", name="link_codes_account_key"),
        sqlite_with_rowid=False,
    )
    op.create_index("link_codes_expires_at", "link_codes", ["expires_at"])


def downgrade() -> None:
    """Makes a person of each account again: accounts that were linked are no longer, and open codes are void."""
    op.drop_table("link_codes")
    op.create_table(
        "people",
        sa.Column("person", sa.LargeBinary(16), nullable=False),
        *_make_shared_columns(),
        sa.PrimaryKeyConstraint("person", name="people_pkey"),
        sqlite_with_rowid=False,
    )
    op.execute(_FILL_PEOPLE)
    op.drop_table("accounts")


def _make_shared_columns() -> list[sa.Column[object]]:
    return [
        sa.Column("role", sa.String(16), nullable=False),
        sa.Column("let_in_at", sa.BigInteger, nullable=False),
        sa.Column("revoked_at", sa.BigInteger, nullable=True),
        sa.Column("sealed", sa.LargeBinary, nullable=False),
    ]
