"""The API as a page in a browser reaches it: asked beforehand whether it may, and told which headers it may read."""

import pytest
import requests

PAGE = "http://localhost:5173"
STRANGER = "https://evil.example"
SENT = {"authorization", "content-type", "idempotency-key", "if-match", "last-event-id"}
READ = {"etag", "idempotent-replayed", "location", "ratelimit", "ratelimit-policy", "retry-after", "www-authenticate"}


def names(answer, header):
    return {name.strip().lower() for name in answer.headers[f"Access-Control-{header}"].split(",")}


def asked_beforehand(stack, origin, path="/api/reels/"):
    wish = {
        "Origin": origin,
        "Access-Control-Request-Method": "PATCH",
        "Access-Control-Request-Headers": ",".join(SENT),
    }
    return requests.options(stack.base_url + path, headers=wish, timeout=120)


@pytest.mark.parametrize("path", ["/api/reels/", "/api/v2/generate", "/api/v1/jobs/1/events", "/docs"])
def test_a_page_under_development_may_ask_for_anything(stack, path):
    answer = asked_beforehand(stack, PAGE, path)
    assert answer.status_code in {200, 204}
    assert answer.headers["Access-Control-Allow-Origin"] == PAGE
    assert {"get", "head", "post", "patch", "delete"} <= names(answer, "Allow-Methods")
    assert names(answer, "Allow-Headers") >= SENT


def test_a_page_of_the_internet_may_not(stack):
    """A local stack lets requests in without a key; a page that a developer happens to visit must not use that."""
    answer = asked_beforehand(stack, STRANGER)
    assert answer.status_code >= 400
    assert "Access-Control-Allow-Origin" not in answer.headers
    got = requests.get(f"{stack.base_url}/api/reels/", headers={"Origin": STRANGER}, timeout=120)
    assert "Access-Control-Allow-Origin" not in got.headers


@pytest.mark.parametrize("key", [None, "gl_service_nonsense"])
def test_a_page_may_read_the_answer_good_or_bad_with_its_headers(stack, key):
    headers = {"Origin": PAGE} | ({"Authorization": f"Bearer {key}"} if key else {})
    answer = requests.get(f"{stack.base_url}/api/reels/", headers=headers, timeout=120)
    assert answer.status_code == (401 if key else 200)
    assert answer.headers["Access-Control-Allow-Origin"] == PAGE
    assert names(answer, "Expose-Headers") >= READ


def test_a_head_is_answered_without_a_body(stack):
    for path in ("/health", "/api/reels/", "/openapi.json"):
        answer = requests.head(stack.base_url + path, timeout=120)
        assert (answer.status_code, answer.content) == (200, b""), path
