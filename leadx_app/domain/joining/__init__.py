"""People who register themselves: the setting, their requests, and the Admin's answer (product.md section 4)."""

from .ask import JoinDraft, Newcomer, ask_to_join, confirm_email, newcomer_behind, waiting_with_email
from .decide import approve, reject, take_up_again
from .letters import JoinLetters
from .self_registration import (
    Counter,
    RegistrationDraft,
    counter_behind,
    renew_registration_address,
    set_self_registration,
)

__all__ = [
    "Counter",
    "JoinDraft",
    "JoinLetters",
    "Newcomer",
    "RegistrationDraft",
    "approve",
    "ask_to_join",
    "confirm_email",
    "counter_behind",
    "newcomer_behind",
    "reject",
    "renew_registration_address",
    "set_self_registration",
    "take_up_again",
    "waiting_with_email",
]
