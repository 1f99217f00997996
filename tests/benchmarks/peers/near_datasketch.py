"""datasketch: MinHash of 128 permutations made in bulk, LSH, first row of each group kept."""

import sys
from itertools import islice

from datasketch import MinHash, MinHashLSH

from tests.benchmarks.peers.near_texts import THRESHOLD, grams, tell, texts

PERMUTATIONS = 128


def main() -> None:
    """Find the rows that repeat one before them."""
    index = MinHashLSH(threshold=THRESHOLD, num_perm=PERMUTATIONS)
    dropped, row, every = [], 0, texts(sys.argv[1])
    while batch := [*islice(every, 1000)]:
        sets = [[gram.encode() for gram in grams(text)] for text in batch]
        for sketch in MinHash.bulk(sets, num_perm=PERMUTATIONS):
            if index.query(sketch):
                dropped.append(row)
            else:
                index.insert(str(row), sketch)
            row += 1
    tell(dropped)


if __name__ == "__main__":
    main()
