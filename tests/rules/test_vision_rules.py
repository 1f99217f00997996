"""The family V beyond its pages: what the bytes of an image are, which addresses lead to one, and one cause each."""

import io
import json
import threading
from base64 import b64encode
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

import ftdata
from ftdata.cli import main
from ftdata.engine import Settings
from ftdata.engine.fix import Fixer
from ftdata.engine.judge import Judge
from ftdata.engine.validate import validate
from ftdata.rules import Row, get, image_data, reach
from ftdata.rules.vision import v006_image_url_unreachable as v006
from ftdata.rules.vision import v008_too_many_image_examples as v008
from ftdata.targets import destination
from ftdata.types import FileSummary, Record, path_text

ANSWER = {"role": "assistant", "content": "A cat."}
WEB = "https://example.com/cat.png"
MIB = 1 << 20


def picture(kind="PNG", mode="RGB", size=(8, 8), **options) -> bytes:
    file = io.BytesIO()
    Image.effect_noise(size, 60).convert(mode).save(file, kind, **options)
    return file.getvalue()


def data_url(data: bytes, mime="image/png") -> str:
    return f"data:{mime};base64,{b64encode(data).decode()}"


def part(url, **more):
    return {"type": "image_url", "image_url": {"url": url, **more}}


def chat(*parts, answer=ANSWER):
    return {"messages": [{"role": "user", "content": [{"type": "text", "text": "What is it?"}, *parts]}, answer]}


def row_of(value, number=1, target="azure", method="sft", model=None, **options) -> Row:
    goal = destination(target, method, model, options=options)
    return Row(value, Record("x.jsonl", number * 2, 0, number, None, value), goal)


def findings(code, value, **where):
    return list(get(code).check(row_of(value, **where)))


def said(code, url, **where):
    return [found.message for found in findings(code, chat(part(url)), **where)]


def codes(value, target="azure", method="sft", model=None):
    report = validate([[value]], Settings(target=target, method=method, model=model, select=("C", "P", "V")))
    return sorted({problem.code for problem in report.problems if problem.severity != "info"})


# one cause, one finding


def test_an_image_in_an_answer_is_one_finding():
    drawn = {"role": "assistant", "content": [{"type": "text", "text": "Here."}, part("cat.png", detail="big")]}
    assert codes(chat(answer=drawn)) == ["V001"]
    assert [path_text(each.path) for each in findings("V001", chat(answer=drawn))] == ["messages[1].content[1]"]


@pytest.mark.parametrize("role", ["system", "tool"])
def test_an_image_of_another_role_stays_with_c004(role):
    message = {"role": role, "content": [part(WEB)], "tool_call_id": "c1"}
    assert "V001" not in codes({"messages": [message, ANSWER]})
    assert [each.path for each in findings("C004", {"messages": [message]})] == [("messages", 0, "content", 0)]


def test_other_parts_of_an_answer_stay_with_c004():
    drawn = {"role": "assistant", "content": [{"type": "picture"}, {"type": "input_audio"}, part(WEB)]}
    assert codes(chat(answer=drawn)) == ["C004", "C006", "V001"]


def test_an_image_without_an_address_is_left_to_c004():
    assert codes(chat({"type": "image_url", "image_url": WEB})) == ["C004"]


def test_answers_may_hold_images_where_the_target_says_nothing():
    drawn = {"role": "assistant", "content": [part("cat.png")]}
    assert codes(chat(answer=drawn), target="any") == []


def test_in_preference_pairs_images_have_the_finding_of_pairs_only():
    value = {
        "input": {"messages": [{"role": "user", "content": [part("cat.png", detail="big")]}]},
        "preferred_output": [ANSWER],
        "non_preferred_output": [{"role": "assistant", "content": "A dog."}],
    }
    assert set(codes(value, target="openai", method="dpo")) <= {"P008"}


# V002, V007, V008, V010


@pytest.mark.parametrize(
    ("target", "number", "found"), [("openai", 10, 0), ("openai", 11, 1), ("azure", 64, 0), ("azure", 65, 1)]
)
def test_images_are_counted_over_all_messages(target, number, found):
    value = {"messages": [{"role": "user", "content": [part(WEB)]} for _ in range(number)] + [ANSWER]}
    assert len(findings("V002", value, target=target)) == found


@pytest.mark.parametrize(("model", "found"), [("gpt-4.1", 0), ("gpt-4.1-mini", 1), ("unheard-of", 0), (None, 0)])
def test_a_model_that_takes_no_images(model, found):
    assert len(findings("V007", chat(part(WEB)), model=model)) == found
    assert findings("V007", chat(), model=model) == []


def test_models_that_take_images_are_named():
    (found,) = findings("V007", chat(part(WEB)), model="gpt-4.1-mini")
    assert "gpt-4.1-2025-04-14" in found.message and "gpt-4.1-mini" not in found.message.partition(";")[2]


def test_the_reminder_comes_once_a_file():
    report = validate([[chat(part(WEB))] * 3], Settings(target="azure", select=("V010",)))
    assert [(problem.code, problem.count) for problem in report.problems] == [("V010", 3)]


def test_rows_with_images_are_counted_over_parts_of_a_file():
    whole, parts = (v008.Fold(destination("azure", "sft", options={"V008.most": 2})) for _ in range(2))
    rows = [row_of(chat(part(WEB), part(WEB))), row_of(chat()), row_of(chat(part(WEB))), row_of(chat(part(WEB)))]
    for start in range(4):
        one = v008.Fold(destination("azure", "sft", options={"V008.most": 2}))
        one.add(rows[start])
        whole.add(rows[start])
        parts.merge(one, start, start)
    assert [each.message for each in whole.findings()] == [each.message for each in parts.findings()]
    assert next(whole.findings()).message.startswith("3 examples")


# V003


@pytest.mark.parametrize(("size", "found"), [(10 * MIB, 0), (10 * MIB + 1, 1)])
def test_what_counts_are_the_bytes_of_the_image(size, found):
    assert len(said("V003", data_url(b"\x89PNG" + bytes(size - 4)))) == found


def test_only_what_stands_in_the_row_is_measured():
    assert said("V003", "https://example.com/" + "a" * (20 * MIB)) == []
    assert said("V003", data_url(bytes(20 * MIB)), target="any") == []


# V004


@pytest.mark.parametrize(
    ("data", "wrong"),
    [
        (picture("PNG"), ""),
        (picture("PNG", "RGBA"), ""),
        (picture("JPEG"), ""),
        (picture("WEBP"), ""),
        (picture("PNG") + b"what follows the end", ""),
        (picture("JPEG") + b"what follows the end", ""),
        (picture("GIF", "L"), "format GIF "),
        (picture("BMP"), "format BMP "),
        (picture("TIFF"), "format TIFF "),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "format SVG "),
        (b"<!doctype html><title>404</title>", "in no format"),
        (b"\0", "in no format"),
        (picture("PNG", "P"), "mode 'P'"),
        (picture("PNG", "L"), "mode 'L'"),
        (picture("JPEG", "CMYK"), "mode 'CMYK'"),
        (picture("JPEG", "L"), "mode 'L'"),
        (picture("PNG")[:-20], "cut off"),
        (picture("JPEG", size=(64, 64))[:-200], "cut off"),
        (picture("WEBP")[:-3], "cut off"),
        (b"\xff\xd8\xff", "cut off"),
        (b"\x89PNG\r\n\x1a\n" + b"\0" * 40, "damaged"),
    ],
)
def test_what_an_image_is_is_told_from_its_bytes(data, wrong):
    url = data_url(data, image_data.MIME_TYPES.get(image_data.kind_of(data), ("image/png",))[0])
    found = said("V004", url)
    assert (wrong in found[0]) if wrong else found == []
    assert codes(chat(part(url))) == ["V004"] * bool(wrong), "one cause, one finding"


def test_a_preview_within_a_cut_photo_does_not_hide_that_it_is_cut():
    photo = picture("JPEG", size=(64, 64))
    preview = picture("JPEG")
    holder = b"\xff\xe1" + (len(preview) + 2).to_bytes(2, "big") + preview
    whole = photo[:2] + holder + photo[2:]
    assert said("V004", data_url(whole)) == []
    assert "cut off" in said("V004", data_url(whole[:-300]))[0]


def test_a_small_file_that_claims_a_huge_image_is_not_decoded():
    bomb = bytearray(picture("PNG"))
    bomb[16:24] = (60_000).to_bytes(4, "big") * 2
    (found,) = said("V004", data_url(bytes(bomb)))
    assert "pixels" in found or "damaged" in found


def test_no_pixels_are_decoded(monkeypatch):
    def refuse(*_):
        raise AssertionError

    data = [picture(kind, size=(64, 64)) for kind in ("PNG", "JPEG", "WEBP")]
    monkeypatch.setattr(Image.Image, "load", refuse)
    monkeypatch.setattr("PIL.ImageFile.ImageFile.load", refuse)
    image_data._seen.clear()
    assert [said("V004", data_url(each)) for each in data] == [[], [], []]


def test_an_image_beyond_measure_is_not_looked_at():
    url = "data:image/gif;base64," + "R0lGODlh" + "A" * (45 * MIB)
    assert image_data.inspect(url).kind is None
    assert said("V004", url) == said("V005", url) == []
    assert len(said("V003", url)) == 1


@given(data=st.binary(max_size=60), kind=st.sampled_from(("PNG", "JPEG", "WEBP")), at=st.integers(0, 120))
@settings(deadline=None, max_examples=50)
def test_no_bytes_break_it(data, kind, at):
    whole = SMALL[kind]
    url = data_url(whole[:at] + data + whole[at + len(data) :])
    for code in ("V003", "V004", "V005"):
        said(code, url)


SMALL = {kind: picture(kind) for kind in ("PNG", "JPEG", "WEBP")}


# V005


@pytest.mark.parametrize(
    ("url", "wrong"),
    [
        (WEB, ""),
        ("HTTPS://EXAMPLE.COM/cat", ""),
        ("http://8.8.8.8/cat.png?sig=a%2Fb#x", ""),
        ("https://bücher.example.com/ä.png", ""),
        (data_url(SMALL["PNG"]), ""),
        (data_url(SMALL["JPEG"], "image/jpg"), ""),
        (data_url(SMALL["PNG"], "IMAGE/PNG;name=x"), ""),
        ("cat.png", "path"),
        ("../../etc/passwd", "path"),
        ("C:\\pictures\\cat.png", "path"),
        ("\\\\host\\share\\cat.png", "path"),
        ("//example.com/cat.png", "path"),
        ("file:///home/me/cat.png", "path"),
        ("", "empty"),
        ("s3://bucket/cat.png", "kind 's3'"),
        ("javascript:alert(1)", "kind 'javascript'"),
        ("https://", "no host"),
        ("http://[::1", "malformed"),
        ("http://localhost:8000/cat.png", "from outside"),
        ("http://192.168.1.4/cat.png", "from outside"),
        ("http://169.254.169.254/latest", "from outside"),
        ("http://[::1]/cat.png", "from outside"),
        ("https://intranet/cat.png", "from outside"),
        ("https://files.corp.internal/cat.png", "from outside"),
        ("data:image/png", "no comma"),
        ("data:image/png,abc", ";base64"),
        ("data:image/png;base64,", "nothing follows"),
        ("data:image/png;base64,[image]", "not base64"),
        ("data:image/png;base64,ü", "not base64"),
        ("data:image/png;base64,AAAAA", "not base64"),
        (data_url(SMALL["PNG"], "image/jpeg"), "write image/png"),
        (data_url(SMALL["JPEG"], "application/octet-stream"), "write image/jpeg"),
        (data_url(SMALL["WEBP"], ""), "names no type"),
    ],
)
def test_addresses(url, wrong):
    found = said("V005", url)
    assert (wrong in found[0]) if wrong else found == []
    assert codes(chat(part(url))) == ["V005"] * bool(wrong), "one cause, one finding"


@pytest.mark.parametrize("url", ["cat.png", "http://localhost/cat.png", "s3://bucket/cat.png", "file:///cat.png"])
def test_a_trainer_of_your_own_may_read_files_and_its_own_network(url):
    assert codes(chat(part(url)), target="any") == []


def test_a_data_url_is_judged_wherever_it_goes():
    assert "image/gif" in said("V005", data_url(picture("GIF", "L")), target="any")[0]
    assert "not base64" in said("V005", "data:image/png;base64,?", target="any")[0]


def _folded(text):
    return "\n".join(text[start : start + 60] for start in range(0, len(text), 60))


@pytest.mark.parametrize(
    "change",
    [
        lambda text: text.rstrip("="),
        _folded,
        lambda text: text.replace("+", "-").replace("/", "_"),
        lambda text: text.replace("+", "%2B").replace("/", "%2F").replace("=", "%3D"),
    ],
)
def test_loose_base64_is_written_the_strict_way(change):
    data = next(each for n in range(99) if len(each := picture("PNG") + b"\xfb\xff" + bytes(n)) % 3)
    text = b64encode(data).decode()
    (found,) = findings("V005", chat(part("data:image/png;base64," + change(text))))
    assert found.severity == "warning" and found.fix.safe
    assert found.fix.edits[0].value == "data:image/png;base64," + text


def test_bare_base64_gets_its_head():
    text = b64encode(SMALL["JPEG"]).decode()
    (found,) = findings("V005", chat(part(text)))
    assert found.fix.edits[0].value == "data:image/jpeg;base64," + text


def test_fixed_rows_have_nothing_left():
    value = chat(part(data_url(SMALL["PNG"], "image/webp")), part(b64encode(SMALL["WEBP"]).decode()))
    record = Record("x.jsonl", 1, 0, 1, json.dumps(value).encode(), value)
    judge = Judge(FileSummary("x", format="chat"), destination("azure", "sft"), Settings(target="azure", select=("V",)))
    fixed = Fixer(judge).fix(record)
    assert [code for code, _ in fixed.applied] == ["V005", "V005"]
    assert [problem.code for problem in fixed.judged.problems] == ["V010"]


def test_what_data_names_is_not_opened(tmp_path, monkeypatch):
    monkeypatch.setattr("socket.socket", None)
    path = tmp_path / "cat.png"
    path.write_bytes(picture("GIF", "L"))
    for url in (str(path), f"file://{path}", "http://127.0.0.1:9/x.png", "https://example.com/x.png"):
        codes(chat(part(url)))
    assert said("V004", str(path)) == []


# V009


@pytest.mark.parametrize(("detail", "title"), [("medium", None), (1, None), (["low"], None), ({}, None), ("", None)])
def test_details_that_mean_nothing(detail, title):
    (found,) = findings("V009", chat(part(WEB, detail=detail)))
    assert found.fix is None


def test_details_that_can_be_mended():
    assert [findings("V009", chat(part(WEB, detail=word)))[0].fix.title for word in (None, " AUTO")] == [
        "leave out the null",
        "write auto",
    ]
    assert findings("V009", chat(part(WEB, detail="big")), target="any") == []


# V006


class _Server(BaseHTTPRequestHandler):
    asked: list[tuple[str, str]] = []  # noqa: RUF012

    def do_HEAD(self):
        self.asked.append((self.command, self.path))
        status = {"/gone": 404, "/moved": 302, "/signed": 403 if self.command == "HEAD" else 200}.get(self.path, 200)
        self.send_response(status)
        self.send_header("Content-Type", "text/html" if self.path == "/login" else "image/png")
        if status == 302:
            self.send_header("Location", "http://10.0.0.1/secret")
        self.end_headers()

    do_GET = do_HEAD  # noqa: N815

    def log_message(self, *_):
        pass


@pytest.fixture
def server(monkeypatch):
    _Server.asked.clear()
    with ThreadingHTTPServer(("127.0.0.1", 0), _Server) as httpd:
        thread = threading.Thread(target=httpd.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        base = f"http://127.0.0.1:{httpd.server_port}"
        monkeypatch.setattr(reach, "_is_public", lambda url: url.startswith(base))
        yield base
        httpd.shutdown()
        thread.join()


@pytest.mark.parametrize(
    ("path", "wrong"),
    [
        ("/cat.png", ""),
        ("/signed", ""),
        ("/gone", "status 404"),
        ("/login", "not with an image"),
        ("/moved", "not on the public network"),
    ],
)
def test_an_address_is_asked(server, path, wrong):
    found = reach.unreachable(server + path)
    assert (wrong in found) if wrong else found == ""


@pytest.mark.parametrize("url", ["http://127.0.0.1:9/x", "http://[::1]/x", "file:///etc/passwd", "ftp://example.com/x"])
def test_nothing_inside_is_asked(url, monkeypatch):
    monkeypatch.setattr(reach, "_ask", None)
    assert "not on the public network" in reach.unreachable(url)


def test_a_host_that_does_not_answer(monkeypatch):
    monkeypatch.setattr(reach, "_is_public", lambda _: True)
    assert "does not answer" in reach.unreachable("http://127.0.0.1:1/x")
    assert "does not answer" in reach.unreachable("http://exa mple/x")


def test_addresses_are_asked_only_when_told_to(server):
    rows = [chat(part(server + "/gone")), chat(part(server + "/cat.png")), chat(part(server + "/gone"))]
    assert ftdata.validate(rows, select=["V006"]).problems == []
    assert _Server.asked == []
    report = ftdata.validate(rows, select=["V006"], options={"V006.reach": True})
    assert [(each.location.example, path_text(each.path)) for each in report.problems] == [
        (1, "messages[0].content[1].image_url.url")
    ]
    assert sorted(_Server.asked) == [("GET", "/gone"), ("HEAD", "/cat.png"), ("HEAD", "/gone")], "each once"


def _gathered(rows, most, cuts):
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(v006, "MOST", most)
        goal = destination("any", "sft", options={"V006.reach": True})
        merged = v006.Fold(goal)
        for start, end in zip((0, *cuts), (*cuts, len(rows)), strict=True):
            one = v006.Fold(goal)
            for number in range(start, end):
                one.add(row_of(chat(part(rows[number])), number - start + 1, "any", **{"V006.reach": True}))
            merged.merge(one, start * 2, start)
    return list(merged._uses.items()), merged._more


@given(
    rows=st.lists(st.sampled_from([f"http://h{n}/" for n in range(6)]), max_size=9),
    most=st.integers(1, 6),
    cuts=st.tuples(st.integers(0, 9), st.integers(0, 9)),
)
def test_gathered_addresses_do_not_depend_on_the_parts(rows, most, cuts):
    edges = tuple(sorted(min(cut, len(rows)) for cut in cuts))
    assert _gathered(rows, most, edges) == _gathered(rows, most, ())


# hostile input

JUNK = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5) | st.sampled_from(["image_url", "data:,", "data:"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["url", "type", "detail"]), inner),
    max_leaves=5,
)


@given(holder=JUNK, content=JUNK, target=st.sampled_from(("azure", "openai", "any")))
@settings(deadline=None)
def test_wrong_types_anywhere_never_raise(holder, content, target):
    odd = {"type": "image_url", "image_url": holder}
    value = {"messages": [{"role": "user", "content": [odd, content]}, {"role": "assistant", "content": content}, odd]}
    for number in range(1, 11):
        check = get(f"V{number:03}").check
        if isinstance(check, type):
            fold = check(destination(target, "sft", options={"V006.reach": True}))
            fold.add(row_of(value, target=target))
        else:
            list(check(row_of(value, target=target, model="gpt-4o-mini" if target != "any" else None)))


# V011


def _in_files(folder, names, target="any", **more):
    row = {"messages": [{"role": "user", "content": "<image>?"}, {"role": "assistant", "content": "A cat."}], **more}
    rows = [row | {"images": [name]} for name in names]
    settings = Settings(target, "sft", select=("V011",), options={"V011.folder": str(folder)} if folder else {})
    return {each.location.example: each.message for each in validate([rows], settings).problems}


def test_images_in_files_are_looked_at_in_their_folder(tmp_path):
    folder = tmp_path / "images"
    folder.mkdir()
    for name, data in (("good.png", SMALL["PNG"]), ("cut.jpg", SMALL["JPEG"][:-40]), ("text.png", b"no image at all")):
        (folder / name).write_bytes(data)
    (tmp_path / "outside.png").write_bytes(SMALL["PNG"])
    (folder / "link.png").symlink_to(tmp_path / "outside.png")
    (folder / "sub").mkdir()
    names = [
        "good.png",
        "cut.jpg",
        "text.png",
        "gone.png",
        "../outside.png",
        "link.png",
        "sub",
        "x\0y",
        "sub/../good.png",
    ]
    found = _in_files(folder, [*names, str(tmp_path / "outside.png"), str(folder / "good.png"), "https://a.org/x.png"])
    said = {
        2: "cut off",
        3: "no format",
        4: "No such file",
        5: "outside",
        6: "outside",
        7: "no file",
        8: "cannot",
        10: "outside",
    }
    assert found.keys() == said.keys(), found
    assert all(words in found[example] for example, words in said.items())
    assert _in_files(None, names) == {}


def test_a_file_of_an_image_is_held_against_the_destination(tmp_path):
    (tmp_path / "grey.gif").write_bytes(picture("GIF", "L"))
    (tmp_path / "big.png").write_bytes(SMALL["PNG"] + bytes(11 << 20))
    assert _in_files(tmp_path, ["grey.gif"]) == {}
    found = _in_files(tmp_path, ["grey.gif", "big.png"], target="azure")
    assert "format GIF" in found[1] and "above 10 MiB" in found[2]


def test_a_row_with_a_bad_file_is_rejected(tmp_path):
    (tmp_path / "good.png").write_bytes(SMALL["PNG"])
    parts = [chat(part(name)) for name in ("good.png", "gone.png")]
    path = tmp_path / "rows.jsonl"
    path.write_text("".join(json.dumps(each) + "\n" for each in parts), encoding="utf-8")
    words = ["prepare", str(path), "--output", str(tmp_path / "out"), "--set", f"V011.folder={tmp_path}", "--quiet"]
    assert main(words) == 1
    (rejected,) = (tmp_path / "out" / "rejected.jsonl").read_text(encoding="utf-8").splitlines()
    assert json.loads(rejected)["codes"] == ["V011"] and json.loads(rejected)["line"] == 2
