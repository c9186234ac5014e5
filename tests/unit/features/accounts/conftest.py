from __future__ import annotations

from collections.abc import AsyncIterator

import pytest_asyncio

from tests.unit.features.accounts.world import World, open_world


@pytest_asyncio.fixture
async def world(database_url: str) -> AsyncIterator[World]:
    opened = await open_world(database_url)
    yield opened
    await opened.close()
