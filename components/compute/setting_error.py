"""What a planner of compute says of a setting no node can have."""


class SettingError(ValueError):
    """A setting no plan exists for. `wrong` and `right` are the two halves of a sentence."""

    def __init__(self, argument: str, wrong: str, right: str) -> None:
        super().__init__(f"{argument} {wrong}; {right}")
        self.argument, self.wrong, self.right = argument, wrong, right
