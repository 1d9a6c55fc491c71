"""The routes of uploads, with real PUTs to the links that they give."""

import importlib
import importlib.util
from dataclasses import replace
from hashlib import sha256
from pathlib import Path

import pytest
import requests
from chalice.app import Response

from chalicelib.forms import Form
from greenlight import bootstrap
from greenlight.domain.keys import Identity
from greenlight.services.uploads import NewUpload
from tests.functions.calls import Context, on_aws
from tests.support.sample_files import picture, sample, zipped

# Most of them send files to links that S3 gives.
pytestmark = on_aws

PNG = sample("image/png")
UPLOADS = "/api/v1/uploads"
PROMISE = {"filename": "face.png", "content_type": "image/png", "size": len(PNG)}
MEBIBYTE = 1024**2


def begun(api, key="acme", **promise):
    status, upload, _ = api("POST", UPLOADS, key=key, body=PROMISE | promise)
    assert status == 201, upload
    return upload


def put(url, data, headers=None):
    requests.put(url, data=data, headers=headers or {}, timeout=120).raise_for_status()


def sent(api, data=PNG, **promise):
    upload = begun(api, size=len(data), **promise)
    put(upload["url"], data, upload["headers"])
    return upload


def completed(api, upload, key="acme", **body):
    return api("POST", f"{UPLOADS}/{upload['upload_id']}/complete", key=key, body=body or None)


def test_an_uploaded_file_becomes_an_asset_of_its_account(api):
    upload = begun(api)
    assert completed(api, upload)[1]["code"] == "upload_missing"
    put(upload["url"], PNG, upload["headers"])
    status, asset, _ = completed(api, upload)
    digest = sha256(PNG).hexdigest()
    assert (status, asset["asset_id"], asset["sha256"]) == (200, upload["upload_id"], digest)
    assert (asset["size"], asset["content_type"]) == (len(PNG), "image/png")
    assert completed(api, upload)[1] == asset
    assert completed(api, upload, "rivals")[0] == 404


def test_an_asset_is_called_what_it_is_where_its_client_did_not_know(api):
    asset = completed(api, sent(api, content_type="application/octet-stream"))[1]
    assert asset["content_type"] == "image/png"


@pytest.mark.parametrize(
    ("change", "status"),
    [
        ({"size": 0}, 400),
        ({"size": 5_000_000_001}, 413),
        ({"filename": "../x"}, 400),
        ({"filename": "x\u202egnp.exe"}, 400),
        ({"filename": "x" * 256}, 400),
        ({"content_type": "image/gif"}, 415),
        ({"content_type": "nothing"}, 400),
        ({"sha256": "abc"}, 400),
    ],
)
def test_an_upload_that_cannot_be_taken_is_refused(api, change, status):
    assert api("POST", UPLOADS, key="acme", body=PROMISE | change)[0] == status


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (PNG[:-12], "file_truncated"),
        (sample("image/jpeg"), "content_type_mismatch"),
        (PNG + zipped({"a": b"b"}), "polyglot"),
    ],
)
def test_a_file_that_is_not_what_it_says_is_refused_with_the_reason_and_not_kept(api, data, code):
    upload = sent(api, data)
    for _ in range(2):
        status, problem, _ = completed(api, upload)
        assert (status, problem["code"]) == (400, code)
    shown = api("GET", f"{UPLOADS}/{upload['upload_id']}", key="acme")[1]
    assert (shown["status"], shown["error"], shown["url"]) == ("refused", problem["detail"], None)
    stored = bootstrap.inbox().client.list_objects_v2(Bucket=bootstrap.inbox().bucket)
    assert stored["KeyCount"] == 0


def test_a_file_above_100_mb_comes_in_parts_that_make_it_up(api):
    upload = begun(api, size=100_000_001)
    assert upload["url"] is None
    assert [part["part_number"] for part in upload["parts"]] == [1, 2]
    assert sum(part["size"] for part in upload["parts"]) == 100_000_001
    assert upload["parts"][0]["size"] >= 5 * MEBIBYTE
    assert completed(api, upload)[1]["missing_parts"] == [1, 2]


def test_the_largest_file_comes_in_75_parts(api):
    parts = begun(api, size=5_000_000_000)["parts"]
    assert len(parts) == 75
    assert len({part["url"] for part in parts}) == 75


def test_the_limit_between_one_piece_and_parts_is_100_mb(api):
    upload = begun(api, size=100_000_000)
    assert upload["parts"] is None
    assert upload["url"].startswith("https://")


def test_the_function_that_checks_joins_the_parts_and_says_what_they_are(api):
    data = picture("PNG", (1500, 1200))
    upload = arrived_upload(data)
    path = Path(__file__).parents[2] / "functions/api_check_upload/app.py"
    spec = importlib.util.spec_from_file_location("check_upload", path)
    function = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(function)
    function.checks.check_by_id("acme", upload.upload_id)
    status, asset, _ = api("POST", f"{UPLOADS}/{upload.upload_id}/complete", key="acme")
    assert (status, asset["sha256"]) == (200, sha256(data).hexdigest())


def arrived_upload(data):
    """An upload in parts that waits to be checked, as a request leaves it that began the check."""
    service = bootstrap.uploads()
    service = replace(service, limits=replace(service.limits, single=MEBIBYTE, part=5 * MEBIBYTE))
    identity = Identity("acme", None, "key")
    upload = service.begin(identity, "alice", NewUpload("big.png", "image/png", len(data)))
    for part, url in service.links(upload).parts:
        start = (part.number - 1) * 5 * MEBIBYTE
        put(url, data[start : start + part.size])
    return service.records.change(upload, upload.checking(upload.expires_at))


def test_an_account_cannot_promise_more_than_its_quota(api):
    for _ in range(4):
        begun(api, size=5_000_000_000)
    status, problem, _ = api("POST", UPLOADS, key="acme", body=PROMISE)
    assert (status, problem["code"], problem["used"]) == (409, "upload_quota_exceeded", 20_000_000_000)
    assert api("POST", UPLOADS, key="rivals", body=PROMISE)[0] == 201


def test_an_upload_that_is_deleted_frees_its_quota_and_is_gone(api):
    uploads = [begun(api, size=5_000_000_000) for _ in range(4)]
    path = f"{UPLOADS}/{uploads[0]['upload_id']}"
    assert api("DELETE", path, key="rivals")[0] == 404
    assert api("DELETE", path, key="acme")[0] == 204
    assert api("GET", path, key="acme")[0] == 404
    assert begun(api)


def test_a_user_key_finds_its_own_uploads_alone(api):
    upload = begun(api, user_id="bob")
    path = f"{UPLOADS}/{upload['upload_id']}"
    assert api("GET", path, key="alice")[0] == 404
    assert completed(api, upload, "alice")[0] == 404
    assert api("GET", path, key="acme")[0] == 200


def test_a_promised_sha256_travels_with_the_link_and_is_checked(api):
    upload = begun(api, sha256="0" * 64)
    assert "x-amz-checksum-sha256" in upload["headers"]
    put(upload["url"], PNG, {"Content-Type": "image/png"})
    assert completed(api, upload)[1]["code"] == "sha256_mismatch"


def test_a_reel_takes_no_asset_that_is_no_picture(api):
    text = sample("text/plain")
    asset = completed(api, sent(api, text, filename="a.txt", content_type="text/plain"))[1]
    body = {"script": "Hello there.", "image_asset_id": asset["asset_id"]}
    status, problem, _ = api("POST", "/api/reels", key="acme", body=body)
    assert (status, problem["code"], problem["errors"][0]["field"]) == (400, "wrong_file_type", "image_asset_id")


def test_an_answer_that_says_to_ask_again_is_not_the_one_that_is_kept(api):
    once = importlib.import_module("chalicelib.once")
    answers = iter([(202, {"Retry-After": "5"}), (200, {}), (200, {"Never": "asked"})])

    def ask():
        def answer():
            status, headers = next(answers)
            return Response("{}", headers=headers, status_code=status)

        return once.answered_once("key", "acme", "POST complete", Form(), Context(), answer)

    assert [ask().status_code, ask().status_code] == [202, 200]
    assert ask().headers == {"Idempotent-Replayed": "true"}
