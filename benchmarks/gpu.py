"""The production engines' networks in full size with random weights: what a GPU gets out of them.

Without a GPU the same cases run in small sizes, which checks shapes and nothing else.
"""

import argparse
import json

import torch
from diffusers.utils import logging

from benchmarks import _gpu_diffusion, _gpu_measure, _gpu_musetalk, _gpu_warp

CASES = {
    "musetalk": _gpu_musetalk.lines,
    "warp": _gpu_warp.lines,
    "diffusion": _gpu_diffusion.lines,
    "compiled": _gpu_musetalk.compiled,
}


def main() -> None:
    parser = argparse.ArgumentParser(prog="./dev bench gpu", description=__doc__)
    parser.add_argument("case", nargs="*", choices=[[], *CASES], help="default: all")
    chosen = parser.parse_args().case or list(CASES)
    # Otherwise what is called float32 would be computed in tf32.
    torch.backends.cuda.matmul.allow_tf32 = False
    torch.backends.cudnn.allow_tf32 = False
    torch.backends.cudnn.benchmark = True
    # What is made here has random weights, of which no part needs another format than the rest.
    logging.set_verbosity_error()
    ceilings = {name: round(value, 2) for name, value in _gpu_measure.ceilings().items()}
    print(json.dumps({"device": _gpu_measure.name(), "torch": torch.__version__, **ceilings}), flush=True)
    for case in chosen:
        for line in CASES[case](full=_gpu_measure.is_gpu()):
            print(json.dumps(line), flush=True)


if __name__ == "__main__":
    main()
