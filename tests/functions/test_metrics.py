"""What CloudWatch is told: rate, errors and duration of each route, and nothing that a client chose."""

import json

import pytest

from greenlight.observability import measure

ID = "00000000-0000-4000-8000-000000000001"


@pytest.fixture
def emitted(capsys):
    """Lines in the embedded metric format, since the last time."""
    return lambda: [line for line in map(json.loads, capsys.readouterr().out.splitlines()) if "_aws" in line]


def latency_of(lines):
    (line,) = [line for line in lines if "Latency" in line]
    (directive,) = line["_aws"]["CloudWatchMetrics"]
    assert ["route", "status"] in directive["Dimensions"]
    return line["route"], line["status"]


@pytest.mark.parametrize(
    ("method", "path", "key", "told"),
    [
        ("GET", f"/api/reels/{ID}", "acme", ("GET /api/reels/{reel_id}", "4xx")),
        ("GET", "/openapi.json", None, ("GET /openapi.json", "2xx")),
        ("HEAD", "/openapi.json", None, ("HEAD /openapi.json", "2xx")),
        ("POST", "/api/reels", None, ("POST /api/reels", "4xx")),
        ("BREW", "/api/reels", "acme", ("unknown", "4xx")),
        ("GET", "/wp-login.php", None, ("unknown", "4xx")),
    ],
)
def test_a_request_is_one_sample_of_its_route(api, emitted, method, path, key, told):
    emitted()
    api(method, path, key=key)
    assert latency_of(emitted()) == told


def test_two_requests_of_one_process_do_not_share_a_route(api, emitted):
    for path in ("/openapi.json", "/"):
        emitted()
        api("GET", path)
        assert latency_of(emitted()) == (f"GET {path}", "2xx")


def test_times_are_in_seconds_and_counts_are_counts(emitted):
    measure({"Jobs": 1, "JobSeconds": 2.5}, task="media", engine="ffmpeg")
    (line,) = emitted()
    (directive,) = line["_aws"]["CloudWatchMetrics"]
    assert directive["Metrics"] == [{"Name": "Jobs", "Unit": "Count"}, {"Name": "JobSeconds", "Unit": "Seconds"}]
    assert [sorted(names) for names in directive["Dimensions"]] == [["engine", "service", "task"]]
    assert (line["Jobs"], line["JobSeconds"], line["task"]) == ([1.0], [2.5], "media")
