"""Signing in with an account of a customer's OpenID provider (product.md section 4)."""

from .choices import ProviderChoice, providers_at_sign_in, providers_of_email
from .coming_in import NotLetIn, ShownAccount, Why, account_of
from .flows import LIVES, Provider, begin_flow, slug_of_provider, take_flow
from .links import forget_link
from .setting import ROLES, ProviderDraft, set_provider

__all__ = [
    "LIVES",
    "ROLES",
    "NotLetIn",
    "Provider",
    "ProviderChoice",
    "ProviderDraft",
    "ShownAccount",
    "Why",
    "account_of",
    "begin_flow",
    "forget_link",
    "providers_at_sign_in",
    "providers_of_email",
    "set_provider",
    "slug_of_provider",
    "take_flow",
]
