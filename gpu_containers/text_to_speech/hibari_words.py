"""How each written word sounds: hibari reads whole sentences ("March 3, 2024"), captions show the words as written."""

from collections.abc import Sequence
from difflib import SequenceMatcher
from itertools import pairwise

from hibari.g2p import G2P
from hibari.g2p.normalize import normalize

from gpu_containers.text_to_speech.hibari_voice import HibariVoice
from gpu_containers.text_to_speech.sentences import Word


def sounds_of(voice: HibariVoice, words: Sequence[Word]) -> list[str]:
    """Phonemes that the voice has a sound for, one string for each written word."""
    return [voice.pronounceable(sound) for sound in pronounce(voice.g2p, words)]


def pronounce(g2p: G2P, words: Sequence[Word]) -> list[str]:
    """Phonemes for each written word, which joined by spaces are what the network should read; some may be empty."""
    # hibari takes "[text](phonemes)" for an instruction; nobody who writes a script means that.
    parts = [(index, part) for index, word in enumerate(words) for part in word.spoken.replace("](", "] (").split()]
    text = normalize(" ".join(part for _, part in parts))
    owners = _owners([part for _, part in parts], text.split())
    phonemes: list[list[str]] = [[] for _ in words]
    for owner, sound in zip(owners, _sounds(g2p, text), strict=True):
        if sound:
            phonemes[parts[owner][0]].append(sound)
    return [" ".join(sounds) for sounds in phonemes]


def _sounds(g2p: G2P, text: str) -> list[str]:
    """One string of phonemes for each whitespace-separated piece of `text`, read in the context of the whole."""
    pieces = [""]
    for token in g2p.phonemize_tokens(g2p.tokenize(text)):
        pieces[-1] += token.phonemes or ""
        if token.whitespace:
            pieces.append("")
    return [piece.strip() for piece in pieces] if text else []


def _owners(before: list[str], after: list[str]) -> list[int]:
    """For each word after normalization, the index of the word before it that it came from; never decreasing."""
    owners: list[int] = []
    for operation, a, b, c, d in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if operation == "equal":
            owners.extend(range(a, b))
        elif operation == "insert":
            owners.extend([max(0, a - 1)] * (d - c))
        elif operation == "replace":
            owners.extend(a + share for share in _share_out(before[a:b], after[c:d]))
    return owners


def _share_out(before: list[str], after: list[str]) -> list[int]:
    """Gives each new word to an old one by how far each has got, an old word's length being that of its own reading."""
    ends = _progress([normalize(word) for word in before])
    middles = [(start + end) / 2 for start, end in pairwise([0.0, *_progress(after)])]
    return [next((i for i, end in enumerate(ends) if middle <= end), len(ends) - 1) for middle in middles]


def _progress(words: list[str]) -> list[float]:
    total, ends = 0, []
    for word in words:
        total += max(1, len(word))
        ends.append(float(total))
    return [end / total for end in ends]
