"""What a browser is asked for a passkey, and whether its answer is right (WebAuthn level 3)."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import webauthn
from webauthn.helpers import base64url_to_bytes, bytes_to_base64url
from webauthn.helpers.structs import (
    AuthenticatorSelectionCriteria,
    PublicKeyCredentialDescriptor,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

LONGEST_ANSWER = 20_000
_REQUIRED = UserVerificationRequirement.REQUIRED


class WrongAnswer(Exception):
    """The browser's answer cannot be read, was not asked for here, or is not signed by the passkey."""


@dataclass(frozen=True, slots=True)
class Made:
    """A passkey that a browser has just made; both texts are base64url."""

    credential_id: str
    public_key: str
    sign_count: int


class Ceremonies:
    """For the host that passkeys are made for and the exact origins of the pages that ask for them.

    The device always asks who holds it, by finger, face or code: so a passkey is two steps in one.
    """

    def __init__(self, host: str, origins: Sequence[str]) -> None:
        self._host, self._origins = host, list(origins)

    def ask_for_new(self, user_id: UUID, email: str, name: str, known: Sequence[str]) -> tuple[str, dict[str, Any]]:
        """The challenge, and what `navigator.credentials.create` gets; `known` passkeys are not made twice."""
        options = webauthn.generate_registration_options(
            rp_id=self._host,
            rp_name="LeadX",
            user_id=user_id.bytes,
            user_name=email,
            user_display_name=name,
            authenticator_selection=AuthenticatorSelectionCriteria(
                resident_key=ResidentKeyRequirement.REQUIRED, user_verification=_REQUIRED
            ),
            exclude_credentials=[PublicKeyCredentialDescriptor(id=base64url_to_bytes(one)) for one in known],
        )
        return bytes_to_base64url(options.challenge), json.loads(webauthn.options_to_json(options))

    def ask_for_known(self) -> tuple[str, dict[str, Any]]:
        """The challenge, and what `navigator.credentials.get` gets: any passkey that was made here."""
        options = webauthn.generate_authentication_options(rp_id=self._host, user_verification=_REQUIRED)
        return bytes_to_base64url(options.challenge), json.loads(webauthn.options_to_json(options))

    def made(self, answer: dict[str, Any], challenge: str) -> Made:
        """The passkey of an answer to `ask_for_new`.

        Raises:
            WrongAnswer: anything else.
        """
        try:
            verified = webauthn.verify_registration_response(
                credential=answer,
                expected_challenge=base64url_to_bytes(challenge),
                expected_rp_id=self._host,
                expected_origin=self._origins,
                require_user_verification=True,
            )
        except Exception as error:  # The parsers of CBOR and of keys raise nearly anything.
            raise WrongAnswer from error
        key = bytes_to_base64url(verified.credential_public_key)
        return Made(bytes_to_base64url(verified.credential_id), key, verified.sign_count)

    def used(self, answer: dict[str, Any], challenge: str, public_key: str, sign_count: int) -> int:
        """How often the passkey of an answer to `ask_for_known` says that it was used.

        Raises:
            WrongAnswer: anything else, and a passkey that counts backwards, as a copy would.
        """
        try:
            verified = webauthn.verify_authentication_response(
                credential=answer,
                expected_challenge=base64url_to_bytes(challenge),
                expected_rp_id=self._host,
                expected_origin=self._origins,
                credential_public_key=base64url_to_bytes(public_key),
                credential_current_sign_count=sign_count,
                require_user_verification=True,
            )
        except Exception as error:
            raise WrongAnswer from error
        return verified.new_sign_count


def challenge_of(answer: dict[str, Any]) -> str:
    """The challenge that an answer says it answers.

    Raises:
        WrongAnswer: it says none.
    """
    try:
        said = json.loads(base64url_to_bytes(answer["response"]["clientDataJSON"]))
        challenge = said["challenge"]
    except Exception as error:
        raise WrongAnswer from error
    if not isinstance(challenge, str):
        raise WrongAnswer
    return challenge
