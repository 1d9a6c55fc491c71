"""Sentences recognised and rebuilt: greetings, calls to action, joining, splitting, time words to the front."""

import random
import re
from functools import lru_cache

from greenlight.writers.rules_text import (
    CONTRASTING,
    LEANING,
    PLAIN_STARTERS,
    capitalised,
    first_word,
    free_matches,
    word_set,
)
from greenlight.writers.rules_tone_table import Tone

_GREETING = re.compile(
    r"^(?:hi|hello|hey|well, hello|welcome|greetings|good (?:morning|afternoon|evening|day)|dear)\b", re.IGNORECASE
)
_FAREWELL = re.compile(
    r"^(?:thanks|thank you|bye|goodbye|see you|take care|cheers|have an? \w+|good night|until next|rest in peace)\b",
    re.IGNORECASE,
)
_CALLS = word_set(
    "call visit order buy try join sign subscribe follow click book register contact download shop check come get tell "
    "share start learn discover save reserve claim apply enter ask grab scan text email write donate vote remember"
)
_SUBORDINATE = word_set(
    "if when because although though while since as after before once whether unless until whenever either both not"
)
_SUBJECT = r"(?:we|you|they|it|he|she|I|there|this|our|your)"
_REFERRING = word_set("it its they them their he him she her")
_LINKABLE = word_set("we our you your they it he she i")
_TURNS = re.compile(r"\b(?:and|but|so|not|never|no|nobody|none)\b|n['’]t\b|^I\b(?!')")
_BREAKS = re.compile(rf"(?:, (and|but|so) (?={_SUBJECT} [a-z])|; )")
_RUN_ON = re.compile(r"(?<!between you)(?<!you)(?<!both) (and|but) (?=(?:we|you|they|he|she|I|there) [a-z])")
_LINKS = re.compile(
    r"^(?:(?:and|but|so|yet|plus,?) (?!(?:on|far|that|much|many)\b)"
    r"|(?:also|besides|however|still|even so|in addition|what's more|therefore|as a result|for that reason), )",
    re.IGNORECASE,
)
_WHEN = r"today|tomorrow|tonight|this week|this weekend|this month|this year|right now"
_WHEN_LAST = re.compile(
    rf"^((?:we|you|they|it|I|he|she|there|our \w+|the \w+) [^,;:()]{{8,90}}) ({_WHEN})\.$", re.IGNORECASE
)
_WHEN_FIRST = re.compile(
    rf"^({_WHEN}),? ((?:we|you|they|it|I|he|she|there|our|the) [^,;:()]{{8,90}})\.$", re.IGNORECASE
)


def is_greeting(sentence: str) -> bool:
    return bool(_GREETING.match(sentence))


def is_mere_greeting(sentence: str) -> bool:
    return is_greeting(sentence) and len(sentence.split()) < 6


def is_farewell(sentence: str) -> bool:
    return bool(_FAREWELL.match(sentence)) and len(sentence.split()) < 9


def is_call(sentence: str) -> bool:
    return first_word(sentence) in _CALLS and not sentence.endswith("?")


def _is_statement(sentence: str) -> bool:
    return sentence.endswith(".") and not (is_greeting(sentence) or is_farewell(sentence) or is_call(sentence))


def greeted(sentence: str, tone: Tone, rng: random.Random) -> str:
    """A plain hello in the tone's own word."""
    match = re.match(r"(?:hi|hello|hey)\b(?! kitty)", sentence, re.IGNORECASE)
    return rng.choice(tone.greetings) + sentence[match.end() :] if match else sentence


def split_long(sentence: str, rng: random.Random, rate: float) -> list[str]:
    """Clauses that can stand alone as sentences of their own: always in a very long sentence, else at `rate`."""
    if not sentence.endswith((".", "!")) or first_word(sentence) in _SUBORDINATE:
        return [sentence]
    if rng.random() > (0.9 if len(sentence.split()) > 20 else rate):
        return [sentence]
    breaks = [
        *free_matches(_BREAKS, sentence),
        *(free_matches(_RUN_ON, sentence) if len(sentence.split()) > 24 else ()),
    ]
    for match in breaks:
        left, right = sentence[: match.start()], sentence[match.end() :]
        whole = min(len(left.split()), len(right.split())) >= 4 and left.count("(") == left.count(")")
        if whole and first_word(right) not in _SUBORDINATE:
            word = match[1]
            link = f"{word.capitalize()} " if word in {"but", "so"} or (word and rng.random() < 0.5) else ""
            return [left + ".", *split_long(link + right if link else capitalised(right), rng, rate)]
    return [sentence]


def time_moved(sentence: str) -> str:
    """ "We open today." as "Today, we open." and back; any other sentence as it is."""
    if last := _WHEN_LAST.match(sentence):
        return f"{capitalised(last[2])}, {lowered(last[1])}."
    if first := _WHEN_FIRST.match(sentence):
        return f"{capitalised(first[2])} {first[1].lower()}."
    return sentence


def lowered(sentence: str) -> str:
    """With a small first letter where the first word is no name."""
    return sentence[:1].lower() + sentence[1:] if first_word(sentence) in PLAIN_STARTERS else sentence


def linked(body: list[str], rng: random.Random) -> list[str]:
    """At most one pair of neighbouring short statements joined, or the second led in by a word."""
    pairs = [i for i in range(len(body) - 1) if _can_link(body[i], body[i + 1])]
    if not pairs:
        return body
    i = rng.choice(pairs)
    first, second = body[i], lowered(body[i + 1])
    joins = len(first.split()) + len(second.split()) < 18 and first.count(",") < 2
    if joins and rng.random() < 0.5:
        return [*body[:i], f"{first[:-1]}, and {second}", *body[i + 2 :]]
    return [*body[: i + 1], f"And {second}", *body[i + 2 :]]


def _can_link(first: str, second: str) -> bool:
    plain = _is_statement(first) and _is_statement(second) and not _TURNS.search(f"{first[-30:]} {second}")
    return plain and first_word(second) in _LINKABLE


def unlinked(sentence: str) -> str:
    """Without the word that ties it to a sentence that is no longer there."""
    return capitalised(_LINKS.sub("", sentence))


@lru_cache(maxsize=4096)
def leans(sentence: str) -> bool:
    """Cannot be understood without the sentence before it."""
    words = re.findall(r"[\w'’]+", unlinked(sentence).lower())[:2]
    return bool(words) and (words[0] in LEANING or not _REFERRING.isdisjoint(words))


def limits(sentence: str) -> bool:
    """Takes back or restricts what the sentence before it said: the two stay or go together."""
    return first_word(sentence) in CONTRASTING


def punctuated(parts: list[str], exclamations: int, cheerful: bool) -> list[str]:
    """At most so many exclamation marks; a cheerful tone gives a spare one to the call to action."""
    done, left = [], exclamations
    spare = exclamations - sum(p.endswith("!") for p in parts)
    for part in parts:
        end = part[-1:]
        if end == "!":
            left -= 1
            end = "!" if left >= 0 else "."
        elif cheerful and spare > 0 and _can_cheer(part):
            end, spare = "!", spare - 1
        done.append(part[:-1] + end)
    return done


def _can_cheer(part: str) -> bool:
    plain = part.endswith(".") and not part.endswith("..") and len(part.split()) < 12
    return plain and (is_call(part) or is_mere_greeting(part))
