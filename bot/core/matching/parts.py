"""Finding the different things that one message asks for."""

from collections.abc import Callable, Iterable, Iterator

from bot.core.matching.clauses import Joints, clauses, is_question, listed
from bot.core.matching.evidence import CANDIDATES
from bot.core.matching.ranking import Part, Ranking
from bot.core.matching.reading import MOST_CHARACTERS

Rank = Callable[[str, int], Ranking]

_MOST_PARTS = 3
"""Questions of one message that are answered."""
_MOST_FRAGMENTS = 8
_MOST_THINGS = 6
_MOST_WORDS = 96
_WORDS_IN_A_LONG_ONE = 8
_WORDS_OF_A_THING = 8
_CLEAR = 0.8
_SURE = 0.9
_SUREST = 0.96
_ASKED_FOR = 0.15
"""From this score in the ranking of the whole message on, it asks for a label."""
_CLAUSES_OF_A_STORY = 4


def find_parts(
    message: str, whole: Ranking, rank: Rank, answer_from: float, joints: Joints
) -> tuple[Part, ...]:
    """Return the distinct labels that a message asks for, in its order, each with the clause it came from.

    Clauses are ranked each for itself, and so are the things that "and", "or" or commas join inside a clause.
    What the whole message hardly speaks of is taken for an aside, unless it is sure by itself; so is a
    statement ("I take warfarin. Can I ...?") and, of a story of four clauses or more, anything, unless it is
    surest. Several questions without a statement are likely to ask for different things. If no two clauses
    ask for different things, the label of the whole message stands alone. Of a message too long to be read at
    once only the first clause and the last two are ranked, by their first words.

    Args:
        message: the reader's words as typed.
        whole: the ranking of the message, of `CANDIDATES` labels at least, if there are so many.
        rank: ranks a text; takes the text and how many labels to return.
        answer_from: the lowest score that the label of the whole message needs.
        joints: splits a clause into the things that are joined in it.
    """
    pieces, most, fragments = _to_rank(message)
    needed = _CLEAR if len(pieces) > 1 and all(map(is_question, pieces)) else _SURE
    found: list[Part] = []
    for clause in pieces:
        ranking = rank(_first(clause, most), CANDIDATES) if len(pieces) > 1 else whole
        things = _things(clause, ranking, rank, fragments, answer_from, joints)
        found += things or _single(clause, ranking, _CLEAR)
    asked = [part for part in found if _is_asked(part, whole, len(pieces), needed)]
    surest = _surest(_without_what_leads_up(asked) if len(pieces) > 1 else asked)
    as_a_whole = _single(message.strip(), whole, answer_from)
    if _outdoes(surest, whole):
        return _surest([*surest, *as_a_whole])
    return surest if len(surest) > 1 else as_a_whole


def _to_rank(message: str) -> tuple[list[str], int, Iterator[int]]:
    """Return the clauses to rank, how many words of each, and the count of fragments that may be ranked."""
    pieces = clauses(message)
    if len(message) > MOST_CHARACTERS:
        return [*pieces[:1], *pieces[1:][-2:]], _WORDS_IN_A_LONG_ONE, iter(())
    return pieces, _MOST_WORDS // max(len(pieces), 1), iter(range(_MOST_FRAGMENTS))


def _is_asked(part: Part, whole: Ranking, pieces: int, needed: float) -> bool:
    """Tell what is asked for from an aside: the whole message asks for it as well, or it is sure by itself.

    Args:
        part: the clause and its label.
        whole: the ranking of the message.
        pieces: how many clauses there are.
        needed: the score that a question needs of which the whole message hardly speaks.
    """
    if whole.best is not None and part.label == whole.best.label:
        return True
    if pieces >= _CLAUSES_OF_A_STORY:
        return part.score >= _SUREST
    least = needed if is_question(part.clause) else _SUREST
    return part.score >= least or any(m.label == part.label and m.score >= _ASKED_FOR for m in whole.matches)


def _without_what_leads_up(parts: list[Part]) -> list[Part]:
    """Return parts without the statements that only lead up to a question which is surer than they are."""
    surest = max((part.score for part in parts if is_question(part.clause)), default=0.0)
    return [part for part in parts if is_question(part.clause) or part.score >= min(surest, _SUREST)]


def _outdoes(parts: tuple[Part, ...], whole: Ranking) -> bool:
    """Tell whether a lone clause is surer by itself than the message, which asks for something else too."""
    return len(parts) == 1 and (whole.best is None or parts[0].score > max(whole.best.score, _CLEAR))


def _things(
    clause: str,
    ranking: Ranking,
    rank: Rank,
    fragments: Iterator[int],
    answer_from: float,
    joints: Joints,
) -> tuple[Part, ...]:
    """Return the things joined in a clause, if there are two or more that its ranking holds as well.

    If "and" joins one that is clear, the clause as a whole may ask for what the others ask for.
    Each that is ranked takes one of `fragments`; when they are used up, no more are.
    """
    candidates = {match.label for match in ranking.matches}
    asked = _single(clause, ranking, answer_from)
    for pieces, least, rest in ((joints.split(clause), _CLEAR, asked), (listed(clause), _SUREST, ())):
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
