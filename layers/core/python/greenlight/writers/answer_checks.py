"""What code can see in a model's script: its time, its numbers, its language, and whether it is new."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from itertools import pairwise

from greenlight.domain.language import same_language
from greenlight.domain.writing import RewriteRequest, normalised

_NUMBER = re.compile(r"\d+(?:[.,:]\d+)*")
_UNIT_WORDS = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
    "eighteen nineteen"
)
_TEN_WORDS = "twenty thirty forty fifty sixty seventy eighty ninety"
_UNITS = {word: value for value, word in enumerate(_UNIT_WORDS.split())}
_TENS = {word: 10 * value for value, word in enumerate(_TEN_WORDS.split(), 2)}
_OTHERS = {"hundred": 100, "thousand": 1000, "dozen": 12, "once": 1, "twice": 2, "first": 1, "second": 2, "third": 3}


@dataclass(frozen=True)
class Problem:
    """`said_to_model` asks for a better answer; only a `fatal` one forbids using this answer in the end."""

    code: str
    said_to_model: str
    fatal: bool = True


def problems(text: str, request: RewriteRequest, measure: Callable[[str], float]) -> list[Problem]:
    """Everything wrong with an answer; no entry means that it can be used."""
    if not re.search(r"\w", text):
        return [Problem("empty", "The script was empty.")]
    found = [_too_long(text, request, measure), _not_new(text, request), _other_language(text, request)]
    return [problem for problem in (*found, *_numbers(text, request, measure)) if problem]


def _too_long(text: str, request: RewriteRequest, measure: Callable[[str], float]) -> Problem | None:
    taken = measure(text)
    if taken <= request.max_seconds:
        return None
    share = 100 * (1 - 0.95 * request.max_seconds / taken)
    return Problem(
        "too_long",
        f"Spoken by this voice it takes {taken:.1f} seconds, and at most {request.max_seconds:g} are allowed: "
        f"make it at least {share:.0f} % shorter by leaving out what matters least.",
    )


def _not_new(text: str, request: RewriteRequest) -> Problem | None:
    if normalised(text) not in set(map(normalised, (request.original, *request.earlier))):
        return None
    return Problem("not_new", "That is the same as the original or an earlier version: word it differently.")


def _other_language(text: str, request: RewriteRequest) -> Problem | None:
    if same_language(text, request.original):
        return None
    return Problem("other_language", f"The original is not in that language: write in {request.language}.")


def _numbers(text: str, request: RewriteRequest, measure: Callable[[str], float]) -> list[Problem]:
    given, used = numbers_in(request.original), numbers_in(text, spelled=False)
    english = request.language.lower().startswith("en")
    invented = sorted(used - given - numbers_in(request.instructions or ""))
    if invented:
        what = f"The original does not contain {', '.join(invented)}: use no number that it does not have."
        return [Problem("invented_number", what, fatal=english)]
    missing = sorted(numbers_in(request.original, spelled=False) - numbers_in(text))
    if missing and measure(request.original) <= request.max_seconds:
        return [Problem("missing_number", f"Keep these numbers of the original: {', '.join(missing)}.", fatal=False)]
    return []


def numbers_in(text: str, *, spelled: bool = True) -> set[str]:
    """Numbers in one form each: 1,000 as 1000, 5:00 as 5 and, where asked for, English number words as digits."""
    digits = re.sub(r"\d", lambda m: str(int(m[0])), text)
    found = {re.sub(r":00$", "", n).replace(",", "") for n in _NUMBER.findall(digits)}
    return found | _spelled_numbers(text) if spelled else found


def _spelled_numbers(text: str) -> set[str]:
    words = re.findall(r"[a-z]+", text.lower())
    values = {str(value) for word, value in (_UNITS | _TENS | _OTHERS).items() if word in words}
    return values | {str(_TENS[a] + _UNITS[b]) for a, b in pairwise(words) if a in _TENS and 0 < _UNITS.get(b, 0) < 10}
