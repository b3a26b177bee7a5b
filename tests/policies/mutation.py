"""Random changes to a stack: values replaced, hidden, misshapen or taken out, lists turned round."""

import copy
import random
from collections.abc import Iterator
from typing import Any

from graph.model import Unknown

ODD: tuple[Any, ...] = (
    *(True, False, "true", "false", 0, 1, 7, 90, 365, 90.0, "90", -1, "", "junk", "*"),
    *([], {}, [[]], {"x": 1}, ["a"], "0.0.0.0/0", ["0.0.0.0/0"], "us-east-1", "Enabled", "Disabled"),
    *("alias/aws/s3", "arn:aws:kms:eu-north-1:111122223333:key/1", "{not json", '{"Statement": []}'),
    *("COMPLIANCE", "personal", "public", "special", "AES256", "aws:kms", Unknown()),
)


def paths(value: Any, so_far: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """Every path inside a value, containers before what is in them."""
    members = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, item in members:
        yield (*so_far, key)
        yield from paths(item, (*so_far, key))


def mutated(inputs: dict[str, dict[str, Any]], dice: random.Random, times: int) -> dict[str, dict[str, Any]]:
    """A copy with so many random changes."""
    inputs = copy.deepcopy(inputs)
    for _ in range(times):
        # The provider's region is known in every engine; companions that name nothing are told apart elsewhere.
        found = [path for path in paths(inputs) if path[0] != "provider.main" and len(path) > 1]
        path = dice.choice(found)
        holder: Any = inputs
        for step in path[:-1]:
            holder = holder[step]
        what = dice.random()
        if what < 0.15:
            del holder[path[-1]]
        elif what < 0.25 and isinstance(holder[path[-1]], list):
            dice.shuffle(holder[path[-1]])
        else:
            holder[path[-1]] = copy.deepcopy(dice.choice(ODD))
    return inputs
