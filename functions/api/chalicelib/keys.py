"""The routes of API keys."""

from datetime import datetime
from typing import Any

from chalice.app import Blueprint
from pydantic import AwareDatetime, ConfigDict, Field, model_validator

from chalicelib import services
from chalicelib.contract import Call, operation
from chalicelib.views import Shape, UserId
from greenlight.domain.keys import ApiKey, KeyKind

blueprint = Blueprint(__name__)
KEYS = "/api/v1/keys"


# A user key names its user, a service key names none.
BY_KIND: dict[str, Any] = {
    "oneOf": [
        {"properties": {"kind": {"const": "user"}, "user_id": {"type": "string"}}, "required": ["user_id"]},
        {"properties": {"kind": {"const": "service"}, "user_id": {"type": "null"}}, "required": ["kind"]},
    ]
}


class CreateKey(Shape):
    model_config = ConfigDict(json_schema_extra=BY_KIND)

    name: str = Field(min_length=1, max_length=100)
    kind: KeyKind = KeyKind.USER
    user_id: UserId | None = None
    expires_at: AwareDatetime | None = None
    scopes: list[str] | None = Field(None, max_length=0, description="Keys have no scopes yet; leave it away.")

    @model_validator(mode="after")
    def _a_user_key_names_its_user(self) -> "CreateKey":
        if (self.kind is KeyKind.USER) != (self.user_id is not None):
            raise ValueError("a user key names its user_id, a service key names none")
        return self


class KeyView(Shape):
    id: str
    name: str
    kind: KeyKind
    prefix: str
    user_id: str | None
    created_at: datetime
    expires_at: datetime | None
    revoked_at: datetime | None


class NewKeyView(KeyView):
    key: str | None = Field(description="The secret, shown only here; null when the same request is repeated.")


class KeyList(Shape):
    items: list[KeyView]
    next_cursor: str | None = None


def _facts(key: ApiKey) -> dict[str, object]:
    return {
        "id": key.key_id,
        "name": key.name,
        "kind": key.kind,
        "prefix": key.prefix,
        "user_id": key.user_id,
        "created_at": key.created_at,
        "expires_at": key.expires_at,
        "revoked_at": key.revoked_at,
    }


@operation(blueprint, "POST", KEYS, tag="keys", request=CreateKey, response=NewKeyView, status=201, shown_once="key")
def create_key(call: Call) -> NewKeyView:
    """Makes a key; its secret is in this answer and nowhere else.

    For service keys only. A user key names its `user_id`, a service key names none. Only a keyed hash of the secret is
    stored.
    """
    body: CreateKey = call.body
    key, secret = services.keys().create_for(call.identity, body.name, body.kind, body.user_id, body.expires_at)
    return NewKeyView.model_validate({**_facts(key), "key": secret})


@operation(blueprint, "GET", KEYS, tag="keys", response=KeyList)
def list_keys(call: Call) -> KeyList:
    """Lists keys by their prefixes.

    For service keys only: all keys of the account, newest first, without their secrets.
    """
    return KeyList(items=[KeyView.model_validate(_facts(key)) for key in services.keys().list(call.identity)])


@operation(
    blueprint, "POST", f"{KEYS}/{{key_id}}/rotate", tag="keys", response=NewKeyView, errors=(404,), shown_once="key"
)
def rotate_key(call: Call) -> NewKeyView:
    """Replaces a key by a new one; the old one stops working.

    The new key has the name, user and expiry of the old one.
    """
    key, secret = services.keys().rotate(call.identity, call.uuid("key_id", "key"))
    return NewKeyView.model_validate({**_facts(key), "key": secret})


@operation(blueprint, "DELETE", f"{KEYS}/{{key_id}}", tag="keys", response=None, status=204, errors=(404,))
def revoke_key(call: Call) -> None:
    """Revokes a key at once.

    The next request with it is refused.
    """
    services.keys().revoke(call.identity, call.uuid("key_id", "key"))
