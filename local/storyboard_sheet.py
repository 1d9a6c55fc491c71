"""A storyboard on one picture: its scenes in a grid, each with its number, its seconds and what happens in it."""

import textwrap
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from PIL import Image, ImageDraw, ImageFont

from local.environment import ROOT

FONT = ROOT / "gpu_containers" / "media" / "fonts" / "Inter-SemiBold.otf"
WIDTH, GAP, TEXT_HEIGHT, HEAD = 1600, 24, 124, 84  # pixels
BACK, CARD, INK, QUIET, ACCENT = (15, 17, 21), (27, 31, 38), (236, 239, 244), (150, 158, 171), (86, 211, 138)


def lay_out(board: dict[str, Any], pictures: Sequence[Path | None], to: Path) -> Path:
    """`pictures` are those of the scenes, in their order; a scene without one gets an empty frame."""
    width, height = (int(side) for side in board["aspect_ratio"].split(":"))
    # As few empty places as may be; upright pictures are narrower.
    across = min((3, 4) if width > height else (4, 5), key=lambda columns: -len(pictures) % columns)
    tile = (WIDTH - GAP * (across + 1)) // across
    card = tile, tile * height // width + TEXT_HEIGHT
    rows = -(-len(pictures) // across)
    sheet = Image.new("RGB", (WIDTH, HEAD + rows * (card[1] + GAP)), BACK)
    _write_head(ImageDraw.Draw(sheet), board)
    for place, (item, picture) in enumerate(zip(board["storyboard"], pictures, strict=True)):
        corner = GAP + place % across * (tile + GAP), HEAD + place // across * (card[1] + GAP)
        sheet.paste(_card(item, picture, card), corner)
    sheet.save(to, quality=90)
    return to


def _write_head(pen: ImageDraw.ImageDraw, board: dict[str, Any]) -> None:
    pen.text((GAP, 24), board["title"], INK, _font(30))
    facts = f"{board['duration']:g} s  ·  {board['aspect_ratio']}  ·  {board['style']}"
    pen.text((WIDTH - GAP, 32), facts, QUIET, _font(20), anchor="ra")


def _card(item: dict[str, Any], picture: Path | None, size: tuple[int, int]) -> Image.Image:
    card = Image.new("RGB", size, CARD)
    seen = size[0], size[1] - TEXT_HEIGHT
    if picture is not None:
        with Image.open(picture) as opened:
            card.paste(opened.convert("RGB").resize(seen, Image.Resampling.LANCZOS), (0, 0))
    pen, scene = ImageDraw.Draw(card), item["scene"]
    pen.rounded_rectangle((12, 12, 56, 56), 22, BACK)
    pen.text((34, 34), str(scene["scene_number"]), ACCENT, _font(22), anchor="mm")
    if picture is None:
        pen.text((seen[0] / 2, seen[1] / 2), item["error"] or "no picture", QUIET, _font(18), anchor="mm")
    pen.text((16, seen[1] + 12), f"{scene['duration']:g} s", ACCENT, _font(16))
    lines = textwrap.wrap(scene["description"], max(20, size[0] // 10))
    shown = [*lines[:2], lines[2] if len(lines) == 3 else f"{lines[2]} …"] if len(lines) > 2 else lines
    pen.multiline_text((16, seen[1] + 38), "\n".join(shown), INK, _font(18), spacing=8)
    return card


def _font(size: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(str(FONT), size)
