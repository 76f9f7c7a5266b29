"""Finding the different things that one message asks for."""

from collections.abc import Callable, Iterable, Iterator

from bot.core.matching.clauses import clauses, is_question, joined, listed
from bot.core.matching.ranking import Part, Ranking
from bot.core.matching.reading import MOST_CHARACTERS
from bot.core.text import tokens

_LEANING = {"this", "that", "it", "these", "those", "them"}

Rank = Callable[[str, int], Ranking]

_MOST_PARTS = 3
_MOST_FRAGMENTS = 8
_MOST_THINGS = 6
_CANDIDATES = 8
_MOST_WORDS = 96
_WORDS_IN_A_LONG_ONE = 8
_WORDS_OF_A_THING = 8
_LIKELY = 0.5
_CLEAR = 0.7
_SURE = 0.8
_SUREST = 0.95
_HELD = 0.02
"""From this score in the ranking of the whole message on, the message holds a label too."""
_CLAUSES_OF_A_STORY = 4


def find_parts(message: str, whole: Ranking, rank: Rank, answer_from: float) -> tuple[Part, ...]:
    """Return the distinct labels that a message asks for, in its order, each with the clause it came from.

    Clauses are ranked each for itself, and so are the things that "and", "or" or commas join inside a clause.
    What one of them asks for and the whole message hardly does is taken for an aside, unless it is sure, and
    so is more of a story of four clauses or more. If no two of them ask for different things, the label of
    the whole message stands alone. Of a message too long to be read at once only the first clause and the
    last two are ranked, by their first words.

    Args:
        message: the reader's words as typed.
        whole: the ranking of the message, of at least eight labels if there are so many.
        rank: ranks a text; takes the text and how many labels to return.
        answer_from: the lowest score that the label of the whole message needs.
    """
    pieces = clauses(message)
    most, fragments = _MOST_WORDS // max(len(pieces), 1), iter(range(_MOST_FRAGMENTS))
    if len(message) > MOST_CHARACTERS:
        pieces = [*pieces[:1], *pieces[1:][-2:]]
        most, fragments = _WORDS_IN_A_LONG_ONE, iter(())
    found: list[Part] = []
    for clause in pieces:
        ranking = rank(_first(clause, most), _CANDIDATES) if len(pieces) > 1 else whole
        things = _things(clause, ranking, rank, fragments, answer_from)
        found += things or _single(clause, ranking, _least(clause))
    surest = _surest(part for part in found if _is_asked(part, whole, len(pieces)))
    as_a_whole = _single(message.strip(), whole, answer_from)
    if _outdoes(surest, whole):
        return _surest([*surest, *as_a_whole])
    return surest if len(surest) > 1 else as_a_whole


def _is_asked(part: Part, whole: Ranking, pieces: int) -> bool:
    """Tell a question from an aside: the whole message asks for it as well, or it is sure by itself."""
    if whole.best is not None and part.label == whole.best.label:
        return True
    if pieces >= _CLAUSES_OF_A_STORY:
        return part.score >= _SUREST
    held = any(match.label == part.label and match.score >= _HELD for match in whole.matches)
    alone = is_question(part.clause) and not _leans(part.clause)
    return held or part.score >= (_CLEAR if alone else _SURE)


def _outdoes(parts: tuple[Part, ...], whole: Ranking) -> bool:
    """Tell whether a lone clause is surer by itself than the message, which asks for something else too."""
    return len(parts) == 1 and (whole.best is None or parts[0].score > max(whole.best.score, _CLEAR))


def _least(clause: str) -> float:
    """Return the score that a clause needs: more if it leans on another one ("is this safe")."""
    return _CLEAR if _leans(clause) else _LIKELY


def _leans(clause: str) -> bool:
    return not _LEANING.isdisjoint(tokens(clause))


def _things(
    clause: str, ranking: Ranking, rank: Rank, fragments: Iterator[int], answer_from: float
) -> tuple[Part, ...]:
    """Return the things joined in a clause, if there are two or more that its ranking holds as well.

    If "and" joins one that is clear, the clause as a whole may ask for what the others ask for.
    Each that is ranked takes one of `fragments`; when they are used up, no more are.
    """
    candidates = {match.label for match in ranking.matches}
    asked = _single(clause, ranking, answer_from)
    for pieces, least, rest in ((joined(clause), _CLEAR, asked), (listed(clause), _SUREST, ())):
        if len(pieces) > 1:
            some = (piece for piece, _ in zip(pieces[:_MOST_THINGS], fragments, strict=False))
            ranked = ((piece, rank(_first(piece, _WORDS_OF_A_THING), 1)) for piece in some)
            parts = [part for piece, found in ranked for part in _single(piece, found, least)]
            clear = [part for part in parts if part.label in candidates]
            surest = _surest([*clear, *rest] if clear else ())
            if len(surest) > 1:
                return surest
    return ()


def _first(text: str, words: int) -> str:
    """Return the first words of a text, so that a long message costs little more than a short one."""
    return text if len(text) <= words else " ".join(text.split(maxsplit=words)[:words])


def _single(text: str, ranking: Ranking, least: float) -> tuple[Part, ...]:
    best = ranking.best
    return (Part(best.label, text, best.score),) if best and best.score >= least else ()


def _surest(parts: Iterable[Part]) -> tuple[Part, ...]:
    """Return the surest part of each label, at most three, in the order of the message."""
    of_label: dict[str, Part] = {}
    for part in parts:
        if part.label not in of_label or of_label[part.label].score < part.score:
            of_label[part.label] = part
    surest = sorted(of_label.values(), key=lambda part: -part.score)[:_MOST_PARTS]
    return tuple(part for part in of_label.values() if part in surest)
