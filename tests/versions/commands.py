"""``python -m tests.versions.commands``: run commands on the samples, print a hash of all that each wrote."""

import hashlib
import json
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).parents[2]
COMMANDS = (
    "validate broken.jsonl --target azure --model gpt-4.1-mini-2025-04-14 --output json",
    "validate chat.jsonl chat_tools.jsonl preference.jsonl --target openai",
    "validate raw_prompts.csv --columns prompt=question,completion=answer --target any",
    "fix broken.jsonl --target azure --unsafe -o fixed.jsonl",
    "convert alpaca.json --to chat -o alpaca.jsonl --sidecar alpaca.sidecar.jsonl",
    "convert chat.jsonl --to sharegpt -o sharegpt.jsonl.gz --rejected rejected.jsonl",
    "convert chat_tools.jsonl --to gemini -o gemini.jsonl.zst",
    "convert chat.jsonl --to chat -o chat.csv",
    "dedupe chat.jsonl broken.jsonl --near -o unlike.jsonl",
    "split chat.jsonl --parts train=0.8,validation=0.2 --seed 3 --output parts",
    "stats chat.jsonl --model gpt-4.1-mini --output json",
    "prepare raw_prompts.csv --columns prompt=question,completion=answer --target azure --output out",
    "report broken.jsonl --target azure -o page.html",
    "rule R002",
)


def main() -> None:
    """Print a JSON object of a hash for each command."""
    with tempfile.TemporaryDirectory() as folder:
        here = Path(folder) / "samples"
        shutil.copytree(ROOT / "samples", here)
        sys.stdout.write(json.dumps({line: _hash(line, here) for line in COMMANDS}, indent=1))


def _hash(line: str, here: Path) -> str:
    before = {path for path in here.rglob("*") if path.is_file()}
    words = [sys.executable, "-P", "-m", "ftdata", *line.split()]
    own = {"PYTHONPATH": str(ROOT), "COLUMNS": "80", "NO_COLOR": "1"}
    done = subprocess.run(words, cwd=here, env=os.environ | own, capture_output=True, check=False)
    if done.returncode not in (0, 1):
        raise SystemExit(f"{line}: exit code {done.returncode}\n{done.stderr.decode()}")
    total = hashlib.sha256(b"%d" % done.returncode + done.stdout + done.stderr)
    for path in sorted({path for path in here.rglob("*") if path.is_file()} - before):
        total.update(path.name.encode() + path.read_bytes())
    return total.hexdigest()


if __name__ == "__main__":
    main()
