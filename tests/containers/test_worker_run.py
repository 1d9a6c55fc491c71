"""One job from a file, without a cloud."""

import json
import subprocess
from pathlib import Path

from greenlight.contracts import JobResult
from tests.containers.worker_harness import RUNTIME, process_environment


def _run(folder: Path, **fields: object) -> subprocess.CompletedProcess[str]:
    sample = {"task": "media", "engine": "shout", "inputs": {"text": "file://whisper.txt"}} | fields
    (folder / "job.json").write_text(json.dumps(sample))
    (folder / "whisper.txt").write_text("a whisper")
    arguments = ["run", str(folder / "job.json"), "--output", str(folder / "out")]
    return subprocess.run(
        [*RUNTIME, *arguments, "--engines", "tests.containers.sample_task.engines"],
        env=process_environment(),
        capture_output=True,
        text=True,
        timeout=240,
        check=False,
    )


def test_a_sample_job_is_done_from_its_file_and_prints_its_result(tmp_path: Path) -> None:
    ended = _run(tmp_path)
    result = JobResult.model_validate_json(ended.stdout)
    assert ended.returncode == 0, ended.stderr
    assert Path(result.outputs["text"]).read_text() == "A WHISPER"
    assert Path(result.outputs["text"]).is_relative_to(tmp_path / "out")


def test_a_plain_path_is_read_relative_to_the_file(tmp_path: Path) -> None:
    assert _run(tmp_path, inputs={"text": "whisper.txt"}).returncode == 0


def test_a_missing_input_is_named(tmp_path: Path) -> None:
    ended = _run(tmp_path, inputs={"text": "nowhere.txt"})
    error = JobResult.model_validate_json(ended.stdout).error
    assert ended.returncode == 1
    assert error is not None
    assert (error.code, "'text'" in error.message) == ("input_missing", True)


def test_a_failed_job_ends_with_an_error_and_its_reason(tmp_path: Path) -> None:
    ended = _run(tmp_path, engine="faulty", params={"fault": "typed"})
    error = JobResult.model_validate_json(ended.stdout).error
    assert ended.returncode == 1
    assert error is not None
    assert error.code == "too_quiet"
