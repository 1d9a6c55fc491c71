"""Deploys template.yaml to an AWS account with the SAM command line.

What it needs: credentials (AWS_PROFILE or the usual variables) that may create the template's resources.
What it does:  assembles the layers, `sam build`, `sam deploy` of the stack greenlight-<stage>, and prints its outputs.
               After the first deployment, `./dev key --stage <stage>` makes the first service key.
What it does not do yet: it starts no workers. Jobs wait in the three job queues (see the outputs) until a worker
               takes them: `python -m gpu_containers.runtime worker --task <task>` with JOB_QUEUE_URL,
               RESULT_QUEUE_URL, PROGRESS_QUEUE_URL and WORK_DIR set, wherever the account can be reached.
               SageMaker and Batch as job backends, alarms and the dashboard belong to infra/cdk.
"""

import argparse
import shlex
import subprocess
import sys

import boto3

from local import environment
from local.environment import BUILD, ROOT

SAM = BUILD / "sam"
BUILT = BUILD / "sam-build"
CAPABILITIES = ["CAPABILITY_IAM", "CAPABILITY_AUTO_EXPAND"]


def commands(stage: str, region: str, parameters: list[str]) -> list[list[str]]:
    sam = str(SAM / "bin" / "sam")
    overrides = [f"Stage={stage}", *parameters]
    where = ["--stack-name", stack_name(stage), "--region", region, "--resolve-s3"]
    deploy = [sam, "deploy", "--template-file", str(BUILT / "template.yaml"), *where]
    return [
        [sys.executable, "-m", "layers.build"],
        [sam, "build", "--build-dir", str(BUILT)],
        [*deploy, "--no-fail-on-empty-changeset", "--capabilities", *CAPABILITIES, "--parameter-overrides", *overrides],
    ]


def stack_name(stage: str) -> str:
    return f"greenlight-{stage}"


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="./dev deploy", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--stage", required=True, choices=["dev", "staging", "production"])
    parser.add_argument("--region", default=boto3.Session().region_name, help="default: that of the AWS profile")
    parser.add_argument("--dry-run", action="store_true", help="print the commands and run none")
    parser.add_argument("parameters", nargs="*", metavar="Name=value", help="parameters of template.yaml")
    options = parser.parse_args()
    if not options.region:
        parser.error("there is no AWS region: give --region, or set AWS_DEFAULT_REGION")
    if wrong := [each for each in options.parameters if "=" not in each]:
        parser.error(f"{wrong[0]!r} is not Name=value")
    return options


def main() -> None:
    options = _options()
    planned = commands(options.stage, options.region, options.parameters)
    if options.dry_run:
        print("\n".join(shlex.join(command) for command in planned))
        return
    if boto3.Session().get_credentials() is None:
        sys.exit("There are no AWS credentials here: set AWS_PROFILE, or AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY.")
    environment.install(("sam",), SAM)
    for command in planned:
        print(f"$ {shlex.join(command)}", flush=True)
        if code := subprocess.run(command, cwd=ROOT, env=environment.environment(), check=False).returncode:
            sys.exit(code)
    print(f"Deployed. The first service key: ./dev key --stage {options.stage} --region {options.region}")


if __name__ == "__main__":
    main()
