"""Requests that are done once, by Powertools' idempotency records in the table."""

from collections.abc import Callable
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from aws_lambda_powertools.utilities.idempotency import (
    DynamoDBPersistenceLayer,
    IdempotencyConfig,
    idempotent_function,
)
from aws_lambda_powertools.utilities.idempotency.exceptions import (
    IdempotencyAlreadyInProgressError,
    IdempotencyInconsistentStateError,
    IdempotencyValidationError,
)
from aws_lambda_powertools.utilities.idempotency.persistence.datarecord import DataRecord

from greenlight.aws.table import Table
from greenlight.domain.errors import Conflict

KEPT_SECONDS = 24 * 3600


@dataclass(frozen=True)
class PowertoolsOnce:
    table: Table

    def run(
        self, account_id: str, key: str, payload: dict[str, Any], context: Any, work: Callable[[], dict[str, Any]]
    ) -> tuple[dict[str, Any], bool]:
        replayed = []

        def hook(response: Any, idempotent_data: DataRecord) -> Any:  # noqa: ARG001  (named as Powertools calls it)
            replayed.append(True)
            return response

        # A partition for each key: no account's keys share one, and none of them gets hot.
        digest = sha256(f"{account_id}/{key}".encode()).hexdigest()
        store = DynamoDBPersistenceLayer(
            self.table.name,
            key_attr="pk",
            static_pk_value=f"ONCE#{digest[:32]}",
            sort_key_attr="sk",
            expiry_attr="ttl",
            boto3_client=self.table.client,
        )
        config = IdempotencyConfig(
            event_key_jmespath="key",
            payload_validation_jmespath="payload",
            expires_after_seconds=KEPT_SECONDS,
            hash_function="sha256",
            # Should this invocation die, the key is free again when its time is up.
            lambda_context=context,
            response_hook=hook,
        )
        done = idempotent_function(
            lambda data: work(),  # noqa: ARG005  (Powertools passes the data it made the key of)
            data_keyword_argument="data",
            persistence_store=store,
            config=config,
            key_prefix="once",
        )
        try:
            answer: dict[str, Any] = done(data={"key": digest, "payload": payload})
        except IdempotencyValidationError:
            raise Conflict(
                "This Idempotency-Key was used for another request; use a new key for a new request.",
                code="idempotency_mismatch",
            ) from None
        except (IdempotencyAlreadyInProgressError, IdempotencyInconsistentStateError):
            # The latter when the record keeps changing while it is looked at, as in the moment in which it ends.
            raise Conflict(
                "The request with this Idempotency-Key is still being done; ask again in a moment.",
                code="idempotency_in_flight",
                retry_after=1,
            ) from None
        return answer, bool(replayed)
