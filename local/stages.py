"""The stages on AWS, and what their stacks are called."""

STAGES = ("dev", "staging", "production")


def stack_name(stage: str) -> str:
    return f"greenlight-{stage}"
