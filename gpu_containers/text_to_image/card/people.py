"""A person: limbs on a pose's joints, clothes by outfit, and a head."""

from gpu_containers.text_to_image.card.bodies import Body, mix_joint
from gpu_containers.text_to_image.card.clothes import dress
from gpu_containers.text_to_image.card.colours import Colour, hexed, scaled
from gpu_containers.text_to_image.card.heads import hair_on_the_back, head
from gpu_containers.text_to_image.card.people_look import Look
from gpu_containers.text_to_image.card.poses import POSES, Joint
from gpu_containers.text_to_image.card.sketch import Sketch

EXTENT = (-0.42, -0.03, 0.42, 1.12)


def person(sketch: Sketch, look: Look, pose: str, back: bool = False) -> Joint | None:
    """Draws the whole figure; says where it holds something, if it does."""
    body = Body(sketch, look, POSES[pose], back)
    _arm(body, body.pose.far_arm, 0.86)
    _leg(body, body.pose.far_leg, 0.82)
    _leg(body, body.pose.near_leg, 1.0)
    centre = body.lowered((0.012 * body.pose.turn, 0.925))
    if not back:
        hair_on_the_back(sketch, look, centre, body.pose.turn)
    dress(body)
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
