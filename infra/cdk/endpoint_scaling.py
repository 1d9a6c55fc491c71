"""How many machines an endpoint has: none without jobs, the first for the first job, more as jobs wait for each."""

from typing import Any

from aws_cdk import aws_applicationautoscaling as scaling  # type: ignore[import-not-found]
from aws_cdk import aws_cloudwatch as cloudwatch

from infra.cdk.stages import Plan, pascal

# Jobs that wait for each machine before there is another one.
BACKLOG = 2
# A machine that was just started has loaded its model: worth keeping for the next job of the same film.
KEPT_SECONDS, STARTED_SECONDS = 600, 60
NAMESPACE = "AWS/SageMaker"


def add(stack: Any, plan: Plan, endpoint_name: str, variant: str, endpoint: Any) -> None:
    prefix = pascal(plan.task)
    target = scaling.CfnScalableTarget(
        stack,
        f"{prefix}Machines",
        service_namespace="sagemaker",
        resource_id=f"endpoint/{endpoint_name}/variant/{variant}",
        scalable_dimension="sagemaker:variant:DesiredInstanceCount",
        min_capacity=0,
        max_capacity=plan.at_most,
    )
    target.node.add_dependency(endpoint)
    scaling.CfnScalingPolicy(
        stack,
        f"{prefix}ByBacklog",
        policy_name=f"{endpoint_name}-by-backlog",
        policy_type="TargetTrackingScaling",
        scaling_target_id=target.ref,
        target_tracking_scaling_policy_configuration=_tracking(endpoint_name),
    )
    _first_machine(stack, prefix, endpoint_name, target)


def _tracking(endpoint_name: str) -> Any:
    policy = scaling.CfnScalingPolicy
    return policy.TargetTrackingScalingPolicyConfigurationProperty(
        target_value=BACKLOG,
        scale_in_cooldown=KEPT_SECONDS,
        scale_out_cooldown=STARTED_SECONDS,
        customized_metric_specification=policy.CustomizedMetricSpecificationProperty(
            namespace=NAMESPACE,
            metric_name="ApproximateBacklogSizePerInstance",
            dimensions=[policy.MetricDimensionProperty(name="EndpointName", value=endpoint_name)],
            statistic="Average",
        ),
    )


def _first_machine(stack: Any, prefix: str, endpoint_name: str, target: Any) -> None:
    """Jobs for each of no machines are no number to track, so a step leads from none to one."""
    policy = scaling.CfnScalingPolicy
    step = policy.StepAdjustmentProperty(metric_interval_lower_bound=0, scaling_adjustment=1)
    first = policy(
        stack,
        f"{prefix}FirstMachine",
        policy_name=f"{endpoint_name}-first-machine",
        policy_type="StepScaling",
        scaling_target_id=target.ref,
        step_scaling_policy_configuration=policy.StepScalingPolicyConfigurationProperty(
            adjustment_type="ChangeInCapacity",
            metric_aggregation_type="Average",
            cooldown=300,
            step_adjustments=[step],
        ),
    )
    cloudwatch.CfnAlarm(
        stack,
        f"{prefix}NeedsFirstMachine",
        alarm_description="Jobs wait and there is no machine; starts one, and is nothing to get up for.",
        namespace=NAMESPACE,
        metric_name="HasBacklogWithoutCapacity",
        dimensions=[cloudwatch.CfnAlarm.DimensionProperty(name="EndpointName", value=endpoint_name)],
        statistic="Average",
        period=60,
        evaluation_periods=1,
        threshold=1,
        comparison_operator="GreaterThanOrEqualToThreshold",
        treat_missing_data="missing",
        alarm_actions=[first.ref],
    )
