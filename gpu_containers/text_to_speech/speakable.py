"""From a text as people write it to the words that a voice can read; what cannot be read is left out and listed."""

import re
import unicodedata
from dataclasses import dataclass, replace

from gpu_containers.runtime.engine import JobFailed
from gpu_containers.text_to_speech.markup import is_foreign, is_pictograph, plain_characters, without_markdown
from gpu_containers.text_to_speech.sentences import Word, split_sentences
from gpu_containers.text_to_speech.spelling import GREEK, spoken_form

LONGEST_WORD = 60
_SPOKEN_SYMBOLS = frozenset("&%$€£¥₹₩+=@#°©№½¼¾÷×")


@dataclass(frozen=True)
class Speakable:
    """Sentences of at least one word each, and what was left out, in order of appearance."""

    sentences: list[list[Word]]
    left_out: list[str]


def make_speakable(text: str, language: str) -> Speakable:
    """Raises `JobFailed` where nothing (or hardly anything) is left to be read."""
    plain = plain_characters(text)
    left_out = list(
        dict.fromkeys(c for c in plain if is_pictograph(c) and c not in "\n" and unicodedata.category(c) == "So")
    )
    kept = "".join(" " if is_pictograph(c) and c != "\n" else c for c in plain)
    words, foreign = _words(without_markdown(kept))
    if sum(map(len, foreign)) > sum(len(word.text) for word in words):
        raise JobFailed(
            "language_not_spoken",
            f"This voice reads {language} in Latin letters, but the text is in another script: “{foreign[0][:20]}”.",
        )
    if not words:
        raise JobFailed("nothing_to_speak", "The text has no words to speak: it needs letters or digits.")
    return Speakable(split_sentences(words), left_out + foreign)


def _words(text: str) -> tuple[list[Word], list[str]]:
    """The written words with their spoken forms, and the words in a script that is not read."""
    words: list[Word] = []
    foreign: list[str] = []
    for line in text.splitlines():
        tokens = _tokens(line)
        capitals = [token for token in tokens if token.isupper() and sum(map(str.isalpha, token)) > 1]
        shouting = len(capitals) >= 3 and len(capitals) * 2 > len(tokens)
        start = len(words)
        for token in tokens:
            if any(is_foreign(c) and c.lower() not in GREEK for c in token):
                foreign.append(token)
            elif _has_sound(token):
                words.append(Word(token, spoken_form(token, shouting=shouting)))
            elif len(words) > start:  # a lone dash or quote: shown and paused at with the word before it
                last = words[-1]
                words[-1] = replace(last, text=f"{last.text} {token}", spoken=f"{last.spoken} {token}")
        if words:
            words[-1] = replace(words[-1], ends_line=True, ends_paragraph=words[-1].ends_paragraph or not line.strip())
    return words, foreign


def _tokens(line: str) -> list[str]:
    """Words as written; one that goes on without end is cut, since no voice and no caption could hold it."""
    return [
        piece
        for token in line.split()
        for piece in (re.findall(rf".{{1,{LONGEST_WORD}}}", token) if len(token) > 4 * LONGEST_WORD else [token])
    ]


def _has_sound(token: str) -> bool:
    return any(c.isalnum() or c in _SPOKEN_SYMBOLS for c in token)
