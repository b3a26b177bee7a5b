# One line each over a Python module with its own --help. `make up` is all a bare checkout needs.
STACK ?= sandbox
ARGS ?=
PYTHON := $(shell for p in python3 python3.13 python3.12 python3.11; do $$p -c 'import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$p && break; done)

.PHONY: help up down preview test check bench lock ready

help:  ## What there is.
	@sed -n 's/^\([a-z]*\):.*## /  make \1	/p' Makefile

up: ready  ## Bring STACK (sandbox) up in the sandbox and say where to look.
	@.venv/bin/python -m sandbox up $(STACK) $(ARGS)

down: ready  ## Take STACK down again and count what is left.
	@.venv/bin/python -m sandbox down $(STACK) $(ARGS)

preview: ready  ## What STACK is, costs and breaks: in seconds, with no engine and no credentials.
	@.venv/bin/python -m preview $(STACK) $(ARGS)

test: ready  ## Every test that needs no real account.
	@.venv/bin/python -m pytest -n auto -m "not engine and not live" && .venv/bin/python -m pytest -m engine

check: ready  ## What must be clean before a commit.
	@.venv/bin/python -m tests.check

bench: ready  ## Time and memory for 100 to 10,000 resources.
	@.venv/bin/python -m benchmarks

lock: ready  ## Pin the requirements anew.
	@for f in requirements requirements-dev; do .venv/bin/uv pip compile --quiet --upgrade --universal --python-version 3.11 --generate-hashes --no-header $$f.in -o $$f.txt; done

ready:
	@test -n "$(PYTHON)" || { echo "Groundwork needs Python 3.11 or newer with its venv module: none of python3, python3.13, python3.12 and python3.11 on PATH is one." >&2; exit 2; }
	@$(PYTHON) sandbox/bootstrap.py
