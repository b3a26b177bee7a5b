"""Golden files: one readable JSON file a graph, in tests/goldens/<test module>/. They change only in a commit that
says why.

`python -m pytest tests/contract --snapshot-update` writes them anew.
"""

from pathlib import Path

from syrupy.extensions.json import JSONSnapshotExtension
from syrupy.location import PyTestLocation


class Golden(JSONSnapshotExtension):
    """A file named after what it shows, such as `test_component_graphs/test_graph_of[full-Network].json`."""

    @classmethod
    def dirname(cls, *, test_location: PyTestLocation) -> str:
        return str(Path(__file__).with_name("goldens") / test_location.basename)
