"""The kinds of records that the embedded ConnectWise knows, as far as cwsync can touch them."""

from __future__ import annotations

from cwsync.sandbox.schema import Entity, fields

_BILL = "Billable|DoNotBill|NoCharge|NoDefault"
_METHOD = "ActualRates|FixedFee|NotToExceed|OverrideRate"
_LEVEL = "None|My|All"

PROJECT = Entity(
    "project",
    "Project",
    "/project/projects/{id}",
    ids_after=300,
    fields=fields(f"""
        name* str(100); description str; company* >company; site >site; contact >contact
        board* >board; status >projectStatus; closedFlag! flag; type >projectType
        billingMethod* {_METHOD}; billingRateType StaffMember|WorkRole; billingAmount num
        billTime {_BILL}; billExpenses {_BILL}; billProducts {_BILL}
        billProjectAfterClosedFlag flag; billUnapprovedTimeAndExpense flag
        budgetAnalysis ActualHours|BillableHours; budgetFlag flag; budgetHours num
        customerPO str(50); estimatedStart* date; estimatedEnd* date; estimatedHours num
        estimatedTimeRevenue num; estimatedExpenseRevenue num; estimatedProductRevenue num
        estimatedTimeCost num; estimatedExpenseCost num; estimatedProductCost num
        actualHours! num; actualStart! date; actualEnd! date; percentComplete! num
        scheduledStart date; scheduledEnd date; scheduledHours num
        includeDependenciesFlag flag; includeEstimatesFlag flag; restrictDownPaymentFlag flag
        location >location; department >department; manager >member; opportunity >opportunity
        projectTemplateId int; doNotDisplayInPortalFlag flag; poAmount num; downpayment num
        timeApprover >member; expenseApprover >member; billToCompany >company; billToSite >site
        billToContact >contact; shipToCompany >company; shipToSite >site; shipToContact >contact
        billingAttention str(50); billingStartDate date; overridePercentComplete flag
        customFields list
    """),
)
PHASE = Entity(
    "phase",
    "Project Phase",
    "/project/projects/{parent}/phases/{id}",
    label=("description",),
    parent_field="projectId",
    ids_after=900,
    fields=fields(f"""
        projectId! int; description* str(100); board >board; status >phaseStatus
        parentPhase >phase; wbsCode str(50); opportunity >opportunity
        billTime {_BILL}; billExpenses {_BILL}; billProducts {_BILL}; markAsMilestoneFlag flag
        notes str; deadlineDate date; billSeparatelyFlag flag; billingMethod {_METHOD}
        scheduledHours num; scheduledStart str; scheduledEnd str; budgetHours num
        actualHours! num; actualStart! str; actualEnd! str; startDate str; endDate str
        locationId int; businessUnitId int; hourlyRate num; billPhaseClosedFlag flag
        billProjectClosedFlag flag; poNumber str(25); poAmount num; customFields list
    """),
)
TICKET = Entity(
    "ticket",
    "Project Ticket",
    "/project/tickets/{id}",
    label=("summary",),
    ids_after=21_000,
    fields=fields(f"""
        summary* str(100); isIssueFlag flag; board >board; status >boardStatus
        workRole >workRole; workType >workType; project >project; phase* >phase
        wbsCode str(50); company >company; site >site; siteName str(156); contact >contact
        contactName str(62); contactPhoneNumber str(20); contactEmailAddress str(250)
        type >boardType; owner >member; priority >priority; serviceLocation >serviceLocation
        source >source; requiredDate date; budgetHours num; opportunity >opportunity
        allowAllClientsPortalView flag; customerUpdatedFlag flag
        automaticEmailContactFlag flag; automaticEmailResourceFlag flag
        automaticEmailCcFlag flag; automaticEmailCc str(1000)
        closedDate! str; closedBy! str; closedFlag! flag; actualHours! num; approved flag
        resources! str; billTime {_BILL}; billExpenses {_BILL}; billProducts {_BILL}
        predecessorType Ticket|Phase; predecessorId int; predecessorClosedFlag flag
        lagDays int; lagNonworkingDaysFlag flag; estimatedStartDate date
        location >location; department >department; duration int
        scheduleStartDate date; scheduleEndDate date; mobileGuid! str; tasks~ list
        initialDescription~ str; initialInternalAnalysis~ str; initialResolution~ str
        contactEmailLookup~ str; processNotifications~ flag; skipCallback~ flag
        customFields list
    """),
)
TASK = Entity(
    "task",
    "Ticket Task",
    "/project/tickets/{parent}/tasks/{id}",
    label=("notes",),
    parent_field="ticketId",
    ids_after=70_000,
    fields=fields("""
        ticketId! int; notes str; summary str; resolution str; closedFlag flag; priority int
        code >serviceCode; member >member
        childScheduleAction Transfer|Delete|Done; childTicketId int
    """),
)
TICKET_NOTE = Entity(
    "ticketNote",
    "Ticket Note",
    "/project/tickets/{parent}/notes/{id}",
    label=("text",),
    parent_field="ticketId",
    ids_after=110_000,
    fields=fields("""
        ticketId! int; text str; detailDescriptionFlag flag; internalAnalysisFlag flag
        resolutionFlag flag; issueFlag flag; member >member; contact >contact
        customerUpdatedFlag flag; processNotifications~ flag; internalFlag flag; externalFlag flag
    """),
)
PROJECT_NOTE = Entity(
    "projectNote",
    "Project Note",
    "/project/projects/{parent}/notes/{id}",
    label=("text",),
    parent_field="projectId",
    ids_after=4_400,
    fields=fields("projectId! int; text* str; type >noteType; flagged flag"),
)
OPPORTUNITY = Entity(
    "opportunity",
    "Opportunity",
    "/sales/opportunities/{id}",
    ids_after=4_000,
    fields=fields("""
        name* str(100); expectedCloseDate date; type >opportunityType; stage >opportunityStage
        status >opportunityStatus; notes str; probability >probability; source str(50)
        primarySalesRep* >member; secondarySalesRep >member; locationId int; businessUnitId int
        company* >company; contact* >contact; site >site; customerPO str(25)
        pipelineChangeDate! date; dateBecameLead! date; closedDate! date; closedBy! >member
        totalSalesTax num; shipToCompany >company; shipToContact >contact; shipToSite >site
        billToCompany >company; billToContact >contact; billToSite >site; companyLocationId int
        technicalContact >contact; customFields list
    """),
)
OPPORTUNITY_NOTE = Entity(
    "opportunityNote",
    "Opportunity Note",
    "/sales/opportunities/{parent}/notes/{id}",
    label=("text",),
    parent_field="opportunityId",
    ids_after=9_100,
    fields=fields("""
        opportunityId! int; type >noteType; text* str; flagged flag; enteredBy! str
        mobileGuid! str
    """),
)
FORECAST_ITEM = Entity(
    "forecastItem",
    "Forecast Item",
    "/sales/opportunities/{parent}/forecast/{id}",
    label=("forecastDescription",),
    parent_reference="opportunity",
    ids_after=15_000,
    fields=fields("""
        forecastDescription str(50); opportunity* >opportunity; quantity num
        status* >opportunityStatus; productDescription str; productClass str
        revenue num; cost num; margin! num; percentage! int; includeFlag flag
        quoteWerksDocNo str(20); quoteWerksDocName str(255); quoteWerksQuantity int
        forecastType* Other1|Other2|Agreement|Product|Service; linkFlag flag
        recurringRevenue num; recurringCost num; recurringDateStart date; recurringDateEnd date
        cycleBasis str; cycles int; recurringFlag flag; sequenceNumber num; subNumber int
        taxableFlag flag
    """),
)
ORDER = Entity(
    "order",
    "Sales Order",
    "/sales/orders/{id}",
    label=("description",),
    ids_after=700,
    fields=fields("""
        company* >company; contact >contact; site >site; phone str; email str
        status* >orderStatus; opportunity >opportunity; orderDate date; dueDate date
        poNumber str(50); location >location; department >department; salesRep* >member
        notes str; billClosedFlag flag; billShippedFlag flag; description str
        topCommentFlag flag; bottomCommentFlag flag; productIds! list; total! num
        taxTotal! num; subTotal! num; customFields list
    """),
)
COMPANY = Entity(
    "company",
    "Company",
    "/company/companies/{id}",
    has_identifier=True,
    ids_after=250,
    fields=fields("""
        identifier* str(156); name* str(156); status >companyStatus; addressLine1 str(50)
        city str(50); state str(50); zip str(12); phoneNumber str(30); website str(255)
        defaultContact >contact; site >site; deletedFlag flag; dateDeleted! str
        deletedBy! str; leadFlag flag; isVendorFlag flag; types list; customFields list
    """),
)
SITE = Entity(
    "site",
    "Site",
    "/company/companies/{parent}/sites/{id}",
    parent_reference="company",
    ids_after=600,
    fields=fields("""
        name* str(156); addressLine1 str(50); addressLine2- str(50); city str(50)
        stateReference list; zip str(12); phoneNumber str(30); primaryAddressFlag flag
        defaultShippingFlag flag; defaultBillingFlag flag; defaultMailingFlag flag
        defaultFlag- flag; inactiveFlag flag; company >company
    """),
)
CONTACT = Entity(
    "contact",
    "Contact",
    "/company/contacts/{id}",
    label=("firstName", "lastName"),
    ids_after=1_400,
    fields=fields("""
        firstName* str(30); lastName str(30); company >company; site >site; title str(100)
        inactiveFlag flag; defaultFlag flag; communicationItems list; types list
    """),
)

_FLAGS = "defaultFlag flag; inactiveFlag flag"
_TABLES = (
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

ENTITIES: dict[str, Entity] = {
    entity.kind: entity
    for entity in (
        PROJECT,
        PHASE,
        TICKET,
        TASK,
        TICKET_NOTE,
        PROJECT_NOTE,
        OPPORTUNITY,
        OPPORTUNITY_NOTE,
        FORECAST_ITEM,
        ORDER,
        COMPANY,
        SITE,
        CONTACT,
        *_TABLES,
    )
}
