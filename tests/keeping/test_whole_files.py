"""Files are written whole or not at all, and a new one never takes the place of another."""

import stat
from pathlib import Path
from threading import Barrier, Thread

import pytest

from storage.database.leftovers import make_work_file
from storage.database.whole_files import give_name, write_new, write_over


def mode(file: Path) -> int:
    return stat.S_IMODE(file.stat().st_mode)


def test_a_new_file_is_its_owners_and_never_takes_the_place_of_another(tmp_path: Path) -> None:
    """Protects what is there already: keys, backups, recordings; and who may read the new one."""
    file = tmp_path / "key"
    write_new(file, b"first")
    with pytest.raises(FileExistsError):
        write_new(file, b"second")
    (tmp_path / "link").symlink_to(tmp_path / "nowhere")
    with pytest.raises(FileExistsError):
        write_new(tmp_path / "link", b"second")
    assert (file.read_bytes(), mode(file)) == (b"first", 0o600)
    assert sorted(each.name for each in tmp_path.iterdir()) == ["key", "link"], "nothing is left beside them"


def test_of_several_that_write_one_new_file_one_does(tmp_path: Path) -> None:
    """Protects a key from a second program that starts at the same moment: what one has read stays."""
    file, together, refused = tmp_path / "key", Barrier(8), []

    def write(number: int) -> None:
        together.wait()
        try:
            write_new(file, str(number).encode() * 44)
        except FileExistsError:
            refused.append(number)

    threads = [Thread(target=write, args=(number,)) for number in range(8)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    (written,) = set(range(8)) - set(refused)
    assert file.read_bytes() == str(written).encode() * 44
    assert list(tmp_path.iterdir()) == [file]


def test_what_is_written_over_is_the_old_file_or_the_new_one(tmp_path: Path) -> None:
    """Protects reports and anchors: who has the old file open reads on in it; the new one has its own permissions."""
    file = tmp_path / "report"
    write_over(file, b"old", 0o644)
    with file.open("rb") as reading:
        write_over(file, b"newer", 0o640)
        assert reading.read() == b"old"
    assert (file.read_bytes(), mode(file)) == (b"newer", 0o640)
    assert list(tmp_path.iterdir()) == [file]


def test_what_breaks_off_leaves_nothing(tmp_path: Path) -> None:
    """Protects the folder, and the name, from a write that fails before it is finished."""
    with pytest.raises(IsADirectoryError):
        write_over(tmp_path, b"in the place of a folder")
    with pytest.raises(FileNotFoundError), make_work_file(tmp_path) as made:
        give_name(made, tmp_path / "no such folder" / "report")
    assert list(tmp_path.iterdir()) == []


def test_a_finished_file_keeps_its_content_under_its_name(tmp_path: Path) -> None:
    """Protects a backup that is verified before it has its name."""
    with make_work_file(tmp_path) as made:
        made.write_bytes(b"verified")
        give_name(made, tmp_path / "backup")
    assert (tmp_path / "backup").read_bytes() == b"verified"
