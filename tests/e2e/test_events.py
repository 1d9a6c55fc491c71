"""What happened to a reel reaches the bus, for whoever listens on AWS."""

import json

from local.waiting import wait_until
from tests.e2e.people import Person


def test_a_listener_on_the_bus_hears_of_a_reel_once_it_is_stored(stack):
    events, sqs = stack.client("events"), stack.client("sqs")
    bus = stack.deployed.outputs["EventBusName"]
    queue = sqs.create_queue(QueueName="listener")["QueueUrl"]
    arn = sqs.get_queue_attributes(QueueUrl=queue, AttributeNames=["QueueArn"])["Attributes"]["QueueArn"]
    pattern = {"source": ["greenlight"], "detail-type": ["reel.awaiting_approval", "reel.cancelled"]}
    events.put_rule(Name="listen", EventBusName=bus, EventPattern=json.dumps(pattern))
    events.put_targets(Rule="listen", EventBusName=bus, Targets=[{"Id": "queue", "Arn": arn}])
    anna = Person(stack.base_url)
    reel = anna.created()
    anna.act(reel, "cancel")
    heard: list[dict[str, object]] = []

    def told_twice() -> bool:
        for message in sqs.receive_message(QueueUrl=queue, WaitTimeSeconds=1).get("Messages", []):
            event = json.loads(message["Body"])
            if event["detail"]["production_id"] == reel["id"]:
                heard.append(event)
            sqs.delete_message(QueueUrl=queue, ReceiptHandle=message["ReceiptHandle"])
        return len(heard) >= 2

    wait_until(told_twice, 240, what="both events on the bus")
    assert {event["detail-type"] for event in heard} == {"reel.awaiting_approval", "reel.cancelled"}
    assert all(event["source"] == "greenlight" for event in heard)
    assert reel["final_script"] not in json.dumps(heard)
