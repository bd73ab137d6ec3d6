"""Looking companies up in the public register: who may, how often, and what; for the pages and the API alike."""

from leadx_app.domain.accounts import Credential
from leadx_app.domain.contacts.register import may_look_up, read_look_up
from leadx_app.domain.ports import RegisteredCompany, RegisterUnavailable
from leadx_app.runtime import get_runtime
from leadx_app.throttle import Throttle

per_person = Throttle(per_second=1, burst=30)
everybody = Throttle(per_second=20, burst=100)


async def look_up(who: Credential, text: str) -> list[RegisteredCompany]:
    """Companies by a part of their name, or the one with a number, deleted or not; [] for too little text.

    Raises:
        NotPermitted: a role that writes no contacts.
        Invalid: a number whose check digit is wrong.
        TooMany: so often in so short a time.
        RegisterUnavailable: not configured, or it does not answer.
    """
    user_id = await get_runtime().database.read_async(who, may_look_up)
    wanted = read_look_up(text)
    registry = get_runtime().registry
    if registry is None:
        raise RegisterUnavailable()
    if not wanted.number and not wanted.words:
        return []
    per_person.take(str(user_id))
    everybody.take("")
    if wanted.words:
        return await registry.search(wanted.words)
    company = await registry.find(wanted.number)
    return [company] if company else []
