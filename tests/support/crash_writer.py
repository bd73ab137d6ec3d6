"""Captures leads, 200 at a time, and says each one's id once it is committed: to be killed in the middle.

python -m tests.support.crash_writer <database url> <session secret>
"""

import asyncio
import os
import sys
from itertools import count
from uuid import uuid4

from leadx_app.db import Database
from leadx_app.domain.accounts import Credential, hash_secret
from leadx_app.domain.leads.capture import capture
from tests.cast import a_draft

AT_ONCE = 200
ENOUGH = 20_000


async def write(database: Database, who: Credential, numbers: "count[int]") -> None:
    """One person who makes lead after lead."""
    while (number := next(numbers)) < ENOUGH:
        draft = a_draft(
            draft_id=uuid4(),
            title=f"Lead {number}",
            company_name=f"Company {number}",
            person_name=f"Person {number}",
            tags=[f"tag {number}", "common"],
            hand_over=True,
        )
        captured = await database.act_async(who, capture, draft)
        os.write(1, f"{captured.lead_id}\n".encode())


async def main(url: str, secret: str) -> None:
    """Let 200 people write at once."""
    database, numbers = Database(url), count()
    who = Credential(session_hash=hash_secret(secret))
    await asyncio.gather(*(write(database, who, numbers) for _ in range(AT_ONCE)))


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1], sys.argv[2]))
