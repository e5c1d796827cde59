"""Attached files in a store that speaks S3, which settings alone name."""

from __future__ import annotations

from collections.abc import Iterator

import boto3
import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from moto.server import ThreadedMotoServer

from svd import actions
from svd.models import Attachment
from tests.factories import CommunitySafetyPartnershipFactory
from tests.web.reading import body_of
from vrp_portal.periods import FinancialYear
from vrp_portal.settings import file_store

pytestmark = pytest.mark.django_db

BUCKET, REGION = "returns", "eu-west-2"


@pytest.fixture
def store(monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """The address of a store with an empty bucket, and the environment in which the portal is told of it."""
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    address = f"http://{host}:{port}"
    for name, value in {
        "AWS_ACCESS_KEY_ID": "testing",
        "AWS_SECRET_ACCESS_KEY": "testing",
        "VRP_S3_BUCKET": BUCKET,
        "VRP_S3_ENDPOINT": address,
        "VRP_S3_REGION": REGION,
    }.items():
        monkeypatch.setenv(name, value)
    boto3.client("s3", endpoint_url=address, region_name=REGION).create_bucket(
        Bucket=BUCKET, CreateBucketConfiguration={"LocationConstraint": REGION}
    )
    yield address
    server.stop()


@time_machine.travel("2024-01-15", tick=True)
def test_a_file_is_kept_there_and_given_out_by_the_portal_alone(
    store: str, settings, client_of, csp_leeds, leeds
) -> None:
    settings.STORAGES = {**settings.STORAGES, "default": file_store()}
    csp = CommunitySafetyPartnershipFactory(district=leeds)
    draft = actions.start_return(csp, FinancialYear(2023).quarters[2], by=csp_leeds)
    client = client_of(csp_leeds)

    file = SimpleUploadedFile("plan.pdf", b"%PDF-1.7 a plan")
    assert client.post(reverse("return-attach", args=[draft.pk]), {"file": file}).status_code == 302

    attached = Attachment.objects.get()
    kept = boto3.client("s3", endpoint_url=store, region_name=REGION).list_objects_v2(Bucket=BUCKET)
    assert [each["Key"] for each in kept["Contents"]] == [attached.file.name]
    response = client.get(reverse("return-file", args=[draft.pk, attached.pk]))
    assert body_of(response) == b"%PDF-1.7 a plan"
    assert response["Content-Disposition"].startswith("attachment")
