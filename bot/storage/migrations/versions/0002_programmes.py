"""Programmes: subscriptions, sessions, practices, and ranks in the outbox."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("outbox", schema=None) as batch_op:
        batch_op.add_column(sa.Column("rank", sa.Integer(), server_default="0", nullable=False))
        batch_op.create_index("ix_outbox_queue", ["state", "rank", "id"], unique=False)
        batch_op.drop_index("ix_outbox_waiting")
        batch_op.create_index("ix_outbox_waiting", ["state", "chat_id", "rank", "id"], unique=False)
    op.create_table(
        "practices",
        sa.Column("chat_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("token", sa.String(length=8), nullable=False),
        sa.Column("local_date", sa.String(length=10), nullable=False),
        sa.Column("message_id", sa.BigInteger(), nullable=True),
        sa.Column("side", sa.Integer(), nullable=False),
        sa.Column("seconds", sa.Integer(), nullable=False),
        sa.Column("began_at", sa.Float(), nullable=True),
        sa.Column("next_at", sa.Float(), nullable=True),
        sa.PrimaryKeyConstraint("chat_id", name=op.f("pk_practices")),
    )
    with op.batch_alter_table("practices", schema=None) as batch_op:
        batch_op.create_index("ix_practices_next", ["next_at"], unique=False)
    op.create_table(
        "sessions",
        sa.Column("chat_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("run", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("local_date", sa.String(length=10), nullable=False),
        sa.Column("is_done", sa.Boolean(), nullable=False),
        sa.Column("pain_before", sa.Integer(), nullable=True),
        sa.Column("pain_after", sa.Integer(), nullable=True),
        sa.PrimaryKeyConstraint("chat_id", "run", "local_date", name=op.f("pk_sessions")),
    )
    op.create_table(
        "subscriptions",
        sa.Column("chat_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("programme", sa.String(length=40), nullable=False),
        sa.Column("run", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=8), nullable=False),
        sa.Column("asking", sa.String(length=12), nullable=False),
        sa.Column("asking_at", sa.Float(), nullable=False),
        sa.Column("passed_at", sa.Float(), nullable=True),
        sa.Column("zone", sa.String(length=40), nullable=True),
        sa.Column("pending_zone", sa.String(length=40), nullable=True),
        sa.Column("local_time", sa.String(length=5), nullable=True),
        sa.Column("pending_time", sa.String(length=5), nullable=True),
        sa.Column("days", sa.String(length=7), nullable=False),
        sa.Column("paused_until", sa.String(length=10), nullable=True),
        sa.Column("next_due_at", sa.Float(), nullable=True),
        sa.Column("next_date", sa.String(length=10), nullable=True),
        sa.Column("decided_date", sa.String(length=10), nullable=True),
        sa.Column("done_date", sa.String(length=10), nullable=True),
        sa.Column("done", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("chat_id", name=op.f("pk_subscriptions")),
    )
    with op.batch_alter_table("subscriptions", schema=None) as batch_op:
        batch_op.create_index("ix_subscriptions_due", ["next_due_at"], unique=False)


def downgrade() -> None:
    op.drop_table("subscriptions")
    op.drop_table("sessions")
    op.drop_table("practices")
    with op.batch_alter_table("outbox", schema=None) as batch_op:
        batch_op.drop_index("ix_outbox_waiting")
        batch_op.create_index("ix_outbox_waiting", ["state", "chat_id", "id"], unique=False)
        batch_op.drop_index("ix_outbox_queue")
        batch_op.drop_column("rank")
