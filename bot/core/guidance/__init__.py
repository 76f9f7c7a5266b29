"""What the bot says about programmes, one module a part of the way.

Each value is a reply with a template of its name, and lists the buttons that it offers.
"""

from bot.core.guidance.outcome import PainScale, Progress, RisingPain, SessionDone
from bot.core.guidance.reminders import PrivateOnly, Reminder, Reminders
from bot.core.guidance.safe_start import ScreenQuestion, ScreenTopics
from bot.core.guidance.session import SessionStep, SideOver, Stopped, SwapSides, Timer, WhyStop
from bot.core.guidance.timetable import AskDays, AskTime, AskZone, ConfirmZone, KeyboardGone, SharePlace

GuidanceReply = (
    ScreenQuestion
    | ScreenTopics
    | AskTime
    | AskDays
    | AskZone
    | ConfirmZone
    | SharePlace
    | KeyboardGone
    | Reminders
    | Reminder
    | PainScale
    | SessionStep
    | Timer
    | SideOver
    | SwapSides
    | WhyStop
    | Stopped
    | SessionDone
    | Progress
    | RisingPain
    | PrivateOnly
)
