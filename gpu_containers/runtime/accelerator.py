"""What torch computes on here: which device, in which number format, with how much memory left."""

from dataclasses import dataclass
from typing import Any

import torch

_BYTES_PER_MIB = 1024 * 1024
# The first generation with bfloat16 in its matrix units.
_AMPERE = 8


@dataclass(frozen=True)
class Accelerator:
    """`dtype` is bfloat16 on a GPU that computes in it, float16 on an older one, float32 on a CPU."""

    device: str
    dtype: torch.dtype

    @classmethod
    def best(cls) -> "Accelerator":
        if not torch.cuda.is_available():
            return cls("cpu", torch.float32)
        major, _ = torch.cuda.get_device_capability()
        return cls("cuda", torch.bfloat16 if major >= _AMPERE else torch.float16)

    @property
    def is_gpu(self) -> bool:
        return self.device == "cuda"

    @property
    def name(self) -> str:
        return torch.cuda.get_device_name() if self.is_gpu else "cpu"

    def free_memory(self) -> int:
        """MiB that a model may take; on a CPU nothing is counted, because its memory can be swapped."""
        if not self.is_gpu:
            return 1 << 40
        free, _ = torch.cuda.mem_get_info()
        unused = torch.cuda.memory_reserved() - torch.cuda.memory_allocated()
        return int(free + unused) // _BYTES_PER_MIB

    def forget_peak(self) -> None:
        if self.is_gpu:
            torch.cuda.reset_peak_memory_stats()

    def facts(self) -> dict[str, Any]:
        """`gpu_memory` is the peak in MiB since `forget_peak`."""
        found: dict[str, Any] = {"device": self.name, "dtype": str(self.dtype).removeprefix("torch.")}
        if self.is_gpu:
            found["gpu_memory"] = torch.cuda.max_memory_allocated() // _BYTES_PER_MIB
        return found


def is_out_of_memory(error: BaseException) -> bool:
    return isinstance(error, torch.OutOfMemoryError)
