"""The JSON Schema of the native format, for editors and for checks without cwsync. Pure.

Draft 7, which editors know best. It accepts whatever the reader accepts; what only the reader can
tell (ids that are used twice, phases that are not there) is left to `cwsync export check`.
"""

from __future__ import annotations

from cwsync.export.json_writing import json_text
from cwsync.export.native import FOR_EDITORS
from cwsync.export.project import Allocation
from cwsync.export.schema_parts import (
    SCALAR,
    Schema,
    active,
    any_case,
    flag,
    id_of,
    key,
    listed,
    name,
    number,
    or_null,
    ref,
    row,
    row_or_name,
    text,
    whole,
)
from cwsync.export.status import WORDS
from cwsync.export.values import (
    COUNT,
    HOURS,
    MONEY,
    PERIODS,
    PRICE,
    RECORD_ID,
)


def schema_text() -> str:
    """The schema as JSON, with a line break at its end."""
    return json_text(native_schema())


def native_schema() -> Schema:
    """The schema as a value."""
    return {
        "$schema": "http://json-schema.org/draft-07/schema#",
        "title": "cwsync project file, format 1",
        "description": "A scoped project that `cwsync project push` brings into ConnectWise PSA.",
        **row(
            ["cwsync", "project"],
            {
                FOR_EDITORS: {"type": "string", "description": "Where editors find this schema."},
                "cwsync": {
                    "description": "The version of this format.",
                    "type": ["integer", "string"],
                    "minimum": 1,
                    "maximum": 1,
                    "pattern": r"^\s*\+?0*1(\.0*)?\s*$",
                    "default": 1,
                },
                "project": {"$ref": "#/definitions/project"},
                "locations": listed(row_or_name(_location()), "Service locations."),
                "phases": listed(row_or_name(_phase()), "Phases in their order."),
                "unphased_services": listed(
                    ref("service"), 'Services without a phase; they go to a phase "Unassigned".'
                ),
                "managed_services": listed(
                    ref("managed_service"), "Recurring services: no tickets, only the forecast."
                ),
                "governance": listed(ref("governance"), "Overhead on top of the services."),
                "products": listed(ref("product"), "Products; they feed the forecast."),
                "totals": or_null(_totals()),
            },
        ),
        "definitions": {
            "project": _project(),
            "service": _service(),
            "subservice": _subservice(),
            "managed_service": _managed_service(),
            "governance": _governance(),
            "product": _product(),
        },
    }


def _project() -> Schema:
    return row(
        ["name", "status"],
        {
            "id": id_of("The project's id in ScopeStack: a push finds the project again by it."),
            "key": key("project"),
            "name": name("The name of the project; ConnectWise takes 100 characters of it."),
            "status": _status(),
            "client": text("The client."),
            "business_unit": text("The business unit."),
            "sales_executive": text("The sales executive."),
            "currency": text("The currency, such as USD."),
            "pricing_model": text("`fixed_fee`, `time_and_materials` or another word."),
            "include_product": flag("Whether products are part of the project's price."),
            "terms": whole("How many periods the managed services run.", PERIODS),
            "contract_revenue": number("The revenue of the whole contract.", MONEY),
            "url": text("The project's page in ScopeStack.", pattern=r"^\s*(https?://.*)?$"),
            "account": id_of("The account in ScopeStack."),
            "approved_at": text("When it was approved; for people alone."),
            "pushed_by_scopestack": flag("Whether ScopeStack's own integration pushed it."),
            "opportunity": _opportunity(),
        },
    )


def _opportunity() -> Schema:
    linked = row(
        ["id"],
        {
            "id": _record_id("Its id in ConnectWise."),
            "name": text("Its name."),
            "company_id": whole("The id of its company in ConnectWise.", RECORD_ID),
            "company_name": text("The name of its company."),
        },
    )
    return {
        "description": "The ConnectWise opportunity, by its id alone or with its company.",
        "anyOf": [whole("Its id in ConnectWise.", RECORD_ID), linked],
    }


def _location() -> Schema:
    return row(["name"], {"name": name("The location."), "city": text("Its city.")})


def _phase() -> Schema:
    return row(
        ["name"],
        {
            "id": id_of(),
            "key": key("phase"),
            "name": name("The phase of the work plan."),
            "active": active(),
            "services": listed(ref("service"), "Services in their order: one ticket each."),
        },
    )


def _effort(required: str) -> Schema:
    return {
        "hours": number("Own hours in all, the quantity included.", HOURS),
        "unit_hours": number("Own hours for one; instead of `hours`.", HOURS),
        "quantity": number("How many of it; 1 where it is not said.", COUNT),
        **_priced(required),
    }


def _priced(what: str) -> Schema:
    return {
        "revenue": number(f"Revenue of {what}.", MONEY),
        "cost": number(f"Cost of {what}.", MONEY),
    }


def _service_fields(what: str) -> Schema:
    return {
        "id": id_of(),
        "key": key("svc"),
        "name": name("The service."),
        **_effort(what),
        "total_hours": number(
            "Hours with all sub-services, where they are not simply the sum.", HOURS
        ),
        "location": text("Where it is done."),
        "period": text("The period of a recurring price, such as month."),
        "active": active(),
        "description": text("Text, Markdown or HTML; {{client_name}} and such are filled in."),
        "subservices": listed(ref("subservice"), "Sub-services: tasks, if asked for."),
    }


def _service() -> Schema:
    said = ("hours", "unit_hours", "total_hours", "subservices")
    return {
        **row(["name"], _service_fields("its own hours, in all")),
        "anyOf": [{"required": [name]} for name in said],
        "not": _BOTH_HOURS,
    }


def _managed_service() -> Schema:
    return {**row(["name"], _service_fields("one period, in all")), "not": _BOTH_HOURS}


def _subservice() -> Schema:
    fields = {
        "id": id_of(),
        "key": key("sub"),
        "name": name("The sub-service."),
        **_effort("its hours, in all"),
        "active": active(),
        "description": text("The text of its task; without it, the name."),
    }
    return {**row(["name"], fields), "not": _BOTH_HOURS}


_GIVEN: Schema = {"not": {"type": "null"}}
_BOTH_HOURS: Schema = {
    "required": ["hours", "unit_hours"],
    "properties": {"hours": _GIVEN, "unit_hours": _GIVEN},
}


def _governance() -> Schema:
    fields = {
        "id": id_of(),
        "key": key("gov"),
        "name": name("The item."),
        "hours": {**number("Its hours.", HOURS), "type": ["number", "string"]},
        "allocation": {
            "description": "prorate: spread over the phases by their hours. phase: in that phase. "
            'project: in a phase "Project governance". services: inside the services already. '
            "none: nowhere, so that it makes no ticket.",
            "enum": [*(allocation.value for allocation in Allocation), None],
        },
        "phase": text("The phase of allocation phase: its name, id or key."),
        "hourly_rate": number("Revenue of an hour.", PRICE),
        "hourly_cost": number("Cost of an hour.", PRICE),
        "active": active(),
    }
    elsewhere = [a.value for a in Allocation if a is not Allocation.PHASE]
    return {
        **row(["name", "hours"], fields),
        "allOf": [
            {
                "if": _when("allocation", {"const": Allocation.PHASE.value}),
                "then": _when("phase", {"type": SCALAR, "pattern": r"\S"}),
            },
            {
                "if": _when("allocation", {"enum": elsewhere}),
                "then": {
                    "properties": {"phase": {"type": ["null", "string"], "pattern": r"^\s*$"}}
                },
            },
        ],
    }


def _when(name: str, schema: Schema) -> Schema:
    return {"required": [name], "properties": {name: schema}}


def _product() -> Schema:
    return row(
        ["name"],
        {
            "id": id_of(),
            "key": key("prod"),
            "name": name("The product."),
            "quantity": number("How many of it; 1 where it is not said.", COUNT),
            "unit_price": number("The price of one.", PRICE),
            "unit_cost": number("The cost of one.", PRICE),
            "frequency": text("The period of a recurring price, such as month."),
            "active": active(),
        },
    )


def _totals() -> Schema:
    once = row(["revenue"], _priced("the category"))
    managed = row(
        [],
        {
            **_priced("the category over all periods"),
            "recurring_revenue": number("Revenue of one period.", MONEY),
            "recurring_cost": number("Cost of one period.", MONEY),
            "periods": whole("How many periods.", PERIODS),
            "period": text("The period, such as month."),
        },
    )
    managed["anyOf"] = [{"required": ["revenue"]}, {"required": ["recurring_revenue", "periods"]}]
    totals = row(
        [],
        {
            "professional_services": or_null(once),
            "managed_services": or_null(managed),
            "product": or_null(once),
        },
    )
    return {**totals, "description": "Declared totals; without them the rows are added up."}


def _record_id(description: str) -> Schema:
    return {**whole(description, RECORD_ID), "type": ["number", "string"]}


def _status() -> Schema:
    stage = rf"\S.*[\s_]+{any_case('approval')}"
    words = "|".join((*(r"[\s_]+".join(map(any_case, word.split("_"))) for word in WORDS), stage))
    return {
        "description": "Where the deal stands; approved and won can be pushed.",
        "anyOf": [{"enum": list(WORDS)}, {"type": "string", "pattern": rf"^\s*({words})\s*$"}],
    }
