"""A body in a pose, before it is dressed: its joints, widths, and torso."""

from dataclasses import dataclass

from gpu_containers.text_to_image.card.colours import Colour, scaled
from gpu_containers.text_to_image.card.people_look import Look
from gpu_containers.text_to_image.card.poses import Joint, Pose
from gpu_containers.text_to_image.card.sketch import Sketch


@dataclass(frozen=True)
class Body:
    """One person on one sheet; `down` is how far the pose lowers what is above the hips."""

    sketch: Sketch
    look: Look
    pose: Pose
    back: bool

    def lowered(self, joint: Joint) -> Joint:
        return joint[0] + self.pose.lean * max(0.0, joint[1] - 0.5) * 3, joint[1] - self.pose.drop

    def bent(self, points: list[Joint]) -> list[Joint]:
        return [self.lowered(point) for point in points]


def mix_joint(a: Joint, b: Joint, share: float) -> Joint:
    return a[0] + (b[0] - a[0]) * share, a[1] + (b[1] - a[1]) * share


def widths(body: Body) -> tuple[float, float, float]:
    """Half of shoulders, waist and hips; a body that is turned is narrower."""
    narrow = 1 - 0.22 * body.pose.turn
    shoulders, waist, hips = (0.096, 0.062, 0.082) if body.look.woman else (0.112, 0.082, 0.08)
    return shoulders * narrow, waist * narrow, hips * narrow


def torso(body: Body, colour: Colour) -> None:
    s, w, h = widths(body)
    right = [(0.032, 0.842), (s * 0.8, 0.822), (s, 0.79), (s * 0.9, 0.72), (w, 0.62), (h, 0.52), (h * 0.9, 0.475)]
    left = [(-x, y) for x, y in reversed(right)]
    body.sketch.limb(
        [(*body.lowered((0.006, 0.885)), 0.026), (*body.lowered((0.0, 0.83)), 0.03)], scaled(body.look.skin, 0.9)
    )
    body.sketch.blob(body.bent(right + left), colour, 0.28)
