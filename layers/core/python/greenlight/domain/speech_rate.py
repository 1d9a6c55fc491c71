"""How long a voice takes to say a text: a fit to measured speech, made by `benchmarks/speech_rate.py`."""

import re
from dataclasses import dataclass

from greenlight.domain.read_aloud import read_out, syllables

# 99 of 100 texts are spoken within their estimate times (1 + MARGIN); see benchmarks/speech_rate.py.
MARGIN = 0.15
DEFAULT_VOICE = "heart"

_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
_UNENDED = r"(?<=[^.!?…\"'”’)\s])"
_SENTENCE_END = re.compile(rf"(?<![.!?…])[.!?…]+[\"'”’)]*(?=\s[^\sa-z]|$)|{_UNENDED}\n(?=[^\sa-z])|{_UNENDED}$")
_SPACES, _LINE_ENDS = re.compile(r"[^\S\n]+"), re.compile(r" ?\n[ \n]*")
_NO_END = re.compile(r"\b(?:Mr|Mrs|Ms|Dr|Prof|St|Sr|Jr|vs|e\.g|i\.e|[A-Z])\.")
_PAUSE = re.compile(r"[,;:](?=\s)|—|\s[–-]\s|…(?=\s+[a-z])")


@dataclass(frozen=True)
class Pace:
    """Seconds that each of these adds to speech at speed 1."""

    sentence: float
    pause: float
    word: float
    syllable: float
    letter: float


PACES: dict[str, Pace] = {
    DEFAULT_VOICE: Pace(sentence=0.6641, pause=0.1168, word=0.0213, syllable=0.1002, letter=0.0310)
}


def spoken_seconds(text: str, voice: str = DEFAULT_VOICE, speed: float = 1.0) -> float:
    """A voice that was not measured is taken to speak at the pace of the default one."""
    pace = PACES.get(voice, PACES[DEFAULT_VOICE])
    sentences, pauses, words, sounded, letters = features(text)
    if not words:
        return 0.0
    seconds = pace.sentence * sentences + pace.pause * pauses + pace.word * words
    return (seconds + pace.syllable * sounded + pace.letter * letters) / speed


def cautious_seconds(text: str, voice: str = DEFAULT_VOICE, speed: float = 1.0) -> float:
    """What 99 of 100 texts are spoken in, for who must not exceed a time."""
    return spoken_seconds(text, voice, speed) * (1 + MARGIN)


def features(text: str) -> tuple[int, int, int, int, int]:
    """Sentences, pauses inside them, and the words, syllables and letters as read out: what `Pace` has a price for."""
    lines = _LINE_ENDS.sub("\n", _SPACES.sub(" ", text.strip()))
    lines = _NO_END.sub(lambda found: found[0][:-1], lines)
    aloud = read_out(lines)
    words: list[str] = _WORD.findall(aloud)
    capitals = sum(word.isupper() for word in words if len(word) > 1)
    if capitals * 2 > len(words):
        words = [word.lower() for word in words]
    sentences = max(1, len(_SENTENCE_END.findall(lines)))
    letters = sum(map(len, words))
    return sentences, len(_PAUSE.findall(aloud)), len(words), sum(map(syllables, words)), letters
