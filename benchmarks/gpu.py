"""The production engines' networks in full size with random weights: what a GPU gets out of them.

Without a GPU, or with `--smallest`, the same cases run with tiny networks, which checks shapes and nothing else.
"""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, nullcontext
from importlib import import_module
from typing import Any

from benchmarks._command import parser, say

CASES = ("musetalk", "warp", "diffusion", "compiled")
Lines = Callable[..., Iterator[dict[str, Any]]]


def main(arguments: Sequence[str] | None = None) -> None:
    options = parser("gpu", __doc__)
    options.add_argument("case", nargs="*", choices=[[], *CASES], help="default: all")
    asked = options.parse_args(arguments)
    _require("torch", "diffusers", "transformers")
    measure, lines = _imported()
    full = measure.is_gpu() and not asked.smallest
    with _exact(), nullcontext() if full else measure.once():
        ceilings = {name: round(value, 4) for name, value in measure.ceilings().items()}
        say("ceilings of the device", device=measure.name(), torch=measure.version(), **ceilings)
        for case in asked.case or CASES:
            for line in lines[case](full=full):
                say(**line)


def _require(*packages: str) -> None:
    for package in packages:
        try:
            import_module(package)
        except (ImportError, OSError) as error:
            raise SystemExit(f"This benchmark needs {package}, which does not work here: {error}") from error


def _imported() -> tuple[Any, dict[str, Lines]]:
    """What takes seconds to import, and is not there on every machine."""
    from benchmarks import _gpu_diffusion, _gpu_measure, _gpu_musetalk, _gpu_warp

    found = (_gpu_musetalk.lines, _gpu_warp.lines, _gpu_diffusion.lines, _gpu_musetalk.compiled)
    return _gpu_measure, dict(zip(CASES, found, strict=True))


@contextmanager
def _exact() -> Iterator[None]:
    """Without tf32, in which what is called float32 would be computed, and without a word about random weights."""
    import torch
    from diffusers.utils import logging

    verbosity = logging.get_verbosity()
    logging.set_verbosity_error()
    matmul = torch.backends.cuda.matmul
    tf32, matmul.allow_tf32 = matmul.allow_tf32, False
    try:
        with torch.backends.cudnn.flags(enabled=True, benchmark=True, allow_tf32=False):
            yield
    finally:
        matmul.allow_tf32 = tf32
        logging.set_verbosity(verbosity)


if __name__ == "__main__":
    main()
