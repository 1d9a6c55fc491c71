"""Media in one private S3 bucket; people get presigned links, good for an hour."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from botocore.exceptions import ClientError

LINK_SECONDS = 3600


@dataclass(frozen=True)
class S3Media:
    client: Any
    bucket: str

    def uri(self, key: str) -> str:
        return f"s3://{self.bucket}/{key}"

    def put(self, uri: str, data: bytes, content_type: str) -> None:
        self.client.put_object(Bucket=self.bucket, Key=self._key(uri), Body=data, ContentType=content_type)

    def read(self, uri: str) -> bytes:
        body: bytes = self.client.get_object(Bucket=self.bucket, Key=self._key(uri))["Body"].read()
        return body

    def exists(self, uri: str) -> bool:
        try:
            self.client.head_object(Bucket=self.bucket, Key=self._key(uri))
        except ClientError as error:
            if error.response["ResponseMetadata"]["HTTPStatusCode"] == 404:
                return False
            raise
        return True

    def link(
        self, uri: str, filename: str | None = None, *, as_attachment: bool = False, only_head: bool = False
    ) -> str:
        key = self._key(uri)
        name = filename or key.rsplit("/", 1)[-1]
        disposition = "attachment" if as_attachment else "inline"
        parameters = {
            "Bucket": self.bucket,
            "Key": key,
            "ResponseContentDisposition": f"{disposition}; filename*=UTF-8''{quote(name, safe='')}",
        }
        # A link is signed for one method: S3 refuses a HEAD on a link that was made for GET.
        operation = "head_object" if only_head else "get_object"
        url: str = self.client.generate_presigned_url(operation, Params=parameters, ExpiresIn=LINK_SECONDS)
        return url

    def delete_under(self, uri: str) -> None:
        pages = self.client.get_paginator("list_objects_v2").paginate(Bucket=self.bucket, Prefix=self._key(uri))
        for page in pages:
            keys = [{"Key": entry["Key"]} for entry in page.get("Contents", [])]
            if keys:
                self.client.delete_objects(Bucket=self.bucket, Delete={"Objects": keys, "Quiet": True})

    def _key(self, uri: str) -> str:
        prefix = f"s3://{self.bucket}/"
        if not uri.startswith(prefix):
            raise ValueError(f"{uri} is not in the media bucket")
        return uri.removeprefix(prefix)
