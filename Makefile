# Each target sets up what it needs in .venv; a second run installs nothing.
PYTHON ?= $(shell for p in python3 python3.11 python3.12 python3.13; do \
	"$$p" -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 13))' 2>/dev/null && echo "$$p" && break; done)
BIN := .venv/bin
# Each of the many processes of a run would compile all modules anew.
unexport PYTHONDONTWRITEBYTECODE
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet

.PHONY: run test check sensitivity site lint lab bench lock
.DELETE_ON_ERROR:

run: .venv/run.done
	@$(BIN)/python -m helpers run

test: .venv/test.done
	@$(BIN)/python -m pytest -n logical --maxprocesses 8

check: .venv/run.done
	@$(BIN)/python -m helpers check

sensitivity: .venv/run.done
	@$(BIN)/python -m helpers sensitivity

site: .venv/test.done
	@$(BIN)/python -m helpers site

lint: .venv/test.done
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .

lab: .venv/run.done
	@$(BIN)/python -m jupyterlab notebooks

bench: .venv/bench.done
	@$(BIN)/python tests/bench.py

.venv/bin/python:
	@test -n "$(PYTHON)" || { echo "Python 3.11, 3.12 or 3.13 is needed and was not found; install one, or name it: make PYTHON=..." >&2; exit 1; }
	@"$(PYTHON)" -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 13))' 2>/dev/null || \
		{ echo "PYTHON=$(PYTHON) is no Python 3.11, 3.12 or 3.13; name one that is" >&2; exit 1; }
	@"$(PYTHON)" -c 'import ensurepip, venv' 2>/dev/null || { echo "Python's venv module is missing; on Debian and Ubuntu: apt-get install python3-venv" >&2; exit 1; }
	@echo "making .venv with $$("$(PYTHON)" --version)"
	@"$(PYTHON)" -m venv .venv

.venv/run.done: requirements.lock pyproject.toml | .venv/bin/python
	@echo "installing what a run needs (requirements.lock)"
	@$(PIP) install --require-hashes -r requirements.lock
	@$(PIP) install --no-deps --no-build-isolation -e .
	@touch $@

.venv/test.done: requirements-dev.lock .venv/run.done
	@echo "installing what the tests need (requirements-dev.lock)"
	@$(PIP) install --require-hashes -r requirements-dev.lock
	@touch $@

.venv/bench.done: requirements-bench.lock .venv/run.done
	@echo "installing what the bench compares with (requirements-bench.lock)"
	@$(PIP) install --require-hashes -r requirements-bench.lock
	@touch $@

# For maintainers: pin anew the versions that pyproject.toml allows. Needs uv.
LOCK := uv pip compile --quiet --universal --fork-strategy fewest --python-version 3.11 --generate-hashes \
	--no-emit-index-url --no-header --no-annotate pyproject.toml --extra build
lock:
	$(LOCK) -o requirements.lock
	$(LOCK) --extra dev --extra site --extra cluster -c requirements.lock -o requirements-dev.lock
	$(LOCK) --extra dev --extra site --extra cluster --extra bench -c requirements-dev.lock -o requirements-bench.lock
