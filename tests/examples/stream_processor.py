"""Inputs of StreamProcessor."""

from tests.examples._common import KEY_ARN, tags

COMPONENT = "StreamProcessor"
STREAM_ARN = "arn:aws:kinesis:eu-north-1:111122223333:stream/clicks"
MINIMAL = {
    "region": "eu-north-1",
    "account_id": "111122223333",
    "code_bucket_arn": "arn:aws:s3:::programs",
    "code_key": "features-1.0.0.jar",
    "vpc_id": "vpc-0a",
    "subnet_ids": {"eun1-az1": "subnet-0a", "eun1-az2": "subnet-0b"},
    "kms_key_arn": KEY_ARN,
    "log_key_arn": KEY_ARN,
    "tags": tags("personal", "features"),
    "kinesis_stream_arns": [STREAM_ARN],
}
FULL = {
    **MINIMAL,
    "kafka_sources": {
        "answers": {
            "cluster_arn": "arn:aws:kafka:eu-north-1:111122223333:cluster/answers/0f1e2d3c-1",
            "security_group_id": "sg-0brokers",
        }
    },
    "write_stream_arns": ["arn:aws:kinesis:eu-north-1:111122223333:stream/features"],
    "write_bucket_arns": ["arn:aws:s3:::features"],
    "key_arns": [KEY_ARN],
    "properties": {"source": {"stream.arn": STREAM_ARN, "aws.region": "eu-north-1"}},
    "runtime": "FLINK-2_2",
    "parallelism": 12,
    "parallelism_per_kpu": 2,
    "state_gb": 200,
    "quota_kpus": 128,
    "checkpoint_seconds": 30,
    "lag_seconds": 120,
    "lag_records": 50_000,
    "log_retention_days": 90,
    "alarm_topic_arns": ["arn:aws:sns:eu-north-1:111122223333:alarms"],
    "partition": "aws",
}
