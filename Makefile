# make check | test | bench | docs — 开发用；README 里的两行命令只需要 python3。
PYTHON := .venv/bin/python

.PHONY: check test bench docs

check: .venv/ready
	$(PYTHON) -m ruff check .
	$(PYTHON) -m ruff format --check .
	$(PYTHON) -m mypy
	.venv/bin/lint-imports

test: .venv/ready
	$(PYTHON) -m pytest -q

bench: .venv/ready
	$(PYTHON) bench/load_sample.py
	$(PYTHON) bench/ask_inprocess.py
	$(PYTHON) bench/ask_process.py

docs: .venv/ready
	$(PYTHON) -m pytest -q tests/test_readme.py tests/test_project.py

.venv/ready: pyproject.toml
	python3 -m venv .venv
	.venv/bin/pip install -q -e '.[dev]'
	touch $@
