"""What is kept, for how long, and where messages go that nobody could take."""

from greenlight.domain.uploads import ASSET_DAYS
from tests.infra.expanded import expanded, of_type

DEAD_LETTERS = {"JobDeadLetterQueue", "ResultDeadLetterQueue", "EventDeadLetterQueue", "WebhookDeadLetterQueue"}
# Old progress is worth nothing.
WITHOUT_DEAD_LETTERS = {"ProgressQueue"}
FOURTEEN_DAYS = 14 * 24 * 3600


def test_every_function_logs_to_a_group_of_its_own() -> None:
    groups = [function["LoggingConfig"]["LogGroup"]["Ref"] for function in of_type("AWS::Lambda::Function").values()]
    assert len(set(groups)) == len(groups)
    assert set(groups) <= set(of_type("AWS::Logs::LogGroup"))


def test_no_log_is_kept_for_ever() -> None:
    for name, group in of_type("AWS::Logs::LogGroup").items():
        assert group["RetentionInDays"] == {"Ref": "LogRetentionDays"}, name


def test_functions_and_workflows_are_traced() -> None:
    assert {f["TracingConfig"]["Mode"] for f in of_type("AWS::Lambda::Function").values()} == {"Active"}
    assert {m["TracingConfiguration"]["Enabled"] for m in of_type("AWS::StepFunctions::StateMachine").values()} == {
        True
    }


def test_the_table_can_be_brought_back_to_any_second_and_forgets_what_has_expired() -> None:
    (table,) = of_type("AWS::DynamoDB::Table").values()
    assert table["PointInTimeRecoverySpecification"] == {"PointInTimeRecoveryEnabled": True}
    assert table["TimeToLiveSpecification"] == {"AttributeName": "ttl", "Enabled": True}
    assert table["DeletionProtectionEnabled"] == {"Fn::If": ["IsProduction", True, False]}
    assert table["StreamSpecification"] == {"StreamViewType": "NEW_IMAGE"}


def test_what_cannot_be_made_again_outlives_the_stack() -> None:
    for name in ("Table", "MediaBucket", "KeyPepper"):
        resource = expanded()["Resources"][name]
        assert resource["DeletionPolicy"] == "RetainExceptOnCreate", name
        assert resource["UpdateReplacePolicy"] == "Retain", name


def test_temporary_media_is_gone_after_a_day() -> None:
    (bucket,) = of_type("AWS::S3::Bucket").values()
    rules = {rule["Id"]: rule for rule in bucket["LifecycleConfiguration"]["Rules"]}
    assert (rules["DeleteTemporary"]["Prefix"], rules["DeleteTemporary"]["ExpirationInDays"]) == ("tmp/", 1)
    assert rules["AbortUploads"]["AbortIncompleteMultipartUpload"] == {"DaysAfterInitiation": 1}


def test_an_uploaded_file_is_there_as_long_as_its_asset() -> None:
    (bucket,) = of_type("AWS::S3::Bucket").values()
    rules = {rule["Id"]: rule for rule in bucket["LifecycleConfiguration"]["Rules"]}
    assert (rules["DeleteUploads"]["Prefix"], rules["DeleteUploads"]["ExpirationInDays"]) == ("uploads/", ASSET_DAYS)


def test_every_queue_sends_what_nobody_could_take_to_dead_letters() -> None:
    for name, queue in of_type("AWS::SQS::Queue").items():
        if name not in DEAD_LETTERS | WITHOUT_DEAD_LETTERS:
            (target, _) = queue["RedrivePolicy"]["deadLetterTargetArn"]["Fn::GetAtt"]
            assert target in DEAD_LETTERS, name
            assert 3 <= queue["RedrivePolicy"]["maxReceiveCount"] <= 5, name


def test_dead_letters_wait_two_weeks_for_somebody_to_look() -> None:
    queues = of_type("AWS::SQS::Queue")
    assert {queues[name]["MessageRetentionPeriod"] for name in DEAD_LETTERS} == {FOURTEEN_DAYS}


def test_events_that_cannot_be_published_are_kept() -> None:
    mapping = of_type("AWS::Lambda::EventSourceMapping")["OnTableChangeSource"]
    target = mapping["DestinationConfig"]["OnFailure"]["Destination"]
    assert target == {"Fn::GetAtt": ["EventDeadLetterQueue", "Arn"]}
