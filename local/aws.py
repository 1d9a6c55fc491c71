"""Deploys a stage to an AWS account: template.yaml with its GPU plane and operations (infra/cdk), a first key, a look.

What it needs: credentials (AWS_PROFILE or the usual variables) for what docs/deploying.md lists, Node 20 or newer,
               Python 3.13 for the layers' byte code, and Docker for the containers' images.
What it does:  assembles the layers, synthesizes, prepares the account for CDK where it is not yet, deploys the stack
               greenlight-<stage>, makes the stage's first service key, and asks the API whether it is well.
"""

import argparse
import os
import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import boto3
from botocore.exceptions import BotoCoreError, ClientError

from local import cdk, keys, smoke
from local.environment import BUILD, ROOT
from local.stages import STAGES, stack_name

BOOTSTRAP = "CDKToolkit"


def commands(stage: str, parameters: list[str], context: list[str], *, bootstrapped: bool) -> list[list[str]]:
    """In their order; each runs in the repository's root or, for CDK, in its app's folder."""
    said = cdk.of_stage(stage, context)
    given = [part for pair in parameters for part in ("--parameters", pair)]
    deploy = cdk.command("deploy", *said, *given, "--require-approval", "never", "--outputs-file", str(outputs(stage)))
    first = [] if bootstrapped else [cdk.command("bootstrap", *said)]
    return [[sys.executable, "-m", "layers.build"], cdk.command("synth", "--quiet", *said), *first, deploy]


def outputs(stage: str) -> Path:
    return BUILD / f"outputs-{stage}.json"


def run(command: list[str], region: str) -> None:
    folder = cdk.APP if cdk.CLI in command else ROOT
    print(f"$ {shlex.join(command)}", flush=True)
    variables = cdk.variables(os.environ) | {"AWS_REGION": region, "AWS_DEFAULT_REGION": region}
    if code := subprocess.run(command, cwd=folder, env=variables, check=False).returncode:
        sys.exit(code)


def has_stack(session: boto3.Session, name: str) -> bool:
    try:
        session.client("cloudformation").describe_stacks(StackName=name)
    except ClientError as error:
        if error.response["Error"]["Code"] == "ValidationError":
            return False
        raise
    return True


def session_of(region: str) -> boto3.Session:
    session = boto3.Session(region_name=region)
    if session.get_credentials() is None:
        sys.exit("There are no AWS credentials here: set AWS_PROFILE, or AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY.")
    return session


def parser_of(command: str, description: str | None) -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog=f"./dev {command}", description=description, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--stage", required=True, choices=STAGES)
    parser.add_argument("--region", default=boto3.Session().region_name, help="default: that of the AWS profile")
    parser.add_argument("--dry-run", action="store_true", help="print the commands and run none")
    parser.add_argument(
        "--context", action="append", default=[], metavar="name=value", help="of infra/cdk, such as weights=s3://…/"
    )
    return parser


def parse(parser: argparse.ArgumentParser) -> argparse.Namespace:
    options = parser.parse_args()
    if not options.region:
        parser.error("there is no AWS region: give --region, or set AWS_DEFAULT_REGION")
    for pair in [*options.context, *getattr(options, "parameters", [])]:
        if not re.fullmatch(r"\w+=.*", pair, re.DOTALL):
            parser.error(f"{pair!r} is not name=value")
    return options


def carry_out(work: Callable[[], None]) -> None:
    try:
        work()
    except (BotoCoreError, ClientError) as problem:
        sys.exit(f"AWS refused: {problem}")


def deploy(options: argparse.Namespace) -> None:
    session = session_of(options.region)
    if shutil.which("docker") is None and not os.environ.get("CDK_DOCKER"):
        sys.exit("The containers' images are built with Docker, which is not here: install it, or set CDK_DOCKER.")
    cdk.prepare()
    stack = stack_name(options.stage)
    ready, existed = (has_stack(session, name) for name in (BOOTSTRAP, stack))
    for command in commands(options.stage, options.parameters, options.context, bootstrapped=ready):
        run(command, options.region)
    url = smoke.url_of(session, stack)
    print(f"Greenlight answers on {url}")
    key = None if existed else keys.make(session, stack, "first", None)
    # Before the look, which may end the program: a key that nobody saw would stay valid.
    print(f"Service key, shown this once: {key}" if key else "The keys of before go on; ./dev key makes another.")
    smoke.look(url, key)


def main() -> None:
    parser = parser_of("deploy", __doc__)
    parser.add_argument("parameters", nargs="*", metavar="Name=value", help="parameters of template.yaml")
    options = parse(parser)
    if options.dry_run:
        planned = commands(options.stage, options.parameters, options.context, bootstrapped=True)
        print("\n".join(shlex.join(command) for command in planned))
        return
    carry_out(lambda: deploy(options))


if __name__ == "__main__":
    main()
