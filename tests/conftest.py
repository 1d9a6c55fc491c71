"""What Lambda would have in the environment before any module of ours is imported, and how properties are tried."""

import os

from tests.support.examples import use_profile

os.environ |= {
    "POWERTOOLS_METRICS_NAMESPACE": "Greenlight",
    "POWERTOOLS_SERVICE_NAME": "greenlight",
    "POWERTOOLS_TRACE_DISABLED": "true",
}

pytest_plugins = ["tests.support.order"]

use_profile()
