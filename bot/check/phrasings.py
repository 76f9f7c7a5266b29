"""Every phrasing, asked of the bot: it must find its own entry and raise no red flag."""

from collections.abc import Iterator

from bot.content.entries import EntryFile
from bot.content.findings import Finding
from bot.core.dialogue import Dialogue
from bot.core.knowledge import Entry
from bot.core.matching import CANDIDATES


def look_at_phrasings(entry: Entry, file: EntryFile, dialogue: Dialogue) -> Iterator[Finding]:
    """Find phrasings that lead elsewhere than to their entry."""
    for number, phrasing in enumerate(entry.ask):
        line = file.line("ask", number)
        alarms = dialogue.triage.alarms_of_rules(phrasing)
        if alarms:
            flags = ", ".join(alarm.flag for alarm in alarms)
            raises = f'"{phrasing}" raises the red flag {flags}.'
            yield file.finding(line, "K211", raises, "Remove it: it is answered before any entry.")
            continue
        matches = dialogue.matcher.rank(phrasing, CANDIDATES).matches
        scores = {match.label: match.score for match in matches}
        if matches and matches[0].label != entry.id:
            found = matches[0].label
            lost = (
                f'"{phrasing}" finds {found} ({scores[found]:.2f} against {scores.get(entry.id, 0.0):.2f}).'
            )
            yield file.finding(line, "K212", lost, "Make one of the two more particular.")
