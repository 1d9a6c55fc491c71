"""A monthly budget that speaks up before the money is spent."""

from typing import Any

from aws_cdk import aws_budgets as budgets  # type: ignore[import-not-found]
from aws_cdk import aws_iam as iam

# (percent of the limit, of what was spent or of what the month will come to)
WARNINGS = ((80, "ACTUAL"), (100, "FORECASTED"))


def add(stack: Any, topic: Any, monthly_usd: float) -> None:
    """Counts what carries the tag `application`, of all stages; the tag must be activated for billing once."""
    topic.grant_publish(iam.ServicePrincipal("budgets.amazonaws.com"))
    subscriber = budgets.CfnBudget.SubscriberProperty(subscription_type="SNS", address=topic.topic_arn)
    budgets.CfnBudget(
        stack,
        "Budget",
        budget=budgets.CfnBudget.BudgetDataProperty(
            budget_type="COST",
            time_unit="MONTHLY",
            budget_limit=budgets.CfnBudget.SpendProperty(amount=monthly_usd, unit="USD"),
            cost_filters={"TagKeyValue": ["user:application$greenlight"]},
        ),
        notifications_with_subscribers=[
            budgets.CfnBudget.NotificationWithSubscribersProperty(
                notification=budgets.CfnBudget.NotificationProperty(
                    comparison_operator="GREATER_THAN", notification_type=kind, threshold=percent
                ),
                subscribers=[subscriber],
            )
            for percent, kind in WARNINGS
        ],
    )
