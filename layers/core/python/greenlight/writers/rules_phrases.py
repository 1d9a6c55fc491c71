"""Rewording inside a sentence: equivalent phrases, tighter phrases, contractions, speakable abbreviations."""

import random
import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from greenlight.writers.rules_lexicon import CONTRACTIONS, FILLERS, INTERCHANGEABLE, SLANG, WORDY
from greenlight.writers.rules_text import capitalised, free_matches

CASUAL, PLAIN, FORMAL = -1, 0, 1

# The new text for a match, None to leave it as it is.
Change = Callable[[re.Match[str]], str | None]


def _words(phrase: str, after: str = "") -> re.Pattern[str]:
    """Whole words; a phrase that ends with a comma only at the start of a sentence."""
    bounds = ("^", "") if phrase.endswith(",") else (r"(?<![\w'’-])", r"(?![\w'’-])")
    return re.compile(f"{bounds[0]}{phrase}{bounds[1]}{after}", re.IGNORECASE)


@dataclass(frozen=True)
class Phrase:
    """`found` is None for a phrase that is only put in."""

    text: str
    manner: int
    found: re.Pattern[str] | None

    @classmethod
    def parse(cls, entry: str, after: str) -> "Phrase":
        text = entry.strip("<+-")
        pattern = None if entry.startswith("<") else _words(text, after)
        return cls(text, {"-": CASUAL, "+": FORMAL}.get(entry[-1], PLAIN), pattern)


def _equivalents(line: str) -> tuple[Phrase, ...]:
    meaning, _, after = line.partition(" => ")
    return tuple(Phrase.parse(entry.strip(), after) for entry in meaning.split(" | "))


_EQUIVALENTS = [_equivalents(line) for line in INTERCHANGEABLE.strip().splitlines()]
_WORDY = [
    (_words(wordy.strip(), "" if tight.strip() else r" ?"), tight.strip())
    for wordy, _, tight in (line.partition("->") for line in WORDY.strip().splitlines())
]
_BEFORE_FILLER = "".join(f"(?<!{word} )" for word in ("not", "n't", "n’t", "the", "so", "a", "an", "how"))
_FILLER = re.compile(rf"{_BEFORE_FILLER}\b(?:{FILLERS}) (?!much|few|little|a\b)(?=[a-z])")
_SPOKEN = [
    (re.compile(r"\be\.g\.,?(?= )"), "for example"),
    (re.compile(r"\bi\.e\.,?(?= )"), "that is"),
    (re.compile(r",? \betc\.(?=\s*$)"), " and so on."),
    (re.compile(r",? \betc\.?(?!\w)"), " and so on"),
    (re.compile(r"(?<=[a-z] )&(?= [a-z])"), "and"),
    (re.compile(r"(?<= )vs\.?(?= )"), "versus"),
    (re.compile(r"(?<= )w/ ?(?=[a-z])"), "with "),
    (re.compile(r"\bu\b(?![.'’-])"), "you"),
    (re.compile(r"\bpls\b"), "please"),
    (re.compile(r"\bthx\b"), "thanks"),
    (re.compile(r"(?<= )approx\.?(?= )"), "about"),
]
_PAIRS = [tuple(line.rsplit(" ", 1)) for line in CONTRACTIONS.strip().splitlines()]
_SLANG = [tuple(line.rsplit(" ", 1)) for line in SLANG.strip().splitlines()]
_CONTRACT = [(_words(full, r"(?= \w)"), short) for full, short in _PAIRS]
_EXPAND = [(_words(short.replace("'", "['’]")), full) for full, short in [*_PAIRS, *_SLANG] if full != "can not"]
_PRONOUN_NEXT = re.compile(r" (?:you|we|they|it|he|she|i|this|that|everyone|anyone|people)\b", re.IGNORECASE)
_PERFECT_NEXT = re.compile(r" (?:been|got|had|gone|become|come|made|taken|never been)\b", re.IGNORECASE)
_WHAT_BEFORE = re.compile(r"\b(?:what|how|where|who|as|than|whatever|wherever) (?:\w+ )?$", re.IGNORECASE)


def _replace(text: str, match: re.Match[str], new: str) -> str:
    """`new` in the place of the match, with a capital where the old phrase had one."""
    if match.group()[:1].isupper() and not match.group().startswith(("I ", "I'")):
        new = capitalised(new)
    text = text[: match.start()] + new + text[match.end() :]
    return capitalised(text) if match.start() == 0 else text


def _each(text: str, pattern: re.Pattern[str], change: Change) -> str:
    for match in reversed(list(free_matches(pattern, text))):
        new = change(match)
        if new is not None and not _is_name(text, match):
            text = _replace(text, match, new)
    return text


def _is_name(text: str, match: re.Match[str]) -> bool:
    """A capital in the middle of a sentence, or at its start before another one, is a name and stays."""
    if not match.group()[:1].isupper() or match.group().startswith(("I ", "I'")):
        return False
    return match.start() > 0 or bool(re.match(r" [A-Z][a-z]", text[match.end() :]))


def _always(new: str) -> Change:
    return lambda _: new


def _substituted(sentence: str, table: list[tuple[re.Pattern[str], str]]) -> str:
    for pattern, new in table:
        sentence = _each(sentence, pattern, _always(new))
    return sentence


def speakable(sentence: str) -> str:
    """Abbreviations of writing as the words that are said."""
    return _substituted(sentence, _SPOKEN)


def tightened(sentence: str) -> str:
    """Wordy phrases by their short forms."""
    return capitalised(_substituted(sentence, _WORDY).strip())


def without_fillers(sentence: str) -> str:
    """Intensifiers that carry no fact left out."""
    sentence = _each(sentence, _FILLER, _always(""))
    return capitalised(re.sub(r" {2,}", " ", sentence).strip())


def contracted(sentence: str) -> str:
    for pattern, short in _CONTRACT:
        sentence = _each(sentence, pattern, partial(_short, short))
    return sentence


def expanded(sentence: str) -> str:
    """Contractions written out, except in questions, where English turns the words around."""
    if "?" in sentence:
        return sentence
    for pattern, full in _EXPAND:
        sentence = _each(sentence, pattern, partial(_full, full))
    return sentence


def _short(short: str, match: re.Match[str]) -> str | None:
    return None if _WHAT_BEFORE.search(match.string[: match.start()]) else short


def _full(full: str, match: re.Match[str]) -> str | None:
    rest = match.string[match.end() :]
    if full.endswith("not") and _PRONOUN_NEXT.match(rest):
        return None
    return full.replace(" is", " has") if _PERFECT_NEXT.match(rest) else full


def reworded(sentence: str, manner: int | None, rng: random.Random, rate: float) -> str:
    """Each phrase that has equivalents in this manner (None for any) changed with probability `rate`."""
    for group in _EQUIVALENTS:
        for phrase in group:
            if phrase.found is None or not phrase.found.search(sentence):
                continue
            others = [other.text for other in group if other is not phrase and _suits(other, manner)]
            if others:
                sentence = _each(sentence, phrase.found, partial(_drawn, others, rng, rate))
            break
    return sentence


def _suits(phrase: Phrase, manner: int | None) -> bool:
    return manner is None or phrase.manner in {PLAIN, manner}


def _drawn(options: list[str], rng: random.Random, rate: float, _: re.Match[str]) -> str | None:
    return rng.choice(options) if rng.random() < rate else None
