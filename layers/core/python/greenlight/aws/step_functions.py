"""Workflows on Step Functions Standard; one state machine a family."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from botocore.exceptions import ClientError

# What SendTask* says of a token whose workflow has moved on, ended or timed out.
DEAD_TOKEN = {"TaskDoesNotExist", "TaskTimedOut", "InvalidToken"}


@dataclass(frozen=True)
class StepFunctionsWorkflows:
    """`machines` has the state machine ARN of each family; steps, which only answer tokens, need none."""

    client: Any
    machines: Mapping[str, str]

    def start(self, family: str, execution: str, production_id: str) -> None:
        try:
            self.client.start_execution(
                stateMachineArn=self.machines[family],
                name=execution,
                input=json.dumps({"production_id": production_id}),
            )
        except ClientError as error:
            if _code(error) != "ExecutionAlreadyExists":
                raise

    def is_running(self, family: str, execution: str) -> bool:
        try:
            answer = self.client.describe_execution(executionArn=self._arn(family, execution))
        except ClientError as error:
            if _code(error) == "ExecutionDoesNotExist":
                return False
            raise
        return bool(answer["status"] == "RUNNING")

    def stop(self, family: str, execution: str, reason: str) -> None:
        try:
            self.client.stop_execution(executionArn=self._arn(family, execution), error="Stopped", cause=reason)
        except ClientError as error:
            if _code(error) not in {"ExecutionDoesNotExist", "ValidationException"}:
                raise

    def succeed(self, token: str, output: dict[str, Any]) -> bool:
        return self._answer("send_task_success", taskToken=token, output=json.dumps(output))

    def fail(self, token: str, code: str, message: str) -> bool:
        return self._answer("send_task_failure", taskToken=token, error=code[:256], cause=message[:32_768])

    def _answer(self, operation: str, **arguments: Any) -> bool:
        try:
            getattr(self.client, operation)(**arguments)
        except ClientError as error:
            if _code(error) in DEAD_TOKEN:
                return False
            raise
        return True

    def _arn(self, family: str, execution: str) -> str:
        return self.machines[family].replace(":stateMachine:", ":execution:") + f":{execution}"


def _code(error: ClientError) -> str:
    return str(error.response["Error"]["Code"])
