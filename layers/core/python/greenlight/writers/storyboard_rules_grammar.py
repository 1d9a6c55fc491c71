"""Just enough English grammar: where a noun phrase ends, whether it is one or many, who does what in a sentence."""

import re
from dataclasses import dataclass

from greenlight.writers.rules_text import word_set
from greenlight.writers.storyboard_rules_verbs import ALSO_THINGS, BASES, GOING, HELPERS, PAST, THIRD
from greenlight.writers.storyboard_rules_words import (
    BEINGS,
    DETERMINERS,
    PLACES,
    PLURAL_BEINGS,
    PREPOSITIONS,
    QUESTION_WORDS,
    THINGS,
)

_PRONOUNS = word_set("i we you he she it they there this that everyone somebody someone nobody who")
_PLURAL = PLURAL_BEINGS | {"feet", "teeth", "leaves"}
_SINGULAR_ENDS = ("ss", "us", "is", "'s", "’s")
_SINGULAR = word_set("series news paris alps physics athletics")
_SMALL_STARTS = DETERMINERS | PREPOSITIONS | QUESTION_WORDS
_NO_VERB_AFTER = _SMALL_STARTS - {"that", "this", "one", "all"} | {"and", "or", "but", "of", "very"}
_LONGEST_SHORT_NAME = 4


@dataclass(frozen=True)
class Clause:
    """ "A tired keeper | adopts a stray cat." The subject is a pronoun's where `subject` is one."""

    subject: str
    verb: str
    rest: str

    @property
    def predicate(self) -> str:
        return f"{self.verb} {self.rest}".strip()

    @property
    def named(self) -> bool:
        return self.subject.lower() not in _PRONOUNS


def bare(word: str) -> str:
    return word.strip("\"“”‘’'.,;:!?()").lower()


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
    stops = PREPOSITIONS | {"of", "who", "which", "named", "called", "made"}
    end = next((i for i, word in enumerate(words) if i and (bare(word) in stops or words[i - 1].endswith(","))), None)
    return " ".join(words[:end]).rstrip(",.;:!?")


def being(noun_phrase: str) -> bool:
    last = bare(head(noun_phrase).split()[-1]) if noun_phrase.split() else ""
    singular = last[:-1] if last.endswith("s") else last
    return bool({last, singular} & (BEINGS | PLURAL_BEINGS)) or last.endswith(("woman", "man", "ist", "ers"))


def with_article(noun_phrase: str) -> str:
    """A lone singular as hasty prompts write it gets an article: "old dog" becomes "an old dog"."""
    words = noun_phrase.split()
    last = bare(head(noun_phrase).split()[-1]) if words else ""
    if {bare(word) for word in head(noun_phrase).split()} & DETERMINERS or last not in THINGS or words[0][:1].isupper():
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
    if first in {"my", "our", "your", "his", "her", "their", "its", "the", "this", "these"}:
        return " ".join([words[0].lower(), *words[1:]])
    if first in {"a", "an", "one", "some"}:
        return " ".join(["the", *words[1:][-_LONGEST_SHORT_NAME + 1 :]])
    if first in DETERMINERS or (plural(noun_phrase) and words[0][:1].islower()):
        return " ".join(["the", *words])
    return " ".join(words)


def clause_of(sentence: str) -> Clause | None:
    """Who does what; None for a phrase without a finite verb, a question, and whatever is not understood."""
    words = sentence.rstrip(" .!").split()
    if sentence.endswith("?") or len(words) < 2:
        return None
    start = bare(words[0])
    if start in QUESTION_WORDS or start in PREPOSITIONS or start in BASES - THINGS:
        return None
    relative = next((i for i, word in enumerate(words[1:9], 1) if bare(word) in {"who", "that", "which"}), None)
    if relative and relative + 1 < len(words) and _finite_after(words, relative + 1):
        return Clause(" ".join(words[:relative]).rstrip(","), words[relative + 1], " ".join(words[relative + 2 :]))
    return _plain_clause(words)


def _finite_after(words: list[str], i: int) -> bool:
    word = bare(words[i])
    return word in HELPERS or word in THIRD or word in BASES or word in PAST


def _plain_clause(words: list[str]) -> Clause | None:
    seen_preposition = False
    for i, raw in enumerate(words[:14]):
        word = bare(raw)
        if i and not words[i - 1].endswith((",", ":")):
            subject = " ".join(words[:i])
            if word in GOING and _participle(words, i) and not seen_preposition:
                verb = "are" if plural(subject) else "is"
                return Clause(subject, verb, " ".join(words[i:]))
            cut_off = seen_preposition and i + 1 == len(words) and word in BASES
            if not cut_off and _finite(words, i, subject) and bare(words[i - 1]) not in _NO_VERB_AFTER:
                return Clause(subject, raw, " ".join(words[i + 1 :]))
        seen_preposition = seen_preposition or word in PREPOSITIONS
        if raw.endswith((".", ";", ":", "—")):
            return None
    return None


def _participle(words: list[str], i: int) -> bool:
    """ "a dog running on", not "a running dog" and not "Nike running shoes"."""
    if bare(words[i - 1]) in DETERMINERS | PREPOSITIONS | {"and", "of", "very"}:
        return False
    following = bare(words[i + 1]) if i + 1 < len(words) else ""
    subject = " ".join(words[:i])
    return being(subject) or following in DETERMINERS | PREPOSITIONS or (not following and i > 1)


def _finite(words: list[str], i: int, subject: str) -> bool:
    word = bare(words[i])
    pronoun = bare(words[i - 1]) in _PRONOUNS and i == 1
    following = bare(words[i + 1]) if i + 1 < len(words) else ""
    if word in HELPERS:
        return True
    if pronoun:
        return word in THIRD or word in BASES or word in PAST
    open_end = not following or following in DETERMINERS | PREPOSITIONS or following.endswith("ly")
    if word in THIRD:
        proper = words[i - 1][:1].isupper()
        known = being(subject) or ((proper or words[0].lower() in {"a", "an", "one"}) and open_end)
        return known if word in ALSO_THINGS else (being(subject) or open_end or proper or following in GOING)
    if word in BASES and being(subject) and plural(subject) and following in DETERMINERS:
        return True
    if word in BASES:
        return plural(subject) and (being(subject) or open_end) and word not in THINGS | PLACES
    return word in PAST and (being(subject) or words[i - 1][:1].isupper()) and following != "by"
