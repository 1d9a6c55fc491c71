"""The API against its own document: generated requests, right and wrong, and no answer that it does not describe."""

import os
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).parent
EXAMPLES = "4"


def test_every_answer_is_one_that_the_document_describes(stack, tmp_path):
    command = [sys.executable, "-c", "from schemathesis.cli import schemathesis; schemathesis()"]
    command += ["--config-file", str(HERE / "schemathesis.toml"), "run", f"{stack.base_url}/openapi.json"]
    command += ["--header", f"Authorization: Bearer {stack.service_key}", "--phases", "examples,coverage,fuzzing"]
    command += ["--max-examples", EXAMPLES, "--generation-database", "none", "--no-color"]
    variables = {
        "SCHEMATHESIS_HOOKS": "tests.e2e.schemathesis_hooks",
        "API_URL": stack.base_url,
        "API_KEY": stack.service_key,
    }
    asked = subprocess.run(
        command, cwd=HERE.parents[1], env=os.environ | variables, capture_output=True, text=True, check=False
    )
    assert asked.returncode == 0, asked.stdout + asked.stderr
