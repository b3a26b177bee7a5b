"""Jobs on an EMR cluster: instance fleets in private subnets, encrypted everywhere, that end when idle."""

from typing import Any

import pulumi_aws as aws
from pulumi import Output

from components.data.batch_jobs import job_role
from components.data.batch_network import worker_group
from components.data.batch_step import Batch, Runner
from components.data.cluster_roles import OWN_TAG, service_policy
from components.data.fleet_plan import FleetPlan
from components.data.security_configuration import security_configuration
from components.policy_document import allow, service_trust

APPLICATIONS = {"hadoop": ("Hadoop",), "hive": ("Hadoop", "Hive"), "spark": ("Hadoop", "Spark")}
SPOT_STRATEGY = "price-capacity-optimized"
# In private subnets EMR itself reaches nodes through a group of its own:
# https://docs.aws.amazon.com/emr/latest/ManagementGuide/emr-man-sec-groups.html
GROUPS = {"primary": "Primary node", "core": "Core and task nodes", "service": "EMR's way to the nodes"}


def cluster(batch: Batch, plan: FleetPlan, idle: int) -> Runner:
    """Declare the cluster. idle: minutes. There is no argument for programs run on nodes when they start."""
    name, args, tags, child = batch.name, batch.args, {**batch.tags, OWN_TAG: "true"}, batch.child
    groups = {
        role: worker_group(f"{name}-{role}", f"{what} of {name}", args["vpc_id"], tags, child())
        for role, what in GROUPS.items()
    }
    # Nodes in private subnets say to EMR what they do on this port.
    aws.vpc.SecurityGroupIngressRule(
        f"{name}-service",
        security_group_id=groups["service"].id,
        referenced_security_group_id=groups["primary"].id,
        ip_protocol="tcp",
        from_port=9443,
        to_port=9443,
        description="Primary node to EMR",
        tags=batch.tags,
        opts=child(),
    )
    certificates = Output.concat(batch.place.bucket(""), args["certificates_uri"].removeprefix("s3://"))
    nodes = job_role(
        batch,
        f"{name}-cluster-nodes",  # keys admit roles of this name to their local disks
        service_trust("ec2.amazonaws.com"),
        allow("s3:GetObject", certificates, sid="ReadCertificates"),
        # Nodes ask KMS themselves for the keys of their local disks.
        allow(["kms:Decrypt", "kms:DescribeKey", "kms:GenerateDataKey"], args["kms_key_arn"], sid="EncryptDisks"),
    )
    profile = aws.iam.InstanceProfile(name, role=nodes.name, tags=batch.tags, opts=child())
    service = aws.iam.Role(
        f"{name}-service",
        description=f"EMR makes the cluster {name}",
        assume_role_policy=service_trust("elasticmapreduce.amazonaws.com", account_id=batch.place.account_id),
        tags=batch.tags,
        opts=child(),
    )
    allowed = aws.iam.RolePolicy(
        f"{name}-service",
        role=service.name,
        policy=service_policy(
            batch.place,
            batch.subnet_ids,
            [group.id for group in groups.values()],
            nodes.arn,
            args["kms_key_arn"],
        ),
        opts=child(),
    )
    kerberos = args.get("kerberos")
    security = aws.emr.SecurityConfiguration(
        name,
        configuration=Output.json_dumps(
            security_configuration(
                args["kms_key_arn"],
                args["certificates_uri"],
                args.get("s3_encryption", "sse_kms"),
                args.get("bucket_keys") or [],
                kerberos,
            )
        ),
        opts=child(),
    )
    blocked = aws.emr.BlockPublicAccessConfiguration(name, block_public_security_group_rules=True, opts=child())
    made = aws.emr.Cluster(
        name,
        release_label=batch.release_label,
        applications=list(APPLICATIONS[batch.engine]),
        service_role=service.arn,
        security_configuration=security.name,
        ec2_attributes={
            "instance_profile": profile.arn,
            "subnet_ids": batch.subnet_ids,
            "emr_managed_master_security_group": groups["primary"].id,
            "emr_managed_slave_security_group": groups["core"].id,
            "service_access_security_group": groups["service"].id,
        },
        master_instance_fleet={
            "name": "primary",
            "target_on_demand_capacity": 1,
            "instance_type_configs": [{"instance_type": each, "weighted_capacity": 1} for each in plan.primary],
            "launch_specifications": {"on_demand_specifications": [{"allocation_strategy": "lowest-price"}]},
        },
        core_instance_fleet={
            "name": "core",
            "target_on_demand_capacity": plan.core,
            "instance_type_configs": _weighted(plan),
            "launch_specifications": {"on_demand_specifications": [{"allocation_strategy": "lowest-price"}]},
        },
        kerberos_attributes={
            "realm": kerberos["realm"],
            "kdc_admin_password": Output.secret(kerberos["kdc_admin_password"]),
        }
        if kerberos
        else None,
        log_uri=batch.log_uri,
        log_encryption_kms_key_id=args["kms_key_arn"],
        auto_termination_policy={"idle_timeout": idle * 60},
        keep_job_flow_alive_when_no_steps=True,  # until it is idle, not until the first step ends
        termination_protection=False,  # it ends when idle, and keeps nothing
        unhealthy_node_replacement=True,
        scale_down_behavior="TERMINATE_AT_TASK_COMPLETION",
        visible_to_all_users=True,
        tags=tags,
        opts=child(depends_on=[allowed, blocked]),
    )
    _scaled(batch, plan, made)
    return Runner(made.id, nodes.arn, groups["core"].id)


def _weighted(plan: FleetPlan) -> list[Any]:
    return [{"instance_type": name, "weighted_capacity": weight} for name, weight in plan.weights.items()]


def _scaled(batch: Batch, plan: FleetPlan, made: "aws.emr.Cluster") -> None:
    """Task nodes, and how far EMR may add and remove them."""
    spot: Any = {
        "spot_specifications": [
            {
                "allocation_strategy": SPOT_STRATEGY,
                "timeout_action": "SWITCH_TO_ON_DEMAND",
                "timeout_duration_minutes": plan.spot_timeout_minutes,
            }
        ]
    }
    on_demand: Any = {"on_demand_specifications": [{"allocation_strategy": "lowest-price"}]}
    aws.emr.InstanceFleet(
        batch.name,
        cluster_id=made.id,
        name="task",
        target_spot_capacity=plan.task if plan.task_is_spot else 0,
        target_on_demand_capacity=0 if plan.task_is_spot else plan.task,
        instance_type_configs=_weighted(plan),
        launch_specifications=spot if plan.task_is_spot else on_demand,
        # Managed scaling moves the targets from here on.
        opts=batch.child(ignore_changes=["targetSpotCapacity", "targetOnDemandCapacity"]),
    )
    aws.emr.ManagedScalingPolicy(
        batch.name,
        cluster_id=made.id,
        compute_limits=[
            {
                "unit_type": "InstanceFleetUnits",
                "minimum_capacity_units": plan.core,
                "maximum_capacity_units": plan.maximum,
                "maximum_core_capacity_units": plan.core,
                "maximum_ondemand_capacity_units": plan.on_demand,
            }
        ],
        # A cluster has one policy: the old one would take the new one with it when it goes.
        opts=batch.child(delete_before_replace=True),
    )
