"""Pages and pictures out of templates, set by Typst.

What is set is data, never markup: a template reads it as JSON and as drawings from `sys.inputs`. Typst sees nothing but
the folder of our own fonts, and no network; the same input gives the same bytes.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from threading import Lock
from typing import Any, Final, TypeVar

import orjson

from nofomo.engine.core.errors import Broken
from nofomo.infra.documents.fonts import FOLDER

T = TypeVar("T")
_PICTURE: Final = b"""#set page(width: auto, height: auto, margin: 0pt, fill: none)
#image(bytes(sys.inputs.svg), format: "svg")
"""
_PX_PER_INCH: Final = 96
_BLANK: Final = b"#set page(width: 1pt, height: 1pt, margin: 0pt)\n"
_AGES: Final = 8
"""Typst remembers for ten documents what it worked out for one, some 25 MB each; blank ones make it forget sooner."""


class Typesetter:
    """Sets one document after the other; Typst is loaded when the first one is asked for.

    `run` is for servers: it keeps all the work on one thread. Typst lets go of the interpreter while it sets, so that
    the event loop goes on meanwhile.
    """

    def __init__(self) -> None:
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="typesetter")
        self._lock = Lock()
        self._compiler: Any = None

    async def run(self, work: Callable[[Typesetter], T]) -> T:
        """The answer of `work`, from our thread: what draws and sets a document, in its turn."""
        try:
            return await asyncio.get_running_loop().run_in_executor(self._thread, work, self)
        finally:
            self._thread.submit(self._forget)

    def page(self, template: bytes, *, data: Mapping[str, Any], at: int) -> bytes:
        """A PDF of the template with `data` as JSON in `sys.inputs.data`; `at` (ms) is its date of creation.

        Raises Broken (`DOCUMENT_BROKEN`) where the template cannot be set.
        """
        return self._compile(template, {"data": orjson.dumps(data).decode()}, format="pdf", timestamp=at // 1000)

    def picture(self, svg: str, *, scale: float) -> bytes:
        """A drawing as PNG, `scale` pixels for each of its px. Raises Broken (`DOCUMENT_BROKEN`)."""
        return self._compile(_PICTURE, {"svg": svg}, format="png", ppi=_PX_PER_INCH * scale)

    def _forget(self) -> None:
        with self._lock:
            if self._compiler is not None:
                for _ in range(_AGES):
                    self._compiler.compile(input=_BLANK, format="svg")

    def _compile(self, source: bytes, inputs: Mapping[str, str], **how: Any) -> bytes:
        import typst  # noqa: PLC0415 - tens of MB that a server which sets nothing need not hold

        with self._lock:
            if self._compiler is None:
                self._compiler = typst.Compiler(root=str(FOLDER), font_paths=[str(FOLDER)], ignore_system_fonts=True)
            try:
                return self._compiler.compile(input=source, sys_inputs=inputs, **how)
            except (RuntimeError, ValueError) as problem:
                raise Broken(f"The document cannot be set: {problem}", code="DOCUMENT_BROKEN") from problem
