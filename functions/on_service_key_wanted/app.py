"""Makes a service key for the operator of a stage; nothing but a direct invocation reaches it."""

from typing import Any

from greenlight import bootstrap
from greenlight.domain.keys import KeyKind
from greenlight.observability import logger, observed
from greenlight.services.keys import MAIN_ACCOUNT

keys = bootstrap.keys()


@observed
def handler(event: dict[str, Any], _context: Any) -> dict[str, str]:
    key, secret = keys.create(event.get("account_id", MAIN_ACCOUNT), event.get("name", "operator"), KeyKind.SERVICE)
    logger.info("service key made", extra={"key_id": key.key_id})
    return {"key": secret, "key_id": key.key_id, "account_id": key.account_id}
