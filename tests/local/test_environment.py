"""How .venv comes about, without installing anything."""

from pathlib import Path

from local import environment


def test_an_interrupted_installation_is_begun_anew(tmp_path: Path) -> None:
    venv = tmp_path / "venv"
    environment.make_venv(venv)
    (venv / "unfinished").touch()
    (venv / "installed-core-0123456789abcdef").touch()
    environment.make_venv(venv)
    assert (venv / "bin" / "python").exists()
    assert not list(venv.glob("installed-*"))


def test_a_finished_venv_is_left_as_it_is(tmp_path: Path) -> None:
    venv = tmp_path / "venv"
    environment.make_venv(venv)
    stamp = venv / "installed-core-0123456789abcdef"
    stamp.touch()
    environment.make_venv(venv)
    assert stamp.exists()


def test_a_venv_whose_python_is_gone_is_made_anew(tmp_path: Path) -> None:
    venv = tmp_path / "venv"
    environment.make_venv(venv)
    (venv / "bin" / "python").unlink()
    environment.make_venv(venv)
    assert (venv / "bin" / "python").exists()


def test_modules_find_the_source_tree_and_keep_the_callers_paths(tmp_path: Path) -> None:
    paths = environment.environment({"PYTHONPATH": str(tmp_path)})["PYTHONPATH"].split(":")
    assert str(environment.ROOT / "layers/core/python") in paths
    assert paths[-1] == str(tmp_path)
