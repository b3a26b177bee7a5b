"""Jobs on clusters and on EKS: what is encrypted, who reaches what, how far it grows, and what a mode has not."""

import json
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from catalogue.instances import instance_types
from components.compute.setting_error import SettingError
from components.data.batch_analytics import BatchAnalytics
from components.data.batch_kubernetes import base36, service_account
from components.data.fleet_plan import FleetPlan, plan_fleets
from graph.capture import capture
from graph.model import Graph
from tests.components.reading import statements, text
from tests.examples._common import ACCOUNT_ID, KEY_ARN, PLACE, tags

CLUSTER = "aws:emr/cluster:Cluster"
COMMON: dict[str, Any] = {
    **PLACE,
    "log_bucket_name": "job-logs",
    "kms_key_arn": KEY_ARN,
    "key_arns": [KEY_ARN],
    "read_bucket_arns": ["arn:aws:s3:::raw"],
    "tags": tags("personal", "features"),
}
FLEET: dict[str, Any] = {
    "primary_instance_types": ["m7g.xlarge"],
    "instance_types": ["m7g.xlarge", "m7g.2xlarge", "r7g.2xlarge"],
    "core_vcpus": 8,
    "on_demand_vcpus": 16,
}
ON_EC2: dict[str, Any] = {
    **COMMON,
    "mode": "ec2",
    "vpc_id": "vpc-1",
    "subnet_ids": {"eun1-az1": "subnet-1", "eun1-az2": "subnet-2"},
    "maximum_vcpus": 64,
    "fleet": FLEET,
    "certificates_uri": "s3://certificates/nodes.zip",
}
ON_EKS: dict[str, Any] = {**COMMON, "mode": "eks", "cluster_name": "platform", "namespace": "jobs"}


def made(args: dict[str, Any], **changed: Any) -> Graph:
    return capture(lambda: BatchAnalytics("features", {**args, **changed}))  # type: ignore[typeddict-item]


def security(**changed: Any) -> Any:
    found = made(ON_EC2, **changed).one("aws:emr/securityConfiguration:SecurityConfiguration")
    return json.loads(text(found.inputs["configuration"]))


def test_a_cluster_encrypts_stores_disks_and_what_nodes_say_to_each_other() -> None:
    encryption = security()["EncryptionConfiguration"]
    assert encryption["EnableAtRestEncryption"]
    assert encryption["EnableInTransitEncryption"]
    rest = encryption["AtRestEncryptionConfiguration"]
    assert rest["S3EncryptionConfiguration"] == {"EncryptionMode": "SSE-KMS", "AwsKmsKey": KEY_ARN}
    disks = {"EncryptionKeyProviderType": "AwsKms", "AwsKmsKey": KEY_ARN, "EnableEbsEncryption": True}
    assert rest["LocalDiskEncryptionConfiguration"] == disks
    certificates = encryption["InTransitEncryptionConfiguration"]["TLSCertificateConfiguration"]
    assert certificates == {"CertificateProviderType": "PEM", "S3Object": "s3://certificates/nodes.zip"}


def test_a_store_with_another_key_is_written_with_its_own() -> None:
    own = {"bucket_name": "features", "kms_key_arn": "arn:aws:kms:eu-north-1:111122223333:key/own"}
    objects = security(bucket_keys=[own], s3_encryption="cse_kms")["EncryptionConfiguration"]
    (override,) = objects["AtRestEncryptionConfiguration"]["S3EncryptionConfiguration"]["Overrides"]
    assert override == {"BucketName": "features", "EncryptionMode": "CSE-KMS", "AwsKmsKey": own["kms_key_arn"]}


def test_kerberos_is_there_only_where_it_is_asked_for_and_its_password_is_secret() -> None:
    assert "AuthenticationConfiguration" not in security()
    kerberos = {"realm": "EC2.INTERNAL", "kdc_admin_password": "a-password", "ticket_hours": 12}
    told = security(kerberos=kerberos)["AuthenticationConfiguration"]["KerberosConfiguration"]
    assert told["ClusterDedicatedKdcConfiguration"] == {"TicketLifetimeInHours": 12}
    attributes = made(ON_EC2, kerberos=kerberos).one(CLUSTER).inputs["kerberosAttributes"]
    assert attributes["realm"] == "EC2.INTERNAL"
    assert "a-password" not in repr(attributes)


def test_a_cluster_ends_when_idle_runs_nothing_when_it_starts_and_its_logs_have_the_key() -> None:
    cluster = made(ON_EC2, idle_minutes=20).one(CLUSTER).inputs
    assert cluster["autoTerminationPolicy"] == {"idleTimeout": 1200}
    assert not cluster.get("bootstrapActions")
    assert not cluster["ec2Attributes"].get("keyName")
    assert (text(cluster["logUri"]), cluster["logEncryptionKmsKeyId"]) == ("s3://job-logs/features/", KEY_ARN)


def test_nobody_reaches_the_nodes_but_emr_and_the_account_keeps_it_so() -> None:
    graph = made(ON_EC2)
    rules = graph.of_type("aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule")
    assert [(rule.inputs["fromPort"], "cidrIpv4" in rule.inputs) for rule in rules] == [(9443, False)]
    block = graph.one("aws:emr/blockPublicAccessConfiguration:BlockPublicAccessConfiguration").inputs
    assert block["blockPublicSecurityGroupRules"] is True
    assert not block.get("permittedPublicSecurityGroupRuleRanges")
    attributes = graph.one(CLUSTER).inputs["ec2Attributes"]
    assert attributes["subnetIds"] == ("subnet-1", "subnet-2")


def test_emr_makes_machines_in_its_subnets_only_and_manages_only_its_own() -> None:
    role = next(each for each in made(ON_EC2).of_type("aws:iam/rolePolicy:RolePolicy") if each.name.endswith("service"))
    found = statements(role)
    subnets = [arn for arn in found["MakeInItsNetwork"]["Resource"] if ":subnet/" in arn]
    assert [arn.rpartition("/")[2] for arn in subnets] == ["subnet-1", "subnet-2"]
    own = "aws:ResourceTag/for-use-with-amazon-emr-managed-policies"
    assert found["ManageItsOwn"]["Condition"] == {"StringEquals": {own: "true"}}
    assert made(ON_EC2).one(CLUSTER).inputs["tags"][own.partition("/")[2]] == "true"
    assert [sid for sid, each in found.items() if each["Resource"] == "*"] == ["Look"]
    assert all(action.startswith("ec2:Describe") for action in found["Look"]["Action"])


def test_nodes_read_their_certificates_and_their_stores_and_no_other() -> None:
    role = next(each for each in made(ON_EC2).of_type("aws:iam/rolePolicy:RolePolicy") if each.name.endswith("nodes"))
    found = statements(role)
    assert found["ReadCertificates"]["Resource"] == "arn:aws:s3:::certificates/nodes.zip"
    assert found["ReadObjects"]["Resource"] == ["arn:aws:s3:::raw/*"]
    assert "kms:ViaService" in found["UseKeys"]["Condition"]["StringEquals"]
    assert found["EncryptDisks"]["Resource"] == KEY_ARN


@pytest.mark.parametrize(
    ("engine", "applications"),
    [("spark", ("Hadoop", "Spark")), ("hive", ("Hadoop", "Hive")), ("hadoop", ("Hadoop",))],
)
def test_a_cluster_has_the_applications_of_its_engine(engine: str, applications: tuple[str, ...]) -> None:
    assert made(ON_EC2, engine=engine).one(CLUSTER).inputs["applications"] == applications


def test_core_nodes_are_on_demand_and_what_is_above_is_spot() -> None:
    graph = made(ON_EC2)
    core = graph.one(CLUSTER).inputs["coreInstanceFleet"]
    assert (core["targetOnDemandCapacity"], core.get("targetSpotCapacity")) == (8, None)
    weights = {each["instanceType"]: each["weightedCapacity"] for each in core["instanceTypeConfigs"]}
    assert weights == {"m7g.xlarge": 4, "m7g.2xlarge": 8, "r7g.2xlarge": 8}
    task = graph.one("aws:emr/instanceFleet:InstanceFleet").inputs
    assert (task["targetSpotCapacity"], task["targetOnDemandCapacity"]) == (4, 0)
    (spot,) = task["launchSpecifications"]["spotSpecifications"]
    assert (spot["allocationStrategy"], spot["timeoutAction"]) == ("price-capacity-optimized", "SWITCH_TO_ON_DEMAND")
    (limits,) = graph.one("aws:emr/managedScalingPolicy:ManagedScalingPolicy").inputs["computeLimits"]
    assert limits["maximumCapacityUnits"] == 64
    assert (limits["minimumCapacityUnits"], limits["maximumOndemandCapacityUnits"]) == (8, 16)


def test_without_room_for_spot_task_nodes_are_on_demand() -> None:
    graph = made(ON_EC2, fleet={**FLEET, "on_demand_vcpus": 64})
    task = graph.one("aws:emr/instanceFleet:InstanceFleet").inputs
    assert (task["targetSpotCapacity"], task["targetOnDemandCapacity"]) == (0, 4)
    assert "onDemandSpecifications" in task["launchSpecifications"]


def test_pods_of_the_namespace_get_the_role_through_service_accounts_emr_makes() -> None:
    graph = made(ON_EKS)
    provider = graph.one("aws:emrcontainers/virtualCluster:VirtualCluster").inputs["containerProvider"]
    assert provider == {"id": "platform", "type": "EKS", "info": {"eksInfo": {"namespace": "jobs"}}}
    role = graph.one("aws:iam/role:Role")
    trust = statements(role, "assumeRolePolicy")["PodsOfItsNamespace"]
    assert trust["Principal"] == {"Service": "pods.eks.amazonaws.com"}
    assert trust["Condition"]["StringEquals"]["aws:RequestTag/kubernetes-namespace"] == "jobs"
    assert len(graph.of_type("aws:eks/podIdentityAssociation:PodIdentityAssociation")) == 3
    assert not graph.of_type("aws:ec2/securityGroup:SecurityGroup")


def test_a_service_account_is_named_as_emr_names_it() -> None:
    assert base36("a") == "2p"
    assert service_account("driver", ACCOUNT_ID, "a") == f"emr-containers-sa-spark-driver-{ACCOUNT_ID}-2p"


@given(st.text(st.sampled_from("abcXYZ019-_+=,.@"), min_size=1, max_size=64))
def test_a_name_to_the_base_of_36_is_the_name_again(name: str) -> None:
    number = int(base36(name), 36)
    assert number.to_bytes(len(name), "big").decode("ascii") == name


REFUSED = [
    ({"mode": "emr"}, "mode is 'emr'; use ec2, eks, serverless"),
    ({"engine": "hadoop"}, "engine is 'hadoop', which mode 'eks' does not run; spark is right"),
    ({"fleet": FLEET}, "fleet is given, and mode 'eks' has no such thing; only ec2 has machines of its own"),
    (
        {"maximum_vcpus": 64},
        "maximum_vcpus is given, and mode 'eks' has no such thing; give the namespace a ResourceQuota",
    ),
    ({"idle_minutes": 5}, "idle_minutes is given, and mode 'eks' has no such thing; nothing runs there between jobs"),
    (
        {"databases": ["lake"]},
        "databases is given, and mode 'eks' has no such thing; Lake Formation filters columns and rows of Spark",
    ),
    ({"namespace": None}, "namespace is missing, and mode 'eks' needs it; add it"),
    ({"namespace": "Jobs"}, "namespace is 'Jobs'; 1 to 63 small letters, digits and '-' are right"),
]
REFUSED_ON_EC2 = [
    ({"fleet": None}, "fleet is missing, and mode 'ec2' needs it; add it"),
    ({"maximum_memory_gb": 8}, "maximum_memory_gb is given, and mode 'ec2' has no such thing; maximum_vcpus limits a"),
    ({"certificates_uri": "nodes.zip"}, "certificates_uri is 'nodes.zip'; an archive in a store is right"),
    ({"s3_encryption": "sse_s3"}, "s3_encryption is 'sse_s3'; did you mean 'sse_kms'?"),
    (
        {"kerberos": {"realm": "ec2.internal", "kdc_admin_password": "x"}},
        "kerberos.realm is 'ec2.internal'; capital letters are right, as 'EC2.INTERNAL'",
    ),
    (
        {"engine": "hive", "release_label": "emr-7.13.0"},
        "release_label is 'emr-7.13.0', of whose hive the catalogue has no version; 'emr-7.12.0' is right",
    ),
    (
        {"fleet": {**FLEET, "instance_types": ["m7i.xlarge"]}},
        "fleet.instance_types names m7i.xlarge, which is x86_64; the image is arm64: take such a type, or say",
    ),
    (
        {"fleet": {**FLEET, "instance_types": ["m7g.xlarge", "m7g.xlarge"]}},
        "fleet.instance_types names m7g.xlarge twice; name each type once",
    ),
    ({"fleet": {**FLEET, "instance_types": []}}, "fleet.instance_types has 0 types; 1 to 30 are right"),
    ({"fleet": {**FLEET, "instance_types": ["m7g.xlrge"]}}, "fleet.instance_types names 'm7g.xlrge'; unknown"),
    ({"fleet": {**FLEET, "core_vcpus": 65}}, "fleet.core_vcpus is 65; a whole number from 1 to 64 is right"),
    ({"fleet": {**FLEET, "on_demand_vcpus": 7}}, "fleet.on_demand_vcpus is 7; a whole number from 8 to 64 is right"),
    ({"fleet": {**FLEET, "spot_timeout_minutes": 4}}, "fleet.spot_timeout_minutes is 4; a whole number from 5 to 1440"),
    (
        {"fleet": {**FLEET, "instance_types": ["m7g.8xlarge"]}},
        "fleet lets a cluster start with 102 vCPUs where EMR finds only m7g.8xlarge, above the maximum_vcpus of 64",
    ),
]


@pytest.mark.parametrize(
    ("base", "args", "sentence"),
    [(ON_EKS, *each) for each in REFUSED] + [(ON_EC2, *each) for each in REFUSED_ON_EC2],
    ids=[sentence[:50] for _, sentence in REFUSED + REFUSED_ON_EC2],
)
def test_what_a_mode_has_not_and_what_emr_would_refuse_is_refused_in_a_sentence(
    base: dict[str, Any], args: dict[str, Any], sentence: str
) -> None:
    with pytest.raises(ValueError, match="BatchAnalytics 'features': ") as refused:
        made(base, **args)
    assert str(refused.value).startswith(f"BatchAnalytics 'features': {sentence}")


def test_hive_on_serverless_reads_no_tables_of_the_catalog() -> None:
    with pytest.raises(ValueError, match="databases is given, and engine is 'hive'; Lake Formation filters"):
        made(
            {**ON_EC2, "mode": "serverless", "fleet": None, "certificates_uri": None},
            engine="hive",
            databases=["lake"],
            catalog_key_arn=KEY_ARN,
            maximum_memory_gb=512,
            maximum_disk_gb=2000,
        )


SMALL = sorted(name for name, each in instance_types().items() if each.architecture == "arm64" and each.vcpus <= 64)


@given(st.data())
def test_whichever_types_emr_finds_a_cluster_starts_within_its_maximum(data: st.DataObject) -> None:
    types = data.draw(st.lists(st.sampled_from(SMALL), min_size=1, max_size=6, unique=True))
    maximum = data.draw(st.integers(1, 400))
    core = data.draw(st.integers(1, maximum))
    fleet = {"primary_instance_types": types[:1], "instance_types": types, "core_vcpus": core}
    try:
        plan = plan_fleets(fleet, maximum, "arm64")
    except SettingError:
        assume(False)
    started = _found(data, plan, plan.core) + _found(data, plan, plan.task)
    assert plan.core <= started <= plan.maximum


@given(st.data())
def test_a_fleet_is_refused_only_where_emr_could_pass_the_maximum(data: st.DataObject) -> None:
    types = data.draw(st.lists(st.sampled_from(SMALL), min_size=1, max_size=6, unique=True))
    maximum = data.draw(st.integers(1, 400))
    core = data.draw(st.integers(1, maximum))
    largest = max(instance_types()[each].vcpus for each in types)
    smallest = min(instance_types()[each].vcpus for each in types)
    # One below its target, each fleet may still get the largest machine.
    worst = (core - 1 + largest) + (smallest - 1 + largest)
    fleet = {"primary_instance_types": types[:1], "instance_types": types, "core_vcpus": core}
    if worst <= maximum:
        assert plan_fleets(fleet, maximum, "arm64").most_at_start == worst
    else:
        with pytest.raises(SettingError, match="fleet lets a cluster start with"):
            plan_fleets(fleet, maximum, "arm64")


def _found(data: st.DataObject, plan: FleetPlan, target: int) -> int:
    """vCPUs of a fleet when EMR has met its target with whatever it found."""
    started = 0
    while started < target:
        started += data.draw(st.sampled_from(sorted(plan.weights.values())))
    return started
