"""OpenSearch domains, and who may write to log groups.

On record: moto forgets who the master user of a domain is, and has no upgrades.
"""

from sandbox.aws.model import Type

TYPES = (
    Type(
        "aws:opensearch/domain:Domain",
        "",
        kind="OpenSearch Domain",
        identity=lambda r, reply: r.arn("es", f"domain/{r['domainName']}"),
        auto_name="domainName",
        auto_name_limit=28,
        replaces=(
            "domainName",
            "encryptAtRest",
        ),
        fixed_when_named=("domainName",),
        outputs=lambda r, item: {
            "arn": r.id,
            "domainId": f"{r.account}/{r['domainName']}",
            "endpoint": f"vpc-{r['domainName']}-sandbox.{r.region}.es.amazonaws.com",
        },
        computed=("arn", "domainId", "endpoint"),
    ),
    Type(
        "aws:cloudwatch/logResourcePolicy:LogResourcePolicy",
        "",
        kind="CloudWatch Log Resource Policy",
        identity=lambda r, reply: str(r["policyName"]),
        replaces=("policyName",),
        fixed_when_named=("policyName",),
    ),
)
