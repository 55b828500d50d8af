"""What the tests share: the bundled sample as loaded and in a library, and a small document made by hand."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from handmade import document

from askbudget.model import Document
from askbudget.resources import DATA


@pytest.fixture(scope="session")
def sample_document() -> Document:
    """The bundled sample, read once for all tests (not from any cache)."""
    from askbudget.load.pipeline import load_document

    return load_document(next((DATA / "samples").glob("*.txt")))


@pytest.fixture(scope="session")
def sample_library(sample_document: Document, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The path of a library with the sample in it; not to be written to."""
    from askbudget.store.write import save

    path = tmp_path_factory.mktemp("library") / "sample.db"
    save(sample_document, path)
    return path


@pytest.fixture
def small() -> Document:
    """Three tables, prose and a goal, written by hand in handmade.py."""
    return document()


@pytest.fixture
def other() -> Document:
    """Another department's document."""
    return replace(document(), department="测试市教育局", sha256="b" * 64, region="测试市")


@pytest.fixture
def library(small: Document, tmp_path: Path) -> Path:
    """A library with the small document; each test may do with it what it likes."""
    path = tmp_path / "library.db"
    from askbudget.store.write import save

    save(small, path)
    return path
