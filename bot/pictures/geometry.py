"""Where joints lie and how limbs are outlined, so that every figure has bones of the same length."""

import math

Point = tuple[float, float]
"""A place in a drawing: x to the right, y down, in drawing units."""


def step(start: Point, degrees: float, along: float, across: float = 0.0) -> Point:
    """Return the point reached from `start` by a step in a direction.

    Args:
        start: where the step begins.
        degrees: the direction: 0 to the right, 90 up, 180 to the left, 270 down.
        along: how far in that direction.
        across: how far to the left of it, as one walking that way would see left.
    """
    ahead = math.radians(degrees)
    x, y = start
    return (
        x + along * math.cos(ahead) - across * math.sin(ahead),
        y - along * math.sin(ahead) - across * math.cos(ahead),
    )


def joint(start: Point, end: Point, first: float, second: float, side: int) -> Point:
    """Return where the middle joint of two bones lies: the knee between hip and ankle, say.

    Args:
        start: the joint at which the first bone begins.
        end: the joint at which the second bone ends.
        first: the length of the first bone.
        second: the length of the second bone.
        side: 1 to bend to the left of the way from start to end, -1 to the right.

    Raises:
        ValueError: the bones cannot span the distance; the message gives both.
    """
    distance = math.dist(start, end)
    if not abs(first - second) <= distance <= first + second:
        longest = f"bones of {first:g} and {second:g} span at most {first + second:g}"
        raise ValueError(f"{longest}; from {start} to {end} it is {distance:.0f}: move one of the two")
    along = (first**2 - second**2 + distance**2) / (2 * distance)
    across = math.sqrt(max(first**2 - along**2, 0.0))
    return step(start, direction(start, end), along, side * across)


def direction(start: Point, end: Point) -> float:
    """Return the direction from one point to another, in the degrees that `step` takes."""
    return math.degrees(math.atan2(start[1] - end[1], end[0] - start[0]))


def between(start: Point, end: Point, share: float) -> Point:
    """Return the point that lies a share of the way (0 to 1) from one point to another."""
    return (start[0] + share * (end[0] - start[0]), start[1] + share * (end[1] - start[1]))


def capsule(start: Point, start_radius: float, end: Point, end_radius: float) -> str:
    """Return the SVG path around two circles: a limb that tapers and has round ends."""
    distance = math.dist(start, end)
    if distance <= abs(start_radius - end_radius):
        return _circle(*((start, start_radius) if start_radius >= end_radius else (end, end_radius)))
    spread = math.degrees(math.acos((start_radius - end_radius) / distance))
    way = direction(start, end)
    start_end = _arc(start_radius, start_radius >= end_radius, step(start, way + spread, start_radius))
    end_end = _arc(end_radius, start_radius < end_radius, step(end, way - spread, end_radius))
    first, across = step(start, way - spread, start_radius), step(end, way + spread, end_radius)
    return f"M{_written(first)}{start_end}L{_written(across)}{end_end}Z"


def _circle(centre: Point, radius: float) -> str:
    left, right = step(centre, 180, radius), step(centre, 0, radius)
    return f"M{_written(left)}{_arc(radius, False, right)}{_arc(radius, False, left)}Z"


def _arc(radius: float, over_half: bool, end: Point) -> str:
    return f"A{radius:g} {radius:g} 0 {over_half:d} 1 {_written(end)}"


def _written(point: Point) -> str:
    # Adding nought turns -0.0 into 0.0.
    return " ".join(f"{round(value, 2) + 0.0:g}" for value in point)
