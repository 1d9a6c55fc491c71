"""A storyboard writer without a model: it tells the prompt's own events and shows what lies between them."""

import hashlib
import random
import re

from greenlight.domain.storyboard_faults import DESCRIPTION_LIMIT, storyboard_faults
from greenlight.domain.storyboard_writing import SceneText, StoryboardRequest, StoryboardText
from greenlight.domain.writing import WriterFailed, normalised
from greenlight.writers.plain_text import plain
from greenlight.writers.rules_language import refuse_other_languages
from greenlight.writers.rules_text import capitalised
from greenlight.writers.storyboard_rules_brief import content, is_advert
from greenlight.writers.storyboard_rules_narration import Narrator
from greenlight.writers.storyboard_rules_pictures import look_of, picture, tails, title_of
from greenlight.writers.storyboard_rules_plan import Part, planned, spares
from greenlight.writers.storyboard_rules_shots import drawable, event_shot, named, other_than
from greenlight.writers.storyboard_rules_slots import Moment
from greenlight.writers.storyboard_rules_story import Story, read
from greenlight.writers.storyboard_rules_styles import Mood, frame_phrase, mood_of, style_phrase


class RulesStoryboardWriter:
    """Writes English. The same request gives the same storyboard."""

    name = "rules"
    languages: frozenset[str] | None = frozenset({"en"})

    def write(self, request: StoryboardRequest) -> StoryboardText:
        """Raises WriterFailed where the prompt has no words or is not English."""
        _refuse(request)
        story = read(content(request.prompt), request.prompt, advert=is_advert(request.prompt))
        text = _Board(request, story).text()
        if storyboard_faults(text, request):
            raise WriterFailed("writer_garbled", "The rules writer cannot make a storyboard of this prompt; reword it.")
        return text


class _Board:
    def __init__(self, request: StoryboardRequest, story: Story) -> None:
        self._request, self._story = request, story
        seed = hashlib.sha256(request.prompt.encode("utf-8", "replace")).digest()
        self._rng = random.Random(seed)  # noqa: S311
        self._narrator = Narrator(request, self._rng)
        self._mood: Mood = mood_of(" ".join(story.sentences))
        self._look = look_of(story, self._mood, style_phrase(request.style))
        self._spare = spares(story)
        self._shown: set[str] = set()

    def text(self) -> StoryboardText:
        parts = planned(self._story, self._request.durations, self._rng)
        self._spare = [moment for moment in self._spare if moment not in parts]
        scenes, shot = [], None
        for i, (part, duration) in enumerate(zip(parts, self._request.durations, strict=True)):
            following = next((p.shot for p in parts[i + 1 : i + 2] if isinstance(p, Moment)), None)
            narration, picture, shot = self._told(part, duration, shot, following, i)
            scenes.append(self._scene(narration, picture, shot, i / len(parts)))
        return StoryboardText(title_of(self._story), self._look, tuple(scenes))

    def _told(
        self, part: Part, duration: float, previous: str | None, following: str | None, i: int
    ) -> tuple[str, str, str]:
        if not isinstance(part, Moment):
            narration = self._narrator.event(list(part), duration, tails(part, self._story))
            if narration:
                shown = picture(part, narration, self._story)
                return narration, self._new(shown, narration), event_shot(i, shown, previous, following)
        for moment in [*([part] if isinstance(part, Moment) else []), *self._spare]:
            narration = self._narrator.one_of(moment.lines, duration)
            if narration:
                self._spare = [m for m in self._spare if m is not moment]
                return narration, self._new(moment.picture, narration), other_than(moment.shot, previous)
        raise WriterFailed("writer_garbled", "The rules writer cannot fill this many scenes; shorten the video.")

    def _new(self, picture: str, narration: str) -> str:
        """What was shown before is told apart by what is said."""
        known = normalised(picture) in self._shown
        self._shown.add(normalised(picture))
        return f"{picture}, {narration[:1].lower()}{narration[1:]}" if known else picture

    def _scene(self, narration: str, picture: str, shot: str, part: float) -> SceneText:
        shown = capitalised(drawable(picture))
        frame, light = frame_phrase(self._request.aspect_ratio), self._mood.light(part)
        return SceneText(
            description=f"{named(shot)}: {shown}."[:DESCRIPTION_LIMIT],
            image_prompt=f"{named(shot)}, {frame}: {shown}, {light}. {self._look}.",
            narration=narration,
        )


def _refuse(request: StoryboardRequest) -> None:
    text = plain(request.prompt)
    if not re.search(r"\w", text):
        raise WriterFailed("no_new_version", "The prompt has no words; say in a sentence what the video shows.")
    remedy = "write the prompt in English, or set WRITER=openai (with OPENAI_API_KEY) for other languages"
    refuse_other_languages(request.language, text, what="prompt", remedy=remedy)
