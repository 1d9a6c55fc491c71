"""Writes that move credits more than once: redrawn scenes have holds of their own, and end together."""

from dataclasses import replace
from datetime import timedelta

import pytest

from greenlight.domain.storyboard import Storyboard
from tests.support.backend import Backend
from tests.support.storyboards import PICTURE, Studio


@pytest.fixture
def studio(stores) -> Studio:
    backend = Backend(credits=stores.credits)
    studio = Studio(backend)
    backend.productions = stores.productions
    backend.lifecycle = replace(backend.lifecycle, productions=stores.productions)
    backend.plane = replace(backend.plane, productions=stores.productions)
    studio.__post_init__()
    return studio


@pytest.fixture
def redrawing(studio: Studio) -> Storyboard:
    """A storyboard two of whose scenes are being drawn anew."""
    board = studio.drawn()
    for number in (1, 2):
        board.ask_for_refinement(number, "A new view", None, studio.backend.clock.now())
        studio.backend.productions.save(board)
    assert held(studio) == 2 * PICTURE
    return board


def held(studio):
    return studio.backend.credits.balance("acme", "alice").held


def test_what_ends_with_two_scenes_being_drawn_anew_gives_both_back(studio, redrawing):
    redrawing.cancel(studio.backend.clock.now())
    studio.backend.productions.save(redrawing)
    assert studio.balance() == (1_000_000 - 3 * PICTURE, 0)


def test_a_picture_that_was_lost_is_given_back_by_the_write_that_holds_for_another(studio, redrawing):
    studio.backend.clock.forward(timedelta(minutes=16))
    redrawing.ask_for_refinement(3, "A new view", None, studio.backend.clock.now())
    studio.backend.productions.save(redrawing)
    assert studio.balance() == (1_000_000 - 4 * PICTURE, PICTURE)
