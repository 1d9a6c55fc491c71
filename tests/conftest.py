"""What Lambda would have in the environment before any module of ours is imported."""

import os

os.environ |= {
    "POWERTOOLS_METRICS_NAMESPACE": "Greenlight",
    "POWERTOOLS_SERVICE_NAME": "greenlight",
    "POWERTOOLS_TRACE_DISABLED": "true",
}
