"""Examples in the description of the API."""

from typing import Any

NEW_LEAD: dict[str, Any] = {
    "handed over": {
        "summary": "A Basic or LITE user hands a lead over to sales",
        "value": {
            "title": "Heat pumps for the school",
            "company_name": "Fjordheim skole",
            "person_name": "Kari Nordmann",
            "person_phone": "+47 22 22 22 22",
            "hand_over": True,
        },
    },
    "own": {
        "summary": "A sales person makes a lead with a value",
        "value": {
            "title": "Solar panels on the harbour hall",
            "company_name": "Havnehallen AS",
            "value": "125000.00",
            "currency": "NOK",
            "expected_closing_on": "2027-03-31",
            "tags": ["solar", "public"],
        },
    },
}
CHANGES: dict[str, Any] = {
    "value": {"summary": "Another value", "value": {"version": 3, "value": "135000.00"}},
}
