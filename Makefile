.DEFAULT_GOAL := help
.PHONY: run test check drill bench lock messages clean help

run: ## Запустити демонстраційну бібліотеку · Start the demo library
	@scripts/setup run
	@MANDRIVNA_DEMO=1 exec .venv/bin/mandrivna serve

test: ## Усі тести: SQLite, PostgreSQL, браузер · Every test: SQLite, PostgreSQL, browser
	@scripts/suite

check: ## Швидка перевірка, до 90 с: вигляд, типи, будова, швидкі тести · Quick check, under 90 s
	@scripts/check

drill: ## Довгі вправи: раптове вимкнення, диск, навантаження · Long drills
	@scripts/drill $(ARGS)

bench: ## Заміри швидкодії в docs/benchmarks.md · Benchmarks into docs/benchmarks.md
	@scripts/setup dev
	@.venv/bin/python -m scripts.bench
	@.venv/bin/python -m scripts.relevance --write
	@.venv/bin/python -m scripts.bench.catalogue --anew
	@.venv/bin/python -m scripts.bench.after_years
	@.venv/bin/python -m scripts.bench.programme
	@.venv/bin/python -m scripts.bench.plans
	@.venv/bin/python -m scripts.bench.network

lock: ## Оновити перелік залежностей (ARGS=--upgrade) · Resolve dependencies anew
	@scripts/lock $(ARGS)

messages: ## Зібрати рядки для перекладу · Collect strings to translate
	@scripts/setup dev
	@.venv/bin/python -m scripts.messages

clean: ## Прибрати середовище й тимчасове; дані у var/ лишаються · Remove environments and caches; var/ stays
	@rm -rf .venv .tools build dist .mypy_cache .ruff_cache .import_linter_cache .pytest_cache .hypothesis
	@find . -name __pycache__ -type d -prune -exec rm -rf {} +

help: ## Цей перелік · This list
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "make %-9s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)
