"""What FPGA nodes may do beyond joining: find the images (AFIs) their cards are loaded with.

Loading one takes no IAM permission, but the AFI's owner must let this account load it.
https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_ModifyFpgaImageAttribute.html
"""

import pulumi_aws as aws
from pulumi import Resource

from components.base import Component
from components.policy_document import allow, document

# AFIs of every owner are looked up by id or name: there is nothing to narrow these to, and they only read.
ACTIONS = ("ec2:DescribeFpgaImages", "ec2:DescribeFpgaImageAttribute")


def fpga_access(component: Component, role: "aws.iam.Role") -> Resource:
    """Lets the nodes look up AFIs."""
    return aws.iam.RolePolicy(
        f"{component._name}-node-fpga",
        role=role.name,
        policy=document(allow(list(ACTIONS), "*")),
        opts=component.child(),
    )
