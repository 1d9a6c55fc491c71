"""A writer of video scripts without a model: the topic's own sentences, ordered and framed as each angle does it."""

import hashlib
import math
import random
import re
from dataclasses import replace

from greenlight.domain.script_faults import LONGEST_SCENE, least_duration, variation_faults
from greenlight.domain.script_writing import ScriptScene, ScriptText, VariationRequest
from greenlight.domain.speakable import unspeakable_reason
from greenlight.domain.speech_rate import cautious_seconds
from greenlight.domain.storyboard_writing import NARRATION_LEAD, NARRATION_TAIL
from greenlight.domain.writing import WriterFailed, normalised
from greenlight.writers.plain_text import plain
from greenlight.writers.rules_fit import cut_to_fit, dropped_to_fit, values
from greenlight.writers.rules_language import refuse_other_languages
from greenlight.writers.rules_text import capitalised, sentences
from greenlight.writers.script_rules_lines import Line, closing_of, lines_of, opening_of
from greenlight.writers.storyboard_rules_brief import content, is_advert
from greenlight.writers.storyboard_rules_pictures import look_of, title_of
from greenlight.writers.storyboard_rules_shots import drawable
from greenlight.writers.storyboard_rules_slots import focus_of
from greenlight.writers.storyboard_rules_story import Story, read
from greenlight.writers.storyboard_rules_styles import mood_of, style_phrase

SECONDS_A_SCENE = 6.5
FEWEST_SCENES, MOST_SCENES = 3, 26
# How much of the time the topic's own sentences may take, and one of them at most.
OWN_SHARE, LONGEST_OWN = 0.75, 14.0
# The first words leave time for a middle and an end, also in the shortest films.
LONGEST_START, START_SHARE = 5.0, 0.45
SHOTS = ("Wide shot", "Medium shot", "Close-up", "Low-angle shot", "Over-the-shoulder shot", "Overhead shot")
TITLES = {"story": "{}: a story", "explainer": "{}, explained", "list": "{}: what to know"}
NUMBERS = (
    *("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"),
    *("thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen", "twenty"),
    *("twenty-one", "twenty-two", "twenty-three", "twenty-four", "twenty-five"),
)
ON_SCREEN, TITLE = 60, 100
# What is said to a writer and not of the topic.
_TO_A_WRITER = re.compile(r"^\s*(?:please )?(?:explain|describe|discuss|summari[sz]e)\b:?\s+(?=\S)", re.IGNORECASE)


class RulesVariationWriter:
    """Writes English. The same request gives the same script."""

    name = "rules"
    languages: frozenset[str] | None = frozenset({"en"})

    def write(self, request: VariationRequest) -> ScriptText:
        """Raises WriterFailed where the topic has no words or is not English."""
        topic = _TO_A_WRITER.sub("", request.topic)
        _refuse(topic, request.language)
        story = read(content(topic), topic, advert=is_advert(topic))
        text = _Script(request, story).text()
        if variation_faults(text, request):
            raise WriterFailed("writer_garbled", "The rules writer cannot make a script of this topic; reword it.")
        return text


class _Script:
    def __init__(self, request: VariationRequest, story: Story) -> None:
        self._request, self._story = request, story
        self._focus = focus_of(story)
        self._mood = mood_of(" ".join(story.sentences))
        self._look = look_of(story, self._mood, style_phrase(request.style))
        self._own = self._told()

    def text(self) -> ScriptText:
        lines = self._fitting()
        durations = self._durations(lines)
        scenes = [self._scene(line, i, len(lines), durations[i]) for i, line in enumerate(lines)]
        return ScriptText(TITLES[self._request.angle].format(self._title)[:TITLE], tuple(scenes))

    # -- what is said ------------------------------------------------------------------------------------------------
    def _fitting(self) -> list[Line]:
        """As many scenes as there is time for; in the shortest films each says a single sentence."""
        wanted = min(MOST_SCENES, round(self._request.seconds / SECONDS_A_SCENE))
        for count in range(wanted, FEWEST_SCENES - 1, -1):
            lines = self._lines(count)
            if self._least(lines) <= self._request.seconds:
                return lines
        brief = [replace(line, said=sentences(line.said)[0]) for line in self._lines(FEWEST_SCENES)]
        # Where the topic's words have no end that can be heard ("Å."), they and the opening are one sentence.
        return [replace(brief[0], said=self._presented() or brief[0].said), *brief[1:]]

    def _lines(self, count: int) -> list[Line]:
        angle, general = self._request.angle, lines_of(self._request.angle, self._focus)
        middle = self._numbered(general, count - 2) if angle == "list" else self._woven(general, count - 2)
        number = NUMBERS[len(middle)]
        opening, closing = opening_of(angle, self._focus, number), closing_of(angle, self._focus, number)
        first = replace(opening, label=self._on_screen(), said=f"{self._presented()} {opening.said}".strip())
        return [first, *middle, closing]

    def _presented(self) -> str:
        """The topic's first words, where they are few enough to open with."""
        first = self._story.sentences[0]
        longest = min(LONGEST_START, START_SHARE * self._request.seconds)
        short = len(first.split()) <= 12 and cautious_seconds(first, self._request.voice) <= longest
        return first if short and self._can_be_said(first) else ""

    def _told(self) -> list[Line]:
        """The topic's sentences that there is time for, those that say most; the first may be presented on its own."""
        presented = normalised(self._presented())
        body = [s for s in self._story.sentences if normalised(s) != presented and self._can_be_said(s)]
        if not body:
            return []
        longest = min(LONGEST_OWN, self._request.seconds / 3)
        kept = dropped_to_fit(body, OWN_SHARE * self._request.seconds, self._measure, values(body))
        told = [s if self._measure(s) <= longest else cut_to_fit(s, longest, self._measure) for s in kept]
        said = {normalised(text): text for text in told if text and self._can_be_said(text)}
        return [Line("", drawable(text.rstrip(".!?")), text) for text in said.values()]

    def _can_be_said(self, text: str) -> bool:
        return not unspeakable_reason(text, self._request.language)

    def _woven(self, general: list[Line], count: int) -> list[Line]:
        """Own sentences in their order, with general ones around them, each in the order of its bank."""
        own = self._own[: max(1, count)]
        spare = min(count - len(own), len(general))
        # What opens the bank opens the film; of the rest some are chosen, another topic has others.
        chosen = [0, *sorted(self._chance().sample(range(1, len(general)), spare - 1))] if spare > 0 else []
        ranked = [((i + 0.5) / len(own), line) for i, line in enumerate(own)]
        ranked += [((i + 0.4) / len(chosen), general[place]) for i, place in enumerate(chosen)]
        return [line for _, line in sorted(ranked, key=lambda pair: pair[0])]

    def _numbered(self, general: list[Line], count: int) -> list[Line]:
        points = [*self._own, *general][: max(1, count)]
        return [self._point(line, number) for number, line in enumerate(points, start=1)]

    def _point(self, line: Line, number: int) -> Line:
        said = f". {line.said}" if line in self._own else f": ask {line.said}"
        return Line(f"{number}. {line.label}".strip(". "), line.picture, f"Number {NUMBERS[number]}{said}")

    def _chance(self) -> random.Random:
        seed = hashlib.sha256(f"{self._request.angle}/{self._request.topic}".encode("utf-8", "replace")).digest()
        return random.Random(seed)  # noqa: S311

    # -- how long, and what is seen ----------------------------------------------------------------------------------
    def _least(self, lines: list[Line]) -> float:
        return sum(least_duration(line.said, self._request.voice) for line in lines)

    def _durations(self, lines: list[Line]) -> list[float]:
        """As long as the words take, and what is left of the time in equal parts."""
        least = [least_duration(line.said, self._request.voice) for line in lines]
        spare = max(0.0, self._request.seconds - sum(least)) / len(lines)
        return [min(LONGEST_SCENE, math.floor((seconds + spare) * 10) / 10) for seconds in least]

    def _scene(self, line: Line, place: int, count: int, duration: float) -> ScriptScene:
        shot, light = SHOTS[(place + len(self._request.angle)) % len(SHOTS)], self._mood.light(place / count)
        visual = f"{shot}: {capitalised(line.picture)}, {light}. {self._look}."
        return ScriptScene(line.said, visual[:1000], line.label[:ON_SCREEN], duration)

    @property
    def _title(self) -> str:
        first = self._story.sentences[0].rstrip(" .!?")
        return first if len(first.split()) <= 8 else title_of(self._story).rstrip(" .!?")

    def _on_screen(self) -> str:
        title = self._title
        return title if len(title) <= ON_SCREEN else f"{title[: ON_SCREEN - 1].rsplit(' ', 1)[0]}…"

    def _measure(self, text: str) -> float:
        return cautious_seconds(text, self._request.voice) + NARRATION_LEAD + NARRATION_TAIL


def _refuse(topic: str, language: str) -> None:
    text = plain(topic)
    if not normalised(text):
        raise WriterFailed("no_new_version", "The topic has no words; say in a sentence what the video is about.")
    remedy = "write the topic in English, or set WRITER=openai (with OPENAI_API_KEY) for other languages"
    refuse_other_languages(language, text, what="topic", remedy=remedy)
