"""The video of a storyboard, as it was made or in another shape, and how often it was handed out."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from greenlight.domain.errors import EngineFailed, NotFound, Unavailable
from greenlight.domain.jobs import JobRecord
from greenlight.domain.storyboard import Storyboard
from greenlight.ports import Clock, Media, Productions
from greenlight.services.jobs import JobPlane

# Whoever asks for a shape waits this long for it; the work goes on after that.
PATIENCE = timedelta(seconds=20)
BETWEEN_LOOKS = 0.5
DOWNLOADS = "downloads"


@dataclass(frozen=True)
class Exports:
    """Each takes a storyboard that has a video; `counted` where its file is handed out, and not only looked at."""

    productions: Productions
    plane: JobPlane
    media: Media
    clock: Clock
    pause: Callable[[float], object]

    def original(self, storyboard: Storyboard, *, counted: bool = True) -> str:
        """A link to the video as it was made."""
        return self._link(storyboard, self._source(storyboard), "original.mp4", counted=counted)

    def shaped(self, storyboard: Storyboard, form: str, quality: str, *, counted: bool = True) -> str | None:
        """A link to the video in another shape, made once however many ask for it; None while it is being made."""
        self._source(storyboard)
        step = f"export/{form}-{quality}"
        made = storyboard.results.get(step)
        known = made.outputs["video"] if made else ""
        uri = known if known and self.media.exists(known) else self._made(self.plane.request(storyboard, step))
        return self._link(storyboard, uri, f"{quality}.{form}", counted=counted) if uri else None

    def downloads(self, storyboard: Storyboard) -> int:
        return self.productions.counted(storyboard.production_id, DOWNLOADS)

    def _source(self, storyboard: Storyboard) -> str:
        uri = storyboard.video.outputs["video"] if storyboard.video else ""
        if not uri or not self.media.exists(uri):
            raise NotFound("Source video file not found")
        return uri

    def _made(self, record: JobRecord) -> str | None:
        until = self.clock.now() + PATIENCE
        while not record.is_done:
            if self.clock.now() >= until:
                return None
            self.pause(BETWEEN_LOOKS)
            record = self.plane.jobs.get(record.job_id) or record
        if record.error is None:
            return record.outputs["video"]
        if record.error["code"] == "ffmpeg_missing":
            raise Unavailable("Video export service unavailable (ffmpeg not installed)")
        raise EngineFailed(f"The export failed: {record.error['message']}", code=record.error["code"])

    def _link(self, storyboard: Storyboard, uri: str, name: str, *, counted: bool) -> str:
        if counted:
            self.productions.count(storyboard.production_id, DOWNLOADS)
        return self.media.link(uri, f"storyboard-{storyboard.production_id}-{name}")
