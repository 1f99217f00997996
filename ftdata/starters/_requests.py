"""A job of OpenAI's API: the body of its request, and a shell script that uploads the files and sends it.

Sources:
- https://github.com/openai/openai-openapi, /files, /uploads and /fine_tuning/jobs (2026-08-21)
- parts above 100 MB (2026-08-21): https://github.com/microsoft/azure-skills/blob/1a03acf/references/large-file-uploads.md
"""

import json
from collections.abc import Iterable, Iterator
from typing import Any

from ftdata.starters import File, Job

METHODS = {"sft": "supervised", "dpo": "dpo", "rft": "reinforcement"}
"""The provider's names of methods."""

LARGE = 100 << 20
"""Bytes from which on a file goes up in parts."""

REQUEST, SCRIPT = "job.json", "start.sh"
_MODEL = "MODEL_TO_BE_TUNED"

_HEAD = """\
#!/bin/sh
# Uploads {named} and starts the job of job.json. Needs curl, python3, and in the environment:
# {variables}.
# `ftdata submit --target {target} .` does the same, follows the job, and goes on where it was after a break.
set -eu
cd "$(dirname "$0")"
{checks}

ask() {{
    path="$1"
    shift
    curl --silent --show-error --header "{header}" "{api}$path{query}" "$@"
}}

field() {{
    python3 -c '
import json, sys
said = sys.stdin.read()
value = json.loads(said) if said.startswith("{{") else {{"error": {{"message": said[:300] or "nothing"}}}}
if value.get("error"):
    sys.exit("the provider says: " + str(value["error"].get("message", value["error"])))
for key in sys.argv[1:]:
    value = value[key]
print(value)' "$@"
}}
"""
_WHOLE = """
upload() {
    ask /files --form purpose=fine-tune --form "file=@$1" | field id
}
"""
_PARTS = """
# above 100 MB a file goes up in parts
upload() {
    size=$(wc -c < "$1" | tr -d ' ')
    said=$(printf '{"purpose": "fine-tune", "filename": "%s", "bytes": %s, "mime_type": "text/jsonl"}' "$1" "$size")
    upload=$(ask /uploads --header "Content-Type: application/json" --data "$said" | field id)
    split -b 33554432 "$1" "$1.part."
    parts=""
    for part in "$1".part.*; do
        parts="$parts, \\"$(ask "/uploads/$upload/parts" --form "data=@$part" | field id)\\""
        rm "$part"
    done
    said="{\\"part_ids\\": [${parts#, }]}"
    ask "/uploads/$upload/complete" --header "Content-Type: application/json" --data "$said" | field file id
}
"""
_READY = """
ready() {
    while :; do
        case "$(ask "/files/$1" | field status)" in
        processed) return ;;
        error | failed | "")
            echo "the provider could not process $1" >&2
            exit 1
            ;;
        esac
        sleep "${PAUSE:-5}"
    done
}
"""


def request(model: str, method: str, **settings: Any) -> dict[str, Any]:
    """The body of a job's request, without the ids of its files.

    Args:
        model: The model to be tuned.
        method: ``sft``, ``dpo`` or ``rft``.
        settings: What belongs to the method: ``hyperparameters``, ``grader``; what is empty is left out.
    """
    kind = METHODS[method]
    return {"model": model, "method": {"type": kind, kind: {key: item for key, item in settings.items() if item}}}


def files(job: Job, **door: str) -> Iterator[File]:
    """Write the request and the script.

    Args:
        job: The job.
        door: The provider's: ``header``, ``api``, ``query``, ``variables`` and ``checks``.
    """
    if job.method not in METHODS:
        return
    parts = {"training_file": job.train} | ({"validation_file": job.validation} if job.validation else {})
    body = request(job.model or _MODEL, job.method, grader=job.grader) | {key: _id(name) for key, name in parts.items()}
    yield File(REQUEST, json.dumps(body, ensure_ascii=False, indent=2) + "\n")
    named = " and ".join(parts.values())
    if not job.model:
        door["checks"] += '\n: "${MODEL:?name the model to be tuned}"'
    script = _HEAD.format(named=named, target=job.target, **door) + (_PARTS if job.size > LARGE else _WHOLE) + _READY
    script += "".join(_upload(name) for name in parts.values())
    yield File(SCRIPT, script + _start(parts.values(), model=job.model))


def _upload(name: str) -> str:
    variable = name.partition(".")[0]
    return f'\n{variable}=$(upload {name})\nready "${variable}"\n'


def _start(names: Iterable[str], *, model: str) -> str:
    swaps = [f"s|{_id(name)}|${name.partition('.')[0]}|" for name in names]
    swaps += [] if model else [f"s|{_MODEL}|$MODEL|"]
    said = " ".join(f'-e "{swap}"' for swap in swaps)
    asked = 'ask /fine_tuning/jobs --header "Content-Type: application/json" --data @-'
    return f"\nsed {said} {REQUEST} |\n    {asked} | field id\n"


def _id(name: str) -> str:
    return f"ID_OF_{name.partition('.')[0].upper()}"
