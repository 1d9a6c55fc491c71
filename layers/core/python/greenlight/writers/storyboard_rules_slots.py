"""Fills moments with a story: "{Subject} [take] it all in" becomes "The keeper takes it all in"."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from greenlight.writers.rules_text import capitalised
from greenlight.writers.storyboard_rules_grammar import definite, with_article, worded
from greenlight.writers.storyboard_rules_story import Story
from greenlight.writers.storyboard_rules_verbs import third_person

_SLOT, _VERB = re.compile(r"\{(\w+)\}"), re.compile(r"\[(\w+)\]")


@dataclass(frozen=True)
class Moment:
    shot: str
    picture: str
    lines: tuple[str, ...]


def slots_of(story: Story) -> dict[str, str]:
    """Empty where the story has nothing for it."""
    subject = story.subject if story.kind in {"story", "product"} else ""
    return {
        "who": story.who,
        "subject": subject,
        "Subject": capitalised(subject),
        "thing": story.thing,
        "where": story.place or story.time,
        "topic": story.topic,
        "focus": focus_of(story),
        "setting": setting_of(story),
        "stage": _stage(story),
    }


def setting_of(story: Story) -> str:
    place = re.sub(r"^\w+ ", "", story.place) or story.ground
    if place:
        return f"{place} {story.time}" if story.time and story.time not in place else place
    return f"the scene {story.time}" if story.time else "the scene"


def _stage(story: Story) -> str:
    known = story.place or story.ground or story.time or not story.subject
    return setting_of(story) if known else f"the world of {story.subject}"


def focus_of(story: Story) -> str:
    if story.kind == "view" and story.topic and re.fullmatch(r"[\w' -]{1,32}", story.topic):
        return _as_picture(story)
    focus = with_article(story.focus or story.who)
    if story.kind == "topic" and not re.match(r"an? ", focus):
        return focus or setting_of(story)
    if not focus:
        return "the products" if story.kind == "product" else setting_of(story)
    return worded(definite(focus)) or setting_of(story)


def _as_picture(story: Story) -> str:
    if " " not in story.topic and story.topic.islower() and with_article(story.topic) == story.topic:
        return f"a quiet scene about {story.topic}"
    return story.topic.replace(story.topic[: len(story.who)], story.subject, 1) if story.subject else story.topic


def filled(rows: str, slots: Mapping[str, str], *, many: bool) -> list[Moment]:
    """The moments of which the picture and at least one line can be filled."""
    found = []
    for row in rows.strip().splitlines():
        shot, picture, lines = row.split(" | ")
        said = _said(lines, slots, many=many)
        shown = _filled(picture, slots, many=many)
        if shown and said:
            found.append(Moment(shot, shown, tuple(said)))
    return found


def _said(lines: str, slots: Mapping[str, str], *, many: bool) -> list[str]:
    """A + stays in front of a line that must follow another; it goes where that one could not be filled."""
    said: list[str] = []
    missing = False
    for line in lines.split(" / "):
        text = _filled(line.removeprefix("+ "), slots, many=many)
        if text and not (line.startswith("+ ") and missing):
            said.append(f"+ {capitalised(text)}" if line.startswith("+ ") else capitalised(text))
        missing = not text
    return said


def _filled(template: str, slots: Mapping[str, str], *, many: bool) -> str:
    if not all(slots[name] for name in _SLOT.findall(template)):
        return ""
    text = _SLOT.sub(lambda m: slots[m[1]], template)
    return _VERB.sub(lambda m: m[1] if many else third_person(m[1]), text).strip()
