"""Other ways of matching, to be measured beside ours; those whose package is not installed are left out."""

from collections.abc import Callable, Mapping, Sequence
from importlib import import_module
from importlib.util import find_spec
from typing import Any

import numpy as np
from rapidfuzz import fuzz, process, utils

from bot.benchmarks.intents import Answerer, Guess, Method
from bot.core.matching import Phrasing
from bot.core.text import tokens

_FIRST = 5


def peers() -> dict[str, Method]:
    """Return every other way of matching that can run here, by name.

    rapidfuzz is always there; thefuzz, rank-bm25 and scikit-learn are not required by the bot: measured
    where somebody has installed them. None of them has a threshold of its own.
    """
    methods: dict[str, Method] = {
        "rapidfuzz WRatio": _scored_by(fuzz.WRatio),
        "rapidfuzz token_set_ratio": _scored_by(fuzz.token_set_ratio),
    }
    optional: Mapping[str, tuple[str, Callable[[], Method]]] = {
        "thefuzz": ("thefuzz", _thefuzz),
        "BM25": ("rank_bm25", _bm25),
        "scikit-learn letters SVM": ("sklearn", lambda: _linear("sklearn.svm", "LinearSVC")),
        "scikit-learn letters LR": (
            "sklearn",
            lambda: _linear("sklearn.linear_model", "LogisticRegression", C=30.0, max_iter=2_000),
        ),
    }
    found = {name: make() for name, (package, make) in optional.items() if find_spec(package)}
    return {**methods, **found}


def _nearest(similarities: Callable[[str], Sequence[float]], labels: Sequence[str]) -> Answerer:
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


def _linear(module: str, name: str, **options: Any) -> Method:
    vectorizer = import_module("sklearn.feature_extraction.text").TfidfVectorizer
    pipeline = import_module("sklearn.pipeline").make_pipeline
    classifier = getattr(import_module(module), name)

    def fit(phrasings: Sequence[Phrasing]) -> Answerer:
        letters = vectorizer(analyzer="char_wb", ngram_range=(2, 5), sublinear_tf=True)
        model = pipeline(letters, classifier(**options))
        model.fit([phrasing.text for phrasing in phrasings], [phrasing.label for phrasing in phrasings])
        decide = getattr(model, "predict_proba", None) or model.decision_function

        def answer(text: str) -> Guess:
            scores = decide([text])[0]
            order = np.argsort(-scores, kind="stable")[:_FIRST]
            return Guess(tuple(str(model.classes_[i]) for i in order), float(scores[order[0]]))

        return answer

    return fit
