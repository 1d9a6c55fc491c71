"""Where speech lies in its scene: as it was made where there is room, faster where there is not."""

import pytest

from gpu_containers.media.placement import FASTEST, place


def test_speech_that_fits_begins_after_a_breath_and_keeps_its_tempo():
    placed = place(4.0, 5.0)
    assert (placed.start, placed.tempo) == (0.3, 1.0)
    assert placed.at(2.0) == pytest.approx(2.3)


def test_speech_that_is_a_little_too_long_ends_just_before_its_scene():
    placed = place(5.0, 5.0)
    assert 1 < placed.tempo < FASTEST
    assert placed.at(5.0) == pytest.approx(4.85)


@pytest.mark.parametrize("scene", [5.0, 0.45, 0.1])
def test_speech_is_never_hurried_beyond_what_can_be_followed(scene: float):
    assert place(60.0, scene).tempo == FASTEST
