"""Asynchronous endpoints of SageMaker: a model that stays loaded while jobs come, and no machine while none do."""

from dataclasses import dataclass
from typing import Any

from aws_cdk import aws_sagemaker as sagemaker  # type: ignore[import-not-found]
from aws_cdk import aws_sns as sns

from infra.cdk import container_images, container_settings, endpoint_role, endpoint_scaling, log_groups
from infra.cdk.network import Network
from infra.cdk.stages import Plan, Stage, pascal
from infra.cdk.worker_roles import ANSWERS

VARIANT = "AllTraffic"
# Driver 580 with CUDA 13, which the images in gpu_containers are built for; the default machines have an older one.
DRIVERS = "al2023-ami-sagemaker-inference-gpu-4-1"
# The first machine fetches weights before it answers; an hour is the longest that SageMaker waits.
START_SECONDS = 3600


@dataclass(frozen=True)
class Topics:
    """Where SageMaker says that a job ended; both lead to the one queue of results."""

    success: Any
    error: Any


def topics(stack: Any, template: Any, key: Any) -> Topics:
    return Topics(*(_topic(stack, template, key, name) for name in ("Succeeded", "Failed")))


def _topic(stack: Any, template: Any, key: Any, name: str) -> Any:
    topic = sns.Topic(stack, f"Inference{name}", master_key=key, enforce_ssl=True)
    sns.CfnSubscription(
        stack,
        f"Inference{name}ToResults",
        topic_arn=topic.topic_arn,
        protocol="sqs",
        endpoint=template.get_resource("ResultQueue").attr_arn,
        raw_message_delivery=True,
    )
    return topic


def add(stack: Any, template: Any, stage: Stage, plan: Plan, key: Any, network: Network | None, told: Topics) -> None:
    name, prefix = stage.resource_name(plan.task), pascal(plan.task)
    image = container_images.add(stack, plan.task)
    role = endpoint_role.add(stack, template, stage, plan, key, image, told, in_network=network is not None)
    model = _model(stack, template, stage, plan, role, image, network)
    config = sagemaker.CfnEndpointConfig(
        stack,
        f"{prefix}EndpointConfig",
        kms_key_id=key.key_arn,
        production_variants=[_variant(plan, model)],
        async_inference_config=_asynchronous(template, plan, told),
    )
    endpoint = sagemaker.CfnEndpoint(
        stack, f"{prefix}Endpoint", endpoint_name=name, endpoint_config_name=config.attr_endpoint_config_name
    )
    endpoint.node.add_dependency(log_groups.add(stack, f"/aws/sagemaker/Endpoints/{name}", prefix, stage, key))
    endpoint_scaling.add(stack, plan, name, VARIANT, endpoint)


def _model(stack: Any, template: Any, stage: Stage, plan: Plan, role: Any, image: Any, network: Network | None) -> Any:
    container = sagemaker.CfnModel.ContainerDefinitionProperty(
        image=image.image_uri, environment=container_settings.serving(template, stage, plan)
    )
    inside = network and sagemaker.CfnModel.VpcConfigProperty(
        subnets=network.subnet_ids, security_group_ids=[network.security_group_id]
    )
    model = sagemaker.CfnModel(
        stack,
        f"{pascal(plan.task)}Model",
        execution_role_arn=role.role_arn,
        primary_container=container,
        vpc_config=inside,
    )
    # SageMaker tries the role when the model is made, so its policy must be there.
    model.node.add_dependency(role)
    return model


def _variant(plan: Plan, model: Any) -> Any:
    return sagemaker.CfnEndpointConfig.ProductionVariantProperty(
        variant_name=VARIANT,
        model_name=model.attr_model_name,
        instance_type=f"ml.{plan.instances[0]}",
        # SageMaker starts with one, which shows that the image works; scaling takes it away when it is idle.
        initial_instance_count=1,
        container_startup_health_check_timeout_in_seconds=START_SECONDS,
        inference_ami_version=DRIVERS if plan.has_gpu else None,
    )


def _asynchronous(template: Any, plan: Plan, told: Topics) -> Any:
    config = sagemaker.CfnEndpointConfig
    place = f"s3://{template.get_resource('MediaBucket').ref}/{ANSWERS}/{plan.task}"
    return config.AsyncInferenceConfigProperty(
        client_config=config.AsyncInferenceClientConfigProperty(max_concurrent_invocations_per_instance=1),
        output_config=config.AsyncInferenceOutputConfigProperty(
            s3_output_path=f"{place}/answers/",
            s3_failure_path=f"{place}/failures/",
            notification_config=config.AsyncInferenceNotificationConfigProperty(
                success_topic=told.success.topic_arn, error_topic=told.error.topic_arn
            ),
        ),
    )
