"""EMR Serverless, on record: moto forgets its settings, starts it at once and then refuses to change it."""

import hashlib

from sandbox.aws.model import Type

TYPES = (
    Type(
        "aws:emrserverless/application:Application",
        "",
        kind="EMR Serverless Application",
        identity=lambda r, reply: f"00{hashlib.sha256(r.urn.encode()).hexdigest()[:14]}",
        auto_name="name",
        auto_name_limit=64,
        replaces=("name", "type"),
        outputs=lambda r, item: {"arn": r.arn("emr-serverless", f"/applications/{r.id}")},
        computed=("arn",),
    ),
)
