"""Credentials of the embedded cloud, and nobody else's: a developer's own AWS settings never get near it."""

import os
from collections.abc import Mapping

import boto3
import botocore.session

REGION = "us-east-1"
CREDENTIALS = {
    "AWS_ACCESS_KEY_ID": "test",
    "AWS_SECRET_ACCESS_KEY": "test",
    "AWS_DEFAULT_REGION": REGION,
    "AWS_REGION": REGION,
    "AWS_CONFIG_FILE": os.devnull,
    "AWS_SHARED_CREDENTIALS_FILE": os.devnull,
    "AWS_EC2_METADATA_DISABLED": "true",
}
FOREIGN = ("AWS_PROFILE", "AWS_DEFAULT_PROFILE", "AWS_SESSION_TOKEN", "AWS_ENDPOINT_URL")


def session() -> boto3.Session:
    # Fixed values in the place of environment variables and files.
    fixed = {"profile": (None, None, None, None), "config_file": (None, None, os.devnull, None)}
    core = botocore.session.Session(session_vars=fixed)
    return boto3.Session("test", "test", region_name=REGION, botocore_session=core)


def isolated(environment: Mapping[str, str], endpoint: str = "") -> dict[str, str]:
    """`environment` of a child process that knows the embedded cloud alone."""
    kept = {name: value for name, value in environment.items() if name not in FOREIGN}
    at = {"AWS_ENDPOINT_URL": endpoint} if endpoint else {}
    return {**kept, **CREDENTIALS, **at}
