"""What makes a mood: tempo, scale, harmony, and which voices play which figures."""

from dataclasses import dataclass, field

MAJOR, MINOR, LYDIAN, DORIAN = (
    (0, 2, 4, 5, 7, 9, 11),
    (0, 2, 3, 5, 7, 8, 10),
    (0, 2, 4, 6, 7, 9, 11),
    (0, 2, 3, 5, 7, 9, 10),
)


@dataclass(frozen=True)
class Mood:
    """Progressions are degrees of the scale from 0; figures give eighths of a bar (arpeggio: index of a chord's note).

    `drums` gives, for each drum, the eighths it plays on and its level.
    """

    tempo: tuple[float, float]  # beats a minute
    scale: tuple[int, ...]
    progressions: tuple[tuple[int, ...], ...]
    cadence: int  # the degree before the last chord
    colour: int  # steps of the scale above the root that are added to each triad
    plucked: str
    lead: str
    arpeggios: tuple[tuple[int | None, ...], ...]
    bass: tuple[tuple[int, ...], ...]
    drums: dict[str, tuple[tuple[float, float], ...]] = field(default_factory=dict)
    levels: tuple[float, float, float, float, float] = (1.0, 1.0, 1.0, 1.0, 1.0)  # pad, plucked, bass, lead, drums


_FLOWING = ((0, 1, 2, 3, 2, 1, 2, 1), (0, 2, 1, 3, 2, 3, 1, 2), (3, 2, 1, 0, 1, 2, 3, 2))
_SPARSE = (
    (0, None, 2, None, 3, None, 1, None),
    (0, None, 1, 2, None, 3, None, 1),
    (2, None, None, 1, 3, None, 0, None),
)
_MUTED = ((0, 0, 2, 0, 1, 0, 2, 0), (0, 1, 0, 2, 0, 1, 0, 2))
_HOPPING = ((0, None, 2, 1, None, 2, 3, None), (0, 2, None, 3, None, 2, 1, None))
_EVERY_EIGHTH = tuple((float(n), 0.6 if n % 2 else 1.0) for n in range(8))

MOODS = {
    "calm": Mood(
        tempo=(66, 76),
        scale=MAJOR,
        progressions=((0, 4, 5, 3), (0, 2, 3, 3), (3, 0, 4, 5), (0, 5, 3, 4)),
        cadence=3,
        colour=8,
        plucked="keys",
        lead="bell",
        arpeggios=_SPARSE,
        bass=((0,), (0, 5)),
        drums={"shaker": tuple((n, 0.35) for n in (2.0, 6.0))},
        levels=(1.0, 0.9, 0.8, 0.6, 0.5),
    ),
    "uplifting": Mood(
        tempo=(104, 118),
        scale=MAJOR,
        progressions=((0, 4, 5, 3), (5, 3, 0, 4), (3, 4, 5, 0), (0, 3, 5, 4)),
        cadence=4,
        colour=8,
        plucked="harp",
        lead="bell",
        arpeggios=_FLOWING,
        bass=((0, 2, 4, 6), (0, 3, 6)),
        drums={
            "kick": ((0.0, 1.0), (2.0, 0.85), (4.0, 1.0), (6.0, 0.85)),
            "clap": ((2.0, 0.8), (6.0, 0.8)),
            "shaker": _EVERY_EIGHTH,
        },
        levels=(0.9, 1.0, 1.0, 0.8, 0.8),
    ),
    "dramatic": Mood(
        tempo=(78, 90),
        scale=MINOR,
        progressions=((0, 5, 2, 6), (0, 3, 5, 4), (0, 6, 5, 6), (0, 5, 3, 6)),
        cadence=6,
        colour=7,
        plucked="strings",
        lead="keys",
        arpeggios=_MUTED,
        bass=((0, 4), (0, 3, 6)),
        drums={"taiko": ((0.0, 1.0), (3.0, 0.6), (4.0, 0.8), (7.0, 0.5)), "shaker": ((2.0, 0.4), (6.0, 0.4))},
        levels=(1.1, 0.9, 1.0, 0.7, 1.0),
    ),
    "playful": Mood(
        tempo=(112, 126),
        scale=MAJOR,
        progressions=((0, 3, 4, 0), (0, 5, 1, 4), (0, 1, 3, 4), (0, 3, 1, 4)),
        cadence=4,
        colour=7,
        plucked="marimba",
        lead="pizzicato",
        arpeggios=_HOPPING,
        bass=((0, 4), (0, 3, 4)),
        drums={"wood": ((2.0, 0.8), (3.5, 0.5), (6.0, 0.8)), "shaker": _EVERY_EIGHTH, "kick": ((0.0, 0.7), (4.0, 0.7))},
        levels=(0.55, 1.1, 0.9, 0.9, 0.7),
    ),
    "corporate": Mood(
        tempo=(96, 108),
        scale=MAJOR,
        progressions=((0, 4, 5, 3), (5, 3, 0, 4), (0, 2, 3, 4), (0, 5, 3, 4)),
        cadence=4,
        colour=8,
        plucked="pizzicato",
        lead="keys",
        arpeggios=_MUTED,
        bass=((0, 3, 4), (0, 4, 6)),
        drums={"kick": ((0.0, 0.9), (4.0, 0.9)), "clap": ((2.0, 0.45), (6.0, 0.45)), "shaker": _EVERY_EIGHTH},
        levels=(0.9, 1.0, 0.9, 0.7, 0.6),
    ),
    "mysterious": Mood(
        tempo=(70, 82),
        scale=DORIAN,
        progressions=((0, 3, 0, 6), (0, 2, 3, 1), (0, 6, 3, 0)),
        cadence=6,
        colour=8,
        plucked="keys",
        lead="bell",
        arpeggios=_SPARSE,
        bass=((0,), (0, 6)),
        drums={"shaker": ((3.0, 0.4), (7.0, 0.4)), "taiko": ((0.0, 0.45),)},
        levels=(1.1, 0.8, 0.9, 0.6, 0.6),
    ),
    "dreamy": Mood(
        tempo=(72, 84),
        scale=LYDIAN,
        progressions=((0, 1, 0, 4), (0, 4, 1, 5), (5, 1, 0, 4)),
        cadence=1,
        colour=6,
        plucked="harp",
        lead="bell",
        arpeggios=_FLOWING,
        bass=((0,), (0, 4)),
        levels=(1.1, 0.8, 0.7, 0.6, 0.0),
    ),
}
_ALSO = {
    "calm": "relaxed peaceful gentle soft warm ambient neutral",
    "uplifting": "happy inspiring inspirational upbeat energetic hopeful joyful motivational positive",
    "dramatic": "epic cinematic tense serious sad dark intense",
    "playful": "fun funny quirky cheerful",
    "corporate": "professional business modern technology",
    "mysterious": "suspense eerie noir",
    "dreamy": "romantic magical nostalgic ethereal",
}
_BY_WORD = {word: name for name, words in _ALSO.items() for word in words.split()}


def mood_named(name: str) -> Mood:
    """The mood of this name or of a word that means about the same; calm where nothing is known."""
    word = name.strip().lower()
    return MOODS[word if word in MOODS else _BY_WORD.get(word, "calm")]
