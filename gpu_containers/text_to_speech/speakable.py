"""From a text as people write it to the words that a voice can read; what cannot be read is left out and listed."""

import re
import unicodedata
from dataclasses import dataclass, replace

from gpu_containers.runtime.engine import JobFailed
from gpu_containers.text_to_speech.markup import is_foreign, is_pictograph, plain_characters, without_markdown
from gpu_containers.text_to_speech.sentences import Word, split_sentences
from gpu_containers.text_to_speech.spelling import GREEK, spoken_form

LONGEST_WORD = 60
# Above this share of its letters, a text is no longer one that merely mentions a foreign word.
FOREIGN_SHARE = 0.2
_SPOKEN_SYMBOLS = frozenset("&%$€£¥₹₩+=@#°©№½¼¾÷×")


@dataclass(frozen=True)
class Speakable:
    """Sentences of at least one word each, and what was left out, in order of appearance."""

    sentences: list[list[Word]]
    left_out: list[str]


def make_speakable(text: str, language: str, *, any_script: bool = False) -> Speakable:
    """Raises `JobFailed` where nothing is left to be read, or too much would be left out.

    With `any_script` a voice reads other alphabets than the Latin one, too.
    """
    plain = plain_characters(text)
    pictographs = dict.fromkeys(c for c in plain if unicodedata.category(c) == "So" and is_pictograph(c))
    kept = "".join(" " if is_pictograph(c) and c != "\n" else c for c in plain)
    words, foreign = _words(without_markdown(kept), any_script)
    left_out = sum(map(len, foreign))
    if left_out > FOREIGN_SHARE * (left_out + sum(len(word.text) for word in words)):
        raise JobFailed(
            "language_not_spoken",
            f"This voice reads {language} in Latin letters, but the text is in another script: “{foreign[0][:20]}”.",
        )
    if not words:
        raise JobFailed("nothing_to_speak", "The text has no words to speak: it needs letters or digits.")
    return Speakable(split_sentences(words), [*pictographs, *foreign])


def _words(text: str, any_script: bool) -> tuple[list[Word], list[str]]:
    """The written words with their spoken forms, and the words in a script that is not read."""
    words: list[Word] = []
    foreign: list[str] = []
    for line in text.splitlines():
        tokens = [piece for token in line.split() for piece in _pieces(token)]
        shouting = _is_shouted(tokens)
        start = len(words)
        for token in tokens:
            if not any_script and any(is_foreign(c) and c.lower() not in GREEK for c in token):
                foreign.append(token)
            elif _has_sound(token):
                words.append(Word(token, spoken_form(token, shouting=shouting)))
            elif len(words) > start:  # a lone dash or quote: shown and paused at with the word before it
                last = words[-1]
                words[-1] = replace(last, text=f"{last.text} {token}", spoken=f"{last.spoken} {token}")
        if words:
            words[-1] = replace(words[-1], ends_line=True, ends_paragraph=words[-1].ends_paragraph or not line.strip())
    return words, foreign


def _is_shouted(tokens: list[str]) -> bool:
    capitals = [token for token in tokens if token.isupper() and sum(map(str.isalpha, token)) > 1]
    return len(capitals) >= 3 and len(capitals) * 2 > len(tokens)


def _pieces(token: str) -> list[str]:
    """Scripts without spaces are cut at their marks, words without end at a length that a caption can hold."""
    if "\u3002" in token or "\u3001" in token:
        return re.findall(r"[^\u3001\u3002!?]+[\u3001\u3002!?]*", token)
    return re.findall(rf".{{1,{LONGEST_WORD}}}", token) if len(token) > 4 * LONGEST_WORD else [token]


def _has_sound(token: str) -> bool:
    return any(c.isalnum() or c.isnumeric() or c in _SPOKEN_SYMBOLS for c in token)
