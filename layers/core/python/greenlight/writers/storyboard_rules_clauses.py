"""Who does what in an English sentence, as far as word lists can tell."""

import re
from dataclasses import dataclass

from greenlight.writers.rules_text import word_set
from greenlight.writers.storyboard_rules_grammar import bare, being, plural
from greenlight.writers.storyboard_rules_verbs import ALSO_THINGS, BASES, GOING, HELPERS, NOT_GOING, PAST, THIRD
from greenlight.writers.storyboard_rules_words import (
    DETERMINERS,
    PLACES,
    PLURAL_BEINGS,
    PREPOSITIONS,
    QUESTION_WORDS,
    THINGS,
)

PRONOUNS = word_set("i we you he she it they there this that everyone somebody someone nobody who")
_NO_VERB_AFTER = (DETERMINERS | PREPOSITIONS | QUESTION_WORDS | {"and", "or", "but", "of", "very", "not", "never"}) - {
    "that", "this", "one", "all", "who",
}  # fmt: skip
LEADING_ADVERB = re.compile(r"^(?:then|now|soon|suddenly|finally|later|meanwhile|slowly|together),? ", re.IGNORECASE)
_RELATIVES = frozenset({"who", "that", "which"})
_FARTHEST_VERB, _FARTHEST_RELATIVE = 14, 9


@dataclass(frozen=True)
class Clause:
    """`subject` is "A tired keeper", `verb` "adopts", `rest` "a stray cat"."""

    subject: str
    verb: str
    rest: str

    @property
    def predicate(self) -> str:
        return f"{self.verb} {self.rest}".strip()

    @property
    def named(self) -> bool:
        return self.subject.lower() not in PRONOUNS


def clause_of(sentence: str) -> Clause | None:
    """None for a phrase without a finite verb, a question, an order, and whatever is not understood."""
    words = LEADING_ADVERB.sub("", sentence.rstrip(" .!")).split()
    if sentence.endswith("?") or len(words) < 2:
        return None
    start = bare(words[0])
    if start in QUESTION_WORDS or start in PREPOSITIONS or start in BASES - THINGS - PLACES:
        return None
    pronoun, mark, ending = start.replace("’", "'").partition("'")
    if mark and pronoun in PRONOUNS:
        return Clause(pronoun, ending, " ".join(words[1:]))
    relative = next((i for i, w in enumerate(words[:_FARTHEST_RELATIVE]) if i and bare(w) in _RELATIVES), None)
    if relative and relative + 1 < len(words) and not _main_clause(words[:relative]):
        return _relative_clause(words, relative)
    return _main_clause(words)


def _relative_clause(words: list[str], at: int) -> Clause | None:
    """ "A keeper who adopts a cat" has a keeper adopt it; "a card for a mother who turns sixty" has not."""
    verb = bare(words[at + 1])
    before = [bare(word) for word in words[:at]]
    if not (verb in HELPERS or verb in THIRD or verb in BASES or verb in PAST):
        return None
    if set(before) & (PREPOSITIONS | {"of"}):
        return None
    return Clause(" ".join(words[:at]).rstrip(","), words[at + 1], " ".join(words[at + 2 :]))


def _main_clause(words: list[str]) -> Clause | None:
    for i, raw in enumerate(words[:_FARTHEST_VERB]):
        if i and (words[i - 1].endswith((",", ".", ";", ":", "—")) or bare(raw) in QUESTION_WORDS - {"which"}):
            return None
        if i and bare(words[i - 1]) not in _NO_VERB_AFTER:
            subject = " ".join(words[:i])
            if _participle(words, i):
                return Clause(subject, "are" if plural(subject) else "is", " ".join(words[i:]))
            if _finite(words, i):
                return Clause(subject, raw, " ".join(words[i + 1 :]))
    return None


def _participle(words: list[str], i: int) -> bool:
    """ "a dog running on", not "a running dog" and not "Nike running shoes"."""
    word, following, subject = bare(words[i]), _after(words, i), " ".join(words[:i])
    if word in NOT_GOING or not (word in GOING or (word.endswith("ing") and len(word) > 5 and being(subject))):
        return False
    open_end = following in DETERMINERS | PREPOSITIONS | {"alone", "together"}
    if any(bare(before) in PREPOSITIONS for before in words[:i]):
        return being(subject) and (open_end or not following)
    return being(subject) or open_end or (not following and i > 1)


def _finite(words: list[str], i: int) -> bool:
    word, following, subject = bare(words[i]), _after(words, i), " ".join(words[:i])
    if word in HELPERS:
        return True
    if i == 1 and bare(words[0]) in PRONOUNS:
        return word in THIRD or word in BASES or word in PAST
    open_end = not following or following in DETERMINERS | PREPOSITIONS or following.endswith("ly")
    proper = words[i - 1][:1].isupper()
    if word in THIRD:
        return _does(word, words, i, known=being(subject), open_end=open_end, proper=proper)
    if word in BASES:
        return _do(word, words, i, open_end=open_end)
    return word in PAST and (being(subject) or proper) and following != "by"


def _does(word: str, words: list[str], i: int, *, known: bool, open_end: bool, proper: bool) -> bool:
    if word in ALSO_THINGS:
        return known or ((proper or bare(words[0]) in {"a", "an", "one"}) and open_end)
    return known or open_end or proper or _after(words, i) in GOING or (i > 1 and bare(words[0]) in DETERMINERS)


def _do(word: str, words: list[str], i: int, *, open_end: bool) -> bool:
    """Many do: the word before the verb is a plural itself."""
    subject, last = " ".join(words[:i]), bare(words[i - 1])
    many = plural(subject) and (plural(last) or " and " in subject)
    cut_off = i + 1 == len(words) and any(bare(before) in PREPOSITIONS for before in words[:i])
    if not many or cut_off:
        return False
    if being(subject) or last in PLURAL_BEINGS:
        return word not in THINGS | PLACES or _after(words, i) in DETERMINERS
    return open_end and word not in THINGS | PLACES


def _after(words: list[str], i: int) -> str:
    return bare(words[i + 1]) if i + 1 < len(words) else ""
