"""A reel with the production talking head: two settings, and nothing else, make the difference."""

import io
import json

import av
import pytest
import requests

from local.stack import Stack
from tests.e2e.people import Person
from tests.support import tiny_musetalk


@pytest.fixture(scope="module")
def stack(tmp_path_factory):
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("TALKING_HEAD_ENGINE", "musetalk")
        # Networks of this size wait for their threads more than they compute.
        patch.setenv("OMP_NUM_THREADS", "1")
        patch.setenv("WEIGHTS", str(tiny_musetalk.make(tmp_path_factory.mktemp("weights"))))
        with Stack(tmp_path_factory.mktemp("musetalk")) as running:
            yield running


def facts_of_jobs(stack):
    s3, bucket = stack.client("s3"), stack.deployed.resources["MediaBucket"]
    keys = [each["Key"] for each in s3.list_objects_v2(Bucket=bucket, Prefix="jobs/")["Contents"]]
    return [
        json.loads(s3.get_object(Bucket=bucket, Key=key)["Body"].read())["facts"]
        for key in keys
        if key.endswith("/result.json")
    ]


def test_a_reel_is_made_by_the_talking_head_that_the_settings_name(stack):
    anna = Person(stack.base_url)
    reel = anna.wait_for(anna.approved(script="Hello, Bob."), "done", patience=300)
    painted = [facts for facts in facts_of_jobs(stack) if "dtype" in facts]
    assert [(facts["device"], facts["dtype"]) for facts in painted] == [("cpu", "float32")]
    with av.open(io.BytesIO(requests.get(reel["video_url"], timeout=120).content)) as film:
        assert film.duration / av.time_base == pytest.approx(painted[0]["duration"], abs=0.2)
