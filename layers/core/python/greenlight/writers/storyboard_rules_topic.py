"""What an explanation explains: volcanoes for "how volcanoes form", Rome for "the history of Rome"."""

import re
from collections.abc import Collection

from greenlight.domain.writing import normalised
from greenlight.writers.rules_text import finished
from greenlight.writers.storyboard_rules_clauses import clause_of
from greenlight.writers.storyboard_rules_grammar import bare, head
from greenlight.writers.storyboard_rules_phrases import Spelling
from greenlight.writers.storyboard_rules_verbs import BASES, GOING, HELPERS, THIRD
from greenlight.writers.storyboard_rules_words import PREPOSITIONS, QUESTION_WORDS, THINGS, TOPIC_WORDS

_LONGEST_TOPIC = 70
# Said of an explanation at its end.
_LESSON = re.compile(r" (?:explained\b.*|for (?:kids|children|beginners|dummies|toddlers)|101)(?=\W*$)", re.IGNORECASE)
_PRONOUNS = frozenset({"we", "you", "i", "it", "they", "he", "she"})
_ASKING = BASES | HELPERS | PREPOSITIONS | _PRONOUNS | {"the", "exactly", "much", "many", "not", "to"}
_OATHS = re.compile(r"\bthe (?:fuck|hell|heck|devil) ", re.IGNORECASE)


def explains(sentence: str) -> bool:
    first = bare(re.sub(r"^(?:not|never) ", "", sentence.lower()).split(maxsplit=1)[0])
    if first in QUESTION_WORDS or first in GOING or sentence.endswith("?"):
        return True
    inner = re.search(r" (?:what|how|why) (?!a |an )", sentence) and not clause_of(sentence)
    return bool(inner or _LESSON.search(sentence) or set(normalised(sentence).split()[:5]) & TOPIC_WORDS)


def steps_of(sentence: str) -> list[str]:
    """ "How to bake: mix it, heat the pan" as the question and each of its steps."""
    match = re.match(r"((?:how|what|why|ways|steps) [^:]+): (.+)", sentence, re.IGNORECASE)
    if not match:
        return [sentence]
    steps = re.split(rf",? (?:and |then |and then )?(?=(?:{'|'.join(sorted(BASES))}) )", f", {match[2]}")
    return [finished(match[1]), *(finished(step) for step in steps if re.search(r"\w", step))]


def topic_of(sentence: str, spelling: Spelling) -> str:
    """It in words that can stand after "let's look at"; empty for a whole statement, a question or an order."""
    text = _unlabelled(sentence.rstrip(".!"))
    first = bare(text.split()[0])
    order = first in BASES - THINGS - TOPIC_WORDS and " " in text
    if sentence.endswith("?") or clause_of(text) or len(text) > _LONGEST_TOPIC or order:
        return ""
    return text[:1].lower() + text[1:] if first in QUESTION_WORDS else spelling.lowered(text)


def _unlabelled(sentence: str) -> str:
    """Without "Lesson one: " in front and "for kids" behind; the whole sentence where no other words are left."""
    text = _LESSON.sub("", re.sub(r"^[^:]+: ", "", sentence)).strip()
    return text if re.search(r"\w", text) else sentence


def focus_of_topic(sentence: str) -> str:
    """What a picture of it shows; empty where that cannot be said."""
    words = [word.strip(".,;:!?") for word in _unlabelled(sentence).split()]
    if set(normalised(sentence).split()[:5]) & TOPIC_WORDS:
        marks = [i for i, word in enumerate(words) if word in {"of", "for", "about", "to", "in"} and i + 1 < len(words)]
        return _asked_about(words[marks[0] + 1 :]) if marks else ""
    if bare(words[0]) in QUESTION_WORDS or bare(words[0]) in GOING or sentence.endswith("?"):
        why = bare(words[0]) in {"why", "how", "when", "where"}
        return _asked_about(_OATHS.sub("", " ".join(words[1:])).split(), why=why)
    return re.split(r" and (?:what|how|why)\b", " ".join(words))[0] if explains(sentence) else ""


def _asked_about(words: list[str], *, why: bool = False) -> str:
    articles = {"a", "an", "the", "my", "our", "your", "their", "its"}
    start = next((i for i, word in enumerate(words) if bare(word) in articles), None)
    if start is None:
        start = next((i for i, word in enumerate(words) if bare(word) not in _ASKING), None)
    if start is None:
        return ""
    rest = words[start:]
    if bare(rest[0]) in GOING:
        return _until(rest, {"every"})
    # "Is the sky blue" asks about the sky.
    if why and bare(words[0]) in HELPERS and len(rest) > 1:
        rest = rest[:-1]
    phrase = _until(rest, BASES | set(THIRD) | HELPERS)
    return "" if bare(phrase) in _PRONOUNS else phrase


def _until(words: list[str], ends: Collection[str]) -> str:
    end = next((i for i, word in enumerate(words[:-1]) if i and bare(word) in ends), len(words))
    return head(" ".join(words[: min(end, 5)]))
