"""The portal's addresses, and one that answers at once: what a page costs when it does nothing."""

from django.http import HttpRequest, HttpResponse
from django.urls import path

from vrp_portal.urls import urlpatterns as of_the_portal


def bare(_request: HttpRequest) -> HttpResponse:
    return HttpResponse("Nothing")


urlpatterns = [*of_the_portal, path("bench/bare/", bare, name="bare")]
