from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest_asyncio
from tests.support.whole_house import WholeHouse, whole_house


@pytest_asyncio.fixture
async def whole(tmp_path: Path, database_url: str) -> AsyncIterator[WholeHouse]:
    async with whole_house(tmp_path, database_url=database_url) as opened:
        yield opened
