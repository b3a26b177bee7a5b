"""Backups: a plan and a locked vault for each data class that asks for them."""

from pulumi import Output

from components.data.backup_plan import BackupPlan, BackupPlanArgs
from stacks.layers.surroundings import Surroundings


def backup_plans(around: Surroundings, key_arns: dict[str, Output[str]]) -> dict[str, BackupPlan]:
    """Under the key of the class, with copies inside the residency of the stack."""
    made: dict[str, BackupPlan] = {}
    for data_class, backup in around.settings.backups.items():
        said = backup.model_dump(mode="json", exclude={"purpose"}, exclude_none=True)
        args: BackupPlanArgs = {
            **around.place,
            **said,  # type: ignore[typeddict-item]
            "kms_key_arn": key_arns[data_class],
            "residency": list(around.settings.residency),
            "tags": around.tags(data_class, backup.purpose),
        }
        made[data_class] = BackupPlan(f"backups-{data_class}", args, around.options())
    return made
