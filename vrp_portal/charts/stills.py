"""Still pictures of charts, for papers and downloads: with title, source and as-at date, on white ground.

Plotly draws in a browser, which kaleido starts for all pictures of a call. It reads a page and a script that
are on this machine, and has no way to the network.
"""

from __future__ import annotations

import asyncio
import base64
import hashlib
import json
import shutil
from collections.abc import Coroutine, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict
from threading import Lock
from typing import Any, Final, Literal

import kaleido
from choreographer.errors import DevtoolsProtocolError
from django.conf import settings
from django.core.cache import cache
from kaleido.errors import KaleidoError

from vrp_portal.charts.chart import Chart
from vrp_portal.charts.framed import DRAWN_WIDTH, WIDTH, Caption, framed, height

__all__ = ["Caption", "Format", "NoPicture", "stills"]

Format = Literal["svg", "png"]

BROWSERS: Final = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
NOWHERE: Final = "127.0.0.1:9"
"""A proxy that isn't there, so that the browser reaches no network."""
SECONDS: Final = 60
"""For all pictures of a call; one takes about a quarter of a second, and the browser's start two."""
A_WEEK: Final = 7 * 24 * 60 * 60
SCALE: Final = 2
"""Dots of a PNG to each pixel: 1,400 across, which is sharp on paper."""

_one_at_a_time = Lock()
"""A browser takes some 200 megabytes: a process has one, however many people ask."""


class NoPicture(Exception):
    """A still can't be made on this machine; the message says why, and how to put it right."""


def stills(
    charts: Sequence[Chart],
    caption: Caption,
    *,
    format: Format = "svg",  # noqa: A002  # what files call it
) -> list[bytes]:
    """The charts as files, in their order. Raises NoPicture where no browser can be had to draw them.

    What was drawn before comes from the cache, by all that is in the picture.
    """
    names = [_name(chart, caption) for chart in charts]
    kept: dict[str, bytes] = cache.get_many([_key(name, format) for name in names])
    wanted = {
        name: chart for name, chart in zip(names, charts, strict=True) if _key(name, format) not in kept
    }
    if wanted:
        drawn = dict(zip(wanted, _drawn(wanted, caption, format), strict=True))
        fresh = {_key(name, format): picture for name, picture in drawn.items()}
        cache.set_many(fresh, timeout=A_WEEK)
        kept |= fresh
    return [kept[_key(name, format)] for name in names]


def _name(chart: Chart, caption: Caption) -> str:
    """A name for all that a still shows; the same for the same, and fit to lead the ids inside."""
    of_chart = (chart.title, chart.summary, chart.figure, chart.table.rows)
    shown = json.dumps([of_chart, asdict(caption)], sort_keys=True, default=str)
    return f"still{hashlib.sha256(shown.encode()).hexdigest()[:16]}"


def _key(name: str, kind: Format) -> str:
    return f"{name}.{kind}"


def _drawn(charts: dict[str, Chart], caption: Caption, kind: Format) -> list[bytes]:
    path = settings.CHROMIUM or next(filter(None, map(shutil.which, BROWSERS)), None)
    if path is None:
        raise NoPicture(
            "Pictures are drawn with Chromium, which was not found: install it (apt install chromium), "
            "or set CHROMIUM to its path."
        )
    try:
        with _one_at_a_time:
            return _finished(asyncio.wait_for(_in_browser(path, charts, caption, kind), SECONDS))
    except (RuntimeError, OSError, TimeoutError, KaleidoError, DevtoolsProtocolError) as error:
        raise NoPicture(
            f"The browser {path} did not draw the picture: {error or type(error).__name__}"
        ) from error


def _finished(work: Coroutine[Any, Any, list[bytes]]) -> list[bytes]:
    """Do it in a thread of its own, because the caller's may have a loop already."""
    with ThreadPoolExecutor(max_workers=1) as thread:
        return thread.submit(asyncio.run, work).result()


async def _in_browser(path: str, charts: dict[str, Chart], caption: Caption, kind: Format) -> list[bytes]:
    pictures = []
    async with kaleido.Kaleido(path=path, mathjax=False, proxy_server=NOWHERE, timeout=SECONDS) as browser:
        for name, chart in charts.items():
            size = {"width": DRAWN_WIDTH, "height": chart.height}
            drawn = await browser.calc_fig(chart.figure, {"format": "svg", **size})
            svg = framed(drawn.decode(), chart, caption, name=name)
            pictures.append(
                svg.encode() if kind == "svg" else await _png(browser, svg, height(chart, caption))
            )
    return pictures


async def _png(browser: kaleido.Kaleido, svg: str, tall: int) -> bytes:
    """The framed picture in dots, laid over an empty drawing: Plotly makes dots of drawings alone."""
    source = f"data:image/svg+xml;base64,{base64.b64encode(svg.encode()).decode()}"
    over_all = {"x": 0, "y": 1, "sizex": 1, "sizey": 1, "xref": "paper", "yref": "paper", "sizing": "stretch"}
    layout = {
        "images": [{"source": source, **over_all}],
        "margin": dict.fromkeys("lrtb", 0),
        "xaxis": {"visible": False},
        "yaxis": {"visible": False},
    }
    size = {"width": WIDTH, "height": tall, "scale": SCALE}
    picture: bytes = await browser.calc_fig({"data": [], "layout": layout}, {"format": "png", **size})
    return picture
