"""`./dev container` on the running stack: a container's program finds the stack's storage and queues by itself."""

import json
import subprocess
import sys

from local.environment import ROOT, environment


def test_batch_does_a_job_in_the_buckets_of_the_stack(stack):
    bucket = stack.deployed.resources["MediaBucket"]
    sample = (ROOT / "gpu_containers/text_to_image/job.json").read_text()
    # Not where other tests look at the jobs of their productions.
    sample = sample.replace("greenlight-media/jobs", f"{bucket}/by-hand")
    command = ["-m", "local.container", "text_to_image", "batch", "--state", str(stack.state), "--job", sample]
    done = subprocess.run(
        [sys.executable, *command], cwd=ROOT, env=environment(), capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    key = "by-hand/sample-text-to-image/result.json"
    result = json.loads(stack.client("s3").get_object(Bucket=bucket, Key=key)["Body"].read())
    assert result["outcome"] == "succeeded"


def test_without_a_stack_it_says_how_to_start_one(tmp_path):
    command = ["-m", "local.container", "media", "worker", "--state", str(tmp_path)]
    done = subprocess.run(
        [sys.executable, *command], cwd=ROOT, env=environment(), capture_output=True, text=True, check=False
    )
    assert done.returncode == 1
    assert "start one with ./dev up, or give --aws" in done.stderr
