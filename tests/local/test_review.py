"""What the demo prints, and what it measures."""

from pathlib import Path

import ffmpeg
from imageio_ffmpeg import get_ffmpeg_exe

from local.facts import measure
from local.review import price, side_by_side


def test_scripts_stand_side_by_side_within_the_width() -> None:
    shown = side_by_side("one two three " * 5, "other words " * 9, width=43)
    assert all(len(line) <= 43 for line in shown.splitlines())
    assert "YOUR SCRIPT" in shown
    assert "REWRITTEN" in shown


def test_the_price_names_each_line_and_the_total() -> None:
    lines = [{"what": "talking_head", "quantity": 12.4, "unit": "s", "amount": 0.0124}]
    shown = price({"estimate": {"currency": "USD", "amount": 0.0124, "lines": lines}})
    assert "talking_head" in shown
    assert shown.endswith("0.0124 USD")


def test_facts_are_measured_on_the_file(tmp_path: Path) -> None:
    video = tmp_path / "tone.mp4"
    picture = ffmpeg.input("testsrc=size=320x240:rate=25:duration=2", f="lavfi")
    tone = ffmpeg.input("sine=frequency=440:duration=2", f="lavfi")
    ffmpeg.output(picture, tone, str(video)).run(cmd=get_ffmpeg_exe(), quiet=True)
    facts = measure(video)
    assert (facts.width, facts.height, facts.fps) == (320, 240, 25)
    assert abs(facts.duration - 2) < 0.1
    assert -40 < facts.loudness < -10
    assert facts.size == video.stat().st_size
