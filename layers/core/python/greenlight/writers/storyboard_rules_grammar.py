"""Just enough English grammar: where a noun phrase ends, whether it is one or many, and its articles."""

import re

from greenlight.writers.rules_text import word_set
from greenlight.writers.storyboard_rules_words import BEINGS, DETERMINERS, PLURAL_BEINGS, PREPOSITIONS, THINGS

_PLURAL = PLURAL_BEINGS | {"feet", "teeth", "leaves"}
_SINGULAR_ENDS = ("ss", "us", "is", "'s", "’s")
_SINGULAR = word_set("series news paris alps physics athletics always perhaps")
# Names by themselves: "Dad falls asleep."
KIN = word_set("mom mum dad grandma grandpa mother father santa")
_LONGEST_SHORT_NAME = 4


def bare(word: str) -> str:
    return word.strip("\"“”‘’'.,;:!?()").lower()


def worded(phrase: str) -> str:
    """Empty where it has only signs: these name nothing."""
    return phrase if re.search(r"\w", phrase) else ""


def plural(noun_phrase: str) -> bool:
    words = [bare(word) for word in head(noun_phrase).split()]
    if not words:
        return False
    if words[0] in {"a", "an", "one", "this", "every", "each", "another"} and "and" not in words:
        return False
    last = words[-1]
    if "and" in words[1:] or last in _PLURAL or words[0] in {"two", "three", "four", "five", "many", "several"}:
        return True
    return last.endswith("s") and not last.endswith(_SINGULAR_ENDS) and last not in _SINGULAR and len(last) > 3


def head(noun_phrase: str) -> str:
    """Without what follows the noun: "a group of friends in town" is about a group."""
    words = noun_phrase.split()
    end = next((i for i in range(1, len(words)) if _ends_name(words, i)), None)
    return " ".join(words[:end]).rstrip(",.;:!?")


def _ends_name(words: list[str], i: int) -> bool:
    word = bare(words[i])
    if word in PREPOSITIONS | {"of", "who", "which", "named", "called", "made"} or words[i - 1].endswith(","):
        return True
    if word == "that" and i > 1:
        return True
    led_on = i + 1 < len(words) and bare(words[i + 1]) in PREPOSITIONS
    return led_on and (word.endswith("ed") or word in {"stuck", "lost", "hidden", "set", "born", "held"})


def being(noun_phrase: str) -> bool:
    """A person or an animal, also one with its name behind: "my dog Rex"."""
    words = head(noun_phrase).split()
    while len(words) > 2 and words[-1][:1].isupper():
        words.pop()
    last = bare(words[-1]) if words else ""
    singular = last[:-1] if last.endswith("s") else last
    return bool({last, singular} & (BEINGS | PLURAL_BEINGS)) or last.endswith(("woman", "man", "ist", "ists", "ers"))


def with_article(noun_phrase: str) -> str:
    """A lone singular as hasty prompts write it gets an article: "old dog" becomes "an old dog"."""
    words, named = noun_phrase.split(), head(noun_phrase).split()
    last = bare(named[-1]) if named else ""
    if noun_phrase.lower() in KIN or ":" in noun_phrase:
        return noun_phrase
    if {bare(word) for word in named} & DETERMINERS or last not in THINGS or words[0][:1].isupper():
        return noun_phrase
    return f"{article(words[0])} {noun_phrase}"


def article(word: str) -> str:
    lower = word.lower()
    if re.match(r"hour|honest|heir|honou?r", lower):
        return "an"
    return "an" if re.match(r"[aeiou](?!ni(?:que|ver|corn|form|t\b|ted)|uro|ne\b|s[ae])", lower) else "a"


def definite(noun_phrase: str) -> str:
    """How it is called once it is known: "a tired old keeper" is then "the old keeper"."""
    if " and " in (whole := head(noun_phrase)):
        return " and ".join(map(definite, whole.split(" and ")))
    words = whole.split()
    first = bare(words[0]) if words else ""
    if whole.lower() in KIN:
        return whole
    if first in {"my", "our", "your", "his", "her", "their", "its", "the", "this", "these"}:
        return " ".join([words[0].lower(), *words[1:]])
    if first in {"a", "an", "one", "some"}:
        return " ".join(["the", *words[1:][-_LONGEST_SHORT_NAME + 1 :]])
    if first in DETERMINERS or (plural(noun_phrase) and words[0][:1].islower()):
        return " ".join(["the", *words])
    return " ".join(words)
