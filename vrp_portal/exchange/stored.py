"""An outcome as it is kept between the preview and the answer to it."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from vrp_portal.exchange.running import Effect, Outcome, RowOutcome
from vrp_portal.tabular.imports.problems import Place, Remark


def outcome_to_json(outcome: Outcome) -> dict[str, Any]:
    return asdict(outcome)


def outcome_from_json(stored: dict[str, Any]) -> Outcome:
    return Outcome(
        rows=tuple(
            RowOutcome(row["number"], row["what"], row["verdict"], tuple(map(tuple, row["changes"])))
            for row in stored["rows"]
        ),
        effects=tuple(Effect(**effect) for effect in stored["effects"]),
        **{name: tuple(map(_remark, stored[name])) for name in ("problems", "warnings", "notices")},
    )


def _remark(stored: dict[str, Any]) -> Remark:
    return Remark(Place(**stored["place"]), stored["message"])
