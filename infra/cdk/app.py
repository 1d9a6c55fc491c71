"""Deploys template.yaml with what surrounds it: alarms, dashboard, budget, image repositories. See README.md."""

from aws_cdk import App, Stack, Tags  # type: ignore[import-not-found]

from infra.cdk import alarms, budget, dashboard, images, queues, rules, serverless

STAGES = ("dev", "staging", "production")


def build(app: App, source: serverless.Source) -> Stack:
    """Context: `stage`, and optionally `alarm_email` and `monthly_budget_usd`."""
    stage = app.node.try_get_context("stage") or "dev"
    if stage not in STAGES:
        raise SystemExit(f"There is no stage {stage!r}: give --context stage= one of {', '.join(STAGES)}.")
    stack = Stack(app, f"greenlight-{stage}", description="Greenlight and its operations")
    Tags.of(stack).add("application", "greenlight")
    Tags.of(stack).add("stage", stage)
    template = serverless.include(stack, source, stage)
    topic = alarms.add(stack, template, app.node.try_get_context("alarm_email"))
    dashboard.add(stack, template)
    budget.add(stack, topic, float(app.node.try_get_context("monthly_budget_usd") or 100))
    images.add(stack)
    queues.add(stack, template)
    rules.check(app, stack, template)
    return stack


def main() -> None:
    app = App()
    build(app, serverless.Source())
    app.synth()


if __name__ == "__main__":
    main()
