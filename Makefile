# Cryograph: `make run` and `make test` are all that is needed; the rest are parts of them.
#
# A Python of at least 3.11 is looked for; name another one with `make PYTHON=/path/to/python3.12 run`.

PYTHON ?= $(firstword $(foreach name,python3.11 python3.12 python3.13 python3,$(shell command -v $(name) 2>/dev/null)))
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check
FROZEN := build/sample/digits.pb
# Test processes at once; TensorFlow takes some 600 MB in each.
JOBS ?= 2
# More words for pytest, e.g. `make pytest ARGS="tests/core/formats -x"`.
ARGS ?=

.NOTPARALLEL:
.DEFAULT_GOAL := help
.PHONY: help run test lint format types imports pytest bench screenshot install uninstall setup setup-dev system system-test clean

help:
	@echo "make run         set up, freeze the bundled sample with verification, open the window on it"
	@echo "make test        set up, then ruff, mypy, import-linter and pytest"
	@echo "make lint        ruff, mypy and import-linter alone"
	@echo "make bench       measure, and print the ratios"
	@echo "make install     for the current user: menu entry, file types, cryograph on the path"
	@echo "make uninstall   take these away again"
	@echo "make screenshot  make the README's picture with the program itself"
	@echo "make clean       remove .venv and what was built"

# --- the two commands -------------------------------------------------------------------------------

run: setup
	$(BIN)/cryograph inspect resources/sample_model
	@mkdir -p $(dir $(FROZEN))
	$(BIN)/cryograph freeze resources/sample_model --output $(FROZEN) --verify --force
	@if [ -n "$${DISPLAY:-}$${WAYLAND_DISPLAY:-}" ]; then $(BIN)/cryograph resources/sample_model; \
	else echo "There is no display here, so no window. The frozen graph is $(FROZEN)."; fi

test: setup-dev lint pytest

# --- checks -----------------------------------------------------------------------------------------

lint: setup-dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

format: setup-dev
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

pytest: setup-dev
	$(BIN)/python -m pytest -n $(JOBS) --dist loadgroup $(ARGS)

bench: setup-dev
	$(BIN)/python tests/bench/run.py $(ARGS)

# --- set-up: each part is done once, and again when what it was made from changes ----------------------

setup: system $(VENV)/.installed
setup-dev: system-test $(VENV)/.installed-dev

system:
	@PYTHON="$(PYTHON)" sh resources/desktop/system_packages.sh run

system-test:
	@PYTHON="$(PYTHON)" sh resources/desktop/system_packages.sh test

$(VENV)/.created:
	@test -n "$(PYTHON)" || { echo "Python 3.11 or later is needed and was not found."; exit 1; }
	@"$(PYTHON)" -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	{ echo "$(PYTHON) is older than Python 3.11; name a newer one: make PYTHON=…"; exit 1; }
	test -x $(BIN)/python || "$(PYTHON)" -m venv $(VENV)
	@touch $@

$(VENV)/.installed: $(VENV)/.created pyproject.toml constraints.txt
	@test -n "$(wildcard $(VENV)/.installed-dev)" || $(PIP) install --quiet --constraint constraints.txt --editable .
	@# Else the first start, or every start where Python may not write beside the code, compiles it all.
	@$(BIN)/python -m compileall -q core gui resources
	@touch $@

$(VENV)/.installed-dev: $(VENV)/.created pyproject.toml constraints.txt
	$(PIP) install --quiet --constraint constraints.txt --editable '.[dev]'
	@$(BIN)/python -m compileall -q core gui resources
	@touch $@ $(VENV)/.installed

# --- for the person's desktop -------------------------------------------------------------------------

install: setup
	$(BIN)/python resources/desktop/install.py install

uninstall:
	@test -x $(BIN)/python && exec $(BIN)/python resources/desktop/install.py uninstall; \
	exec "$(PYTHON)" resources/desktop/install.py uninstall

screenshot: setup
	$(BIN)/python resources/desktop/screenshot.py docs

clean:
	rm -rf $(VENV) build dist *.egg-info .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis
