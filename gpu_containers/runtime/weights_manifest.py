"""Writes the manifest of a model's folder: `python -m gpu_containers.runtime.weights_manifest FOLDER --licence …`."""

import argparse
from pathlib import Path

from gpu_containers.runtime.weights import MANIFEST, Entry, Manifest, files_below, read_manifest, sha256_of


def write_manifest(folder: Path, name: str, licence: str, source: str = "") -> Manifest:
    """Of every file below `folder`; raises `WeightsError` for one that a loader of ours would refuse."""
    files = {
        path: Entry(bytes=(folder / path).stat().st_size, sha256=sha256_of(folder / path))
        for path in files_below(name, folder)
    }
    text = Manifest(name=name, licence=licence, source=source, files=files).model_dump_json(indent=2)
    manifest = read_manifest(name, text.encode())
    (folder / MANIFEST).write_text(text + "\n")
    return manifest


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m gpu_containers.runtime.weights_manifest", description=__doc__)
    parser.add_argument("folder", type=Path, help="the model's folder, named as the engine or model is")
    parser.add_argument("--licence", required=True, help="of the weights, for example Apache-2.0")
    parser.add_argument("--source", default="", help="where they come from")
    options = parser.parse_args()
    manifest = write_manifest(options.folder, options.folder.resolve().name, options.licence, options.source)
    print(f"{len(manifest.files)} files, {manifest.bytes:,} bytes: {options.folder / MANIFEST}")


if __name__ == "__main__":
    main()
