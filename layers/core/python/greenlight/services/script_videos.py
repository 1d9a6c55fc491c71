"""The films of scripts: begun, listed, found by name, handed out."""

from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from greenlight.domain.errors import ConcurrentChange, NotFound
from greenlight.domain.films import FilmConfig
from greenlight.domain.keys import Identity
from greenlight.domain.script import Script
from greenlight.domain.script_video import ScriptVideo
from greenlight.domain.storyboard import Cut
from greenlight.ports import Clock, Media, Page, Productions
from greenlight.services.productions import Lifecycle

FAMILY = ScriptVideo.family


@dataclass(frozen=True)
class ScriptVideos:
    productions: Productions
    lifecycle: Lifecycle
    media: Media
    clock: Clock

    def begun(self, script: Script, config: FilmConfig, job_id: str) -> ScriptVideo:
        """A film that has its green light; the one that was begun before where two confirm at once."""
        now = self.clock.now()
        video = ScriptVideo(
            production_id=job_id,
            account_id=script.account_id,
            user_id=script.user_id,
            created_at=now,
            updated_at=now,
            approve_by=now + timedelta(days=script.approval_days),
            approval_days=script.approval_days,
            prompt=script.topic,
            seconds=sum(scene.duration for scene in script.scenes),
            style=config.style,
            engines=script.engines,
            aspect_ratio=config.aspect_ratio,
            voice=config.voice,
            language=script.language,
            cut=Cut(captions=config.captions, music=config.music),
            script_id=script.production_id,
            quality=config.quality,
            chat_id=script.chat_id,
        )
        video.film(script, now)
        try:
            self.lifecycle.begin(video)
        except ConcurrentChange:
            return self.find(job_id) or video
        return self.find(job_id) or video

    def find(self, job_id: str) -> ScriptVideo | None:
        try:
            video = self.productions.get(job_id)
        except NotFound:
            return None
        return video if isinstance(video, ScriptVideo) and video.deleted_at is None else None

    def get(self, identity: Identity, job_id: str) -> ScriptVideo:
        """Somebody else's job is not found, and neither is one of another user for a user key."""
        video = self.find(job_id)
        if video is None or video.account_id != identity.account_id or identity.user_id not in {None, video.user_id}:
            raise NotFound(f"There is no job {job_id}.")
        return video

    def list(
        self, identity: Identity, user_id: str | None, status: str | None, limit: int, cursor: str | None
    ) -> Page[ScriptVideo]:
        page = self.productions.page(
            identity.account_id, FAMILY, user_id=user_id, status=status, limit=limit, cursor=cursor
        )
        shown = [video for video in page.items if isinstance(video, ScriptVideo) and video.deleted_at is None]
        return Page(shown, page.next_cursor)

    def named(self, identity: Identity, filename: str) -> ScriptVideo:
        """A filename is a name and no path: it leads to one finished video of the caller, or to nothing."""
        try:
            video = self.get(identity, str(UUID(filename.removesuffix(".mp4")[-36:])))
        except (NotFound, ValueError):
            raise _no_such_file() from None
        if video.video is None or video.filename != filename:
            raise _no_such_file()
        return video

    def output(self, video: ScriptVideo, name: str) -> str | None:
        """A link to a file that came with the finished video, None where there is none."""
        uri = video.video.outputs.get(name) if video.video else None
        if uri is None:
            return None
        return self.media.link(uri, f"{video.filename.removesuffix('.mp4')}.{uri.rsplit('.', 1)[-1]}")

    def link(self, video: ScriptVideo, *, as_attachment: bool = False, only_head: bool = False) -> str:
        """A link to the video that is good for an hour, for GET or for HEAD."""
        uri = video.video.outputs["video"] if video.video else ""
        if not uri or not self.media.exists(uri):
            raise _no_such_file()
        return self.media.link(uri, video.filename, as_attachment=as_attachment, only_head=only_head)


def _no_such_file() -> NotFound:
    return NotFound("There is no video with this name; GET /videos lists them.")
