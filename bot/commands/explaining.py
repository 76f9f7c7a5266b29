"""Why the bot answers as it does, in words and a small table: for clinicians, not for machines."""

from collections.abc import Iterable, Iterator

from bot.core.matching import Matcher, Ranking, WordReading, Zone
from bot.core.triage import Triage
from bot.mind import Mind

_ZONES = {
    Zone.ANSWER: "sure enough to be answered",
    Zone.OFFER: "only sure enough to be offered as a choice",
    Zone.REJECT: "too unsure even to be offered",
}

_ROW = "   {:<6} {:<22} {:<58} {:<34} {}"


def reasons(mind: Mind, question: str) -> list[str]:
    """Return the lines that say what triage saw, how words were read and which entries came near."""
    return ["", *_triage(mind.dialogue.triage, question), "", *_matching(mind.dialogue.matcher, question)]


def _triage(triage: Triage, question: str) -> Iterator[str]:
    verdict = triage.screen(question)
    yield "1. Signs of illness, looked for before anything else"
    if verdict.alarms:
        alarms = ", ".join(f"{alarm.flag}, {alarm.level}" for alarm in verdict.alarms)
        yield f"   Result: told at once to get help ({alarms})"
    elif verdict.check is not None:
        yield f"   Result: one safety question is asked first ({verdict.check})"
    else:
        yield "   Result: none, so the question is matched"
    yield from (f"   - {line}" for line in verdict.explain())


def _matching(matcher: Matcher, question: str) -> Iterator[str]:
    ranking = matcher.rank(question)
    yield "2. Words"
    yield from (f"   - {line}" for line in _words(ranking.words))
    yield "3. Entries that come near"
    yield f"   Answered from {matcher.answer_from:.2f}, offered from {matcher.offer_from:.2f}."
    yield f"   Result: {_result(ranking)}"
    yield _ROW.format("score", "entry", "nearest phrasing (how alike)", "words in common", "words not in it")
    for row in ranking.explain():
        match = row.match
        nearest = f"{_cut(match.phrasing, 50)} ({match.similarity:.2f})"
        common, missing = (_cut(" ".join(words) or "none", 32) for words in (match.shared, row.missing))
        yield _ROW.format(f"{match.score:.2f}", match.label, nearest, common, missing)


def _result(ranking: Ranking) -> str:
    if ranking.best is None:
        return "there is no word to go by"
    return f"{ranking.best.label} is {_ZONES[ranking.zone]}"


def _words(words: Iterable[WordReading]) -> Iterator[str]:
    read = list(words)
    for word in read:
        if word.corrected:
            letters = f"{word.edits} letter{'s' if word.edits > 1 else ''} changed"
            yield f"{word.typed} was read as {word.read} ({letters}; it counts as {word.trust:.0%} of a word)"
    unknown = [word.read for word in read if not word.known]
    yield f"in no phrasing, which lowers the scores: {', '.join(unknown) or 'none'}"


def _cut(text: str, most: int) -> str:
    return text if len(text) <= most else f"{text[: most - 3]}..."
