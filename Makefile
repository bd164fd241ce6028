# Each target sets up what it needs: a virtual environment in .venv with the versions of requirements.lock.
PYTHON ?= python3
VENV ?= .venv
BIN := $(VENV)/bin
export NO_MKDOCS_2_WARNING := 1

.PHONY: site test serve bench lint lock clean

site: $(VENV)/.ready ## build the demo site from releases/ into site/
	$(BIN)/relcast build --strict

test: $(VENV)/.ready-test ## run all tests; says which are skipped and why
	$(BIN)/pytest -rs -n 2 --dist loadfile $(TESTS)

serve: $(VENV)/.ready ## show the demo site while you write
	$(BIN)/relcast serve

bench: $(VENV)/.ready-test ## measure against plain mkdocs-material, and checking against PyYAML
	$(BIN)/python benchmarks/run.py
	$(BIN)/python benchmarks/feeds.py
	$(BIN)/python benchmarks/check.py

lint: $(VENV)/.ready-test ## style and types
	$(BIN)/ruff check .
	$(BIN)/ruff format --check generator tests benchmarks
	$(BIN)/mypy

lock: ## pin what the newest allowed versions are now
	rm -rf $(VENV)
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --editable '.[test]'
	$(BIN)/python -m pip freeze --exclude-editable > requirements.lock

clean:
	rm -rf $(VENV) site .relcast dist build

$(VENV)/bin/python:
	$(PYTHON) -c 'import sys; sys.exit("Relcast needs Python 3.11 or newer, this is %d.%d" % sys.version_info[:2] if sys.version_info < (3, 11) else 0)'
	$(PYTHON) -m venv $(VENV)

$(VENV)/.ready: pyproject.toml requirements.lock | $(VENV)/bin/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint requirements.lock --editable .
	touch $@

$(VENV)/.ready-test: pyproject.toml requirements.lock | $(VENV)/bin/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint requirements.lock --editable '.[test]'
	touch $@ $(VENV)/.ready
