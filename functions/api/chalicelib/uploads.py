"""The routes of uploads: files too large for a request go straight to the bucket."""

from chalice.app import Blueprint

from chalicelib import services
from chalicelib.contract import Answer, Call, operation
from chalicelib.upload_views import AssetView, BeginUpload, CompleteUpload, UploadView, as_asset, shown
from greenlight.services.uploads import NewUpload

blueprint = Blueprint(__name__)
UPLOADS = "/api/v1/uploads"
UPLOAD = "/api/v1/uploads/{upload_id}"
# A large file is read at some 100 MB/s.
ASK_AGAIN_SECONDS = 5


def _id(call: Call) -> str:
    return call.uuid("upload_id", "upload")


@operation(
    blueprint,
    "POST",
    UPLOADS,
    tag="uploads",
    request=BeginUpload,
    response=UploadView,
    status=201,
    errors=(413, 415),
)
def begin_upload(call: Call) -> UploadView:
    """Promises a file and gets links to put it at.

    Up to 100 MB: PUT exactly `size` bytes to `url` with the `headers` of the answer, within the hour. Above, up to
    5 GB: PUT each of the `parts` to its own `url`, in any order and side by side, within six hours. Then complete the
    upload. What an account's uploads may hold is limited (409 `upload_quota_exceeded`).
    """
    body: BeginUpload = call.body
    new = NewUpload(body.filename, body.content_type, body.size, body.sha256)
    upload = services.uploads().begin(call.identity, call.user_id, new)
    return shown(upload, services.uploads().links(upload))


@operation(blueprint, "GET", UPLOAD, tag="uploads", response=UploadView, errors=(404,))
def get_upload(call: Call) -> UploadView:
    """Shows an upload, with fresh links for what is still missing.

    This is how an upload goes on that was interrupted, and how a link that answers 403 is replaced.
    """
    upload = services.uploads().find(call.identity, _id(call))
    return shown(upload, services.uploads().links(upload))


@operation(
    blueprint,
    "POST",
    f"{UPLOAD}/complete",
    tag="uploads",
    request=CompleteUpload,
    response=AssetView,
    errors=(404,),
    may_take_longer=True,
)
def complete_upload(call: Call) -> Answer:
    """Checks that the file arrived as promised and is what it was declared to be, and names it as an asset.

    A file that is cut off, empty, damaged, of another type, or two files in one is refused with 400 and deleted at
    once. `asset_id` is then taken wherever a file is, until `expires_at`. A file in parts is read from end to end:
    where that takes longer than 20 s the answer is 202 without a `sha256`, and this route is asked again. Asked again,
    it answers the same.
    """
    body: CompleteUpload = call.body
    etags = {part.part_number: part.etag for part in body.parts or []}
    upload = services.upload_completion().complete(call.identity, _id(call), etags)
    if upload.sha256 is None:
        return Answer(as_asset(upload), 202, {"Retry-After": str(ASK_AGAIN_SECONDS)})
    return Answer(as_asset(upload))


@operation(blueprint, "DELETE", UPLOAD, tag="uploads", response=None, status=204, errors=(404, 409))
def delete_upload(call: Call) -> None:
    """Gives up an upload, or deletes the asset that it became; what it held of the quota is free at once.

    What was made of the asset stays.
    """
    services.uploads().delete(call.identity, _id(call))
