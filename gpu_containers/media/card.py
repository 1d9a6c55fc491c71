"""The operation card: a title or an end in letters, that comes out of black, drifts nearer and goes to black."""

from gpu_containers.media import lettering, moves
from gpu_containers.media.card_picture import card_picture
from gpu_containers.media.framing import Box
from gpu_containers.media.moves import Move
from gpu_containers.media.pieces import write_piece
from gpu_containers.media.planes import Planes
from gpu_containers.media.scene_params import CardParams
from gpu_containers.media.scene_still import Still
from gpu_containers.runtime.engine import JobFailed, Produced, Work
from gpu_containers.runtime.params import read_as

_LARGER = 1.1  # than the frame, so that letters stay sharp as they come nearer
_NEARER = Move(kind="push_in", amount=0.2)
_FADE = 12  # frames, or a third of a short card


def card(work: Work) -> Produced:
    params = read_as(CardParams, work.job.params)
    if not "".join(c for c in params.text if c not in lettering.undrawable(params.text)).strip():
        message = "The job's `text` has no letter that the fonts here can draw; use Latin, Greek, Cyrillic or Hebrew."
        raise JobFailed("invalid_params", message)
    still = _still(params)
    fade = min(_FADE, params.frames // 3)

    def draw(n: int, planes: Planes) -> None:
        still.draw((n + 0.5) / params.frames, planes)
        share = min(1.0, (min(n, params.frames - 1 - n) + 0.5) / max(1, fade))
        if share < 1:
            planes.fade(share)

    made = write_piece(work, params, params.frames, draw, "Drawing the card")
    made.facts["text_left_out"] = lettering.undrawable(params.text + params.subtitle)
    return made


def _still(params: CardParams) -> Still:
    size = round(params.width * _LARGER), round(params.height * _LARGER)
    picture = card_picture(size, params.text, params.subtitle, params.seed, large=params.kind == "title")
    middle = Box(size[0] / 2, size[1] / 2, 0, 0)
    way = moves.plan(_NEARER, *size, params.width / params.height, middle)
    return Still(picture, way, params.width, params.quality)
