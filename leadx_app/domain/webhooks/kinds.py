"""What a webhook can be told of: kinds of events, in the order in which they are offered."""

KINDS: dict[str, str] = {
    "lead.created": "A lead is created",
    "lead.updated": "A lead is changed",
    "lead.handed_over": "A lead is handed over to sales",
    "handover.accepted": "A handover is accepted",
    "lead.assigned": "A lead is assigned",
    "lead.returned": "A lead is returned to its creator",
    "lead.stage_moved": "A lead comes to another stage",
    "lead.parked": "A lead is parked",
    "lead.resumed": "A parked lead is resumed",
    "lead.won": "A lead is won",
    "lead.closed": "A lead is closed",
    "lead.reopened": "A lead is reopened",
    "lead.received": "A lead comes from another organization",
    "import.done": "An import has ended",
}
"""By kind, the English words for people."""

TEST = "webhook.test"
"""The kind of a message that tells of nothing."""
