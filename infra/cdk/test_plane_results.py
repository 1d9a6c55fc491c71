"""However a job ends, and on whichever backend, it is heard of in the one queue of results."""
# ruff: noqa: S101

from typing import Any

import pytest

from infra.cdk.synthesized import Synthesized

RESULTS, LOST = "ResultQueue", "ResultDeadLetterQueue"


def arn(name: str) -> dict[str, Any]:
    return {"Fn::GetAtt": [name, "Arn"]}


def senders(stack: Synthesized, queue: str) -> dict[str, list[Any]]:
    """Service → what of it may send."""
    (policy,) = (each for each in stack.of_type("SQS::QueuePolicy").values() if each["Queues"] == [{"Ref": queue}])
    allowed = [one for one in policy["PolicyDocument"]["Statement"] if one["Effect"] == "Allow"]
    assert {(one["Action"], str(one["Resource"])) for one in allowed} <= {("sqs:SendMessage", str(arn(queue)))}
    return {one["Principal"]["Service"]: one["Condition"]["ArnEquals"]["aws:SourceArn"] for one in allowed}


def inference_topics(stack: Synthesized) -> list[dict[str, Any]]:
    return [{"Ref": name} for name in stack.of_type("SNS::Topic") if name.startswith("Inference")]


def batch_rules(stack: Synthesized) -> dict[str, Any]:
    return {name: each for name, each in stack.of_type("Events::Rule").items() if name.startswith("Batch")}


def test_the_queue_of_results_takes_from_the_plane_of_its_stage_and_from_nobody_else(stack: Synthesized) -> None:
    wanted = {
        "sns.amazonaws.com": inference_topics(stack),
        "events.amazonaws.com": [arn(name) for name in batch_rules(stack)],
    }
    assert senders(stack, RESULTS) == {service: sources for service, sources in wanted.items() if sources}


def test_what_the_bus_could_not_deliver_waits_with_the_lost_results(stack: Synthesized) -> None:
    assert senders(stack, LOST) == {"events.amazonaws.com": [arn(name) for name in batch_rules(stack)]}


@pytest.mark.parametrize("status", ["SUCCEEDED", "FAILED"])
def test_the_end_of_every_batch_job_goes_to_the_queue_of_results(stack: Synthesized, status: str) -> None:
    (rule,) = (each for each in batch_rules(stack).values() if each["EventPattern"]["detail"]["status"] == [status])
    assert rule["EventPattern"]["source"] == ["aws.batch"]
    assert rule["EventPattern"]["detail-type"] == ["Batch Job State Change"]
    queues = [{"Fn::GetAtt": [name, "JobQueueArn"]} for name in stack.of_type("Batch::JobQueue")]
    assert rule["EventPattern"]["detail"]["jobQueue"] == queues
    assert [each["Arn"] for each in rule["Targets"]] == [arn(RESULTS)]
    assert "InputTransformer" not in rule["Targets"][0]
    assert rule.get("EventBusName") is None


def test_every_endpoint_tells_of_success_and_failure_and_both_reach_the_queue_as_they_are(
    stacks: dict[str, Synthesized],
) -> None:
    stack = stacks["production"]
    told = [
        config["AsyncInferenceConfig"]["OutputConfig"]["NotificationConfig"]
        for config in stack.of_type("SageMaker::EndpointConfig").values()
    ]
    assert {(str(each["SuccessTopic"]), str(each["ErrorTopic"])) for each in told} == {
        tuple(str(topic) for topic in inference_topics(stack))
    }
    subscribed = [each for each in stack.of_type("SNS::Subscription").values() if each["Protocol"] == "sqs"]
    assert [each["TopicArn"] for each in subscribed] == inference_topics(stack)
    assert all(each["Endpoint"] == arn(RESULTS) and each["RawMessageDelivery"] is True for each in subscribed)


def test_the_media_function_sends_its_results_and_lambda_what_became_of_the_others(stack: Synthesized) -> None:
    media = stack.named("Lambda::Function", "FunctionName")[stack.stage.resource_name("media")]
    (failures,) = stack.of_type("Lambda::EventInvokeConfig").values()
    sends = [one for one in stack.statements("MediaWorker") if one["Action"] == "sqs:SendMessage"]
    assert media["Environment"]["Variables"]["RESULT_QUEUE_URL"] == {"Ref": RESULTS}
    assert failures["DestinationConfig"] == {"OnFailure": {"Destination": arn(RESULTS)}}
    assert failures["MaximumRetryAttempts"] == 1
    assert {str(one["Resource"]) for one in sends} == {str(arn(RESULTS)), str(arn("ProgressQueue"))}


def test_a_job_that_waits_for_what_never_comes_fails(stack: Synthesized) -> None:
    for queue in stack.of_type("Batch::JobQueue").values():
        limits = {each["Reason"]: each["MaxTimeSeconds"] for each in queue["JobStateTimeLimitActions"]}
        assert set(limits) >= {
            "CAPACITY:INSUFFICIENT_INSTANCE_CAPACITY",
            "MISCONFIGURATION:JOB_RESOURCE_REQUIREMENT",
        }
        assert all(seconds >= 600 for seconds in limits.values())


def test_failures_of_the_plane_raise_an_alarm(stacks: dict[str, Synthesized]) -> None:
    watched = {
        (each["MetricName"], str(each["Dimensions"][0]["Value"]))
        for each in stacks["production"].of_type("CloudWatch::Alarm").values()
    }
    assert ("TriggeredRules", str({"Ref": "BatchFailed"})) in watched
    assert ("Errors", "greenlight-production-media") in watched
    for plan in stacks["production"].stage.on("sagemaker"):
        name = stacks["production"].stage.resource_name(plan.task)
        assert ("ApproximateAgeOfOldestRequest", name) in watched
        assert ("NotificationFailures", name) in watched
