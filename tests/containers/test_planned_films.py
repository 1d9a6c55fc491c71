"""Films as they are planned: a few frames of a body and a seam, rendered in each quality and shape."""

from pathlib import Path
from typing import Any, get_args

import pytest
from PIL import Image

from chalicelib.script_views import AspectRatio, Quality
from gpu_containers.media.probe import probe_video
from greenlight.domain.films import FilmConfig
from greenlight.services import make_storyboard
from tests.containers.scene_harness import SceneStudio, headers
from tests.support.scripts import Desk

LINES = {"low": 480, "medium": 720, "high": 1080}
# What a storyboard has of its own where it is neither wide nor tall.
OWN_LINES = {("medium", "1:1"): 960, ("medium", "4:5"): 864}
FEWEST = 2  # frames of a transition, one on each side


def shortened(params: dict[str, Any]) -> dict[str, Any]:
    """The same piece with as few frames as there can be."""
    sides = {side: {**params[side], "frames": FEWEST + 1} for side in ("from", "to") if params.get(side)}
    frames = {"frames": FEWEST + 1} if "frames" in params else {}
    return params | {"transition_frames": FEWEST} | sides | frames


@pytest.mark.parametrize("ratio", get_args(AspectRatio))
@pytest.mark.parametrize("quality", get_args(Quality))
def test_each_quality_is_rendered_in_each_shape_at_its_own_size(ratio: str, quality: Any, tmp_path: Path) -> None:
    desk, studio = Desk(), SceneStudio(tmp_path)
    film = desk.drawn_film(desk.confirm(desk.written()[0], FilmConfig("heart", quality, ratio)))
    drawn = make_storyboard.plan(film.scenes[0].draw, film).params
    picture = tmp_path / "picture.png"
    Image.linear_gradient("L").convert("RGB").resize((drawn["width"], drawn["height"])).save(picture, compress_level=1)
    pieces = []
    for step in film.pieces[1:3]:
        spec = make_storyboard.plan(step, film)
        params = shortened(spec.params)
        inputs = dict.fromkeys(spec.inputs, picture)
        pieces.append(studio.make(params.pop("operation"), inputs, **params).outputs["video"])
    across, down = (int(side) for side in ratio.split(":"))
    lines = OWN_LINES.get((quality, ratio), LINES[quality])
    size = (round(lines * max(1, across / down) / 2) * 2, round(lines * max(1, down / across) / 2) * 2)
    seen = [probe_video(piece) for piece in pieces]
    assert {(piece.width, piece.height) for piece in seen} == {size}
    # Of one size and one profile, so that they are joined by copying.
    assert len({headers(piece) for piece in pieces}) == 1
