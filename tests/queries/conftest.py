"""The databases of the domain suite serve the queries too."""

from tests.domain.conftest import cast, home, session, stage_of_cast

__all__ = ["cast", "home", "session", "stage_of_cast"]
