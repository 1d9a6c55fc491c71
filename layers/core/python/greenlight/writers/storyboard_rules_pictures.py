"""What a scene of the prompt's own shows, and the title and the look of the whole."""

import re

from greenlight.domain.storyboard_faults import TITLE_LIMIT
from greenlight.domain.writing import normalised
from greenlight.writers.rules_text import PROTECTED, capitalised
from greenlight.writers.storyboard_rules_beats import parts_of, presented, whole
from greenlight.writers.storyboard_rules_clauses import clause_of
from greenlight.writers.storyboard_rules_grammar import bare
from greenlight.writers.storyboard_rules_moments import TAILS
from greenlight.writers.storyboard_rules_shots import drawable
from greenlight.writers.storyboard_rules_slots import focus_of, setting_of
from greenlight.writers.storyboard_rules_story import Story
from greenlight.writers.storyboard_rules_styles import Mood
from greenlight.writers.storyboard_rules_verbs import BASES, HELPERS
from greenlight.writers.storyboard_rules_words import DETERMINERS, PREPOSITIONS, QUESTION_WORDS, THINGS

_LONGEST_TITLE = 60
_DANGLING = DETERMINERS | PREPOSITIONS | HELPERS | QUESTION_WORDS | {"and", "or", "of", "that"}


def tails(sentences: tuple[str, ...], story: Story) -> tuple[str, ...]:
    if sentences[-1].endswith("?"):
        return ("Let's find out.",)
    kind = story.kind if story.kind in {"product", "topic"} else "story" if clause_of(sentences[-1]) else "view"
    return tuple(TAILS[kind].split(" / "))


def picture(sentences: tuple[str, ...], narration: str, story: Story) -> str:
    """The sentence that is told, with a name for its first he or she; the thing itself for words to a viewer."""
    shown = next((s for s in sentences if normalised(s)[:24] in normalised(narration)), sentences[0])
    words = re.sub(r"^Then,? ", "", shown).split()
    told = clause_of(shown)
    if story.kind == "topic" and shown == presented(story):
        return f"a first view of {focus_of(story)}"
    if story.kind != "topic" and not told and (is_order(shown) or PROTECTED.search(shown)):
        return f"{focus_of(story)}, within easy reach"
    if shown.startswith("Meet "):
        words = words[1:]
    if story.kind == "topic" and is_order(shown):
        words = ["hands", "at", "work:", *words]
    if story.subject and not story.many and words[0] in {"He", "She"}:
        words[0] = story.subject
    return " ".join(words)


def look_of(story: Story, mood: Mood, style: str) -> str:
    names = (story.who, story.thing) if story.kind in {"story", "product"} else ()
    cast = " and ".join(re.sub(r"^(?:an?|the|our|my) ", "", name) for name in names if name)
    kept = f"the same {cast} in every scene" if cast else focus_of(story)
    where = setting_of(story) if story.place or (story.ground and story.ground != story.thing) else story.time
    parts = [capitalised(style), kept, where if where not in kept else "", mood.colours]
    return drawable(", ".join(part for part in parts if part))


def title_of(story: Story) -> str:
    title = parts_of(whole(story.sentences[0], story))[0]
    if story.kind == "story" and story.thing and story.subject:
        title = f"{story.subject} and {story.thing}"
    elif story.kind == "product" and story.subject:
        title = story.subject
    title = title.rstrip(".!")
    if len(title) > _LONGEST_TITLE:
        title = _cut(title)
    return capitalised(title.rstrip(" ,;:"))[:TITLE_LIMIT]


def _cut(title: str) -> str:
    """At a comma, before the last "in …", or before words that lead on to what is lost."""
    beginning = title[:_LONGEST_TITLE].rsplit(" ", 1)[0]
    if not re.search(r"\w", beginning):
        return re.sub(r"^\W+", "", title)[:_LONGEST_TITLE]
    words = beginning.split()
    comma = next((i for i, word in enumerate(words) if i > 2 and word.endswith(",")), None)
    if comma:
        return " ".join(words[: comma + 1])
    following = bare((title.split()[len(words) :] or [""])[0])
    preposition = max((i for i, word in enumerate(words) if bare(word) in PREPOSITIONS), default=0)
    if preposition > 2 and not {bare(words[-1]), following} & _DANGLING:
        words = words[:preposition]
    while len(words) > 2 and bare(words[-1]) in _DANGLING:
        words.pop()
    return " ".join(words)


def is_order(sentence: str) -> bool:
    """ "Remove the wheel." """
    words = [bare(word) for word in re.sub(r"^(?:then|first|next|now|finally),? ", "", sentence, flags=re.I).split()]
    return len(words) > 1 and words[0] in BASES - THINGS and words[0] != "meet"
