"""Which scope an operation needs where it names none: by its tag, its method, and whether it approves."""

from greenlight.domain.scopes import Scope

# Tag → for GET, for everything else.
BY_TAG = {
    "credits": (Scope.CREDITS_READ, Scope.CREDITS_GRANT),
    "keys": (Scope.KEYS_MANAGE, Scope.KEYS_MANAGE),
    "uploads": (Scope.UPLOADS_WRITE, Scope.UPLOADS_WRITE),
    "webhooks": (Scope.WEBHOOKS_MANAGE, Scope.WEBHOOKS_MANAGE),
}
OF_PRODUCTIONS = (Scope.PRODUCTIONS_READ, Scope.PRODUCTIONS_WRITE)


def needed_scope(method: str, path: str, tag: str) -> Scope:
    if tag not in BY_TAG and path.rsplit("/", 1)[-1].startswith("approve"):
        return Scope.PRODUCTIONS_APPROVE
    to_read, to_write = BY_TAG.get(tag, OF_PRODUCTIONS)
    return to_read if method == "GET" else to_write
