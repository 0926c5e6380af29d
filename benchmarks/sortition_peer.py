"""Run sortition-algorithms on one data set: started by sortition.py with the interpreter of its own environment.

Prints JSON: seconds of its search for a distribution (reading left out), everybody's chance, panels.
"""

import json
import sys
import tempfile
import time
from pathlib import Path

from sortition_algorithms import CSVFileDataSource, SelectionData, Settings, committee_generation


def load(pool: Path, targets: Path, size: int):
    """Return features and people as the peer reads them; it wants feature,value,min,max as header."""
    id_column = pool.open(encoding="utf-8-sig").readline().split(",")[0].strip()
    lines = targets.read_text(encoding="utf-8-sig").splitlines()
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / "features.csv"
        copy.write_text("\n".join(["feature,value,min,max", *lines[1:]]) + "\n")
        nowhere = Path(folder) / "unused.csv"
        source = CSVFileDataSource(
            features_file=copy,
            people_file=pool,
            already_selected_file=None,
            selected_file=nowhere,
            remaining_file=nowhere,
        )
        data = SelectionData(source)
        features, _ = data.load_features(number_to_select=size)
        people, _ = data.load_people(Settings(id_column=id_column, columns_to_keep=[]), features)
    return features, people


def main(pool: str, targets: str, size: str, method: str, backend: str) -> None:
    features, people = load(Path(pool), Path(targets), int(size))
    search = getattr(committee_generation, f"find_distribution_{method}")
    began, cpu = time.perf_counter(), time.process_time()
    panels, masses, _ = search(features, people, int(size), [], solver_backend=backend)
    seconds, cpu = time.perf_counter() - began, time.process_time() - cpu
    chances: dict[str, float] = {}
    for panel, mass in zip(panels, masses, strict=True):
        for person in panel:
            chances[str(person)] = chances.get(str(person), 0.0) + mass
    everybody = sorted(chances.get(str(person), 0.0) for person in people)
    json.dump({"seconds": seconds, "cpu": cpu, "chances": everybody, "panels": len(panels)}, sys.stdout)


if __name__ == "__main__":
    main(*sys.argv[1:])
