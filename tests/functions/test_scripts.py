"""Scripts over HTTP: both sets of paths, the shape of what pages are refused with, names that are no paths."""

from datetime import UTC, datetime, timedelta

import pytest

from greenlight.domain.keys import KeyKind
from greenlight.memory import MemoryVariationWriter
from greenlight.services.clock import SystemClock
from greenlight.services.script_steps import ScriptSteps
from tests.functions.calls import on_both

SCENE = {"narration": "One line of my own.", "visual_prompt": "A desk", "on_screen_text": "Mine"}
EDIT = {"title": "My own", "scenes": [SCENE]}
UNKNOWN = "A" * 43


def write_all(stage) -> None:
    """What the workflows do, which nobody runs here."""
    steps = ScriptSteps(stage.productions(), MemoryVariationWriter, SystemClock())
    for production_id in list(stage.productions().due(None)):
        steps.write(production_id)


@pytest.fixture
def tokens(api) -> list[str]:
    """Three written scripts of alice."""
    asked = {"topic": "Calm places", "chatID": "chat-1", "user_id": "alice"}
    status, body, _ = api("POST", "/api/generate_scripts", key="alice", body=asked)
    assert status == 202
    write_all(api.stage)
    api("POST", "/api/v1/credits/grants", key="acme", body={"user_id": "alice", "amount": 5})
    return list(body["tokens"])


def test_a_topic_gives_three_tokens_that_name_a_script_each(api, tokens):
    shown = [api("GET", f"/api/script/{token}", key="alice") for token in tokens]
    assert [status for status, _, _ in shown] == [200] * 3
    assert [body["token"] for _, body, _ in shown] == tokens
    assert {body["angle"] for _, body, _ in shown} == {"story", "explainer", "list"}
    body, headers = shown[0][1:]
    assert (body["status"], headers["etag"]) == ("ready", '"1"')
    assert [scene["scene_number"] for scene in body["scenes"]] == [1, 2]
    assert body["total_duration"] == 10.0


@on_both
def test_a_script_that_is_being_written_says_to_ask_again(api):
    _, body, _ = api("POST", "/api/generate_scripts", key="alice", body={"topic": "Calm places"})
    status, shown, headers = api("GET", f"/api/script/{body['tokens'][0]}", key="alice")
    assert (status, shown["scenes"], headers["retry-after"]) == (202, [], "1")


def test_an_edit_replaces_the_whole_script_and_makes_scenes_long_enough(api, tokens):
    status, body, headers = api("POST", f"/api/script/{tokens[0]}", key="alice", body=EDIT)
    assert (status, body["title"], body["revision"], headers["etag"]) == (200, "My own", 2, '"2"')
    (scene,) = body["scenes"]
    assert scene | {"duration": 0} == SCENE | {"scene_number": 1, "duration": 0}
    assert 2 <= scene["duration"] <= 4


@on_both
def test_an_edit_of_an_older_revision_is_refused_on_both_paths(api, tokens):
    api("POST", f"/api/script/{tokens[0]}", key="alice", body=EDIT)
    for path, body in ((f"/api/script/{tokens[0]}", EDIT), (f"/update_script/{tokens[0]}", {"script": EDIT})):
        status, told, _ = api("POST", path, key="alice", body=body, headers={"if-match": '"1"'})
        assert (status, told["code"], told["revision"]) == (412, "stale_revision", 2), path


@pytest.mark.parametrize(
    ("edit", "field"),
    [
        ({"title": " ", "scenes": [SCENE]}, "title"),
        ({"title": "T" * 101, "scenes": [SCENE]}, "title"),
        ({"title": "T", "scenes": []}, "scenes"),
        ({"title": "T", "scenes": [SCENE] * 31}, "scenes"),
        ({"title": "T", "scenes": [SCENE] * 500}, "scenes"),
        ({"title": "T", "scenes": [{**SCENE, "visual_prompt": ""}]}, "scenes.0.visual_prompt"),
        ({"title": "T", "scenes": [{**SCENE, "narration": "a\x00b"}]}, "scenes.0.narration"),
        ({"title": "T", "scenes": [{**SCENE, "narration": "w " * 301}]}, "scenes.0.narration"),
        ({"title": "T", "scenes": [{**SCENE, "narration": "Доброе утро, друзья."}]}, "scenes.0.narration"),
        ({"title": "T", "scenes": [{**SCENE, "duration": 0}]}, "scenes.0.duration"),
        ({"title": "T", "scenes": [{**SCENE, "duration": 1}]}, "scenes.0.duration"),
        ({"title": "T", "scenes": [{**SCENE, "duration": -5}]}, "scenes.0.duration"),
        ({"title": "T", "scenes": [{**SCENE, "duration": 41}]}, "scenes.0.duration"),
        ({"title": "T", "scenes": [{**SCENE, "duration": 40}] * 8}, "scenes"),
        ({"title": "T", "scenes": [{**SCENE, "duration": "NaN"}]}, "scenes.0.duration"),
        ({"title": "T", "scenes": "all of them"}, "scenes"),
        ({"title": "T", "scenes": [None]}, "scenes.0"),
    ],
)
def test_an_edit_that_cannot_be_filmed_is_refused_by_the_name_of_its_field(api, tokens, edit, field):
    status, body, _ = api("POST", f"/api/script/{tokens[0]}", key="alice", body=edit)
    assert status == 400
    assert field in [error["field"] for error in body["errors"]], body


@on_both
def test_a_confirmation_is_one_job_on_both_paths(api, tokens):
    status, page, _ = api(
        "POST", f"/confirm_script/{tokens[0]}", key="alice", body={"chatID": "chat-1", "config": {"captions": True}}
    )
    assert (status, page["success"], page["status"], page["chatID"]) == (200, True, "pending", "chat-1")
    config = {"config": {"captions": "burned"}}
    status, job, _ = api("POST", f"/api/generate/{tokens[0]}", key="alice", body=config)
    assert (status, job["job_id"], job["config"]["captions"]) == (202, page["job_id"], "burned")
    assert api("GET", f"/api/script/{tokens[0]}", key="alice")[1]["status"] == "confirmed"
    _, held, _ = api("GET", "/api/v1/credits", key="alice")
    assert held["held"] == job["cost"]["estimated"] > 0


def test_a_confirmation_is_for_what_was_seen(api, tokens):
    path = f"/confirm_script/{tokens[0]}"
    status, body, _ = api("POST", path, key="alice", body={"max_amount": 0.0001})
    assert (status, body["code"], body["success"]) == (409, "price_changed", False)
    assert body["estimate"]["amount"] == body["amount"] > 0.0001
    status, body, _ = api("POST", path, key="alice", body={"revision": 7})
    assert (status, body["code"], body["revision"]) == (412, "stale_revision", 1)


def test_who_has_no_credits_is_told_the_figures_in_the_shape_of_pages(api):
    asked = {"topic": "Calm places", "user_id": "poor"}
    token = api("POST", "/api/generate_scripts", key="acme", body=asked)[1]["tokens"][0]
    write_all(api.stage)
    status, body, _ = api("POST", f"/confirm_script/{token}", key="acme", body={})
    assert (status, body["success"], body["available"]) == (402, False, 0)
    assert body["required"] > 0


@pytest.mark.parametrize(
    "config",
    [
        {"quality": "ultra"},
        {"aspect_ratio": "2:1"},
        {"voice": "nobody"},
        {"captions": "loud"},
        {"music": []},
        {"style": ""},
        {"captions": {}},
        [],
    ],
)
def test_a_configuration_that_there_is_not_is_refused(api, tokens, config):
    status, body, _ = api("POST", f"/api/generate/{tokens[0]}", key="alice", body={"config": config})
    assert (status, body["status"]) == (400, 400)


def test_a_client_that_sends_null_where_it_wishes_for_nothing_gets_the_usual(api, tokens):
    status, job, _ = api("POST", f"/api/generate/{tokens[0]}", key="alice", body={"config": None})
    assert (status, job["config"]["quality"]) == (202, "medium")


@on_both
def test_jobs_are_shown_listed_and_deleted_on_both_paths(api, tokens):
    jobs = [api("POST", f"/api/generate/{token}", key="alice", body={})[1]["job_id"] for token in tokens[:2]]
    assert [job["job_id"] for job in api("GET", "/api/jobs", key="alice")[1]["jobs"]] == jobs[::-1]
    page = api("GET", "/generation_jobs", key="alice", query="status=running")[1]
    assert page["success"]
    shown = api("GET", f"/generation_status/{jobs[0]}", key="alice")[1]
    assert (shown["success"], shown["job_status"]["job_id"]) == (True, jobs[0])
    assert api("DELETE", f"/generation_job/{jobs[0]}", key="alice")[:2][1]["success"] is True
    assert api("DELETE", f"/api/job/{jobs[1]}", key="alice")[0] == 204
    for job_id in jobs:
        assert api("GET", f"/api/job/{job_id}", key="alice")[0] == 404
        assert api("GET", f"/api/script/{tokens[0]}", key="alice")[1]["status"] == "ready"


# -- the shape of refusals -------------------------------------------------------------------------------------------
PAGES = [
    ("POST", "/submit", {"text": "Calm"}),
    ("POST", f"/update_script/{UNKNOWN}", {"script": EDIT}),
    ("POST", f"/confirm_script/{UNKNOWN}", {}),
    ("GET", "/generation_status/00000000-0000-4000-8000-000000000001", None),
    ("GET", "/generation_jobs?limit=0", None),
    ("DELETE", "/generation_job/nonsense", None),
    ("GET", "/videos?cursor=forged", None),
    ("GET", "/stream/nothing.mp4", None),
    ("GET", "/download/nothing.mp4", None),
    ("PUT", "/videos", None),
    ("POST", "/submit", "not an object"),
]


@pytest.mark.parametrize(("method", "path", "body"), PAGES)
@pytest.mark.parametrize("key", ["alice", None])
def test_pages_are_refused_in_their_own_shape(api, method, path, body, key):
    path, _, query = path.partition("?")
    status, told, headers = api(method, path, key=key, body=body, query=query)
    assert status >= 400
    assert key or status in {401, 405}
    assert headers["content-type"] == "application/json"
    assert told["success"] is False
    assert told["error"] == f"{told['code']}: {told['message']}"
    assert "detail" not in told


def test_backends_are_refused_as_everywhere(api):
    status, body, headers = api("GET", f"/api/script/{UNKNOWN}", key="alice")
    assert (status, body["code"], headers["content-type"]) == (404, "not_found", "application/problem+json")


# -- names -----------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    "name",
    [
        "..",
        "..%2f..%2fetc%2fpasswd",
        "%2e%2e%2fx.mp4",
        "a%00.mp4",
        "%00",
        "00000000-0000-4000-8000-000000000001.mp4",
        "x-00000000-0000-4000-8000-000000000001.mp4",
        "%F0%9F%8E%AC.mp4",
        "a" * 300,
        "jobs%2Facme%2Fresult.json",
    ],
)
def test_a_name_that_is_no_film_of_the_caller_is_not_found(api, name):
    for route in ("/stream/", "/download/"):
        for method in ("GET", "HEAD"):
            assert api(method, route + name, key="alice")[0] == 404, name


@pytest.mark.parametrize("token", [UNKNOWN, "..", "%00", "x", "A" * 500, "%2e%2e%2f", "é"])
def test_what_is_no_token_names_no_script(api, token):
    for method, path, body in (
        ("GET", f"/api/script/{token}", None),
        ("POST", f"/api/script/{token}", EDIT),
        ("POST", f"/api/generate/{token}", {}),
        ("POST", f"/update_script/{token}", {"script": EDIT}),
        ("POST", f"/confirm_script/{token}", {}),
    ):
        assert api(method, path, key="alice", body=body)[0] == 404, path


# -- chats -----------------------------------------------------------------------------------------------------------
@on_both
def test_a_chat_is_told_of_its_scripts_and_goes_on_after_the_last_event(api, tokens):
    status, body, headers = api("GET", "/events/chat-1", key="alice")
    assert (status, headers["content-type"]) == (200, "text/event-stream")
    told = [part for part in body["text"].split("\n\n") if part.startswith("id: ")]
    assert sum("event: script.completed" in part for part in told) == 3
    assert all(token in body["text"] for token in tokens)
    ids = [int(part.split("\n")[0].removeprefix("id: ")) for part in told]
    assert ids == sorted(set(ids))
    _, rest, _ = api("GET", "/events/chat-1", key="alice", headers={"last-event-id": str(ids[-2])})
    assert rest["text"] == "retry: 1000\n\n" + told[-1] + "\n\n"


def test_an_id_that_a_chat_never_gave_out_is_refused_in_the_shape_of_pages(api, tokens):
    for wrong in ("999", "abc", "00000001.00", "-1", "1" * 40):
        status, body, _ = api("GET", "/events/chat-1", key="alice", headers={"last-event-id": wrong})
        assert (status, body["success"], body["errors"][0]["field"]) == (400, False, "Last-Event-ID")


def test_a_key_that_has_expired_hears_nothing_more_of_its_chat(api, tokens):
    over = datetime.now(UTC) - timedelta(seconds=1)
    _, secret = api.stage.keys().create("acme", "x", KeyKind.USER, "alice", over)
    status, body, _ = api("GET", "/events/chat-1", key=secret, headers={"last-event-id": "1"})
    assert (status, body["success"], body["code"]) == (401, False, "unauthenticated")


@pytest.mark.parametrize("chat_id", ["%00", "a" * 129, "%0a"])
def test_what_cannot_be_a_chat_is_not_found(api, chat_id):
    assert api("GET", f"/events/{chat_id}", key="alice")[0] == 404


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"text": ""}, "text"),
        ({"text": " \n"}, "text"),
        ({"text": "x" * 5001}, "text"),
        ({"text": 7}, "text"),
        ({"chatID": ""}, "chatID"),
        ({"chatID": "c" * 129}, "chatID"),
        ({"chatID": "a\x07"}, "chatID"),
        ({"duration": 9}, "duration"),
        ({"duration": 181}, "duration"),
        ({"language": "english please"}, "language"),
        ({"language": "de-DE"}, "language"),
        ({"quality": "best"}, "quality"),
    ],
)
def test_a_topic_that_cannot_be_written_about_is_refused_by_the_name_of_its_field(api, change, field):
    body = {"text": "Calm places", "uid": "alice", "chatID": "chat-1", **change}
    status, told, _ = api("POST", "/submit", key="alice", body=body)
    assert (status, told["errors"][0]["field"]) == (400, field)


def test_a_user_key_submits_for_nobody_else(api):
    body = {"text": "Calm places", "uid": "bob", "chatID": "chat-1"}
    assert api("POST", "/submit", key="alice", body=body)[0] == 403
