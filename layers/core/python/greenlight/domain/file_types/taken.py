"""The types that are taken, the names that people give them, and which of two names may stand for one content."""

from greenlight.domain.errors import UnsupportedMedia

# What browsers say when they do not know.
OCTETS = "application/octet-stream"
TYPES = (
    "image/jpeg",
    "image/png",
    "image/webp",
    "audio/wav",
    "audio/mpeg",
    "audio/mp4",
    "audio/aac",
    "audio/flac",
    "audio/ogg",
    "audio/webm",
    "video/mp4",
    "video/webm",
    "video/quicktime",
    "application/pdf",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    "text/plain",
    "text/markdown",
    "text/html",
    "text/vtt",
    "application/x-subrip",
)
OTHER_NAMES = {
    "image/jpg": "image/jpeg",
    "image/pjpeg": "image/jpeg",
    "audio/x-wav": "audio/wav",
    "audio/wave": "audio/wav",
    "audio/vnd.wave": "audio/wav",
    "audio/mp3": "audio/mpeg",
    "audio/x-mp3": "audio/mpeg",
    "audio/m4a": "audio/mp4",
    "audio/x-m4a": "audio/mp4",
    "audio/x-aac": "audio/aac",
    "audio/x-flac": "audio/flac",
    "audio/opus": "audio/ogg",
    "audio/vorbis": "audio/ogg",
    "application/ogg": "audio/ogg",
    "video/x-m4v": "video/mp4",
    "text/x-markdown": "text/markdown",
    "text/srt": "application/x-subrip",
    "application/srt": "application/x-subrip",
}
# Content → what it may be called too: sound in a film's container, text that only its reader can tell apart.
ALSO = {
    "video/mp4": {"audio/mp4"},
    "audio/mp4": {"video/mp4"},
    "video/quicktime": {"video/mp4"},
    "video/webm": {"audio/webm"},
    "text/plain": {"text/markdown"},
    "text/html": {"text/markdown"},
    "text/vtt": {"text/plain"},
    "application/x-subrip": {"text/plain"},
}


def declared_type(name: str) -> str:
    """The one name of a declared type; its parameters are left out."""
    base = name.partition(";")[0].strip().lower()
    declared = OTHER_NAMES.get(base, base)
    if declared not in TYPES and declared != OCTETS:
        raise UnsupportedMedia(f"A file of type {base[:100]!r} is not taken; the types are {', '.join(TYPES)}.")
    return declared
