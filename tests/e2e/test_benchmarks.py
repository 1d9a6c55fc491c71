"""The benchmarks of the whole stack work, on the stack that there is, in their smallest size."""

import pytest

from benchmarks import _processes
from tests.support.benchmarks import ON_A_STACK, require_figures, run


@pytest.mark.parametrize("name", sorted(ON_A_STACK))
def test_a_benchmark_of_the_stack_prints_each_case_with_its_figures_and_its_baseline(stack, name):
    if name == "function_processes" and not _processes.PROC.exists():
        assert "Linux only" in run(name, "--smallest", stack=stack).err
        return
    lines = run(name, "--smallest", stack=stack).lines
    require_figures(lines, ON_A_STACK[name])
    if name == "function_processes":
        for line in lines:
            kinds = line["functions_cpu_s"] + line["cloud_cpu_s"] + line["workers_cpu_s"]
            assert line["all_cpu_s"] == pytest.approx(kinds, abs=0.02)
            assert line["workers_cpu_s"] == pytest.approx(sum(line["workers_cpu_s_by_task"].values()), abs=0.05)
            assert 0 < line["functions_share"] < 1
