"""The engines of a small task that the worker's tests run for real."""

ENGINES = {
    "counted": "tests.containers.sample_task.behaviours:Counted",
    "shout": "tests.containers.sample_task.behaviours:Shout",
    "gated": "tests.containers.sample_task.behaviours:Gated",
    "chatty": "tests.containers.sample_task.behaviours:Chatty",
    "faulty": "tests.containers.sample_task.behaviours:Faulty",
    "keyed": "tests.containers.sample_task.behaviours:Keyed",
    "slow_start": "tests.containers.sample_task.behaviours:SlowStart",
    "stuck": "tests.containers.sample_task.behaviours:Stuck",
    "uninstalled": "tests.containers.sample_task.uninstalled:Uninstalled",
}
