"""Images, videos and audio: tags and parts become each other, and their number has to be right."""

import pytest

from ftdata import formats
from ftdata.errors import FormatError

PNG = "iVBORw0KGgo="


def convert(row, goal):
    (name,), _ = formats.classify(row)
    rendered = formats.render(formats.get(name).parse(row), goal)
    return rendered.row, {loss.path for loss in rendered.losses}


def said(content):
    return [{"role": "user", "content": content}, {"role": "assistant", "content": "A cat."}]


def image(url, **more):
    return {"type": "image_url", "image_url": {"url": url, **more}}


def text(said):
    return {"type": "text", "text": said}


TAGGED = {
    "conversations": [{"from": "human", "value": "<image>And <video>?<audio>"}, {"from": "gpt", "value": "A cat."}],
    "images": ["cat.png"],
    "videos": ["cat.mp4"],
    "audios": ["purr.wav"],
}
PARTS = [
    image("cat.png"),
    text("And "),
    {"type": "video_url", "video_url": {"url": "cat.mp4"}},
    text("?"),
    {"type": "audio_url", "audio_url": {"url": "purr.wav"}},
]


def test_tags_become_parts_and_parts_become_tags():
    made, losses = convert(TAGGED, "chat")
    assert (made, losses) == ({"messages": said(PARTS)}, set())
    back, losses = convert(made, "sharegpt")
    assert (back, losses) == (TAGGED, set())


PART = [
    {"type": "image_url", "image_url": {"url": "cat.png"}},
    {"type": "image_url", "image_url": "cat.png"},
    {"type": "image", "image": "cat.png"},
    {"type": "image", "url": "cat.png"},
    {"type": "image", "path": "cat.png", "text": None},
]


@pytest.mark.parametrize("part", PART)
def test_every_way_to_write_a_part(part):
    made, losses = convert({"messages": said([part, text("What?")])}, "sharegpt")
    assert made["conversations"][0]["value"] == "<image>What?"
    assert (made["images"], losses) == (["cat.png"], set())


def test_bytes_become_data_urls():
    made, _ = convert({"messages": said([{"type": "image", "base64": PNG}])}, "sharegpt")
    assert made["images"] == [f"data:image/png;base64,{PNG}"]
    row = {"messages": said("<image>What?"), "images": [{"bytes": PNG, "path": None}]}
    made, losses = convert(row, "chat")
    assert made["messages"][0]["content"] == [image(f"data:image/png;base64,{PNG}"), text("What?")]
    assert losses == set()


def test_audio_data_is_written_in_openais_way():
    sound = {"type": "input_audio", "input_audio": {"data": "UklG", "format": "wav"}}
    made, losses = convert({"messages": said([sound, text("What?")])}, "sharegpt")
    assert (made["audios"], losses) == (["data:audio/wav;base64,UklG"], set())
    assert convert(made, "chat")[0]["messages"][0]["content"] == [sound, text("What?")]


def test_frames_of_a_video():
    row = {"messages": said("<video>What?"), "videos": [["1.png", "2.png"]]}
    made, _ = convert(row, "chat")
    assert made["messages"][0]["content"][0] == {"type": "video", "video": ["1.png", "2.png"]}
    assert convert(made, "ms-swift")[0] == row


def test_what_a_path_cannot_say_is_stated():
    parts = [image("cat.png", detail="low"), {"type": "image", "image": "cat.png", "max_pixels": 9}, text("What?")]
    made, losses = convert({"messages": said(parts)}, "sharegpt")
    assert made["images"] == ["cat.png", "cat.png"]
    assert losses == {"messages.content.detail", "messages.content.max_pixels"}


def test_other_parts_are_stated():
    _, losses = convert(
        {"messages": said([image("a"), {"type": "file", "file": {}}, text("a"), text("b")])}, "sharegpt"
    )
    assert losses == {"messages.content"}


def test_a_single_file_in_a_column_of_one():
    row = {"id": "1", "image": "cat.png", "conversations": [{"from": "human", "value": "<image>\nWhat?"}]}
    made, losses = convert(row, "chat")
    assert made["messages"][0]["content"] == [image("cat.png"), text("\nWhat?")]
    assert losses == {"id"}


def test_qwens_tag_names_its_file():
    row = {
        "conversations": [{"from": "user", "value": "1: <img>cat.png</img>?"}, {"from": "assistant", "value": "Yes."}]
    }
    made, _ = convert(row, "chat")
    assert made["messages"][0]["content"] == [text("1: "), image("cat.png"), text("?")]


def test_without_tags_ms_swift_and_trl_put_files_first():
    row = {"messages": said("What?"), "images": ["cat.png"]}
    made, _ = convert(row, "chat")
    assert made["messages"][0]["content"] == [image("cat.png"), text("What?")]
    row = {"query": "What?", "response": "A cat.", "history": [["Hi", "Hello!"]], "images": ["cat.png"]}
    made, _ = convert(row, "chat")
    assert made["messages"][0]["content"] == [image("cat.png"), text("Hi")]


def test_parts_that_name_no_file_are_filled_in_order():
    row = {"messages": said([{"type": "image"}, text("or"), {"type": "image", "image": None}]), "images": ["1", "2"]}
    made, _ = convert(row, "chat")
    assert made["messages"][0]["content"] == [image("1"), text("or"), image("2")]


REFUSED = [
    ({"messages": said("<image><image>"), "images": ["1"]}, ("images",), "holds 1 where the text has 2 <image>"),
    (
        {"conversations": [{"from": "human", "value": "?"}], "images": ["1"]},
        ("images",),
        "holds 1 where the text has 0",
    ),
    ({"messages": said("<audio>"), "audios": [7]}, ("audios", 0), "neither the path or URL of this audio"),
    ({"messages": said("<image>"), "images": ["1"], "image": "1"}, ("image",), "second column of images"),
    ({"messages": said("<image>"), "images": [{"bytes": None}]}, ("images", 0), "neither the path"),
]


@pytest.mark.parametrize(("row", "path", "reason"), REFUSED)
def test_what_does_not_fit_is_refused(row, path, reason):
    (name,), _ = formats.classify(row)
    with pytest.raises(FormatError) as caught:
        formats.get(name).parse(row)
    assert caught.value.path == path
    assert reason in caught.value.reason


LOOSE = [
    {"messages": [*said([image("cat.png")]), {"role": "user", "content": "What is <image>?"}]},
    {"messages": said([image("cat.png"), text("What is <image>?")])},
    {"messages": said("What is <img>this</img>?")},
]


@pytest.mark.parametrize("row", LOOSE)
def test_text_that_would_be_taken_for_a_tag_is_refused(row):
    for goal in ("sharegpt", "ms-swift"):
        with pytest.raises(FormatError, match="take for a file's tag"):
            convert(row, goal)


def test_a_tag_without_files_is_text():
    row = {"messages": said("What is <image> in HTML?")}
    made, losses = convert(row, "sharegpt")
    assert (made["conversations"][0]["value"], losses) == ("What is <image> in HTML?", set())
    assert convert(made, "chat")[0] == row
