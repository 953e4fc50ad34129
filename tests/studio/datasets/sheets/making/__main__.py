"""Write sheets of seeds from SEED on, what is known of them, and how they look clean: SEED COUNT FOLDER."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import cv2

from tests.studio.datasets.sheets.making.sheets import given_quads, sheet


def main(seed: int, count: int, folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for number in range(seed, seed + count):
        made = sheet(number)
        for name, picture in (("", made.pixels), ("_clean", made.clean)):
            cv2.imwrite(str(folder / f"sheet_{number:04}{name}.png"), cv2.cvtColor(picture, cv2.COLOR_RGB2BGR))
        truth = {
            "figures": made.boxes(), "labels": [label._asdict() for label in given_quads(made)],
            "degrees": made.degrees, "grid": (made.rows, made.columns), "ground": made.ground, "rules": made.rules,
            "kind": made.figures, "crowded": made.crowded,
        }  # fmt: skip
        (folder / f"sheet_{number:04}.json").write_text(json.dumps(truth, indent=1), "utf-8")
        print(f"sheet {number}: {truth['kind']} on {made.ground}, {made.rows} x {made.columns}, rules {made.rules}")


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]), Path(sys.argv[3]))
