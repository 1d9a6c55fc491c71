"""A reel: a portrait and a script that become an approved talking-head video."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import ClassVar, Literal

from greenlight.domain.errors import Conflict, InvalidTransition, NotFound
from greenlight.domain.money import Estimate, Line, price
from greenlight.domain.production import Production, StepResult
from greenlight.domain.speech_rate import spoken_seconds

Origin = Literal["original", "rewrite", "regenerate", "edit", "restore"]
MAX_SCRIPT = 5_000
# Bytes of all versions together: the reel with them fits well into one item of the table (400 kB).
MOST_TEXT = 200_000


@dataclass(frozen=True)
class ScriptVersion:
    """`number` counts from 1; version 1 is always the person's own text."""

    number: int
    text: str
    origin: Origin
    tone: str | None
    created_at: datetime


@dataclass(frozen=True)
class Portrait:
    """An upright picture in the media bucket; the face box is in its pixels, `sha256` is that of its bytes."""

    uri: str
    sha256: str
    width: int
    height: int
    face: dict[str, int]


@dataclass(frozen=True)
class Engines:
    """Which engine does each task of this reel; chosen at creation, so that a retry does not change the result."""

    text_to_speech: str
    talking_head: str
    media: str = "ffmpeg"


@dataclass(kw_only=True)
class Reel(Production):
    family: ClassVar[str] = "reel"

    portrait: Portrait
    engines: Engines
    original_script: str
    tone: str | None = None
    use_rewrite: bool = False
    max_seconds: float = 30
    voice: str = "heart"
    language: str = "en-US"
    captions: str = "sidecar"
    aspect_ratio: str | None = None
    versions: list[ScriptVersion] = field(default_factory=list)
    results: dict[str, StepResult] = field(default_factory=dict)
    duration: float | None = None

    @property
    def final_script(self) -> str:
        return self.versions[-1].text if self.versions else self.original_script

    @property
    def earlier_scripts(self) -> tuple[str, ...]:
        return tuple(version.text for version in self.versions)

    def version_numbered(self, number: int) -> ScriptVersion:
        for version in self.versions:
            if version.number == number:
                return version
        raise NotFound(
            f"There is no version {number}; this reel has versions 1 to {len(self.versions)}.", code="no_such_version"
        )

    def refuse_unless_revisable(self) -> None:
        """Asked before text is written, so that nobody waits for a writer only to be refused."""
        self._refuse_unless_still("be rewritten")

    def propose(self, text: str, origin: Origin, tone: str | None, now: datetime) -> None:
        """Puts a new version of the script up for review; an approval given to another text is gone."""
        if sum(len(version.text.encode()) for version in self.versions) + len(text.encode()) > MOST_TEXT:
            message = (
                f"This reel has {len(self.versions)} versions of its script, as many as it can keep; make a new reel."
            )
            raise Conflict(message, code="too_many_versions")
        self._revise(now)
        self.versions.append(ScriptVersion(len(self.versions) + 1, text, origin, tone, now))

    def _begin(self, now: datetime, price: int) -> None:
        # Steps are found again by the hash of their inputs, so forgetting them costs nothing and charges each once.
        self.results.clear()
        self.duration = None
        super()._begin(now, price)

    def estimate(self) -> Estimate:
        seconds = spoken_seconds(self.final_script, self.voice)
        return Estimate((self.price_of("speak_script", len(self.final_script)), *self._price_of_seconds(seconds)))

    def _price_of_seconds(self, seconds: float) -> tuple[Line, ...]:
        return self.price_of("animate_portrait", seconds), self.price_of("finish_video", seconds)

    def price_of(self, step: str, quantity: float) -> Line:
        task, engine = {
            "speak_script": ("text_to_speech", self.engines.text_to_speech),
            "animate_portrait": ("talking_head", self.engines.talking_head),
            "finish_video": ("media", self.engines.media),
        }[step]
        return price(task, engine, quantity)

    def record(self, step: str, result: StepResult, quantity: float, now: datetime) -> None:
        known = self.results.get(step)
        if known is not None and known.job_id == result.job_id:
            return
        self.results[step] = result
        self.spent += self.price_of(step, quantity).amount
        self.updated_at = now

    def finish(self, now: datetime) -> None:
        finished = self.results.get("finish_video")
        if finished is None:
            raise InvalidTransition("The video is not finished; run the missing steps first.")
        self.duration = float(finished.facts["duration"])
        self._succeed(now)

    def output(self, name: str) -> str | None:
        """The S3 URI of a finished file: video, captions_vtt, captions_srt, thumbnail, contact_sheet or speech."""
        for result in self.results.values():
            if name in result.outputs and not (name == "video" and result is not self.results.get("finish_video")):
                return result.outputs[name]
        return None


@dataclass(frozen=True)
class NewReel:
    """What a person sends; `image` is the picture's bytes as they came."""

    image: bytes
    script: str
    tone: str | None = None
    use_rewrite: bool = False
    max_seconds: float = 30
    voice: str | None = None
    language: str = "en-US"
    captions: str = "sidecar"
    aspect_ratio: str | None = None
    approval_days: float | None = None
