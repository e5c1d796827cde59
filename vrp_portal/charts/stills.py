"""Still pictures of charts, for papers and downloads: with title, source and as-at date, on white ground."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from vrp_portal.charts.chart import Chart

Format = Literal["svg", "png"]


class NoPicture(Exception):
    """A still can't be made on this machine; the message says why and how to put it right."""


@dataclass(frozen=True, slots=True)
class Caption:
    """What stands under a still: where its data come from, and as at which day.

    `where` says of what place and year the chart is and stands under the title: "West Yorkshire, 2023/24".
    """

    source: str
    as_at: date
    where: str = ""


def stills(charts: Sequence[Chart], caption: Caption, *, format: Format = "svg") -> list[bytes]:  # noqa: A002
    """The charts as files, in their order. Raises NoPicture where no browser can be had to draw them."""
    raise NoPicture(f"No {format} can be made yet of {len(charts)} charts as at {caption.as_at}.")
