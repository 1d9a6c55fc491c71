"""Takes a stage away from an AWS account, all but what holds people's work: it says what stays and what it costs.

The table, the media bucket and the secret that keys are hashed with stay (DeletionPolicy in template.yaml); a stage
that is deployed again does not find them by itself.
"""

import shlex
import sys

import boto3

from local import cdk
from local.aws import carry_out, parse, parser_of, run, session_of
from local.stages import stack_name

KEPT = ("AWS::DynamoDB::Table", "AWS::S3::Bucket", "AWS::SecretsManager::Secret")


def command(stage: str, context: list[str]) -> list[str]:
    return cdk.command("destroy", *cdk.of_stage(stage, context), "--force")


def kept(session: boto3.Session, stack: str) -> list[str]:
    pages = session.client("cloudformation").get_paginator("list_stack_resources").paginate(StackName=stack)
    found = [resource for page in pages for resource in page["StackResourceSummaries"]]
    return [f"{each['ResourceType']} {each['PhysicalResourceId']}" for each in found if each["ResourceType"] in KEPT]


def main() -> None:
    parser = parser_of("destroy", __doc__)
    parser.add_argument("--yes", action="store_true", help="do not ask")
    options = parse(parser)
    if options.dry_run:
        print(shlex.join(command(options.stage, options.context)))
        return
    carry_out(lambda: destroy(options.stage, options.region, options.context, asked=not options.yes))


def destroy(stage: str, region: str, context: list[str], *, asked: bool) -> None:
    stays = kept(session_of(region), stack_name(stage))
    if asked and input(f"Type the stage's name to take {stack_name(stage)} away: ").strip() != stage:
        sys.exit("Nothing was changed.")
    cdk.prepare()
    # Not before: the venv may bring the Node that it is run with.
    run(command(stage, context), region)
    print("Gone. These stay, and cost what they store, until you delete them:")
    print("\n".join(f"  {each}" for each in stays))


if __name__ == "__main__":
    main()
