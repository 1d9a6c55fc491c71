"""Reads sentences for what a storyboard needs: who, with what, where, when, and what happens one after the other."""

import re
from dataclasses import dataclass

from greenlight.domain.writing import normalised
from greenlight.writers.rules_text import capitalised, finished, word_set
from greenlight.writers.storyboard_rules_grammar import (
    Clause,
    bare,
    being,
    clause_of,
    definite,
    head,
    plural,
    with_article,
)
from greenlight.writers.storyboard_rules_verbs import BASES, GOING, HELPERS, THIRD
from greenlight.writers.storyboard_rules_words import (
    ARTLESS_PLACES,
    DETERMINERS,
    PLACE_PREPOSITIONS,
    PLACES,
    PREPOSITIONS,
    QUESTION_WORDS,
    SHOP_WORDS,
    TIMES,
    TOPIC_WORDS,
)

_LONGEST_NAME = 48
_SELLS = re.compile(
    r"\b(?:we|our|us|my|new|buy|order|launch\w*|introducing|brand|product|sale|discount|subscribe|app|visit)\b",
    re.IGNORECASE,
)
_NAME = re.compile(r"[A-Z][a-z'’-]+")
_QUESTION = re.compile(
    r"(?:why|how|when|where|what|who)(?: the \w+)? (?:is|are|was|were|do|does|did|can|should|would|will)\b",
    re.IGNORECASE,
)
_TIME_PREPOSITIONS = {"in", "on", "at", "during", "before", "after", "through", "until", "over"}
_PRONOUNS = {"we", "you", "i", "it", "they", "he", "she"}
_ASKING = BASES | HELPERS | PREPOSITIONS | _PRONOUNS | {"the", "fuck", "hell", "exactly", "much", "many", "not"}
_WEATHER = word_set("rain snow fog mist storm wind dark clouds sky sun moon stage road bar court plane light")
_COMMON_ENDS = (
    "tion",
    "ness",
    "ment",
    "ity",
    "ship",
    "work",
    "ism",
    "sis",
    "ics",
    "ology",
    "ance",
    "ence",
    "ure",
    "dom",
)
_ARTICLES = {"a", "an", "the", "my", "our", "his", "her", "their", "its", "one", "two", "three"}


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
    topic: str = ""
    focus: str = ""
    ground: str = ""

    @property
    def many(self) -> bool:
        return plural(self.subject)


def read(sentences: list[str], *, advert: bool) -> Story:
    first = asked(tidied(sentences[0]))
    told = (first, *map(asked, sentences[1:]))
    clauses = [clause for clause in map(clause_of, told) if clause]
    acting = next((c for c in clauses if c.named and len(c.subject) <= _LONGEST_NAME), None)
    who = _lowered(acting.subject) if acting else _first_phrase(first)
    if lived := re.match(
        r"(?:a|one|the) (?:\w+ )?(?:day|life|year|night|morning)(?: in the life)? of ([\w' -]+)", first, re.I
    ):
        who = _short(head(lived[1]))
    if (
        not who
        and clauses
        and clauses[0].verb.lower() in {"are", "am"}
        and bare(clauses[0].rest[:3]) in {"a", "an", "the"}
    ):
        who = _short(head(clauses[0].rest))
    text = " ".join(told)
    return Story(
        kind=_kind(told, acting, who, advert=advert),
        sentences=told,
        who=with_article(_short(who)),
        subject=definite(with_article(_short(who))),
        thing=_thing(acting),
        place=_phrase_of(text, PLACES, PLACE_PREPOSITIONS),
        time=_phrase_of(text, TIMES, _TIME_PREPOSITIONS),
        topic=_topic(first),
        focus=_focus(first, who),
        ground=_ground(first) if being(who) else "",
    )


def tidied(sentence: str) -> str:
    """A hasty line such as "cat in rain" with the articles that it lacks."""
    words = sentence.split()
    if len(words) > 7 or any(bare(word) in DETERMINERS for word in words) or sentence.endswith("?"):
        return sentence
    for i in range(1, len(words)):
        if (
            bare(words[i - 1]) in PLACE_PREPOSITIONS
            and bare(words[i]) in PLACES - ARTLESS_PLACES
            and words[i][:1].islower()
        ):
            words[i] = f"the {words[i]}"
    text = " ".join(words)
    start = text if words[0][1:].lower() != words[0][1:] else text[:1].lower() + text[1:]
    return finished(capitalised(with_article(start)))


def asked(sentence: str) -> str:
    """A question that was typed without its mark."""
    return re.sub(r"[.!]$", "?", sentence) if _QUESTION.match(sentence) else sentence


def _kind(told: tuple[str, ...], acting: Clause | None, who: str, *, advert: bool) -> str:
    first = bare(told[0].split()[0])
    words = normalised(told[0]).split()
    if advert:
        return "product"
    if first in QUESTION_WORDS or first in GOING or told[0].endswith("?") or set(words[:5]) & TOPIC_WORDS:
        return "topic"
    if being(who) or (acting and acting.named and not set(words) & SHOP_WORDS):
        return "story"
    if set(normalised(" ".join(told[:3])).split()) & SHOP_WORDS and _SELLS.search(" ".join(told)):
        return "product"
    return "story" if acting and acting.named else "view"


def _ground(first: str) -> str:
    """A place that is named though nothing is said to be in it: the lighthouse of a lighthouse keeper."""
    words = [bare(word) for word in first.split()]
    return next((f"the {word}" for word in words if word in PLACES - ARTLESS_PLACES - _WEATHER), "")


def _focus(first: str, who: str) -> str:
    """What a picture of it shows: Rome for "the history of Rome", volcanoes for "how volcanoes form"."""
    words = [word.strip(".,;:!?") for word in first.split()]
    if set(normalised(first).split()[:5]) & TOPIC_WORDS:
        marks = [i for i, word in enumerate(words) if word in {"of", "for", "about", "to"} and i + 1 < len(words)]
        return head(" ".join(words[marks[0] + 1 :])) if marks else who
    if bare(words[0]) in QUESTION_WORDS or bare(words[0]) in GOING:
        return _asked_about(re.sub(r"\bthe (?:fuck|hell|heck|devil) ", "", " ".join(words[1:])).split())
    return who


def _asked_about(words: list[str]) -> str:
    start = next((i for i, word in enumerate(words) if bare(word) in _ARTICLES), None)
    if start is None:
        start = next((i for i, word in enumerate(words) if bare(word) not in _ASKING), 0)
    rest = words[start:]
    if bare(words[0]) in HELPERS and len(rest) > 2:
        rest = rest[:-1]
    end = next((i for i, word in enumerate(rest) if i and (bare(word) in BASES | set(THIRD) | HELPERS)), len(rest))
    phrase = head(" ".join(rest[: min(end, 5)]))
    return phrase if phrase and bare(phrase) not in _PRONOUNS else ""


def _first_phrase(sentence: str) -> str:
    """The noun phrase that a line without a verb begins with; empty where it begins otherwise."""
    words = sentence.rstrip(".!").split()
    first = bare(words[0])
    if sentence.endswith("?") or first in QUESTION_WORDS | PREPOSITIONS or clause_of(sentence):
        return ""
    phrase = head(" ".join(words))
    return _lowered(phrase) if len(phrase) <= _LONGEST_NAME else ""


def _short(phrase: str) -> str:
    """Without an aside and without what comes after a comma."""
    return re.split(r"\s*[,;(–—]", phrase)[0].strip()


def _lowered(phrase: str) -> str:
    """Small first letter, unless it seems to be a name."""
    words = phrase.split()
    if not words or (len(words[0]) > 1 and words[0][1:].lower() != words[0][1:]):
        return phrase
    first = words[0].lower()
    known = first in DETERMINERS | TIMES | PLACES | TOPIC_WORDS | SHOP_WORDS | BASES | set(GOING)
    known = known or being(first) or plural(first) or with_article(first) != first or first.endswith(_COMMON_ENDS)
    return phrase[:1].lower() + phrase[1:] if known else phrase


def _thing(acting: Clause | None) -> str:
    """What the deed is done to: "a stray cat"."""
    if not acting:
        return ""
    words = acting.rest.split()
    start = next((i for i, word in enumerate(words[:3]) if bare(word) in _ARTICLES), None)
    if start is None or any(bare(word) in PREPOSITIONS for word in words[:start]):
        return ""
    phrase = _short(head(" ".join(words[start:])))
    phrase = re.split(r" (?:and|or|but|then|that|who|how|to|what|he|she|it|they|is|are|was|has)\b", phrase)[0]
    whole = 2 <= len(phrase.split()) <= 5 and not clause_of(phrase)
    return definite(phrase) if whole and not set(normalised(phrase).split()) & TIMES else ""


def _phrase_of(text: str, nouns: frozenset[str], prepositions: set[str] | frozenset[str]) -> str:
    """The first "in the old town" of such a noun."""
    words = text.split()
    for i, raw in enumerate(words):
        if bare(raw) not in prepositions or raw[-1] in ".,;:!?":
            continue
        for j in range(i + 1, min(i + 6, len(words))):
            word = bare(words[j])
            if (
                nouns is PLACES
                and j == i + 1
                and bare(raw) in {"in", "near"}
                and _NAME.match(words[j])
                and word not in TIMES
            ):
                name = re.match(r"(?:[A-Z][\w'’-]+ ?)+", " ".join(words[j : j + 3]))
                return f"{bare(raw)} {name[0].strip()}" if name else ""
            ends = words[j][-1] in ",.;:!?" or j + 1 == len(words) or bare(words[j + 1]) not in nouns
            if word in nouns and ends:
                return " ".join([bare(raw), *words[i + 1 : j], words[j].rstrip(",.;:!?")])
            if word in PREPOSITIONS or words[j][-1] in ",.;:!?":
                break
    return ""


def _topic(sentence: str) -> str:
    """What an explanation is about, to stand after "let's look at"; empty for a whole statement."""
    text = sentence.rstrip(".!")
    if sentence.endswith("?") or clause_of(sentence) or len(text) > 70:
        return ""
    return _lowered(text) if bare(text.split()[0]) not in QUESTION_WORDS else text[:1].lower() + text[1:]
