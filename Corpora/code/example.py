"""Plan which books a mobile library should carry on its next round."""

from __future__ import annotations

import argparse
import csv
from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Iterable, Iterator


@dataclass(frozen=True)
class Loan:
    reader: str
    title: str
    village: str
    lent_on: date
    returned_on: date | None = None

    @property
    def is_open(self) -> bool:
        return self.returned_on is None

    def days_out(self, today: date) -> int:
        end = self.returned_on or today
        return (end - self.lent_on).days


def read_loans(path: Path) -> Iterator[Loan]:
    """Yield one loan per row; an empty last column means "not back yet"."""
    with path.open(newline="", encoding="utf-8") as handle:
        for number, row in enumerate(csv.DictReader(handle), start=2):
            try:
                returned = row["returned_on"].strip()
                yield Loan(
                    reader=row["reader"],
                    title=row["title"],
                    village=row["village"],
                    lent_on=date.fromisoformat(row["lent_on"]),
                    returned_on=date.fromisoformat(returned) if returned else None,
                )
            except (KeyError, ValueError) as error:
                raise SystemExit(f"{path}:{number}: {error}") from error


def overdue(loans: Iterable[Loan], today: date, limit: timedelta) -> list[Loan]:
    late = [loan for loan in loans if loan.is_open and today - loan.lent_on > limit]
    return sorted(late, key=lambda loan: loan.lent_on)


def popular_by_village(loans: Iterable[Loan], top: int = 3) -> dict[str, list[str]]:
    counts: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for loan in loans:
        counts[loan.village][loan.title] += 1
    return {
        village: [title for title, _ in titles.most_common(top)]
        for village, titles in sorted(counts.items())
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("loans", type=Path, help="a CSV file of loans")
    parser.add_argument("--days", type=int, default=21, help="length of a loan")
    arguments = parser.parse_args()

    loans = list(read_loans(arguments.loans))
    today = date.today()

    for village, titles in popular_by_village(loans).items():
        print(f"{village:<16} {', '.join(titles)}")

    late = overdue(loans, today, timedelta(days=arguments.days))
    if late:
        print(f"\n{len(late)} books are overdue:")
        for loan in late:
            print(f"  {loan.title} ({loan.reader}, {loan.days_out(today)} days)")


if __name__ == "__main__":
    main()
