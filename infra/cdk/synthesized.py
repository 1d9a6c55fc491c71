"""For tests: the template that the app itself writes for a stage, offline, read as plain data."""

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from infra.cdk import stages

ROOT = Path(__file__).resolve().parents[2]
STAGES = ("dev", "production")
EMAIL, WEIGHTS = "operator@example.org", "s3://models-of-ours/greenlight"
Properties = dict[str, Any]


@dataclass(frozen=True)
class Synthesized:
    template: dict[str, Any]
    stage: stages.Stage
    # Where the assets lie.
    folder: Path

    def of_type(self, kind: str) -> dict[str, Properties]:
        """Logical id → properties; `kind` without `AWS::`."""
        found = self.template["Resources"].items()
        return {name: each.get("Properties", {}) for name, each in found if each["Type"] == f"AWS::{kind}"}

    def named(self, kind: str, attribute: str) -> dict[str, Properties]:
        """Name → properties."""
        return {each[attribute]: each for each in self.of_type(kind).values() if attribute in each}

    def statements(self, role: str) -> list[Properties]:
        """What the policies beside a role allow it; `role` is how its logical id begins."""
        policies = [
            each
            for each in self.of_type("IAM::Policy").values()
            if any(ref["Ref"].startswith(role) for ref in each.get("Roles", []))
        ]
        return [one for policy in policies for one in policy["PolicyDocument"]["Statement"]]


def synthesize(folder: Path) -> dict[str, Synthesized]:
    """All stages at once. Raises when a rule of cdk-nag finds something that nobody has acknowledged."""
    running = {stage: _start(stage, folder / stage) for stage in STAGES}
    return {stage: _read(stage, folder / stage, process) for stage, process in running.items()}


def _context(stage: str) -> dict[str, str]:
    return {"stage": stage, "alarm_email": EMAIL, "weights": WEIGHTS}


def _start(stage: str, folder: Path) -> "subprocess.Popen[str]":
    paths = os.pathsep.join([str(ROOT), os.environ.get("PYTHONPATH", "")])
    ours = {"PYTHONPATH": paths, "CDK_OUTDIR": str(folder), "CDK_CONTEXT_JSON": json.dumps(_context(stage))}
    return subprocess.Popen(
        [sys.executable, "-m", "infra.cdk.app"],
        cwd=ROOT,
        env=os.environ | ours,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )


def _read(stage: str, folder: Path, process: "subprocess.Popen[str]") -> Synthesized:
    said, _ = process.communicate()
    if process.returncode:
        raise RuntimeError(f"The stage {stage} cannot be synthesized:\n{said}")
    template = json.loads((folder / f"greenlight-{stage}.template.json").read_text())
    return Synthesized(template, stages.read(_context(stage).get), folder)
