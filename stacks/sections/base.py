"""What all sections of a stack file have in common."""

from pydantic import BaseModel, ConfigDict


class Section(BaseModel):
    """What all sections have in common: nothing is converted, nothing unknown passes, nothing changes later."""

    model_config = ConfigDict(
        strict=True, frozen=True, extra="forbid", allow_inf_nan=False, use_attribute_docstrings=True
    )
