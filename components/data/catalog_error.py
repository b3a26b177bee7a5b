"""What the planners of the catalog say of something no table, column or grant can be."""


class CatalogError(ValueError):
    """A part of a catalog that cannot be. `wrong` and `right` are the two halves of a sentence."""

    def __init__(self, path: tuple[str | int, ...], wrong: str, right: str) -> None:
        super().__init__(f"{path} {wrong}; {right}")
        self.path, self.wrong, self.right = path, wrong, right

    @property
    def argument(self) -> str:
        """The place as an argument is written: `databases.features.tables.events.columns[2].type`."""
        parts = [f"[{part}]" if isinstance(part, int) else f".{part}" for part in self.path]
        return "".join(parts).removeprefix(".")
