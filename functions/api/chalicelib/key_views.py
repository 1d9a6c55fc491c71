"""What is sent and shown about API keys."""

from datetime import datetime
from typing import Annotated, Any

from pydantic import AwareDatetime, BeforeValidator, ConfigDict, Field, model_validator

from chalicelib.views import ListQuery, Shape, UserId, as_whole
from greenlight.domain.keys import ApiKey, KeyKind, KeyStatus
from greenlight.domain.scopes import OF_USERS, Scope

DAY = 24 * 3600
OF_A_USER = {"anyOf": [{"type": "null"}, {"type": "array", "items": {"enum": sorted(OF_USERS)}}]}
USER_KEY = {"kind": {"const": "user"}, "user_id": {"type": "string"}, "scopes": OF_A_USER}
SERVICE_KEY = {"kind": {"const": "service"}, "user_id": {"type": "null"}}
# A user key names its user, a service key names none.
BY_KIND: dict[str, Any] = {
    "oneOf": [
        {"properties": USER_KEY, "required": ["user_id"]},
        {"properties": SERVICE_KEY, "required": ["kind"]},
    ]
}


class CreateKey(Shape):
    model_config = ConfigDict(json_schema_extra=BY_KIND)

    name: str = Field(min_length=1, max_length=100)
    kind: KeyKind = KeyKind.USER
    user_id: UserId | None = None
    scopes: list[Scope] | None = Field(None, min_length=1, description="All that its kind may have, where left away.")
    expires_at: AwareDatetime | None = Field(None, description="From when on it is refused; never, where left away.")

    @model_validator(mode="after")
    def _a_user_key_names_its_user(self) -> "CreateKey":
        if (self.kind is KeyKind.USER) != (self.user_id is not None):
            raise ValueError("a user key names its user_id, a service key names none")
        return self


class RotateKey(Shape):
    overlap_seconds: Annotated[int, Field(ge=0, le=7 * DAY), BeforeValidator(as_whole)] = DAY


class KeyQuery(ListQuery):
    kind: KeyKind | None = None
    status: KeyStatus | None = None
    user_id: UserId | None = Field(None, description="The user whose keys are wanted.")


class KeyView(Shape):
    id: str
    name: str
    kind: KeyKind
    prefix: str
    user_id: str | None
    scopes: list[Scope]
    status: KeyStatus
    created_at: datetime
    expires_at: datetime | None
    revoked_at: datetime | None
    previous_valid_until: datetime | None = Field(description="Until when the secret before the last rotation works.")
    last_used_at: datetime | None = Field(description="To the minute; null where it was never used.")


class NewKeyView(KeyView):
    key: str | None = Field(description="The secret, shown only here; null when the same request is repeated.")


class KeyList(Shape):
    items: list[KeyView]
    next_cursor: str | None = None


def view(key: ApiKey, now: datetime) -> KeyView:
    return KeyView.model_validate(_facts(key, now))


def view_with_secret(key: ApiKey, secret: str, now: datetime) -> NewKeyView:
    return NewKeyView.model_validate({**_facts(key, now), "key": secret})


def _facts(key: ApiKey, now: datetime) -> dict[str, object]:
    return {
        "id": key.key_id,
        "name": key.name,
        "kind": key.kind,
        "prefix": key.prefix,
        "user_id": key.user_id,
        "scopes": sorted(key.granted),
        "status": key.status(now),
        "created_at": key.created_at,
        "expires_at": key.expires_at,
        "revoked_at": key.revoked_at,
        "previous_valid_until": key.previous_valid_until(now),
        "last_used_at": key.last_used_at,
    }
