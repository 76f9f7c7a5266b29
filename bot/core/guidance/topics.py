"""The entries that sessions lead to whatever the programme: `check` and `run` see that they are there."""

from bot.core.knowledge import EntryId

TOO_PAINFUL = EntryId("too_painful")
WHEN_TO_STOP = EntryId("when_to_stop")
WARNING_SIGNS = EntryId("warning_signs")
SEE_PROFESSIONAL = EntryId("see_professional")
NOT_WORKING = EntryId("not_working")
RECOVERY_TIME = EntryId("recovery_time")

SAFETY_TOPICS = (TOO_PAINFUL, WHEN_TO_STOP, WARNING_SIGNS, SEE_PROFESSIONAL, NOT_WORKING, RECOVERY_TIME)
