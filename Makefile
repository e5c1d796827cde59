# The portal's jobs, the same at a desk and in continuous integration.
#
#   make run [PORT=8001]     set everything up, then serve the portal
#   make test [ARGS=...]     set everything up, then run the tests (ARGS are pytest's)
#   make check               linters, types, import rules, deployment checks
#   make bench               how fast it is
#   make clean               stop the portal and remove all that was made here, data included

SHELL := /bin/sh
.DELETE_ON_ERROR:
MAKEFLAGS += --no-print-directory

PORT ?= 8000
ARGS ?=
VAR := $(or $(VRP_VAR),var)
PY := .venv/bin/python
# The newest of the Pythons at hand; PYTHON= names another.
PYTHON ?= $(shell for each in python3 python3.14 python3.13 python3.12 python3.11; do \
	$$each -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$each && break; done)

PACKAGES := .venv/.installed
MODULES := node_modules/.installed
ASSETS := $(VAR)/assets/.built

export PIP_DISABLE_PIP_VERSION_CHECK = 1
export PRE_COMMIT_HOME = $(abspath $(VAR))/cache/pre-commit

.PHONY: setup run test check bench clean needs-port needs-browser needs-office needs-pango

setup: $(PACKAGES) $(ASSETS)

run: needs-port setup
	@$(PY) manage.py migrate --verbosity 0
	@$(PY) manage.py createcachetable --verbosity 0
	@$(PY) manage.py load_paper
	@$(PY) manage.py load_illustrative
	@$(PY) manage.py create_sign_ins >/dev/null
	@exec $(PY) manage.py serve --port $(PORT)

test: setup needs-browser needs-office needs-pango
ifeq ($(ARGS),)
	$(PY) -m pytest -n 2 --dist worksteal -m "not browser"
	$(PY) -m pytest -m browser
else
	$(PY) -m pytest $(ARGS)
endif

check: setup
	.venv/bin/ruff check .
	.venv/bin/ruff format --check .
	.venv/bin/mypy
	.venv/bin/lint-imports --no-cache
	$(PY) manage.py makemigrations --check --dry-run
	VRP_PRODUCTION=yes VRP_ALLOWED_HOSTS=portal.example \
	VRP_SECRET_KEY="$$($(PY) -c 'import secrets; print(secrets.token_urlsafe(64))')" \
	$(PY) manage.py check --deploy --fail-level WARNING
	@! grep -nE '://|--(extra-)?index-url|--find-links' requirements.lock \
	|| { echo "requirements.lock names a host: lock files name packages and hashes only."; exit 1; }
	@! grep -n '"resolved"' package-lock.json \
	|| { echo "package-lock.json names a host: npm install --omit-lockfile-registry-resolved leaves it out."; exit 1; }
	@if git rev-parse --git-dir >/dev/null 2>&1; then SKIP=ruff,ruff-format .venv/bin/pre-commit run --all-files; fi

bench: setup
	$(PY) -m bench $(ARGS)

clean:
	@if [ -f $(PACKAGES) ]; then $(PY) manage.py serve --stop; fi
	rm -rf $(VAR) .venv node_modules .hypothesis .ruff_cache .mypy_cache .pytest_cache .import_linter_cache
	@find . -name __pycache__ -type d -prune -exec rm -rf {} +

$(PACKAGES): requirements.lock
	@[ -n "$(PYTHON)" ] || { echo "Python 3.11 or newer is missing: install it (apt install python3), or name it: make PYTHON=/path/to/python3"; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null \
	|| { echo "Python's venv is missing: apt install python3-venv"; exit 1; }
	@[ -x $(PY) ] && $(PY) -c 'import pip' 2>/dev/null || $(PYTHON) -m venv --clear .venv
	@echo "Installing Python packages (a minute or two the first time)"
	@$(PY) -m pip install -qq --no-deps --require-hashes --requirement requirements.lock
	@touch $@

$(MODULES): package.json package-lock.json
	@command -v npm >/dev/null || { echo "npm is missing: install Node.js 18 or newer with npm (apt install nodejs npm)"; exit 1; }
	@echo "Installing npm packages"
	@npm ci --omit=optional --no-audit --no-fund --no-update-notifier --loglevel=error >/dev/null
	@touch $@

$(ASSETS): $(MODULES) $(shell find static/scss -name '*.scss')
	@echo "Building assets"
	@VRP_VAR="$(VAR)" npm run --silent build
	@touch $@

needs-port:
	@case "$(PORT)" in ''|*[!0-9]*) echo "PORT=$(PORT): a port is a number, as in make run PORT=8001"; exit 1;; esac
	@[ -z "$(PYTHON)" ] || $(PYTHON) -c 'import socket; s = socket.socket(); \
	s.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1); s.bind(("127.0.0.1", $(PORT)))' 2>/dev/null \
	|| { echo "Port $(PORT) is taken or not to be had: choose another, as in make run PORT=8001"; exit 1; }

# CHROMIUM= names one that is not on the path.
needs-browser:
	@[ -n "$$CHROMIUM" ] && exit 0; \
	for each in chromium chromium-browser google-chrome; do command -v $$each >/dev/null && exit 0; done; \
	command -v apt-get >/dev/null && [ "$$(id -u)" = 0 ] && apt-get install -y -q chromium && exit 0; \
	command -v apt-get >/dev/null && sudo -n true 2>/dev/null && sudo -n apt-get install -y -q chromium && exit 0; \
	echo "Chromium is missing, which the browser tests need: sudo apt install chromium, or CHROMIUM=/path/to/chrome make test"; \
	exit 1

# Calc for spreadsheets, Writer for documents; Debian has each in a package of its own.
OFFICE := libreoffice-calc libreoffice-writer
needs-office:
	@command -v soffice >/dev/null && { [ ! -d /usr/lib/libreoffice/program ] || [ -e /usr/lib/libreoffice/program/libswlo.so -a -e /usr/lib/libreoffice/program/libsclo.so ]; } && exit 0; \
	command -v apt-get >/dev/null && [ "$$(id -u)" = 0 ] && apt-get install -y -q --no-install-recommends $(OFFICE) && exit 0; \
	command -v apt-get >/dev/null && sudo -n true 2>/dev/null && sudo -n apt-get install -y -q --no-install-recommends $(OFFICE) && exit 0; \
	echo "LibreOffice is missing, in which the tests open files: sudo apt install $(OFFICE)"; \
	exit 1

# The portal runs without them: asked for a PDF of a paper, it says what is missing.
PANGO := libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 fonts-liberation
needs-pango: $(PACKAGES)
	@$(PY) -c 'from weasyprint.text import ffi; ffi.harfbuzz_subset or exit(1)' >/dev/null 2>&1 && exit 0; \
	command -v apt-get >/dev/null && [ "$$(id -u)" = 0 ] && apt-get install -y -q --no-install-recommends $(PANGO) && exit 0; \
	command -v apt-get >/dev/null && sudo -n true 2>/dev/null && sudo -n apt-get install -y -q --no-install-recommends $(PANGO) && exit 0; \
	echo "Pango or HarfBuzz is missing, with which PDFs are made: sudo apt install $(PANGO)"; \
	exit 1
