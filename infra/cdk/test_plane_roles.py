"""What the plane's containers may do, and that everything of it is encrypted."""
# ruff: noqa: S101

import json

from infra.cdk.endpoint_role import JOIN
from infra.cdk.stages import pascal
from infra.cdk.synthesized import Synthesized

# AWS offers these for all resources or none.
WITHOUT_RESOURCE = {"ecr:GetAuthorizationToken", "cloudwatch:PutMetricData", *JOIN}


def actions(statement: dict[str, object]) -> set[str]:
    given = statement["Action"]
    return set(given) if isinstance(given, list) else {str(given)}


def workers(stack: Synthesized) -> list[str]:
    return [f"{pascal(plan.task)}Worker" for plan in stack.stage.plans]


def test_no_worker_has_power_over_everything_but_where_aws_offers_no_less(stack: Synthesized) -> None:
    for worker in workers(stack):
        statements = stack.statements(worker)
        everywhere = [one for one in statements if one["Resource"] in ("*", ["*"])]
        assert statements, worker
        assert set().union(*map(actions, everywhere)) <= WITHOUT_RESOURCE, worker
        assert not [one for one in statements if any("*" in action for action in actions(one))], worker


def test_a_worker_writes_only_what_jobs_make(stack: Synthesized) -> None:
    for worker in workers(stack):
        writes = [one for one in stack.statements(worker) if actions(one) & {"s3:PutObject", "s3:DeleteObject"}]
        places = json.dumps([one["Resource"] for one in writes])
        assert "/jobs/*" in places
        assert not [place for place in ("/productions", "/uploads", "/products") if place in places], worker


def test_a_worker_reads_the_inputs_of_jobs_and_the_weights(stack: Synthesized) -> None:
    for worker in workers(stack):
        reads = json.dumps([one["Resource"] for one in stack.statements(worker) if "s3:GetObject" in actions(one)])
        wanted = ("/jobs/*", "/productions/*", "/products/*", "/uploads/*")
        assert [place for place in wanted if place not in reads] == [], worker
        assert (":s3:::models-of-ours/greenlight/*" in reads) == (worker != "MediaWorker")


def test_only_services_that_act_for_this_account_take_on_a_role(stack: Synthesized) -> None:
    for name, role in stack.of_type("IAM::Role").items():
        if name.startswith(tuple(workers(stack))):
            (trust,) = role["AssumeRolePolicyDocument"]["Statement"]
            service = trust["Principal"]["Service"]
            ours = trust.get("Condition", {}).get("StringEquals", {}).get("aws:SourceAccount")
            assert service == "lambda.amazonaws.com" or ours == {"Ref": "AWS::AccountId"}, name


def test_topics_and_logs_of_the_plane_are_encrypted_with_its_key_which_turns(stack: Synthesized) -> None:
    ((key, made),) = stack.of_type("KMS::Key").items()
    assert made["EnableKeyRotation"] is True
    (alias,) = stack.of_type("KMS::Alias").values()
    assert alias["AliasName"] == f"alias/greenlight-{stack.stage.name}-plane"
    encrypted = {"Fn::GetAtt": [key, "Arn"]}
    topics = {name: each for name, each in stack.of_type("SNS::Topic").items() if name.startswith("Inference")}
    groups = {name: each for name, each in stack.of_type("Logs::LogGroup").items() if "KmsKeyId" in each}
    assert all(each["KmsMasterKeyId"] == encrypted for each in topics.values())
    assert {str(each["KmsKeyId"]) for each in groups.values()} == {str(encrypted)}
    assert len(groups) >= len(stack.stage.plans)
    assert all(each["RetentionInDays"] for each in groups.values())
