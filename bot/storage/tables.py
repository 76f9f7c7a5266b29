"""The tables: what arrived, what is to be sent, what each reader is in the middle of.

Times are seconds since 1970 in UTC, so that both engines compare them alike.
"""

from typing import ClassVar

from sqlalchemy import BigInteger, Boolean, Float, Index, Integer, MetaData, String, Text
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

_NAMES = {
    "ix": "ix_%(column_0_label)s",
    "uq": "uq_%(table_name)s_%(column_0_name)s",
    "pk": "pk_%(table_name)s",
}

WAITING = "waiting"
DONE = "done"
DEAD = "dead"
"""The states of an update and of a delivery; dead ones are counted by `doctor` and deleted after a week."""


class Table(DeclarativeBase):
    """What all tables share."""

    metadata: ClassVar[MetaData] = MetaData(naming_convention=_NAMES)


class InboxUpdate(Table):
    """An update as Telegram sent it; its words go when it is answered, or a week after it failed."""

    __tablename__ = "inbox"
    __table_args__ = (Index("ix_inbox_waiting", "state", "chat_id", "update_id"),)

    update_id: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    chat_id: Mapped[int] = mapped_column(BigInteger)
    body: Mapped[str | None] = mapped_column(Text)
    state: Mapped[str] = mapped_column(String(8), default=WAITING)
    received_at: Mapped[float] = mapped_column(Float)
    lease_until: Mapped[float] = mapped_column(Float, default=0.0)
    owner: Mapped[str | None] = mapped_column(String(32))
    attempts: Mapped[int] = mapped_column(Integer, default=0)


class Delivery(Table):
    """A message to a chat; its words are kept until Telegram took it, or for a week if it never does."""

    __tablename__ = "outbox"
    __table_args__ = (
        Index("ix_outbox_waiting", "state", "chat_id", "rank", "id"),
        Index("ix_outbox_sent", "chat_id", "sent_at"),
        Index("ix_outbox_queue", "state", "rank", "id"),
    )

    id: Mapped[int] = mapped_column(BigInteger().with_variant(Integer, "sqlite"), primary_key=True)
    key: Mapped[str] = mapped_column(String(80), unique=True)
    chat_id: Mapped[int] = mapped_column(BigInteger)
    body: Mapped[str | None] = mapped_column(Text)
    state: Mapped[str] = mapped_column(String(8), default=WAITING)
    rank: Mapped[int] = mapped_column(Integer, default=0, server_default="0")
    due_at: Mapped[float] = mapped_column(Float)
    lease_until: Mapped[float] = mapped_column(Float, default=0.0)
    owner: Mapped[str | None] = mapped_column(String(32))
    attempts: Mapped[int] = mapped_column(Integer, default=0)
    in_flight: Mapped[bool] = mapped_column(Boolean, default=False)
    maybe_sent: Mapped[int] = mapped_column(Integer, default=0)
    sent_at: Mapped[float | None] = mapped_column(Float)
    message_id: Mapped[int | None] = mapped_column(BigInteger)


class Rate(Table):
    """Moments that all processes share, by name.

    `telegram` is when the next message of all together may go out (GCRA's theoretical arrival time), `clock`
    the latest moment that was noted, `doctor` the last time that it tried to write.
    """

    __tablename__ = "rate"

    name: Mapped[str] = mapped_column(String(16), primary_key=True)
    next_at: Mapped[float] = mapped_column(Float)


class StoredConversation(Table):
    """What a chat is in the middle of, in a group each member apart; `member_id` is 0 in a private chat."""

    __tablename__ = "conversations"

    chat_id: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    member_id: Mapped[int] = mapped_column(
        BigInteger, primary_key=True, autoincrement=False, default=0, server_default="0"
    )
    body: Mapped[str] = mapped_column(Text)
    last_said_at: Mapped[float] = mapped_column(Float)
    minute: Mapped[int] = mapped_column(BigInteger, default=0)
    asked_in_minute: Mapped[int] = mapped_column(Integer, default=0)


class Reader(Table):
    """A chat that has spoken to the bot, and whether it has blocked it."""

    __tablename__ = "readers"

    chat_id: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    first_seen_at: Mapped[float] = mapped_column(Float)
    blocked_at: Mapped[float | None] = mapped_column(Float)


class SentPicture(Table):
    """Telegram's id of a picture that it has already, so that it is uploaded once."""

    __tablename__ = "pictures"

    digest: Mapped[str] = mapped_column(String(64), primary_key=True)
    file_id: Mapped[str] = mapped_column(String(200))


class Question(Table):
    """How an utterance was answered, without who asked; its words only where nothing answered it."""

    __tablename__ = "questions"
    __table_args__ = (Index("ix_questions_asked_at", "asked_at"),)

    id: Mapped[int] = mapped_column(BigInteger().with_variant(Integer, "sqlite"), primary_key=True)
    asked_at: Mapped[float] = mapped_column(Float)
    outcome: Mapped[str] = mapped_column(String(16))
    entries: Mapped[str] = mapped_column(String(200))
    score: Mapped[float] = mapped_column(Float)
    utterance: Mapped[str | None] = mapped_column(Text)


class Subscription(Table):
    """A reader's programme: when to remind, how far they are, what they are being asked.

    Dates are the reader's local ones, as `2026-11-22`. `next_due_at` is empty while no reminder is to come.
    """

    __tablename__ = "subscriptions"
    __table_args__ = (Index("ix_subscriptions_due", "next_due_at"),)

    chat_id: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    programme: Mapped[str] = mapped_column(String(40))
    run: Mapped[int] = mapped_column(Integer, default=1)
    state: Mapped[str] = mapped_column(String(8), default="setup")
    asking: Mapped[str] = mapped_column(String(12), default="")
    asking_at: Mapped[float] = mapped_column(Float, default=0.0)
    passed_at: Mapped[float | None] = mapped_column(Float)
    zone: Mapped[str | None] = mapped_column(String(40))
    pending_zone: Mapped[str | None] = mapped_column(String(40))
    local_time: Mapped[str | None] = mapped_column(String(5))
    pending_time: Mapped[str | None] = mapped_column(String(5))
    days: Mapped[str] = mapped_column(String(7), default="")
    paused_until: Mapped[str | None] = mapped_column(String(10))
    next_due_at: Mapped[float | None] = mapped_column(Float)
    next_date: Mapped[str | None] = mapped_column(String(10))
    decided_date: Mapped[str | None] = mapped_column(String(10))
    done_date: Mapped[str | None] = mapped_column(String(10))
    done: Mapped[int] = mapped_column(Integer, default=0)


class Session(Table):
    """A session of a reader on one local date, with the pain scores that they gave."""

    __tablename__ = "sessions"

    chat_id: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    run: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    local_date: Mapped[str] = mapped_column(String(10), primary_key=True)
    is_done: Mapped[bool] = mapped_column(Boolean, default=False)
    pain_before: Mapped[int | None] = mapped_column(Integer)
    pain_after: Mapped[int | None] = mapped_column(Integer)


class Practice(Table):
    """The guided session that a chat is in the middle of; `next_at` is when its clock is shown anew."""

    __tablename__ = "practices"
    __table_args__ = (Index("ix_practices_next", "next_at"),)

    chat_id: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    token: Mapped[str] = mapped_column(String(8))
    local_date: Mapped[str] = mapped_column(String(10))
    message_id: Mapped[int | None] = mapped_column(BigInteger)
    side: Mapped[int] = mapped_column(Integer, default=0)
    seconds: Mapped[int] = mapped_column(Integer, default=60)
    began_at: Mapped[float | None] = mapped_column(Float)
    next_at: Mapped[float | None] = mapped_column(Float)
