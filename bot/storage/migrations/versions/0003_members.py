"""What each member of a group is in the middle of, apart from the others."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("conversations", schema=None) as batch_op:
        batch_op.add_column(sa.Column("member_id", sa.BigInteger(), server_default="0", nullable=False))
        batch_op.drop_constraint("pk_conversations", type_="primary")
        batch_op.create_primary_key("pk_conversations", ["chat_id", "member_id"])


def downgrade() -> None:
    op.execute("DELETE FROM conversations WHERE member_id <> 0")
    with op.batch_alter_table("conversations", schema=None) as batch_op:
        batch_op.drop_constraint("pk_conversations", type_="primary")
        batch_op.create_primary_key("pk_conversations", ["chat_id"])
        batch_op.drop_column("member_id")
