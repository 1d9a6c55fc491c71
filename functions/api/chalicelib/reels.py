"""The routes of reels: a portrait and a script become an approved talking-head video."""

from chalice.app import Blueprint

from chalicelib import services
from chalicelib.contract import Answer, Call, operation
from chalicelib.reel_views import (
    STATUSES,
    ApproveScript,
    CreateReel,
    EditReel,
    ReelList,
    ReelQuery,
    ReelView,
    RegenerateScript,
    RewriteScript,
    shown,
)
from chalicelib.views import Nothing
from greenlight.domain.errors import Invalid
from greenlight.domain.money import micro_usd
from greenlight.domain.reel import NewReel, Origin, Reel
from greenlight.domain.scopes import Scope
from greenlight.domain.status import Status
from greenlight.observability import about

blueprint = Blueprint(__name__)
REELS = "/api/reels"
PICTURES = ("image/jpeg", "image/png", "image/webp")
REEL = "/api/reels/{reel_id}"


def _id(call: Call) -> str:
    """The reel's id as it is stored."""
    reel_id = call.uuid("reel_id", "reel")
    about(reel_id)
    return reel_id


def _answer(reel: Reel, message: str | None = None, status: int | None = None) -> Answer:
    view = shown(reel, services.reels().media, message)
    return Answer(view, status, {"ETag": f'"{reel.revision}"'})


def _making(reel: Reel) -> str:
    return "the video is made when its turn comes." if reel.status is Status.QUEUED else "the video is being made."


def _rewritten(call: Call, origin: Origin) -> Reel:
    body: RewriteScript = call.body
    wishes = (body.tone, body.max_seconds, body.instructions)
    return services.reels().rewrite(call.identity, _id(call), origin, *wishes, if_match=call.if_match)


def _image(call: Call) -> bytes:
    if "image" in call.files:
        return call.files["image"]
    if call.body.image_asset_id:
        return services.uploads().read(call.identity, call.body.image_asset_id, "image_asset_id", PICTURES)
    message = "image is required: a jpeg, png or webp file with one face, or image_asset_id in its place."
    raise Invalid(message, field="image", code="image_missing")


@operation(
    blueprint,
    "POST",
    REELS,
    tag="reels",
    request=CreateReel,
    response=ReelView,
    status=201,
    errors=(502,),
    files=("image",),
)
def create_reel(call: Call) -> Answer:
    """Makes a reel, rewrites its script if asked, and waits for approval.

    The portrait comes as the file `image`: a jpeg, png or webp with one face of at least 128 px. In JSON an uploaded
    picture is named by `image_asset_id` instead. With `use_rewrite` the answer holds the rewritten script already.
    Nothing is spent before the approval, which is for the `revision` and the `estimate` in the answer.
    """
    body: CreateReel = call.body
    new = NewReel(
        image=_image(call),
        script=body.script,
        tone=body.tone,
        use_rewrite=body.use_rewrite,
        max_seconds=body.max_seconds,
        voice=body.voice_profile_id or body.voice,
        language=body.language,
        captions=body.captions,
        aspect_ratio=body.aspect_ratio,
        approval_days=body.approval_days,
    )
    reel = services.reels().create(call.identity, call.user_id, new)
    about(reel.production_id)
    return _answer(reel, "The reel waits for your approval.")


@operation(blueprint, "GET", REELS, tag="reels", query=ReelQuery, response=ReelList)
def list_reels(call: Call) -> ReelList:
    """Lists reels, newest first.

    A user key sees that user's reels, a service key all of its account's or those of `user_id`. `next_cursor` leads on
    in the same list; it is null at the end.
    """
    query: ReelQuery = call.query
    status = STATUSES[query.status] if query.status else None
    user_id = call.identity.user_id or call.claimed_user
    page = services.reels().list(call.identity, user_id, status, query.limit, query.cursor)
    return ReelList(items=[shown(reel, services.reels().media) for reel in page.items], next_cursor=page.next_cursor)


@operation(blueprint, "GET", REEL, tag="reels", response=ReelView, errors=(404,))
def get_reel(call: Call) -> Answer:
    """Shows a reel with fresh links.

    Ask until `status` is `done`, `error`, `cancelled` or `expired`, or follow the events of the job, whose id is the
    reel's.
    """
    return _answer(services.reels().get(call.identity, _id(call)))


@operation(
    blueprint,
    "PATCH",
    REEL,
    tag="reels",
    request=EditReel,
    response=ReelView,
    errors=(404, 409, 412),
    headers=("If-Match",),
)
def edit_reel(call: Call) -> Answer:
    """Replaces the script by hand; an approval given before is gone.

    With `If-Match` only the revision that was seen is replaced. While a video is made nothing can be edited.
    """
    reel = services.reels().edit(call.identity, _id(call), call.body.final_script, call.if_match)
    return _answer(reel, "The edited script waits for your approval.")


@operation(blueprint, "DELETE", REEL, tag="reels", response=None, status=204, errors=(404, 409))
def delete_reel(call: Call) -> None:
    """Deletes a reel and its media.

    While its video is made it cannot be deleted: cancel it first.
    """
    services.reels().delete(call.identity, _id(call))


@operation(
    blueprint,
    "POST",
    f"{REEL}/rewrite-script",
    tag="reels",
    request=RewriteScript,
    response=ReelView,
    errors=(404, 412, 502),
    headers=("If-Match",),
)
def rewrite_script(call: Call) -> Answer:
    """Rewrites the original script.

    The facts and the language stay, and the text fits `max_seconds` when it is spoken. It starts from the original
    whatever was written since.
    """
    reel = _rewritten(call, "rewrite")
    return _answer(reel, "The rewritten script waits for your approval.")


@operation(
    blueprint,
    "POST",
    f"{REEL}/regenerate-script",
    tag="reels",
    request=RegenerateScript,
    response=ReelView,
    errors=(404, 412, 502),
    headers=("If-Match",),
)
def regenerate_script(call: Call) -> Answer:
    """Writes another version, unlike all before it, or brings an earlier one back.

    As often as wanted; `script_versions` keeps them all, and `restore_version` makes one of them the current one.
    """
    body: RegenerateScript = call.body
    if body.restore_version is not None:
        reel = services.reels().restore(call.identity, _id(call), body.restore_version, call.if_match)
        return _answer(reel, f"Version {body.restore_version} waits for your approval again.")
    reel = _rewritten(call, "regenerate")
    return _answer(reel, "Another version waits for your approval.")


@operation(
    blueprint,
    "POST",
    f"{REEL}/approve-script",
    tag="reels",
    scope=Scope.PRODUCTIONS_APPROVE,
    request=ApproveScript,
    response=ReelView,
    errors=(402, 404, 412),
)
def approve_script(call: Call) -> Answer:
    """The green light: generation begins.

    The approval is for one revision at one price. Where `revision` is no longer current it is refused with 412, where
    the price is above `max_amount` with 409 `price_changed`. The price is held until the video is done and given back
    when it fails or is cancelled. While as many are being made as the account may have at once, the reel stays
    `script_approved`; its turn comes by itself.
    """
    body: ApproveScript = call.body
    limit = None if body.max_amount is None else micro_usd(body.max_amount)
    reel = services.reels().approve(call.identity, _id(call), body.revision, limit)
    return _answer(reel, f"Script approved; {_making(reel)}")


@operation(
    blueprint,
    "POST",
    f"{REEL}/generate-video",
    tag="reels",
    scope=Scope.PRODUCTIONS_APPROVE,
    request=Nothing,
    response=ReelView,
    errors=(402, 404),
)
def generate_video(call: Call) -> Answer:
    """Generates the video of an approved script again, after an error or a cancellation.

    What was done before is not done or paid for twice.
    """
    reel = services.reels().generate(call.identity, _id(call))
    return _answer(reel, _making(reel).capitalize())


@operation(
    blueprint,
    "POST",
    f"{REEL}/cancel",
    tag="reels",
    request=Nothing,
    response=ReelView,
    errors=(404, 409),
)
def cancel_reel(call: Call) -> Answer:
    """Stops a reel and gives back what was held for it.

    Finished partial results stay. A reel that is over already cannot be cancelled.
    """
    return _answer(services.reels().cancel(call.identity, _id(call)), "The reel is cancelled.")
