# The two commands most people need: `make run` builds Regn and opens it, `make test` tests it.
# Everything that is missing is installed on the way.

.DEFAULT_GOAL := help
.PHONY: help build run test fuzz sanitize coverage docs differential messy format lint bench bench-all bench-kernels install uninstall package install-deps clean

REGN := .build/release/regn
# Where `make install` puts things; DESTDIR goes before it.
PREFIX ?= /usr/local
# How long `make fuzz` runs each target.
SECONDS ?= 60
export PREFIX DESTDIR ZSH_FUNCTIONS
PYTHON := .venv/bin/python

help: ## list these commands
	@grep -hE '^[a-z-]+:.*## ' Makefile | sed -E 's/^([a-z-]+):.*## (.*)/  make \1|\2/' | column -t -s '|'

build: install-deps ## build the release program: .build/release/regn
	swift build -c release --static-swift-stdlib --product regn

run: build ## build, then open the interactive prompt
	@$(REGN)

test: install-deps ## run every test; ends with the golden scripts' line and the runner's own summary
	@scripts/test.sh

fuzz: install-deps ## let a fuzzer think of texts for all that reads them, SECONDS=60 a target
	scripts/fuzz.sh --seconds $(SECONDS)

sanitize: install-deps ## run the tests with the sanitizers of addresses and threads (an hour)
	scripts/sanitize.sh

coverage: install-deps ## print how much of the rooms the tests reach
	scripts/coverage.sh

docs: install-deps ## write the generated pages of the manual, and run the examples of all pages anew
	swift build --product regn
	.build/debug/regn manual .
	scripts/doc-examples.py --regn .build/debug/regn

differential: build $(PYTHON) ## ask DuckDB and RE2 the same, have workbooks and Parquet read by others (seven minutes)
	$(PYTHON) Tests/Workbooks/check.py
	$(PYTHON) Tests/Differential/differential.py --cases 10000
	$(PYTHON) Tests/Differential/patterns.py --pairs 100000
	$(PYTHON) Tests/Parquet/readback.py

messy: build $(PYTHON) ## score how well messy files are read, beside other readers (some five minutes)
	$(PYTHON) Tests/MessyFiles/messy.py --regn $(REGN) --peers

format: ## lay out all Swift sources
	swift format format --in-place --parallel --recursive Package.swift Sources Tests benchmarks/kernels/Benchmarks

lint: ## check layout, line width and tidiness
	swift format lint --strict --parallel --recursive Package.swift Sources Tests benchmarks/kernels/Benchmarks
	@scripts/tidy.sh

bench: build $(PYTHON) ## compare with DuckDB, polars and RE2, every suite, few runs (some seven minutes)
	$(PYTHON) benchmarks/bench.py --set short

bench-all: build $(PYTHON) ## every question, more runs, 100 million rows
	$(PYTHON) benchmarks/bench.py --set all

bench-kernels: install-deps ## time single kernels, without peers (the first build takes some minutes)
	cd benchmarks/kernels && swift package --disable-sandbox benchmark

install: ## install what was built: program, man page, completions (PREFIX=/usr/local, DESTDIR)
	@scripts/install.sh

uninstall: ## take away what `make install` put there
	@scripts/install.sh --remove

package: build ## make a .deb and a tar.gz of the program in .build/packages
	@scripts/package.sh

install-deps: ## install the libraries that are missing; does nothing when all are there
	@scripts/install-deps.sh

clean: ## remove what was built; benchmark data and .venv stay
	rm -rf .build

# DuckDB, polars, CleverCSV, RE2, openpyxl and readers of Parquet, for comparisons alone: nothing that is built, and
# no other test, needs them.
$(PYTHON): benchmarks/requirements.txt
	@scripts/install-deps.sh python3-venv
	python3 -m venv .venv
	$(PYTHON) -m pip install --quiet --upgrade --requirement benchmarks/requirements.txt
	@touch $(PYTHON)
