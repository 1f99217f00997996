"""``ftdata completion``."""

from argparse import ArgumentParser, Namespace

from ftdata.cli import _frame
from ftdata.cli._print import show

HELP = "print what makes a shell complete commands, options and files"
EPILOG = """\
examples:
  eval "$(ftdata completion bash)"                                # this shell; in ~/.bashrc for all
  ftdata completion zsh > ~/.zfunc/_ftdata                        # with ~/.zfunc in fpath
  ftdata completion fish > ~/.config/fish/completions/ftdata.fish
"""

SHELLS = ("bash", "zsh", "fish", "tcsh", "powershell")


def configure(parser: ArgumentParser) -> None:
    """Declare the options."""
    parser.add_argument("shell", choices=SHELLS, help="the shell")


def run(options: Namespace) -> int:
    """Print the script, made of the parsers of all commands."""
    import shtab

    show(shtab.complete(whole_parser(), shell=options.shell).splitlines())
    return 0


def whole_parser() -> ArgumentParser:
    """One parser with every command and its options; file arguments complete to files."""
    import shtab

    parser = ArgumentParser("ftdata", allow_abbrev=False)
    commands = parser.add_subparsers(dest="command")
    for name in _frame.command_names():
        chosen = _frame.command(name)
        chosen.configure(commands.add_parser(name, help=chosen.HELP))
    for sub in commands.choices.values():
        for action in sub._actions:  # noqa: SLF001  argparse has no public way to list what was declared
            if action.metavar in ("FILE", "OUT", "DIR", "FOLDER", "SIDECAR"):
                action.complete = shtab.FILE  # type: ignore[attr-defined]  # what shtab reads
    return parser
