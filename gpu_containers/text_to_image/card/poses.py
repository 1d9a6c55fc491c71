"""Where a body's joints are in each pose: a person one unit tall, who looks to the right."""

from dataclasses import dataclass, field

Joint = tuple[float, float]


@dataclass(frozen=True)
class Pose:
    """Far limbs are those behind the body. `drop` lowers all above the hips, `lean` moves the shoulders forward."""

    far_arm: tuple[Joint, Joint, Joint]
    near_arm: tuple[Joint, Joint, Joint]
    far_leg: tuple[Joint, Joint, Joint]
    near_leg: tuple[Joint, Joint, Joint]
    turn: float = 0.0
    drop: float = 0.0
    lean: float = 0.0
    holding: Joint | None = field(default=None)


Leg = tuple[Joint, Joint, Joint]
_STANDING: tuple[Leg, Leg] = (
    ((0.034, 0.50), (0.042, 0.28), (0.052, 0.035)),
    ((-0.036, 0.50), (-0.038, 0.28), (-0.046, 0.035)),
)
_WALKING: tuple[Leg, Leg] = (
    ((-0.012, 0.50), (-0.035, 0.285), (-0.155, 0.085)),
    ((0.012, 0.50), (0.09, 0.295), (0.135, 0.04)),
)
POSES = {
    "stand": Pose(
        ((0.088, 0.795), (0.118, 0.645), (0.108, 0.49)), ((-0.09, 0.795), (-0.124, 0.645), (-0.112, 0.49)), *_STANDING
    ),
    "hero": Pose(
        ((0.088, 0.80), (0.175, 0.665), (0.088, 0.565)),
        ((-0.09, 0.80), (-0.175, 0.665), (-0.088, 0.565)),
        ((0.04, 0.50), (0.07, 0.28), (0.1, 0.035)),
        ((-0.04, 0.50), (-0.07, 0.28), (-0.1, 0.035)),
    ),
    "walk": Pose(
        ((0.05, 0.79), (0.095, 0.655), (0.165, 0.545)),
        ((-0.055, 0.79), (-0.115, 0.66), (-0.12, 0.515)),
        *_WALKING,
        turn=0.6,
    ),
    "run": Pose(
        ((0.06, 0.79), (0.13, 0.68), (0.225, 0.735)),
        ((-0.05, 0.79), (-0.15, 0.70), (-0.10, 0.585)),
        ((-0.01, 0.50), (-0.085, 0.30), (-0.245, 0.275)),
        ((0.01, 0.50), (0.15, 0.40), (0.125, 0.19)),
        turn=0.8,
        lean=0.05,
    ),
    "sit": Pose(
        ((0.06, 0.79), (0.10, 0.66), (0.21, 0.595)),
        ((-0.065, 0.79), (-0.075, 0.645), (0.06, 0.575)),
        ((0.02, 0.50), (0.215, 0.515), (0.225, 0.27)),
        ((-0.02, 0.50), (0.18, 0.495), (0.165, 0.265)),
        turn=0.7,
        drop=0.235,
    ),
    "cheer": Pose(
        ((0.085, 0.80), (0.165, 0.905), (0.205, 1.05)), ((-0.085, 0.80), (-0.17, 0.90), (-0.19, 1.055)), *_STANDING
    ),
    "hold": Pose(
        ((0.075, 0.79), (0.12, 0.665), (0.15, 0.715)),
        ((-0.08, 0.79), (-0.09, 0.645), (0.085, 0.655)),
        *_STANDING,
        turn=0.45,
        holding=(0.155, 0.735),
    ),
    "point": Pose(
        ((0.08, 0.80), (0.19, 0.735), (0.305, 0.80)),
        ((-0.085, 0.795), (-0.12, 0.65), (-0.105, 0.495)),
        *_STANDING,
        turn=0.35,
    ),
    "phone": Pose(
        ((0.075, 0.79), (0.115, 0.655), (0.125, 0.745)),
        ((-0.085, 0.795), (-0.122, 0.65), (-0.11, 0.495)),
        *_STANDING,
        turn=0.45,
        holding=(0.128, 0.77),
    ),
}
