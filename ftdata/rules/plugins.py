"""Rules of the user's own: files named on the command line, in the config or from Python, never found by searching.

A file is named like those here, ``u001_no_jokes.py`` for U001 ``no-jokes``, or says so itself: ``CODE = "U001"`` and
``NAME = "no-jokes"``. Codes that begin with U are never used by ftdata.
"""

import importlib
import importlib.util
import os
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cached_property, partial
from types import ModuleType
from typing import Any

from ftdata import registry
from ftdata.errors import FtdataError, UsageError
from ftdata.rules.catalogue import Rule, named_by, rules
from ftdata.types import Finding

FAMILY = "user"
GROUP = "ftdata.rules"
"""Group of the entry points by which packages offer rules."""

_CODE = re.compile(rb'^CODE = "([A-Za-z]\d{3})"$', re.MULTILINE)
_NAME = re.compile(rb'^NAME = "([a-z0-9-]+)"$', re.MULTILINE)


class UserRule(Rule):
    """A rule in a file of the user's.

    Attributes:
        stamp: When the file was changed, and its bytes.
    """

    stamp: tuple[int, int] = (0, 0)

    @cached_property
    def module(self) -> ModuleType:
        """The module that holds it.

        Raises:
            UsageError: It cannot be imported.
        """
        spec = importlib.util.spec_from_file_location(self.path, self.file)
        if spec is None or spec.loader is None:
            raise UsageError(f"{self.file}: cannot be imported")
        module = importlib.util.module_from_spec(spec)
        try:
            spec.loader.exec_module(module)
        except Exception as error:
            raise UsageError(f"{self.file}: cannot be imported: {type(error).__name__}: {error}") from error
        return module

    @cached_property
    def check(self) -> Callable[..., Any]:
        """The function or class named by its kind; what a function raises is told with its file and the row.

        Raises:
            UsageError: The rule failed.
        """
        check: Callable[..., Iterable[Finding]] = super().check
        return check if self.kind == "Fold" else partial(self._guarded, check)

    def _guarded(self, check: Callable[..., Iterable[Finding]], subject: Any, *more: Any) -> Iterator[Finding]:
        try:
            yield from check(subject, *more) or ()
        except Exception as error:
            place = getattr(getattr(subject, "record", subject), "location", None)
            where = f" on {place.file}:{place.line or place.example}" if place else ""
            raise UsageError(f"{self.file}: the rule failed{where}: {type(error).__name__}: {error}") from error

    @property
    def path(self) -> str:
        """Name of its module, which nobody else imports."""
        return f"ftdata_user_rule_{self.code}"

    @property
    def url(self) -> str:
        """Where its page is: in its file."""
        return self.file


def load(names: Sequence[str]) -> tuple[Rule, ...]:
    """Add rules to the catalogue, once each; a file that has changed since is read again.

    Args:
        names: Files, folders of such files, or names of entry points in the group ``ftdata.rules``.

    Raises:
        UsageError: One is not there, is no rule, or takes the code of another rule.
    """
    return tuple(_add(file) for name in names for file in _files(name))


def _files(name: str) -> Iterator[str]:
    if os.path.isdir(name):
        found = [stem for stem in registry.names_in(name) if named_by(stem)]
        if not found:
            raise UsageError(f"{name}: holds no rule; their files are called like u001_no_jokes.py")
        yield from (os.path.abspath(os.path.join(name, stem + ".py")) for stem in found)
    elif os.path.isfile(name):
        yield os.path.abspath(name)
    elif name.endswith(".py") or os.sep in name:
        raise UsageError(f"{name}: there is no such file or folder of rules")
    else:
        yield from _offered(name)


def _offered(name: str) -> Iterator[str]:
    """The files of a package or module that an entry point names."""
    from importlib.metadata import entry_points

    for entry in entry_points(group=GROUP, name=name):
        module = entry.load()
        for place in getattr(module, "__path__", None) or [module.__file__]:
            yield from _files(place)
        return
    raise UsageError(f"{name[:60]!r} is no file of rules, nor does an installed package offer rules by that name")


def _add(file: str) -> Rule:
    text, stamp = _read(file)
    code, name = named_by(os.path.basename(file)[:-3]) or _says(file, text)
    there = rules().get(code)
    if there and there.family != FAMILY:
        raise UsageError(f"{file}: {code} is a rule of ftdata; codes that begin with U are yours")
    if there and isinstance(there, UserRule) and (there.file, there.stamp) == (file, stamp):
        return there
    rule = UserRule(code, name, FAMILY, file)
    rule.stamp = stamp
    rules()[code] = rule
    try:
        _ = rule.severity, rule.kind
    except (FtdataError, AttributeError) as error:
        del rules()[code]
        raise UsageError(f"{file}: is no rule: {error}; `ftdata rule --new NAME` writes one") from error
    return rule


def _read(file: str) -> tuple[bytes, tuple[int, int]]:
    try:
        with open(file, "rb") as stream:
            status = os.fstat(stream.fileno())
            return stream.read(), (status.st_mtime_ns, status.st_size)
    except OSError as error:
        raise UsageError(f"{file}: cannot be read: {error.strerror}") from error


def _says(file: str, text: bytes) -> tuple[str, str]:
    code, name = _CODE.search(text), _NAME.search(text)
    if not code or not name:
        raise UsageError(f'{file}: is no rule by its name; call it u001_no_jokes.py, or write CODE = "U001" and NAME')
    return code[1].decode().upper(), name[1].decode()
