"""The models that ship in `models/`, each loaded once a process."""

from functools import cache
from pathlib import Path

import numpy as np
import numpy.typing as npt
import onnxruntime as ort  # type: ignore[import-untyped]

MODELS = Path(__file__).parent / "models"
Floats = npt.NDArray[np.float32]
Picture = npt.NDArray[np.uint8]


@cache
def _session(name: str) -> ort.InferenceSession:
    options = ort.SessionOptions()
    # One thread is fastest for nets this small, and leaves the other cores to the encoder.
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    options.log_severity_level = 3
    return ort.InferenceSession(str(MODELS / name), options, providers=["CPUExecutionProvider"])


def infer(name: str, image: Floats) -> list[Floats]:
    """`image` is (height, width, 3) in the range that the model wants."""
    session = _session(name)
    planes = np.ascontiguousarray(image.transpose(2, 0, 1)[None], np.float32)
    return list(session.run(None, {session.get_inputs()[0].name: planes}))
