"""What PostgreSQL knows of the sizes of its tables, learnt again while something fills them quickly."""

import time

import sqlalchemy as sa
from sqlalchemy.engine import Engine

LOOK_EVERY_SECONDS = 1.0
MANY_PAGES = 8
"""A table below this size is read whole as quickly as by an index."""


class Growth:
    """Has PostgreSQL learn anew about tables that became twice as large since it last did.

    It plans by what it learnt, and keeps a plan for a table that was empty then: pages would read whole tables until
    its own rounds, a minute apart, come by.
    """

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._look_at = 0.0

    def learn(self) -> list[str]:
        """Returns the tables that were to be learnt about; none when somebody looked a moment ago."""
        if time.monotonic() < self._look_at:
            return []
        self._look_at = time.monotonic() + LOOK_EVERY_SECONDS
        with self._engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            grown = list(connection.scalars(_GROWN, {"pages": MANY_PAGES}))
            for name in grown:
                connection.exec_driver_sql(f'ANALYZE (SKIP_LOCKED) "{name}"')
        return grown


_GROWN = sa.text(
    "SELECT relname FROM pg_class WHERE relkind = 'r' AND relnamespace = current_schema()::regnamespace"
    " AND pg_has_role(relowner, 'USAGE')"
    " AND pg_relation_size(oid) / current_setting('block_size')::int > 2 * relpages + :pages ORDER BY relname"
)
