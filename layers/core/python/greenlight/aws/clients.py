"""boto3 clients, made when first needed and kept for the life of the function."""

from functools import cache
from typing import Any

import boto3
from botocore.config import Config

_CONFIG = Config(connect_timeout=3, read_timeout=20, retries={"max_attempts": 4, "mode": "standard"})
# A synchronous call of another function may take as long as that function may.
_PATIENT = Config(connect_timeout=3, read_timeout=35, retries={"max_attempts": 0})
_PRESIGNING = Config(signature_version="s3v4", s3={"addressing_style": "path"})


@cache
def client(service: str) -> Any:
    config = {"lambda": _PATIENT, "s3": _CONFIG.merge(_PRESIGNING)}.get(service, _CONFIG)
    return boto3.client(service, config=config)
