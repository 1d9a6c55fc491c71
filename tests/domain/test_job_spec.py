"""A job is addressed by what goes into it, and by nothing else."""

from dataclasses import replace

from greenlight.domain.jobs import JobSpec

SPEC = JobSpec("media", "ffmpeg", "1", {"a": 1, "b": 2}, {"x": "s3://bucket/one"}, {"x": "digest"})


def test_the_order_of_params_does_not_matter():
    assert replace(SPEC, params={"b": 2, "a": 1}).cache_key == SPEC.cache_key


def test_where_an_input_lies_does_not_matter_but_what_it_is_does():
    assert replace(SPEC, inputs={"x": "s3://bucket/two"}).cache_key == SPEC.cache_key
    assert replace(SPEC, digests={"x": "other"}).cache_key != SPEC.cache_key


def test_another_version_of_the_engine_is_another_job():
    assert replace(SPEC, engine_version="2").cache_key != SPEC.cache_key


def test_accounts_never_share_a_job():
    assert SPEC.job_id("acme") != SPEC.job_id("rivals")
