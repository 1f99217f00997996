"""A server on this machine that answers like the provider: files, uploads, jobs, events, and faults on demand."""

import json
import re
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from urllib.parse import urlsplit

PROCESSED = 2
"""How often a file is asked for before it is processed."""


class Provider:
    """What the provider holds.

    Attributes:
        files: By id: name, bytes, how often asked for.
        uploads: By id: the parts by id, and what was said at the beginning.
        jobs: By id: the request.
        faults: By method and path: statuses, or ``cut`` (done, but no answer), used up one by one.
        refusal: What the provider says of the first file, if it refuses it.
        failure: What it says of the job, if that fails.
        seen: Every request, method and path.
    """

    def __init__(self):
        self.files, self.uploads, self.jobs = {}, {}, {}
        self.faults, self.seen = {}, []
        self.refusal = self.failure = None
        self.looks = 0

    def answer(self, method, path, body):
        """Do what is asked, and return a JSON value."""
        parts = [part for part in path.split("/") if part and part not in ("v1", "openai")]
        return getattr(self, f"{method.lower()}_{parts[0]}")(parts, body)

    def post_files(self, _, body):
        name = re.search(rb'filename="([^"]*)"', body)[1].decode()
        content = body.split(b"\r\n\r\n", 3)
        data = next(piece for piece in content if b'{"' in piece).rsplit(b"\r\n--", 1)[0]
        return self.file(name, data)

    def file(self, name, data):
        identity = f"file-{len(self.files) + 1}"
        self.files[identity] = {"name": name, "data": data, "asked": 0}
        return self.told(identity)

    def told(self, identity):
        file = self.files[identity]
        status = "processed" if file["asked"] >= PROCESSED else "uploaded"
        if self.refusal and file["asked"]:
            status = "error"
        return {
            "id": identity,
            "object": "file",
            "bytes": len(file["data"]),
            "created_at": 1,
            "filename": file["name"],
            "purpose": "fine-tune",
            "status": status,
            "status_details": self.refusal if status == "error" else None,
        }

    def get_files(self, parts, _):
        if len(parts) == 1:
            return {"object": "list", "data": [self.told(identity) for identity in self.files], "has_more": False}
        self.files[parts[1]]["asked"] += 1
        return self.told(parts[1])

    def post_uploads(self, parts, body):
        if len(parts) == 1:
            identity = f"upload-{len(self.uploads) + 1}"
            self.uploads[identity] = {"said": json.loads(body), "parts": {}}
            return self.upload(identity)
        upload = self.uploads[parts[1]]
        if parts[2] == "parts":
            name = f"part-{len(upload['parts']) + 1}"
            upload["parts"][name] = body.split(b"\r\n\r\n", 1)[1].rsplit(b"\r\n--", 1)[0]
            return {"id": name, "object": "upload.part", "created_at": 1, "upload_id": parts[1]}
        data = b"".join(upload["parts"][name] for name in json.loads(body)["part_ids"])
        assert len(data) == upload["said"]["bytes"]
        return self.upload(parts[1]) | {"status": "completed", "file": self.file(upload["said"]["filename"], data)}

    def upload(self, identity):
        said = self.uploads[identity]["said"]
        more = {"id": identity, "object": "upload", "created_at": 1, "expires_at": 4_000_000_000, "status": "pending"}
        return {"bytes": said["bytes"], "filename": said["filename"], "purpose": said["purpose"]} | more

    def post_fine_tuning(self, _, body):
        identity = f"job-{len(self.jobs) + 1}"
        self.jobs[identity] = json.loads(body)
        return self.job(identity)

    def get_fine_tuning(self, parts, _):
        if len(parts) == 2:
            return {"object": "list", "data": [self.job(identity) for identity in self.jobs], "has_more": False}
        if parts[-1] == "events":
            event = {"object": "fine_tuning.job.event", "level": "info", "created_at": 1, "type": "message"}
            data = [event | {"id": f"event-{n}", "message": f"step {n}"} for n in (2, 1)]
            return {"object": "list", "data": data, "has_more": False}
        self.looks += 1
        return self.job(parts[2])

    def job(self, identity):
        said = self.jobs[identity]
        done = "failed" if self.failure else "succeeded"
        job = {
            "id": identity,
            "object": "fine_tuning.job",
            "created_at": 1,
            "model": said["model"],
            "training_file": said["training_file"],
            "validation_file": said.get("validation_file"),
            "status": done if self.looks > 1 else "running",
            "fine_tuned_model": "ft:model:x" if self.looks > 1 and not self.failure else None,
            "metadata": said.get("metadata"),
            "organization_id": "o",
            "result_files": [],
            "seed": 0,
            "hyperparameters": {"n_epochs": "auto"},
        }
        return job | {"error": {"code": "invalid", "message": self.failure, "param": None} if self.failure else None}


def serve(provider):
    """Start the server; returns it and its address."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def log_message(self, *_):
            pass

        def handle_any(self):
            path = urlsplit(self.path).path
            length = int(self.headers.get("Content-Length") or 0)
            body = self.rfile.read(length) if length else self.chunks()
            key = f"{self.command} {path.removeprefix('/v1')}"
            provider.seen.append(key)
            waiting = provider.faults.get(key, [])
            fault = waiting.pop(0) if waiting else None
            if isinstance(fault, int):
                return self.reply(
                    fault, {"error": {"message": f"fault {fault}", "type": "x", "code": "x", "param": None}}
                )
            answer = provider.answer(self.command, path, body)
            if fault == "cut":
                self.close_connection = True
                return self.connection.close()
            return self.reply(200, answer)

        def chunks(self):
            if self.headers.get("Transfer-Encoding") != "chunked":
                return b""
            pieces = []
            while size := int(self.rfile.readline(), 16):
                pieces.append(self.rfile.read(size))
                self.rfile.readline()
            self.rfile.readline()
            return b"".join(pieces)

        def reply(self, status, value):
            text = json.dumps(value).encode()
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(text)))
            self.end_headers()
            self.wfile.write(text)

        do_GET = do_POST = handle_any  # noqa: N815  the names that the class asks for

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    Thread(target=server.serve_forever, daemon=True).start()
    return server, f"http://127.0.0.1:{server.server_address[1]}/v1"
