"""Words and limits of StreamProcessor's arguments."""

RUNTIME = "FLINK-1_20"
LOG_RETENTION_DAYS = 365
CODE_ENDINGS = (".jar", ".zip")
PARALLELISM = 1
PARALLELISM_PER_KPU = 1
STATE_GB = 0
MOST_STATE_GB = 500_000
MOST_KPUS = 10_000
MOST_PARALLELISM = 32_768
"""What Flink itself takes at most: https://nightlies.apache.org/flink/flink-docs-stable/docs/dev/datastream/execution/parallel/"""
CHECKPOINT_SECONDS = 60
MOST_CHECKPOINT_SECONDS = 3600
LAG_SECONDS = 600
MOST_LAG_SECONDS = 86_400
LAG_RECORDS = 100_000
MOST_LAG_RECORDS = 100_000_000
FEWEST_ZONES = 2
