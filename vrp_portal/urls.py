"""Every address of the portal."""

from allauth.account.decorators import secure_admin_login
from django.contrib import admin
from django.urls import include, path
from django.views.generic import TemplateView

admin.site.site_header = admin.site.site_title = "VRP Portal administration"
admin.site.index_title = "Records, people and history"
# Administrators sign in where everybody does, within the same rate limits.
admin.site.login = secure_admin_login(admin.site.login)

urlpatterns = [
    path("", include("vrp_portal.dashboards.urls")),
    path("panel/", include("vrp_portal.dashboards.panel.urls")),
    path("grants/", include("grants.urls")),
    path("claims/", include("vrp_portal.claims.urls")),
    path("outturn/", include("vrp_portal.outturn.urls")),
    path("svd/", include("svd.urls")),
    path("interventions/", include("interventions.urls")),
    path("year-end/", include("vrp_portal.closing.urls")),
    path("rule/", include("vrp_portal.high_impact.urls")),
    path("tables/", include("vrp_portal.allocation_tables.urls")),
    path("programme/", include("vrp_portal.programme.urls")),
    path("published/", include("vrp_portal.reports.urls")),
    path("papers/", include("vrp_portal.panel_paper.urls")),
    path("quality/", include("vrp_portal.quality.urls")),
    path("open-data/", include("vrp_portal.open_data.urls")),
    path("data/", include("vrp_portal.exchange.urls")),
    path("accounts/", include("allauth.account.urls")),
    path("admin/", admin.site.urls),
    path(
        "accessibility/", TemplateView.as_view(template_name="pages/accessibility.html"), name="accessibility"
    ),
    path("privacy/", TemplateView.as_view(template_name="pages/privacy.html"), name="privacy"),
]
