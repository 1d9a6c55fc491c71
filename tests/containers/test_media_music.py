"""The music that is composed here, as numbers: the same every time, moods that differ, nothing that hurts the ear."""

import numpy as np
import pytest

from gpu_containers.media.mix_meter import RATE, Samples, loudness
from gpu_containers.media.music import compose
from gpu_containers.media.music_mood import MOODS, mood_named
from gpu_containers.media.music_score import write_score
from tests.containers.join_harness import level

SECONDS = 16


def music(mood: str, seed: int = 1, seconds: float = SECONDS) -> Samples:
    return np.concatenate(list(compose(round(seconds * RATE), mood, seed)))


@pytest.fixture(scope="module", params=list(MOODS))
def piece(request: pytest.FixtureRequest) -> Samples:
    return music(request.param)


def centroid(samples: Samples) -> float:
    """The middle of the spectrum, in Hz."""
    power = np.abs(np.fft.rfft(samples.mean(axis=1))) ** 2
    return float((power * np.fft.rfftfreq(len(samples), 1 / RATE)).sum() / power.sum())


def test_the_same_mood_and_seed_give_the_same_music() -> None:
    assert np.array_equal(music("uplifting", 7), music("uplifting", 7))


def test_another_seed_or_mood_gives_another_piece() -> None:
    pieces = [music("calm", 1), music("calm", 2), music("dramatic", 1)]
    for a, b in ((0, 1), (0, 2), (1, 2)):
        assert abs(np.corrcoef(pieces[a][:, 0], pieces[b][:, 0])[0, 1]) < 0.5


def test_an_unknown_mood_is_played_as_calm_and_a_known_word_as_what_it_means() -> None:
    assert mood_named("bureaucratic") == MOODS["calm"]
    assert mood_named(" Epic ") == MOODS["dramatic"]


@pytest.mark.parametrize("seconds", [0.04, 1, 5.04, 33.3])
def test_a_piece_is_exactly_as_long_as_it_was_asked_to_be(seconds: float) -> None:
    assert music("playful", seconds=seconds).shape == (round(seconds * RATE), 2)


def test_nothing_clips_and_some_headroom_is_used(piece: Samples) -> None:
    assert 0.3 < np.abs(piece).max() < 0.97
    assert -20 < loudness(piece) < -10


def test_nothing_clicks_where_blocks_meet_or_anywhere(piece: Samples) -> None:
    bend = np.abs(np.diff(piece, 2, axis=0)).max(axis=1)
    borders = np.concatenate([bend[at - 3 : at + 2] for at in range(RATE, len(piece), RATE)])
    assert borders.max() <= np.percentile(bend, 99.99)
    assert bend.max() < 0.25


def test_there_is_no_hole_in_it_and_it_dies_away_after_its_last_chord(piece: Samples) -> None:
    levels = [level(piece[at : at + RATE]) for at in range(0, len(piece), RATE)]
    assert min(levels[:-1]) > -35
    assert level(piece[-RATE // 20 :]) < max(levels) - 6


def test_it_is_balanced_from_bass_to_treble_and_around_the_middle(piece: Samples) -> None:
    assert 150 < centroid(piece) < 1500
    assert abs(piece.mean()) < 1e-3
    assert abs(level(piece[:, :1]) - level(piece[:, 1:])) < 1.5


def test_it_is_wide_but_survives_in_mono(piece: Samples) -> None:
    assert 0.2 < np.corrcoef(piece[:, 0], piece[:, 1])[0, 1] < 0.95
    assert level(piece.mean(axis=1)) > level(piece) - 3


@pytest.mark.parametrize("mood", list(MOODS))
def test_it_ends_on_the_chord_of_its_key_with_no_note_after_it(mood: str) -> None:
    notes = write_score(30.0, MOODS[mood], np.random.default_rng(5))
    last = [note for note in notes if note.at >= 30 - 3.2 - 0.01]
    bass = next(note for note in last if note.voice == "bass")
    key = {note.pitch % 12 for note in notes if note.voice == "pad" and note.at == bass.at}
    third = MOODS[mood].scale[2]
    assert {bass.pitch % 12, (bass.pitch + third) % 12, (bass.pitch + 7) % 12} <= key
    assert {note.voice for note in last} == {"bass", "pad", MOODS[mood].plucked}


@pytest.mark.parametrize("mood", list(MOODS))
def test_no_chord_holds_a_tone_a_half_step_above_its_root(mood: str) -> None:
    for seed in range(8):
        notes = write_score(40.0, MOODS[mood], np.random.default_rng(seed))
        for low in (note for note in notes if note.voice == "bass"):
            chord = {note.pitch % 12 for note in notes if note.voice == "pad" and note.at == low.at}
            assert (low.pitch + 1) % 12 not in chord
