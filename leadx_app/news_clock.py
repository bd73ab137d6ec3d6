"""News comes and goes by the clock: readers are told, and their open pages change."""

from leadx_app.domain.news.publish import due_news, take_turn
from leadx_app.runtime import Runtime


async def turn_news(runtime: Runtime) -> None:
    """A round: show what has come due, hide what is over. Looking costs one read by index."""
    for news_id in await runtime.database.system_async(due_news, writes=False):
        await runtime.database.system_async(take_turn, news_id)
