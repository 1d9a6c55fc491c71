"""Deploys template.yaml with what surrounds it: the GPU plane, alarms, dashboard, budget. See README.md."""

from aws_cdk import App, Stack, Tags  # type: ignore[import-not-found]

from infra.cdk import alarms, budget, dashboard, plane, queues, rules, serverless, stages
from local import templates


def build(app: App, source: serverless.Source) -> Stack:
    """Context: `alarm_email`, `monthly_budget_usd`, and what stages.py reads."""
    context = app.node.try_get_context
    stage = stages.read(context)
    stack = Stack(app, f"greenlight-{stage.name}", description="Greenlight and its operations")
    Tags.of(stack).add("application", "greenlight")
    Tags.of(stack).add("stage", stage.name)
    resources = templates.load(source.template)["Resources"]
    template = serverless.include(stack, source, stage)
    placed = plane.add(stack, template, stage)
    job_queues = queues.of_jobs(resources)
    topic = alarms.add(stack, alarms.watches(template, placed, job_queues), context("alarm_email"))
    dashboard.add(stack, template, placed, job_queues)
    budget.add(stack, topic, float(context("monthly_budget_usd") or 100))
    queues.add(stack, template, queues.without_policy(resources), placed.senders)
    rules.check(app, stack, template, stage)
    return stack


def main() -> None:
    app = App()
    build(app, serverless.Source())
    app.synth()


if __name__ == "__main__":
    main()
