"""Making a script fit its time: what matters least goes first, and a last sentence is cut where it still stands."""

import re
from collections.abc import Callable

from greenlight.domain.writing import normalised
from greenlight.writers.rules_structure import is_call, is_farewell, is_mere_greeting, leans, limits, unlinked
from greenlight.writers.rules_text import NUMBER, PROTECTED, finished, first_word, word_set

Measure = Callable[[str], float]

_NAME = re.compile(r"(?<=[\w,] )[A-Z][\w'’-]+")
_COMMON = word_set(
    "the a an and or but of to in on at for with by from is are was were be been it its we our you your they their "
    "this that these those will can have has had do does did not as so if i he she his her my us them there here all"
)
# What must not end a cut sentence, and what a cut must not leave out because it takes the sentence back.
_DANGLING = _COMMON | word_set(
    "than very more most about into over under between because which who whose when where while how what why dr mr mrs "
    "ms prof st no also just only even every each another such per via plus new"
) - {"it", "you", "us", "them", "here", "there", "all"}
_RESERVATION = word_set(
    "if unless except only until without when but though although provided not or than before after"
)


def values(body: list[str]) -> list[float]:
    """How much each sentence is worth keeping: place, numbers, names, links, calls; less for what was said before."""
    topic = next((i for i, s in enumerate(body) if not (is_mere_greeting(s) or s.endswith("?"))), 0)
    seen: set[str] = set()
    worth = []
    for i, sentence in enumerate(body):
        words = set(normalised(sentence).split()) - _COMMON
        value = 1.0 + 1.2 * (i == topic) + 0.2 * (i == len(body) - 1) + 0.4 * is_call(sentence)
        value += 0.3 * min(3, len(NUMBER.findall(sentence))) + 0.2 * min(3, len(_NAME.findall(sentence)))
        value += 0.4 * bool(PROTECTED.search(sentence))
        value *= 0.3 + 0.7 * (len(words - seen) / len(words) if words else 0.0)
        worth.append(value * (0.35 if is_mere_greeting(sentence) or is_farewell(sentence) else 1.0))
        seen |= words
    return worth


def units(body: list[str]) -> list[list[int]]:
    """Indices of sentences that stay or go together."""
    grouped: list[list[int]] = []
    for i, sentence in enumerate(body):
        if grouped and limits(sentence):
            grouped[-1].append(i)
        else:
            grouped.append([i])
    return grouped


def dropped_to_fit(body: list[str], limit: float, measure: Measure, worth: list[float]) -> list[str]:
    """Whole sentences left out, least worth per second first, until the rest fits or one unit is left.

    A sentence takes those that lean on it along.
    """
    kept = units(body)
    seconds = {u[0]: measure(" ".join(body[i] for i in u)) for u in kept}
    while len(kept) > 1:
        total = sum(seconds[u[0]] for u in kept)
        if total <= 1.3 * limit and measure(" ".join(told(body, kept))) <= limit:
            break
        # Far over the limit one by one would take too long; near it, each one counts.
        count = len(kept) // 8 if total > 2 * limit else 1
        runs = [run for run in _runs(body, kept) if len(run) < len(kept)]
        worst = sorted(runs, key=lambda run: _keenness(run, seconds, worth, limit))[: max(1, count)]
        gone = {unit[0] for run in worst for unit in run}
        kept = [unit for unit in kept if unit[0] not in gone] or kept[:1]
    return told(body, _filled(body, kept, limit, measure, worth))


def _filled(
    body: list[str], kept: list[list[int]], limit: float, measure: Measure, worth: list[float]
) -> list[list[int]]:
    """With the most worthy of the sentences left out that still find room."""
    out = [unit for unit in units(body) if unit not in kept and not leans(body[unit[0]])]
    for unit in sorted(out, key=lambda u: -sum(worth[i] for i in u))[:8]:
        more = sorted([*kept, unit])
        if measure(" ".join(told(body, more))) <= limit:
            kept = more
    return kept


def _runs(body: list[str], kept: list[list[int]]) -> list[list[list[int]]]:
    """Each unit with those after it that lean on it."""
    leaning = [leans(body[unit[0]]) for unit in kept]
    ends = [next((j for j in range(k + 1, min(len(kept), k + 9)) if not leaning[j]), k + 9) for k in range(len(kept))]
    return [kept[k:end] for k, end in enumerate(ends)]


def _keenness(run: list[list[int]], seconds: dict[int, float], worth: list[float], limit: float) -> tuple[bool, float]:
    taken = sum(seconds[unit[0]] for unit in run)
    return seconds[run[0][0]] <= limit, sum(worth[i] for unit in run for i in unit) / max(0.5, taken) ** 0.5


def told(body: list[str], kept: list[list[int]]) -> list[str]:
    """The kept sentences in order, without links to what was left out."""
    indices = [i for unit in kept for i in unit]
    return [body[i] if i == 0 or i - 1 in indices else unlinked(body[i]) for i in indices]


def cut_to_fit(sentence: str, limit: float, measure: Measure) -> str | None:
    """The longest beginning that fits and sounds complete; None where not even one word does."""
    ends = [m.end() for m in re.finditer(r"\S+", sentence)]
    low, high = 0, len(ends)
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if measure(_closed(sentence[: ends[middle - 1]])) <= limit else (low, middle - 1)
    said = [n for n in range(low, 0, -1) if re.search(r"\w", sentence[: ends[n - 1]])]
    if not said:
        return None
    guarded = [m.span() for m in PROTECTED.finditer(sentence)]
    allowed = [n for n in said if not any(a < ends[n - 1] < b for a, b in guarded)]
    standing = [n for n in allowed if _stands(sentence, ends[n - 1])]
    clauses = [n for n in standing if n >= 0.5 * low and _clause_end(sentence, ends[n - 1])]
    best = next(iter(clauses or standing or allowed), low)
    return _closed(sentence[: ends[best - 1]])


def _closed(beginning: str) -> str:
    if beginning.count("(") > beginning.count(")"):
        before = beginning[: beginning.rindex("(")]
        beginning = before if re.search(r"\w", before) else beginning.replace("(", "")
    return finished(re.sub(r"[\s,;:–—-]+$", "", beginning))


def _clause_end(sentence: str, end: int) -> bool:
    return sentence[end - 1] in ",;:)" or first_word(sentence[end:]) in {
        "and",
        "which",
        "because",
        "so",
        "while",
        "where",
        "who",
    }


def _stands(sentence: str, end: int) -> bool:
    """The words before `end` are no torso: no dangling article, split name or number, nothing they owe to the rest."""
    words = sentence[:end].split()
    last, following = words[-1], sentence[end:].strip()
    bare = last.strip(",;:.()").lower()
    if len(words) < 3 or bare in _DANGLING or first_word(following) in _RESERVATION:
        return False
    joined = last[-1] not in ",;:)"
    if joined and re.search(r"\d", last) and following:
        return False
    return not (joined and last[:1].isupper() and following[:1].isupper())
