"""The trigger that keeps the records of a closed year as they are, unless an adjustment of it is in force.

It stands in the database, so that it holds for pages, imports, the administration site and commands alike.
"""

from __future__ import annotations

from typing import Any

import pgtrigger
from django.db import models

from vrp_portal.periods.fields import QuarterField
from vrp_portal.records.refusals import CLOSED_YEARS

SETTING = "vrp.adjustment"
"""The database's setting that names the adjustment in force; empty for none."""

LOCK = 2023_0331
"""The family of advisory locks, one a year: whoever saves into a year shares it, closing has it alone."""


class WhileYearIsOpen(pgtrigger.Trigger):
    """See `while_year_is_open`."""

    def __init__(self, *paths: str, years: str, counting: str, fields: tuple[str, ...]) -> None:
        self.paths, self.years, self.counting, self.watched = paths, years, counting, fields
        super().__init__(
            name="while_year_is_open",
            when=pgtrigger.Before,
            operation=pgtrigger.Update if fields else pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
            declare=[("touched", "int[]"), ("each", "int"), ("shut", "int")],
        )

    def get_func(self, model: type[models.Model]) -> str:
        return (
            f"IF TG_OP = 'UPDATE' AND {self._said(model, 'OLD')} = {self._said(model, 'NEW')} THEN "  # noqa: S608
            "RETURN NEW; END IF; "
            "touched = ARRAY(SELECT DISTINCT named.year::int FROM "
            f"({self._years(model, 'OLD')} UNION ALL {self._years(model, 'NEW')}) AS named (year) "
            "WHERE named.year IS NOT NULL ORDER BY 1); "
            # Closing waits until these changes are committed, and these wait for a closing to be.
            "FOREACH each IN ARRAY touched LOOP "
            f"PERFORM pg_advisory_xact_lock_shared({LOCK}, each); END LOOP; "
            f"SELECT min(closed.year) INTO shut FROM {CLOSED_YEARS} AS closed "
            "WHERE closed.year = ANY (touched) AND NOT EXISTS (SELECT FROM year_end_adjustment AS adjustment "
            f"WHERE adjustment.id = nullif(current_setting('{SETTING}', true), '')::bigint "
            "AND adjustment.year = closed.year AND adjustment.ended_at IS NULL); "
            "IF shut IS NOT NULL THEN RAISE EXCEPTION "
            "'The year %/% is closed, so this was not saved. A finance officer or an administrator can open "
            "an adjustment of that year on the page “Year end”, and then save it.', "
            "shut, to_char(mod(shut + 1, 100), 'FM00') "
            f"USING ERRCODE = 'check_violation', TABLE = '{CLOSED_YEARS}', DETAIL = shut::text; END IF; "
            "IF TG_OP = 'DELETE' THEN RETURN OLD; END IF; RETURN NEW;"
        )

    def _said(self, model: type[models.Model], row: str) -> str:
        """What the old or the new row says, as far as changing it is refused: not its version, and not what
        the database works out once the trigger is done."""
        fields = model._meta.concrete_fields
        if self.watched:
            watched = (field.column for field in fields if field.name in self.watched)
            return f"jsonb_build_array({', '.join(f'{row}.{column}' for column in watched)})"
        left_out = [field.column for field in fields if field.generated or field.name == "version"]
        return f"(to_jsonb({row}) - '{{{','.join(left_out)}}}'::text[])"

    def _years(self, model: type[models.Model], row: str) -> str:
        """A query of the years that the old or the new row is about."""
        if self.years:
            return self.years.format(row=row)
        counting = f" WHERE {self.counting.format(row=row)}" if self.counting else ""
        return " UNION ALL ".join(f"SELECT {_year_at(model, path, row)}{counting}" for path in self.paths)


def while_year_is_open(
    *paths: str, years: str = "", counting: str = "", fields: tuple[str, ...] = ()
) -> WhileYearIsOpen:
    """The trigger that refuses to enter, change or delete a record of a closed year outside an adjustment.

    `paths` lead to the year or the quarter that a record is of: "year", "quarter", "line__year". Where no
    path does, `years` is a query of them with {row} for the record. `counting` is a condition on {row} for
    records that only sometimes count. With `fields`, only a change of those is refused.
    """
    return WhileYearIsOpen(*paths, years=years, counting=counting, fields=fields)


def guard_of(model: type[models.Model]) -> WhileYearIsOpen | None:
    """The trigger by which a model's records are kept once their year is closed, if it has one."""
    triggers = getattr(model._meta, "triggers", [])
    return next((trigger for trigger in triggers if isinstance(trigger, WhileYearIsOpen)), None)


def _year_at(model: type[models.Model], path: str, row: str) -> str:
    """The SQL that follows a path from a row to the number of a financial year."""
    *relations, last = path.split("__")
    where: list[str] = []
    tables: list[str] = []
    at = row
    for number, name in enumerate(relations):
        relation: Any = model._meta.get_field(name)
        model = relation.related_model
        where.append(f"t{number}.id = {at}.{relation.column}")
        tables.append(f"{model._meta.db_table} AS t{number}")
        at = f"t{number}"
    field: Any = model._meta.get_field(last)
    year = f"{at}.{field.column}" + (" / 10" if isinstance(field, QuarterField) else "")
    return f"(SELECT {year} FROM {', '.join(tables)} WHERE {' AND '.join(where)})" if tables else year  # noqa: S608
