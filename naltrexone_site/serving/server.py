"""granian as the production server: `python -m naltrexone_site.serving.server HOST PORT WORKERS CONNECTIONS`

Four things are ours. A worker answers as answering.py says. Who waits to be taken waits for whichever process is that
worker by then, so that at a reload nobody is lost. A worker that goes says so in its last answers. And the site stays,
however often a worker ends. All reach into granian, which the lock file holds fast.
"""

import multiprocessing
import os
import signal
import socket
import sys
import time
import traceback
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path
from threading import Event, Thread
from typing import Any

from granian.constants import HTTPModes, Interfaces
from granian.http import HTTP1Settings
from granian.log import LogLevels, logger
from granian.net import SocketHolder, SocketSpec  # type: ignore[attr-defined]
from granian.server import mp

APPLICATION = "naltrexone_site.wsgi:application"
BODIES_MAX = 256  # on their way, in each worker; each has a thread until its client ends, for granian ends no read
HEAD_MAX = 65_536  # bytes of a first line and headers, read in steps that double; more is answered with 431
COMING_UP = 30  # seconds in which a new worker has to come up
PAUSE = 1.0  # seconds between two workers that both did not
FOR_EVER = 10**9  # seconds: a thread that ended would take its place with it
HEARD = 2  # seconds in which every worker has heard that it takes nobody any more
LAST_WORDS = 0.5  # seconds between that and the end of the worker, in which each answer ends its connection
PROVEN = 5.5  # seconds, after which the site has worked and is not given up
GOING = 2  # seconds in which an old worker has to end
LOG = {"formatters": {name: {"()": "naltrexone_site.logs.OneLine"} for name in ("generic", "access")}}  # as our own
going = Event()  # in a worker: it takes nobody any more
queues: list[tuple[SocketHolder, socket.socket]] = []  # one of each worker; the same, as granian and Python know it


class Signs:
    """Between the server and one worker. No signals: one that comes to a busy worker may wait for the next."""

    def __init__(self) -> None:
        self.take_nobody = multiprocessing.Semaphore(0)
        self.heard = multiprocessing.Semaphore(0)
        self.all_heard = multiprocessing.Semaphore(0)


class Worker(mp.WorkerProcess):
    def _spawn(self, target: Callable[..., None], args: tuple[Any, ...]) -> None:
        self.signs = Signs()
        super()._spawn(_telling, (self.signs, target, *args))  # type: ignore[no-untyped-call]

    def terminate(self) -> None:
        """At a reload it takes nobody new first; whoever it took last has said by then what they ask for."""
        if not self.parent.interrupt_signal:
            let_go([self])
        super().terminate()  # type: ignore[no-untyped-call]


class Server(mp.MPServer):
    """Opens a queue for each worker, which stays when its worker goes. On Linux granian's would go with the worker, and
    who waited in it with them."""

    newest_up = multiprocessing.Event()  # set by the worker that began last; only where it is forked is it shared

    def _init_shared_socket(self) -> None:
        self.blocking_threads_idle_timeout = FOR_EVER  # more than granian takes as an argument
        self.began = time.monotonic()
        spec = SocketSpec(self.bind_addr, self.bind_port, self.backlog)
        for _ in range(self.workers):
            built = spec.build()
            queue = socket.socket(fileno=built.get_fd())
            queue.set_inheritable(True)
            queue.listen(self.backlog)
            queues.append((built, queue))

    def _spawn_worker(self, idx: int, *args: Any, **named: Any) -> mp.WorkerProcess:
        self._shd, self._sso = queues[idx]  # type: ignore[assignment]
        return super()._spawn_worker(idx, *args, **named)

    def _respawn_workers(self, workers: list[int], target: Any, loader: Any, delay: float = 0) -> None:
        """Also who died while granian copied the list of the dead and cleared it, and stands on neither."""
        died = [idx for idx, worker in enumerate(self.wrks) if not worker.inner.is_alive() and idx not in workers]
        for idx in [*workers, *died]:
            if not self.interrupt_signal:
                self._replace(idx, target, loader, reload=delay > 0)

    def _replace(self, idx: int, target: Any, loader: Any, *, reload: bool) -> None:
        """An old worker goes when the new one is up. At a reload that never is, it stays; else, however often one ends,
        another comes: granian gives up, and the site with it, where it is twice within 5.5 s, which is right only at
        the beginning, when the site may never have worked."""
        old = self.wrks[idx]
        Server.newest_up = multiprocessing.Event()
        new = self._spawn_worker(idx, target, loader)
        new.interrupt_by_parent = reload  # so that its end is not one that calls for another
        new.start()  # type: ignore[no-untyped-call]
        came = self._comes_up(new)
        if reload and not came:
            new.kill()  # type: ignore[no-untyped-call]
            logger.error("The new worker does not start. The old one stays.")
            return
        new.interrupt_by_parent = False
        self.wrks[idx] = new
        old.terminate()  # type: ignore[no-untyped-call]
        old.join(GOING)  # type: ignore[no-untyped-call]
        if old.inner.is_alive():
            old.kill()  # type: ignore[no-untyped-call]
        self.respawned_wrks.clear()
        if time.monotonic() - self.began < PROVEN:
            self.respawned_wrks[idx] = time.monotonic()
        elif not came:
            self._waits(PAUSE, lambda: False)
        if reload and not new.inner.is_alive():  # it ended while its end did not count
            self.interrupt_children.append(idx)
            self.main_loop_interrupt.set()

    def _stop_workers(self) -> None:
        """The queues end with the last process that knows them, so nobody more is let in; and whoever is in asks no
        second time, for their next answer says that it is the last."""
        if self.interrupt_signal:
            for _, queue in queues:
                with suppress(OSError):  # granian has closed the last one
                    queue.close()
            let_go(self.wrks)  # type: ignore[arg-type]  # each is a Worker, below
        super()._stop_workers()  # type: ignore[no-untyped-call]

    def _comes_up(self, new: mp.WorkerProcess) -> bool:
        self._waits(COMING_UP, lambda: self.newest_up.is_set() or not new.inner.is_alive())
        return new.inner.is_alive() and (self.newest_up.is_set() or multiprocessing.get_start_method() != "fork")

    def _waits(self, seconds: float, ended: Callable[[], bool]) -> None:
        """No longer than until the server is told to stop."""
        end = time.monotonic() + seconds
        while time.monotonic() < end and not ended() and not self.interrupt_signal:
            time.sleep(0.02)


def let_go(workers: Sequence[Worker]) -> None:
    """None tells its readers to come anew before all have heard: who comes then finds no queue, or a successor's."""
    alive = [worker.signs for worker in workers if worker.inner.is_alive()]
    for signs in alive:
        signs.take_nobody.release()
    end = time.monotonic() + HEARD
    for signs in alive:
        signs.heard.acquire(timeout=max(0, end - time.monotonic()))
    for signs in alive:
        signs.all_heard.release()
    if alive:
        time.sleep(LAST_WORDS)


def _telling(signs: Signs, target: Callable[..., None], *args: Any) -> None:
    """In a worker: says in one line why it ends. Until it is up nobody has asked it anything, so that the words of what
    went wrong quote no reader. Ctrl-C comes to all at once and is for the server alone, which tells the others."""
    signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    Thread(target=take_nobody, args=(signs,), daemon=True).start()
    try:
        target(*args)
    except (Exception, SystemExit) as error:
        if isinstance(error, SystemExit) and not isinstance(error.code, str):
            raise
        frames = traceback.extract_tb(error.__traceback__)
        place = [frame for frame in frames if not frame.filename.startswith("<")][-1]  # <frozen os>
        words = "" if Server.newest_up.is_set() else " ".join(f": {error}".split())
        said = f"A worker failed: {type(error).__name__}{words} in {place.filename}, line {place.lineno}"
        logger.error(said, extra={"event": "worker-failed"})
        sys.exit(1)


def take_nobody(signs: Signs) -> None:
    """In a worker, once it is told: puts a queue to which nobody comes in the place of the one that its successor takes
    from."""
    signs.take_nobody.acquire()
    with socket.create_server(("127.0.0.1", 0), backlog=1) as nothing:
        nothing.setblocking(False)
        for _, queue in queues:
            os.dup2(nothing.fileno(), queue.fileno())
    signs.heard.release()
    signs.all_heard.acquire(timeout=HEARD)
    going.set()


def _answering(pages: Any, *_options: object) -> Any:
    """In a worker, in place of granian's own call of an application."""
    from naltrexone_site.serving.answering import answering

    answer = answering(pages, going, BODIES_MAX)
    Server.newest_up.set()
    return answer


mp._wsgi_call_wrap = _answering  # type: ignore[attr-defined, assignment]
mp.WorkerProcess = Worker  # type: ignore[misc]  # here, so that a worker which is spawned and not forked has it too


def main(host: str, port: str, workers: str, connections: str) -> None:
    Server(
        APPLICATION,
        address=host,
        port=int(port),
        interface=Interfaces.WSGI,
        workers=int(workers),
        blocking_threads=BODIES_MAX + 1,
        backpressure=int(connections),
        websockets=False,
        http=HTTPModes.http1,
        http1_settings=HTTP1Settings(max_buffer_size=HEAD_MAX),
        workers_kill_timeout=GOING,
        respawn_failed_workers=True,
        log_level=LogLevels.error,
        log_dictconfig=LOG,
        working_dir=Path(__file__).parents[2],
    ).serve()


if __name__ == "__main__":
    main(*sys.argv[1:])
