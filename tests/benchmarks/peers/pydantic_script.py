"""A script as people write it: a pydantic model, ``model_validate_json`` on every line."""

import sys
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError


class Message(BaseModel):
    """One message."""

    model_config = ConfigDict(extra="forbid")
    role: Literal["system", "developer", "user", "assistant", "tool"]
    content: str = Field(min_length=1)
    name: str | None = None
    weight: Literal[0, 1] | None = None


class Row(BaseModel):
    """One conversation."""

    model_config = ConfigDict(extra="forbid")
    messages: list[Message] = Field(min_length=1)


faults = 0
with open(sys.argv[1], "rb") as stream:
    for line in stream:
        try:
            Row.model_validate_json(line)
        except ValidationError:
            faults += 1
sys.exit(faults != 0)
