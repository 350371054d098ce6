"""What is done for requests that are more than a record of a collection."""

from __future__ import annotations

from dataclasses import replace

from cwsync.sandbox import access, sales, templates, tenant
from cwsync.sandbox.config import ForecastShape
from cwsync.sandbox.finding import find
from cwsync.sandbox.handlers import Call, bring_late_ones
from cwsync.sandbox.paging import page
from cwsync.sandbox.projects import workplan
from cwsync.sandbox.store import Row
from cwsync.sandbox.wire import Answer, Record, Refusal, missing, whole, wrong_type


def info(call: Call) -> Answer:
    """GET /system/info, which asks for no credentials."""
    body = {
        "version": f"v{tenant.API_VERSION}",
        "isCloud": False,
        "serverTimeZone": "UTC",
        "licenseBits": [],
        "cloudRegion": "NA",
        "maxWorkFlowRecordsAllowed": 500,
    }
    return call.shaped(Answer(200, body))


def my_member(call: Call) -> Answer:
    """GET /system/myMembers: one record, not a list."""
    return call.showing(_me(call))


def my_security(call: Call) -> Answer:
    """GET /system/mySecurity: what the member may do."""
    me = {"id": _me(call).id, "identifier": tenant.MEMBER}
    rows = [
        {
            "id": number,
            "moduleName": module,
            "moduleFunctionName": function,
            "moduleFunctionIdentifier": function.replace(" ", ""),
            **access.levels(function, call.config),
            "sortOrder": number,
            "member": me,
        }
        for number, (module, function) in enumerate(access.FUNCTIONS, 1)
    ]
    return call.shaped(Answer(200, rows))


def nothing(call: Call) -> Answer:
    """A list of which the made-up company has no record."""
    return call.shaped(Answer(200, []))


def search_tickets(call: Call) -> Answer:
    """POST /project/tickets/search: a read, with the conditions in the body."""
    access.check_permission("Project Tickets", "GET", call.config)
    sent = call.request.record()
    names = {"conditions", "orderBy", "childconditions", "customfieldconditions"}
    asked = {name: str(sent[name]) for name in names if sent.get(name)}
    bring_late_ones(call)
    request = replace(call.request, query={**call.request.query, **asked})
    return call.shaped(page(request, find(call.reader(), "ticket", None, request.query)))


def project_workplan(call: Call) -> Answer:
    """GET …/projectWorkplan."""
    bring_late_ones(call)
    return call.shaped(_workplan(call, call.existing("project"), 200))


def apply_template(call: Call) -> Answer:
    """POST …/applyTemplate/{id}: no body; adds to what is there."""
    with call.store.transaction():
        project = call.existing("project", at=0)
        template = call.existing("template", at=1)
        templates.apply(call.work(), project, template.id)
    return _workplan(call, project, 201)


def apply_templates(call: Call) -> Answer:
    """POST …/applyTemplates: an array of templates."""
    wanted = call.request.json()
    if not isinstance(wanted, list) or not all(isinstance(item, dict) for item in wanted):
        raise wrong_type(wanted, "ProjectTemplate[]", "")
    with call.store.transaction():
        project = call.existing("project")
        for item in wanted:
            id = whole(item, "id") or 0
            template = call.store.get("template", id)
            if template is None:
                raise missing("Project Template", id)
            templates.apply(call.work(), project, template.id)
    return _workplan(call, project, 201)


def forecast(call: Call) -> Answer:
    """GET …/forecast: there is one, and the configuration says whether it comes in an array."""
    body = sales.forecast(call.reader(), call.existing("opportunity"))
    in_array = call.config.forecast_shape is ForecastShape.ARRAY
    return call.shaped(Answer(200, [body] if in_array else body))


def add_to_forecast(call: Call) -> Answer:
    """POST …/forecast: adds the lines that are sent."""
    sent = call.request.record()
    with call.store.transaction():
        opportunity = call.existing("opportunity")
        _add_lines(call, opportunity, sent)
    return call.shaped(Answer(201, sales.forecast(call.reader(), opportunity)))


def replace_forecast(call: Call) -> Answer:
    """PUT …/forecast/: the lines that are sent, and no others."""
    sent = call.request.record()
    with call.store.transaction():
        opportunity = call.existing("opportunity")
        call.work().delete_children("forecastItem", opportunity.id)
        _add_lines(call, opportunity, sent)
    return call.shaped(Answer(200, sales.forecast(call.reader(), opportunity)))


def wipe_forecast(call: Call) -> Answer:
    """DELETE …/forecast/: every line is gone."""
    with call.store.transaction():
        call.work().delete_children("forecastItem", call.existing("opportunity").id)
    return Answer(204)


def add_forecast_item(call: Call) -> Answer:
    """POST …/forecast/{id}: a new line, whatever the number is."""
    sent = call.request.record()
    with call.store.transaction():
        opportunity = call.existing("opportunity", at=0)
        row = call.work().create("forecastItem", sent, opportunity)
    return call.showing(row, 201)


def convert_to_order(call: Call) -> Answer:
    """POST …/convertToSalesOrder: a second time makes a second order."""
    sent = call.request.record() if call.request.body.strip() else {}
    with call.store.transaction():
        order = sales.convert_to_order(call.work(), call.existing("opportunity"), sent)
    return call.showing(order, 201)


def conversions(call: Call) -> Answer:
    """GET …/conversions/{id}: what the opportunity was converted to."""
    opportunity = call.existing("opportunity")
    rows = sales.conversions(call.work(), opportunity.id)
    return call.shaped(Answer(200, [_conversion(call, row) for row in rows]))


def _conversion(call: Call, row: Row) -> Record:
    order = row.body["order"]["id"]
    href = f"{call.request.base_url}/sales/orders/{order}"
    converted = {"id": order, "name": "Sales Order", "_info": {"salesOrder_href": href}}
    return {"parentType": "Opportunity", "convertedTo": converted}


def _workplan(call: Call, project: Row, status: int) -> Answer:
    reader = call.reader()
    phases = [reader.full(phase) for phase in call.store.children("phase", project.id)]
    return Answer(status, workplan(phases, project.id))


def _add_lines(call: Call, opportunity: Row, sent: Record) -> None:
    lines = sent.get("forecastItems", [])
    if not isinstance(lines, list) or not all(isinstance(line, dict) for line in lines):
        raise wrong_type(lines, "ForecastItem[]", "forecastItems")
    for line in lines:
        call.work().create("forecastItem", line, opportunity)


def _me(call: Call) -> Row:
    for row in call.store.select("member"):
        if row.body["identifier"] == tenant.MEMBER:
            return row
    raise Refusal(404, None)
