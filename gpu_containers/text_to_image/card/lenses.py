"""What a lens adds: discs of light out of focus."""

from gpu_containers.text_to_image.card.canvas import Canvas
from gpu_containers.text_to_image.card.colours import WHITE, mix
from gpu_containers.text_to_image.card.light import Light
from gpu_containers.text_to_image.card.noise import Random


def bokeh(canvas: Canvas, light: Light, random: Random, blur: float) -> None:
    """More and brighter when it is dark, larger the softer the distance is."""
    count = int((26 if light.night else 15) * min(1.0, blur * 60))
    tint = mix(light.sun, (1.0, 0.78, 0.5), 0.6) if light.night else light.sun
    for x, y, size, tone in random.random((count, 4)):
        radius = canvas.unit * (0.012 + 0.045 * size) * min(1.0, blur * 45)
        colour = mix(tint, WHITE, 0.5 * tone)
        canvas.disc(
            x * canvas.width,
            (0.05 + 0.6 * y) * canvas.height,
            radius,
            colour,
            0.08 + 0.16 * tone * (1.6 if light.night else 1),
        )
