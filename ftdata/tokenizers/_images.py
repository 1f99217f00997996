"""Tokens of an image, from its size: tiles of 512 pixels or patches of 32, as the family of a model has it.

Source: https://platform.openai.com/docs/guides/images-vision (2026-07).
"""

import math
import re
import warnings
from base64 import b64decode
from collections.abc import Mapping
from io import BytesIO
from typing import NamedTuple

from ftdata.types import Json

Size = tuple[int, int]
"""Width and height in pixels."""

ASSUMED: Size = (1024, 1024)
"""What an image counts as whose size is not known, because it is behind an address or damaged."""

_FIT, _SHORT, _TILE = 2048, 768, 512
_PATCH, _MOST_PATCHES = 32, 1536
_DATA = re.compile(r"data:[^,]{0,300};base64,", re.IGNORECASE)
_MOST = 48 << 20


class Tiles(NamedTuple):
    """Models that look at tiles.

    Attributes:
        base: Tokens of an image, and all that it has in low detail.
        tile: Tokens of each tile in high detail.
    """

    base: int
    tile: int

    def tokens(self, size: Size, *, low: bool) -> int:
        """Count an image: it is fitted into 2048 x 2048, then its shorter side is brought down to 768."""
        if low:
            return self.base
        width, height = size
        scale = min(1.0, _FIT / max(width, height))
        scale *= min(1.0, _SHORT / (min(width, height) * scale))
        tiles = math.ceil(_whole(width * scale) / _TILE) * math.ceil(_whole(height * scale) / _TILE)
        return self.base + self.tile * tiles


class Patches(NamedTuple):
    """Models that look at patches.

    Attributes:
        factor: Tokens of a patch.
    """

    factor: float

    def tokens(self, size: Size, *, low: bool) -> int:  # noqa: ARG002 - they know no detail
        """Count an image; one of more than 1536 patches is made smaller, to whole patches."""
        return math.ceil(_whole(self.patches(size) * self.factor))

    def patches(self, size: Size) -> int:
        """The patches that an image has once it was fitted."""
        width, height = size
        if math.ceil(width / _PATCH) * math.ceil(height / _PATCH) > _MOST_PATCHES:
            scale = math.sqrt(_PATCH**2 * _MOST_PATCHES / (width * height))
            scale *= min(_share(width * scale / _PATCH), _share(height * scale / _PATCH))
            width, height = round(width * scale), round(height * scale)
        return math.ceil(width / _PATCH) * math.ceil(height / _PATCH)


Images = Tiles | Patches


def image_tokens(images: Images, part: Mapping[str, Json]) -> tuple[int, bool]:
    """Count an image part.

    Args:
        images: How the model counts images.
        part: An ``image_url`` part.

    Returns:
        Its tokens, and whether its real size was known.
    """
    holder = part.get("image_url")
    url = holder.get("url") if isinstance(holder, dict) else holder
    low = isinstance(holder, dict) and holder.get("detail") == "low"
    if low and isinstance(images, Tiles):
        return images.base, True
    size = image_size(url) if isinstance(url, str) else None
    return images.tokens(size or ASSUMED, low=low), size is not None


def image_size(url: str) -> Size | None:
    """Read the size of an image in a data URL from its first bytes; None for an address, or what is no image."""
    head = _DATA.match(url)
    if head is None or len(url) > _MOST:
        return None
    from PIL import Image as Pillow
    from PIL import WebPImagePlugin  # noqa: F401 - makes it known to Pillow

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            with Pillow.open(BytesIO(b64decode(url[head.end() :]))) as image:
                size: Size = image.size
        except Exception:  # noqa: BLE001 - Pillow raises almost anything for bytes that are no image
            return None
    return size if min(size) > 0 else None


def _whole(number: float) -> float:
    """A number without the last digits, which rounding made."""
    return round(number, 6)


def _share(number: float) -> float:
    """What is left of a number when it is brought down to a whole one."""
    return math.floor(number) / number if number >= 1 else 1.0
