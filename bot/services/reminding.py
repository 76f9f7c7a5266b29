"""Reminding: what is due goes into the outbox, once a local date."""

import json
from datetime import date, datetime, time
from functools import lru_cache, partial
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from bot.content.zones import UnknownZoneError, zone
from bot.core.guidance.reminders import Reminder
from bot.core.guidance.standing import Standing
from bot.core.programme import Programmes
from bot.core.schedule import Plan, latest_due, next_due, this_evening, useful_until
from bot.messages import Messages
from bot.services.occasion import body_of
from bot.services.standing import moment
from bot.storage import outbox, subscriptions

BATCH = 500
"""Subscriptions in one transaction."""


class Reminding:
    """Decides reminders. Holds nothing about any reader.

    Args:
        programmes: what is reminded of.
        messages: writes it.
        tonight: what "tonight" may mean.
    """

    def __init__(self, programmes: Programmes, messages: Messages, tonight: tuple[time, ...]) -> None:
        self._tonight = tonight
        # Readers who stand alike get the same words: a hundred thousand reminders are written a few times.
        # A method here would be a circle of references, with which old knowledge would stay in memory.
        self._body = lru_cache(maxsize=4096)(partial(_written, programmes, messages))

    async def tick(self, session: AsyncSession, at: float, limit: int = BATCH) -> int:
        """Decide what is due within one transaction; return how many subscriptions were looked at.

        Two tickers cannot double a reminder: rows are locked, and the outbox takes a key once.
        """
        due = await subscriptions.claim_due(session, at, limit)
        if not due:
            return 0
        blocked = await subscriptions.blocked_among(session, [row.chat_id for row in due])
        changes, reminders = [], []
        now = moment(at)
        for row in due:
            change = self._decided(row, now)
            changes.append(change)
            if change.pop("send") and row.chat_id not in blocked:
                reminders.append(self._reminder(row, str(change["decided_date"]), at))
        await outbox.put_all(session, reminders)
        await subscriptions.decide(session, changes)
        return len(due)

    def _decided(self, row: Any, now: datetime) -> dict[str, Any]:
        """Return the row's changes, and under `send` whether today's reminder goes out."""
        try:
            plan = _plan(row.zone, row.local_time, row.days)
        except (UnknownZoneError, ValueError):
            # A zone that tzdata has dropped must not stop everybody else's reminders.
            return {"chat_id": row.chat_id, "send": False, "next_due_at": None, **_kept(row)}
        newest = latest_due(plan, now)
        last = max(filter(None, (row.decided_date, row.done_date)), default="")
        send = newest is not None and newest.local_date.isoformat() > last
        first_after_pause = row.paused_until or ""
        if send and newest is not None and newest.local_date.isoformat() < first_after_pause:
            send = False
        decided = newest.local_date.isoformat() if send and newest is not None else row.decided_date
        through = max(filter(None, (decided, row.done_date)), default=None)
        following = next_due(plan, now, date.fromisoformat(through) if through else None)
        return {
            "chat_id": row.chat_id,
            "send": send,
            "state": "active" if send else row.state,
            "paused_until": None if send else row.paused_until,
            "decided_date": decided,
            "next_due_at": following.due.timestamp(),
            "next_date": following.local_date.isoformat(),
        }

    def _reminder(self, row: Any, on: str, at: float) -> dict[str, Any]:
        now = moment(at).astimezone(zone(row.zone))
        evening = this_evening(now, self._tonight) is not None
        body = self._body(row.programme, row.done, on, evening, useful_until(now).timestamp())
        return outbox.row(f"reminder:{row.chat_id}:{on}", row.chat_id, body, at, outbox.REMINDER)


def _written(
    programmes: Programmes,
    messages: Messages,
    programme_id: str,
    done: int,
    on: str,
    tonight: bool,
    until: float,
) -> str:
    programme = programmes.get(programme_id)
    standing = Standing(programme, "active", done)
    reply = Reminder(standing, date.fromisoformat(on), programme.kind_words(done), tonight)
    return json.dumps(body_of(messages.render(reply)[0]) | {"until": until})


@lru_cache(maxsize=4096)
def _plan(zone_name: str, local_time: str, days: str) -> Plan:
    return Plan(zone(zone_name), time.fromisoformat(local_time), frozenset(map(int, days)))


def _kept(row: Any) -> dict[str, Any]:
    return {
        "state": "stopped",
        "paused_until": row.paused_until,
        "decided_date": row.decided_date,
        "next_date": None,
    }
