"""A server of reference rates of our own on the loopback, in the documented shape of the central bank's."""

from dataclasses import dataclass

from tests.support.loopback import Answer, LoopbackServer

DAILY = b"""<?xml version="1.0" encoding="UTF-8"?>
<gesmes:Envelope xmlns:gesmes="http://www.gesmes.org/xml/2002-08-01" xmlns="http://www.ecb.int/vocabulary/2002-08-01/eurofxref">
\t<gesmes:subject>Reference rates</gesmes:subject>
\t<gesmes:Sender>
\t\t<gesmes:name>European Central Bank</gesmes:name>
\t</gesmes:Sender>
\t<Cube>
\t\t<Cube time='2026-11-27'>
\t\t\t<Cube currency='USD' rate='1.0823'/>
\t\t\t<Cube currency='SEK' rate='10.9530'/>
\t\t\t<Cube currency='NOK' rate='11.7605'/>
\t\t</Cube>
\t</Cube>
</gesmes:Envelope>
"""


@dataclass
class RateServer(LoopbackServer):
    """The server; `answer` is what it says whatever it is asked."""

    answer: Answer = (200, {"Content-Type": "text/xml"}, DAILY)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}/stats/eurofxref/eurofxref-daily.xml"

    def _answer_to(self, path: str) -> Answer:
        return self.answer
