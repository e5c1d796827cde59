"""What the tests of the ledgers' pages do alike: read a page, read its files, read its errors."""

from __future__ import annotations

import csv
import io
import re
from html import unescape
from typing import Any

from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from openpyxl import load_workbook

SCOPE = {"year": "2023/24", "as_at": "2023-12-31"}


def get(client: Client, name: str, **query: str) -> HttpResponse:
    return client.get(reverse(name), {**SCOPE, **query})


def in_words(markup: str) -> str:
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", markup)).split())


def words(response: HttpResponse) -> str:
    """What the page says, in a line."""
    return in_words(response.content.decode())


def cards(response: HttpResponse) -> dict[str, str]:
    return {card.label: card.value for card in response.context["cards"]}


def cells(response: HttpResponse) -> list[list[str]]:
    """The words of the body of the ledger's own table, or of the page's first, row by row."""
    page = response.content.decode()
    body = re.search(r'<div class="app-table">.*?(<tbody.*?</tbody>)', page, re.DOTALL) or re.search(
        r"(<tbody.*?</tbody>)", page, re.DOTALL
    )
    return [
        [
            " ".join(unescape(re.sub(r"<[^>]+>", " ", cell)).split())
            for cell in re.findall(r"<t[dh].*?</t[dh]>", row, re.DOTALL)
        ]
        for row in re.findall(r"<tr.*?</tr>", body[1], re.DOTALL)
    ]


def file_of(client: Client, name: str, fmt: str, **query: str) -> HttpResponse:
    return client.get(reverse(f"{name}-export", args=[fmt]), {**SCOPE, **query})


def content(response: HttpResponse) -> bytes:
    return b"".join(response.streaming_content)


def csv_rows(response: HttpResponse) -> list[list[str]]:
    return list(csv.reader(io.StringIO(content(response).decode("utf-8-sig"))))


def xlsx_rows(response: HttpResponse) -> list[tuple[Any, ...]]:
    sheet = load_workbook(io.BytesIO(content(response))).worksheets[0]
    return [tuple(cell.value for cell in row) for row in sheet.iter_rows()]


def queries_of(client: Client, name: str) -> int:
    get(client, name)
    with CaptureQueriesContext(
        connection,
    ) as queries:
        assert get(client, name).status_code == 200
    return len(queries)


def errors(response: HttpResponse) -> dict[str, list[str]]:
    """What a refused form says, field by field; the page is 422."""
    assert response.status_code == 422
    return response.context["form"].errors
