"""Which figures about small groups are not told, so that nobody can subtract them from those that are.

A table of two ways of grouping is a network: everybody flows from the start to a row, from there to a column, and to
the end. What is told is fixed; what is withheld may be anything that keeps the sums. A withheld figure is safe when a
round trip leads through it and through withheld figures only: somebody may be moved along it, and every sum that is
told stays right. Where there is none, the figures on the cheapest round trip are withheld too.

The same pattern protects counts of people and of outcomes, since both keep the same sums. Pure.
"""

from collections import defaultdict, deque
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from heapq import heappop, heappush
from math import inf
from typing import NamedTuple

UNKNOWN = ""
"""The category of who did not tell. Only how many they are in all is told, and that only where it does no harm."""
ANY = "*"
"""Stands for all categories: (ANY, column) and (row, ANY) are the sums at the margins."""

Cell = tuple[str, str]
Node = tuple[str, str]
START: Node = ("start", ANY)
END: Node = ("end", ANY)


class Edge(NamedTuple):
    """People on their way from one node to the next; at least `floor` of them, as everybody may see."""

    cell: Cell
    begin: Node
    end: Node
    people: int
    floor: int


def withheld(people: Mapping[Cell, int], *, smallest: int) -> frozenset[Cell]:
    """Return the cells and margins that must not be told of a table of (row, column): how many people.

    Those are the ones with fewer than `smallest` people, and as many others as it takes: none of them, and no sum of
    them over fewer than `smallest` people, must follow from what is told, which is all the others and the whole. Where
    that can't be had everything is withheld, and not even the categories may be named: of seven people in seven
    categories there is one in each.
    """
    table = _Network(tuple(_edges(people)), smallest)
    while table.withhold_more():
        pass
    return frozenset(table.hidden if table.is_safe() else (edge.cell for edge in table.edges))


def _edges(people: Mapping[Cell, int]) -> Iterable[Edge]:
    rows = {row: sum(n for (r, _), n in people.items() if r == row) for row in sorted({row for row, _ in people})}
    columns = {col: sum(n for (_, c), n in people.items() if c == col) for col in sorted({col for _, col in people})}
    # A category is only listed because somebody belongs to it; a crossing is listed whether or not.
    for row, count in rows.items():
        yield Edge((row, ANY), START, ("row", row), count, 1)
        for column in columns:
            yield Edge((row, column), ("row", row), ("column", column), people.get((row, column), 0), 0)
    for column, count in columns.items():
        yield Edge((ANY, column), ("column", column), END, count, 1)


def _is_count_of_unknown(cell: Cell) -> bool:
    """These tell how many people are in no group, by rows, by columns and by both; nothing else is told of them."""
    return cell in ((UNKNOWN, ANY), (ANY, UNKNOWN), (UNKNOWN, UNKNOWN))


def _is_known_by_half(cell: Cell) -> bool:
    return UNKNOWN in cell and not _is_count_of_unknown(cell)


@dataclass
class _Network:
    edges: tuple[Edge, ...]
    smallest: int
    hidden: set[Cell] = field(default_factory=set)

    def __post_init__(self) -> None:
        for edge in self.edges:
            is_small = edge.people < self.smallest and not _is_count_of_unknown(edge.cell)
            if is_small or _is_known_by_half(edge.cell):
                self.hidden.add(edge.cell)

    def withhold_more(self) -> bool:
        """Withhold what keeps one more figure from being found out; False when there is none."""
        return any(self._protect(edge) or self._widen(edge) for edge in self._at_risk())

    def is_safe(self) -> bool:
        """Tell whether there are enough people at all, and every figure withheld may still be another one."""
        is_enough = sum(edge.people for edge in self.edges if edge.begin == START) >= self.smallest
        return is_enough and all(
            self._cheapest_round_trip(edge) is not None and not self._thin_cut(edge) for edge in self._at_risk()
        )

    def _at_risk(self) -> list[Edge]:
        """Return what is withheld of people whose categories are known; where there is nobody, nobody is told of."""
        return [e for e in self.edges if e.cell in self.hidden and e.people and UNKNOWN not in e.cell]

    def _protect(self, edge: Edge) -> bool:
        new = set(self._cheapest_round_trip(edge) or ()) - self.hidden
        self.hidden |= new
        return bool(new)

    def _widen(self, edge: Edge) -> bool:
        """Where a sum of withheld figures can be found, it must be of enough people."""
        part = self._thin_cut(edge)
        across = [e for e in self.edges if (e.begin in part) != (e.end in part) and e.cell not in self.hidden]
        self.hidden |= {min(across, key=self._cost).cell} if across else set()
        return bool(across)

    def _thin_cut(self, edge: Edge) -> Collection[Node]:
        """Return a part of the network that fewer than `smallest` withheld people leave, this edge's among them, and
        none enter: how many leave it is told by the figures around it. Empty when there is none.

        The thinnest cut lets through as much as the widest flow. What enters would make the cut useless, so it may flow
        back without limit.
        """
        left: dict[Node, dict[Node, float]] = defaultdict(dict)
        for e in self.edges:
            if e.cell in self.hidden:
                left[e.begin][e.end] = e.people
                left[e.end][e.begin] = inf
        flow = 0.0
        while flow < self.smallest:
            came_from = _reached(left, edge.begin)
            if edge.end not in came_from:
                return came_from.keys()
            way = list(_way_back(came_from, edge.end))
            more = min(left[a][b] for a, b in way)
            for a, b in way:
                left[a][b] -= more
                left[b][a] += more
            flow += more
        return ()

    def _cheapest_round_trip(self, edge: Edge) -> list[Cell] | None:
        ways = [self._way(edge.end, edge.begin, without=edge)]
        if edge.people > edge.floor:
            ways.append(self._way(edge.begin, edge.end, without=edge))
        found = [way for way in ways if way is not None]
        return min(found)[1] if found else None

    def _way(self, begin: Node, end: Node, *, without: Edge) -> tuple[int, list[Cell]] | None:
        """Return the cheapest way, with its cost: what is withheld already costs nothing, other people are a loss."""
        waiting: list[tuple[int, Node, list[Cell]]] = [(0, begin, [])]
        seen: set[Node] = set()
        while waiting:
            cost, node, cells = heappop(waiting)
            if node == end:
                return cost, cells
            if node in seen:
                continue
            seen.add(node)
            for edge in self.edges:
                following = None if edge is without else _follows(edge, node)
                if following is not None and following not in seen:
                    heappush(waiting, (cost + self._cost(edge), following, [*cells, edge.cell]))
        return None

    def _cost(self, edge: Edge) -> int:
        return 0 if edge.cell in self.hidden else edge.people + 1


def _follows(edge: Edge, node: Node) -> Node | None:
    """Return where one more person on this edge, or one fewer, leads from a node; None when it does not touch it."""
    if node == edge.begin:
        return edge.end
    return edge.begin if node == edge.end and edge.people > edge.floor else None


def _reached(left: Mapping[Node, Mapping[Node, float]], begin: Node) -> dict[Node, Node]:
    """Return the nodes that something can still flow to, each with the one before it."""
    came_from = {begin: begin}
    waiting = deque([begin])
    while waiting:
        node = waiting.popleft()
        for following, room in left.get(node, {}).items():
            if room > 0 and following not in came_from:
                came_from[following] = node
                waiting.append(following)
    return came_from


def _way_back(came_from: Mapping[Node, Node], node: Node) -> Iterator[tuple[Node, Node]]:
    while came_from[node] != node:
        yield came_from[node], node
        node = came_from[node]
