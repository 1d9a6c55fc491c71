"""The Lambda that plays every step of a journey: it notes each call in S3 and does what the production's script says.

A script is `{role: action}`: "wait", "fail", "raise", "raise once", "cannot submit once", an object to answer, or a
list of objects for one call after another; other roles succeed at once.
"""

import json
import os
import time
from typing import Any

import boto3

BUCKET = "theatre"
s3 = boto3.client("s3")
workflows = boto3.client("stepfunctions")


def handler(event: dict[str, Any], _context: Any) -> dict[str, Any]:
    role = event.get("step") or os.environ["ROLE"]
    stage = f"{event['production_id']}/{role}"
    earlier = s3.list_objects_v2(Bucket=BUCKET, Prefix=f"calls/{stage}/")["KeyCount"]
    been_here = earlier > 0
    s3.put_object(Bucket=BUCKET, Key=f"calls/{stage}/{time.time_ns()}", Body=json.dumps(event).encode())
    script = json.loads(s3.get_object(Bucket=BUCKET, Key=f"scripts/{event['production_id']}")["Body"].read())
    match script.get(role):
        case dict() as answer:
            return answer
        case list() as answers:
            return dict(answers[min(earlier, len(answers) - 1)])
        case "raise":
            raise RuntimeError("unexpected")
        case "raise once" if not been_here:
            raise RuntimeError("unexpected")
        case "wait":
            return {}
        case "fail":
            cause = json.dumps({"code": "no_face", "message": "There is no face."})
            workflows.send_task_failure(taskToken=event["token"], error="no_face", cause=cause)
        case "cannot submit once" if not been_here:
            workflows.send_task_failure(taskToken=event["token"], error="SubmitFailed", cause="no queue")
        case _ if "token" in event:
            workflows.send_task_success(taskToken=event["token"], output="{}")
    return {}
