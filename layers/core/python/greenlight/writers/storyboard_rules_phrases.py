"""Finds who, with what, where and when in a prompt's sentences."""

import re
from collections.abc import Collection
from dataclasses import dataclass

from greenlight.domain.writing import normalised
from greenlight.writers.rules_clean import ALWAYS_CAPITAL as CAPITAL
from greenlight.writers.rules_text import word_set
from greenlight.writers.storyboard_rules_clauses import Clause, clause_of
from greenlight.writers.storyboard_rules_grammar import KIN, bare, being, definite, head, plural, worded
from greenlight.writers.storyboard_rules_verbs import BASES, GOING
from greenlight.writers.storyboard_rules_words import (
    ARTLESS_PLACES,
    DETERMINERS,
    PLACES,
    PREPOSITIONS,
    QUESTION_WORDS,
    SHOP_WORDS,
    THINGS,
    TIMES,
    TOPIC_WORDS,
)

LONGEST_NAME = 48
# Where something can begin: "in the rain", but not "through a forest".
_AT_A_PLACE = word_set("in on at by near under inside outside beside behind beneath atop")
_AT_A_TIME = word_set("in on at during before after")
_ARTICLES = word_set("a an the my our his her their its one two three")
_WEATHER = word_set("rain snow fog mist storm wind dark clouds sky sun moon stage road bar court plane light")
_COMMON_ENDS = ("tion", "ness", "ment", "ity", "ship", "work", "ism", "sis", "ics", "ology", "ance", "ence", "ure")
_COMMON = DETERMINERS | TIMES | PLACES | TOPIC_WORDS | SHOP_WORDS | BASES | THINGS | set(GOING)
_PROPER = re.compile(r"[A-Z][a-z'’-]+")


@dataclass(frozen=True)
class Spelling:
    """Which capitals of a prompt are names, and which only begin a sentence."""

    prompt: str

    def lowered(self, phrase: str) -> str:
        """With a small first letter, unless that seems to be a name's."""
        words = phrase.split()
        if not words or words[0].lower() in KIN | CAPITAL or phrase.startswith("I "):
            return phrase
        if not words[0][1:].islower() or self._name(words):
            return phrase if phrase[:2] != "A " else phrase[:1].lower() + phrase[1:]
        return phrase[:1].lower() + phrase[1:]

    def _name(self, words: list[str]) -> bool:
        first = bare(words[0])
        if first in _COMMON or being(first) or plural(first) or first.endswith(_COMMON_ENDS):
            return False
        if re.search(rf"\b{re.escape(first)}\b", self.prompt):
            return False
        if re.search(rf"[\w,] {re.escape(words[0])}\b", self.prompt):
            return True
        follows = words[1] if len(words) > 1 and words[0].isalpha() else ""
        return not follows[:1].islower() or bare(follows) in PREPOSITIONS


def doer(first: str, clauses: list[Clause], spelling: Spelling) -> str:
    """Who or what it is about, as first called: "a lighthouse keeper"; empty where that is not clear."""
    lived = re.match(r"(?:a|one|the) (?:\w+ )?(?:day|life|year|night|morning)(?: in the life)? of (.+)", first, re.I)
    if lived:
        return short(head(lived[1]))
    acting = next((c for c in clauses if c.named and len(c.subject) <= LONGEST_NAME), None)
    phrase = _first_phrase(first, spelling)
    ours = phrase.startswith(("our ", "my "))
    if acting and not ours and (being(acting.subject) or not phrase):
        return short(spelling.lowered(acting.subject))
    if phrase or not clauses:
        return short(phrase)
    told = bare((clauses[0].rest.split() or [""])[0]) in {"a", "an", "the"}
    return short(head(clauses[0].rest)) if told else ""


def _first_phrase(sentence: str, spelling: Spelling) -> str:
    """The noun phrase that a line without a verb begins with; empty where it begins otherwise."""
    words = sentence.rstrip(".!").split()
    first = bare(words[0])
    if sentence.endswith("?") or first in QUESTION_WORDS | PREPOSITIONS or clause_of(sentence):
        return ""
    if first in BASES - THINGS and len(words) > 1:
        words = words[1:]
    phrase = spelling.lowered(head(" ".join(words)))
    return "" if len(phrase) > LONGEST_NAME or re.search(r"^\d|%", phrase) else phrase


def short(phrase: str) -> str:
    """Without an aside and without what comes after a comma; empty where only signs are left."""
    return worded(re.split(r"\s*[,;:(–—]", phrase)[0].strip())


def done_to(acting: Clause | None) -> str:
    """What the deed is done to: "the stray cat"."""
    if not acting:
        return ""
    words = acting.rest.split()
    start = next((i for i, word in enumerate(words[:3]) if bare(word) in _ARTICLES), None)
    if start is None or any(bare(word) in PREPOSITIONS for word in words[:start]):
        return ""
    phrase = short(head(" ".join(words[start:])))
    phrase = re.split(r" (?:and|or|but|then|that|who|how|to|what|he|she|it|they|is|are|was|has)\b", phrase)[0]
    whole = 2 <= len(phrase.split()) <= 5 and not clause_of(phrase)
    return definite(phrase) if whole and not set(normalised(phrase).split()) & (TIMES | ARTLESS_PLACES) else ""


def place_in(text: str) -> str:
    """The first "in the old town" or "in Lisbon"."""
    for match in re.finditer(r"\b(in|near) ((?:[A-Z][\w'’-]+ ?){1,3})", text):
        if not set(normalised(match[2]).split()) & TIMES and _PROPER.match(match[2]):
            return f"{match[1]} {match[2].strip()}"
    return _phrase_of(text, PLACES, _AT_A_PLACE)


def time_in(text: str) -> str:
    """The first "during a storm"."""
    return _phrase_of(text, TIMES, _AT_A_TIME)


def ground_of(sentence: str) -> str:
    """A place that is named though nothing is said to be in it: the lighthouse of a lighthouse keeper."""
    words = [bare(word) for word in sentence.split()]
    return next((f"the {word}" for word in words if word in PLACES - ARTLESS_PLACES - _WEATHER), "")


def _phrase_of(text: str, nouns: Collection[str], prepositions: Collection[str]) -> str:
    words = text.split()
    for i, raw in enumerate(words):
        if raw.lower() not in prepositions:
            continue
        for j in range(i + 1, min(i + 6, len(words))):
            ends = words[j][-1] in ",.;:!?" or j + 1 == len(words) or bare(words[j + 1]) not in nouns
            if bare(words[j]) in nouns and ends:
                return " ".join([bare(raw), *words[i + 1 : j], words[j].rstrip(",.;:!?")])
            if bare(words[j]) in PREPOSITIONS or words[j][-1] in ",.;:!?":
                break
    return ""
