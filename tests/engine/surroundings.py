"""What the programs of the engine's tests have around what they are about: an account, a key, and a network."""

from typing import Any

import pulumi
import pulumi_aws as aws

ACCOUNT = "123456789012"
REGION = "eu-north-1"


class Surroundings:
    """A provider of the sandbox's account and a key; a network once it is asked for."""

    def __init__(self, name: str) -> None:
        provider = aws.Provider("aws", region=REGION, allowed_account_ids=[ACCOUNT])
        self.name = name
        self.here = pulumi.ResourceOptions(provider=provider)
        self.components = pulumi.ResourceOptions(providers=[provider])
        self.key = aws.kms.Key(name, opts=self.here)

    def network(self, *zones: str) -> dict[str, Any]:
        """A network with a subnet in each zone, as components are given it."""
        vpc = aws.ec2.Vpc(self.name, cidr_block="10.0.0.0/16", opts=self.here)
        subnets = {
            zone: aws.ec2.Subnet(
                zone, vpc_id=vpc.id, availability_zone_id=zone, cidr_block=f"10.0.{16 * place}.0/20", opts=self.here
            ).id
            for place, zone in enumerate(zones)
        }
        return {"vpc_id": vpc.id, "subnet_ids": subnets}

    def network_with_clients(self, *zones: str) -> dict[str, Any]:
        """A network, and the security group of those who may reach what is in it."""
        network = self.network(*zones)
        clients = aws.ec2.SecurityGroup("clients", vpc_id=network["vpc_id"], description="clients", opts=self.here)
        return {**network, "client_security_group_ids": {"clients": clients.id}}
