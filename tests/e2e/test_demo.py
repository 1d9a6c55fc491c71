"""`./dev demo` as a new user runs it, without a terminal."""

import json
import subprocess
import sys
from pathlib import Path

from local.environment import environment


def demo(tmp_path: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    folders = ["--state", str(tmp_path / "state"), "--out", str(tmp_path / "out")]
    command = [sys.executable, "-m", "local.demo", *folders, *arguments]
    return subprocess.run(
        command, env=environment(), stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False
    )


def test_the_demo_makes_a_reel_and_approves_it_by_itself_without_a_terminal(tmp_path: Path) -> None:
    done = demo(tmp_path, "--tone", "energetic")
    assert done.returncode == 0, done.stderr
    made = {path.name.split(".", 1)[1] for path in (tmp_path / "out").iterdir() if path.stat().st_size > 0}
    assert {"mp4", "vtt"} <= made
    assert any(name.startswith("contact_sheet.") for name in made)
    for said in ("REWRITTEN", "approved by itself", "25 fps", "LUFS", "Look at"):
        assert said in done.stdout


def test_the_demo_makes_a_storyboard_with_its_video_and_exports(tmp_path: Path) -> None:
    done = demo(tmp_path, "storyboard", "--duration", "6")
    assert done.returncode == 0, done.stderr
    made = {path.name for path in (tmp_path / "out").iterdir() if path.stat().st_size > 0}
    exports = {"storyboard-low.mp4", "storyboard-medium.webm", "storyboard-medium.mov"}
    assert made == {"storyboard.jpg", "storyboard.mp4", "storyboard.contact_sheet.jpg"} | exports
    for said in ("approved by itself", "25 fps", "Exported as", "Look at", "storyboard.jpg"):
        assert said in done.stdout


def test_the_demo_writes_three_scripts_and_films_the_first(tmp_path: Path) -> None:
    done = demo(tmp_path, "script", "--duration", "10")
    assert done.returncode == 0, done.stdout + done.stderr
    assert all(angle in done.stdout for angle in ("(story", "(explainer", "(list"))
    assert (tmp_path / "out" / "script.mp4").stat().st_size > 10_000


def test_the_demo_writes_a_scenario_and_draws_its_first_scene(tmp_path: Path) -> None:
    done = demo(tmp_path, "scenario")
    assert done.returncode == 0, done.stdout + done.stderr
    assert len(json.loads((tmp_path / "out" / "scenario.json").read_text())["scenes"]) == 3
    assert (tmp_path / "out" / "scenario.png").read_bytes().startswith(b"\x89PNG")


def test_the_demo_says_what_is_wrong_with_a_picture_and_fails(tmp_path: Path) -> None:
    picture = tmp_path / "notes.png"
    picture.write_text("no picture at all")
    done = demo(tmp_path, "--image", str(picture), "--yes")
    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    assert done.stderr.strip().endswith(".")
