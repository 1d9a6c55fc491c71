"""Scripts on a backend in memory, and hands to write and film them."""

from dataclasses import dataclass, field
from typing import Any

from greenlight.domain.drawing import StoryboardEngines
from greenlight.domain.films import FilmConfig
from greenlight.domain.script import NewScripts, Script
from greenlight.domain.script_tokens import ScriptTokens
from greenlight.domain.script_video import ScriptVideo
from greenlight.memory import MemoryVariationWriter
from greenlight.services.chat_events import ChatEvents
from greenlight.services.script_steps import ScriptSteps
from greenlight.services.script_videos import ScriptVideos
from greenlight.services.scripts import Scripts
from tests.support.backend import ALICE
from tests.support.storyboards import Studio

CONFIG = FilmConfig(voice="heart")


@dataclass
class Desk(Studio):
    """A studio whose films begin with scripts."""

    pens: MemoryVariationWriter = field(default_factory=MemoryVariationWriter)

    def __post_init__(self) -> None:
        super().__post_init__()
        b = self.backend
        self.tokens = ScriptTokens(lambda: b"pepper")
        self.videos = ScriptVideos(b.productions, b.lifecycle, b.media, b.clock)
        self.scripts = Scripts(
            b.productions,
            b.lifecycle,
            self.videos,
            b.clock,
            b.ids,
            self.tokens,
            self._pause,
            StoryboardEngines("storyboard_card", "hibari"),
            "rules",
            approval_days=7,
        )
        self.script_steps = ScriptSteps(b.productions, lambda: self.pens, b.clock)
        self.chats = ChatEvents(b.productions, b.clock, self._pause)

    def asked(self, chat_id: str | None = "chat", **wishes: Any) -> list[Script]:
        return self.scripts.create(ALICE, "alice", NewScripts("Calm places", 30, "en-US", CONFIG, chat_id, **wishes))

    def written(self, chat_id: str | None = "chat") -> list[Script]:
        scripts = self.asked(chat_id)
        for script in scripts:
            self.script_steps.write(script.production_id)
        return [self.script(script) for script in scripts]

    def token(self, script: Script) -> str:
        return self.tokens.of(script.production_id)

    def script(self, script: Script) -> Script:
        return self.scripts.get(ALICE, self.token(script))

    def confirm(
        self, script: Script, config: FilmConfig = CONFIG, revision: int | None = None, limit: int | None = None
    ) -> ScriptVideo:
        return self.scripts.confirm(ALICE, self.token(script), config, revision, limit)

    def drawn_film(self, video: ScriptVideo, *, failing: str | None = None) -> ScriptVideo:
        """As far as its workflow goes before it plans the rendering."""
        for step in self.steps.write(video.production_id):
            self.submit(video, step)
            self.fail("It is too dark.") if step == failing else self.succeed()
        self.wait_for_approval(video)
        return self.film(video)

    def filmed(self, video: ScriptVideo) -> ScriptVideo:
        self.drawn_film(video)
        self.run(video)
        return self.film(video)

    def film(self, video: ScriptVideo) -> ScriptVideo:
        return self.videos.get(ALICE, video.production_id)
