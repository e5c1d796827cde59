"""The form by which a file is attached."""

from __future__ import annotations

from typing import Any

import filetype
from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError

from vrp_portal.records.personal_data import NOT_FOR_PERSONAL_DATA

KINDS_OF_FILE = {
    "application/pdf": "PDF",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": "Word",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": "Excel",
    "application/vnd.oasis.opendocument.text": "OpenDocument text",
    "application/vnd.oasis.opendocument.spreadsheet": "OpenDocument spreadsheet",
    "image/png": "PNG",
    "image/jpeg": "JPEG",
}
"""The kinds of file that may be attached, by what their content says."""


class AttachmentForm(forms.Form):
    """A file to attach: what it is, its content says, whatever it is called."""

    file = forms.FileField(
        max_length=200,
        error_messages={
            "required": "Choose a file.",
            "max_length": "The name of this file is longer than 200 characters. Shorten it.",
            "empty": "There is nothing in this file. Choose another.",
        },
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kinds = ", ".join(KINDS_OF_FILE.values())
        most = f"at most {settings.ATTACHMENT_MEGABYTES} MB"
        self.fields["file"].help_text = f"{kinds}; {most}. {NOT_FOR_PERSONAL_DATA}"

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if file.size > settings.ATTACHMENT_MEGABYTES * 1_000_000:
            raise ValidationError(
                f"This file is larger than {settings.ATTACHMENT_MEGABYTES} MB. Send a smaller one."
            )
        kind = filetype.guess(file.read(8192))
        file.seek(0)
        if kind is None or kind.mime not in KINDS_OF_FILE:
            raise ValidationError(
                "This is not a file that can be attached. Choose one of: "
                f"{', '.join(KINDS_OF_FILE.values())}."
            )
        self.content_type = kind.mime
        return file
