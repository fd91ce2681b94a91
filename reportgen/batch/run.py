"""The run: clients are found and chosen, told apart, built, and reported in their own order."""

from __future__ import annotations

import os
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TypeAlias

from reportgen import pipeline
from reportgen.batch.cluster import open_cluster, run_on_cluster
from reportgen.batch.limits import default_jobs
from reportgen.batch.order import Order, Outcome, Outcomes, Task
from reportgen.batch.pool import run_tasks
from reportgen.config.client import ClientConfig
from reportgen.config.load import shared_ids
from reportgen.delivery.canary import foreign_to
from reportgen.errors import ConfigError, Problem, ReportgenError, UsageError, did_you_mean

Say = Callable[[str, str], None]  # a client, and its stage


Found: TypeAlias = "tuple[tuple[Path, ...], tuple[ClientConfig | Outcome, ...]]"
"""The clients' folders, and of each its config or why it has none."""


def find_all(paths: Sequence[Path]) -> Found:
    """Every client found at ``paths``. Raises ConfigError when there is none."""
    folders = pipeline.find_clients(paths)
    return tuple(folders), tuple(_loaded(folders))


def build_all(
    clients: Found,
    order: Order,
    say: Say,
    ended: Callable[[Outcome], None],
    begin: Callable[[Sequence[str], int], None] | None = None,
) -> Outcomes:
    """Build the clients that are ordered; the outcomes in the clients' order, however many workers there are.

    A client of which nothing has changed since it was built keeps its files, unless ``force`` is ordered. ``begin``
    hears which clients are to be built, by how many workers; ``ended`` each outcome as it comes. One client alone is
    built in this process, unless ``jobs`` is given. Raises UsageError when none is chosen.
    """
    folders, found = clients
    chosen = _chosen(found, order)
    looked = {at: _kept(one, order) if isinstance(one, ClientConfig) else one for at, one in chosen.items()}
    outcomes = {at: one for at, one in looked.items() if one is not None}
    for outcome in outcomes.values():
        ended(outcome)
    configs = {at: one for at, one in chosen.items() if isinstance(one, ClientConfig) and at not in outcomes}
    known = [one for one in found if isinstance(one, ClientConfig)]
    with tempfile.TemporaryDirectory(prefix="reportgen-run-", ignore_cleanup_errors=True) as scratch:
        tasks = [_task(at, folders[at], configs[at], known, order, Path(scratch)) for at in configs]
        if order.cluster is not None and tasks:
            secret = [task.client for task in tasks if task.secrets]
            with open_cluster(order.cluster, order.out.absolute(), secret) as cluster:
                if begin is not None:
                    begin([task.client for task in tasks], min(cluster.places, len(tasks)))
                told = run_on_cluster(cluster, tasks, order.timeout, lambda task, text: say(task.client, text))
                outcomes |= _ended(told, order, ended)
        elif len(folders) == 1 and order.jobs is None and tasks:
            outcomes[0] = _alone(configs[0], order, say)
            ended(outcomes[0])
        elif tasks:
            jobs = min(order.jobs or default_jobs(len(tasks)), len(tasks))
            if begin is not None:
                begin([task.client for task in tasks], jobs)
            told = run_tasks(tasks, jobs, order.timeout, lambda task, text: say(task.client, text))
            outcomes |= _ended(told, order, ended)
    return tuple(outcomes[at] for at in sorted(outcomes))


def _ended(told: Iterator[tuple[Task, Outcome]], order: Order, ended: Callable[[Outcome], None]) -> dict[int, Outcome]:
    """The outcomes by the clients' places, each announced as it comes."""
    outcomes: dict[int, Outcome] = {}
    for task, outcome in told:
        outcomes[task.place] = replace(outcome, paths=tuple(_as_typed(path, order) for path in outcome.paths))
        ended(outcomes[task.place])
    return outcomes


def _loaded(folders: Sequence[Path]) -> list[ClientConfig | Outcome]:
    """Each folder's config, or why it has none; an id taken by an earlier folder is refused."""
    found: list[ClientConfig | Outcome] = []
    seen: list[tuple[str, Path]] = []
    for folder in folders:
        try:
            config = pipeline.load_one(folder)
            taken = shared_ids([*seen, (config.id, folder)])
            if taken:
                raise ConfigError(*taken)
        except ReportgenError as error:
            found.append(Outcome(folder.name, error=error))
            continue
        seen.append((config.id, folder))
        found.append(config)
    return found


def _chosen(found: Sequence[ClientConfig | Outcome], order: Order) -> dict[int, ClientConfig | Outcome]:
    """The clients that --only, --except and --tag leave, by place; a folder without a config by its name."""
    ids = {at: one.id if isinstance(one, ClientConfig) else one.client for at, one in enumerate(found)}
    for option, named in (("--only", order.only), ("--except", order.without)):
        unknown = [name for name in named if name not in ids.values()]
        if unknown:
            hint = did_you_mean(unknown[0], list(ids.values()))
            raise UsageError(Problem(f"{option}: no client has the id '{unknown[0]}'", todo=hint))
    chosen = {
        at: one
        for at, one in enumerate(found)
        if (not order.only or ids[at] in order.only)
        and ids[at] not in order.without
        and (not order.tags or (isinstance(one, ClientConfig) and set(order.tags) & set(one.tags)))
    }
    if not chosen:
        tags = sorted({tag for one in found if isinstance(one, ClientConfig) for tag in one.tags})
        raise UsageError(
            Problem("no client is left to build", todo=f"tags that there are: {', '.join(tags) or 'none'}")
        )
    return chosen


def _task(
    at: int, folder: Path, config: ClientConfig, known: Sequence[ClientConfig], order: Order, scratch: Path
) -> Task:
    connections = [source.connection for source in config.sources if source.connection is not None]
    names = [secret.name for secret in connections if secret.name is not None]
    return Task(
        place=at,
        client=config.id,
        folder=folder,
        period=order.period,
        today=order.day_in(config.timezone),
        formats=order.formats,
        baselines=order.baselines,
        out=order.out.absolute(),
        home=scratch / f"{at:05}",
        final=order.final,
        fresh=order.force,
        foreign=foreign_to(config, known),
        network=bool(connections),
        secrets=_values(names),
    )


def _values(names: Sequence[str]) -> dict[str, str]:
    return {name: os.environ[name] for name in names if name in os.environ}


def _question(config: ClientConfig, order: Order) -> pipeline.Question:
    return pipeline.Question(period=order.period, today=order.day_in(config.timezone), baselines=order.baselines)


def _kept(config: ClientConfig, order: Order) -> Outcome | None:
    """The client's earlier files, where a build would give the same."""
    begun = time.monotonic()
    paths = None if order.force else pipeline.kept(config, _question(config, order), order.formats, order.out)
    return None if paths is None else Outcome(config.id, paths, seconds=time.monotonic() - begun, unchanged=True)


def _alone(config: ClientConfig, order: Order, say: Say) -> Outcome:
    """One client in this process: no worker to start, nobody to be kept apart from."""
    begun = time.monotonic()
    question = _question(config, order)
    try:
        paths = pipeline.build(
            config,
            question,
            order.formats,
            order.out,
            final=order.final,
            fresh=order.force,
            say=lambda text: say(config.id, text),
        )
    except ReportgenError as error:
        return Outcome(config.id, error=error, seconds=time.monotonic() - begun)
    return Outcome(config.id, paths, seconds=time.monotonic() - begun)


def _as_typed(path: Path, order: Order) -> Path:
    """A published path below --out as it was typed."""
    return order.out / path.relative_to(order.out.absolute())
