"""The events of a prompt one by one, each a sentence that stands alone."""

import re

from greenlight.writers.rules_text import PROTECTED, capitalised, finished
from greenlight.writers.storyboard_rules_clauses import LEADING_ADVERB, clause_of
from greenlight.writers.storyboard_rules_grammar import bare, being, definite, plural
from greenlight.writers.storyboard_rules_story import Story
from greenlight.writers.storyboard_rules_verbs import BASES, GOING, HELPERS, PAST, THIRD
from greenlight.writers.storyboard_rules_words import DETERMINERS, PREPOSITIONS, QUESTION_WORDS

_JOINTS = re.compile(r",? and then |, then |; (?:then )?|, (?:and|but) |,? but | and |, ", re.IGNORECASE)
_DEEDS = (BASES | set(THIRD) | PAST | HELPERS) - {"never", "always"}
_SHORTEST = 2
_COUNTED = {"tips", "ways", "steps", "reasons", "facts", "ideas", "things", "mistakes", "habits", "lessons"}


def beats(story: Story, wanted: int) -> list[str]:
    """Whole sentences where there are enough of them, else their parts where these can stand alone."""
    told = [presented(story), *(whole(sentence, story) for sentence in story.sentences[1:])]
    if len(told) >= wanted:
        return told
    return [part for sentence in told for part in parts_of(sentence)]


def whole(sentence: str, story: Story) -> str:
    """ "A keeper who adopts a cat" said as a sentence; anything else as it is."""
    clause = clause_of(sentence)
    if not clause or story.kind == "product" or not clause.named or LEADING_ADVERB.match(sentence):
        return sentence
    return finished(f"{clause.subject} {clause.predicate}")


def presented(story: Story) -> str:
    """The first sentence; one without a verb is led in as its kind of storyboard would."""
    first = story.sentences[0]
    if story.kind == "product" and story.who and first.lower().startswith(story.who.lower()) and not _says(first):
        return f"Meet {story.who}{first[len(story.who) :]}"
    if story.kind != "topic" or not story.topic or ": " in first:
        return whole(first, story)
    start = bare(story.topic.split()[0])
    if start in {"how", "why", "where", "what"}:
        lead = "This is"
    elif start[:1].isdigit():
        lead = "Here are"
    elif plural(story.topic) and start not in DETERMINERS and " and " not in story.topic:
        lead = "Here are some" if start in _COUNTED else "These are the"
    else:
        lead = "This is all about" if start in GOING else "Let's look at"
    return finished(f"{lead} {story.topic}")


def introduced(event: str) -> str:
    """As it is told of somebody who was met before: "The keeper adopts …"."""
    clause = clause_of(event)
    if not clause or not re.match(r"(?:an?|one) ", clause.subject, re.IGNORECASE):
        return event
    return finished(f"{capitalised(definite(clause.subject))} {clause.predicate}")


def _says(sentence: str) -> bool:
    """A whole sentence, and no name with "that …" behind it."""
    clause = clause_of(sentence)
    return bool(clause and sentence.startswith(f"{clause.subject} {clause.verb}"))


def parts_of(sentence: str) -> list[str]:
    """Split where the right part has, or can be given, a subject of its own."""
    if sentence.endswith("?") or sentence.startswith("Meet ") or PROTECTED.search(sentence) or _leads_in(sentence):
        return [sentence]
    clause = clause_of(sentence)
    if not clause:
        return _fragments(sentence)
    for joint in _JOINTS.finditer(sentence):
        left, right = sentence[: joint.start()], sentence[joint.end() :]
        if len(left.split()) < 3 or len(right.split()) < _SHORTEST or not clause_of(left + "."):
            continue
        if not _deed(right) and _own_subject(right):
            return [finished(left), *parts_of(finished(right))]
        if _deed(right) and " and " not in clause.subject:
            name = definite(clause.subject) if clause.named else clause.subject
            lead = "Then " if "then" in joint[0].lower() else ""
            rest = f"{name[:1].lower() + name[1:] if lead and not clause.named else name} {right}"
            return [finished(left), *parts_of(finished(capitalised(lead + rest)))]
    return [sentence]


def _own_subject(right: str) -> bool:
    found = clause_of(right)
    return bool(found and len(found.subject.split()) <= 6 and not _leads_in(right))


def _deed(right: str) -> bool:
    """ "names it Biscuit", but not "dreams come true"."""
    first, following = [*map(bare, right.split()), ""][:2]
    return first in _DEEDS - PREPOSITIONS and following not in BASES | HELPERS


def _leads_in(text: str) -> bool:
    first = bare(text.split(maxsplit=1)[0])
    return first in PREPOSITIONS | QUESTION_WORDS | {"although", "though", "unless"}


def _fragments(sentence: str) -> list[str]:
    """A row of pictures, "rain on the roof, people reading, soft jazz", one by one."""
    pieces = [re.sub(r"^and ", "", piece) for piece in sentence.rstrip(".!").split(", ")]
    standing = ": " in pieces[0] or all(len(piece.split()) >= _SHORTEST for piece in pieces)
    row = len(pieces) > 2 or (len(pieces) == 2 and being(pieces[1]))
    return [finished(piece) for piece in pieces] if standing and row else [sentence]
