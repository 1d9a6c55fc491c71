"""Windows and lamps of a room: what is outside, and the light that comes in."""

import numpy as np

from gpu_containers.text_to_image.card import noise
from gpu_containers.text_to_image.card.canvas import Canvas
from gpu_containers.text_to_image.card.colours import WHITE, hexed, mix, scaled
from gpu_containers.text_to_image.card.rooms import Room


def window(room: Room, view: Canvas) -> None:
    """A frame with what is outside in it, and its light on the floor."""
    if not room.decor.window:
        return
    canvas, light = room.canvas, room.light
    wide, tall = room.decor.window * canvas.width, canvas.height * 0.4
    left, top = int(room.window_x * canvas.width - wide / 2), int(canvas.height * 0.12)
    outside = view.pixels[int(view.height * 0.25) : int(view.height * 0.25) + int(tall), : int(wide)]
    glow = 1.18 if not light.night else 0.95
    frame = room.on(hexed("f5f1e8"))
    rim = canvas.unit * 0.016
    right, bottom = left + outside.shape[1], top + outside.shape[0]
    canvas.polygons(
        [[(left - rim, top - rim), (right + rim, top - rim), (right + rim, bottom + rim), (left - rim, bottom + rim)]],
        frame,
    )
    canvas.cover(np.ones(outside.shape[:2], np.float32), np.clip(outside * glow, 0, 1), top, left)
    bars = 2 if room.decor.window < 0.4 else 4
    for bar in range(1, bars):
        x = left + (right - left) * bar / bars
        canvas.polygons(
            [[(x - rim * 0.4, top), (x + rim * 0.4, top), (x + rim * 0.4, bottom), (x - rim * 0.4, bottom)]], frame
        )
    y = top + tall * 0.42
    canvas.polygons([[(left, y), (right, y), (right, y + rim * 0.7), (left, y + rim * 0.7)]], frame)
    canvas.polygons(
        [
            [
                (left - 2 * rim, bottom + rim),
                (right + 2 * rim, bottom + rim),
                (right + 2 * rim, bottom + 2.2 * rim),
                (left - 2 * rim, bottom + 2.2 * rim),
            ]
        ],
        scaled(frame, 0.9),
    )
    if not light.night:
        _shaft(room, (left, top, right, bottom), bars)


def _shaft(room: Room, box: tuple[int, int, int, int], bars: int) -> None:
    """The sun through the panes: on the floor, and a little in the air."""
    left, top, right, _ = box
    canvas = room.canvas
    way = canvas.unit * 0.34 * (1 if room.window_x < 0.5 else -1)
    floor, end = room.floor * canvas.height * 1.03, canvas.height * 0.98
    strength = 0.5 * (1 - room.light.overcast)
    panes = []
    for bar in range(bars):
        a, b = left + (right - left) * (bar + 0.06) / bars, left + (right - left) * (bar + 0.94) / bars
        panes.append([(a + way * 0.5, floor), (b + way * 0.5, floor), (b + way * 1.6, end), (a + way * 1.6, end)])
    canvas.polygons(panes, mix(room.light.sun, WHITE, 0.3), strength, canvas.unit / 180)
    air = [(left, top), (right, top), (right + way * 1.5, end), (left + way * 1.5, end)]
    canvas.polygons([air], room.light.sun, 0.13 * (1 - 0.6 * room.light.overcast), canvas.unit / 22)


def lamps(room: Room) -> None:
    """Pendants in a row; they glow when it is dark outside, and a little anyway."""
    canvas, count = room.canvas, room.decor.lamps
    bright = 1.0 if room.light.night else 0.35
    for index in range(count):
        x = (index + 0.5) / count * 1.7 * room.half - 0.85 * room.half
        y = 0.56 + 0.03 * noise.line(room.random, 3, 1)[1]
        shade = hexed(("3a3f47", "c58a4a", "e8e2d5")[room.random.integers(3) if index == 0 else 0])
        px, py = room.at(x, float(y))
        unit = canvas.unit
        canvas.polygons([[(px - 1, -2.0), (px + 1, -2.0), (px + 1, py), (px - 1, py)]], room.on(hexed("2c2e33")), 0.9)
        canvas.polygons(
            [
                [
                    (px - unit * 0.018, py - unit * 0.03),
                    (px + unit * 0.018, py - unit * 0.03),
                    (px + unit * 0.055, py + unit * 0.025),
                    (px - unit * 0.055, py + unit * 0.025),
                ]
            ],
            room.on(shade),
        )
        canvas.disc(px, py + unit * 0.026, unit * 0.016, hexed("fff0c9"))
        canvas.glow(px, py + unit * 0.03, unit * 0.42, hexed("ffc97f"), 0.7 * bright)
