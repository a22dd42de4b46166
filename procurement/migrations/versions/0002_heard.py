"""What of a spoken reply was heard."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0002"
down_revision: str | Sequence[str] | None = "0001"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    op.add_column("turn", sa.Column("heard", sa.Text(), nullable=True))
    op.add_column("turn", sa.Column("heard_whole", sa.Boolean(), nullable=True))


def downgrade() -> None:
    op.drop_column("turn", "heard_whole")
    op.drop_column("turn", "heard")
