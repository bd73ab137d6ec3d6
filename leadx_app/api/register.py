"""The public register of companies over REST: the same look-up as in the forms."""

from typing import Annotated

from fastapi import APIRouter, Query

from leadx_app.api.door import Door, Who
from leadx_app.domain.ports import RegisteredCompany
from leadx_app.register import look_up

router = APIRouter(prefix="/api/v1/register", tags=["contacts"], route_class=Door)


@router.get("/companies")
async def list_registered_companies(
    who: Who,
    search: Annotated[str, Query(max_length=200, description="Part of a name, from three letters on, or a number.")],
) -> list[RegisteredCompany]:
    """Companies of the Norwegian register; 503 where it is not configured or does not answer."""
    return await look_up(who, search)
