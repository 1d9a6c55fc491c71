"""The routes of storyboards: a prompt becomes scenes that a person refines, orders and approves, then a video."""

from chalice.app import Blueprint

from chalicelib import services
from chalicelib.contract import Answer, Call, operation
from chalicelib.once import HEADER
from chalicelib.storyboard_facts import MetadataView, facts_of
from chalicelib.storyboard_views import (
    STATUSES,
    ApproveStoryboard,
    DownloadView,
    ExportQuery,
    GenerateStoryboard,
    RefineScene,
    ReorderScenes,
    StoryboardList,
    StoryboardQuery,
    StoryboardView,
    refuse_unless_rendered,
    shown,
    word,
)
from chalicelib.views import Nothing
from greenlight.domain.errors import Invalid
from greenlight.domain.money import micro_usd
from greenlight.domain.scopes import Scope
from greenlight.domain.storyboard import Cut, NewStoryboard, Storyboard
from greenlight.observability import about

blueprint = Blueprint(__name__)
JOBS = "/api/v2/jobs"
JOB = "/api/v2/jobs/{job_id}"
# Seconds after which an export that takes longer is asked for again.
RETRY = 3


def _id(call: Call) -> str:
    """The job's id as it is stored."""
    job_id = call.number("job_id", "job")
    about(job_id)
    return job_id


def _answer(storyboard: Storyboard, message: str | None = None, status: int | None = None) -> Answer:
    view = shown(storyboard, services.storyboards().media, message)
    return Answer(view, status, {"ETag": f'"{storyboard.revision}"'})


@operation(
    blueprint,
    "POST",
    "/api/v2/generate",
    tag="storyboards",
    request=GenerateStoryboard,
    response=StoryboardView,
    status=202,
    errors=(402,),
)
def generate_storyboard(call: Call) -> Answer:
    """Writes and draws a storyboard from a prompt.

    Ask for the job until `status` is `storyboard_ready`, or follow its events. Only the pictures are paid for then;
    the video waits for an approval.
    """
    body: GenerateStoryboard = call.body
    cut = Cut(**{name: getattr(body, name) for name in ("transition", "captions", "music", "title_card", "end_card")})
    names = ("prompt", "duration", "style", "aspect_ratio", "voice", "language", "approval_days")
    new = NewStoryboard(**{name: getattr(body, name) for name in names}, cut=cut, music=_music(call))
    storyboard = services.storyboards().create(call.identity, call.user_id, new, call.headers.get(HEADER))
    about(storyboard.production_id)
    return _answer(storyboard, "The storyboard is being written and drawn.")


def _music(call: Call) -> bytes | None:
    asset_id = call.body.music_asset_id
    return services.uploads().read(call.identity, asset_id, "music_asset_id", ("audio/",)) if asset_id else None


@operation(blueprint, "GET", JOBS, tag="storyboards", query=StoryboardQuery, response=StoryboardList)
def list_storyboards(call: Call) -> StoryboardList:
    """Lists storyboard jobs, newest first.

    A user key sees that user's jobs, a service key all of its account's or those of `user_id`. A page filtered by
    `status` may be shorter than `limit` before the end; `next_cursor` is null at the end.
    """
    query: StoryboardQuery = call.query
    status = STATUSES[query.status].value if query.status in STATUSES else None
    user_id = call.identity.user_id or call.claimed_user
    page = services.storyboards().list(call.identity, user_id, status, query.limit, query.cursor)
    jobs = [found for found in page.items if query.status in {None, word(found)}]
    media = services.storyboards().media
    return StoryboardList(jobs=[shown(found, media) for found in jobs], next_cursor=page.next_cursor)


@operation(blueprint, "GET", JOB, tag="storyboards", response=StoryboardView, errors=(404,))
def get_storyboard(call: Call) -> Answer:
    """Shows a storyboard job with its scenes and fresh links.

    Each scene says for itself how far its picture is; one that failed can be refined.
    """
    return _answer(services.storyboards().get(call.identity, _id(call)))


@operation(
    blueprint,
    "POST",
    f"{JOB}/refine",
    tag="storyboards",
    query=RefineScene,
    request=RefineScene,
    response=StoryboardView,
    errors=(402, 404, 412, 429, 502),
    headers=("If-Match",),
)
def refine_scene(call: Call) -> Answer:
    """Changes the picture or the description of one scene, at most 5 times a job.

    The fields come in the query or in the body. A new image prompt draws that scene anew and is paid for when it
    works; a description alone costs nothing. The approval is taken away. A picture that takes longer than 20 s comes
    later: its scene says `generating` until then.
    """
    wishes = _merged(call)
    storyboard = services.storyboards().refine(
        call.identity,
        _id(call),
        _number(wishes),
        wishes.new_image_prompt,
        wishes.new_description,
        call.if_match,
    )
    if storyboard.refinements:
        return _answer(storyboard, "The scene is being drawn anew; ask for the job until it is there.")
    return _answer(storyboard, "The scene is refined; the storyboard waits for your approval.")


def _merged(call: Call) -> RefineScene:
    sent = call.query.model_dump(exclude_none=True) | call.body.model_dump(exclude_none=True)
    return RefineScene.model_validate(sent)


def _number(wishes: RefineScene) -> int:
    if wishes.scene_number is None:
        raise Invalid("scene_number is required", field="scene_number")
    return wishes.scene_number


@operation(
    blueprint,
    "POST",
    f"{JOB}/reorder",
    tag="storyboards",
    query=ReorderScenes,
    request=ReorderScenes,
    response=StoryboardView,
    errors=(404, 412),
    headers=("If-Match",),
)
def reorder_scenes(call: Call) -> Answer:
    """Puts the scenes into another order and numbers them anew.

    `scene_order` names every scene once, in the query or in the body. The approval is taken away; the next rendering
    makes only the seams that are new.
    """
    order = call.body.scene_order if call.body.scene_order is not None else call.query.scene_order
    storyboard = services.storyboards().reorder(call.identity, _id(call), order or [], call.if_match)
    return _answer(storyboard, "The scenes are reordered; the storyboard waits for your approval.")


@operation(
    blueprint,
    "POST",
    f"{JOB}/approve",
    tag="storyboards",
    scope=Scope.PRODUCTIONS_APPROVE,
    request=ApproveStoryboard,
    response=StoryboardView,
    errors=(404, 412),
)
def approve_storyboard(call: Call) -> Answer:
    """The green light for one revision at one price.

    Where `revision` is no longer current it is refused with 412, where the price is above `max_amount` with 409
    `price_changed`. Rendering begins with `render`.
    """
    body: ApproveStoryboard = call.body
    limit = None if body.max_amount is None else micro_usd(body.max_amount)
    storyboard = services.storyboards().approve(call.identity, _id(call), body.revision, limit)
    return _answer(storyboard, "Storyboard approved; render it when you like.")


@operation(
    blueprint,
    "POST",
    f"{JOB}/render",
    tag="storyboards",
    scope=Scope.PRODUCTIONS_APPROVE,
    request=Nothing,
    response=StoryboardView,
    status=202,
    errors=(402, 404),
)
def render_storyboard(call: Call) -> Answer:
    """Renders an approved storyboard, again after changes that were approved.

    Scenes that did not change are not rendered or paid for again. The price is held until the video is done.
    """
    return _answer(services.storyboards().render(call.identity, _id(call)), "The video is being rendered.")


@operation(
    blueprint, "POST", f"{JOB}/cancel", tag="storyboards", request=Nothing, response=StoryboardView, errors=(404,)
)
def cancel_storyboard(call: Call) -> Answer:
    """Stops a storyboard job and gives back what was held for it.

    What is drawn and rendered stays and is not made again. A job that is over cannot be cancelled.
    """
    return _answer(services.storyboards().cancel(call.identity, _id(call)), "The job is cancelled.")


@operation(blueprint, "DELETE", JOB, tag="storyboards", response=None, status=204, errors=(404, 409))
def delete_storyboard(call: Call) -> Answer:
    """Deletes a storyboard job with all its files.

    One that is being drawn or rendered has to be cancelled before (409).
    """
    services.storyboards().delete(call.identity, _id(call))
    return Answer(None)


@operation(blueprint, "GET", f"{JOB}/video", tag="storyboards", response=DownloadView, status=302, errors=(404,))
def get_video(call: Call) -> Answer:
    """Leads to the video as it was rendered.

    A redirect to a link that is good for an hour and takes byte ranges; the body names it as well.
    """
    storyboard = services.storyboards().get(call.identity, _id(call))
    refuse_unless_rendered(storyboard)
    return _handed_out(storyboard, services.exports().original(storyboard, counted=not call.only_head))


@operation(
    blueprint,
    "GET",
    f"{JOB}/export",
    tag="storyboards",
    query=ExportQuery,
    response=DownloadView,
    status=302,
    errors=(404, 502),
    may_take_longer=True,
)
def export_video(call: Call) -> Answer:
    """Leads to the video in another format and size.

    Each shape is made once, however many ask for it. What is not ready within 20 s is answered with 202 and
    `Retry-After`; asking again costs nothing.
    """
    query: ExportQuery = call.query
    storyboard = services.storyboards().get(call.identity, _id(call))
    refuse_unless_rendered(storyboard)
    link = services.exports().shaped(storyboard, query.format, query.quality, counted=not call.only_head)
    if link is not None:
        return _handed_out(storyboard, link)
    again = f"{JOBS}/{storyboard.production_id}/export?format={query.format}&quality={query.quality}"
    message = "The export is being made; ask again."
    view = DownloadView(job_id=int(storyboard.production_id), url=None, status_url=again, message=message)
    return Answer(view, 202, {"Retry-After": str(RETRY)})


def _handed_out(storyboard: Storyboard, link: str) -> Answer:
    view = DownloadView(job_id=int(storyboard.production_id), url=link, status_url=None, message="The file is ready.")
    return Answer(view, headers={"Location": link})


@operation(
    blueprint, "GET", f"{JOB}/metadata", tag="storyboards", response=MetadataView, public=True, errors=(404, 503)
)
def get_metadata(call: Call) -> MetadataView:
    """Facts and figures of a storyboard job; needs no key.

    It holds nothing that was written, drawn or said, and no link that works without a key.
    """
    storyboard = services.storyboards().public(_id(call))
    return facts_of(storyboard, services.exports().downloads(storyboard))
