"""One form for readers' words: case, apostrophes, contractions, sentences, tokens.

Triage, matching and dialogue all read through here, so that they see the same words.
"""

import re
import unicodedata

_APOSTROPHES = str.maketrans(dict.fromkeys("\u2019\u2018\u02bc\u0060\u00b4\uff07", "'"))
_TOKEN = re.compile(r"[a-z0-9]+(?:'[a-z]+)?")
_RUN = re.compile(r"([a-z])\1{2,}")
_ABBREVIATION = re.compile(r"(?<![a-z])[a-z]{3}(?![a-z])")
SENTENCE_END = r"(?<![.!?;])[.!?;\n]+(?=\s|$)|[!?;\n]+"
"""Tried once a run of signs, not anew at each of them: ten thousand full stops cost no second."""
_SENTENCE = re.compile(SENTENCE_END)
_INVISIBLE = {"Cc", "Cf", "Cs", "Co", "Cn"}

_SUFFIXES = (
    ("n't", " not"),
    ("'re", " are"),
    ("'ve", " have"),
    ("'ll", " will"),
    ("'m", " am"),
    ("'d", " would"),
    ("'s", " is"),
)
_NEGATIVE_VERBS = "do does did is are was were have has had could should would need must"
_SHORT_FORMS = {
    **{f"{verb}nt": f"{verb} not" for verb in _NEGATIVE_VERBS.split()},
    "can't": "can not",
    "cannot": "can not",
    "cant": "can not",
    "won't": "will not",
    "wont": "will not",
    "shan't": "shall not",
    "ain't": "is not",
    "aint": "is not",
    "im": "i am",
    "ive": "i have",
    "whats": "what is",
    "hows": "how is",
    "thats": "that is",
    "wheres": "where is",
    "whos": "who is",
    "theres": "there is",
    "gonna": "going to",
    "wanna": "want to",
    "gotta": "got to",
    "pls": "please",
    "plz": "please",
    "u": "you",
    "ur": "your",
    "r": "are",
    "thx": "thanks",
    "tks": "thanks",
    "abt": "about",
    "cos": "because",
    "coz": "because",
    "bc": "because",
    "w": "with",
    "wks": "weeks",
    "wk": "week",
    "yrs": "years",
    "yr": "year",
    "hrs": "hours",
    "mins": "minutes",
    "min": "minute",
}


def visible(text: str) -> str:
    """Return `text` without control, formatting and unassigned characters (NUL, right-to-left marks).

    Blanks of any kind and length become one space, or one new line if there is a new line among them;
    everything that a reader can see is kept.
    """
    kept = (c for c in text if c.isspace() or unicodedata.category(c) not in _INVISIBLE)
    lines = (" ".join(line.split()) for line in "".join(kept).split("\n"))
    return "\n".join(filter(None, lines))


def fold(text: str) -> str:
    """Return `text` in one form: compatibility-composed, no accents, lower case, straight apostrophes."""
    if text.isascii():
        return _RUN.sub(_doubled, text.translate(_APOSTROPHES).casefold())
    composed = unicodedata.normalize("NFKC", text).translate(_APOSTROPHES).casefold()
    bare = (c for c in unicodedata.normalize("NFKD", composed) if not unicodedata.combining(c))
    return _RUN.sub(_doubled, "".join(bare))


def _doubled(run: re.Match[str]) -> str:
    """Cut a run of letters to two ("sooo" is "soo"); three that stand alone are an abbreviation ("AAA")."""
    return run[0] if _ABBREVIATION.match(run.string, run.start()) else 2 * run[1]


def tokens(text: str) -> list[str]:
    """Split `text` into folded words, short forms written out ("can't" becomes "can", "not")."""
    words: list[str] = []
    for word in _TOKEN.findall(fold(text)):
        if word in _SHORT_FORMS or "'" in word:
            words += _written_out(word).split()
        else:
            words.append(word)
    return words


def sentences(text: str) -> list[str]:
    """Split `text` at full stops, question marks, semicolons and new lines; "4.2" stays whole."""
    return [part for part in (piece.strip() for piece in _SENTENCE.split(text)) if part]


def _written_out(word: str) -> str:
    if word in _SHORT_FORMS:
        return _SHORT_FORMS[word]
    for suffix, full in _SUFFIXES:
        if word.endswith(suffix):
            return word[: -len(suffix)] + full
    return word.replace("'", " ")
