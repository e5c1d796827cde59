"""The 30% rule as a workbook with live formulas, by which an auditor can check it without the portal.

The lines, the ratings and the terms are inputs; whether a line counts, each total, what is required and
whether that is met are formulas over them. Each formula also carries the value that the portal gives, so that
a reader without a spreadsheet program sees the same.
"""

from vrp_portal.high_impact.workbook.audit import Audit, write_audit

__all__ = ["Audit", "write_audit"]
