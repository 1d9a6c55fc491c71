"""The routes of product scenarios: a task writes one, a person looks at it, a short keeps the latest."""

from chalice.app import Blueprint

from chalicelib import services
from chalicelib.contract import Call, operation
from chalicelib.scenario_views import (
    CancelledTaskView,
    GenerateScenario,
    OptionsView,
    TaskView,
    options,
    task_shown,
)
from greenlight.domain.catalogue import written_languages
from greenlight.domain.scenario import NewScenario, Scenario
from greenlight.observability import about

blueprint = Blueprint(__name__)
GENERATE = "/scenario/generate"
TASK = "/scenario/generate/tasks/{task_id}"


def _shown(task: Scenario) -> TaskView:
    about(task.production_id)
    return task_shown(task, services.products().media)


@operation(blueprint, "POST", GENERATE, tag="scenarios", request=GenerateScenario, response=TaskView, errors=(402, 404))
def generate_scenario(call: Call) -> TaskView:
    """Has an advertisement for a product written, and its first scene drawn.

    Ask for the task until it is over. One `generate_scenario` is held for it, and given back where it fails or is
    cancelled.
    """
    body: GenerateScenario = call.body
    names = ("product_id", "style", "mood", "video_length", "resolution", "short_id")
    new = NewScenario(**{name: getattr(body, name) for name in names}, language=body.target_language)
    return _shown(services.scenarios().begin(call.identity, call.user_id, new))


@operation(blueprint, "GET", TASK, tag="scenarios", response=TaskView, errors=(404,))
def get_scenario_task(call: Call) -> TaskView:
    """Shows how far a scenario is, and the scenario once it is there.

    `progress` never goes back. A picture that could not be drawn is a `warning`, and the scenario good without it.
    """
    return _shown(services.scenarios().get(call.identity, call.uuid("task_id", "task")))


@operation(blueprint, "DELETE", TASK, tag="scenarios", response=CancelledTaskView, errors=(404, 409))
def cancel_scenario_task(call: Call) -> CancelledTaskView:
    """Cancels a scenario that is being written.

    What was held for it is given back. A task that is over cannot be cancelled.
    """
    task = services.scenarios().cancel(call.identity, call.uuid("task_id", "task"))
    about(task.production_id)
    return CancelledTaskView(message=f"Scenario generation task {task.production_id} cancelled successfully")


@operation(blueprint, "GET", "/scenario/options", tag="scenarios", response=OptionsView)
def scenario_options(_call: Call) -> OptionsView:
    """What a scenario can be asked for: styles, moods, lengths, resolutions, languages.

    The languages are those of the writer that this stage is set to use.
    """
    return options(written_languages(services.scenarios().engines.writer))
