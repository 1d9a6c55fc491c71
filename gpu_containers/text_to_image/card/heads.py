"""A head: skull, face when it is near enough, hair and hat, in the order in which they cover each other."""

from gpu_containers.text_to_image.card import hair, hats
from gpu_containers.text_to_image.card.faces import face
from gpu_containers.text_to_image.card.people_look import Look
from gpu_containers.text_to_image.card.sketch import Sketch
from gpu_containers.text_to_image.card.skulls import Head, Joint

_FACE_FROM = 230  # pixels of a whole figure, below which a face is but a tone


def head(sketch: Sketch, look: Look, centre: Joint, turn: float, back: bool) -> None:
    """Set at `centre`; `turn` from 0 (towards us) to 1 (to the right)."""
    shape = _shape(sketch, look, centre, turn)
    shape.skull()
    if back:
        hair.behind(shape)
        hair.back_of_head(shape)
    else:
        if look.hair_style in ("bun", "curly"):
            hair.behind(shape)
            shape.skull()
        if sketch.height > _FACE_FROM:
            face(shape)
        hair.in_front(shape)
    hats.hat(shape)


def hair_on_the_back(sketch: Sketch, look: Look, centre: Joint, turn: float) -> None:
    """What falls behind the shoulders, and so comes before them."""
    if look.hair_style in ("long", "bob"):
        hair.behind(_shape(sketch, look, centre, turn))


def _shape(sketch: Sketch, look: Look, centre: Joint, turn: float) -> Head:
    size, lift = (1.7, 0.038) if look.child else (1.06, 0.003)
    return Head(sketch, look, centre[0], centre[1] + lift, size, turn)
