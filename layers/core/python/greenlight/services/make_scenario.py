"""The journey of a scenario: its one job, the preview image, and how far it brings the whole."""

from greenlight.domain.catalogue import engine_version
from greenlight.domain.jobs import JobSpec
from greenlight.domain.production import StepResult
from greenlight.domain.scenario import DRAWING, SHOWN, WRITTEN, Scenario
from greenlight.services.seeds import seed_of


def state(_step: str) -> str:
    """What the step is to those who watch."""
    return DRAWING


def span(_step: str, _scenario: Scenario) -> tuple[int, int]:
    """Percent of the whole at which the step begins and ends."""
    return WRITTEN + 1, SHOWN


def quantity(_step: str, _scenario: Scenario, _result: StepResult) -> float:
    return 1


def plan(_step: str, scenario: Scenario) -> JobSpec:
    """The picture of the first scene; the engine draws it at its nearest ratio, after the product's own picture."""
    if scenario.text is None:
        raise KeyError("The scenario is not written.")
    engine, image = scenario.engines.text_to_image, scenario.image
    width, height = scenario.size
    params = {
        "prompt": scenario.text.scenes[0].image_prompt,
        "width": width,
        "height": height,
        "style": f"{scenario.style.replace('-', ' ')}, {scenario.mood} mood",
        "seed": seed_of(f"{scenario.production_id}/preview"),
        "scene_number": 1,
    }
    inputs = {"reference": image.uri} if image else {}
    digests = {"reference": image.sha256} if image else {}
    return JobSpec("text_to_image", engine, engine_version("text_to_image", engine), params, inputs, digests)
