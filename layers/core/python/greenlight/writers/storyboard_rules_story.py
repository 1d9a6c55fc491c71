"""Reads sentences for what a storyboard needs: its kind, who, with what, where, when, and what it is about."""

import re
from dataclasses import dataclass

from greenlight.domain.writing import normalised
from greenlight.writers.rules_text import capitalised, finished
from greenlight.writers.storyboard_rules_clauses import clause_of
from greenlight.writers.storyboard_rules_grammar import bare, being, definite, head, plural, with_article, worded
from greenlight.writers.storyboard_rules_phrases import (
    Spelling,
    doer,
    done_to,
    ground_of,
    place_in,
    time_in,
)
from greenlight.writers.storyboard_rules_topic import explains, focus_of_topic, topic_of
from greenlight.writers.storyboard_rules_words import (
    ARTLESS_PLACES,
    DETERMINERS,
    PLACE_PREPOSITIONS,
    PLACES,
    SHOP_WORDS,
)

_SELLS = re.compile(
    r"\b(?:we|our|us|my|new|buy|order|launch\w*|introducing|brand|product|sale|discount|subscribe|app|visit)\b",
    re.IGNORECASE,
)
_OFFERS = re.compile(
    r"\b(?:our|we)\b.*\b(?:apply|visit|order|call|contact|join|book|buy|invest) (?:us|now|today|our|at|a)\b",
    re.DOTALL | re.IGNORECASE,
)
_QUESTION = re.compile(
    r"(?:why|how|when|where|what|who)(?: the \w+)? (?:is|are|was|were|do|does|did|can|should|would|will)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Story:
    """What was found, empty where nothing was. `who` is "a lighthouse keeper", `subject` "the lighthouse keeper"."""

    kind: str
    sentences: tuple[str, ...]
    who: str = ""
    subject: str = ""
    thing: str = ""
    place: str = ""
    time: str = ""
    ground: str = ""
    topic: str = ""
    focus: str = ""

    @property
    def many(self) -> bool:
        return plural(self.subject)


def read(sentences: list[str], prompt: str, *, advert: bool) -> Story:
    spelling = Spelling(prompt)
    first = _asked(tidied(sentences[0], spelling))
    told = (first, *map(_asked, sentences[1:]))
    clauses = [clause for clause in map(clause_of, told) if clause]
    who = with_article(doer(first, clauses, spelling))
    near = " ".join(told[:2])
    return Story(
        kind=_kind(told, who, advert=advert),
        sentences=told,
        who=who,
        subject=worded(definite(who)),
        thing=done_to(next((clause for clause in clauses if clause.named), None)),
        place=place_in(near),
        time=time_in(near),
        ground=ground_of(first) if being(who) else "",
        topic=topic_of(first, spelling),
        focus=worded(spelling.lowered(focus_of_topic(first))) or worded(_inner(first)) or who,
    )


def tidied(sentence: str, spelling: Spelling) -> str:
    """A hasty line such as "Cat in rain" with the articles that it lacks."""
    words = spelling.lowered(sentence).split()
    if sentence.endswith("?") or bare(words[0]) in DETERMINERS:
        return sentence
    if len(words) <= 7 and not {bare(word) for word in words} & DETERMINERS:
        for i in range(1, len(words)):
            place = bare(words[i]) in PLACES - ARTLESS_PLACES and words[i][:1].islower()
            words[i] = f"the {words[i]}" if place and bare(words[i - 1]) in PLACE_PREPOSITIONS else words[i]
    clause = clause_of(sentence)
    if clause and clause.named and sentence.startswith(clause.subject):
        return capitalised(with_article(spelling.lowered(clause.subject)) + sentence[len(clause.subject) :])
    return finished(capitalised(with_article(" ".join(words))))


def _inner(first: str) -> str:
    """The villa of "a tour of a villa", to be seen in pictures."""
    match = (
        re.match(r"(?:\w+ ){1,4}(?:of|between) ((?:an?|the|our|my) [^,.;:]+)", first) if not clause_of(first) else None
    )
    return head(match[1]) if match else ""


def _asked(sentence: str) -> str:
    """A question that was typed without its mark."""
    return re.sub(r"[.!]$", "?", sentence) if _QUESTION.match(sentence) else sentence


def _kind(told: tuple[str, ...], who: str, *, advert: bool) -> str:
    if advert:
        return "product"
    if explains(told[0]):
        return "topic"
    words = set(normalised(" ".join(told[:3])).split())
    if _OFFERS.search(" ".join(told)):
        return "product"
    if being(who):
        return "story"
    return "product" if words & SHOP_WORDS and _SELLS.search(" ".join(told)) else "view"
