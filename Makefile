# Tripline: build, run and test. `make run` and `make test` do all their own set-up.

SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help

AGENT_SOURCES := $(shell find Web/agent -name '*.js')
AGENT := Web/dist/t.js
RELEASE := .build/release/tripline
PORT ?= 8080

.PHONY: help run build assets test test-swift test-e2e bench connections evaluate returns fuzz lint format docs behavior setup-build setup-test clean

help:
	@echo "make run     install what is missing, build, and serve on http://localhost:$(PORT) with the demo"
	@echo "make test    install what is missing, and run every test"
	@echo "make build   leave the release binary at $(RELEASE)"
	@echo "make bench   measure, and print ratios"
	@echo "make connections  ask with real clients what their connections show, and write the tables of docs/connections.md"
	@echo "make evaluate  have tools and people sign up, judge them, and write docs/evaluation.md (about an hour)"
	@echo "make returns  have browsers on machines that differ come back, ask who they are, and write docs/returns.md (about an hour)"
	@echo "make fuzz    feed what reads strangers' bytes with made-up input, FUZZ_SECONDS (60) each"
	@echo "make docs    write docs/signals.md from the catalogue"
	@echo "make behavior  train the pointer model, and write its coefficients and docs/behavior.md"
	@echo "make lint    check the form of the code"

run: build
	@$(RELEASE) serve --port $(PORT) --demo

build: setup-build assets
	@if [ ! -x $(RELEASE) ]; then \
	  echo "Building the release binary. The first time takes about a quarter of an hour on two cores; later builds are quick."; \
	fi
	@swift build -c release --static-swift-stdlib --product tripline

setup-build:
	@scripts/setup build

setup-test:
	@scripts/setup test

assets: $(AGENT).gz Web/dist/openapi.json.gz

$(AGENT): $(AGENT_SOURCES)
	@mkdir -p $(@D)
	@esbuild Web/agent/agent.js --bundle --format=esm --minify --target=es2020 --log-level=warning --outfile=$@

$(AGENT).gz: $(AGENT)
	@gzip -9 -n -c $< > $@

Web/dist/openapi.json.gz: Web/reference/openapi.json
	@mkdir -p $(@D)
	@gzip -9 -n -c $< > $@

test: setup-test lint test-swift test-e2e

test-swift: setup-test assets
	@echo "Building the debug binary and the tests; about ten minutes the first time on two cores."
	@swift build --build-tests
	@swift test --skip-build --parallel

test-e2e: setup-test assets
	@swift build --product tripline
	@Tests/EndToEnd/run

bench: build
	@scripts/setup bench
	@Benchmarks/run

connections: setup-test assets
	@swift build --product tripline
	@scripts/connections

evaluate: build
	@scripts/setup evaluate
	@Evaluation/run

returns: build
	@scripts/setup returns
	@Evaluation/returns

fuzz:
	@scripts/setup fuzz
	@Fuzzing/run

lint:
	@swift format lint --strict --recursive --parallel Sources Tests Benchmarks Fuzzing Package.swift
	@scripts/check-agent

format:
	@swift format --in-place --recursive --parallel Sources Tests Benchmarks Fuzzing Package.swift

docs: build
	@$(RELEASE) signals --markdown > docs/signals.md

# The libraries are taken without what they ask for: most of it would drive a browser or a desktop, which training does not.
behavior:
	@swift build -c release --product tripline-behavior
	@[ -d .venv-training ] || python3 -m venv .venv-training
	@.venv-training/bin/python -m pip --quiet --disable-pip-version-check install --no-deps -r Training/requirements.txt
	@PYTHONDONTWRITEBYTECODE=1 .venv-training/bin/python Training/train.py .build/release/tripline-behavior

clean:
	@rm -rf .build .build-fuzz Web/dist
