"""OpenAI: the job's request, and a script that uploads the files and sends it.

Sources:
- https://github.com/openai/openai-openapi, /fine_tuning/jobs (2026-08-21)
"""

from collections.abc import Iterator

from ftdata.starters import File, Job, _requests

FILES = (_requests.REQUEST, _requests.SCRIPT)


def files(job: Job) -> Iterator[File]:
    """Write the request and the script."""
    return _requests.files(
        job,
        header="Authorization: Bearer $OPENAI_API_KEY",
        api="${OPENAI_BASE_URL:-https://api.openai.com/v1}",
        query="",
        variables="OPENAI_API_KEY",
        checks=': "${OPENAI_API_KEY:?is not set}"',
    )


def advice(job: Job, folder: str) -> str:
    """Say what is next."""
    return f"start the job: ftdata submit --target {job.target} {folder}, or sh {folder}/{_requests.SCRIPT}"
