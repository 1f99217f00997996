"""Starting a job once, and following it to its end.

Source: https://github.com/openai/openai-openapi (/fine_tuning/jobs; 2026-08-21).
"""

import hashlib
import json
import time
from collections.abc import Callable
from functools import partial
from typing import Any

from ftdata.engine.submit.client import explained, once
from ftdata.engine.submit.ledger import Ledger

ENDED = ("succeeded", "failed", "cancelled")

Tell = Callable[[str], object]


def start(client: Any, target: str, request: dict[str, Any], ledger: Ledger, tell: Tell) -> str:
    """Start the job unless that was done, and return its id.

    Raises:
        FtdataError: The provider refuses it.
    """
    wanted = _hash(request)
    if ledger.job.get("request") == wanted and "id" in ledger.job:
        tell(f"job {ledger.job['id']} was started already")
        return str(ledger.job["id"])
    begun = ledger.job.get("request") == wanted
    ledger.job = {"request": wanted}
    ledger.keep()
    with explained(target, "starting the job"):
        make = partial(client.fine_tuning.jobs.create, **request, metadata={"ftdata": wanted})
        found = _there(client, request) if begun else None
        ledger.job["id"] = found or once(lambda: str(make().id), lambda: _there(client, request))
    ledger.keep()
    tell(f"job {ledger.job['id']} was started")
    return str(ledger.job["id"])


def follow(client: Any, target: str, ledger: Ledger, tell: Tell, pause: float) -> Any:
    """Tell what happens in the job until it ends, and return it.

    Raises:
        FtdataError: The provider cannot be reached.
    """
    seen: set[str] = set()
    while True:
        with explained(target, "following the job"):
            job = client.fine_tuning.jobs.retrieve(ledger.job["id"])
            events = list(client.fine_tuning.jobs.list_events(ledger.job["id"], limit=100).data)
        for event in reversed(events):
            if event.id not in seen:
                seen.add(event.id)
                tell(f"{time.strftime('%H:%M:%S', time.localtime(event.created_at))} {event.message}")
        ledger.job["status"] = job.status
        ledger.keep()
        if job.status in ENDED:
            return job
        time.sleep(pause)


def _there(client: Any, request: dict[str, Any]) -> str | None:
    """The id of a job that an earlier run started without hearing of it."""
    mark = _hash(request)
    for job in client.fine_tuning.jobs.list(limit=20).data:
        if job.training_file == request["training_file"] and (job.metadata or {}).get("ftdata") == mark:
            return str(job.id)
    return None


def _hash(request: dict[str, Any]) -> str:
    return hashlib.sha256(json.dumps(request, sort_keys=True).encode()).hexdigest()[:32]
