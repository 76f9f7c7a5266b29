"""Bones keep their length, joints bend to the side they should, and limbs have round ends."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.pictures.geometry import Point, between, capsule, direction, joint, step

PLACES = st.tuples(st.floats(-500, 500), st.floats(-500, 500))
DEGREES = st.floats(-180, 180)


def test_directions_are_those_of_a_picture_with_up_at_90() -> None:
    assert step((10, 10), 0, 5) == pytest.approx((15, 10))
    assert step((10, 10), 90, 5) == pytest.approx((10, 5))
    assert step((10, 10), 180, 5) == pytest.approx((5, 10))


def test_across_is_to_the_left_of_the_way() -> None:
    assert step((0, 0), 90, 0, 5) == pytest.approx((-5, 0))
    assert step((0, 0), 0, 0, 5) == pytest.approx((0, -5))


@given(PLACES, DEGREES, st.floats(1, 300))
def test_a_step_goes_as_far_and_the_way_it_says(start: Point, degrees: float, along: float) -> None:
    end = step(start, degrees, along)
    assert math.dist(start, end) == pytest.approx(along)
    turned = (direction(start, end) - degrees) % 360
    assert min(turned, 360 - turned) < 1e-3


@given(PLACES, DEGREES, st.floats(20, 339), st.sampled_from((1, -1)))
def test_a_bent_limb_keeps_its_bones(start: Point, degrees: float, distance: float, side: int) -> None:
    end = step(start, degrees, distance)
    middle = joint(start, end, 172, 168, side)
    assert math.dist(start, middle) == pytest.approx(172)
    assert math.dist(middle, end) == pytest.approx(168)


def test_a_knee_bends_to_the_side_asked_for() -> None:
    hip, ankle = (0.0, 0.0), (0.0, 300.0)
    assert joint(hip, ankle, 172, 168, 1)[0] > 0
    assert joint(hip, ankle, 172, 168, -1)[0] < 0


def test_a_limb_that_cannot_reach_says_by_how_much() -> None:
    with pytest.raises(ValueError, match=r"span at most 340; .* it is 400"):
        joint((0, 0), (400, 0), 172, 168, 1)


def test_between_is_a_share_of_the_way() -> None:
    assert between((0, 0), (10, 20), 0.25) == (2.5, 5)


def test_a_limb_tapers_between_its_two_ends() -> None:
    assert capsule((0, 0), 10, (100, 0), 10) == ("M0 10A10 10 0 1 1 0 -10L100 -10A10 10 0 0 1 100 10Z")


def test_an_end_within_the_other_leaves_one_circle() -> None:
    assert capsule((0, 0), 10, (3, 0), 2) == "M-10 0A10 10 0 0 1 10 0A10 10 0 0 1 -10 0Z"
