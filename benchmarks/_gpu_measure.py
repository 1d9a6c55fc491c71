"""How long work takes on a device, how much arithmetic it is, and what the device could do at most."""

import functools
import statistics
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

import torch
from torch.utils.flop_counter import FlopCounterMode

Work = Callable[[], object]
_ONCE = ContextVar("once", default=False)


def is_gpu() -> bool:
    return bool(torch.cuda.is_available())


def device() -> str:
    return "cuda" if is_gpu() else "cpu"


def name() -> str:
    return torch.cuda.get_device_name() if is_gpu() else "cpu"


def version() -> str:
    return str(torch.__version__)


def seconds(work: Work, *, times: int = 10, warm: int = 3) -> float:
    """The median of one call, by device events where there is a GPU; of a single one `once`."""
    if _ONCE.get():
        return _once(work)
    for _ in range(warm):
        work()
    return statistics.median(_once(work) for _ in range(times))


@contextmanager
def once() -> Iterator[None]:
    """Everything runs a single time on one thread: tiny networks wait for threads more than they compute."""
    threads, token = torch.get_num_threads(), _ONCE.set(True)
    torch.set_num_threads(1)
    try:
        yield
    finally:
        torch.set_num_threads(threads)
        _ONCE.reset(token)


def _once(work: Work) -> float:
    if not is_gpu():
        began = time.perf_counter()
        work()
        return time.perf_counter() - began
    start, end = torch.cuda.Event(enable_timing=True), torch.cuda.Event(enable_timing=True)
    start.record()
    work()
    end.record()
    torch.cuda.synchronize()
    return float(start.elapsed_time(end)) / 1000


def operations(work: Work) -> int:
    """Floating-point operations of one call: those of its matrix products, convolutions and attention."""
    with FlopCounterMode(display=False) as counter:
        work()
    return int(counter.get_total_flops())


@functools.cache
def ceilings() -> dict[str, float]:
    """`tflops` of a large bf16 matrix product on random data, `tb_s` of a large copy (read and written)."""
    side, length = (8192, 1 << 30) if is_gpu() else (512, 1 << 20)
    a, b = (torch.randn(side, side, device=device(), dtype=torch.bfloat16) for _ in range(2))
    product = seconds(lambda: a @ b)
    source = torch.randint(0, 255, (length,), device=device(), dtype=torch.uint8)
    target = torch.empty_like(source)
    copy = seconds(lambda: target.copy_(source))
    return {"tflops": 2 * side**3 / product / 1e12, "tb_s": 2 * length / copy / 1e12}


def peak_gib() -> float | None:
    """Since the last `forget`."""
    return round(torch.cuda.max_memory_allocated() / 2**30, 2) if is_gpu() else None


def forget() -> None:
    if is_gpu():
        torch.cuda.empty_cache()
        torch.cuda.reset_peak_memory_stats()


def weight_bytes(*modules: torch.nn.Module) -> int:
    return sum(p.numel() * p.element_size() for module in modules for p in module.parameters())


def shares(flops: int, read: int, took: float) -> dict[str, Any]:
    """Of what this device did at most in this run. `read` are the bytes of weights, which each call reads once."""
    return {
        "tflop": round(flops / 1e12, 3),
        "share_of_bf16_peak": round(flops / took / 1e12 / ceilings()["tflops"], 3),
        "share_of_bandwidth_by_weights": round(read / took / 1e12 / ceilings()["tb_s"], 3),
    }


def difference(ours: torch.Tensor, reference: torch.Tensor) -> float:
    """‖ours − reference‖ ÷ ‖reference‖ in float64."""
    ours, reference = ours.double(), reference.double()
    return float((ours - reference).norm() / reference.norm())


def randomised(build: Callable[[], torch.nn.Module], dtype: torch.dtype) -> Any:
    """A model of random weights, made on the device."""
    before = torch.get_default_dtype()
    torch.set_default_dtype(dtype)
    try:
        with torch.device(device()):
            return build().to(dtype).eval().requires_grad_(False)
    finally:
        torch.set_default_dtype(before)
