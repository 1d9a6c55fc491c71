"""The routes of uploads: files too large for a request go straight to the bucket."""

from datetime import datetime
from typing import Annotated

from chalice.app import Blueprint
from pydantic import BeforeValidator, Field, StringConstraints

from chalicelib import services
from chalicelib.contract import Call, operation
from chalicelib.views import ForUser, Nothing, Shape, as_whole

blueprint = Blueprint(__name__)
UPLOADS = "/api/v1/uploads"


Size = Annotated[int, Field(ge=1, le=5 * 10**9), BeforeValidator(as_whole)]


class BeginUpload(ForUser):
    filename: Annotated[str, StringConstraints(min_length=1, max_length=255, pattern=r"^[^\x00-\x1f\x7f/\\]+$")]
    content_type: Annotated[str, StringConstraints(max_length=100, pattern=r"^[\w.+-]+/[\w.+-]+$")]
    size: Size = Field(description="In bytes, exactly.")


class UploadView(Shape):
    upload_id: str
    method: str = "PUT"
    url: str
    headers: dict[str, str]
    expires_at: datetime


class AssetView(Shape):
    asset_id: str
    size: int
    content_type: str
    sha256: str


@operation(
    blueprint,
    "POST",
    UPLOADS,
    tag="uploads",
    request=BeginUpload,
    response=UploadView,
    status=201,
    errors=(413,),
)
def begin_upload(call: Call) -> UploadView:
    """Promises a file and gets a link to put it at.

    PUT exactly `size` bytes to `url` with the `headers` of the answer, within the hour; then complete the upload.
    """
    body: BeginUpload = call.body
    upload, link = services.uploads().begin(call.identity, call.user_id, body.filename, body.content_type, body.size)
    headers = {"Content-Type": body.content_type}
    return UploadView(upload_id=upload.upload_id, url=link, headers=headers, expires_at=upload.expires_at)


@operation(
    blueprint,
    "POST",
    f"{UPLOADS}/{{upload_id}}/complete",
    tag="uploads",
    request=Nothing,
    response=AssetView,
    errors=(404,),
)
def complete_upload(call: Call) -> AssetView:
    """Checks that the file arrived as promised, and names it as an asset.

    `asset_id` is then taken wherever a file is. Asked again, it answers the same.
    """
    upload = services.uploads().complete(call.identity, call.uuid("upload_id", "upload"))
    return AssetView(
        asset_id=upload.upload_id, size=upload.size, content_type=upload.content_type, sha256=upload.sha256 or ""
    )
