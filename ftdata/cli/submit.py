"""``ftdata submit``."""

from argparse import ArgumentParser, ArgumentTypeError, Namespace
from typing import Any

from ftdata.cli._options import whole_number
from ftdata.cli._print import say, show
from ftdata.engine.settings import Settings
from ftdata.engine.submit.client import TARGETS, client
from ftdata.engine.submit.job import follow, start
from ftdata.engine.submit.ledger import NAME, Ledger
from ftdata.engine.submit.plan import Plan, Wish, explanation, plan
from ftdata.engine.submit.upload import upload, wait
from ftdata.jsontext import parse
from ftdata.reporters import safe

HELP = "upload prepared files to OpenAI or Azure, start the job and follow it"
EPILOG = f"""\
examples:
  ftdata submit out --target openai --model gpt-4.1-mini-2025-04-14 --dry-run
  ftdata submit out --target azure --model gpt-4.1-mini-2025-04-14 --suffix recipes
  ftdata submit out --target openai --no-follow

DIR is what `ftdata prepare --output DIR` wrote. What was done is kept in DIR/{NAME}; run the command again after an
interruption or an error, and it goes on where it was: nothing is uploaded or started twice. Keys come from the
environment: OPENAI_API_KEY, or AZURE_OPENAI_API_KEY, AZURE_OPENAI_ENDPOINT and OPENAI_API_VERSION. Training costs
money; `ftdata estimate` says how much.

exit codes: 0 the job succeeded (or was started, with --no-follow), 1 it failed, 2 it could not be submitted
"""

STOPPED = f"what was done is in {NAME}; run the command again to go on"


def configure(parser: ArgumentParser) -> None:
    """Declare the options."""
    parser.add_argument("folder", metavar="DIR", help="a directory that ftdata prepare wrote")
    parser.add_argument("--target", required=True, choices=TARGETS, help="where the job runs")
    parser.add_argument("--model", metavar="NAME", help="the model to be tuned (default: that of the preparation)")
    parser.add_argument("--method", metavar="M", help="sft, dpo or rft (default: that of the preparation)")
    parser.add_argument("--suffix", metavar="WORD", help="a word for the name of the tuned model")
    parser.add_argument("--epochs", type=whole_number, metavar="N", help="epochs (default: the provider's choice)")
    parser.add_argument("--training-type", metavar="T", help="Azure's tier, e.g. GlobalStandard (default: Standard)")
    parser.add_argument("--seed", type=whole_number, metavar="N", help="the job's seed")
    parser.add_argument(
        "--hyperparameter", action="append", type=_pair, metavar="NAME=VALUE", help="another one, e.g. batch_size=8"
    )
    parser.add_argument("--dry-run", action="store_true", help="print what would be asked for; connect to nothing")
    parser.add_argument("--no-follow", action="store_true", help="leave when the job is started")
    parser.add_argument(
        "--poll", type=whole_number, default=10, metavar="S", help="seconds between two looks (default: 10)"
    )


def run(options: Namespace) -> int:
    """Submit, and follow the job."""
    wish = Wish(
        options.folder,
        options.target,
        options.model,
        options.method,
        options.suffix,
        options.seed,
        options.epochs,
        options.training_type,
        dict(options.hyperparameter or ()),
    )
    wanted = plan(wish)
    if options.dry_run:
        show(map(safe, wanted.lines()))
        return 0
    return _submit(options, wanted)


def _submit(options: Namespace, wanted: Plan) -> int:
    door, ledger = client(options.target), Ledger(options.folder)
    identities = [upload(door, options.target, path, ledger, say) for path in wanted.files]
    for path in wanted.files:
        wait(door, options.target, path, ledger, options.poll)
    start(door, options.target, wanted.body(*identities), ledger, say)
    if options.no_follow:
        return 0
    job = follow(door, options.target, ledger, say, options.poll)
    if job.status == "succeeded":
        show([safe(f"succeeded: {job.fine_tuned_model}")])
        return 0
    reason = job.error.message if job.error and job.error.message else "no reason was given"
    say(f"the job {job.status}: {reason}")
    settings = Settings(options.target, wanted.method, options.model)
    for line in explanation(reason, wanted.files, settings):
        say(line)
    return 1


def _pair(text: str) -> tuple[str, Any]:
    name, equals, value = text.partition("=")
    if not (name and equals):
        raise ArgumentTypeError(f"{text[:60]!r} is not of the form batch_size=8")
    parsed, defects = parse(value.encode())
    return name, value if defects else parsed
