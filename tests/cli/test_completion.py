"""``ftdata completion`` prints scripts that shells take, with every command in them."""

import shutil
import subprocess

import pytest

from ftdata.cli._frame import command_names
from ftdata.cli.completion import SHELLS


@pytest.mark.parametrize("shell", SHELLS)
def test_every_command_is_in_the_script(ftdata, shell):
    code, out, err = ftdata("completion", shell)
    assert (code, err) == (0, "")
    assert all(name in out for name in command_names())


def test_bash_completes(ftdata, tmp_path):
    bash = shutil.which("bash")
    if bash is None:
        pytest.skip("no bash on this machine")
    script = tmp_path / "complete.sh"
    script.write_text(ftdata("completion", "bash")[1])
    ask = 'source "$0"; COMP_WORDS=(ftdata val); COMP_CWORD=1; _shtab_ftdata; echo "${COMPREPLY[@]}"'
    found = subprocess.run([bash, "-c", ask, str(script)], capture_output=True, text=True, check=True)
    assert found.stdout.split() == ["validate"]


def test_an_unknown_shell_names_the_known(ftdata):
    code, _, err = ftdata("completion", "csh")
    assert code == 2 and "bash" in err
