"""What a client's conversation is told: its own names for what happens to scripts and their videos."""

from dataclasses import dataclass

from greenlight.domain.events import Event

# By the family and what happened to it.
NAMES = {
    ("script", "progress"): "script.started",
    ("script", "awaiting_approval"): "script.completed",
    ("script", "failed"): "script.failed",
    ("script_video", "approved"): "generation.progress",
    ("script_video", "progress"): "generation.progress",
    ("script_video", "completed"): "generation.completed",
    ("script_video", "failed"): "generation.failed",
    ("script_video", "cancelled"): "generation.failed",
}


@dataclass(frozen=True)
class ChatEvent:
    """`number` counts the events of a chat from 1, without a gap."""

    number: int
    family: str
    production_id: str
    user_id: str
    event: Event

    @property
    def name(self) -> str | None:
        """None for what a chat is not told."""
        what = self.event.type.rsplit(".", 1)[-1]
        if (self.family, what) == ("script", "progress") and self.event.data.get("current_step") != "WriteScript":
            return None
        if (self.family, what) == ("script", "awaiting_approval") and self.event.data.get("revision") != 1:
            return "script.updated"
        return NAMES.get((self.family, what))
