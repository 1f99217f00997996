"""The nouns that flow through ftdata. They carry data and know nothing of files, formats or providers."""

from ftdata.types.address import DOCS_URL, page_url
from ftdata.types.example import ABSENT, Absent, Candidate, Example, Loss, Message, ToolCall
from ftdata.types.places import Json, Location, Path, path_text
from ftdata.types.problem import (
    SEVERITIES,
    DropRow,
    Edit,
    Finding,
    Fix,
    Problem,
    RemoveKey,
    RenameKey,
    ReplaceLine,
    SetValue,
    Severity,
)
from ftdata.types.record import Defect, Part, Record
from ftdata.types.report import FileSummary, Report

__all__ = [
    "ABSENT",
    "DOCS_URL",
    "SEVERITIES",
    "Absent",
    "Candidate",
    "Defect",
    "DropRow",
    "Edit",
    "Example",
    "FileSummary",
    "Finding",
    "Fix",
    "Json",
    "Location",
    "Loss",
    "Message",
    "Part",
    "Path",
    "Problem",
    "Record",
    "RemoveKey",
    "RenameKey",
    "ReplaceLine",
    "Report",
    "SetValue",
    "Severity",
    "ToolCall",
    "page_url",
    "path_text",
]
