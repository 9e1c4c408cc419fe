"""Clean a column of a pandas table, missing values included.

    python examples/pandas_column.py examples/data/table.csv clean.csv

The column `body` may hold HTML, flattened texts, or nothing. The table gets the columns `title`, `text`, `date` and
`reason`:
None for an article, else why a row is none.
"""

from __future__ import annotations

import sys

import pandas

from cleaners import Cleaner


def with_articles(table: pandas.DataFrame) -> pandas.DataFrame:
    """The table with the columns of its articles; its index stays."""
    articles = list(Cleaner().many(table["body"], processes=2))
    return table.assign(
        title=[article.title for article in articles],
        text=[article.text for article in articles],
        date=[article.date_published for article in articles],
        reason=[article.reason for article in articles],
    )


if __name__ == "__main__":
    source, target = sys.argv[1:]
    cleaned = with_articles(pandas.read_csv(source))
    cleaned.drop(columns="body").to_csv(target, index=False)
    print(cleaned["reason"].fillna("article").value_counts().to_string())
