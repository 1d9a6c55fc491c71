"""The routes of API keys."""

from datetime import timedelta

from chalice.app import Blueprint

from chalicelib import services
from chalicelib.contract import Call, operation
from chalicelib.key_views import CreateKey, KeyList, KeyQuery, KeyView, NewKeyView, RotateKey, view, view_with_secret

blueprint = Blueprint(__name__)
KEYS = "/api/v1/keys"
ONE = f"{KEYS}/{{key_id}}"


@operation(blueprint, "POST", KEYS, tag="keys", request=CreateKey, response=NewKeyView, status=201, shown_once="key")
def create_key(call: Call) -> NewKeyView:
    """Makes a key, shown this once.

    A user key names its `user_id`, a service key names none. Without `scopes` it may do all that its kind may. It
    cannot have a scope that the key which makes it lacks, nor live longer. Only a keyed hash of the secret is stored.
    """
    body: CreateKey = call.body
    scopes = frozenset(body.scopes) if body.scopes is not None else None
    made = services.keys().create_for(call.identity, body.name, body.kind, body.user_id, body.expires_at, scopes)
    return view_with_secret(*made, services.keys().clock.now())


@operation(blueprint, "GET", KEYS, tag="keys", query=KeyQuery, response=KeyList)
def list_keys(call: Call) -> KeyList:
    """Lists the account's keys, newest first, by their prefixes.

    `last_used_at` is right to the minute. `next_cursor` leads on in the same list; it is null at the end.
    """
    query: KeyQuery = call.query
    page = services.keys().page(call.identity, query.kind, query.user_id, query.status, query.limit, query.cursor)
    now = services.keys().clock.now()
    return KeyList(items=[view(key, now) for key in page.items], next_cursor=page.next_cursor)


@operation(blueprint, "GET", ONE, tag="keys", response=KeyView, errors=(404,))
def get_key(call: Call) -> KeyView:
    """Shows a key, without its secret.

    `last_used_at` is right to the minute.
    """
    return view(services.keys().get(call.identity, _id(call)), services.keys().clock.now())


@operation(
    blueprint,
    "POST",
    f"{ONE}/rotate",
    tag="keys",
    request=RotateKey,
    response=NewKeyView,
    errors=(404,),
    shown_once="key",
)
def rotate_key(call: Call) -> NewKeyView:
    """Gives a key a new secret, at once; the old one works on until `previous_valid_until`.

    Everything else about the key stays. `overlap_seconds` is a day unless it is named; 0 ends the old secret at once,
    as does another rotation. A key that may do more than the one that asks, or lives longer, is not rotated.
    """
    body: RotateKey = call.body
    made = services.keys().rotate(call.identity, _id(call), timedelta(seconds=body.overlap_seconds))
    return view_with_secret(*made, services.keys().clock.now())


@operation(blueprint, "DELETE", ONE, tag="keys", response=None, status=204, errors=(404,))
def revoke_key(call: Call) -> None:
    """Revokes a key at once, with every secret that it has.

    The next request with it is refused.
    """
    services.keys().revoke(call.identity, _id(call))


def _id(call: Call) -> str:
    return call.uuid("key_id", "key")
