"""Products and scenarios over HTTP: made, changed, seen by whom they are for, and refused by the names of fields."""

import base64

import boto3
import pytest

from tests.functions.calls import on_aws, on_both
from tests.support.aws import BUCKET

PRODUCT = {"name": "Steel bottle", "description": "Keeps water cold.", "category": "kitchen", "price": 29.5}
PNG = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)


def make(api, key="alice", **fields):
    status, body, headers = api("POST", "/api/v1/products", key=key, body={**PRODUCT, **fields})
    assert (status, headers["etag"]) == (201, '"1"'), body
    return body


def uploaded(api, key="alice"):
    promise = {"filename": "bottle.png", "content_type": "image/png", "size": len(PNG)}
    upload = api("POST", "/api/v1/uploads", key=key, body=promise)[1]
    boto3.client("s3").put_object(Bucket=BUCKET, Key=f"tmp/uploads/{upload['upload_id']}", Body=PNG)
    status, body, _ = api("POST", f"/api/v1/uploads/{upload['upload_id']}/complete", key=key, body={})
    assert status == 200, body
    return body["asset_id"]


@on_both
def test_a_product_is_made_shown_listed_changed_and_deleted(api):
    made = make(api, product_id="product-7")
    path = "/api/v1/products/product-7"
    assert api("GET", path, key="alice")[1] == made
    assert [p["product_id"] for p in api("GET", "/api/v1/products", key="alice")[1]["items"]] == ["product-7"]
    status, changed, headers = api("PATCH", path, key="alice", body={"price": None, "name": "Bottle"})
    assert (status, changed["price"], changed["name"], changed["category"]) == (200, None, "Bottle", "kitchen")
    assert headers["etag"] == '"2"'
    assert api("PATCH", path, key="alice", body={"name": "B"}, headers={"if-match": '"1"'})[0] == 412
    assert api("DELETE", path, key="alice")[0] == 204
    assert api("GET", path, key="alice")[0] == 404


@on_aws
def test_a_pictures_copy_stays_when_its_upload_is_gone(api):
    made = make(api, image_asset_ids=[uploaded(api)])
    assert len(made["images"]) == 1
    key = made["images"][0].split("?")[0].split(f"{BUCKET}/")[1]
    assert key.startswith("products/acme/")
    assert boto3.client("s3").get_object(Bucket=BUCKET, Key=key)["Body"].read() == PNG


@on_aws
def test_a_picture_of_somebody_else_or_of_nobody_is_not_taken(api):
    for asset_id in (uploaded(api, "rivals"), "00000000-0000-4000-8000-000000000001", "../../etc"):
        status, body, _ = api("POST", "/api/v1/products", key="alice", body={**PRODUCT, "image_asset_ids": [asset_id]})
        assert (status, body["errors"][0]["field"]) == (400, "image_asset_ids")


def test_an_id_is_taken_once(api):
    make(api, product_id="p")
    assert api("POST", "/api/v1/products", key="acme", body={**PRODUCT, "product_id": "p"})[0] == 409
    make(api, key="rivals", product_id="p")


def test_what_is_everybodys_is_seen_by_users_and_changed_by_the_backend_alone(api):
    make(api, key="acme", product_id="shared")
    assert api("GET", "/api/v1/products/shared", key="alice")[0] == 200
    assert api("PATCH", "/api/v1/products/shared", key="alice", body={"name": "Mine"})[0] == 403
    assert api("DELETE", "/api/v1/products/shared", key="alice")[0] == 403
    assert api("PATCH", "/api/v1/products/shared", key="acme", body={"name": "Ours"})[1]["name"] == "Ours"


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"name": ""}, "name"),
        ({"name": "n" * 201}, "name"),
        ({"name": "a\x00b"}, "name"),
        ({"name": None}, "name"),
        ({"description": "d" * 5001}, "description"),
        ({"description": "d" * 100_000}, "description"),
        ({"price": -1}, "price"),
        ({"price": "29"}, "price"),
        ({"currency": "dollars"}, "currency"),
        ({"product_id": "../etc"}, "product_id"),
        ({"product_id": "a#b"}, "product_id"),
        ({"image_asset_ids": ["a"] * 6}, "image_asset_ids"),
    ],
)
def test_what_a_product_cannot_be_is_refused_by_the_name_of_its_field(api, fields, field):
    status, body, _ = api("POST", "/api/v1/products", key="alice", body={**PRODUCT, **fields})
    assert (status, body["errors"][0]["field"]) == (400, field)


@pytest.mark.parametrize("product_id", ["..", "%2e%2e%2f", "a%23b", "%00", "x" * 200])
def test_what_names_no_product_is_not_found(api, product_id):
    assert api("GET", f"/api/v1/products/{product_id}", key="alice")[0] == 404


# -- scenarios -------------------------------------------------------------------------------------------------------
ASKED = {"style": "unboxing", "mood": "calm", "video_length": 15, "resolution": "720:1280", "target_language": "en-US"}


def begin(api, key="alice", **fields):
    return api("POST", "/scenario/generate", key=key, body={"product_id": "p", "user_id": "alice", **ASKED, **fields})


def test_without_credits_nothing_begins(api):
    make(api, product_id="p")
    status, body, _ = begin(api)
    assert (status, body["required"], body["available"]) == (402, 0.025, 0)


@on_aws
def test_a_task_goes_from_pending_to_a_short(api):
    make(api, product_id="p", image_asset_ids=[uploaded(api)])
    api("POST", "/api/v1/credits/grants", key="acme", body={"user_id": "alice", "amount": 1})
    status, task, _ = begin(api)
    assert (status, task["status"], task["short_id"], task["progress"]) == (200, "pending", "", 0.0)
    api.stage.scenario_steps().write(task["task_id"])
    api.stage.lifecycle(api.stage.answering_workflows()).finish(task["task_id"])
    done = api("GET", f"/scenario/generate/tasks/{task['task_id']}", key="alice")[1]
    assert (done["status"], done["progress"]) == ("completed", 100.0)
    assert done["warning"] == "The preview image was not drawn in time."
    assert all(scene["image_url"] for scene in done["scenario"]["scenes"])
    short = api("GET", f"/api/v1/shorts/{done['short_id']}", key="alice")[1]
    assert short["scenario"]["scenario_id"] == task["task_id"]
    assert api("DELETE", f"/scenario/generate/tasks/{task['task_id']}", key="alice")[0] == 409


def test_a_product_that_is_deleted_in_the_middle_of_a_task_leaves_the_task_whole(api):
    make(api, product_id="p")
    api("POST", "/api/v1/credits/grants", key="acme", body={"user_id": "alice", "amount": 1})
    task = begin(api)[1]
    assert api("DELETE", "/api/v1/products/p", key="alice")[0] == 204
    api.stage.scenario_steps().write(task["task_id"])
    api.stage.lifecycle(api.stage.answering_workflows()).finish(task["task_id"])
    assert api("GET", f"/scenario/generate/tasks/{task['task_id']}", key="alice")[1]["status"] == "completed"
    assert begin(api)[0] == 404


def test_every_field_that_is_missing_is_named_in_one_answer(api):
    status, body, _ = api("POST", "/scenario/generate", key="alice", body={})
    assert (status, len(body["errors"])) == (400, 7)


def test_a_user_key_asks_for_nobody_else(api):
    make(api, product_id="p")
    assert begin(api, user_id="bob")[0] == 403


def test_whole_numbers_may_be_written_as_some_clients_do(api):
    make(api, product_id="p")
    assert begin(api, video_length=15.0)[0] == 402


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"video_length": 16}, "video_length"),
        ({"video_length": "15"}, "video_length"),
        ({"video_length": 25}, "video_length"),
        ({"resolution": "0:0"}, "resolution"),
        ({"resolution": "7x"}, "resolution"),
        ({"style": "unknown"}, "style"),
        ({"mood": None}, "mood"),
        ({"resolution": "100:100"}, "resolution"),
        ({"target_language": "de-DE"}, "target_language"),
    ],
)
def test_a_wish_that_there_is_not_is_refused_by_its_field_and_says_what_there_is(api, fields, field):
    make(api, product_id="p")
    status, body, _ = begin(api, **fields)
    assert (status, body["errors"][0]["field"]) == (400, field)


def test_the_options_are_what_a_request_takes(api):
    options = api("GET", "/scenario/options", key="alice")[1]
    assert options["video_lengths"] == [15, 20, 30, 45, 60]
    assert {"unboxing", "cinematic-storytelling"} <= set(options["styles"])
    assert options["target_languages"] == ["en-US", "en-GB"]
