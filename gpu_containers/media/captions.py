"""Writes cues as WebVTT and SubRip; what a script says stays text there, and never becomes markup."""

import re
from collections.abc import Sequence

from gpu_containers.media.cues import Cue

_JOINER = "\u2060"  # a word joiner: nothing to see, and no tag for a player either


def webvtt(cues: Sequence[Cue]) -> str:
    blocks = [f"{_clock(c.start, '.')} --> {_clock(c.end, '.')}\n{_vtt_text(c)}\n" for c in cues]
    return "\n".join(["WEBVTT\n", *blocks])


def subrip(cues: Sequence[Cue]) -> str:
    blocks = [
        f"{n}\n{_clock(c.start, ',')} --> {_clock(c.end, ',')}\n{_srt_text(c)}\n" for n, c in enumerate(cues, start=1)
    ]
    return "\n".join(blocks)


def _vtt_text(cue: Cue) -> str:
    text = "\n".join(cue.lines)
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _srt_text(cue: Cue) -> str:
    """SubRip has no escapes: a joiner keeps players from reading tags, and parsers from reading arrows."""
    text = "\n".join(cue.lines).replace("-->", f"--{_JOINER}>")
    return re.sub(r"(<)(?=[/!a-zA-Z])|(\{)(?=\\)", rf"\g<0>{_JOINER}", text)


def _clock(seconds: float, mark: str) -> str:
    milliseconds = round(seconds * 1000)
    minutes, rest = divmod(milliseconds, 60_000)
    hours, minutes = divmod(minutes, 60)
    return f"{hours:02}:{minutes:02}:{rest // 1000:02}{mark}{rest % 1000:03}"
