"""Hands leads over and sends the mails about them at the same time, saying each lead's id once it is committed.

python -m tests.support.mail_writer <database url> <port of the mail server> <data folder> <session secret>
"""

import asyncio
import os
import sys
from pathlib import Path

from leadx_app.config import Settings
from leadx_app.domain.accounts import Credential, hash_secret
from leadx_app.domain.leads.capture import capture
from leadx_app.mail import delivery
from leadx_app.rounds import Round, go_round
from leadx_app.runtime import Runtime
from tests.cast import a_draft

ENOUGH = 5_000


async def act(runtime: Runtime, who: Credential) -> None:
    """Hand over lead after lead."""
    for number in range(ENOUGH):
        captured = await runtime.database.act_async(who, capture, a_draft(title=f"Lead {number}", hand_over=True))
        os.write(1, f"{captured.lead_id}\n".encode())


async def main(url: str, port: int, folder: Path, secret: str) -> None:
    """Do both until somebody ends the process."""
    mail = {"smtp_host": "127.0.0.1", "smtp_port": port, "smtp_security": "none", "mail_from": "leadx@nordlys.example"}
    runtime = Runtime(Settings(data=folder, database_url=url, mail_digest_seconds=0, mail_reserved=True, **mail))
    rounds = [Round("mail", 0.01, work) for work in (delivery.write_letters, *[delivery.send_mails] * delivery.LINES)]
    who = Credential(session_hash=hash_secret(secret))
    await asyncio.gather(act(runtime, who), *(go_round(each, runtime) for each in rounds))


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1], int(sys.argv[2]), Path(sys.argv[3]), sys.argv[4]))
