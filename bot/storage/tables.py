"""The tables: what arrived, what is to be sent, what each chat is in the middle of.

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
"""The states of an update and of a delivery; dead ones are for the operator to look at."""


class Table(DeclarativeBase):
    """What all tables share."""

    metadata: ClassVar[MetaData] = MetaData(naming_convention=_NAMES)


class InboxUpdate(Table):
    """An update as Telegram sent it, kept until it is answered; its words go when it is done."""

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
    """A message to a chat, kept until Telegram took it."""

    __tablename__ = "outbox"
    __table_args__ = (
        Index("ix_outbox_waiting", "state", "chat_id", "id"),
        Index("ix_outbox_sent", "chat_id", "sent_at"),
    )

    id: Mapped[int] = mapped_column(BigInteger().with_variant(Integer, "sqlite"), primary_key=True)
    key: Mapped[str] = mapped_column(String(80), unique=True)
    chat_id: Mapped[int] = mapped_column(BigInteger)
    body: Mapped[str | None] = mapped_column(Text)
    state: Mapped[str] = mapped_column(String(8), default=WAITING)
    due_at: Mapped[float] = mapped_column(Float)
    lease_until: Mapped[float] = mapped_column(Float, default=0.0)
    owner: Mapped[str | None] = mapped_column(String(32))
    attempts: Mapped[int] = mapped_column(Integer, default=0)
    in_flight: Mapped[bool] = mapped_column(Boolean, default=False)
    maybe_sent: Mapped[int] = mapped_column(Integer, default=0)
    sent_at: Mapped[float | None] = mapped_column(Float)
    message_id: Mapped[int | None] = mapped_column(BigInteger)


class Rate(Table):
    """When the next message of all processes together may go out (GCRA's theoretical arrival time)."""

    __tablename__ = "rate"

    name: Mapped[str] = mapped_column(String(16), primary_key=True)
    next_at: Mapped[float] = mapped_column(Float)


class StoredConversation(Table):
    """What a chat is in the middle of."""

    __tablename__ = "conversations"

    chat_id: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
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
