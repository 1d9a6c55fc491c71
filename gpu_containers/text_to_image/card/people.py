"""A person: limbs on a pose's joints, clothes by outfit, a head with hair and, when near enough, a face."""

from dataclasses import dataclass

from gpu_containers.text_to_image.card.colours import Colour, hexed, mix, scaled, turned
from gpu_containers.text_to_image.card.heads import hair_on_the_back, head
from gpu_containers.text_to_image.card.people_look import Look
from gpu_containers.text_to_image.card.poses import POSES, Joint, Pose
from gpu_containers.text_to_image.card.sketch import Sketch

EXTENT = (-0.42, -0.03, 0.42, 1.12)


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


def person(sketch: Sketch, look: Look, pose: str, back: bool = False) -> Joint | None:
    """Draws the whole figure; says where it holds something, if it does."""
    body = Body(sketch, look, POSES[pose], back)
    _arm(body, body.pose.far_arm, 0.86)
    _leg(body, body.pose.far_leg, 0.82)
    _leg(body, body.pose.near_leg, 1.0)
    centre = body.lowered((0.012 * body.pose.turn, 0.925))
    if not back:
        hair_on_the_back(sketch, look, centre, body.pose.turn)
    _clothes(body)
    head(sketch, look, centre, body.pose.turn, back)
    _arm(body, body.pose.near_arm, 1.0)
    return body.lowered(body.pose.holding) if body.pose.holding else None


def _arm(body: Body, joints: tuple[Joint, Joint, Joint], tone: float) -> None:
    shoulder, elbow, hand = body.bent(list(joints))
    sleeve = scaled(_sleeve(body.look), tone)
    thick = 1.25 if body.look.outfit in ("coat", "space") else 0.88 if body.look.woman else 1.0
    body.sketch.oval(hand[0], hand[1], 0.017, 0.021, scaled(body.look.skin, tone))
    wrist = mix_joint(elbow, hand, 0.88)
    bare = body.look.outfit in ("dress",)
    lower = scaled(body.look.skin, tone) if bare else sleeve
    body.sketch.limb([(*elbow, 0.024 * thick), (*wrist, 0.017 * thick)], lower)
    body.sketch.limb([(*shoulder, 0.032 * thick), (*elbow, 0.0245 * thick)], sleeve)


def mix_joint(a: Joint, b: Joint, share: float) -> Joint:
    return a[0] + (b[0] - a[0]) * share, a[1] + (b[1] - a[1]) * share


def _sleeve(look: Look) -> Colour:
    return hexed("e9ecef") if look.outfit == "apron" else look.top


def _leg(body: Body, joints: tuple[Joint, Joint, Joint], tone: float) -> None:
    look = body.look
    drop = body.pose.drop
    hip, knee, foot = [(x, y - drop) for x, y in joints] if drop else list(joints)
    bare = look.outfit == "dress"
    cloth = look.top if look.outfit == "space" else look.skin if bare else look.bottom
    thick = 1.25 if look.outfit == "space" else 0.82 if bare else 1.0
    colour = scaled(cloth, tone)
    body.sketch.limb(
        [(foot[0] - 0.008, foot[1] - 0.004, 0.017), (foot[0] + 0.04, foot[1] - 0.015, 0.014)], scaled(look.shoes, tone)
    )
    body.sketch.limb([(*hip, 0.05 * thick), (*knee, 0.034 * thick), (*foot, 0.021 * thick)], colour)


def _clothes(body: Body) -> None:
    look = body.look
    _torso(body, look.top if look.outfit != "apron" else hexed("e9ecef"))
    match look.outfit:
        case "coat" | "gown":
            _coat(body)
        case "dress":
            _skirt(body)
        case "suit":
            _suit(body)
        case "apron":
            _apron(body)
        case "shirt" | "sport":
            _hem(body)


def _widths(body: Body) -> tuple[float, float, float]:
    """Half of shoulders, waist and hips; a body that is turned is narrower."""
    narrow = 1 - 0.22 * body.pose.turn
    shoulders, waist, hips = (0.096, 0.062, 0.082) if body.look.woman else (0.112, 0.082, 0.08)
    return shoulders * narrow, waist * narrow, hips * narrow


def _torso(body: Body, colour: Colour) -> None:
    s, w, h = _widths(body)
    right = [(0.032, 0.842), (s * 0.8, 0.822), (s, 0.79), (s * 0.9, 0.72), (w, 0.62), (h, 0.52), (h * 0.9, 0.475)]
    left = [(-x, y) for x, y in reversed(right)]
    body.sketch.limb(
        [(*body.lowered((0.006, 0.885)), 0.026), (*body.lowered((0.0, 0.83)), 0.03)], scaled(body.look.skin, 0.9)
    )
    body.sketch.blob(body.bent(right + left), colour, 0.28)


def _coat(body: Body) -> None:
    s, w, h = _widths(body)
    low = 0.5 - 0.0 if body.pose.drop else 0.3
    right = [
        (0.036, 0.845),
        (s * 0.8, 0.826),
        (s * 1.03, 0.79),
        (s * 0.98, 0.72),
        (w * 1.3, 0.62),
        (h * 1.2, 0.5),
        (h * 1.5, low),
    ]
    shape = right + [(0.0, low - 0.012)] + [(-x, y) for x, y in reversed(right)]
    body.sketch.blob(body.bent(shape), body.look.top, 0.26)
    if body.back:
        return
    edge = scaled(body.look.top, 0.66)
    body.sketch.line(body.bent([(0.004, 0.77), (0.008, low + 0.01)]), 0.006, edge)
    inner = body.look.bottom if body.look.outfit == "coat" else hexed("6f93b5")
    body.sketch.poly(body.bent([(-0.026, 0.842), (0.03, 0.842), (0.004, 0.76)]), mix(inner, body.look.top, 0.2), 0)
    for side in (-1, 1):
        collar = [(side * 0.034, 0.85), (side * 0.062, 0.82), (side * 0.04, 0.77), (0.004, 0.752)]
        body.sketch.poly(body.bent(collar), scaled(body.look.top, 0.84), 0)
    if body.look.outfit == "coat":
        belt = [(-w * 1.36, 0.635), (w * 1.36, 0.635), (w * 1.34, 0.61), (-w * 1.34, 0.61)]
        body.sketch.glaze(body.bent(belt), edge, 0.8)


def _skirt(body: Body) -> None:
    _, w, h = _widths(body)
    if body.pose.drop:
        shape = [(-h, 0.52), (w, 0.6), (0.23, 0.56), (0.25, 0.5), (0.24, 0.44), (0.0, 0.44), (-h * 1.1, 0.46)]
    else:
        shape = [
            (-w, 0.63),
            (w, 0.63),
            (h * 1.15, 0.5),
            (h * 1.75, 0.3),
            (0.0, 0.285),
            (-h * 1.75, 0.3),
            (-h * 1.15, 0.5),
        ]
    body.sketch.blob(body.bent(shape), turned(body.look.top, 0, 1.05, 0.95), 0.25)


def _suit(body: Body) -> None:
    s, w, h = _widths(body)
    right = [(0.034, 0.842), (s * 1.05, 0.805), (s * 0.95, 0.70), (w * 1.12, 0.61), (h * 1.2, 0.455)]
    body.sketch.blob(body.bent(right + [(-x, y) for x, y in reversed(right)]), body.look.top, 0.26)
    if body.back:
        return
    body.sketch.poly(body.bent([(-0.03, 0.845), (0.034, 0.845), (0.006, 0.66)]), hexed("f2f1ee"), 0)
    tie = turned(body.look.top, 0.45, 1.2, 0.9)
    body.sketch.poly(body.bent([(-0.005, 0.835), (0.014, 0.835), (0.017, 0.71), (0.006, 0.68), (-0.005, 0.71)]), tie, 0)
    for side in (-1, 1):
        body.sketch.poly(
            body.bent([(side * 0.03, 0.85), (side * 0.062, 0.80), (side * 0.048, 0.745), (0.006, 0.645)]),
            scaled(body.look.top, 0.82),
            0,
        )


def _apron(body: Body) -> None:
    _, w, h = _widths(body)
    if not body.back:
        bib = [
            (-0.045, 0.78),
            (0.05, 0.78),
            (w * 1.02, 0.62),
            (h * 1.05, 0.5),
            (h * 0.95, 0.36),
            (-h * 0.95, 0.36),
            (-h * 1.05, 0.5),
            (-w, 0.62),
        ]
        body.sketch.blob(body.bent(bib), body.look.top, 0.2)
    body.sketch.line(body.bent([(-w, 0.625), (w, 0.625)]), 0.01, scaled(body.look.top, 0.7))


def _hem(body: Body) -> None:
    _, _, h = _widths(body)
    body.sketch.glaze(body.bent([(-h, 0.495), (h, 0.495), (h, 0.47), (-h, 0.47)]), scaled(body.look.top, 0.7), 0.7)
    if body.back:
        return
    if body.look.outfit == "sport":
        body.sketch.blob(
            body.bent([(-0.05, 0.83), (0.0, 0.8), (0.055, 0.83), (0.03, 0.855), (-0.03, 0.855)]),
            scaled(body.look.top, 0.82),
            0.2,
        )
    else:
        body.sketch.poly(body.bent([(-0.028, 0.845), (0.032, 0.845), (0.004, 0.785)]), scaled(body.look.skin, 0.92), 0)
