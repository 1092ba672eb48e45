"""Desks are told of news a few times a second at most; see `app/migrations/access/feed.sql`.

Nothing is stored for it but what is written with the rules of access after every step: the step
keeps a program that counts on it from a server that has it not. Programs of before go on working.
"""

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Change no table."""
