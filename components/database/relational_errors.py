"""What a planner of databases says of a need no database meets."""


class DatabaseError(ValueError):
    """The key at fault, what is wrong with it, and what would be right."""

    def __init__(self, key: str, wrong: str, right: str) -> None:
        super().__init__(f"{key} {wrong}; {right}")
        self.key, self.wrong, self.right = key, wrong, right
