"""Azure OpenAI: the job's request, and a script that uploads the files and sends it.

Sources:
- https://github.com/openai/openai-python/blob/main/src/openai/lib/azure.py, address, key and version (2026-11-26)
"""

from collections.abc import Iterator

from ftdata.starters import File, Job, _requests

_VARIABLES = ("AZURE_OPENAI_API_KEY", "AZURE_OPENAI_ENDPOINT", "OPENAI_API_VERSION")
FILES = (_requests.REQUEST, _requests.SCRIPT)


def files(job: Job) -> Iterator[File]:
    """Write the request and the script."""
    return _requests.files(
        job,
        header="api-key: $AZURE_OPENAI_API_KEY",
        api="${AZURE_OPENAI_ENDPOINT%/}/openai",
        query="?api-version=$OPENAI_API_VERSION",
        variables=", ".join(_VARIABLES),
        checks=": " + " ".join(f'"${{{name}:?is not set}}"' for name in _VARIABLES),
    )


def advice(job: Job, folder: str) -> str:
    """Say what is next."""
    return f"start the job: ftdata submit --target {job.target} {folder}, or sh {folder}/{_requests.SCRIPT}"
