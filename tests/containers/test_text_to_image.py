"""The drawn storyboard card: exact, repeatable, different for different words, and faithful to its subjects."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image

from gpu_containers.runtime.engine import JobFailed, Produced, Work
from gpu_containers.text_to_image.card.people_look import look_of
from gpu_containers.text_to_image.card.reading import read
from gpu_containers.text_to_image.storyboard_card import StoryboardCardEngine
from greenlight.contracts import Job

SAMPLE_JOB = Path(__file__).parents[2] / "gpu_containers/text_to_image/job.json"
Draw = Callable[..., Produced]


@pytest.fixture
def draw(tmp_path: Path) -> Draw:
    def run(inputs: dict[str, Path] | None = None, **params: Any) -> Produced:
        job = json.loads(SAMPLE_JOB.read_text())
        job["params"] = {**job["params"], "width": 456, "height": 256, **params}
        engine = StoryboardCardEngine()
        engine.load()
        return engine.run(Work(Job.model_validate(job), tmp_path, inputs or {}, lambda *_: None))

    return run


def pixels(produced: Produced) -> np.ndarray[Any, Any]:
    return np.asarray(Image.open(produced.outputs["picture"]), np.float32)


def difference(a: Produced | np.ndarray[Any, Any], b: Produced | np.ndarray[Any, Any]) -> float:
    """Mean of the channels' differences, of 255."""
    first, second = (part if isinstance(part, np.ndarray) else pixels(part) for part in (a, b))
    return float(np.abs(first - second).mean())


@pytest.mark.parametrize("size", [(256, 256), (1280, 720), (257, 457), (720, 1280), (2560, 256)])
def test_the_picture_is_exactly_as_large_as_asked_for(draw: Draw, size: tuple[int, int]) -> None:
    produced = draw(width=size[0], height=size[1])
    with Image.open(produced.outputs["picture"]) as picture:
        assert (picture.format, picture.mode, picture.size) == ("PNG", "RGB", size)
        assert picture.info == {}
    assert (produced.facts["width"], produced.facts["height"]) == size
    assert produced.facts["requested_size"] == f"{size[0]}x{size[1]}"


def test_it_says_that_it_is_a_draft_and_who_drew_it(draw: Draw) -> None:
    facts = draw().facts
    assert (facts["draft"], facts["engine"], facts["device"]) == (True, "storyboard_card", "cpu")
    assert facts["seconds"] > 0


def test_the_same_job_gives_the_same_bytes(draw: Draw) -> None:
    first = draw().outputs["picture"].read_bytes()
    assert draw().outputs["picture"].read_bytes() == first


def test_another_seed_or_scene_is_another_composition(draw: Draw) -> None:
    first = pixels(draw(seed=1, scene_number=1))
    assert difference(first, draw(seed=2, scene_number=1)) > 4
    assert difference(first, draw(seed=1, scene_number=2)) > 4


def test_different_places_look_different(draw: Draw) -> None:
    drawn = [pixels(draw(prompt=f"A woman in a {place} by day")) for place in ("kitchen", "forest", "street", "desert")]
    for index, first in enumerate(drawn):
        assert all(difference(first, other) > 15 for other in drawn[index + 1 :])


def test_night_is_darker_than_day(draw: Draw) -> None:
    day, night = (pixels(draw(prompt=f"A city at {time}")).mean() for time in ("noon", "night"))
    assert night < day * 0.6


def test_noir_has_no_colour_and_cartoon_has(draw: Draw) -> None:
    noir, cartoon = (pixels(draw(style=style)) for style in ("noir", "cartoon"))
    assert np.ptp(noir, axis=2).mean() < 12 < np.ptp(cartoon, axis=2).mean()


def test_a_text_that_names_nothing_still_gives_a_picture_of_its_own(draw: Draw) -> None:
    first = pixels(draw(prompt="Quarterly synergies unlocked"))
    second = pixels(draw(prompt="Le tableau des résultats"))
    assert first.std() > 15
    assert second.std() > 15
    assert difference(first, second) > 10


def test_the_same_description_is_the_same_person_in_every_scene() -> None:
    scenes = (
        "A young woman in a red coat with curly hair walks through the rain",
        "Close-up: the young woman in a red coat with curly hair smiles",
    )
    looks = {look_of(read(scene, "cinematic").people[0]) for scene in scenes}
    assert len(looks) == 1
    (look,) = looks
    assert look.woman
    assert look.hair_style == "curly"
    assert look.outfit == "coat"
    assert look.top[0] > 2 * look.top[1]


def test_another_description_is_another_person() -> None:
    looks = {
        look_of(read(f"A {who} stands", "").people[0]) for who in ("tall man in a blue suit", "child", "old woman")
    }
    assert len(looks) == 3


@pytest.mark.parametrize(
    ("prompt", "found"),
    [
        ("Aerial shot of the coast at sunrise", {"shot": "aerial", "places": ("sea",), "time": "sunrise"}),
        ("Over-the-shoulder in an office", {"shot": "shoulder", "places": ("office",)}),
        ("A foggy forest, noir", {"weather": "fog", "places": ("forest",)}),
        ("Kids play football in the snow", {"weather": "snow", "crowd": True}),
        (
            "Long shot over a mountain lake at golden hour",
            {"shot": "wide", "places": ("lake", "mountain"), "time": "golden"},
        ),
        ("In her apartment, a bright kitchen", {"places": ("kitchen", "room")}),
        ("A girl with long dark hair", {"shot": "", "time": "", "mood": ""}),
    ],
)
def test_words_are_understood(prompt: str, found: dict[str, Any]) -> None:
    scene = read(prompt, "cinematic")
    assert {name: getattr(scene, name) for name in found} == found


@pytest.mark.parametrize(
    ("prompt", "kinds"),
    [
        ("We can watch how she walks her dog", ["dog"]),
        ("He puts on a watch and opens a can", ["watch", "can"]),
        ("The product, a bottle, on a plinth", ["bottle"]),
        ("An open package", ["box"]),
    ],
)
def test_verbs_are_not_taken_for_things(prompt: str, kinds: list[str]) -> None:
    assert [thing.kind for thing in read(prompt, "").things] == kinds


BAKER = "the same young baker and her small shop in every scene, the warm kitchen, toasted brown, cream and copper."
WALKER = "the same woman in a yellow coat and her dog in every scene, the beach at sunrise, black and lamp gold."
BOAT = "the red sailing boat, at sunrise, turquoise, sand and white."


@pytest.mark.parametrize(
    ("shown", "look", "people", "things"),
    [
        ("A young baker opens her small shop, soft window light", BAKER, ["person"], []),
        ("Neighbours come in from the snowy street, warm lamp light", BAKER, [], []),
        ("A woman in a yellow coat walks her dog, dusk light", WALKER, ["woman"], ["dog"]),
        ("They take the train to the city, dusk light", WALKER, ["woman"], ["dog"]),
        ("She shares a cake", WALKER, ["woman"], ["cake"]),
        ("All is well at last", WALKER, ["woman"], ["dog"]),
        ("A storm rises over the sea, high sun", BOAT, [], []),
        ("The lighthouse shines through the night, high sun", BOAT, [], ["lighthouse"]),
        ("It lies on a calm beach, high sun", BOAT, [], ["boat"]),
    ],
)
def test_the_look_describes_the_one_subject_and_adds_no_second(
    shown: str, look: str, people: list[str], things: list[str]
) -> None:
    scene = read(f"Medium shot, wide composition: {shown}. Film still with shallow depth of field, {look}", "")
    assert [person.kind for person in scene.people] == people
    assert [thing.kind for thing in scene.things] == things
    assert "field" not in scene.places


def test_the_look_says_how_somebody_looks_whom_the_scene_only_names() -> None:
    scenes = [
        read(f"Close-up, wide composition: {shown}. Watercolour painting, {WALKER}", "")
        for shown in ("The woman smiles", "She smiles in the café", "They wait")
    ]
    looks = {look_of(scene.people[0]) for scene in scenes}
    assert [look.outfit for look in looks] == ["coat"]
    assert [scene.place for scene in scenes] == ["sea", "cafe", "sea"]


def test_somebody_who_is_named_again_is_no_second() -> None:
    assert len(read("A young woman in a red coat waits. The woman looks up.", "").people) == 1
    assert len(read("A young woman waits. Another woman looks up.", "").people) == 2


def test_a_farmhouse_kitchen_has_no_house_in_it() -> None:
    assert [thing.kind for thing in read("A cake in a farmhouse kitchen", "").things] == ["cake"]
    assert [thing.kind for thing in read("A farmhouse in a field", "").things] == ["house"]


def test_a_sleeper_in_a_cave_lies_in_no_bedroom() -> None:
    assert read("A bear sleeps in a cave", "").place == "mountain"
    assert read("A boy sleeps", "").place == "bedroom"


@pytest.mark.parametrize("words", ["cream walls", "in warm lamp light"])
def test_colours_and_kinds_of_light_are_no_things(words: str) -> None:
    assert read(f"A room {words}", "").things == ()


def test_a_boy_is_a_boy_and_a_girl_a_girl() -> None:
    boy, girl = (look_of(read(f"A {who} runs", "").people[0]) for who in ("boy", "girl"))
    assert (boy.child, boy.woman, girl.child, girl.woman) == (True, False, True, True)


@pytest.mark.parametrize("prompt", ["Close-up: a red lighthouse at noon", "Close-up: a cat at a red house at noon"])
def test_near_a_building_no_wall_of_its_colour_fills_the_frame(draw: Draw, prompt: str) -> None:
    top = pixels(draw(prompt=prompt, style="natural"))[:24]
    assert all(side[..., 0].mean() - side[..., 2].mean() < 40 for side in (top[:, :24], top[:, -24:]))


def test_a_family_is_three_people_and_a_crowd_nobody_in_particular() -> None:
    assert [person.kind for person in read("A family at the lake", "").people] == ["man", "woman", "child"]
    assert read("An audience of students", "").people == ()


def test_a_reference_is_placed_in_the_scene(draw: Draw, tmp_path: Path) -> None:
    reference = tmp_path / "product.png"
    Image.new("RGB", (300, 400), (0, 255, 0)).save(reference)
    plain, placed = pixels(draw()), pixels(draw({"reference": reference}))

    def green(picture: np.ndarray[Any, Any]) -> int:
        return int(((picture[..., 1] > 120) & (picture[..., 0] < 90) & (picture[..., 2] < 90)).sum())

    assert green(plain) == 0
    assert green(placed) > 0.02 * 456 * 256


def test_a_products_plain_background_is_cut_away(draw: Draw, tmp_path: Path) -> None:
    reference = tmp_path / "product.jpg"
    picture = Image.new("RGB", (400, 400), "white")
    picture.paste((220, 20, 220), (150, 100, 250, 300))
    picture.save(reference, quality=95)
    drawn = pixels(draw({"reference": reference}, prompt="A product in the desert at noon"))
    magenta = (drawn[..., 0] > 2 * drawn[..., 1]) & (drawn[..., 2] > 2 * drawn[..., 1]) & (drawn[..., 0] > 80)
    rows, columns = np.nonzero(magenta)
    assert (rows.max() - rows.min()) / (columns.max() - columns.min()) == pytest.approx(2, abs=0.35)


@pytest.mark.parametrize("content", [b"", b"no picture at all", b"\x89PNG\r\n\x1a\n" + bytes(40)])
def test_a_reference_that_is_no_picture_is_refused(draw: Draw, tmp_path: Path, content: bytes) -> None:
    reference = tmp_path / "reference"
    reference.write_bytes(content)
    with pytest.raises(JobFailed, match="reference picture") as refused:
        draw({"reference": reference})
    assert (refused.value.code, refused.value.retryable) == ("invalid_reference", False)


@pytest.mark.parametrize(
    ("field", "value"), [("prompt", ""), ("prompt", "x" * 4001), ("width", 255), ("height", 2561), ("seed", -1)]
)
def test_params_that_cannot_be_used_are_refused_by_name(draw: Draw, field: str, value: object) -> None:
    with pytest.raises(JobFailed, match=field) as refused:
        draw(**{field: value})
    assert refused.value.code == "invalid_params"
