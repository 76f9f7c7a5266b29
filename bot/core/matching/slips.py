"""Telling slips of the thumb on a telephone's keys from other misspellings."""

_ROWS = (("qwertyuiop", 0.0), ("asdfghjkl", 0.25), ("zxcvbnm", 0.75))
_PLACES = {
    key: (row, column + shift) for row, (keys, shift) in enumerate(_ROWS) for column, key in enumerate(keys)
}


def is_slip(typed: str, meant: str) -> bool:
    """Whether one slip leads from `meant` to `typed`.

    A slip is a neighbouring key in a letter's place, two neighbouring letters swapped, a letter doubled, or
    one of a double letter dropped. These are likelier than other errors of one letter (Kernighan, Church and
    Gale, "A spelling correction program based on a noisy channel model", 1990, estimate such costs).
    """
    if len(typed) == len(meant):
        return _is_swap_or_neighbour(typed, meant)
    longer, shorter = (typed, meant) if len(typed) > len(meant) else (meant, typed)
    return len(longer) - len(shorter) == 1 and any(
        longer[i] == longer[i + 1] and longer[:i] + longer[i + 1 :] == shorter for i in range(len(longer) - 1)
    )


def _is_swap_or_neighbour(typed: str, meant: str) -> bool:
    different = [i for i, (a, b) in enumerate(zip(typed, meant, strict=True)) if a != b]
    if len(different) == 1:
        return _are_neighbours(typed[different[0]], meant[different[0]])
    if len(different) != 2 or different[1] - different[0] != 1:
        return False
    first, second = different
    return typed[first] == meant[second] and typed[second] == meant[first]


def _are_neighbours(key: str, other: str) -> bool:
    if key not in _PLACES or other not in _PLACES:
        return False
    (row, column), (other_row, other_column) = _PLACES[key], _PLACES[other]
    return abs(row - other_row) <= 1 and abs(column - other_column) <= 1
