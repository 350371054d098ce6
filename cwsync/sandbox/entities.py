"""The kinds of records that the embedded ConnectWise knows, as far as cwsync can touch them."""

from __future__ import annotations

from cwsync.sandbox.schema import Entity, fields
from cwsync.sandbox.tables import TABLES

_BILL = "Billable|DoNotBill|NoCharge|NoDefault"
_METHOD = "ActualRates|FixedFee|NotToExceed|OverrideRate"

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
        *TABLES,
    )
}
