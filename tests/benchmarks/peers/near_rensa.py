"""rensa: R-MinHash of 128 permutations made in bulk, LSH, first row of each group kept."""

import sys
from itertools import islice

from rensa import RMinHash, RMinHashLSH

from tests.benchmarks.peers.near_texts import THRESHOLD, grams, tell, texts

PERMUTATIONS, BANDS = 128, 16


def main() -> None:
    """Find the rows that repeat one before them."""
    index = RMinHashLSH(threshold=THRESHOLD, num_perm=PERMUTATIONS, num_bands=BANDS)
    kept, dropped, row = {}, [], 0
    every = texts(sys.argv[1])
    while batch := [*islice(every, 1000)]:
        for sketch in RMinHash.from_token_sets([grams(text) for text in batch], PERMUTATIONS, 42):
            if any(sketch.jaccard(kept[other]) >= THRESHOLD for other in index.query(sketch)):
                dropped.append(row)
            else:
                index.insert(row, sketch)
                kept[row] = sketch
            row += 1
    tell(dropped)


if __name__ == "__main__":
    main()
