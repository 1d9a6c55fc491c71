"""The task token on which a workflow waits for a person, in the table."""

from dataclasses import dataclass

from greenlight.aws.table import Table


@dataclass(frozen=True)
class DynamoDoorbells:
    table: Table

    def put(self, production_id: str, token: str) -> None:
        self.table.put({"pk": f"P#{production_id}", "sk": "DOORBELL", "wait_token": token})

    def get(self, production_id: str) -> str | None:
        item = self.table.get(f"P#{production_id}", "DOORBELL")
        return item["wait_token"] if item else None
