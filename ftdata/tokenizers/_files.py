"""Finding the files of a Hugging Face tokenizer: in a folder, beside a file, or under a name on the hub."""

import os
import re

from ftdata.errors import UsageError, VocabularyError

_FILES = (
    "tokenizer.json",
    "tokenizer_config.json",
    "special_tokens_map.json",
    "chat_template.jinja",
    "chat_template.json",
)
_HUB_NAME = re.compile(r"[\w.-]+/[\w.-]+")


def located(name: str) -> dict[str, str]:
    """Return the files of a tokenizer by their names.

    Args:
        name: A folder, a ``tokenizer.json`` or a name on the hub.

    Raises:
        UsageError: There is none of that name.
        VocabularyError: It is on the hub and cannot be had.
    """
    folder = name if os.path.isdir(name) else os.path.dirname(name) or "."
    if os.path.isdir(name) or os.path.isfile(name):
        there = {file: os.path.join(folder, file) for file in _FILES if os.path.isfile(os.path.join(folder, file))}
        if os.path.isfile(name):
            there["tokenizer.json"] = name
        if "tokenizer.json" not in there:
            raise UsageError(f"{name}: there is no tokenizer.json; write one with AutoTokenizer.save_pretrained")
        return there
    if not _HUB_NAME.fullmatch(name):
        from ftdata.tokenizers import vocabularies

        known = ", ".join(vocabularies())
        raise UsageError(
            f"no tokenizer is called {name[:60]!r}: it is no folder, no file, no name on the hub such as "
            f"Qwen/Qwen3-8B, and none of {known}, bytes"
        )
    return _from_hub(name)


def _from_hub(name: str) -> dict[str, str]:
    try:
        from huggingface_hub import hf_hub_download
        from huggingface_hub.errors import EntryNotFoundError, LocalEntryNotFoundError
    except ImportError as error:
        raise UsageError("names on the hub need a package: pip install 'ftdata[huggingface]'") from error
    there: dict[str, str] = {}
    for file in _FILES:
        try:
            there[file] = hf_hub_download(name, file)
        except LocalEntryNotFoundError as error:
            if file == "tokenizer.json":
                raise _not_had(name, error) from error
        except EntryNotFoundError as error:
            if file == "tokenizer.json":
                raise UsageError(f"{name}: this model has no tokenizer.json on the hub") from error
        except Exception as error:
            raise _not_had(name, error) from error
    return there


def _not_had(name: str, error: Exception) -> VocabularyError:
    reason = str(error).strip().split("\n")[0][:200]
    return VocabularyError(
        f"the tokenizer {name} could not be had from the Hugging Face hub ({type(error).__name__}: {reason}); "
        "download it where there is a network (hf download), name its folder, or estimate with --tokenizer bytes"
    )
