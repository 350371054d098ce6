"""Wait for something that may never end, but not for longer than that."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import TypeVar

T = TypeVar("T")


def within(seconds: float, call: Callable[[], T]) -> T:
    """What `call` gives. Raises what it raises, `TimeoutError` when it takes longer.

    It then goes on in a thread that does not keep the program from ending.
    """
    answer: list[T] = []
    failed: list[Exception] = []

    def work() -> None:
        try:
            answer.append(call())
        except Exception as error:  # handed over to whoever waits
            failed.append(error)

    worker = threading.Thread(target=work, daemon=True)
    worker.start()
    worker.join(seconds)
    if failed:
        raise failed[0]
    if not answer:
        raise TimeoutError
    return answer[0]
