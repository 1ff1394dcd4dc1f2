"""Threads that wait for slow things, and that an interrupt need not wait for."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import Executor, Future
from contextlib import suppress
from functools import partial
from queue import Empty, SimpleQueue
from types import TracebackType
from typing import Any, ParamSpec, TypeVar

from generator import children

P = ParamSpec("P")
T = TypeVar("T")


class Threads(Executor):
    """``count`` threads to be used in a ``with`` block; ``told`` is called when that is interrupted.

    An interrupt of the block ends the children of ours that they wait for and drops what has not begun; what they ask
    of a provider is waited for, for it is paid for. A second interrupt does not wait for that either. That is why this
    is no ThreadPoolExecutor: Python waits for those of its threads, whatever happens.
    """

    def __init__(self, count: int, told: Callable[[], None] = lambda: None) -> None:
        self._told = told
        self._calls: SimpleQueue[tuple[Future[Any], Callable[[], Any]] | None] = SimpleQueue()
        self._threads = [
            threading.Thread(target=self._work, name=f"lockstep-{number}", daemon=True) for number in range(count)
        ]
        for thread in self._threads:
            thread.start()

    def submit(self, fn: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> Future[T]:
        """Return the future result of one call."""
        future: Future[T] = Future()
        self._calls.put((future, partial(fn, *args, **kwargs)))
        return future

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:  # noqa: FBT001, FBT002  # Executor's
        """Take no more calls; drop those that have not begun, and wait for the others, where that is asked for."""
        with suppress(Empty):
            while cancel_futures:
                call = self._calls.get_nowait()
                if call is not None:
                    call[0].cancel()
        for _ in self._threads:
            self._calls.put(None)
        for thread in self._threads if wait else ():
            thread.join()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Wait for the threads; end what they wait for first when the block was interrupted."""
        interrupted = kind is not None and issubclass(kind, KeyboardInterrupt)
        try:
            if interrupted:
                self.shutdown(wait=False, cancel_futures=True)
                self._told()
                children.end_all()
            self.shutdown(wait=True, cancel_futures=interrupted)
        except KeyboardInterrupt:
            children.end_all(and_answers=True)
            raise
        finally:
            if interrupted:
                children.may_start()

    def _work(self) -> None:
        while (call := self._calls.get()) is not None:
            future, work = call
            if not future.set_running_or_notify_cancel():
                continue
            try:
                future.set_result(work())
            except BaseException as error:  # noqa: BLE001  # whoever asks for the result is told
                future.set_exception(error)
