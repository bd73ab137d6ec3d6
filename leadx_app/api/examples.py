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
BULK: dict[str, Any] = {
    "park": {
        "summary": "Park two leads, one only if nobody changed it since",
        "value": {
            "act": "park",
            "leads": [
                {"id": "0192f6a0-6d2c-7c3e-9d1a-2f1b7c0d5e11", "version": 3},
                {"id": "0192f6a0-6d2c-7c3e-9d1a-2f1b7c0d5e12"},
            ],
        },
    },
    "tag": {
        "summary": "What adding a tag would change",
        "value": {
            "act": "tag",
            "leads": [{"id": "0192f6a0-6d2c-7c3e-9d1a-2f1b7c0d5e11"}],
            "tags": ["winter"],
            "preview": True,
        },
    },
}
