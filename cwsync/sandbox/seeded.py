"""What the made-up tenant holds: names only, no logic."""

from __future__ import annotations

from typing import Any

TABLES: dict[str, dict[int, dict[str, Any]]] = {
    "location": {
        2: {"name": "Portland Office", "locationFlag": True},
        3: {"name": "Remote", "locationFlag": True},
    },
    "department": {
        10: {"identifier": "PROF", "name": "Professional Services"},
        11: {"identifier": "MS", "name": "Managed Services"},
    },
    "noteType": {1: {"name": "Comments", "defaultFlag": True}, 2: {"name": "Meeting"}},
    "companyStatus": {
        1: {"name": "Active", "defaultFlag": True},
        2: {"name": "Not Approved"},
        13: {"name": "Inactive", "inactiveFlag": True},
    },
    "companyType": {1: {"name": "Client", "defaultFlag": True}, 2: {"name": "Prospect"}},
    "projectStatus": {
        1: {"name": "Open", "defaultFlag": True},
        2: {"name": "In Progress"},
        3: {"name": "On Hold"},
        4: {"name": "Closed", "closedFlag": True, "noTimeFlag": True},
        5: {"name": "Waiting for Parts", "inactiveFlag": True},
    },
    "phaseStatus": {
        1: {"name": "Open", "defaultFlag": True},
        2: {"name": "In Progress"},
        3: {"name": "Closed", "closedFlag": True},
    },
    "projectType": {
        1: {"name": "Implementation", "defaultFlag": True},
        2: {"name": "Migration"},
        3: {"name": "Assessment"},
    },
    "opportunityStatus": {
        1: {"name": "Open", "defaultFlag": True},
        2: {"name": "Won", "wonFlag": True, "closedFlag": True},
        3: {"name": "Lost", "lostFlag": True, "closedFlag": True},
        4: {"name": "No Decision", "closedFlag": True},
        5: {"name": "On Hold"},
        6: {"name": "Awarded (old)", "wonFlag": True, "closedFlag": True, "inactiveFlag": True},
    },
    "opportunityType": {
        1: {"description": "New Business"},
        2: {"description": "Project"},
        3: {"description": "Renewal"},
        4: {"description": "Hardware Refresh", "inactiveFlag": True},
    },
    "orderStatus": {
        1: {"name": "New", "defaultFlag": True, "sortOrder": 1},
        2: {"name": "Ordered", "sortOrder": 2},
        3: {"name": "Complete", "closedFlag": True, "sortOrder": 3},
    },
    "priority": {
        3: {"name": "Priority 1 - Emergency", "color": "Red", "sortOrder": 1},
        4: {"name": "Priority 2 - High", "color": "Orange", "sortOrder": 2},
        8: {"name": "Priority 3 - Normal", "color": "White", "sortOrder": 3, "defaultFlag": True},
        9: {"name": "Priority 4 - Low", "color": "Green", "sortOrder": 4},
    },
    "source": {1: {"name": "Email"}, 2: {"name": "Call", "defaultFlag": True}, 3: {"name": "API"}},
    "serviceLocation": {
        1: {"name": "On-Site", "where": "OnSite"},
        2: {"name": "Remote", "where": "Remote", "defaultFlag": True},
        3: {"name": "In-House", "where": "InHouse"},
    },
    "serviceCode": {1: {"name": "Checklist", "description": "Follow the checklist"}},
    "workRole": {
        1: {"name": "Project Engineer", "hourlyRate": 165},
        2: {"name": "Network Engineer", "hourlyRate": 185},
        3: {"name": "Project Manager", "hourlyRate": 150},
        4: {"name": "Field Technician", "hourlyRate": 120, "inactiveFlag": True},
    },
    "workType": {
        1: {
            "name": "Regular",
            "billTime": "Billable",
            "rateType": "Multiplier",
            "rate": 1,
            "overallDefaultFlag": True,
        },
        2: {"name": "After Hours", "billTime": "Billable", "rateType": "Multiplier", "rate": 1.5},
    },
}

# Name, percent, colour.
STAGES = (
    ("Prospect", 10, "Gray"),
    ("Qualification", 25, "Blue"),
    ("Scoping", 50, "Cyan"),
    ("Proposal", 75, "Yellow"),
    ("Close", 100, "Green"),
)

_PROJECT = {"projectFlag": True}
# Name, flags, statuses: the first is the default, `!` is closed, `~` is inactive.
BOARDS: dict[int, tuple[str, dict[str, bool], tuple[str, ...]]] = {
    31: (
        "Implementations",
        _PROJECT,
        ("New", "Scheduled", "In Progress", "Waiting on Client", "Completed!", "Cancelled!"),
    ),
    32: (
        "Infrastructure",
        _PROJECT,
        ("New", "Planned", "In Progress", "Waiting on Parts", "Completed!", "Parked~"),
    ),
    # "Completed" does not close here, as happens where a board was not set up with care.
    33: ("Cloud Migrations", _PROJECT, ("New", "In Progress", "Completed", "Closed!")),
    34: ("Projects (before 2024)", {**_PROJECT, "inactiveFlag": True}, ("New", "Completed!")),
    1: ("Help Desk", {}, ("New", "In Progress", "Waiting on Client", "Completed!", "Closed!")),
    2: ("Managed Services", {}, ("New", "In Progress", "Completed!")),
}

# Login, first name, last name, title, whether active.
MEMBERS = (
    ("cwsync", "Project", "Integration", "API Member", True),
    ("mokafor", "Mercy", "Okafor", "Project Manager", True),
    ("tlindqvist", "Tove", "Lindqvist", "Project Manager", True),
    ("rbanerjee", "Rohan", "Banerjee", "Network Engineer", True),
    ("jcastellan", "Jules", "Castellan", "Systems Engineer", True),
    ("hvoss", "Hanna", "Voss", "Account Executive", True),
    ("pabara", "Paul", "Abara", "Account Executive", True),
    ("dkimura", "Dana", "Kimura", "Service Manager", True),
    ("oldtech", "Former", "", "", False),
)
SELLERS = ("hvoss", "pabara", "hvoss")

# Identifier, name, the city of each site, how many contacts.
COMPANIES: tuple[tuple[str, str, tuple[str, ...], int], ...] = (
    ("HarrowFinch", "Harrow & Finch Architects", ("Portland",), 2),
    ("BluewaterVet", "Bluewater Veterinary Group", ("Astoria", "Seaside"), 3),
    ("NorthgateLog", "Northgate Logistics", ("Vancouver", "Tacoma", "Boise"), 3),
    ("JuniperCU", "Juniper Street Credit Union", ("Salem", "Albany"), 2),
    ("TallgrassFoods", "Tallgrass Foods", ("Pendleton",), 2),
    ("MeridianOptics", "Meridian Optics", ("Hillsboro",), 2),
    ("SaltmarshHotels", "Saltmarsh Hotels", ("Newport", "Lincoln City"), 3),
    ("PinehollowSD", "Pinehollow School District", ("Bend", "Redmond"), 3),
    ("QuarryRidge", "Quarry Ridge Engineering", ("Eugene",), 2),
    ("HarborClinic", "Harbor Clinic Group", ("Port Ellery", "North Bend"), 2),
    ("CopperfieldLaw", "Copperfield Legal", ("Portland",), 1),
    ("OldMillBrewing", "Old Mill Brewing Co.", ("Hood River",), 1),
    ("AcmeDental", "Acme Dental Group", ("Portland", "Gresham"), 2),
)
DELETED_COMPANY = ("TallgrassFoods2", "Tallgrass Foods")  # a duplicate that was thrown away

PEOPLE = (
    ("Iris", "Holloway", "Office Manager"),
    ("Tomas", "Reyes", "IT Director"),
    ("Greta", "Sandoval", "Controller"),
    ("Winston", "Achebe", "Operations Manager"),
    ("Lena", "Marsh", "Practice Manager"),
    ("Caleb", "Nordin", "Facilities Lead"),
    ("Yuki", "Tanabe", "CIO"),
    ("Priya", "Raman", "Purchasing"),
)

# Status ids of opportunities, in turn: mostly open, some won, lost or on hold.
OPPORTUNITY_STATUSES = (1, 1, 2, 1, 1, 5, 1, 3, 1, 1, 4)

# Opportunities that exports are linked to, of the examples and for trying out: id, name, type,
# company.
LINKED = (
    (4103, "Wireless and front desk refresh", 2, "HarborClinic"),
    (4711, "Network refresh + managed firewall", 2, "AcmeDental"),
)

# Name, type.
OPPORTUNITIES = (
    ("Office Wi-Fi refresh", 2),
    ("Clinic network segmentation", 2),
    ("Warehouse wireless expansion", 2),
    ("Branch firewall replacement", 2),
    ("Cold storage monitoring", 1),
    ("Microsoft 365 migration", 2),
    ("Guest network for two properties", 2),
    ("Switch replacement, six schools", 2),
    ("CAD workstation rollout", 2),
    ("Electronic records hosting", 1),
    ("Document management move", 2),
    ("Taproom point of sale network", 2),
    ("Backup and recovery redesign", 2),
    ("Second clinic fit-out", 1),
    ("Dispatch phone system", 1),
    ("Core switch upgrade", 2),
    ("Plant floor network assessment", 1),
    ("Endpoint protection renewal", 3),
    ("Property management system move", 2),
    ("Classroom access points", 2),
    ("Site-to-site VPN", 2),
    ("Server room relocation", 2),
    ("Managed services agreement", 1),
    ("Security awareness programme", 1),
    ("Virtual desktop pilot", 1),
    ("Storage array replacement", 2),
    ("Boise depot opening", 1),
    ("Online banking resilience", 1),
    ("Recipe system hosting", 1),
    ("Lab network isolation", 2),
    ("Reservation failover line", 2),
    ("Device management for tablets", 2),
    ("Survey data archive", 1),
    ("Telehealth rooms", 2),
    ("Conference room upgrade", 2),
    ("Brewhouse sensor network", 1),
    ("Annual support renewal", 3),
    ("Imaging server upgrade", 2),
    ("Fleet tablet rollout", 2),
    ("Disaster recovery rehearsal", 2),
)

# Name, description, phases with their tickets: summary, hours, tasks.
TEMPLATES: tuple[
    tuple[str, str, tuple[tuple[str, tuple[tuple[str, float, tuple[str, ...]], ...]], ...]], ...
] = (
    (
        "Standard Implementation",
        "The phases that every implementation goes through",
        (
            (
                "Plan",
                (
                    ("Kickoff meeting", 1.5, ("Invite the client", "Send the agenda")),
                    ("Confirm scope and schedule", 1.0, ()),
                ),
            ),
            ("Implement", (("Change window approval", 0.5, ()),)),
            (
                "Close",
                (
                    ("As-built documentation", 2.0, ("Diagrams", "Credentials vault")),
                    ("Hand-over to support", 1.0, ()),
                ),
            ),
        ),
    ),
    (
        "Cloud Migration",
        "Moves to hosted services, in waves",
        (
            ("Assess", (("Inventory of workloads", 4.0, ()),)),
            ("Pilot", (("Pilot group", 6.0, ("Choose users", "Migrate", "Collect feedback")),)),
            ("Migrate", (("First wave", 8.0, ()), ("Second wave", 8.0, ()))),
        ),
    ),
)

# Name, status, phases with tickets.
PROJECTS: tuple[tuple[str, int, tuple[tuple[str, tuple[tuple[str, float], ...]], ...]], ...] = (
    (
        "Phone system replacement",
        4,
        (("Install", (("Number porting", 3.0), ("Handsets on desks", 6.5))),),
    ),
    (
        "Branch router refresh",
        2,
        (
            ("Plan", (("Survey of the branches", 5.0),)),
            ("Implement", (("Salem router", 4.0), ("Albany router", 4.0))),
        ),
    ),
    ("Kitchen display network", 1, ()),
)
