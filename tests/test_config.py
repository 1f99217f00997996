"""Finding and reading the config."""

import pytest

from ftdata.config import Config, find, load
from ftdata.errors import UnreadableError, UsageError

OWN = 'target = "azure"\n'
SHARED = '[tool.ftdata]\ntarget = "openai"\n'


@pytest.fixture
def tree(tmp_path):
    """A project with a directory in it."""
    (tmp_path / ".git").mkdir()
    (tmp_path / "data" / "raw").mkdir(parents=True)
    return tmp_path


def test_none_anywhere(tree):
    assert find(tree / "data") is None
    assert load(start=tree / "data") == Config()


def test_the_nearest_one_wins(tree):
    (tree / "ftdata.toml").write_text(OWN)
    assert find(tree / "data" / "raw") == str(tree / "ftdata.toml")
    (tree / "data" / "pyproject.toml").write_text(SHARED)
    assert find(tree / "data" / "raw") == str(tree / "data" / "pyproject.toml")
    assert load(start=tree / "data" / "raw").target == "openai"


def test_its_own_file_before_the_shared_one(tree):
    (tree / "pyproject.toml").write_text(SHARED)
    (tree / "ftdata.toml").write_text(OWN)
    assert load(start=tree).target == "azure"


@pytest.mark.parametrize("text", ["", "[tool.ruff]\n", 'description = "about ftdata"\n', "tool = 1\nftdata = 2\n"])
def test_a_pyproject_without_the_table_does_not_count(tree, text):
    (tree / "data" / "pyproject.toml").write_text(text)
    (tree / "ftdata.toml").write_text(OWN)
    assert find(tree / "data") == str(tree / "ftdata.toml")


def test_a_broken_pyproject_that_never_mentions_ftdata_is_not_our_business(tree):
    (tree / "pyproject.toml").write_text("[tool.")
    assert find(tree) is None


def test_the_search_ends_at_the_repository(tree):
    (tree / "ftdata.toml").write_text(OWN)
    (tree / "data" / ".git").write_text("gitdir: elsewhere")
    assert find(tree / "data" / "raw") is None


def test_every_key(tree):
    (tree / "ftdata.toml").write_text(
        """
        target = "azure"
        method = "dpo"
        model = "gpt-4.1"
        format = "chat"
        select = ["R", "no-assistant"]
        max-problems = 0
        workers = 2
        show-info = true
        [columns]
        prompt = "question"
        [ignore]
        D001 = "wanted"
        [severity]
        R001 = "warning"
        """
    )
    assert load(start=tree) == Config(
        target="azure",
        method="dpo",
        model="gpt-4.1",
        format="chat",
        columns={"prompt": "question"},
        select=["R", "no-assistant"],
        ignore={"D001": "wanted"},
        severity={"R001": "warning"},
        max_problems=0,
        workers=2,
        show_info=True,
    )


def test_a_named_file(tree):
    (tree / "other.toml").write_text('ignore = ["D"]\n')
    assert load(str(tree / "other.toml")).ignore == ["D"]
    with pytest.raises(UnreadableError, match=r"none\.toml: cannot be read: No such file"):
        load(str(tree / "none.toml"))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("target = 1", "target has to be text in quotes, not 1"),
        ("select = 'R'", "select has to be a list of codes or names, not 'R'"),
        ("select = [1]", "select has to be a list of codes or names, not [1]"),
        ("ignore = 5", "ignore has to be a list of codes or names, or a table of code = reason, not 5"),
        ("max-problems = '5'", "max-problems has to be a whole number, 0 or more, not '5'"),
        ("max-problems = -1", "max-problems has to be a whole number, 0 or more, not -1"),
        ("max-problems = true", "max-problems has to be a whole number, 0 or more, not True"),
        ("workers = 1.5", "workers has to be a whole number, 0 or more, not 1.5"),
        ("show-info = 1", "show-info has to be true or false, not 1"),
        ("columns = ['a']", "columns has to be a table of name = column, not ['a']"),
        ("severity = {R001 = 'fatal'}", 'severity has to be a table of code = "error", "warning" or "info"'),
        (f"target = ['{'x' * 100}']", "…"),
        ("targt = 'azure'", "no key is called 'targt'; did you mean target? If not, there are: target, method"),
        ("max_problems = 1", "did you mean max-problems?"),
        ("hooks = ['evil']", "no key is called 'hooks'"),
        ("target = ", "is not valid TOML"),
    ],
)
def test_what_is_wrong_is_named_with_file_and_key(tree, text, expected):
    (tree / "ftdata.toml").write_text(text)
    with pytest.raises(UsageError) as caught:
        load(start=tree)
    assert str(caught.value).startswith(str(tree / "ftdata.toml"))
    assert expected in str(caught.value)
    assert len(str(caught.value)) < 400


def test_the_table_has_to_be_one(tree):
    (tree / "pyproject.toml").write_text("[tool]\nftdata = 1\n")
    with pytest.raises(UsageError, match=r"tool\.ftdata has to be a table"):
        load(start=tree)


def test_text_that_is_not_utf8_is_told(tree):
    (tree / "ftdata.toml").write_bytes(b"target = '\xff'")
    with pytest.raises(UsageError, match="is not valid TOML"):
        load(start=tree)


SHARED_TABLES = (
    '[tool.ftdata]\ntarget = "azure"',
    '[tool."ftdata"]\ntarget = "azure"',
    '  [ tool . ftdata ]\ntarget = "azure"',
    '[tool]\nftdata = {target = "azure"}',
    '[tool]\nftdata.target = "azure"',
    '[tool]\n"ftdata" . target = "azure"',
    'tool = {other = "x", ftdata = {target = "azure"}}',
    'tool.other = "x"\ntool.ftdata.target = "azure"',
    '[tool."ft\\u0064ata"]\ntarget = "azure" # ftdata',
)


@pytest.mark.parametrize("text", SHARED_TABLES)
def test_the_shared_table_may_be_written_in_any_way_of_toml(tree, text):
    (tree / "pyproject.toml").write_text(text)
    assert load(start=tree).target == "azure"


@pytest.mark.parametrize(
    "text", ['dependencies = ["ftdata"]', 'dev = ["ftdata==0.1", "ftdata>=0.1"]', 'x = "ftdata.cli:main"']
)
def test_a_project_that_only_needs_ftdata_is_not_parsed(tree, text):
    (tree / "pyproject.toml").write_text(text + "\n[tool.")
    assert load(start=tree) == Config()
