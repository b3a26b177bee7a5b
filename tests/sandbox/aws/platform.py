"""One of every type the sandbox has, made in a program's order, with inputs as Groundwork's components give them."""

from tests.sandbox.aws import backups, catalogs, databases, relational, stores, streams, tiers
from tests.sandbox.aws.account import TAGS, Account, Made
from tests.sandbox.aws.documents import of, policy, trusting

ZONE = "eun1-az1"


def whole(account: Account) -> dict[str, Made]:
    """Make it all; the answer is keyed by type, the last made of each."""
    network(account)
    security(account)
    stores.storage(account)
    databases.documents(account)
    backups.backups(account)
    tiers.tiers(account)
    streams.streams(account)
    catalogs.catalog(account)
    catalogs.jobs(account)
    databases.wide_columns(account)
    databases.vectors(account)
    relational.relational(account)
    compute(account)
    cluster(account)
    return {made.urn.split("::")[2]: made for made in account.made}


def network(account: Account) -> None:
    make = account.make
    vpc = make("aws:ec2/vpc:Vpc", cidrBlock="10.0.0.0/16", enableDnsHostnames=True, enableDnsSupport=True, tags=TAGS)
    subnet = make(
        "aws:ec2/subnet:Subnet",
        vpcId=vpc.id,
        cidrBlock="10.0.0.0/20",
        availabilityZoneId=ZONE,
        mapPublicIpOnLaunch=False,
        tags=TAGS,
    )
    gateway = make("aws:ec2/internetGateway:InternetGateway", vpcId=vpc.id, tags=TAGS)
    address = make("aws:ec2/eip:Eip", domain="vpc", tags=TAGS)
    make("aws:ec2/natGateway:NatGateway", allocationId=address.id, subnetId=subnet.id, tags=TAGS)
    table = make("aws:ec2/routeTable:RouteTable", vpcId=vpc.id, tags=TAGS)
    make(
        "aws:ec2/route:Route",
        routeTableId=table.id,
        destinationCidrBlock="0.0.0.0/0",
        gatewayId=gateway.id,
    )
    make("aws:ec2/routeTableAssociation:RouteTableAssociation", routeTableId=table.id, subnetId=subnet.id)
    group = make("aws:ec2/securityGroup:SecurityGroup", vpcId=vpc.id, description="for tests", tags=TAGS)
    make("aws:ec2/defaultSecurityGroup:DefaultSecurityGroup", vpcId=vpc.id, ingress=[], egress=[], tags=TAGS)
    for direction in ("Ingress", "Egress"):
        make(
            f"aws:vpc/securityGroup{direction}Rule:SecurityGroup{direction}Rule",
            securityGroupId=group.id,
            referencedSecurityGroupId=group.id,
            ipProtocol="tcp",
            fromPort=443,
            toPort=443,
            description="https among themselves",
            tags=TAGS,
        )
    make(
        "aws:ec2/vpcEndpoint:VpcEndpoint",
        "s3",
        vpcId=vpc.id,
        serviceName="com.amazonaws.eu-north-1.s3",
        vpcEndpointType="Gateway",
        routeTableIds=[table.id],
        policy=policy({"Effect": "Allow", "Principal": "*", "Action": "s3:GetObject", "Resource": "*"}),
        tags=TAGS,
    )
    make(
        "aws:ec2/vpcEndpoint:VpcEndpoint",
        "ecr",
        vpcId=vpc.id,
        serviceName="com.amazonaws.eu-north-1.ecr.api",
        vpcEndpointType="Interface",
        subnetIds=[subnet.id],
        securityGroupIds=[group.id],
        privateDnsEnabled=True,
        tags=TAGS,
    )


def security(account: Account) -> None:
    make = account.make
    vpc = next(made for made in account.made if "vpc:Vpc" in made.urn)
    everything = policy(
        {
            "Effect": "Allow",
            "Principal": {"AWS": f"arn:aws:iam::{account.id}:root"},
            "Action": "kms:*",
            "Resource": "*",
        }
    )
    key = make(
        "aws:kms/key:Key",
        description="for tests",
        policy=everything,
        enableKeyRotation=True,
        rotationPeriodInDays=365,
        deletionWindowInDays=7,
        multiRegion=False,
        tags=TAGS,
    )
    make("aws:kms/alias:Alias", name="alias/tests", targetKeyId=key.id)
    make("aws:kms/keyPolicy:KeyPolicy", keyId=key.id, policy=everything)
    role = make(
        "aws:iam/role:Role",
        assumeRolePolicy=trusting("vpc-flow-logs.amazonaws.com"),
        description="for tests",
        maxSessionDuration=3600,
        tags=TAGS,
    )
    allow = policy({"Effect": "Allow", "Action": "logs:PutLogEvents", "Resource": "*"})
    make("aws:iam/rolePolicy:RolePolicy", role=role.id, policy=allow)
    own = make("aws:iam/policy:Policy", policy=allow, tags=TAGS)
    make("aws:iam/rolePolicyAttachment:RolePolicyAttachment", role=role.id, policyArn=own.state["arn"])
    make("aws:iam/instanceProfile:InstanceProfile", role=role.id, tags=TAGS)
    make(
        "aws:iam/openIdConnectProvider:OpenIdConnectProvider",
        url="https://token.actions.githubusercontent.com",
        clientIdLists=["sts.amazonaws.com"],
        thumbprintLists=["6938fd4d98bab03faadb97b34396831e3780aea1"],
    )
    logs = make("aws:cloudwatch/logGroup:LogGroup", retentionInDays=365, kmsKeyId=key.state["arn"], tags=TAGS)
    make(
        "aws:ec2/flowLog:FlowLog",
        vpcId=vpc.id,
        trafficType="ALL",
        maxAggregationInterval=60,
        logDestinationType="cloud-watch-logs",
        logDestination=logs.state["arn"],
        iamRoleArn=role.state["arn"],
        tags=TAGS,
    )


def compute(account: Account) -> None:
    make = account.make
    make(
        "aws:ec2/capacityReservation:CapacityReservation",
        instanceType="g5.xlarge",
        instancePlatform="Linux/UNIX",
        availabilityZone="eu-north-1a",
        instanceCount=1,
        tags=TAGS,
    )
    make("aws:ec2/placementGroup:PlacementGroup", strategy="cluster", tags=TAGS)
    make(
        "aws:ec2/launchTemplate:LaunchTemplate",
        description="Nodes of the tests",
        instanceType="m7i.xlarge",
        metadataOptions={"httpEndpoint": "enabled", "httpTokens": "required", "httpPutResponseHopLimit": 1},
        blockDeviceMappings=[
            {
                "deviceName": "/dev/xvda",
                "ebs": {"encrypted": "true", "volumeSize": 100, "volumeType": "gp3", "deleteOnTermination": "true"},
            }
        ],
        vpcSecurityGroupIds=[of(account, "SecurityGroup").id],
        tagSpecifications=[{"resourceType": "instance", "tags": TAGS}],
        updateDefaultVersion=True,
        tags=TAGS,
    )


def cluster(account: Account) -> None:
    make = account.make
    subnet, key, role = of(account, "Subnet"), of(account, "Key"), of(account, "Role")
    other = make(
        "aws:ec2/subnet:Subnet",
        "second",
        vpcId=subnet.inputs["vpcId"],
        cidrBlock="10.0.16.0/20",
        availabilityZoneId="eun1-az2",
        mapPublicIpOnLaunch=False,
        tags=TAGS,
    )
    made = make(
        "aws:eks/cluster:Cluster",
        roleArn=role.state["arn"],
        version="1.34",
        vpcConfig={"subnetIds": [subnet.id, other.id], "endpointPrivateAccess": True, "endpointPublicAccess": False},
        accessConfig={"authenticationMode": "API", "bootstrapClusterCreatorAdminPermissions": False},
        enabledClusterLogTypes=["api", "audit"],
        encryptionConfig={"provider": {"keyArn": key.state["arn"]}, "resources": ["secrets"]},
        kubernetesNetworkConfig={"ipFamily": "ipv4", "serviceIpv4Cidr": "172.20.0.0/16"},
        upgradePolicy={"supportType": "STANDARD"},
        bootstrapSelfManagedAddons=False,
        tags=TAGS,
    )
    template = of(account, "LaunchTemplate")
    make(
        "aws:eks/nodeGroup:NodeGroup",
        clusterName=made.id,
        nodeRoleArn=role.state["arn"],
        subnetIds=[subnet.id, other.id],
        launchTemplate={"id": template.id, "version": template.state["latestVersion"]},
        capacityType="ON_DEMAND",
        amiType="AL2023_x86_64_STANDARD",
        scalingConfig={"minSize": 1, "desiredSize": 2, "maxSize": 3},
        labels={"pool": "tests"},
        taints=[{"key": "nvidia.com/gpu", "value": "true", "effect": "NO_SCHEDULE"}],
        updateConfig={"maxUnavailable": 1},
        tags=TAGS,
    )
    make("aws:eks/addon:Addon", clusterName=made.id, addonName="vpc-cni", addonVersion="v1.20.1-eksbuild.3", tags=TAGS)
    admin = f"arn:aws:iam::{account.id}:role/{role.id}"
    make("aws:eks/accessEntry:AccessEntry", clusterName=made.id, principalArn=admin, tags=TAGS)
    make(
        "aws:eks/accessPolicyAssociation:AccessPolicyAssociation",
        clusterName=made.id,
        principalArn=admin,
        policyArn="arn:aws:eks::aws:cluster-access-policy/AmazonEKSClusterAdminPolicy",
        accessScope={"type": "cluster"},
    )
    make(
        "aws:eks/podIdentityAssociation:PodIdentityAssociation",
        clusterName=made.id,
        namespace="training",
        serviceAccount="trainer",
        roleArn=role.state["arn"],
        tags=TAGS,
    )
