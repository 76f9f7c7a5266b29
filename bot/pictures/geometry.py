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
        ValueError: the bones are too short, or too unlike, to meet; the message says by how much.
    """
    distance = math.dist(start, end)
    if not abs(first - second) <= distance <= first + second:
        raise ValueError(f"bones of {first:g} and {second:g} cannot span {distance:.0f}: {start} to {end}")
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
    large_start, large_end = int(start_radius >= end_radius), int(start_radius < end_radius)
    return (
        f"M{_written(step(start, way - spread, start_radius))}"
        f"A{start_radius:g} {start_radius:g} 0 {large_start} 1 {_written(step(start, way + spread, start_radius))}"
        f"L{_written(step(end, way + spread, end_radius))}"
        f"A{end_radius:g} {end_radius:g} 0 {large_end} 1 {_written(step(end, way - spread, end_radius))}Z"
    )


def _circle(centre: Point, radius: float) -> str:
    left, right = _written(step(centre, 180, radius)), _written(step(centre, 0, radius))
    arc = f"A{radius:g} {radius:g} 0 0 1 "
    return f"M{left}{arc}{right}{arc}{left}Z"


def _written(point: Point) -> str:
    return f"{point[0]:.2f} {point[1]:.2f}"
