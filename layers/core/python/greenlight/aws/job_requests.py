"""A job as an object in S3, for backends that are given an address rather than the job itself."""

import re

from greenlight.contracts import Job
from greenlight.ports import Media

_REQUEST = re.compile(r"(s3://[^/]+/.+/)request-([1-9][0-9]{0,5})\.json")


def put_request(media: Media, job: Job) -> str:
    """Its S3 URI; the attempt is part of it, so that an answer tells of which attempt it is."""
    uri = f"{job.output_prefix}request-{job.attempt}.json"
    media.put(uri, job.model_dump_json().encode(), "application/json")
    return uri


def parse_request(uri: str) -> tuple[str, int]:
    """Output prefix and attempt; raises ValueError for what is no request of ours."""
    found = _REQUEST.fullmatch(uri)
    if not found:
        raise ValueError(f"not the address of a job: {uri[:200]!r}")
    return found[1], int(found[2])


def resource_name(prefix: str, task: str) -> str:
    """What the endpoint, the queue, the job definition or the function of a task is called; infra/cdk calls it so."""
    return f"{prefix}-{task.replace('_', '-')}"
