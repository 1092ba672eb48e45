# Works on a bare machine with Python 3.11 or newer; see README.md.
.DEFAULT_GOAL := help
.PHONY: help setup run test lint format coverage bench screenshots lock

PYTHON_BIN := .venv/bin
# Two workers are the measure of the smallest machine the tests should be quick on.
WORKERS ?= 2
# A worker that is done takes over half of what the other still has: both end together.
SHARED := --numprocesses=$(WORKERS) --dist=worksteal
ARGS ?=

help:
	@echo 'make run          打开桌面（首次运行会自动准备好一切）'
	@echo 'make test         检查代码并在 SQLite 与 PostgreSQL 上运行全部测试'
	@echo 'make setup        只做准备，不启动'
	@echo 'make bench        测量速度，打印比值表，写进 bench.md'
	@echo 'make screenshots  把每个页面画成图片，存入 shots/'

setup:
	@packaging/setup.sh run

run: setup
	@$(PYTHON_BIN)/python main.py $(ARGS)

bench: setup
	@$(PYTHON_BIN)/python main.py benchmark --report bench.md $(ARGS)

screenshots: setup
	@$(PYTHON_BIN)/python main.py screenshots shots $(ARGS)

lint:
	@packaging/setup.sh test
	@$(PYTHON_BIN)/ruff check --quiet
	@$(PYTHON_BIN)/ruff format --check --quiet
	@$(PYTHON_BIN)/mypy --no-error-summary
	@$(PYTHON_BIN)/lint-imports

test: lint
	@$(PYTHON_BIN)/python -m pytest $(SHARED) $(ARGS)

coverage:
	@packaging/setup.sh test
	@$(PYTHON_BIN)/python -m pytest $(SHARED) --cov --cov-report=term-missing:skip-covered $(ARGS)

format:
	@packaging/setup.sh test
	@$(PYTHON_BIN)/ruff check --fix
	@$(PYTHON_BIN)/ruff format

# Oldest Python first.
PYTHONS ?= python3.11 python3.12 python3.13
lock:
	@python3 packaging/lock.py $(PYTHONS)
