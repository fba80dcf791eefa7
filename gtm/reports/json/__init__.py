"""Every answer as JSON: stable keys in stable order, described in docs/json.md and its schemas.

Within a format version keys are only added. It must not compute; it spells out what analysis found.
"""

from gtm.reports.json.audit import audit
from gtm.reports.json.classified import classify
from gtm.reports.json.diff import diff
from gtm.reports.json.extract import extract
from gtm.reports.json.findings import check, check_lines
from gtm.reports.json.gates import gate
from gtm.reports.json.history import history
from gtm.reports.json.metrics import metrics
from gtm.reports.json.outlook import forecast
from gtm.reports.json.overview import status
from gtm.reports.json.planned import plan
from gtm.reports.json.supposed import what_if
from gtm.reports.json.text import FORMAT_VERSION, dump
from gtm.reports.json.work import removed_item, tasks, why

__all__ = [
    "FORMAT_VERSION",
    "audit",
    "check",
    "check_lines",
    "classify",
    "diff",
    "dump",
    "extract",
    "forecast",
    "gate",
    "history",
    "metrics",
    "plan",
    "removed_item",
    "status",
    "tasks",
    "what_if",
    "why",
]
