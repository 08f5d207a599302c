"""What a sentence has told so far, for values that have no name of their own."""

from __future__ import annotations

from dataclasses import dataclass, field

from kg.model.mention import Deixis, Mention

Subject = Mention | Deixis | None


@dataclass(frozen=True, slots=True)
class Carried:
    """What one sentence hands to the next: the names of its latest list, its latest name for each unit, and its subject."""

    run: tuple[str, ...] = ()
    topics: tuple[tuple[str, str], ...] = ()
    subject: Subject = None

    def topic(self, unit: str) -> str:
        """The latest name of a value in this unit, or nothing."""
        return dict(self.topics).get(unit, "")


@dataclass
class Memory:
    """What the sentence has told so far.

    `topic` is the latest name, `base` the latest that is no generic rate, `parent` what a list with 其中 divides, `outer` the parent outside of the open bracket, `verb` and
    `population` what the other members of a list share, `shared` the name under a share (医院床位 of 医院占78.8%). `run` are the
    names of the latest list and `run_subjects` its bodies, `clause_run` those of the latest clause, `since_change` those of levels since the latest change, `last_list` the latest list of levels, `pair` what
    前者 and 后者 point to. `old` is set after the first half of 由X到Y. `nth` counts 一个…一个…. `rule` is the frame of the latest list, `whole` the subject before 其中 where `among` is set. `unit` is that of the topic, `base_unit` that of the base, `per_head` the 每千人口 of 按每千人口计. `clause_bodies` are the bodies that the
    clause without values right before began with. `units` are those of `since_change`. `noun_end` is where the noun after the latest value ends.
    `clause` and `listed` hold the clause without values right before.
    """

    subject: Subject = None
    topic: str = ""
    base: str = ""
    parent: str = ""
    outer: str = ""
    verb: str = ""
    population: str = ""
    shared: str = ""
    run: list[str] = field(default_factory=list)
    run_subjects: list[Subject] = field(default_factory=list)
    clause_run: list[str] = field(default_factory=list)
    clause_at: int = -1
    since_change: list[str] = field(default_factory=list)
    last_list: list[str] = field(default_factory=list)
    pair: list[str] = field(default_factory=list)
    old: bool = False
    noun_end: int = 0
    nth: int = 0
    per_head: str = ""
    clause_bodies: list[Subject] = field(default_factory=list)
    unit: str = ""
    rule: str = ""
    whole: Subject = None
    among: bool = False
    base_unit: str = ""
    units: list[str] = field(default_factory=list)
    clause: str = ""
    listed: str = ""

    def latest_list(self, count: int) -> list[str]:
        """The latest names that stand in a list of `count`, or nothing."""
        for run in (self.run, self.clause_run, self.since_change):
            if len(run) == count:
                return list(run)
        return []

    def latest_of(self, unit: str) -> str:
        """The latest level that is counted in this unit, or nothing."""
        told = zip(reversed(self.since_change), reversed(self.units), strict=False)
        return next((name for name, each in told if each == unit), "")

    def latest_alike(self, count: int) -> list[str]:
        """The latest `count` names that are measured in one unit, where no other name of that unit comes before them; else nothing."""
        units = self.units[-len(self.since_change) :] if self.since_change else []
        if len(units) != len(self.since_change) or len(units) < count:
            return []
        alike = units[-count:]
        before = units[: len(units) - count]
        return self.since_change[-count:] if len(set(alike)) == 1 and alike[0] not in before else []

    def pointed_pair(self) -> list[str]:
        """The two names that 前者 and 后者 point to, or nothing; of a longer list the first and the last (前一项, 后一项)."""
        if len(self.last_list) > 2 and set(self.last_list) & {self.topic}:
            return [self.last_list[0], self.last_list[-1]]
        for found in (self.run, self.clause_run, self.since_change[-2:], self.pair):
            if len(found) == 2:
                self.pair = list(found)
                return self.pair
        return []

    def keep(self, named: list[str], rule: str, population: str, unit: str) -> None:
        """Takes in the names of one list of values and their unit."""
        if rule == "change":
            self.since_change, self.units = [], []
        elif rule != "from" and not (named == self.run and len(named) > 1):
            self.since_change = [*self.since_change, *named]
            self.units = [*self.units, *([unit] * len(named))]
        if len(named) > 1 and rule != "change":
            self.last_list = named
        self.run, self.rule = named, rule
        self.old = rule == "from"
        self.topic = named[-1]
        if not named[-1].endswith(("率", "比例", "占比", "比重")):
            self.base, self.base_unit = named[-1], unit
        self.population = population or self.population

    def keep_clause(self, named: list[str], clause: int) -> None:
        """Takes in the names that the clause beginning at `clause` told."""
        if clause != self.clause_at:
            self.clause_run, self.clause_at = [], clause
        self.clause_run = [*self.clause_run, *named]
