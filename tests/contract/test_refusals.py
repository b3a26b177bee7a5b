"""A bad argument is refused in a sentence before anything is declared, whichever component it is given to."""

from typing import Any

import pytest

from components.base import Component
from graph.capture import capture
from tests.contract.build import CLASSES, each_component, resource_schema
from tests.examples import FULL

WHOLE_NUMBERS = [
    (name, argument)
    for name, args in FULL.items()
    for argument, value in args.items()
    if isinstance(value, int) and not isinstance(value, bool)
]


def refusal(component: type[Component], args: dict[str, Any]) -> str:
    """The sentence the arguments get; nothing but the component itself may be declared by then."""
    sentences = []

    def program() -> None:
        with pytest.raises(ValueError) as caught:  # noqa: PT011 - the sentence is what each test looks at
            CLASSES[component.__name__]("it", args)
        sentences.append(str(caught.value))

    declared = [resource.type for resource in capture(program) if resource.custom]
    assert declared == [], "something was declared before the argument was refused"
    return sentences[0]


@each_component
def test_a_missing_tag_is_refused(component: type[Component]) -> None:
    args = FULL[component.__name__]
    tags = {key: value for key, value in args["tags"].items() if key != "Owner"}
    sentence = refusal(component, {**args, "tags": tags})
    assert sentence.startswith(f"{component.__name__} 'it': tags lacks Owner")
    assert "\n" not in sentence


@pytest.mark.parametrize("wrong", [-1, 1.5, 10**9])
@pytest.mark.parametrize(("name", "argument"), WHOLE_NUMBERS)
def test_a_number_outside_its_limits_is_refused_by_its_name(name: str, argument: str, wrong: float) -> None:
    sentence = refusal(CLASSES[name], {**FULL[name], argument: wrong})
    assert sentence.startswith(f"{name} 'it': ")
    assert argument in sentence
    assert "\n" not in sentence


@each_component
def test_an_account_that_is_not_twelve_digits_is_refused(component: type[Component]) -> None:
    if "accountId" not in resource_schema(component)["inputProperties"]:
        return
    sentence = refusal(component, {**FULL[component.__name__], "account_id": "1234"})
    assert "account_id" in sentence
    assert "12 digits" in sentence
