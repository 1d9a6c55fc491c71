"""The routes of finished films: listed, played and downloaded by their names."""

from chalice.app import Blueprint

from chalicelib import services
from chalicelib.contract import Answer, Call, operation
from chalicelib.film_views import FileView, VideoList, video_shown
from chalicelib.views import ListQuery
from greenlight.domain.status import Status

blueprint = Blueprint(__name__)


@operation(blueprint, "GET", "/videos", tag="scripts", query=ListQuery, response=VideoList, browser=True)
def list_videos(call: Call) -> VideoList:
    """Lists finished films, newest first.

    Their names lead to them at `/stream` and `/download`.
    """
    query: ListQuery = call.query
    videos, user_id = services.script_videos(), call.identity.user_id or call.claimed_user
    page = videos.list(call.identity, user_id, Status.SUCCEEDED.value, query.limit, query.cursor)
    shown = [video_shown(video, videos.output) for video in page.items]
    return VideoList(videos=shown, next_cursor=page.next_cursor)


@operation(
    blueprint,
    "GET",
    "/stream/{filename}",
    tag="scripts",
    response=FileView,
    status=302,
    errors=(404,),
    browser=True,
)
def stream_video(call: Call) -> Answer:
    """Leads to a film, to be played.

    A redirect to a link that is good for an hour and takes byte ranges, so that a `<video>` element can seek in it.
    """
    return _handed_out(call, as_attachment=False)


@operation(
    blueprint,
    "GET",
    "/download/{filename}",
    tag="scripts",
    response=FileView,
    status=302,
    errors=(404,),
    browser=True,
)
def download_video(call: Call) -> Answer:
    """Leads to a film, to be saved.

    A redirect to a link that is good for an hour; what it leads to is an attachment.
    """
    return _handed_out(call, as_attachment=True)


def _handed_out(call: Call, *, as_attachment: bool) -> Answer:
    videos, filename = services.script_videos(), call.path["filename"]
    video = videos.named(call.identity, filename)
    link = videos.link(video, as_attachment=as_attachment, only_head=call.only_head)
    return Answer(FileView(filename=filename, url=link), headers={"Location": link})
