"""Addresses of the 30% rule, of what-if, and of scenarios."""

from django.urls import path

from vrp_portal.high_impact.views import rule, scenarios, what_if

urlpatterns = [
    path("", rule.Rule.as_view(), name="rule"),
    path("workbook.xlsx", rule.RuleWorkbook.as_view(), name="rule-workbook"),
    path("what-if/", what_if.WhatIf.as_view(), name="what-if"),
    path("scenarios/", scenarios.Scenarios.as_view(), name="scenarios"),
    path("scenarios/new/", scenarios.KeepScenario.as_view(), name="scenario-new"),
    path("scenarios/compare/", scenarios.CompareScenarios.as_view(), name="scenarios-compare"),
    path("scenarios/<int:pk>/", scenarios.OpenScenario.as_view(), name="scenario"),
    path("scenarios/<int:pk>/remove/", scenarios.RemoveScenario.as_view(), name="scenario-remove"),
]
