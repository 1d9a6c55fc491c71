"""The routes of shorts: the latest scenario of each, and its way into a storyboard."""

from chalice.app import Blueprint

from chalicelib import services
from chalicelib.contract import Answer, Call, operation
from chalicelib.once import HEADER
from chalicelib.scenario_views import ProduceShort, ShortList, ShortView, short_shown
from chalicelib.storyboard_views import StoryboardView
from chalicelib.storyboard_views import shown as storyboard_shown
from chalicelib.views import ListQuery
from greenlight.domain.scenario import Scenario
from greenlight.domain.shorts import Short
from greenlight.domain.storyboard import Cut
from greenlight.observability import about

blueprint = Blueprint(__name__)
SHORT = "/api/v1/shorts/{short_id}"


def _shown(short: Short, scenario: Scenario) -> ShortView:
    if scenario.text is None:
        raise ValueError("A short is written with the text of its scenario.")
    return short_shown(short, scenario, scenario.text, services.products().media)


@operation(blueprint, "GET", "/api/v1/shorts", tag="scenarios", query=ListQuery, response=ShortList)
def list_shorts(call: Call) -> ShortList:
    """Lists shorts with the latest scenario of each, newest first.

    A user key sees that user's, a service key all of its account's or those of `user_id`.
    """
    query: ListQuery = call.query
    user_id = call.identity.user_id or call.claimed_user
    page = services.shorts().list(call.identity, user_id, query.limit, query.cursor)
    return ShortList(items=[_shown(*found) for found in page.items], next_cursor=page.next_cursor)


@operation(blueprint, "GET", SHORT, tag="scenarios", response=ShortView, errors=(404,))
def get_short(call: Call) -> ShortView:
    """Shows a short with its latest scenario.

    `POST /scenario/generate` with its `short_id` gives it another one.
    """
    return _shown(*services.shorts().get(call.identity, call.uuid("short_id", "short")))


@operation(
    blueprint,
    "POST",
    f"{SHORT}/produce",
    tag="scenarios",
    request=ProduceShort,
    response=StoryboardView,
    status=202,
    errors=(402, 404),
)
def produce_short(call: Call) -> Answer:
    """Carries the latest scenario of a short into a storyboard.

    Its pictures are drawn and paid for; then it is refined, reordered and approved like any other storyboard, under
    `/api/v2/jobs/{job_id}`. A scene takes longer than five seconds where its words do.
    """
    body: ProduceShort = call.body
    short_id = call.uuid("short_id", "short")
    cut = Cut(**body.model_dump())
    storyboard = services.shorts().produce(call.identity, short_id, cut, call.headers.get(HEADER))
    about(storyboard.production_id)
    view = storyboard_shown(storyboard, services.products().media, "The storyboard is being drawn.")
    return Answer(view, headers={"ETag": f'"{storyboard.revision}"'})
