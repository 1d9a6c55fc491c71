"""Stands in for a process that `fork_server.py` forks: `python -IS fork_client.py FOLDER script`, for `python script`.

It lives as long as that process and ends with its exit code; whoever ends this one ends that one. Without a server, or
for anything but a script, it becomes the Python that it stands for.
"""

# Each import delays every start of a function.
import json
import os
import socket
import sys

HEADER, STREAMS = 8, (0, 1, 2)


def main() -> int:
    folder, *arguments = sys.argv[1:]
    here = os.getcwd()  # noqa: PTH109
    if len(arguments) != 1 or arguments[0].startswith("-"):
        return _become_python(arguments)
    request = json.dumps({"script": arguments[0], "environment": dict(os.environ), "folder": here}).encode()
    with socket.socket(socket.AF_UNIX) as server:
        try:
            os.chdir(folder)
            server.connect("socket")
            socket.send_fds(server, [len(request).to_bytes(HEADER, "big")], STREAMS)
            server.sendall(request)
        except OSError:
            os.chdir(here)
            return _become_python(arguments)
        # The streams are the process's alone: one who reads its output to the end must not wait for this copy.
        for stream in STREAMS:
            os.close(stream)
        code = server.recv(16)
        return int(code) if code else 1


def _become_python(arguments: list[str]) -> int:
    os.execv(sys.executable, [sys.executable, *arguments])  # noqa: S606


if __name__ == "__main__":
    os._exit(main() & 0xFF)
