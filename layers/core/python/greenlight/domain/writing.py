"""What a script writer is asked for, and how it says that it could not write."""

from dataclasses import dataclass


@dataclass(frozen=True)
class RewriteRequest:
    """One rewrite of `original`; `max_seconds` is spoken time in `voice`, `earlier` the versions not to repeat."""

    original: str
    tone: str
    language: str
    max_seconds: float
    voice: str
    instructions: str | None
    earlier: tuple[str, ...]


class WriterFailed(Exception):
    """No text came out. `message` is for the person who asked: what is wrong and what would be right.

    Codes: writer_unavailable, writer_timeout, writer_rate_limited, writer_refused, writer_garbled,
    writer_not_configured, language_not_written, no_new_version, stopped, moderation.<category>.
    """

    def __init__(self, code: str, message: str, *, retryable: bool = False) -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        self.retryable = retryable


def normalised(text: str) -> str:
    """The words alone: two versions are the same version when these are equal."""
    return " ".join(
        "".join(c if c.isalnum() else " " for c in text.casefold().replace("'", "").replace("’", "")).split()
    )


def spoken(text: str) -> str:
    """The text as a voice is given it: nothing where it has no words, such as an ellipsis that stands for silence."""
    return text if normalised(text) else ""
