"""Who may do what, what is encrypted, what is closed unless it is opened on purpose."""

import json
from typing import Any

import pytest

from tests.infra.expanded import as_list, expanded, of_type, source, statements

# SAM gives these to every function; both reach no data.
MANAGED = {
    "arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole",
    "arn:aws:iam::aws:policy/AWSXrayWriteOnlyAccess",
}
STARTERS = {"ApiFunctionRole", "OnPlaceFreeFunctionRole", "OnScheduleReconcileFunctionRole"}
LOCAL_ONLY = {
    "AnonymousUser": "ANONYMOUS_USER",
    "KeyPepperValue": "KEY_PEPPER",
    "WebhookAllowLoopback": "WEBHOOK_ALLOW_LOOPBACK",
}


def allowed(role: str) -> set[str]:
    """The actions of a function's own role, its named powers included."""
    properties = of_type("AWS::IAM::Role")[role]
    powers = {arn["Ref"] for arn in properties.get("ManagedPolicyArns", []) if isinstance(arn, dict)}
    return {action for where, s in statements() if where in powers | {role} for action in as_list(s["Action"])}


def roles_that_may(action: str) -> set[str]:
    return {role for role in of_type("AWS::IAM::Role") if action in allowed(role)}


def test_no_power_is_a_wildcard() -> None:
    for where, statement in statements():
        assert not [action for action in as_list(statement["Action"]) if "*" in action], where


def test_every_power_is_over_resources_of_this_stack() -> None:
    """But for log delivery and lists of Batch jobs, which AWS offers for all resources or none."""
    for where, statement in statements():
        if not all(action.startswith("logs:") or action == "batch:ListJobs" for action in as_list(statement["Action"])):
            assert "*" not in as_list(statement["Resource"]), where


def test_no_role_has_a_policy_of_aws_that_reaches_data() -> None:
    for name, role in of_type("AWS::IAM::Role").items():
        assert {arn for arn in role.get("ManagedPolicyArns", []) if isinstance(arn, str)} <= MANAGED, name


@pytest.mark.parametrize(
    ("action", "roles"),
    [
        ("states:StartExecution", STARTERS),
        ("states:StopExecution", STARTERS),
        ("events:PutEvents", {"OnTableChangeFunctionRole"}),
        ("dynamodb:GetRecords", {"OnPlaceFreeFunctionRole", "OnTableChangeFunctionRole"}),
        (
            "lambda:InvokeFunction",
            # The last three for jobs that a container's function does.
            {"ApiFunctionRole", "OnScheduleReconcileFunctionEveryMinuteRole"}
            | {"OnJobDeadFunctionRole", "OnJobFinishedFunctionRole", "StepSubmitJobFunctionRole"}
            | {"MakeReelRole", "MakeStoryboardRole", "WriteScriptRole", "WriteScenarioRole"},
        ),
        (
            "secretsmanager:GetSecretValue",
            {
                "ApiFunctionRole",
                "ApiRewriteScriptFunctionRole",
                "CreateServiceKeyFunctionRole",
                "StepWriteScenarioFunctionRole",
                "StepWriteScriptFunctionRole",
                "StepWriteStoryboardFunctionRole",
            },
        ),
    ],
)
def test_only_those_that_must_may(action: str, roles: set[str]) -> None:
    assert roles_that_may(action) == roles


def test_no_role_has_more_policies_than_an_account_allows_by_default() -> None:
    for name, role in of_type("AWS::IAM::Role").items():
        assert len(role.get("ManagedPolicyArns", [])) <= 10, name


def test_nothing_may_delete_or_scan_the_table() -> None:
    actions = {action for _, statement in statements() for action in as_list(statement["Action"])}
    assert not actions & {"dynamodb:DeleteTable", "dynamodb:Scan", "s3:DeleteBucket", "s3:PutBucketPolicy"}


def test_media_is_closed_to_the_public_and_encrypted() -> None:
    (bucket,) = of_type("AWS::S3::Bucket").values()
    assert set(bucket["PublicAccessBlockConfiguration"].values()) == {True}
    (rule,) = bucket["BucketEncryption"]["ServerSideEncryptionConfiguration"]
    assert rule["ServerSideEncryptionByDefault"] == {"SSEAlgorithm": "AES256"}
    assert bucket["OwnershipControls"] == {"Rules": [{"ObjectOwnership": "BucketOwnerEnforced"}]}


def test_media_travels_encrypted_only() -> None:
    (policy,) = of_type("AWS::S3::BucketPolicy").values()
    (statement,) = policy["PolicyDocument"]["Statement"]
    assert (statement["Effect"], statement["Principal"], statement["Action"]) == ("Deny", "*", "s3:*")
    assert statement["Condition"] == {"Bool": {"aws:SecureTransport": "false"}}


def test_no_web_page_may_read_media_unless_its_origin_is_named() -> None:
    (bucket,) = of_type("AWS::S3::Bucket").values()
    condition, rules, otherwise = bucket["CorsConfiguration"]["Fn::If"]
    assert source()["Parameters"]["AllowedOrigins"]["Default"] == ""
    assert (condition, otherwise) == ("HasAllowedOrigins", {"Ref": "AWS::NoValue"})
    named, led = rules["CorsRules"]
    assert named["AllowedOrigins"] == {"Ref": "AllowedOrigins"}
    assert set(named["AllowedMethods"]) == {"GET", "HEAD", "PUT"}
    assert led["AllowedOrigins"] == ["null"]


def test_a_page_that_the_api_redirects_to_a_file_may_read_it_and_write_nothing() -> None:
    """Browsers send `Origin: null` after a redirect from one host to another."""
    (bucket,) = of_type("AWS::S3::Bucket").values()
    (led,) = (r for r in bucket["CorsConfiguration"]["Fn::If"][1]["CorsRules"] if r["AllowedOrigins"] == ["null"])
    assert set(led["AllowedMethods"]) == {"GET", "HEAD"}


def test_a_page_may_read_what_a_part_a_file_and_a_range_are_called() -> None:
    (bucket,) = of_type("AWS::S3::Bucket").values()
    for rule in bucket["CorsConfiguration"]["Fn::If"][1]["CorsRules"]:
        assert rule["ExposedHeaders"] == ["ETag", "Content-Disposition", "Content-Range"]


def test_every_queue_is_encrypted() -> None:
    assert {queue["SqsManagedSseEnabled"] for queue in of_type("AWS::SQS::Queue").values()} == {True}


@pytest.mark.parametrize(("parameter", "variable"), LOCAL_ONLY.items())
def test_what_opens_the_local_stage_is_empty_and_has_no_effect_on_any_other(parameter: str, variable: str) -> None:
    assert source()["Parameters"][parameter]["Default"] == ""
    for function in of_type("AWS::Lambda::Function").values():
        given = function["Environment"]["Variables"][variable]
        assert given == {"Fn::If": ["IsLocal", {"Ref": parameter}, ""]}


def test_a_deployment_that_would_be_open_is_refused() -> None:
    rule = source()["Rules"]["OnlyTheLocalStageMayBeOpen"]
    assert rule["RuleCondition"] == {"Fn::Not": [{"Fn::Equals": [{"Ref": "Stage"}, "local"]}]}
    refused = {json.dumps(assertion["Assert"]) for assertion in rule["Assertions"]}
    for parameter in (*LOCAL_ONLY, "OpenAiApiKey"):
        assert json.dumps({"Fn::Equals": [{"Ref": parameter}, ""]}) in refused


def test_secrets_never_have_a_default_and_never_echo() -> None:
    for name in ("KeyPepperValue", "OpenAiApiKey"):
        parameter = source()["Parameters"][name]
        assert (parameter["Default"], parameter["NoEcho"]) == ("", True)


def test_logs_of_workflows_leave_out_their_data_which_holds_tokens() -> None:
    for name, machine in of_type("AWS::StepFunctions::StateMachine").items():
        assert machine["LoggingConfiguration"]["IncludeExecutionData"] is False, name


def test_only_this_api_may_call_the_api_function() -> None:
    permissions: dict[str, dict[str, Any]] = of_type("AWS::Lambda::Permission", expanded())
    assert [(p["FunctionName"], "${HttpApi}/*" in p["SourceArn"]["Fn::Sub"]) for p in permissions.values()] == [
        ({"Ref": "ApiFunction"}, True)
    ]


def test_the_function_that_reads_uploads_may_touch_nothing_but_uploads() -> None:
    own = [statement for name, statement in statements() if name.startswith("ApiCheckUpload")]
    files = [statement["Resource"] for statement in own if "s3:GetObject" in as_list(statement["Action"])]
    assert files == [{"Fn::Sub": "${MediaBucket.Arn}/uploads/*"}]
