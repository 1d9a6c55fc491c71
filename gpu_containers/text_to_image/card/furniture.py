"""What stands in rooms, each piece drawn by its name."""

from collections.abc import Callable

from gpu_containers.text_to_image.card.furniture_home import bed, floorlamp, frames, nightlamp, plant, shelf, sofa
from gpu_containers.text_to_image.card.furniture_kitchen import bar, board, cabinets, counter, hood, shelves, tables
from gpu_containers.text_to_image.card.furniture_show import curtains, softboxes, spots
from gpu_containers.text_to_image.card.furniture_work import blackboard, crates, desks, mirrors, monitor, racks, trusses
from gpu_containers.text_to_image.card.rooms import Room


def furnish(room: Room) -> None:
    for piece in room.decor.furniture:
        PIECES[piece](room)


PIECES: dict[str, Callable[[Room], None]] = {
    piece.__name__: piece
    for piece in (
        frames,
        shelf,
        sofa,
        plant,
        floorlamp,
        nightlamp,
        bed,
        cabinets,
        counter,
        hood,
        desks,
        monitor,
        board,
        bar,
        tables,
        blackboard,
        mirrors,
        racks,
        shelves,
        trusses,
        crates,
        softboxes,
        curtains,
        spots,
    )
}
