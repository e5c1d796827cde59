"""Addresses of the year end."""

from django.urls import path

from vrp_portal.closing import views

urlpatterns = [
    path("", views.YearEnd.as_view(), name="year-end"),
    path("<int:start>/", views.OneYear.as_view(), name="year-end-year"),
    path("<int:start>/close/", views.CloseYear.as_view(), name="year-end-close"),
    path("<int:start>/adjust/", views.AdjustYear.as_view(), name="year-end-adjust"),
    path("adjustments/<int:pk>/end/", views.EndAdjustment.as_view(), name="adjustment-end"),
]
