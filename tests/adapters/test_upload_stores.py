"""What uploads and their inbox promise, asked of the memory twins and of DynamoDB and S3 alike."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any

import boto3
import pytest
import requests
from botocore.config import Config

from greenlight import memory
from greenlight.aws.dynamodb_uploads import DynamoUploads
from greenlight.aws.s3_inbox import S3Inbox
from greenlight.domain.errors import ConcurrentChange
from greenlight.domain.upload_usage import Usage
from greenlight.domain.uploads import Refusal, Upload
from tests.support.aws import BUCKET, CREDENTIALS, aws, table

NOW = datetime(2026, 1, 1, 12, 30, tzinfo=UTC)
MEBIBYTE = 1024**2
PARTS = [b"a" * 5 * MEBIBYTE, b"b" * 5 * MEBIBYTE, b"c"]


@dataclass
class Desk:
    """`put` is what a client does with a link."""

    uploads: Any
    inbox: Any
    prefix: str
    put: Callable[[str, bytes, dict[str, str]], None]


@pytest.fixture(params=["memory", "aws"])
def desk(request, monkeypatch) -> Iterator[Desk]:
    if request.param == "memory":
        inbox = memory.MemoryInbox(memory.MemoryMedia())
        yield Desk(memory.MemoryUploads(), inbox, "s3://media", lambda url, data, _: inbox.receive(url, data))
        return
    for name, value in CREDENTIALS.items():
        monkeypatch.setenv(name, value)
    with aws():
        client = boto3.client("s3", config=Config(signature_version="s3v4", s3={"addressing_style": "path"}))
        yield Desk(DynamoUploads(table()), S3Inbox(client, BUCKET), f"s3://{BUCKET}", _put)


def _put(url: str, data: bytes, headers: dict[str, str]) -> None:
    requests.put(url, data=data, headers=headers, timeout=120).raise_for_status()


def upload(prefix: str = "s3://b", size: int = 4, **changes: Any) -> Upload:
    made = Upload(
        upload_id="u1",
        account_id="acme",
        user_id="alice",
        filename="a.txt",
        content_type="text/plain",
        size=size,
        uri=f"{prefix}/uploads/u1/file",
        inbox=f"{prefix}/tmp/uploads/u1",
        created_at=NOW,
        expires_at=NOW + timedelta(hours=1),
    )
    return replace(made, **changes)


def in_parts(desk: Desk) -> Upload:
    size = sum(map(len, PARTS))
    promised = upload(desk.prefix, size, part_size=5 * MEBIBYTE, inbox=f"{desk.prefix}/uploads/u1/file")
    return promised.with_parts(desk.inbox.begin_parts(promised))


def written(desk: Desk, before: Upload | None, after: Upload | None) -> bool:
    usage = desk.uploads.usage("acme")
    return bool(desk.uploads.change(before, after, usage.changed(before, after, NOW)))


# -- records -----------------------------------------------------------------------------------------------------------
def test_what_was_written_is_read_back_whole(desk):
    stages = [upload(promised_sha256="ab" * 32)]
    stages.append(stages[-1].checking(NOW))
    stages.append(stages[-1].refused(Refusal("polyglot", "Two in one.")))
    for before, after in zip([None, *stages], stages, strict=False):
        assert written(desk, before, after)
        assert desk.uploads.get("acme", "u1") == after


def test_another_accounts_upload_is_not_there(desk):
    written(desk, None, upload())
    assert desk.uploads.get("rivals", "u1") is None
    assert desk.uploads.usage("rivals") == Usage("rivals")


def test_an_account_holds_what_its_uploads_promised_until_their_hour_is_over(desk):
    written(desk, None, upload(size=1_000))
    written(desk, None, upload(size=500, upload_id="u2"))
    usage = desk.uploads.usage("acme")
    assert usage.bytes_at(NOW + timedelta(hours=1)) == 1_500
    assert usage.bytes_at(NOW + timedelta(hours=2)) == 0
    written(desk, upload(size=1_000), None)
    assert desk.uploads.usage("acme").bytes_at(NOW) == 500
    assert desk.uploads.get("acme", "u1") is None


def test_a_change_of_an_upload_that_was_changed_is_refused(desk):
    written(desk, None, upload())
    written(desk, upload(), upload().checking(NOW))
    for after in (upload().checking(NOW), None):
        with pytest.raises(ConcurrentChange):
            written(desk, upload(), after)
    with pytest.raises(ConcurrentChange):
        written(desk, None, upload())


def test_a_change_by_an_outdated_count_is_not_written(desk):
    usage = desk.uploads.usage("acme")
    written(desk, None, upload())
    other = upload(upload_id="u2")
    assert desk.uploads.change(None, other, usage.changed(None, other, NOW)) is False
    assert desk.uploads.get("acme", "u2") is None


# -- the inbox ---------------------------------------------------------------------------------------------------------
def test_a_file_in_one_piece_is_put_by_its_link_and_taken_in(desk):
    promised = upload(desk.prefix)
    assert desk.inbox.arrived(promised) is None
    url, headers = desk.inbox.link(promised, 600)
    desk.put(url, b"data", headers)
    arrived = desk.inbox.arrived(promised)
    assert [(part.number, part.size) for part in arrived] == [(1, 4)]
    desk.inbox.take(promised, arrived)
    assert (desk.inbox.size(promised.uri), desk.inbox.arrived(promised)) == (4, None)


def test_a_file_in_parts_is_put_by_its_links_in_any_order_and_joined(desk):
    promised = in_parts(desk)
    assert desk.inbox.arrived(promised) == []
    for part in reversed(promised.plan):
        desk.put(desk.inbox.part_link(promised, part, 600), PARTS[part.number - 1], {})
    arrived = desk.inbox.arrived(promised)
    assert promised.missing(arrived) == []
    desk.inbox.take(promised, arrived)
    assert desk.inbox.size(promised.uri) == promised.size
    assert desk.inbox.arrived(promised) is None


def test_a_file_is_read_in_places(desk):
    promised = in_parts(desk)
    for part in promised.plan:
        desk.put(desk.inbox.part_link(promised, part, 600), PARTS[part.number - 1], {})
    desk.inbox.take(promised, desk.inbox.arrived(promised))
    with desk.inbox.open(promised.uri) as file:
        file.seek(5 * MEBIBYTE - 1)
        assert file.read(2) == b"ab"
        file.seek(-1, 2)
        assert file.read(9) == b"c"
        file.seek(0)
        assert file.read() == b"".join(PARTS)
    assert b"".join(desk.inbox.pieces(promised.uri)) == b"".join(PARTS)


def test_what_is_dropped_is_gone_whether_it_came_or_not(desk):
    single, parted = upload(desk.prefix), replace(in_parts(desk), upload_id="u2")
    url, headers = desk.inbox.link(single, 600)
    desk.put(url, b"data", headers)
    desk.put(desk.inbox.part_link(parted, parted.plan[0], 600), PARTS[0], {})
    for dropped in (single, parted, single, parted):
        desk.inbox.drop(dropped)
        assert desk.inbox.arrived(dropped) is None
        assert desk.inbox.size(dropped.uri) is None


def test_a_promised_sha256_is_part_of_what_the_link_takes(desk):
    _, headers = desk.inbox.link(upload(desk.prefix, promised_sha256="00" * 32), 600)
    assert headers.get("x-amz-checksum-sha256", "A" * 43 + "=") == "A" * 43 + "="
