"""The kinds of records that an administrator sets up, and those that are kept between requests."""

from __future__ import annotations

from cwsync.sandbox.schema import Entity, fields

_BILL = "Billable|DoNotBill|NoCharge|NoDefault"
_LEVEL = "None|My|All"
_FLAGS = "defaultFlag flag; inactiveFlag flag"
TABLES = (
    Entity(
        "companyStatus",
        "Company Status",
        "/company/companies/statuses/{id}",
        fields=fields(f"name* str(50); {_FLAGS}"),
    ),
    Entity(
        "companyType",
        "Company Type",
        "/company/companies/types/{id}",
        fields=fields("name* str(50); defaultFlag flag; vendorFlag flag"),
    ),
    Entity(
        "projectStatus",
        "Project Status",
        "/project/statuses/{id}",
        fields=fields("""
            name* str(30); defaultFlag flag; inactiveFlag- flag; noTimeFlag flag; closedFlag flag
        """),
    ),
    Entity(
        "phaseStatus",
        "Phase Status",
        "/project/phaseStatuses/{id}",
        fields=fields(f"name* str(30); {_FLAGS}; collapsedFlag flag; closedFlag flag"),
    ),
    Entity(
        "projectType",
        "Project Type",
        "/project/projectTypes/{id}",
        fields=fields(f"name* str(30); {_FLAGS}"),
    ),
    Entity(
        "opportunityStatus",
        "Opportunity Status",
        "/sales/opportunities/statuses/{id}",
        fields=fields(f"""
            name* str(30); wonFlag flag; lostFlag flag; closedFlag flag; {_FLAGS}
        """),
    ),
    Entity(
        "opportunityStage",
        "Opportunity Stage",
        "/sales/stages/{id}",
        fields=fields("name* str(50); probability >probability; color str(25); sequenceNumber int"),
    ),
    Entity(
        "opportunityType",
        "Opportunity Type",
        "/sales/opportunities/types/{id}",
        label=("description",),
        fields=fields("description* str(50); inactiveFlag- flag"),
    ),
    Entity(
        "probability",
        "Probability",
        "/sales/probabilities/{id}",
        label=("probability",),
        fields=fields("probability* int"),
    ),
    Entity(
        "orderStatus",
        "Order Status",
        "/sales/orders/statuses/{id}",
        fields=fields(f"name* str(50); {_FLAGS}; sortOrder int; closedFlag flag"),
    ),
    Entity(
        "board",
        "Board",
        "/service/boards/{id}",
        fields=fields(f"""
            name* str(50); location* >location; department* >department; projectFlag flag
            inactiveFlag flag; billTime {_BILL}; billExpense {_BILL}; billProduct {_BILL}
            percentageCalculation ActualHours|Manual|ClosedPhases|ClosedTickets
        """),
    ),
    Entity(
        "boardStatus",
        "Service Status",
        "/service/boards/{parent}/statuses/{id}",
        parent_reference="board",
        ids_after=400,
        fields=fields("""
            name* str(50); board >board; sortOrder int; displayOnBoard flag; inactive flag
            closedStatus flag; timeEntryNotAllowed flag; defaultFlag flag
            escalationStatus NotResponded|Responded|ResolutionPlan|Resolved|NoEscalation
        """),
    ),
    Entity(
        "boardType",
        "Service Type",
        "/service/boards/{parent}/types/{id}",
        parent_reference="board",
        fields=fields(f"name* str(50); category Reactive|Proactive; board >board; {_FLAGS}"),
    ),
    Entity(
        "priority",
        "Priority",
        "/service/priorities/{id}",
        fields=fields("name* str(50); color* str(20); sortOrder int; defaultFlag flag"),
    ),
    Entity(
        "source",
        "Source",
        "/service/sources/{id}",
        fields=fields("name* str(50); defaultFlag flag"),
    ),
    Entity(
        "serviceLocation",
        "Service Location",
        "/service/locations/{id}",
        fields=fields("name* str(30); where* OnSite|Remote|InHouse; defaultFlag flag"),
    ),
    Entity(
        "serviceCode",
        "Service Code",
        "/service/codes/{id}",
        fields=fields("name* str(50); description* str"),
    ),
    Entity(
        "location",
        "Location",
        "/system/locations/{id}",
        fields=fields("name* str(50); locationFlag flag; clientFlag flag"),
    ),
    Entity(
        "department",
        "Department",
        "/system/departments/{id}",
        has_identifier=True,
        fields=fields("identifier* str(15); name* str(50)"),
    ),
    Entity(
        "member",
        "Member",
        "/system/members/{id}",
        label=("firstName", "lastName"),
        has_identifier=True,
        ids_after=150,
        fields=fields("""
            identifier* str(15); firstName str(30); lastName str(30); title str(50)
            licenseClass F|A|C|X; inactiveFlag flag; officeEmail str(250)
            defaultEmail Office|Mobile|Home; defaultLocation >location
            defaultDepartment >department; workRole >workRole; hireDate date
        """),
    ),
    Entity(
        "workRole",
        "Work Role",
        "/time/workRoles/{id}",
        fields=fields("name* str(50); hourlyRate num; inactiveFlag flag"),
    ),
    Entity(
        "workType",
        "Work Type",
        "/time/workTypes/{id}",
        fields=fields("""
            name* str(50); billTime* Billable|DoNotBill|NoCharge
            rateType* AdjAmount|Custom|Multiplier; rate* num; inactiveFlag flag
            overallDefaultFlag flag
        """),
    ),
    Entity("noteType", "Note Type", "", fields=fields("name* str(50); defaultFlag flag")),
    Entity(
        "security",
        "Security",
        "/system/mySecurity",
        fields=fields(f"""
            moduleName str; moduleIdentifier str; moduleFunctionName str
            moduleFunctionIdentifier str; addLevel {_LEVEL}; editLevel {_LEVEL}
            deleteLevel {_LEVEL}; inquireLevel {_LEVEL}; sortOrder int; member >member
        """),
    ),
    Entity(
        "template",
        "Project Template",
        "/project/projectTemplates/{id}",
        ids_after=10,
        fields=fields("name* str(200); description str; type >projectType"),
    ),
    Entity(
        "templatePhase",
        "Project Template Phase",
        "/project/projectTemplates/{parent}/projectTemplatePhases/{id}",
        label=("description",),
        parent_field="templateRecId",
        ids_after=50,
        fields=fields("""
            templateRecId! int; parentPhase int; description* str(100); budgetHours num
            notes str; markAsMilestone flag; phaseBilledSeparately flag; wbsCode str(50)
        """),
    ),
    Entity(
        "templateTicket",
        "Project Template Ticket",
        "/project/projectTemplates/{parent}/projectTemplateTickets/{id}",
        label=("description",),
        parent_field="projectTemplateId",
        ids_after=200,
        fields=fields("""
            projectTemplateId! int; projectTemplatePhaseId int; lineNumber num
            description* str(100); notes str; internalAnalysis str; resolution str
            budgetHours num; duration int; wbsCode str(50); billSeparatelyFlag flag
            markAsMilestoneFlag flag; priority >priority; workRole >workRole
        """),
    ),
    Entity(
        "templateTask",
        "Project Template Task",
        "",
        label=("description",),
        parent_field="ticketId",
        ids_after=500,
        fields=fields("ticketId! int; sequence int; description str; summary str"),
    ),
    # Kept between requests, reachable through routes of their own.
    Entity("conversion", "Conversion", "", fields=fields("opportunity >opportunity; order >order")),
    Entity(
        "pendingTemplate",
        "Pending Template",
        "",
        fields=fields("projectId int; templateId int; reads int; due str"),
    ),
)
