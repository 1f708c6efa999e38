"""This project beside public tools for Chinese numbers, on the same reports and annotations.

    python tests/benchmarks/peers.py [--environment DIR] [--rounds 3] [--reports DIR] [--gold DIR]

The peers need other versions of things than this project, so they get an environment of their own: a
temporary one, or the folder named with ``--environment``, made where it is not there and kept. They come
from the registry that pip is set to: recognizers-text-number and -number-with-unit (which need emoji <
2), jionlp, cn2an.

Prints two tables. *Agreement*: precision and recall of figures, found by place and value alone, since
the peers have no measure words (``score.py`` matches them; what is optional in the annotations is
neutral); then, of the right ones, the share with the right bound and kind, and the F1 of indicators;
``-`` where a tool has no such thing. The last line asks more of this project: the right unit too. JioNLP
reads sums of money only: its recall is also given of those. cn2an only rewrites numerals as digits: the
digit regex reads the result. *Speed*: characters a second on one core, as a ratio to Recognizers-Text's
number model, in rounds that take the tools in turn, each with the reports as they are, over and over to
at least 200,000 characters. This project does all that it does with a report, from its bytes to typed
figures and the ledger.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
import venv
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from types import ModuleType
from typing import Any, NamedTuple

from stopwatch import load_score, machine, parser, print_table, processor_seconds, report_files

from orgreports import frames
from orgreports.pipeline import parse
from orgreports.reading import read

PACKAGES = ("emoji<2", "recognizers-text-number", "recognizers-text-number-with-unit", "jionlp", "cn2an")
WORKER = Path(__file__).with_name("peers_worker.py")
OURS = "orgreports"
REFERENCE = "recognizers"
NAMES = {
    OURS: "orgreports",
    "digits": "bare digit regex",
    "recognizers": "Recognizers-Text, numbers",
    "recognizers_all": "Recognizers-Text, numbers and units",
    "jionlp": "JioNLP, money",
    "cn2an": "cn2an and digit regex",
    "cn2an_alone": "cn2an",
}
AT_LEAST = 200_000  # characters in one round
Row = dict[str, Any]


class Peer(NamedTuple):
    """A running peer that answers requests."""

    process: subprocess.Popen[str]

    def ask(self, **request: object) -> Any:
        """The answer to one request; see ``peers_worker.py``."""
        assert self.process.stdin and self.process.stdout
        self.process.stdin.write(json.dumps(request) + "\n")
        self.process.stdin.flush()
        answer = self.process.stdout.readline()
        if not answer:
            sys.exit(f"{self.process.args}: the peer ended; run it alone to see why")
        return json.loads(answer)


def environment(folder: Path) -> Path:
    """The Python of the peers' environment in ``folder``, made and filled where it is not there."""
    python = folder / "bin" / "python"
    if not python.exists():
        venv.create(folder, with_pip=True)
        subprocess.run([python, "-m", "pip", "install", "-q", *PACKAGES], check=True)
    return python


@contextmanager
def running(python: Path, name: str) -> Iterator[Peer]:
    """A peer, ended afterwards."""
    process = subprocess.Popen(
        [str(python), str(WORKER), name],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        encoding="utf-8",
    )
    try:
        yield Peer(process)
    finally:
        process.kill()
        process.wait()


def ours(path: Path) -> list[Row]:
    """The figures of this project, as ``score.py`` reads them."""
    rows = []
    for observation in parse(path).observations:
        row = dict(zip(frames.EXTRACT_COLUMNS, frames.extract_row(observation), strict=True))
        rows.append(row | {"start": observation.start, "end": observation.end, "value": observation.value})
    return rows


def theirs(peer: Peer, path: Path) -> list[Row]:
    """The figures of a peer, with what it knows of them."""
    raw = read(path).raw
    return [
        {"start": start, "end": end, "value": value, "bound": bound, "quote": raw[start:end]}
        for start, end, value, bound in peer.ask(find=raw)
    ]


def agreement(score: ModuleType, gold: dict[str, list[Row]], found: dict[str, list[Row]]) -> dict[str, float]:
    """Precision and recall by place and value, then bound and kind of the right; recall of money apart."""
    count = dict.fromkeys(("gold", "pred", "hit", "bound", "kind", "money", "money_hit"), 0)
    for name, wanted in gold.items():
        pairs, _, extra = score.match(wanted, found[name])
        count["gold"] += sum(not optional(g) for g in wanted)
        count["money"] += sum(not optional(g) and g["unit"] == "元" for g in wanted)
        count["pred"] += sum(not score.indefinite(p) for p in extra) + sum(not optional(g) for g, _ in pairs)
        for g, p in pairs:
            if not optional(g) and score.same_value(g, p):
                count["hit"] += 1
                count["money_hit"] += g["unit"] == "元"
                count["bound"] += g["bound"] == p.get("bound")
                count["kind"] += g["kind"] == p.get("kind") or score.money_rate(g, p)
    return {
        "precision": score.ratio(count["hit"], count["pred"]),
        "recall": score.ratio(count["hit"], count["gold"]),
        "recall of money": score.ratio(count["money_hit"], count["money"]),
        "bound": score.ratio(count["bound"], count["hit"]),
        "kind": score.ratio(count["kind"], count["hit"]),
    }


def optional(row: Row) -> bool:
    """Whether an annotation is neutral, found or not."""
    return str(row.get("optional", "0")) == "1"


def with_units(score: ModuleType, gold: Path, found: dict[str, list[Row]]) -> dict[str, float]:
    """Everything that ``score.py`` says about this project."""
    with tempfile.TemporaryDirectory() as folder:
        for name, rows in found.items():
            lines = [frames.EXTRACT_COLUMNS, *([row[c] for c in frames.EXTRACT_COLUMNS] for row in rows)]
            frames_text = "\n".join(",".join(_cell(cell) for cell in line) for line in lines)
            (Path(folder) / f"{name}.csv").write_text(frames_text, encoding="utf-8")
        _, total = score.score(gold, folder, False)
    result: dict[str, float] = score.figures(total)
    return result


def _cell(value: object) -> str:
    return '"' + str(value).replace('"', '""') + '"'


def print_agreement(
    score: ModuleType, gold_folder: Path, files: Sequence[Path], peers: dict[str, Peer]
) -> None:
    """The first table."""
    gold = {path.stem: score.rows(gold_folder / f"{path.stem}.csv") for path in files}
    mine = {path.stem: ours(path) for path in files}
    strict = with_units(score, gold_folder, mine)
    heads = ("tool", "precision", "recall", "recall of money", "bound", "kind", "indicator F1")
    first = agreement(score, gold, mine)
    table = [(NAMES[OURS], *(f"{first[c]:.3f}" for c in heads[1:6]), f"{strict['indicator_f1']:.3f}")]
    for name, peer in peers.items():
        if name != "cn2an_alone":
            found = agreement(score, gold, {path.stem: theirs(peer, path) for path in files})
            known = heads[1:5] if name == "jionlp" else heads[1:4]
            table.append((NAMES[name], *(f"{found[c]:.3f}" if c in known else "-" for c in heads[1:6]), "-"))
    cells = (f"{strict[c]:.3f}" for c in ("precision", "recall", "bound", "kind", "indicator_f1"))
    precision, recall, *rest = cells
    table.append(("orgreports, the unit right too", precision, recall, "-", *rest))
    print_table(heads, table)


def print_speed(files: Sequence[Path], peers: dict[str, Peer], rounds: int) -> None:
    """The second table."""
    contents = [(path.name, path.read_bytes(), read(path).raw) for path in files]
    times = -(-AT_LEAST // sum(len(raw) for *_, raw in contents))
    batch = contents * times
    texts = [raw for *_, raw in batch]

    def extract() -> None:
        for name, data, _ in batch:
            parse(name, data=data)

    best = dict.fromkeys([OURS, *(name for name in peers if name != "cn2an")], float("inf"))
    for _ in range(rounds):
        for name in best:
            spent = processor_seconds(extract) if name == OURS else peers[name].ask(time=texts)
            best[name] = min(best[name], spent)
    print(f"\n{sum(map(len, texts))} characters a round, best of {rounds}; {machine()}\n")
    print_table(
        ("tool", "speed"), [(NAMES[name], f"{best[REFERENCE] / spent:.2f}") for name, spent in best.items()]
    )


def main() -> None:
    """Print both tables."""
    arguments = parser(__doc__)
    arguments.add_argument("--environment", type=Path, help="of the peers, kept; else a temporary one")
    arguments.add_argument("--rounds", type=int, default=3)
    options = arguments.parse_args()
    score, files = load_score(options.gold), report_files(options.reports)
    with ExitStack() as stack:
        folder = options.environment or Path(stack.enter_context(tempfile.TemporaryDirectory()))
        python = environment(folder)
        peers = {name: stack.enter_context(running(python, name)) for name in NAMES if name != OURS}
        print_agreement(score, options.gold, files, peers)
        print_speed(files, peers, options.rounds)


if __name__ == "__main__":
    main()
