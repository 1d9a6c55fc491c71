"""Large files on the whole stack: put by real links, read to the end by a function, refused without a trace."""

import io
from concurrent.futures import ThreadPoolExecutor
from hashlib import sha256
from random import Random

import pytest
import requests

from local.waiting import wait_until
from tests.e2e.people import SCRIPT, Person
from tests.support.sample_files import film, pdf, sample, small_portrait, zipped

UPLOADS = "/api/v1/uploads"
PATIENCE = 240.0


@pytest.fixture(scope="module")
def anna(stack):
    return Person(stack.base_url, stack.service_key)


@pytest.fixture(scope="module")
def large() -> bytes:
    """A whole film of 130 MB: what its index does not mention is free space."""
    data = film("mp4", "libx264")
    padding = 130_000_000 - len(data)
    return data + padding.to_bytes(4, "big") + b"free" + Random(1).randbytes(padding - 8)


def begun(person, data, name, kind, **promise):
    body = {"filename": name, "content_type": kind, "size": len(data), **promise}
    answer = person.ask("POST", UPLOADS, json=body)
    assert answer.status_code == 201, answer.text
    return answer.json()


def put(upload, data):
    if upload["url"]:
        return [requests.put(upload["url"], data=data, headers=upload["headers"], timeout=120).headers["ETag"]]
    source, etags = io.BytesIO(data), []
    for part in upload["parts"]:
        answer = requests.put(part["url"], data=source.read(part["size"]), timeout=120)
        assert answer.status_code == 200, answer.text
        etags.append(answer.headers["ETag"])
    return etags


def completed(person, upload, **body):
    return person.ask("POST", f"{UPLOADS}/{upload['upload_id']}/complete", json=body)


def finished(person, upload, **body):
    """The answer once the check is over, which may take longer than one request."""

    def answer():
        given = completed(person, upload, **body)
        assert given.status_code != 202 or given.headers["Retry-After"]
        # In a list, because a refusal counts as false.
        return None if given.status_code == 202 else [given]

    return wait_until(answer, PATIENCE, every=0.7, what="the check of an upload")[0]


def kept(stack, upload):
    objects = stack.client("s3").list_objects_v2(Bucket=stack.deployed.outputs["MediaBucketName"])
    return [found["Key"] for found in objects.get("Contents", []) if upload["upload_id"] in found["Key"]]


def test_a_large_file_comes_in_parts_and_is_read_to_its_end(anna, large):
    upload = begun(anna, large, "film.mp4", "video/mp4", sha256=sha256(large).hexdigest())
    assert [part["size"] for part in upload["parts"]] == [67_108_864, 62_891_136]
    etags = put(upload, large)
    parts = [{"part_number": number, "etag": etag} for number, etag in enumerate(etags, 1)]
    asset = finished(anna, upload, parts=parts).json()
    assert (asset["size"], asset["content_type"]) == (len(large), "video/mp4")
    assert asset["sha256"] == sha256(large).hexdigest()
    assert finished(anna, upload).json() == asset


def test_an_interrupted_upload_goes_on_with_fresh_links_for_what_is_missing(anna, large):
    upload = begun(anna, large, "film.mp4", "video/mp4")
    first, _ = upload["parts"]
    requests.put(first["url"], data=large[: first["size"]], timeout=120).raise_for_status()
    refused = completed(anna, upload)
    assert (refused.status_code, refused.json()["missing_parts"]) == (409, [2])
    (missing,) = anna.ask("GET", f"{UPLOADS}/{upload['upload_id']}").json()["parts"]
    requests.put(missing["url"], data=large[first["size"] :], timeout=120).raise_for_status()
    assert finished(anna, upload).json()["sha256"] == sha256(large).hexdigest()
    assert anna.ask("DELETE", f"{UPLOADS}/{upload['upload_id']}").status_code == 204


def test_a_large_file_that_is_no_film_is_refused_and_not_kept(anna, stack, large):
    data = bytes(len(large))
    upload = begun(anna, data, "film.mp4", "video/mp4")
    put(upload, data)
    refused = finished(anna, upload)
    assert (refused.status_code, refused.json()["code"]) == (400, "file_type_not_taken")
    assert kept(stack, upload) == []


@pytest.mark.parametrize(
    ("data", "kind", "code"),
    [
        (small_portrait()[:-1000], "image/jpeg", "file_truncated"),
        (small_portrait() + zipped({"run.sh": b"#!/bin/sh"}), "image/jpeg", "polyglot"),
        (small_portrait(), "image/png", "content_type_mismatch"),
        (pdf()[:-8], "application/pdf", "file_truncated"),
        (zipped({"word/document.xml": bytes(60_000_000)}), "application/octet-stream", "decompression_bomb"),
    ],
)
def test_a_file_that_is_not_what_it_says_is_refused_and_not_kept(anna, stack, data, kind, code):
    upload = begun(anna, data, "a", kind)
    put(upload, data)
    refused = completed(anna, upload)
    assert (refused.status_code, refused.json()["code"]) == (400, code)
    assert kept(stack, upload) == []


def test_five_clients_that_complete_at_once_get_the_same_asset(anna, stack):
    data = sample("audio/wav")
    upload = begun(anna, data, "a.wav", "audio/x-wav")
    put(upload, data)
    people = [Person(stack.base_url, stack.service_key) for _ in range(5)]
    with ThreadPoolExecutor(5) as pool:
        answers = list(pool.map(lambda person: finished(person, upload), people))
    assert {answer.status_code for answer in answers} == {200}
    assert {answer.json()["sha256"] for answer in answers} == {sha256(data).hexdigest()}


def test_uploads_begun_at_once_never_promise_more_than_the_quota(anna, stack):
    people = [Person(stack.base_url, stack.service_key) for _ in range(6)]
    promise = {"filename": "a.mp4", "content_type": "video/mp4", "size": 4_500_000_000}
    with ThreadPoolExecutor(6) as pool:
        answers = list(pool.map(lambda person: person.ask("POST", UPLOADS, json=promise), people))
    taken = [answer.json() for answer in answers if answer.status_code == 201]
    refused = [answer.json() for answer in answers if answer.status_code != 201]
    assert len(taken) == 4
    assert {answer["code"] for answer in refused} == {"upload_quota_exceeded"}
    for upload in taken:
        assert anna.ask("DELETE", f"{UPLOADS}/{upload['upload_id']}").status_code == 204


def test_a_reel_is_made_of_an_uploaded_portrait(anna):
    upload = begun(anna, small_portrait(), "face.jpg", "image/jpeg")
    put(upload, small_portrait())
    asset = completed(anna, upload).json()
    body = {"script": SCRIPT, "image_asset_id": asset["asset_id"]}
    reel = anna.ask("POST", "/api/reels/", json=body)
    assert reel.status_code == 201, reel.text
    image = requests.get(reel.json()["image_url"], headers={"Range": "bytes=0-7"}, timeout=120)
    assert (image.status_code, image.content) == (206, b"\x89PNG\r\n\x1a\n")
