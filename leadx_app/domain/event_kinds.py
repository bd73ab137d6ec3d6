"""What can happen: one kind per act, with its sentence, its recipients, its notice and its place in the feed."""

from enum import StrEnum

from .notices import Notice


class EventKind(StrEnum):
    """An act that is kept for ever."""

    LEAD_CREATED = "lead.created"
    LEAD_UPDATED = "lead.updated"
    LEAD_HANDED_OVER = "lead.handed_over"
    HANDOVER_ACCEPTED = "handover.accepted"
    LEAD_ASSIGNED = "lead.assigned"
    LEAD_RETURNED = "lead.returned"
    LEAD_SENT = "lead.sent"
    LEAD_RECEIVED = "lead.received"
    LEAD_SENT_BACK = "lead.sent_back"
    LEAD_WITHDRAWN = "lead.withdrawn"
    TRANSFER_ACCEPTED = "transfer.accepted"
    STAGE_MOVED = "lead.stage_moved"
    LEAD_PARKED = "lead.parked"
    LEAD_RESUMED = "lead.resumed"
    LEAD_WON = "lead.won"
    LEAD_CLOSED = "lead.closed"
    LEAD_REOPENED = "lead.reopened"
    NOTE_ADDED = "note.added"
    NOTE_MENTIONED = "note.mentioned"
    FILE_ADDED = "file.added"
    FILE_REMOVED = "file.removed"
    HANDOVER_OVERDUE = "handover.overdue"
    BELL_RUNG = "bell.rung"
    MILESTONE_REACHED = "milestone.reached"
    NEWS_PUBLISHED = "news.published"
    NEWS_CHANGED = "news.changed"
    NEWS_REMOVED = "news.removed"
    NEWS_RESTORED = "news.restored"
    NEWS_COMMENTED = "news.commented"
    NOTIFICATIONS_READ = "notifications.read"
    MAIL_CHANGED = "mail.changed"
    MAIL_SENT_AGAIN = "mail.sent_again"
    SETTINGS_CHANGED = "settings.changed"
    CONTACT_CREATED = "contact.created"
    CONTACT_CHANGED = "contact.changed"
    CONTACT_MERGED = "contact.merged"
    CONTACT_PARTED = "contact.parted"
    CONTACT_ERASED = "contact.erased"
    PREFERENCES_CHANGED = "preferences.changed"
    PLACE_CHANGED = "preferences.place"
    ACTIVITY_LOGGED = "activity.logged"
    ACTIVITY_CHANGED = "activity.changed"
    ACTIVITY_REMOVED = "activity.removed"
    ACTIVITY_RESTORED = "activity.restored"
    TASK_CREATED = "task.created"
    TASK_CHANGED = "task.changed"
    TASK_ASSIGNED = "task.assigned"
    TASK_DONE = "task.done"
    TASK_REOPENED = "task.reopened"
    TASK_REMOVED = "task.removed"
    TASK_RESTORED = "task.restored"
    TASK_DUE = "task.due"
    JOB_CHANGED = "job.changed"
    LIST_EXPORTED = "list.exported"
    LEADS_CHANGED = "leads.changed"
    LEADS_ASSIGNED = "leads.assigned"
    LEADS_CLOSED = "leads.closed"
    LEADS_REOPENED = "leads.reopened"
    IMPORT_CHANGED = "import.changed"
    IMPORT_DONE = "import.done"
    IMPORT_UNDONE = "import.undone"
    GOAL_SET = "goal.set"
    GOAL_REMOVED = "goal.removed"
    GOAL_RESTORED = "goal.restored"
    GOAL_REACHED = "goal.reached"
    PASSWORD_RESET_ASKED = "account.reset_asked"
    PASSWORD_CHANGED = "account.password_changed"
    PASSKEY_ADDED = "account.passkey_added"
    PASSKEY_REMOVED = "account.passkey_removed"
    PROVIDER_LINKED = "account.provider_linked"
    TWO_STEP_ON = "account.two_step_on"
    TWO_STEP_OFF = "account.two_step_off"
    RECOVERY_CODE_USED = "account.recovery_code_used"
    RECOVERY_CODES_RENEWED = "account.recovery_codes_renewed"
    SESSION_ENDED = "account.session_ended"
    SIGNED_OUT_EVERYWHERE = "account.signed_out_everywhere"
    USER_INVITED = "user.invited"
    INVITATION_WITHDRAWN = "user.invitation_withdrawn"
    USER_ACCESS_CHANGED = "user.access_changed"
    USER_ACTIVATED = "user.activated"
    USER_DEACTIVATED = "user.deactivated"
    USER_ERASED = "user.erased"
    ARCHIVE_ASKED = "archive.asked"
    ARCHIVE_OPENED = "archive.opened"
    USER_CHANGED = "user.changed"
    JOIN_ASKED = "user.join_asked"
    JOIN_DONE = "user.join_done"
    JOIN_APPROVED = "user.join_approved"
    JOIN_REJECTED = "user.join_rejected"
    JOIN_TAKEN_UP = "user.join_taken_up"
    PROVIDER_JOINED = "user.provider_joined"
    PROVIDER_FORGOTTEN = "user.provider_forgotten"
    ORGANIZATION_CHANGED = "settings.organization"
    ORGANIZATION_ADDED = "settings.organization_added"
    SUBSCRIPTION_ENDING = "subscription.ending"
    TWO_STEP_RESET = "user.two_step_reset"
    WEBHOOK_ADDED = "webhook.added"
    WEBHOOK_CHANGED = "webhook.changed"
    WEBHOOK_REMOVED = "webhook.removed"
    WEBHOOK_RESTORED = "webhook.restored"
    WEBHOOK_PAUSED = "webhook.paused"
    WEBHOOK_REDELIVERED = "webhook.redelivered"
    WEBHOOK_DELIVERY = "webhook.delivery"
    TICKET_RAISED = "ticket.raised"
    TICKET_REPLIED = "ticket.replied"
    TICKET_ACKNOWLEDGED = "ticket.acknowledged"
    TICKET_STARTED = "ticket.started"
    TICKET_WAITING = "ticket.waiting"
    TICKET_RESOLVED = "ticket.resolved"
    TICKET_CLOSED = "ticket.closed"
    TICKET_REOPENED = "ticket.reopened"
    TICKET_CHANGED = "ticket.changed"
    TICKET_RESPONSE_OVERDUE = "ticket.response_overdue"
    TICKET_RESOLUTION_OVERDUE = "ticket.resolution_overdue"
    ARTICLE_WRITTEN = "article.written"
    ARTICLE_CHANGED = "article.changed"
    ARTICLE_REMOVED = "article.removed"
    ARTICLE_RESTORED = "article.restored"
    SUPPORT_HOURS_CHANGED = "support.hours_changed"


SENTENCES: dict[EventKind, str] = {
    EventKind.LEAD_CREATED: "{actor} created the lead",
    EventKind.LEAD_UPDATED: "{actor} changed the lead",
    EventKind.LEAD_HANDED_OVER: "{actor} handed the lead over to sales",
    EventKind.HANDOVER_ACCEPTED: "{actor} accepted the lead",
    EventKind.LEAD_ASSIGNED: "{actor} assigned the lead to {owner}",
    EventKind.LEAD_RETURNED: "{actor} returned the lead: {reason}",
    EventKind.LEAD_SENT: "{actor} sent the lead to {to}",
    EventKind.LEAD_RECEIVED: "{actor} sent the lead from {origin}",
    EventKind.LEAD_SENT_BACK: "{actor} returned the lead to {to}: {reason}",
    EventKind.LEAD_WITHDRAWN: "{actor} took the lead back from {origin}",
    EventKind.TRANSFER_ACCEPTED: "{actor} accepted {title} for {to}",
    EventKind.STAGE_MOVED: "{actor} moved the lead from {from_stage} to {to_stage}",
    EventKind.LEAD_PARKED: "{actor} parked the lead",
    EventKind.LEAD_RESUMED: "{actor} resumed the lead",
    EventKind.LEAD_WON: "{actor} won the lead",
    EventKind.LEAD_CLOSED: "{actor} closed the lead: {reason}",
    EventKind.LEAD_REOPENED: "{actor} reopened the lead: {reason}",
    EventKind.NOTE_ADDED: "{actor} wrote a note",
    EventKind.NOTE_MENTIONED: "{actor} mentioned {names} in a note",
    EventKind.FILE_ADDED: "{actor} added the file {file}",
    EventKind.FILE_REMOVED: "{actor} removed the file {file}",
    EventKind.HANDOVER_OVERDUE: "{actor} has waited too long for an answer",
    EventKind.BELL_RUNG: "{actor} rang the bell",
    EventKind.MILESTONE_REACHED: "{actor} reached a milestone: {milestone}",
    EventKind.NEWS_PUBLISHED: "{actor} published the news {title}",
    EventKind.NEWS_CHANGED: "{actor} changed the news {title}",
    EventKind.NEWS_REMOVED: "{actor} removed the news {title}",
    EventKind.NEWS_RESTORED: "{actor} brought the news {title} back",
    EventKind.NEWS_COMMENTED: "{actor} commented on the news {title}",
    EventKind.NOTIFICATIONS_READ: "{actor} read notifications",
    EventKind.MAIL_CHANGED: "{actor} changed the mail outbox",
    EventKind.MAIL_SENT_AGAIN: "{actor} sent the mail {subject} again",
    EventKind.SETTINGS_CHANGED: "{actor} changed the settings",
    EventKind.CONTACT_CREATED: "{actor} created the contact {name}",
    EventKind.CONTACT_CHANGED: "{actor} changed the contact {name}",
    EventKind.CONTACT_MERGED: "{actor} merged another contact into {name}",
    EventKind.CONTACT_PARTED: "{actor} took the merge of {name} back",
    EventKind.CONTACT_ERASED: "{actor} erased a contact person",
    EventKind.PREFERENCES_CHANGED: "{actor} changed their preferences",
    EventKind.PLACE_CHANGED: "{actor} works in another organization",
    EventKind.ACTIVITY_LOGGED: "{actor} logged {title}",
    EventKind.ACTIVITY_CHANGED: "{actor} changed {title}",
    EventKind.ACTIVITY_REMOVED: "{actor} removed {title}",
    EventKind.ACTIVITY_RESTORED: "{actor} brought {title} back",
    EventKind.TASK_CREATED: "{actor} added the task {title}",
    EventKind.TASK_CHANGED: "{actor} changed the task {title}",
    EventKind.TASK_ASSIGNED: "{actor} gave the task {title} to {assignee}",
    EventKind.TASK_DONE: "{actor} did the task {title}",
    EventKind.TASK_REOPENED: "{actor} reopened the task {title}",
    EventKind.TASK_REMOVED: "{actor} removed the task {title}",
    EventKind.TASK_RESTORED: "{actor} brought the task {title} back",
    EventKind.TASK_DUE: "{actor} is reminded of {title}",
    EventKind.JOB_CHANGED: "{actor} changed a job",
    EventKind.LIST_EXPORTED: "{actor} exported {rows} rows of {list} as {format}",
    EventKind.LEADS_CHANGED: "{actor} changed {count} leads at once",
    EventKind.LEADS_ASSIGNED: "{actor} assigned {count} leads to {owner}",
    EventKind.LEADS_CLOSED: "{actor} closed {count} leads: {reason}",
    EventKind.LEADS_REOPENED: "{actor} reopened {count} leads: {reason}",
    EventKind.IMPORT_CHANGED: "{actor} changed an import",
    EventKind.IMPORT_DONE: "{actor} imported {count} rows from {title}",
    EventKind.IMPORT_UNDONE: "{actor} took the import of {title} back",
    EventKind.GOAL_SET: "{actor} set the goal {goal}",
    EventKind.GOAL_REMOVED: "{actor} took the goal {goal} away",
    EventKind.GOAL_RESTORED: "{actor} brought the goal {goal} back",
    EventKind.GOAL_REACHED: "{actor} set a goal that is reached: {goal}",
    EventKind.PASSWORD_RESET_ASKED: "{actor} asked for a link to a new password",
    EventKind.PASSWORD_CHANGED: "{actor} chose a new password",
    EventKind.PASSKEY_ADDED: "{actor} added the passkey {name}",
    EventKind.PASSKEY_REMOVED: "{actor} removed the passkey {name}",
    EventKind.PROVIDER_LINKED: "{actor} signed in with {provider} for the first time",
    EventKind.TWO_STEP_ON: "{actor} turned two-step sign-in on",
    EventKind.TWO_STEP_OFF: "{actor} turned two-step sign-in off",
    EventKind.RECOVERY_CODE_USED: "{actor} used a recovery code",
    EventKind.RECOVERY_CODES_RENEWED: "{actor} made new recovery codes",
    EventKind.SESSION_ENDED: "{actor} signed one of their browsers out",
    EventKind.SIGNED_OUT_EVERYWHERE: "{actor} signed out everywhere",
    EventKind.USER_INVITED: "{actor} invited {name}",
    EventKind.INVITATION_WITHDRAWN: "{actor} took the invitation of {name} back",
    EventKind.USER_ACCESS_CHANGED: "{actor} changed what {name} may do",
    EventKind.USER_ACTIVATED: "{actor} let {name} sign in again",
    EventKind.USER_DEACTIVATED: "{actor} made {name} inactive",
    EventKind.USER_ERASED: "{actor} erased a person",
    EventKind.ARCHIVE_ASKED: "{actor} asked for an archive of everything",
    EventKind.ARCHIVE_OPENED: "{actor} downloaded the archive of everything",
    EventKind.USER_CHANGED: "{actor} changed the name or phone of {name}",
    EventKind.JOIN_ASKED: "{name} asks to join {organization}",
    EventKind.JOIN_DONE: "{name} registered at {organization}",
    EventKind.JOIN_APPROVED: "{actor} approved the request of {name}",
    EventKind.JOIN_REJECTED: "{actor} rejected the request of {name}",
    EventKind.JOIN_TAKEN_UP: "{actor} took the request of {name} up again",
    EventKind.PROVIDER_JOINED: "{name} joined by signing in with {provider}",
    EventKind.PROVIDER_FORGOTTEN: "{actor} let {name} sign in with another account of the provider",
    EventKind.ORGANIZATION_CHANGED: "{actor} changed the organization {name}",
    EventKind.ORGANIZATION_ADDED: "{actor} added the organization {name}",
    EventKind.SUBSCRIPTION_ENDING: "{name} has a subscription whose last day is {ends_on}",
    EventKind.TWO_STEP_RESET: "{actor} reset the two-step sign-in of {name}",
    EventKind.WEBHOOK_ADDED: "{actor} added a webhook to {host}",
    EventKind.WEBHOOK_CHANGED: "{actor} changed the webhook to {host}",
    EventKind.WEBHOOK_REMOVED: "{actor} removed the webhook to {host}",
    EventKind.WEBHOOK_RESTORED: "{actor} brought the webhook to {host} back",
    EventKind.WEBHOOK_PAUSED: "{actor} had set up the webhook to {host}, which was paused",
    EventKind.WEBHOOK_REDELIVERED: "{actor} sent a message to {host} again",
    EventKind.WEBHOOK_DELIVERY: "{actor} is told of a delivery",
    EventKind.TICKET_RAISED: "{actor} raised the ticket {title}",
    EventKind.TICKET_REPLIED: "{actor} answered on the ticket {title}",
    EventKind.TICKET_ACKNOWLEDGED: "{actor} acknowledged the ticket {title}",
    EventKind.TICKET_STARTED: "{actor} works on the ticket {title}",
    EventKind.TICKET_WAITING: "{actor} waits for an answer on the ticket {title}",
    EventKind.TICKET_RESOLVED: "{actor} resolved the ticket {title}",
    EventKind.TICKET_CLOSED: "{actor} closed the ticket {title}",
    EventKind.TICKET_REOPENED: "{actor} reopened the ticket {title}",
    EventKind.TICKET_CHANGED: "{actor} changed the ticket {title}",
    EventKind.TICKET_RESPONSE_OVERDUE: "{actor} has waited too long for a first answer on the ticket {title}",
    EventKind.TICKET_RESOLUTION_OVERDUE: "{actor} has waited too long for a solution of the ticket {title}",
    EventKind.ARTICLE_WRITTEN: "{actor} wrote the article {title}",
    EventKind.ARTICLE_CHANGED: "{actor} changed the article {title}",
    EventKind.ARTICLE_REMOVED: "{actor} removed the article {title}",
    EventKind.ARTICLE_RESTORED: "{actor} brought the article {title} back",
    EventKind.SUPPORT_HOURS_CHANGED: "{actor} changed when support is open",
}


class Recipient(StrEnum):
    """A party of a lead that is told of an event, unless they did it themselves."""

    MANAGERS = "managers"
    CREATOR = "creator"
    OWNER = "owner"


RECIPIENTS: dict[EventKind, frozenset[Recipient]] = {
    EventKind.LEAD_CREATED: frozenset(),
    EventKind.LEAD_UPDATED: frozenset(),
    EventKind.LEAD_HANDED_OVER: frozenset({Recipient.MANAGERS}),
    EventKind.HANDOVER_ACCEPTED: frozenset({Recipient.CREATOR}),
    EventKind.LEAD_ASSIGNED: frozenset({Recipient.CREATOR, Recipient.OWNER}),
    EventKind.LEAD_RETURNED: frozenset({Recipient.CREATOR}),
    EventKind.LEAD_SENT: frozenset({Recipient.CREATOR}),
    EventKind.LEAD_RECEIVED: frozenset({Recipient.MANAGERS}),
    EventKind.LEAD_SENT_BACK: frozenset(),
    EventKind.LEAD_WITHDRAWN: frozenset(),
    EventKind.TRANSFER_ACCEPTED: frozenset(),
    EventKind.STAGE_MOVED: frozenset(),
    EventKind.LEAD_PARKED: frozenset(),
    EventKind.LEAD_RESUMED: frozenset(),
    EventKind.LEAD_WON: frozenset({Recipient.CREATOR}),
    EventKind.LEAD_CLOSED: frozenset({Recipient.CREATOR}),
    EventKind.LEAD_REOPENED: frozenset({Recipient.CREATOR, Recipient.OWNER}),
    EventKind.NOTE_ADDED: frozenset({Recipient.CREATOR, Recipient.OWNER}),
    EventKind.NOTE_MENTIONED: frozenset(),
    EventKind.FILE_ADDED: frozenset(),
    EventKind.FILE_REMOVED: frozenset(),
    EventKind.HANDOVER_OVERDUE: frozenset({Recipient.MANAGERS}),
    EventKind.BELL_RUNG: frozenset(),
    EventKind.MILESTONE_REACHED: frozenset(),
    EventKind.NEWS_PUBLISHED: frozenset(),
    EventKind.NEWS_CHANGED: frozenset(),
    EventKind.NEWS_REMOVED: frozenset(),
    EventKind.NEWS_RESTORED: frozenset(),
    EventKind.NEWS_COMMENTED: frozenset(),
    EventKind.NOTIFICATIONS_READ: frozenset(),
    EventKind.MAIL_CHANGED: frozenset(),
    EventKind.MAIL_SENT_AGAIN: frozenset(),
    EventKind.SETTINGS_CHANGED: frozenset(),
    EventKind.CONTACT_CREATED: frozenset(),
    EventKind.CONTACT_CHANGED: frozenset(),
    EventKind.CONTACT_MERGED: frozenset(),
    EventKind.CONTACT_PARTED: frozenset(),
    EventKind.CONTACT_ERASED: frozenset(),
    EventKind.PREFERENCES_CHANGED: frozenset(),
    EventKind.PLACE_CHANGED: frozenset(),
    EventKind.ACTIVITY_LOGGED: frozenset(),
    EventKind.ACTIVITY_CHANGED: frozenset(),
    EventKind.ACTIVITY_REMOVED: frozenset(),
    EventKind.ACTIVITY_RESTORED: frozenset(),
    EventKind.TASK_CREATED: frozenset(),
    EventKind.TASK_CHANGED: frozenset(),
    EventKind.TASK_ASSIGNED: frozenset(),
    EventKind.TASK_DONE: frozenset(),
    EventKind.TASK_REOPENED: frozenset(),
    EventKind.TASK_REMOVED: frozenset(),
    EventKind.TASK_RESTORED: frozenset(),
    EventKind.TASK_DUE: frozenset(),
    EventKind.JOB_CHANGED: frozenset(),
    EventKind.LIST_EXPORTED: frozenset(),
    EventKind.LEADS_CHANGED: frozenset(),
    EventKind.LEADS_ASSIGNED: frozenset(),
    EventKind.LEADS_CLOSED: frozenset(),
    EventKind.LEADS_REOPENED: frozenset(),
    EventKind.IMPORT_CHANGED: frozenset(),
    EventKind.IMPORT_DONE: frozenset(),
    EventKind.IMPORT_UNDONE: frozenset(),
    EventKind.GOAL_SET: frozenset(),
    EventKind.GOAL_REMOVED: frozenset(),
    EventKind.GOAL_RESTORED: frozenset(),
    EventKind.GOAL_REACHED: frozenset(),
    EventKind.PASSWORD_RESET_ASKED: frozenset(),
    EventKind.PASSWORD_CHANGED: frozenset(),
    EventKind.PASSKEY_ADDED: frozenset(),
    EventKind.PASSKEY_REMOVED: frozenset(),
    EventKind.PROVIDER_LINKED: frozenset(),
    EventKind.TWO_STEP_ON: frozenset(),
    EventKind.TWO_STEP_OFF: frozenset(),
    EventKind.RECOVERY_CODE_USED: frozenset(),
    EventKind.RECOVERY_CODES_RENEWED: frozenset(),
    EventKind.SESSION_ENDED: frozenset(),
    EventKind.SIGNED_OUT_EVERYWHERE: frozenset(),
    EventKind.USER_INVITED: frozenset(),
    EventKind.INVITATION_WITHDRAWN: frozenset(),
    EventKind.USER_ACCESS_CHANGED: frozenset(),
    EventKind.USER_ACTIVATED: frozenset(),
    EventKind.USER_DEACTIVATED: frozenset(),
    EventKind.USER_ERASED: frozenset(),
    EventKind.ARCHIVE_ASKED: frozenset(),
    EventKind.ARCHIVE_OPENED: frozenset(),
    EventKind.USER_CHANGED: frozenset(),
    EventKind.JOIN_ASKED: frozenset(),
    EventKind.JOIN_DONE: frozenset(),
    EventKind.JOIN_APPROVED: frozenset(),
    EventKind.JOIN_REJECTED: frozenset(),
    EventKind.JOIN_TAKEN_UP: frozenset(),
    EventKind.PROVIDER_JOINED: frozenset(),
    EventKind.PROVIDER_FORGOTTEN: frozenset(),
    EventKind.ORGANIZATION_CHANGED: frozenset(),
    EventKind.ORGANIZATION_ADDED: frozenset(),
    EventKind.SUBSCRIPTION_ENDING: frozenset(),
    EventKind.TWO_STEP_RESET: frozenset(),
    EventKind.WEBHOOK_ADDED: frozenset(),
    EventKind.WEBHOOK_CHANGED: frozenset(),
    EventKind.WEBHOOK_REMOVED: frozenset(),
    EventKind.WEBHOOK_RESTORED: frozenset(),
    EventKind.WEBHOOK_PAUSED: frozenset(),
    EventKind.WEBHOOK_REDELIVERED: frozenset(),
    EventKind.WEBHOOK_DELIVERY: frozenset(),
    EventKind.TICKET_RAISED: frozenset(),
    EventKind.TICKET_REPLIED: frozenset(),
    EventKind.TICKET_ACKNOWLEDGED: frozenset(),
    EventKind.TICKET_STARTED: frozenset(),
    EventKind.TICKET_WAITING: frozenset(),
    EventKind.TICKET_RESOLVED: frozenset(),
    EventKind.TICKET_CLOSED: frozenset(),
    EventKind.TICKET_REOPENED: frozenset(),
    EventKind.TICKET_CHANGED: frozenset(),
    EventKind.TICKET_RESPONSE_OVERDUE: frozenset(),
    EventKind.TICKET_RESOLUTION_OVERDUE: frozenset(),
    EventKind.ARTICLE_WRITTEN: frozenset(),
    EventKind.ARTICLE_CHANGED: frozenset(),
    EventKind.ARTICLE_REMOVED: frozenset(),
    EventKind.ARTICLE_RESTORED: frozenset(),
    EventKind.SUPPORT_HOURS_CHANGED: frozenset(),
}


NOTICES: dict[EventKind, Notice] = {
    EventKind.LEAD_HANDED_OVER: Notice.HANDOVER_WAITING,
    EventKind.HANDOVER_ACCEPTED: Notice.ACCEPTED,
    EventKind.LEAD_ASSIGNED: Notice.ASSIGNED,
    EventKind.LEAD_RETURNED: Notice.RETURNED,
    EventKind.LEAD_SENT: Notice.ASSIGNED,
    EventKind.LEAD_RECEIVED: Notice.HANDOVER_WAITING,
    EventKind.LEAD_SENT_BACK: Notice.RETURNED,
    EventKind.TRANSFER_ACCEPTED: Notice.ACCEPTED,
    EventKind.LEAD_WON: Notice.WON,
    EventKind.LEAD_CLOSED: Notice.WON,
    EventKind.LEAD_REOPENED: Notice.WON,
    EventKind.NOTE_ADDED: Notice.NOTE,
    EventKind.NOTE_MENTIONED: Notice.MENTIONED,
    EventKind.HANDOVER_OVERDUE: Notice.OVERDUE,
    EventKind.BELL_RUNG: Notice.BELL,
    EventKind.MILESTONE_REACHED: Notice.BELL,
    EventKind.NEWS_PUBLISHED: Notice.NEWS,
    EventKind.NEWS_CHANGED: Notice.NEWS,
    EventKind.NEWS_REMOVED: Notice.NEWS,
    EventKind.NEWS_RESTORED: Notice.NEWS,
    EventKind.NEWS_COMMENTED: Notice.NEWS,
    EventKind.TASK_ASSIGNED: Notice.ASSIGNED,
    EventKind.TASK_DUE: Notice.REMINDER,
    EventKind.LEADS_ASSIGNED: Notice.ASSIGNED,
    EventKind.LEADS_CLOSED: Notice.WON,
    EventKind.LEADS_REOPENED: Notice.WON,
    EventKind.IMPORT_DONE: Notice.ASSIGNED,
    EventKind.JOIN_ASKED: Notice.JOINING,
    EventKind.JOIN_DONE: Notice.JOINING,
    EventKind.SUBSCRIPTION_ENDING: Notice.SUBSCRIPTION,
    EventKind.TICKET_RAISED: Notice.SUPPORT,
    EventKind.TICKET_REPLIED: Notice.SUPPORT,
    EventKind.TICKET_ACKNOWLEDGED: Notice.SUPPORT,
    EventKind.TICKET_STARTED: Notice.SUPPORT,
    EventKind.TICKET_WAITING: Notice.SUPPORT,
    EventKind.TICKET_RESOLVED: Notice.SUPPORT,
    EventKind.TICKET_CLOSED: Notice.SUPPORT,
    EventKind.TICKET_REOPENED: Notice.SUPPORT,
    EventKind.TICKET_RESPONSE_OVERDUE: Notice.SUPPORT,
    EventKind.TICKET_RESOLUTION_OVERDUE: Notice.SUPPORT,
}
"""The kinds that people can be told of, and what they choose on their profile to hear of them."""


class FeedKind(StrEnum):
    """The kinds of entries in the Sales Feed (product.md section 8)."""

    CREATED = "created"
    ACCEPTED = "accepted"
    WON = "won"
    BELL = "bell"
    MILESTONE = "milestone"
    TRANSFER = "transfer"


FEED: dict[EventKind, FeedKind] = {
    EventKind.LEAD_CREATED: FeedKind.CREATED,
    EventKind.HANDOVER_ACCEPTED: FeedKind.ACCEPTED,
    EventKind.LEAD_ASSIGNED: FeedKind.ACCEPTED,
    EventKind.LEAD_SENT: FeedKind.TRANSFER,
    EventKind.LEAD_RECEIVED: FeedKind.TRANSFER,
    EventKind.LEAD_WON: FeedKind.WON,
    EventKind.BELL_RUNG: FeedKind.BELL,
    EventKind.MILESTONE_REACHED: FeedKind.MILESTONE,
    EventKind.IMPORT_DONE: FeedKind.CREATED,
    EventKind.GOAL_REACHED: FeedKind.MILESTONE,
}
"""Where the feed shows an event; an acceptance and an assignment only when they completed a handshake, an import only
when it made leads. The rest stays out of it."""


def feed_kind(kind: EventKind, payload: dict) -> FeedKind | None:
    """The kind of entry that an event is in the feed, None for none."""
    if kind == EventKind.LEAD_ASSIGNED and not payload.get("handshake"):
        return None
    if kind == EventKind.HANDOVER_ACCEPTED and payload.get("transfer"):
        return None
    if kind == EventKind.IMPORT_DONE and not payload.get("leads"):
        return None
    return FEED.get(kind)
