"""Reducing words to their stems, so that "releasing" and "release", "felt" and "feel" are one word."""

from functools import lru_cache

import Stemmer

_STEMMER = Stemmer.Stemmer("english")

_IRREGULAR = """
become became; begin began begun; bend bent; bite bit bitten; blow blew blown; break broke broken;
bring brought; build built; burn burnt; buy bought; catch caught; child children; choose chose chosen;
come came; creep crept; deal dealt; dig dug; draw drew drawn; dream dreamt; drink drank drunk;
drive drove driven; eat ate eaten; fall fell fallen; feel felt; fight fought; find found; fly flew flown;
foot feet; forget forgot forgotten; freeze froze frozen; get got gotten; give gave given; go went gone;
grow grew grown; half halves; hang hung; hear heard; hide hid hidden; hold held; keep kept; kneel knelt;
knife knives; know knew known; lay laid; lead led; learn learnt; lend lent; lie lain; life lives;
lose lost; make made; man men; mean meant; meet met; pay paid; person people persons; ride rode ridden;
rise rose risen; run ran; say said; see saw seen; seek sought; sell sold; send sent; shake shook shaken;
shine shone; shoot shot; show shown; sing sang; sink sank sunk; sit sat; sleep slept; slide slid;
speak spoke spoken; spend spent; spin spun; stand stood; steal stole stolen; stick stuck; sting stung;
strike struck; swear swore; sweep swept; swell swollen; swim swam swum; swing swung; take took taken;
teach taught; tear tore torn; tell told; think thought; throw threw thrown; tooth teeth; undergo underwent;
understand understood; undo undid undone; wake woke woken; wear wore worn; wife wives; win won;
withdraw withdrew withdrawn; woman women; write wrote written
"""
"""Words and their irregular forms. Auxiliaries tell tenses apart; "left" is a side more often than a verb."""

_PLAIN = {form: plain for plain, *forms in (line.split() for line in _IRREGULAR.split(";")) for form in forms}

_WHOLE = frozenset({"tens"})
"""Words that only look as if they had an ending: "tens" is a machine against pain, not more than one ten."""


@lru_cache(maxsize=50_000)
def stem(word: str) -> str:
    """Return the stem of a folded English word, or of the plain form of an irregular one.

    Porter's Snowball stemmer, version 2 (2001), knows regular endings only.
    """
    return word if word in _WHOLE else str(_STEMMER.stemWord(_PLAIN.get(word, word)))
